import type { BindingValue, CallValue, MemberValue, Value } from '../facts/module-facts.js';
import { activationOf, callbackArguments, functionsOf } from './calls.js';
import { importedTerms } from './exports.js';
import { exportsOf } from './library-exports.js';
import { listed } from './iterations.js';
import { bareFrame, type Frame, frameOf, functionOf, type Link, type Term, termAt } from './link.js';
import { memberOrigins, thisOrigins } from './member-origins.js';
import type { Questions } from './questions.js';

/** More alternatives than this say nothing. */
const MAX_ORIGINS = 16;
/** A name that is given more values than this can be anything. */
const MAX_ASSIGNMENTS = 64;

/**
 * Where a value comes from: the terms that give it once names, parameters, returns, fields, awaits and defaults are
 * followed. A term that cannot be followed is its own origin.
 */
export function createOrigins(link: Link, questions: Questions): Link['origins'] {
  const followed = questions.remember<readonly Term[]>(
    () => [],
    (term) => distinct(follow(link, term)).slice(0, MAX_ORIGINS),
  );
  return (term) => (FOLLOWED.has(term.value.kind) ? followed(term) : [term]);
}

/** Any other value is its own origin. */
export const FOLLOWED: ReadonlySet<Value['kind']> = new Set<Value['kind']>(['binding', 'await', 'spread', 'logical', 'choice', 'call', 'member', 'this', 'each', 'import']);

function follow(link: Link, term: Term): readonly Term[] {
  const { value, frame } = term;
  if (value.kind === 'logical' && value.operator !== '&&') {
    const left = link.origins(termAt(value.left, frame)).filter((origin) => !isNothing(origin));
    return [...left, ...link.origins(termAt(value.right, frame))];
  }
  return link.next(term).flatMap((next) => (next.value === value && next.frame === frame ? [next] : link.origins(next)));
}

/** The terms that a value is taken from, one step away; the term itself where the trail ends. */
export function nextTerms(link: Link, term: Term): readonly Term[] {
  const { value, frame } = term;
  switch (value.kind) {
    case 'binding':
      return bindingSources(link, termAt(value, frame));
    case 'await':
    case 'spread':
      return [termAt(value.value, frame)];
    case 'logical':
      return value.operator === '&&' ? [termAt(value.right, frame)] : [termAt(value.left, frame), termAt(value.right, frame)];
    case 'choice':
      return [termAt(value.then, frame), termAt(value.otherwise, frame)];
    case 'call':
      return callSources(link, termAt(value, frame));
    case 'member':
      return memberOrigins(link, termAt<MemberValue>(value, frame));
    case 'this':
      return thisOrigins(link, termAt(value, frame));
    case 'each':
      return listed(link, termAt(value, frame)) ?? [term];
    case 'import': {
      const found = importedTerms(link, termAt(value, frame));
      return found.length > 0 ? found : [term];
    }
    default:
      return [term];
  }
}

function isNothing({ value }: Term): boolean {
  return value.kind === 'literal' && (value.value === undefined || value.value === null);
}

function bindingSources(link: Link, term: Term<BindingValue>): readonly Term[] {
  const { value, frame } = term;
  const { module } = frame;
  const assignments = link.index.assignmentsTo(module, value.id);
  if (assignments.length > MAX_ASSIGNMENTS) return [term];
  // A name that is counted up is a counter, whatever it began with.
  if (assignments.some(({ event }) => event.operator === '+' || event.operator === '-')) return [term];
  const assigned = assignments.flatMap(({ event, frame: place }) =>
    event.operator === '=' && event.value.kind !== 'unknown' ? [termAt(event.value, frameOf(frame, place.fn))] : [],
  );
  const parameter = link.index.parameter(module, value.id);
  if (!parameter) return assigned.length > 0 ? assigned : [term];
  const activation = frameOf(frame, parameter.fn);
  if (functionOf(activation).parameters[parameter.index]?.rest) return [termAt(value, activation)];
  const fallback = functionOf(activation).parameters[parameter.index]?.fallback;
  const given = activation.bound ? [activation.bound[parameter.index]] : callerArguments(link, activation, parameter.index);
  const passed = given.filter((item): item is Term => item !== undefined && !(fallback && isNothing(item)));
  const isComplete = given.length > 0 && passed.length === given.length;
  const useFallback = fallback && !isComplete ? [termAt(fallback, activation)] : [];
  // What a library passes, and what nobody in reach passes, is the parameter itself.
  const isOpen = !activation.bound && (activation.roles?.[parameter.index] !== undefined || given.length === 0);
  return [...passed, ...useFallback, ...(isOpen ? [termAt(value, activation)] : []), ...assigned];
}

function callerArguments(link: Link, activation: Frame, index: number): (Term | undefined)[] {
  if (activation.roles?.[index]) return [];
  const called = link.callersOf(activation.module, activation.fn).map((caller) => caller.bound?.[index]);
  // What iterating over a list, or a promise, hands to the function.
  const handed = link.handedTo(activation.module, activation.fn).flatMap(({ call }) => callbackArguments(link, call)?.[index] ?? []);
  return [...called, ...handed];
}

function callSources(link: Link, term: Term<CallValue>): readonly Term[] {
  const { value, frame } = term;
  if (value.isNew) return [...resolvedWith(link, term), term].slice(0, 1);
  const { callee } = value;
  if (callee.kind === 'member' && typeof callee.property === 'string') {
    const object = termAt(callee.object, frame);
    const [first] = value.args;
    switch (callee.property) {
      case 'bind': {
        const functions = link.origins(object).filter((origin) => origin.value.kind === 'function');
        if (functions.length > 0) return functions;
        break;
      }
      case 'freeze':
      case 'seal':
      case 'resolve':
        if (first && callee.object.kind === 'global') return [termAt(first, frame)];
        break;
      // A chain of promises ends in what its last handler returns; these two pass on what came before.
      case 'catch':
      case 'finally':
        return [object];
      case 'then': {
        const results = first ? thenResults(link, termAt(first, frame), object) : [];
        if (results.length > 0) return results;
        break;
      }
      default:
    }
  }
  const returned = link.callees(term).flatMap(returnsOf);
  if (returned.length > 0) return returned;
  const [first] = value.args;
  return first && exportsOf(link, termAt(callee, frame)).some(({ passes }) => passes) ? [termAt(first, frame)] : [term];
}

/** What `new Promise((resolve) => resolve(value))` is fulfilled with. */
function resolvedWith(link: Link, { value, frame }: Term<CallValue>): Term[] {
  const [executor] = value.args;
  if (value.callee.kind !== 'global' || value.callee.name !== 'Promise' || !executor) return [];
  return functionsOf(link, termAt(executor, frame)).flatMap((target) => {
    const [resolve] = functionOf(bareFrame(target.frame.module, target.value.fn)).parameters;
    return link.index.calls.flatMap((call) => {
      const [given] = call.value.args;
      const isResolve = resolve && call.frame.module === target.frame.module && call.value.callee.kind === 'binding' && call.value.callee.id === resolve.binding;
      return isResolve && given ? [termAt(given, call.frame)] : [];
    });
  });
}

function thenResults(link: Link, handler: Term, promise: Term): Term[] {
  return functionsOf(link, handler).flatMap((target) => returnsOf(activationOf(link, target, [promise], promise.frame)));
}

/** What a function returns, by its `return` statements. */
export function returnsOf(activation: Frame): Term[] {
  return functionOf(activation).events.flatMap((event) =>
    event.kind === 'return' && !event.implicit ? [termAt(event.value, activation)] : [],
  );
}

function distinct(terms: readonly Term[]): readonly Term[] {
  if (terms.length < 2) return terms;
  return terms.filter((term, index) => terms.findIndex((other) => other.value === term.value && other.frame === term.frame) === index);
}
