import type { BinaryValue, CallValue, Value } from '../facts/module-facts.js';
import { activationOf, callbackArguments, functionsOf } from './calls.js';
import { type Frame, functionOf, type Link, type Premise, premisesOf, type Term, termAt } from './link.js';

const EQUALS: ReadonlySet<string> = new Set(['===', '==']);

/**
 * By what a predicate picks elements: in `clients.filter((c) => c.userId === userId)` it is `userId`. Comparisons with
 * something that is no part of the element; all that must hold, or any in a disjunction.
 */
export function predicateKeys(link: Link, call: Term<CallValue>): readonly Term[] {
  const bound = callbackArguments(link, call);
  const [callback] = call.value.args;
  if (!callback || !bound) return [];
  return functionsOf(link, termAt(callback, call.frame)).flatMap((target) => {
    const activation = activationOf(target, bound, call.frame);
    return functionOf(activation).events.flatMap((event) =>
      event.kind === 'return' && !event.implicit
        ? [...keysIn(link, termAt(event.value, activation)), ...premiseKeys(link, premisesOf(activation, event.when))]
        : [],
    );
  });
}

/** The keys that the conditions of a loop's body compare its element with. */
export function premiseKeys(link: Link, premise: Premise | undefined): readonly Term[] {
  const keys: Term[] = [];
  for (let at = premise; at; at = at.outer) {
    const { condition, frame } = at;
    if (condition.kind !== 'test') continue;
    const isEquality = condition.truthy || (condition.value.kind === 'binary' && condition.value.operator.startsWith('!'));
    if (isEquality) keys.push(...keysIn(link, termAt(condition.value, frame)));
  }
  return keys;
}

function keysIn(link: Link, term: Term): readonly Term[] {
  const { value, frame } = term;
  const inner = (part: Value): readonly Term[] => keysIn(link, termAt(part, frame));
  switch (value.kind) {
    case 'logical':
      return [...inner(value.left), ...inner(value.right)];
    case 'not':
      return value.value.kind === 'binary' || value.value.kind === 'logical' ? inner(value.value) : [];
    case 'choice':
      return inner(value.test);
    case 'binary':
      if (value.operator === '+') return [...inner(value.left), ...inner(value.right)];
      return comparedKey(link, value, frame);
    default:
      return [];
  }
}

function comparedKey(link: Link, value: BinaryValue, frame: Frame): readonly Term[] {
  if (!EQUALS.has(value.operator) && !EQUALS.has(value.operator.replace('!', '='))) return [];
  const left = termAt(value.left, frame);
  const right = termAt(value.right, frame);
  const leftIsElement = isFromElement(link, left, 0);
  if (leftIsElement === isFromElement(link, right, 0)) return [];
  const key = leftIsElement ? right : left;
  // A constant says what kind of element, not whose: `socket.readyState === 1`.
  return link.origins(key).every((origin) => origin.value.kind === 'literal' || isConstantMember(origin)) ? [] : [key];
}

function isConstantMember({ value }: Term): boolean {
  return value.kind === 'import' || (value.kind === 'member' && typeof value.property === 'string' && /^[A-Z][A-Z_]+$/u.test(value.property));
}

/** Whether a value is, or is got from, what a loop or a callback is at. */
export function isFromElement(link: Link, term: Term, depth: number): boolean {
  if (depth > 8) return false;
  const { value, frame } = term;
  const inner = (part: Value): boolean => isFromElement(link, termAt(part, frame), depth + 1);
  switch (value.kind) {
    case 'each':
      return true;
    case 'member':
      return inner(value.object);
    case 'await':
    case 'spread':
      return inner(value.value);
    case 'logical':
      return inner(value.left);
    case 'call':
      return (value.callee.kind === 'member' && inner(value.callee.object)) || value.args.some(inner);
    case 'binding':
      return link.next(term).some((next) => next.value !== value && isFromElement(link, next, depth + 1));
    default:
      return false;
  }
}
