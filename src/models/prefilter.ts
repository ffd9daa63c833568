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
  const names = subjects.flatMap(({ globalTypes = {}, globals = {} }) => [...Object.keys(globalTypes), ...globalNames(globals)]);
  // What all begin with stands before them all: of alternatives that each begin so, every one is tried at every quote.
  const named = testsOf([
    inQuotes(String.raw`['"\x60](?:(?:npm|jsr):/?)?`, builtIn.filter(isSubject).flatMap(specifiersOf), String.raw`(?:@[^'"\x60]{0,40})?`),
    inQuotes(String.raw`['"\x60/]`, declared.filter(isSubject).flatMap(specifiersOf).map((specifier) => specifier.replace(LEADING_DOTS, '')), String.raw`(?:\.[cm]?[jt]sx?)?`),
    names.length > 0 ? String.raw`\b(?:${oneOf(names.map(escaped))})\b` : '',
    oneOf(subjects.flatMap(({ marks = [] }) => marks)),
  ]);
  const roles = subjects.flatMap((library) => Object.values(library.roles));
  const events = roles.flatMap(({ waysIn = [] }) => waysIn.filter(isOpening)).flatMap((way) => way.events ?? []);
  const accepting = roles.flatMap(({ methods = {} }) => Object.entries(methods).flatMap(([name, { accepts }]) => (accepts ? [{ name, isHanded: !accepts.isHidden && isParticular(name) }] : [])));
  const related = testsOf([
    inQuotes(String.raw`\(\s*['"\x60]`, events, '', String.raw`\s*,`),
    // What is a site may also be handed over: `server.on('upgrade', sockets.handleUpgrade)`.
    oneOf(accepting.map(({ name, isHanded }) => String.raw`\.${escaped(name)}${isHanded ? String.raw`\b` : String.raw`\s*\(`}`)),
  ]);
  const isAny = (tests: readonly RegExp[], text: string): boolean => tests.some((test) => test.test(text));
  return { namesLibrary: (text) => isAny(named, text), isRelated: (text) => isAny(related, text) };
}

function specifiersOf({ specifiers }: LibraryModel): readonly string[] {
  return specifiers;
}

/** One of several texts between quotes; the empty pattern if there are none. */
function inQuotes(before: string, texts: readonly string[], after: string, behind = ''): string {
  return texts.length > 0 ? String.raw`${before}(?:${oneOf(texts.map(escaped))})${after}['"\x60]${behind}` : '';
}

/** `handleUpgrade` means what it says wherever it stands; `upgrade` is a word for much else where it is not called. */
function isParticular(name: string): boolean {
  return /[A-Z]/u.test(name);
}

/** Expressions of their own, since each is looked for in its own way: together they take ten times as long. */
function testsOf(sources: readonly string[]): readonly RegExp[] {
  return sources.flatMap((source) => (source === '' ? [] : [new RegExp(source, 'u')]));
}

function oneOf(sources: readonly string[]): string {
  return [...new Set(sources)].join('|');
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
