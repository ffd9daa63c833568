import { rarityOf, WINDOW } from './text-search.js';

/** What a part of an expression needs: one of these texts; undefined: nothing that is known. */
type Needs = readonly string[] | undefined;

/**
 * The texts of which one stands in whatever an expression matches, so that most texts need not be tried at all. An expression
 * is read as far as the libraries write them: literals, classes, groups, repetitions and alternatives.
 *
 * @param source of a regular expression that is valid and minds case
 * @returns undefined if there is an alternative without a literal of four characters or more
 */
export function requiredLiterals(source: string): readonly string[] | undefined {
  return alternativesOf(source).reduce<Needs>((all, alternative) => {
    const needed = all && neededBy(alternative);
    return needed && [...all, ...needed];
  }, []);
}

/** An atom with its repetition: a group, a class, an escape, or one character. */
const ATOM = /(?<group>\()|\[(?:\\.|[^\]\\])*\]|\\x(?<hex>[\da-f]{2})|\\(?<escaped>\W)|\\.|(?<letter>[^\\^$.])|[\^$.]/suy;
const REPEATED = /[*+?]|\{\d+(?:,\d*)?\}/uy;

function neededBy(source: string): Needs {
  let best: Needs;
  let run = '';
  const offer = (needed: Needs): void => {
    if (needed && rarityOfMost(needed) > rarityOfMost(best ?? [])) best = needed;
  };
  const endRun = (): void => {
    offer([run]);
    run = '';
  };
  for (let at = 0; at < source.length;) {
    const atom = matchAt(ATOM, source, at);
    const end = atom?.groups?.['group'] === undefined ? at + (atom?.[0].length ?? 1) : endOfGroup(source, at);
    const repetition = matchAt(REPEATED, source, end)?.[0] ?? '';
    const { hex, escaped, letter } = atom?.groups ?? {};
    const literal = hex === undefined ? (escaped ?? letter) : String.fromCharCode(Number.parseInt(hex, 16));
    const isNeeded = repetition === '' || repetition === '+';
    if (literal !== undefined && isNeeded) run += literal;
    if (literal === undefined || repetition !== '') endRun();
    // What looks ahead or behind stands elsewhere, and may say what must not be there.
    if (isNeeded && source.startsWith('(?:', at)) offer(requiredLiterals(source.slice(at + 3, end - 1)));
    at = end + repetition.length + (source[end + repetition.length] === '?' && repetition !== '' ? 1 : 0);
  }
  endRun();
  return best;
}

/** 0 where there is nothing to look for, or not enough of it. */
function rarityOfMost(texts: readonly string[]): number {
  return texts.length > 0 && texts.every(({ length }) => length >= WINDOW) ? Math.min(...texts.map(rarityOf)) : 0;
}

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(text);
}

/** What stands between the bars that are in no group and in no class. */
function alternativesOf(source: string): string[] {
  const found = [''];
  for (let at = 0; at < source.length;) {
    const end = source[at] === '(' ? endOfGroup(source, at) : at + (matchAt(ATOM, source, at)?.[0].length ?? 1);
    if (source[at] === '|') found.push('');
    else found.push(`${found.pop() ?? ''}${source.slice(at, end)}`);
    at = end;
  }
  return found;
}

function endOfGroup(source: string, start: number): number {
  let depth = 0;
  for (let at = start; at < source.length;) {
    depth += source[at] === '(' ? 1 : source[at] === ')' ? -1 : 0;
    at += matchAt(ATOM, source, at)?.[0].length ?? 1;
    if (depth === 0) return at;
  }
  return source.length;
}
