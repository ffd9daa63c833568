import fc from 'fast-check';

const TOKEN = /\s+|\/\/.*|`(?:\\.|[^\\`])*`|'(?:\\.|[^\\'])*'|[\p{L}\p{N}$_#]+|=>|\?\?=?|\?\.|\.\.\.|[!=]==?|[<>]=|&&|\|\||\+\+|--|[^\s\p{L}\p{N}]/gu;

export function tokensOf(code: string): string[] {
  return code.match(TOKEN) ?? [];
}

/** Parts of the language that are at home elsewhere, and what belongs nowhere. */
const FOREIGN = ['await ', '...', '?.', 'new ', '=', '()', '{}', '[]', ';', ',', '!', 'delete ', 'return ', 'throw x;', 'yield ', 'this', 'super', '#x', '\uFEFF', '\0', '\u2028', '\r\n', '/*', ' as const', '<T>', '=> {}', '0n', '1e999'];
const NAMES = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'valueOf', 'undefined', 'arguments', 'async', 'of', 'socket', 'open', 'next', 'user', 'mine', 'size', 'on', 'close', 'naïve', '名前', '𝒳', '\\u{61}', 'x', '0', 'null', 'this', '(await x)', 'x?.y'];

const KINDS = ['remove', 'repeat', 'insert', 'exchange', 'exchange', 'exchange', 'rename', 'rename', 'rename', 'line removed', 'line repeated', 'lines exchanged', 'lines exchanged'] as const;

interface Mutation {
  readonly kind: (typeof KINDS)[number];
  readonly at: number;
  readonly to: number;
}

/** One to four changes of a program, some of which leave it a program. */
export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(fc.record({ kind: fc.constantFrom(...KINDS), at: fc.nat(), to: fc.nat() }), { minLength: 1, maxLength: 4 });

export function mutated(code: string, changes: readonly Mutation[]): string {
  return changes.reduce((text, { kind, at, to }) => (kind.startsWith('line') ? changedLines(text, kind, at, to) : changedTokens(text, kind, at, to)), code);
}

function changedLines(code: string, kind: Mutation['kind'], at: number, to: number): string {
  const lines = code.split('\n');
  const first = at % lines.length;
  const second = to % lines.length;
  const line = lines[first] ?? '';
  if (kind === 'line removed') lines.splice(first, 1);
  else if (kind === 'line repeated') lines.splice(second, 0, line);
  else [lines[first], lines[second]] = [lines[second] ?? '', line];
  return lines.join('\n');
}

function changedTokens(code: string, kind: Mutation['kind'], at: number, to: number): string {
  const tokens = tokensOf(code);
  const index = at % Math.max(1, tokens.length);
  const token = tokens[index] ?? '';
  const alike = tokens.flatMap((other, position) => (sortOf(other) === sortOf(token) ? [position] : []));
  const other = alike[to % Math.max(1, alike.length)] ?? index;
  if (kind === 'remove') tokens.splice(index, 1);
  else if (kind === 'repeat') tokens.splice(index, 0, token);
  else if (kind === 'insert') tokens.splice(index, 0, FOREIGN[to % FOREIGN.length] ?? '');
  else if (kind === 'exchange') [tokens[index], tokens[other]] = [tokens[other] ?? '', token];
  else {
    const names = tokens.flatMap((name, position) => (sortOf(name) === 'name' ? [position] : []));
    tokens[names[at % Math.max(1, names.length)] ?? index] = NAMES[to % NAMES.length] ?? '';
  }
  return tokens.join('');
}

/** Tokens of one sort can stand for each other, now and then. */
function sortOf(token: string): string {
  if (/^[\p{L}_$#]/u.test(token)) return 'name';
  if (/^['`\d]/u.test(token)) return 'literal';
  return /^[!%&*+<=>?|-]/u.test(token) ? 'operator' : token.trim();
}
