import type { Value } from '../facts/module-facts.js';
import { balanceOf } from './balance.js';
import { existence, existenceOfTerm } from './existence.js';
import { type Count, type CountTest, type Link, type Premise, type Term, termAt } from './link.js';
import { openOutcomes, settled } from './open-outcomes.js';
import { isTruthy, type Opening } from './opening.js';

const FLIPPED: Readonly<Record<string, string>> = { '>': '<=', '>=': '<', '<': '>=', '<=': '>', '===': '!==', '!==': '===', '==': '!=', '!=': '==' };
const MIRRORED: Readonly<Record<string, string>> = { '>': '<', '>=': '<=', '<': '>', '<=': '>=' };

/** A comparison that must come out true, or must come out false. */
export function openComparison(opening: Opening, term: Term, truthy: boolean): void {
  const { link, tests, top } = opening;
  const { value, frame } = term;
  if (value.kind !== 'binary') return;
  const flipped = FLIPPED[value.operator];
  if (flipped === undefined) return;
  const operator = truthy ? value.operator : flipped;
  const left = termAt(value.left, frame);
  const right = termAt(value.right, frame);
  const isNumeric = operator.startsWith('>') || operator.startsWith('<');
  for (const [side, other, relation] of [[left, right, operator], [right, left, MIRRORED[operator] ?? operator]] as const) {
    if (other.value.kind !== 'literal') continue;
    const isFound = relation !== '===' && relation !== '==' && !relation.startsWith('<');
    if (other.value.value === -1 && existenceOfTerm(opening, side, isFound)) return;
    if (!isNumeric && typeof other.value.value !== 'number') {
      openEquals(opening.deeper(), side, other.value, relation === '===' || relation === '==');
      return;
    }
  }
  // The state of what is stored (`existing.readyState === OPEN`) is no number of connections.
  const balance = isNumeric || [left, right].some((side) => link.numbers(side).values.length > 0) ? balanceOf(link, left, right) : undefined;
  if (balance) {
    const relation = balance.isMirrored ? (MIRRORED[operator] ?? operator) : operator;
    for (const count of balance.counts) tests.counts.push(comparison(link, count, balance.limit, balance.shift, relation, term, top));
    return;
  }
  const [constant, answer] = value.left.kind === 'literal' ? [value.left.value, value.right] : value.right.kind === 'literal' ? [value.right.value, value.left] : [];
  if (!isNumeric && answer && (constant === 0 || constant === 1)) {
    // A command's answer: 1 for done, 0 for not.
    opening.deeper().truth(termAt(answer, frame), (constant === 1) === operator.startsWith('='));
    return;
  }
  if (!isNumeric && (value.left.kind === 'call' || value.right.kind === 'call')) opening.deeper().truth(value.left.kind === 'call' ? left : right, truthy);
}

/** A comparison with a constant that is no number of connections: `result === 'full'`, `slot === null`. */
function openEquals(opening: Opening, term: Term, literal: Value, want: boolean): void {
  if (literal.kind !== 'literal') return;
  const wanted = literal.value;
  if (typeof wanted === 'boolean') {
    opening.truth(term, wanted === want);
    return;
  }
  if ((wanted === null || wanted === undefined) && existence(opening, term, !want)) return;
  if (wanted === -1 && existenceOfTerm(opening, term, !want)) return;
  // The answer of a lock that was got.
  if (wanted === 'OK' && existenceOfTerm(opening, term, want)) return;
  const fits = ({ value }: Term): boolean | undefined => {
    if (value.kind === 'literal') return ((value.value ?? null) === (wanted ?? null)) === want;
    // Whatever is made is something; what is not known may be equal.
    return isTruthy(value) === true || value.kind === 'template' ? !want : undefined;
  };
  openOutcomes(opening, settled(term), { fits, truthy: want, isTruth: false });
}

function comparison(link: Link, count: Count, limit: Term, shift: number, relation: string, at: Term, premise: Premise): CountTest {
  const { values } = link.numbers(limit);
  const isZero = values.length > 0 && values.every((number) => number + shift === 0);
  const isMore = relation.startsWith('>') || (relation.startsWith('=') && !isZero) || (relation.startsWith('!') && isZero);
  const margin = relation === '>' || (relation.startsWith('!') && isZero) ? 1 : 0;
  return { kind: 'compare', count, limit, direction: isMore ? 'high' : 'low', margin: margin + shift, at, premise };
}
