import type { Value } from '../facts/module-facts.js';
import { type Frame, functionOf, type Premise, premisesOf, type Term, termAt } from './link.js';
import { isTruthy, MAX_STEPS, type Opening } from './opening.js';

/** Which of its values a term must take. */
export interface Wanted {
  /** Undefined if that cannot be told. */
  readonly fits: (outcome: Term) => boolean | undefined;
  readonly truthy: boolean;
  /** Whether the value is asked for its truth, and not compared. */
  readonly isTruth: boolean;
}

/** The values that a term takes, each with the conditions under which it does; those that fit are opened further. */
export function openOutcomes(opening: Opening, term: Term, wanted: Wanted): void {
  if (opening.depth > MAX_STEPS) return;
  const { link, tests, top } = opening;
  const { value, frame } = term;
  if (value.kind === 'call' && !value.isNew) {
    const activations = link.callees(termAt(value, frame));
    for (const activation of activations) openReturns(opening, activation, wanted);
    if (activations.length > 0) return;
  }
  const next = link.next(term);
  if (next.every((item) => item.value === value)) {
    if (value.kind === 'call' && !value.isNew) tests.opaque.push({ call: termAt(value, frame), premise: top });
    else if (value.kind === 'member') openOutcomes(opening.deeper(), termAt(value.object, frame), { fits: () => undefined, truthy: wanted.truthy, isTruth: true });
    return;
  }
  for (const outcome of next) {
    if (outcome.value === value) continue;
    const known = fitsAsFarAsKnown(outcome, wanted);
    if (known === false) continue;
    if (known) opening.premises(premiseOfValue(outcome));
    else openFurther(opening.deeper(), outcome, wanted);
  }
}

function openReturns(opening: Opening, activation: Frame, wanted: Wanted): void {
  for (const event of functionOf(activation).events) {
    if (event.kind !== 'return') continue;
    const outcome = termAt(event.value, activation);
    const known = fitsAsFarAsKnown(outcome, wanted);
    if (known === false) continue;
    opening.premises(premisesOf(activation, event.when));
    if (known === undefined) openFurther(opening.deeper(), outcome, wanted);
  }
}

function fitsAsFarAsKnown(outcome: Term, { fits, isTruth }: Wanted): boolean | undefined {
  return isTruthy(outcome.value) === undefined && isTruth ? undefined : fits(outcome);
}

function openFurther(opening: Opening, outcome: Term, wanted: Wanted): void {
  if (wanted.isTruth) opening.truth(outcome, wanted.truthy);
  else openOutcomes(opening, settled(outcome), wanted);
}

/** What a promise comes to is what the function that gave it returns. */
export function settled(term: Term): Term {
  return term.value.kind === 'await' ? settled(termAt(term.value.value, term.frame)) : term;
}

/** The conditions under which a value is assigned or returned, in the function in which it stands. */
function premiseOfValue({ value, frame }: Term): Premise | undefined {
  const event = functionOf(frame).events.find((item) => (item.kind === 'assign' || item.kind === 'return') && contains(item.value, value));
  return event ? premisesOf(frame, event.when) : undefined;
}

function contains(outer: Value, inner: Value): boolean {
  if (outer === inner) return true;
  return outer.kind === 'object' && outer.properties.some((property) => contains(property.value, inner));
}
