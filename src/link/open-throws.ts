import type { Value } from '../facts/module-facts.js';
import { activationOf, callbackArguments, functionsOf } from './calls.js';
import { type Frame, functionKey, functionOf, premisesOf, termAt } from './link.js';
import { MAX_STEPS, type Opening } from './opening.js';
import { tableTest } from './tables.js';

/** What can throw between two events of a function: its own `throw`s, and those of the functions it calls. */
export function openThrows(opening: Opening, frame: Frame, first: number, last: number): void {
  if (opening.depth > MAX_STEPS) return;
  const { link, seen, tests, top } = opening;
  const inner = opening.deeper();
  for (const event of functionOf(frame).events.slice(first, last)) {
    if (event.kind === 'return' && event.value.kind === 'choice') {
      const { test, then, otherwise } = event.value;
      if (isRejection(then)) inner.truth(termAt(test, frame), true);
      if (isRejection(otherwise)) inner.truth(termAt(test, frame), false);
    }
    const isThrown = event.kind === 'throw' || (event.kind === 'return' && isRejection(event.value));
    if (isThrown) opening.premises(premisesOf(frame, event.when));
    if (event.kind !== 'call') continue;
    const call = termAt(event.value, frame);
    const callbacks = event.value.args.flatMap((argument) =>
      argument.kind === 'literal' ? [] : functionsOf(link, termAt(argument, frame)).map((target) => activationOf(link, target, callbackArguments(link, call) ?? [], frame)),
    );
    for (const activation of [...link.callees(call), ...callbacks]) {
      const key = `throws ${functionKey(activation.module, activation.fn)}:${String(activation.depth)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      openThrows(inner, activation, 0, functionOf(activation).events.length);
    }
    if (link.callees(call).length > 0) continue;
    const test = tableTest(link, call, top);
    if (test) tests.counts.push(test);
    else tests.opaque.push({ call, premise: top });
  }
}

/** `return Promise.reject(…)`. */
function isRejection(value: Value): boolean {
  return value.kind === 'call' && value.callee.kind === 'member' && value.callee.property === 'reject';
}
