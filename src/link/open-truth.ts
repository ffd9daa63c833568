import type { CallValue, Value } from '../facts/module-facts.js';
import { exists, existence, existenceOfCall } from './existence.js';
import { functionOf, type Link, type Term, termAt } from './link.js';
import { openComparison } from './open-comparison.js';
import { openOutcomes } from './open-outcomes.js';
import { isTruthy, MAX_STEPS, type Opening } from './opening.js';

const IDENTITIES = new WeakMap<object, string>();
let identities = 0;

/** A name for an object, for as long as it lives. */
function identify(object: object): string {
  let name = IDENTITIES.get(object);
  if (name === undefined) IDENTITIES.set(object, (name = String((identities += 1))));
  return name;
}

/** A value that must be true, or must be false. */
export function openTruth(opening: Opening, term: Term, truthy: boolean): void {
  const { link, seen, tests, top } = opening;
  const { value, frame } = term;
  const key = `${identify(value)} ${identify(frame)} ${String(truthy)}`;
  if (opening.depth > MAX_STEPS || seen.has(key)) return;
  seen.add(key);
  const inner = (part: Value, want = truthy): void => {
    opening.deeper().truth(termAt(part, frame), want);
  };
  switch (value.kind) {
    case 'not':
      inner(value.value, !truthy);
      return;
    case 'logical':
      inner(value.left);
      inner(value.right);
      return;
    case 'await':
      if (value.value.kind !== 'call') {
        inner(value.value);
        return;
      }
      break;
    case 'spread':
      inner(value.value);
      return;
    case 'choice':
      openChoice(opening.deeper(), termAt(value, frame), truthy);
      return;
    case 'binary':
      if (value.operator === 'in') {
        const keys = [termAt(value.left, frame)];
        const held = link.holdings(termAt(value.right, frame)).filter(({ container }) => container.outlives);
        for (const holding of held) tests.counts.push(exists({ ...holding, keys: [...holding.keys, ...keys] }, truthy, term, top));
        return;
      }
      openComparison(opening, term, truthy);
      return;
    case 'call':
      if (value.callee.kind === 'global' && value.callee.name === 'Boolean' && value.args[0]) {
        inner(value.args[0]);
        return;
      }
      // A promise is there whatever it comes to.
      if (isPromise(link, termAt(value, frame))) return;
      break;
    default:
  }
  const called = value.kind === 'await' ? value.value : value;
  if (called.kind === 'call' && existenceOfCall(opening, termAt(called, frame), truthy)) return;
  const asked = termAt(called, frame);
  if (existence(opening, asked, truthy)) return;
  openOutcomes(opening, asked, { fits: (outcome) => isTruthy(outcome.value) === truthy, truthy, isTruth: true });
}

function openChoice(opening: Opening, { value, frame }: Term<Extract<Value, { kind: 'choice' }>>, truthy: boolean): void {
  for (const [part, want] of [[value.then, true], [value.otherwise, false]] as const) {
    const known = isTruthy(part);
    if (known === truthy) opening.truth(termAt(value.test, frame), want);
    if (known === undefined) opening.truth(termAt(part, frame), truthy);
  }
}

function isPromise(link: Link, call: Term<CallValue>): boolean {
  const activations = link.callees(call);
  return activations.length > 0 && activations.every((activation) => functionOf(activation).isAsync);
}
