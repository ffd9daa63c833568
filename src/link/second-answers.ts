import type { CallValue } from '../facts/module-facts.js';
import { testsOf } from './conditions.js';
import { functionOf, type Link, MAX_CALL_DEPTH, type Premise, type Term, termAt } from './link.js';

/** An activation on the way in: the same object for all that happens in it. */
export interface Step {
  /** The call that the function was handed to, if nothing in reach calls it. */
  readonly handedTo?: CallValue;
  readonly isListener?: boolean;
}

/** Something that happens on the way in. */
export interface Moment {
  readonly order: number;
  readonly premise: Premise | undefined;
  /** The activations that it happens in, outermost first. */
  readonly path: readonly Step[];
}

/**
 * Whether a connection that is turned away is let in as well, before or after, by the same run of the code: `if (full)
 * next(new Error('limit')); next();`. `exits` are the places where functions are left.
 */
export function isLetInAsWell(link: Link, refusal: Moment, acceptances: readonly Moment[], exits: readonly Moment[]): boolean {
  return acceptances.some((acceptance) => {
    const [first, second] = refusal.order < acceptance.order ? [refusal, acceptance] : [acceptance, refusal];
    return !isExclusive(link, refusal, acceptance) && !exits.some((exit) => isLeftBetween(exit, first, second));
  });
}

function isLeftBetween(exit: Moment, first: Moment, second: Moment): boolean {
  const left = exit.path.at(-1);
  const isBetween = first.order < exit.order && exit.order < second.order;
  return isBetween && left !== undefined && first.path.includes(left) && second.path.includes(left) && isOnChain(exit.premise, first.premise);
}

/** What happens under the inner premises happens under this one. */
function isOnChain(premise: Premise | undefined, inner: Premise | undefined): boolean {
  for (let at = inner; at; at = at.outer) if (at === premise) return true;
  return premise === undefined;
}

function isExclusive(link: Link, refusal: Moment, acceptance: Moment): boolean {
  if (areAlternatives(refusal.path, acceptance.path)) return true;
  const refused = chainOf(refusal.premise);
  const accepted = chainOf(acceptance.premise);
  if (refused.some(({ condition: a }) => accepted.some(({ condition: b }) => a.kind === 'test' && b.kind === 'test' && a.value === b.value && a.truthy !== b.truthy))) return true;
  // One of the two is what is done when something went wrong on the way to the other.
  const isFailure = (chain: readonly Premise[], other: readonly Premise[]): boolean => chain.some((premise) => premise.condition.kind === 'threw' && !other.includes(premise));
  if (isFailure(accepted, refused) || (acceptance.order < refusal.order && isFailure(refused, accepted))) return true;
  if (accepted.some((premise) => isMarked(link, premise, refusal.premise))) return true;
  // They hang on the same count, by whatever names and functions.
  const many = testsOf(link, refusal.premise).counts.filter(({ direction }) => direction === 'high');
  const few = testsOf(link, acceptance.premise).counts.filter(({ direction }) => direction === 'low');
  return few.some((one) => many.some((other) => one.count.holding.container.id === other.count.holding.container.id));
}

/** Two callbacks of one call, or listeners: which of them runs, and in which order, nobody can tell. */
function areAlternatives(one: readonly Step[], other: readonly Step[]): boolean {
  const shared = one.findIndex((step, index) => step !== other[index]);
  const [ownSteps, otherSteps] = [one, other].map((path) => path.slice(shared === -1 ? one.length : shared));
  const [a, b] = [ownSteps?.[0], otherSteps?.[0]];
  const isHeard = [...(ownSteps ?? []), ...(otherSteps ?? [])].some(({ isListener }) => isListener === true);
  return isHeard || (a?.handedTo !== undefined && a.handedTo === b?.handedTo);
}

function chainOf(premise: Premise | undefined): Premise[] {
  const chain: Premise[] = [];
  for (let at = premise; at; at = at.outer) chain.push(at);
  return chain;
}

/** The branch that refuses sets the variable that the other one asks for: `refused = true`. */
function isMarked(link: Link, { condition, frame }: Premise, refusal: Premise | undefined): boolean {
  const asked = condition.kind === 'test' ? askedOf(link, termAt(condition.value, frame), condition.truthy) : undefined;
  if (asked?.term.value.kind !== 'binding') return false;
  const branches = chainOf(refusal).map((premise) => premise.condition);
  const last = link.index.assignmentsTo(asked.term.frame.module, asked.term.value.id).findLast((assignment) => {
    const { conditions } = functionOf(assignment.frame);
    return branches.some((branch) => branch === conditions[assignment.event.when]);
  });
  return last?.event.value.kind === 'literal' && Boolean(last.event.value.value) !== asked.truthy;
}

/** What a test asks for in the end: behind `!`, names, and functions that only return it. */
function askedOf(link: Link, term: Term, truthy: boolean, depth = 0): { term: Term; truthy: boolean } {
  const { value, frame } = term;
  if (value.kind === 'not') return askedOf(link, termAt(value.value, frame), !truthy, depth);
  const [next, ...others] = link.next(term);
  return depth > MAX_CALL_DEPTH || next === undefined || others.length > 0 || next.value === value ? { term, truthy } : askedOf(link, next, truthy, depth + 1);
}
