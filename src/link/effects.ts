import type { AssignEvent, CallEvent, CallValue, Condition, Value } from '../facts/module-facts.js';
import type { Phase } from '../models/model.js';
import { callbackArguments, activationOf, functionsOf } from './calls.js';
import { type Frame, functionKey, functionOf, type Link, MAX_CALL_DEPTH, type Premise, premisesOf, type Term, termAt, type WayIn } from './link.js';
import { invocationsOf } from './invocations.js';
import { tableTest } from './tables.js';
import { eventPhase, listenerPhase } from './listeners.js';
import { wayInFor } from './registrations.js';
import { isLetInAsWell, type Moment, type Step } from './second-answers.js';
import { type Effect, effectsOf, type Stage } from './effect-calls.js';
import { refusalsOf } from './refusals.js';

/** A branch that is decided on the way in. */
interface Decision {
  readonly at: Term;
  readonly premise: Premise | undefined;
  readonly phase: Phase;
  readonly entry: Frame;
  readonly way: WayIn;
}

/** All that a new connection goes through in one way in. */
export interface Passage {
  readonly way: WayIn;
  readonly effects: readonly Effect[];
  readonly decisions: readonly Decision[];
  /** The functions that run, with the events that happen there. */
  readonly frames: readonly { readonly frame: Frame; readonly phase: Phase; readonly entry: Frame }[];
}

const COMPARING: ReadonlySet<string> = new Set(['binary', 'logical', 'not']);

/** The activations that are open: by function, and in their order. */
interface Trail {
  readonly functions: ReadonlySet<string>;
  readonly path: readonly Step[];
  /** What is thrown here is caught on the way. */
  readonly isCaught: boolean;
}

const START: Trail = { functions: new Set(), path: [], isCaught: false };

/** More events than this on one way in: the rest stays unknown. */
const MAX_EVENTS = 40_000;

/** How often a function may do nothing to a connection before it is believed to do nothing. */
const MAX_QUIET = 2;

const PASSAGES = new WeakMap<WayIn, Passage>();

/** Follows every function that a way in runs, through calls, callbacks and the connection's own messages. */
export function followWayIn(link: Link, way: WayIn): Passage {
  const known = PASSAGES.get(way) ?? follow(link, way);
  PASSAGES.set(way, known);
  return known;
}

function follow(link: Link, way: WayIn): Passage {
  const effects: Effect[] = [];
  const decisions: Decision[] = [];
  const frames: { frame: Frame; phase: Phase; entry: Frame }[] = [];
  const refusals = new Map<Effect, Moment>();
  const acceptances: Moment[] = [];
  const exits: Moment[] = [];
  const quiet = new Map<string, number>();
  let budget = MAX_EVENTS;

  for (const handler of way.handlers) {
    const { module } = handler.frame;
    const { self } = handler.frame;
    const entry: Frame = { module, fn: handler.value.fn, parent: handler.frame, roles: way.roles, depth: 0, ...(self && { self }) };
    walk(entry, undefined, { way, phase: way.model.phase, entry }, START);
    effects.push(...refusalsOf(link, way, entry));
  }
  const isUndone = (effect: Effect): boolean => {
    const refusal = refusals.get(effect);
    return refusal !== undefined && isLetInAsWell(link, refusal, acceptances, exits);
  };
  return { way, effects: effects.filter((effect) => !isUndone(effect)), decisions, frames };

  function walk(frame: Frame, outer: Premise | undefined, on: Stage, trail: Trail, step: Step = {}): void {
    const key = functionKey(frame.module, frame.fn);
    if (trail.functions.has(key) || frame.depth > MAX_CALL_DEPTH) return;
    const functions = new Set([...trail.functions, key]);
    frames.push({ frame, phase: on.phase, entry: on.entry });
    const { events, conditions } = functionOf(frame);
    const caught = caughtEvents(conditions, events.length);
    for (const [index, event] of events.entries()) {
      if ((budget -= 1) < 0) return;
      const isCaught = trail.isCaught || caught[index] === true;
      const inner: Trail = { functions, path: [...trail.path, step], isCaught };
      const premise = premisesOf(frame, event.when, outer);
      // A comparison whose outcome is kept or returned is one, too.
      const isKept = (event.kind === 'assign' || event.kind === 'return') && COMPARING.has(event.value.kind);
      if (event.kind === 'test' || isKept) decisions.push({ at: termAt(event.value, frame), premise, ...on });
      else if (event.kind === 'assign') visitListener(event, frame, on, inner);
      else if (event.kind === 'call') visitCall(event, frame, premise, on, inner);
      const isThrown = event.kind === 'throw' && !isCaught && on.phase === way.model.phase;
      if (isThrown && way.model.rejectsByThrowing) effects.push({ kind: 'reject', at: termAt(event.value, frame), premise, ...on, from: [] });
      // A write that fails on its condition throws, too, where nobody catches that.
      if (event.kind === 'call' && !isCaught && on.phase === way.model.phase && way.model.rejectsByThrowing) {
        const failing: Premise = { condition: { kind: 'threw', first: index, last: index + 1, parent: -1 }, frame, outer: premise };
        const call = termAt(event.value, frame);
        if (tableTest(link, call, failing)) effects.push({ kind: 'reject', at: call, premise: failing, ...on, from: [] });
      }
      if (event.kind === 'return' || event.kind === 'throw') exits.push({ order: MAX_EVENTS - budget, premise, path: inner.path });
    }
  }

  function visitCall(event: CallEvent, frame: Frame, premise: Premise | undefined, on: Stage, trail: Trail): void {
    const call = termAt(event.value, frame);
    const found = effectsOf(link, call, premise, on);
    effects.push(...found);
    noteAnswer(call, found, { order: MAX_EVENTS - budget, premise, path: trail.path });
    if (found.length > 0) return;
    const activations = link.callees(call);
    for (const activation of activations) walkUnlessQuiet(call, activation, premise, on, trail);
    visitHandedOver(call, premise, on, trail, activations.length > 0);
  }

  /** `socket.onopen = () => { … }` */
  function visitListener(event: AssignEvent, frame: Frame, on: Stage, trail: Trail): void {
    const phase = listenerPhase(link, event.target, frame);
    if (phase === undefined || phase === 'closed') return;
    for (const target of functionsOf(link, termAt(event.value, frame))) {
      const inner = handedFrame(link, target.value, { ...activationOf(link, target, [], frame), unbound: true });
      walk(inner, undefined, { ...on, phase, entry: inner }, trail, { isListener: true });
    }
  }

  /** What is given neither a connection nor a function does the same each time: what did nothing twice is left out. */
  function walkUnlessQuiet(call: Term<CallValue>, activation: Frame, premise: Premise | undefined, on: Stage, trail: Trail): void {
    const key = `${on.phase} ${functionKey(activation.module, activation.fn)}`;
    const times = quiet.get(key) ?? 0;
    const isGiven = (value: Value): boolean => value.kind === 'function' || (value.kind !== 'literal' && (link.roles(termAt(value, call.frame)).length > 0 || functionsOf(link, termAt(value, call.frame)).length > 0));
    if (times >= MAX_QUIET && !call.value.args.some(isGiven)) return;
    const before = effects.length + acceptances.length;
    walk(activation, premise, on, trail);
    if (effects.length + acceptances.length === before) quiet.set(key, times + 1);
  }

  /** An answer to a library that carries out every answer, and not the first alone. */
  function noteAnswer(call: Term<CallValue>, found: readonly Effect[], moment: Moment): void {
    const asked = invocationsOf(link, call).flatMap(({ callee }) => link.roles(callee));
    if (!asked.some(({ role }) => link.catalogue.lookUp(role, ({ answersAll }) => answersAll))) return;
    for (const effect of found) refusals.set(effect, effect.premise === moment.premise ? moment : { ...moment, premise: effect.premise });
    if (found.length === 0) acceptances.push(moment);
  }

  /** Functions handed to code out of reach run under the same conditions; those for events run under none. */
  function visitHandedOver(call: Term<CallValue>, premise: Premise | undefined, on: Stage, trail: Trail, isKnown: boolean): void {
    const { callee, args } = call.value;
    const bound = callbackArguments(link, call);
    args.forEach((argument, index) => {
      if (isKnown || argument.kind === 'literal' || argument.kind === 'object') return;
      const isFailure = callee.kind === 'member' && ((callee.property === 'catch' && index === 0) || (callee.property === 'then' && index === 1));
      const under = isFailure ? failurePremise(call, premise) : premise;
      // `.catch(next)` hands the error to the library.
      if (isFailure && rejectsWithError(link, termAt(argument, call.frame))) effects.push({ kind: 'reject', at: call, premise: under, ...on, from: [] });
      const isEvent = isSubscription(callee) && index > 0;
      for (const target of functionsOf(link, termAt(argument, call.frame))) {
        if (wayInFor(link, { target, call, argument: index })) continue;
        const frame = handedFrame(link, target.value, bound ? activationOf(link, target, bound, call.frame) : { ...activationOf(link, target, [], call.frame), unbound: true });
        const step: Step = { handedTo: call.value, isListener: isEvent };
        if (!isEvent) walk(frame, under, on, trail, step);
        else if (!isEnd(link, callee, args[0], call.frame)) walk(frame, undefined, { ...on, phase: eventPhase(link, callee, args[0], call.frame) ?? 'message', entry: frame }, trail, step);
      }
    });
  }
}

/** What runs when a promise fails runs because something threw on the way to it. */
function failurePremise({ value, frame }: Term<CallValue>, outer: Premise | undefined): Premise | undefined {
  if (value.callee.kind !== 'member') return outer;
  const [start, end] = value.callee.object.range;
  const { events } = functionOf(frame);
  const first = events.findIndex((event) => event.range[0] >= start && event.range[1] <= end);
  const last = events.findLastIndex((event) => event.range[0] >= start && event.range[1] <= end);
  if (first === -1) return outer;
  return { condition: { kind: 'threw', first, last: last + 1, parent: -1 }, frame, outer };
}

function rejectsWithError(link: Link, handler: Term): boolean {
  return link.roles(handler).some(({ role }) => link.catalogue.lookUp(role, ({ rejectsWhenCalled }) => rejectsWhenCalled)?.some(({ argument, when }) => argument === 0 && when === 'truthy'));
}

const HANDED = new WeakMap<Link, WeakMap<Value, WeakMap<Frame, Frame>>>();

/** One frame for the same function handed over in the same activation. */
function handedFrame(link: Link, value: Value, { unbound, ...frame }: Frame & { unbound?: boolean }): Frame {
  const parent = frame.parent ?? frame;
  const byValue = HANDED.get(link) ?? new WeakMap<Value, WeakMap<Frame, Frame>>();
  HANDED.set(link, byValue);
  const known = byValue.get(value) ?? new WeakMap<Frame, Frame>();
  byValue.set(value, known);
  let canonical = known.get(parent);
  if (!canonical) {
    const { bound, ...open } = frame;
    canonical = unbound || !bound ? open : { ...open, bound };
    known.set(parent, canonical);
  }
  return canonical;
}

const SUBSCRIBE: ReadonlySet<string> = new Set(['on', 'once', 'addListener', 'prependListener', 'addEventListener', 'onAny', 'subscribe']);

function isSubscription(callee: Value): boolean {
  return callee.kind === 'member' && typeof callee.property === 'string' && SUBSCRIBE.has(callee.property);
}

/** Whether a subscription is to the end of a connection. */
export function isEnd(link: Link, callee: Value, name: Value | undefined, frame: Frame): boolean {
  if (callee.kind !== 'member' || name?.kind !== 'literal' || typeof name.value !== 'string') return false;
  const event = name.value;
  const refs = link.roles(termAt(callee.object, frame));
  if (refs.length === 0) return event === 'close' || event === 'disconnect' || event === 'disconnecting' || event === 'end';
  return refs.some((ref) => link.catalogue.lookUp(ref.role, ({ ends }) => ends)?.includes(event));
}

/** Which of so many events throw into a `catch` of their own function. */
function caughtEvents(conditions: readonly Condition[], count: number): readonly boolean[] {
  const changes = new Array<number>(count + 1).fill(0);
  for (const condition of conditions) {
    if (condition.kind !== 'threw' || condition.last <= condition.first) continue;
    changes[condition.first] = (changes[condition.first] ?? 0) + 1;
    changes[condition.last] = (changes[condition.last] ?? 0) - 1;
  }
  let depth = 0;
  return changes.slice(0, count).map((change) => (depth += change) > 0);
}
