import type { ExportModel, LibraryModel } from './model.js';
import { isLimitName } from './meanings.js';
import { requiredLiterals } from './required-literals.js';
import { createTextSearch, WINDOW, type Needle } from './text-search.js';
import { isOpening } from './vocabulary.js';

/** Of an import path: `./`, `../../`. */
export const LEADING_DOTS = /^(?:\.{1,2}\/)+/u;

interface Prefilter {
  /** Does a text name a websocket library, look as if it were given a server, or speak of a limit on connections? */
  readonly mayMatter: (text: string) => boolean;
  /** Does a text name a websocket library? */
  readonly namesLibrary: (text: string) => boolean;
}

/**
 * Tests over the text of a file: nearly every file is done with after them. What is declared in the settings may be
 * imported by any path that ends so.
 */
export function createPrefilter(builtIn: readonly LibraryModel[], declared: readonly LibraryModel[]): Prefilter {
  const isSubject = (library: LibraryModel): boolean => library.isSubject;
  const subjects = [...declared, ...builtIn].filter(isSubject);
  const names = subjects.flatMap(({ globalTypes = {}, globals = {} }) => [...Object.keys(globalTypes), ...globalNames(globals)]);
  const named = [
    inQuotes(QUOTES, String.raw`(?:(?:npm|jsr):/?)?`, builtIn.filter(isSubject).flatMap(specifiersOf), String.raw`(?:@[^'"\x60]{0,40})?`),
    inQuotes([...QUOTES, '/'], '', declared.filter(isSubject).flatMap(specifiersOf).map((specifier) => specifier.replace(LEADING_DOTS, '')), String.raw`(?:\.[cm]?[jt]sx?)?`),
    names.length > 0 ? searchOf(String.raw`\b(?:${oneOf(names.map(escaped))})\b`) : [],
    ...subjects.flatMap(({ marks = [] }) => marks.map((mark) => searchOf(mark))),
  ];
  const roles = subjects.flatMap((library) => Object.values(library.roles));
  const events = roles.flatMap(({ waysIn = [] }) => waysIn.filter(isOpening)).flatMap((way) => way.events ?? []);
  const accepting = roles.flatMap(({ methods = {} }) => Object.entries(methods).flatMap(([name, { accepts }]) => (accepts ? [{ name, isHanded: !accepts.isHidden && isParticular(name) }] : [])));
  const related = [
    inQuotes(QUOTES, '', events, '', [String.raw`\(\s*`, String.raw`\s*,`]),
    // What is a site may also be handed over: `server.on('upgrade', sockets.handleUpgrade)`.
    ...accepting.map(({ name, isHanded }) => searchOf(String.raw`\.${escaped(name)}${isHanded ? String.raw`\b` : String.raw`\s*\(`}`)),
  ];
  return { mayMatter: searchFor([...named, ...related, LIMIT_NAMES]), namesLibrary: searchFor(named) };
}

/** What every name of a limit has in it: what is limited, and what may stand behind a "max". */
const LIMIT_NAMES: readonly Needle[] = [
  ...joined(['conn', 'conns', 'connection', 'connections', 'sock', 'socks', 'socket', 'sockets', 'session', 'sessions', 'client', 'clients'], ['per', 'limit', 'max', 'cap', 'quota']),
  ...joined(['max'], ['conn', 'sock', 'session', 'client', 'ws', 'tabs', 'device', 'web', 'concurrent', 'open', 'active', 'parallel', 'simultaneous', 'allowed', 'total', 'user', 'global', 'live', 'per']),
].map((text) => ({ text, ignoresCase: true, counts: isInLimitName }));

function joined(before: readonly string[], after: readonly string[]): string[] {
  return before.flatMap((first) => after.flatMap((second) => [`${first}${second}`, `${first}_${second}`]));
}

/** Texts that are looked for, or an expression of which no text is known that has to be there. */
type Search = readonly (Needle | RegExp)[];

/** An expression is tried on as many characters before and behind what it needs: only spaces can make it longer. */
const NEAR = 300;

const QUOTES = ["'", '"', '`'];

function specifiersOf({ specifiers }: LibraryModel): readonly string[] {
  return specifiers;
}

/** One of several texts between quotes, with what else may stand before and behind it there. */
function inQuotes(before: readonly string[], prefix: string, texts: readonly string[], suffix: string, [around, behind]: readonly [string, string] = ['', '']): Search {
  if (texts.length === 0) return [];
  const source = String.raw`${around}[${before.join('')}]${prefix}(?:${oneOf(texts.map(escaped))})${suffix}['"\x60]${behind}`;
  const endsOf = (text: string, quoted: string): readonly string[] => {
    if (suffix !== '' && text.length >= WINDOW) return [''];
    return [...(QUOTES.includes(quoted) ? [quoted] : QUOTES), ...(suffix === '' ? [] : ['@'])];
  };
  const found = texts.flatMap((text) => before.flatMap((quoted) => endsOf(text, quoted).map((end) => `${quoted}${text}${end}`)));
  return searchOf(source, [...found, ...(prefix === '' ? [] : before.flatMap((quoted) => [`${quoted}npm:`, `${quoted}jsr:`]))]);
}

/** A search for an expression, near texts of which one stands in all that it matches. */
function searchOf(source: string, texts = requiredLiterals(source)): Search {
  const expression = new RegExp(source, 'u');
  if (!texts?.every(({ length }) => length >= WINDOW)) return [expression];
  const counts = (text: string, at: number): boolean => expression.test(text.slice(Math.max(0, at - NEAR), at + NEAR));
  return [...new Set(texts)].map((text) => ({ text, counts }));
}

/** A test whether something is found. */
function searchFor(searches: readonly Search[]): (text: string) => boolean {
  const parts = searches.flat();
  const findsNeedle = createTextSearch(parts.filter((part) => 'counts' in part));
  const expressions = parts.filter((part) => part instanceof RegExp);
  return (text) => findsNeedle(text) || expressions.some((expression) => expression.test(text));
}

/** `handleUpgrade` means what it says wherever it stands; `upgrade` is a word for much else where it is not called. */
function isParticular(name: string): boolean {
  return /[A-Z]/u.test(name);
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

/** Whether what was found is in a word that names a limit on connections. */
function isInLimitName(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - NEAR), at).split(/\W/u).at(-1) ?? '';
  const word = `${before}${/^\w*/u.exec(text.slice(at, at + NEAR))?.[0] ?? ''}`;
  return /conn|sock|session|client/iu.test(word) && isLimitName(word);
}
