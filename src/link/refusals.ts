import type { Event, Value } from '../facts/module-facts.js';
import type { Refusal } from '../models/model.js';
import { type Effect, outcomePremise } from './effect-calls.js';
import { exportsOf } from './library-exports.js';
import { type Frame, frameOf, functionOf, type Link, type Premise, premisesOf, type Term, termAt, type WayIn } from './link.js';

/** How a hook turns connections away by the way in which it ends. */
export function refusalsOf(link: Link, way: WayIn, entry: Frame): Effect[] {
  const { rejectsByReturning } = way.model;
  if (rejectsByReturning === undefined) return [];
  const refuse = (at: Term, premise: Premise | undefined, frame: Frame): Effect => ({ kind: 'reject', at, premise, phase: way.model.phase, entry: frame, way, from: [] });
  if (rejectsByReturning === 'exit') return [...exits(way, entry, refuse), ...notTaken(way, entry, refuse)];
  const fn = functionOf(entry);
  // A promise is never falsy: an asynchronous hook that returns false lets the connection in.
  if (rejectsByReturning === 'falsy' && (fn.isAsync || fn.parameters.length > 1)) return [];
  return fn.events.flatMap((event) => {
    if (event.kind !== 'return' || event.implicit) return [];
    if (rejectsByReturning === 'status' || rejectsByReturning === 'response') {
      const outcomes = outcomesOf(link, termAt(event.value, entry), premisesOf(entry, event.when), 0);
      return outcomes.flatMap(({ at, premise }) => (refuses(link, rejectsByReturning, at) ? [refuse(at, premise, entry)] : []));
    }
    const premise = refusing(link, rejectsByReturning, termAt(event.value, entry), premisesOf(entry, event.when));
    return premise === 'never' ? [] : [refuse(termAt(event.value, entry), premise, entry)];
  });
}

/** Calls within calls, and names of names: deeper ones come to nothing. */
const MAX_DEPTH = 6;

interface Outcome {
  readonly at: Term;
  readonly premise: Premise | undefined;
}

/** What a value comes to, each with the conditions under which it does: by what it calls, and by what was assigned. */
function outcomesOf(link: Link, term: Term, premise: Premise | undefined, depth: number): Outcome[] {
  const { value, frame } = term;
  if (depth > MAX_DEPTH) return [];
  const inner = (part: Value, under = premise): Outcome[] => outcomesOf(link, termAt(part, frame), under, depth + 1);
  const tested = (test: Value, truthy: boolean): Premise => ({ condition: { kind: 'test', value: test, truthy, parent: -1 }, frame, outer: premise });
  switch (value.kind) {
    case 'await':
      return inner(value.value);
    case 'choice':
      return [...inner(value.then, tested(value.test, true)), ...inner(value.otherwise, tested(value.test, false))];
    case 'logical':
      return value.operator === '&&' ? inner(value.right, tested(value.left, true)) : [...inner(value.left), ...inner(value.right)];
    case 'call': {
      const returned = link.callees(termAt(value, frame)).flatMap((activation) =>
        functionOf(activation).events.flatMap((event) =>
          event.kind === 'return' && !event.implicit ? outcomesOf(link, termAt(event.value, activation), premisesOf(activation, event.when, premise), depth + 1) : [],
        ),
      );
      return returned.length > 0 ? returned : [{ at: term, premise }];
    }
    case 'binding': {
      const assigned = link.index.parameter(frame.module, value.id) ? [] : link.index.assignmentsTo(frame.module, value.id).filter(({ event }) => event.value.kind !== 'unknown');
      if (assigned.length === 0) return link.origins(term).map((at) => ({ at, premise }));
      return assigned.flatMap(({ event, frame: place }) => {
        const own = frameOf(frame, place.fn);
        return outcomesOf(link, termAt(event.value, own), premisesOf(own, event.when, premise), depth + 1);
      });
    }
    default:
      return link.origins(term).map((at) => ({ at, premise }));
  }
}

type Refuse = (at: Term, premise: Premise | undefined, frame: Frame) => Effect;

/** What ends a function on the way before it goes on to take the connection over. */
function exits({ accept }: WayIn, entry: Frame, refuse: Refuse): Effect[] {
  return (accept?.path ?? []).flatMap(({ frame, before }) => {
    const own = frame.fn === entry.fn && frame.module === entry.module ? entry : frame;
    return functionOf(own).events.flatMap((event) => (endsBefore(event, before) ? [refuse(termAt(event.value, own), premisesOf(own, event.when), entry)] : []));
  });
}

function endsBefore(event: Event, before: number): event is Extract<Event, { kind: 'return' | 'throw' }> {
  return (event.kind === 'throw' || (event.kind === 'return' && !event.implicit)) && event.range[0] < before && event.range[1] <= before;
}

/** `if (count < MAX) accept()`: what fails the test is not taken over. */
function notTaken({ accept }: WayIn, entry: Frame, refuse: Refuse): Effect[] {
  const found: Effect[] = [];
  for (let premise = accept?.premise; premise; premise = premise.outer) {
    const { condition, frame } = premise;
    if (condition.kind !== 'test') continue;
    found.push(refuse(termAt(condition.value, frame), { ...premise, condition: { ...condition, truthy: !condition.truthy } }, entry));
  }
  return found;
}

/** Under which condition a returned value refuses. */
function refusing(link: Link, how: Refusal, result: Term, premise: Premise | undefined): Premise | undefined | 'never' {
  if (how === 'falsy') return outcomePremise(result.value, false, result.frame, premise);
  const origins = link.origins(result);
  const refusals = origins.filter((origin) => refuses(link, how, origin));
  if (refusals.length === 0) return 'never';
  // What is neither true nor false in the text refuses only where it comes out false; of values, only a library's own answers do.
  const isSure = how === 'false' ? origins.every(({ value }) => value.kind === 'literal') : how !== 'value' || refusals.every((origin) => isAnswer(link, origin));
  return refusals.length === origins.length && isSure ? premise : outcomePremise(result.value, how !== 'false', result.frame, premise, link);
}

function refuses(link: Link, how: Refusal, { value, frame }: Term): boolean {
  switch (how) {
    case 'false':
      return value.kind === 'literal' ? value.value === false : value.kind !== 'object' && value.kind !== 'function';
    case 'value':
      return !isNothing(value) && !passesOn(link, termAt(value, frame));
    case 'response':
      return isResponse(link, termAt(value, frame));
    case 'status':
      return value.kind === 'object' && value.properties.some(({ key, value: status }) => key === 'statusCode' && link.numbers(termAt(status, frame)).values.some((code) => code >= 400));
    default:
      return false;
  }
}

function isNothing(value: Value): boolean {
  return value.kind === 'literal' && value.value === undefined;
}

/** `return next()` goes on. */
function passesOn(link: Link, { value, frame }: Term): boolean {
  return value.kind === 'call' && link.roles(termAt(value.callee, frame)).some(({ role }) => role.endsWith(':next'));
}

/** Something that cannot be nothing. */
function isAnswer(link: Link, origin: Term): boolean {
  const { value } = origin;
  if (value.kind === 'literal') return Boolean(value.value);
  return value.kind === 'object' || value.kind === 'array' || value.kind === 'template' || isResponse(link, origin);
}

/** `new Response('…', { status: 429 })`, `Response.json(…)`, and what a library makes one with. */
function isResponse(link: Link, { value, frame }: Term): boolean {
  if (value.kind !== 'call') return false;
  if (link.roles(termAt(value, frame)).some(({ role }) => role.endsWith(':response'))) return true;
  const { callee } = value;
  const maker = callee.kind === 'member' ? callee.object : callee;
  return (maker.kind === 'global' && maker.name === 'Response') || exportsOf(link, termAt(maker, frame)).some(({ constructs }) => constructs?.endsWith(':response'));
}
