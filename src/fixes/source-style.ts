import type { TSESLint } from '@typescript-eslint/utils';

/** How a file is written, so that what is inserted looks like the rest of it. */
export interface SourceStyle {
  readonly newline: string;
  /** One step of indentation. */
  readonly indent: string;
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  readonly isTypeScript: boolean;
}

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Reads a file once, however many guards are written for it. */
export function perFile<Result>(read: (sourceCode: SourceCode) => Result): (sourceCode: SourceCode) => Result {
  const known = new WeakMap<SourceCode, { readonly result: Result }>();
  return (sourceCode) => {
    const found = known.get(sourceCode) ?? { result: read(sourceCode) };
    known.set(sourceCode, found);
    return found.result;
  };
}

export function readStyle(sourceCode: SourceCode, filename: string): SourceStyle {
  return { ...writtenStyle(sourceCode), isTypeScript: /\.[cm]?tsx?$/u.test(filename) };
}

const writtenStyle = perFile((sourceCode): Omit<SourceStyle, 'isTypeScript'> => {
  const { text } = sourceCode;
  const lines = text.split(/\r?\n/u);
  return {
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    indent: indentOf(lines),
    quote: quotesIn(sourceCode, '"') > quotesIn(sourceCode, "'") ? '"' : "'",
    semicolons: lines.filter((line) => line.trimEnd().endsWith(';')).length * 4 >= statementCount(sourceCode),
  };
});

function quotesIn({ ast }: SourceCode, quote: string): number {
  return ast.tokens.filter(({ type, value }) => type === 'String' && value.startsWith(quote)).length;
}

function statementCount({ ast }: SourceCode): number {
  return ast.body.length;
}

/** The smallest step by which indented lines begin. */
function indentOf(lines: readonly string[]): string {
  const starts = lines.map((line) => /^[\t ]+(?=[^\s*])/u.exec(line)?.[0]).filter((start) => start !== undefined);
  if (starts.filter((start) => start.startsWith('\t')).length * 2 > starts.length) return '\t';
  const widths = starts.filter((start) => !start.includes('\t')).map((start) => start.length);
  const smallest = Math.min(...widths.filter((width) => width > 1));
  return Number.isFinite(smallest) ? ' '.repeat(Math.min(smallest, 8)) : '  ';
}

/** Lines written with two spaces, single quotes and semicolons, in the style of the file. */
export function inStyle(lines: readonly string[], style: SourceStyle, margin: string): string[] {
  return lines.map((line) => {
    if (line === '') return '';
    const [spaces = ''] = /^ */u.exec(line) ?? [];
    let text = line.slice(spaces.length);
    if (style.quote === '"') text = text.replaceAll(/'([^'"]*)'/gu, '"$1"');
    if (!style.semicolons) text = (CONTINUES.test(text) ? ';' : '') + text.replace(/;$/u, '').replaceAll('; }', ' }');
    return margin + style.indent.repeat(spaces.length / 2) + text;
  });
}

/** How a line begins that would continue the one before it. */
const CONTINUES = /^[([`+\-/]/u;

/** Ends what is inserted at an offset, where what follows would continue it. */
export function ended({ text }: SourceCode, offset: number, inserted: string): string {
  const next = text.slice(offset).replace(/^(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)+/u, '');
  return CONTINUES.test(next) && !inserted.endsWith(';') ? `${inserted};` : inserted;
}

/** The end of a statement; a semicolon that begins the next line belongs to that. */
export function endOf(sourceCode: SourceCode, { range }: { readonly range: readonly [number, number] }): number {
  const text = sourceCode.text.slice(...range);
  const before = text.endsWith(';') ? text.slice(0, -1) : text;
  const trimmed = before.trimEnd();
  return before.slice(trimmed.length).includes('\n') ? range[0] + trimmed.length : range[1];
}

/** Every name that is declared or used in the file. */
export const namesIn = perFile(({ scopeManager }): ReadonlySet<string> => {
  const scopes = scopeManager?.scopes ?? [];
  return new Set(scopes.flatMap((scope) => [...scope.variables.filter(({ defs }) => defs.length > 0).map(({ name }) => name), ...scope.through.map(({ identifier }) => identifier.name)]));
});

/** The names that mean something at a place: a new one of these would hide the old one there. */
export function namesVisibleAt(sourceCode: SourceCode, offset: number): ReadonlySet<string> {
  const names = new Set<string>();
  const node = sourceCode.getNodeByRangeIndex(offset);
  let scope = node ? sourceCode.getScope(node) : undefined;
  for (const { identifier } of scope?.variableScope.through ?? []) names.add(identifier.name);
  while (scope) {
    for (const { name, defs } of scope.variables) if (defs.length > 0) names.add(name);
    scope = scope.upper ?? undefined;
  }
  return names;
}

/** The first of the names that the file does not have; numbered if it has all. */
export function freeName(taken: ReadonlySet<string>, ...wanted: readonly string[]): string {
  const free = wanted.find((name) => !taken.has(name));
  if (free !== undefined) return free;
  const [first = 'value'] = wanted;
  let number = 2;
  while (taken.has(`${first}${String(number)}`)) number += 1;
  return `${first}${String(number)}`;
}

/** A global function, also where the file has another one of its name. */
export function globalName(sourceCode: SourceCode, name: string): string {
  const isShadowed = sourceCode.scopeManager?.scopes.some((scope) => scope.variables.some((variable) => variable.name === name && variable.defs.length > 0)) ?? false;
  return isShadowed ? `globalThis.${name}` : name;
}
