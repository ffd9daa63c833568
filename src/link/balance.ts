import type { BinaryValue, Value } from '../facts/module-facts.js';
import { type Count, type Link, type Term, termAt } from './link.js';

/** A comparison brought to the form `count ? limit + shift`. */
export interface Balance {
  readonly counts: readonly Count[];
  readonly limit: Term;
  readonly shift: number;
  /** The count stands on the other side than it was written. */
  readonly isMirrored: boolean;
}

interface Part {
  readonly term: Term;
  readonly sign: 1 | -1;
  readonly counts: readonly Count[];
}

/** `MAX - open.size <= 0` is `open.size >= MAX`: one count, one limit, and a number, on whatever sides. */
export function balanceOf(link: Link, left: Term, right: Term): Balance | undefined {
  const { parts, constant } = sum([...addends(link, left, 1, 0), ...addends(link, right, -1, 0)]);
  // A table of numbers looks like a tracker; what is known to be a number is the limit.
  const trackers = parts.filter(({ counts }) => counts.some(({ holding }) => !holding.container.isRecord));
  const counted = trackers.length > 1 ? trackers.filter((part) => !isTable(link, part.term) && !isSetting(link, part)) : trackers;
  const counts = counted.length > 0 ? counted : parts.filter((part) => part.counts.length > 0);
  const [count] = counts;
  if (counts.length !== 1 || !count) return undefined;
  const others = parts.filter((part) => part !== count);
  const [other] = others;
  const isMirrored = count.sign === -1;
  // With the count on the left: count ? -(everything else).
  const shift = isMirrored ? constant : -constant;
  if (!other) return { counts: count.counts, limit: termAt(numberAt(left, right), left.frame), shift: shift - literalOf(left, right), isMirrored };
  return others.length === 1 && other.sign !== count.sign ? { counts: count.counts, limit: other.term, shift, isMirrored } : undefined;
}

function isTable(link: Link, term: Term): boolean {
  const { values, unknown } = link.numbers(term);
  return values.length > 0 && unknown === undefined && link.origins(term).some(({ value }) => value.kind === 'member' && typeof value.property !== 'string');
}

/** Found under a name that is written out: `settings.get('MAX_CONNECTIONS')`. */
function isSetting(link: Link, { counts }: Part): boolean {
  return counts.every(({ holding: { keys } }) => keys.length > 0 && keys.every((key) => link.origins(key).every(({ value }) => value.kind === 'literal')));
}

/** The literal that is written in the comparison, to name the limit; its number is in the sum already. */
function numberAt(left: Term, right: Term): Value {
  const literal = [right.value, left.value].flatMap(numbersIn)[0];
  return literal ?? right.value;
}

function literalOf(left: Term, right: Term): number {
  const literal = [right.value, left.value].flatMap(numbersIn)[0];
  return literal?.kind === 'literal' && typeof literal.value === 'number' ? literal.value : 0;
}

function numbersIn(value: Value): Value[] {
  if (value.kind === 'literal' && typeof value.value === 'number') return [value];
  return value.kind === 'binary' ? [...numbersIn(value.right), ...numbersIn(value.left)] : [];
}

interface Addend {
  readonly term: Term;
  readonly sign: 1 | -1;
  readonly counts: readonly Count[];
  readonly number?: number;
}

function addends(link: Link, term: Term, sign: 1 | -1, depth: number): Addend[] {
  const { value, frame } = term;
  if (value.kind === 'literal' && typeof value.value === 'number') return [{ term, sign, counts: [], number: value.value }];
  if (isSum(value)) {
    const other = value.operator === '+' ? sign : sign === 1 ? -1 : 1;
    return [...addends(link, termAt(value.left, frame), sign, depth + 1), ...addends(link, termAt(value.right, frame), other, depth + 1)];
  }
  const counts = link.counts(term);
  if (counts.length > 0 || depth > 6) return [{ term, sign, counts }];
  // A name for a difference: `const left = MAX - open.size`.
  const next = link.next(term);
  const [only] = next;
  if (next.length === 1 && only && only.value !== value && (isSum(only.value) || hasSum(link, only, depth + 1))) return addends(link, only, sign, depth + 1);
  return [{ term, sign, counts }];
}

function hasSum(link: Link, term: Term, depth: number): boolean {
  if (depth > 6) return false;
  if (isSum(term.value)) return [term.value.left, term.value.right].some((part) => link.counts(termAt(part, term.frame)).length > 0);
  const [only, ...more] = link.next(term);
  return more.length === 0 && only !== undefined && only.value !== term.value && hasSum(link, only, depth + 1);
}

function isSum(value: Value): value is BinaryValue {
  return value.kind === 'binary' && (value.operator === '+' || value.operator === '-');
}

function sum(all: readonly Addend[]): { parts: Part[]; constant: number } {
  let constant = 0;
  const parts: Part[] = [];
  for (const { term, sign, counts, number } of all) {
    if (number === undefined) parts.push({ term, sign, counts });
    else constant += sign * number;
  }
  return { parts, constant };
}
