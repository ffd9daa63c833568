import type { ExportModel, LibraryModel } from './model.js';
import { isOpening } from './vocabulary.js';

/** Tests over the text of a file: nearly every file is done with after one of them. */
export function createPrefilter(libraries: readonly LibraryModel[]): { namesLibrary: (text: string) => boolean; isRelated: (text: string) => boolean } {
  const subjects = libraries.filter(({ isSubject }) => isSubject);
  const named = oneOf([
    ...subjects.flatMap((library) => library.specifiers).map((specifier) => `['"\`](?:(?:npm|jsr):/?)?${escaped(specifier)}(?:@[^'"\`]{0,40})?['"\`]`),
    ...subjects.flatMap(({ globalTypes = {}, globals = {} }) => [...Object.keys(globalTypes), ...globalNames(globals)]).map((name) => String.raw`\b${escaped(name)}\b`),
    ...subjects.flatMap(({ marks = [] }) => marks),
  ]);
  const roles = subjects.flatMap((library) => Object.values(library.roles));
  const events = roles.flatMap(({ waysIn = [] }) => waysIn.filter(isOpening)).flatMap((way) => way.events ?? []);
  const accepting = roles.flatMap(({ methods = {} }) => Object.entries(methods).flatMap(([name, { accepts }]) => (accepts ? [{ name, isHanded: !accepts.isHidden }] : [])));
  const related = oneOf([
    ...events.map((event) => String.raw`\(\s*['"\x60]${escaped(event)}['"\x60]\s*,`),
    // What is a site may also be handed over: `server.on('upgrade', sockets.handleUpgrade)`.
    ...accepting.map(({ name, isHanded }) => String.raw`\.${escaped(name)}${isHanded ? String.raw`\b` : String.raw`\s*\(`}`),
  ]);
  return { namesLibrary: (text) => named.test(text), isRelated: (text) => related.test(text) };
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
