import type { ExportModel, LibraryModel } from './model.js';
import { isOpening } from './vocabulary.js';

/** Of an import path: `./`, `../../`. */
export const LEADING_DOTS = /^(?:\.{1,2}\/)+/u;

/**
 * Tests over the text of a file: nearly every file is done with after one of them. What is declared in the settings may
 * be imported by any path that ends so.
 */
export function createPrefilter(builtIn: readonly LibraryModel[], declared: readonly LibraryModel[]): { namesLibrary: (text: string) => boolean; isRelated: (text: string) => boolean } {
  const isSubject = (library: LibraryModel): boolean => library.isSubject;
  const subjects = [...declared, ...builtIn].filter(isSubject);
  const named = oneOf([
    ...builtIn.filter(isSubject).flatMap((library) => library.specifiers).map((specifier) => `['"\`](?:(?:npm|jsr):/?)?${escaped(specifier)}(?:@[^'"\`]{0,40})?['"\`]`),
    ...declared.filter(isSubject).flatMap((library) => library.specifiers).map((specifier) => `['"\`/]${escaped(specifier.replace(LEADING_DOTS, ''))}(?:\\.[cm]?[jt]sx?)?['"\`]`),
    ...subjects.flatMap(({ globalTypes = {}, globals = {} }) => [...Object.keys(globalTypes), ...globalNames(globals)]).map((name) => String.raw`\b${escaped(name)}\b`),
    ...subjects.flatMap(({ marks = [] }) => marks),
  ]);
  const roles = subjects.flatMap((library) => Object.values(library.roles));
  const events = roles.flatMap(({ waysIn = [] }) => waysIn.filter(isOpening)).flatMap((way) => way.events ?? []);
  const accepting = roles.flatMap(({ methods = {} }) => Object.entries(methods).flatMap(([name, { accepts }]) => (accepts ? [{ name, isHanded: !accepts.isHidden && isParticular(name) }] : [])));
  const related = oneOf([
    ...events.map((event) => String.raw`\(\s*['"\x60]${escaped(event)}['"\x60]\s*,`),
    // What is a site may also be handed over: `server.on('upgrade', sockets.handleUpgrade)`.
    ...accepting.map(({ name, isHanded }) => String.raw`\.${escaped(name)}${isHanded ? String.raw`\b` : String.raw`\s*\(`}`),
  ]);
  return { namesLibrary: (text) => named.test(text), isRelated: (text) => related.test(text) };
}

/** `handleUpgrade` means what it says wherever it stands; `upgrade` is a word for much else where it is not called. */
function isParticular(name: string): boolean {
  return /[A-Z]/u.test(name);
}

function oneOf(sources: readonly string[]): RegExp {
  return new RegExp([...new Set(sources)].join('|'), 'u');
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`);
}

/** The globals that do something, with dots: `Bun.serve`. */
function globalNames(globals: Readonly<Record<string, ExportModel>>): string[] {
  return Object.entries(globals).flatMap(([name, { members, ...own }]) => [
    ...(Object.keys(own).length > 0 ? [name] : []),
    ...globalNames(members ?? {}).map((member) => `${name}.${member}`),
  ]);
}
