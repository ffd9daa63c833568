import type { BinaryValue, CallValue, Value } from '../facts/module-facts.js';
import { activationOf, callbackArguments, functionsOf } from './calls.js';
import { type Frame, functionOf, type Link, type Premise, premisesOf, type Term, termAt } from './link.js';
import { returnsOf } from './returns.js';

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
    const activation = activationOf(link, target, bound, call.frame);
    return functionOf(activation).events.flatMap((event) =>
      event.kind === 'return' && !event.implicit
        ? [...keysIn(link, termAt(event.value, activation), true), ...premiseKeys(link, premisesOf(activation, event.when))]
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
    keys.push(...keysIn(link, termAt(condition.value, frame), condition.truthy));
  }
  return keys;
}

/** The keys in a test that comes out as wanted; leaving something out (`other !== socket`) picks nothing. */
function keysIn(link: Link, term: Term, wanted: boolean): readonly Term[] {
  const { value, frame } = term;
  const inner = (part: Value, want = wanted): readonly Term[] => keysIn(link, termAt(part, frame), want);
  switch (value.kind) {
    case 'logical':
      return [...inner(value.left), ...inner(value.right)];
    case 'not':
      return inner(value.value, !wanted);
    case 'choice':
      return inner(value.test);
    case 'call': {
      const returned = link.callees(termAt(value, frame)).flatMap(returnsOf);
      if (returned.length > 0) return returned.flatMap((result) => keysIn(link, result, wanted));
      return value.args.length === 1 ? value.args.flatMap((argument) => inner(argument)) : [];
    }
    case 'binary':
      if (value.operator === '+') return [...inner(value.left), ...inner(value.right)];
      return EQUALS.has(wanted ? value.operator : value.operator.replace('!', '=')) ? comparedKey(link, value, frame) : [];
    default:
      return [];
  }
}

function comparedKey(link: Link, value: BinaryValue, frame: Frame): readonly Term[] {
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
      return inner(value.object) || (typeof value.property !== 'string' && (inner(value.property) || isStepped(link, termAt(value.property, frame))));
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

/** The index of a loop. */
function isStepped(link: Link, { value, frame }: Term): boolean {
  return value.kind === 'binding' && link.index.assignmentsTo(frame.module, value.id).some(({ event }) => event.operator === '+');
}
