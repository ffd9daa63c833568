import type { CallValue } from '../facts/module-facts.js';
import { encloses } from '../facts/ranges.js';
import { followWayIn } from '../link/effects.js';
import { functionOf, type Frame, functionKey, type Link, type Term, termAt, type WayIn } from '../link/link.js';
import { operationOf } from '../link/operations.js';
import { calledName, writtenName } from '../link/value-names.js';
import { CALLS_LATER, LOCKS, PLAIN_GLOBALS, RUNS_AT_ONCE, TIMERS } from '../models/meanings.js';
import type { Spot } from './evidence.js';
import { areCompatible, eventsBetween, type Hop, holdsWherever, meetingOf, type Moment, type PlacedEvent, spotOf, trailTo, whenOf } from './moments.js';

/** Something between two moments during which other connections are served. */
export interface Pause {
  readonly kind: 'await' | 'callback';
  readonly at: Spot;
}

/**
 * What lets other code run between two moments of one way in; `later` where the second does not come behind the first,
 * `apart` where no run of the code has both.
 */
export function pauseBetween(link: Link, first: Moment, second: Moment): Pause | undefined | 'later' | 'apart' {
  const [one, other] = [trailTo(link, first), trailTo(link, second)];
  const meeting = meetingOf(one, other);
  if (!meeting) return 'apart';
  if (meeting.first > meeting.second) return 'later';
  if (isLocked([...one, ...other])) return undefined;
  const { frame, depth } = meeting;
  const behind = one.slice(depth + 1).flatMap((hop) => pausesBehind(link, hop));
  const here = awaitsAmong(link, eventsBetween(frame, meeting.first, meeting.second), (when) => areCompatible(functionOf(frame), when, whenOf({ frame, index: meeting.second })));
  const before = other.slice(depth + 1).flatMap((hop) => pausesBefore(link, hop));
  return [...behind, ...here, ...before][0];
}

/** From the place in a function that is called to its end; what it does on other branches is not on the way. */
export function pausesBehind(link: Link, { frame, index }: Hop): readonly Pause[] {
  const fn = functionOf(frame);
  return awaitsAmong(link, eventsBetween(frame, index, fn.events.length), (when) => holdsWherever(fn, when, whenOf({ frame, index })));
}

/** From the place in a function to those where it lets the connection pass, or to its end where it has none of them. */
export function pausesUpTo(link: Link, hop: Hop, passes: readonly Moment[]): readonly Pause[] {
  const { frame, index } = hop;
  const own = passes.filter((pass) => pass.index > index && functionKey(pass.frame.module, pass.frame.fn) === functionKey(frame.module, frame.fn));
  if (own.length === 0) return pausesBehind(link, hop);
  return own.flatMap((pass) => awaitsAmong(link, eventsBetween(frame, index, pass.index), (when) => areCompatible(functionOf(frame), when, whenOf(pass))));
}

/** From the start of a function to the place in it; a function that is handed over runs when it is called back. */
export function pausesBefore(link: Link, { frame, index, handedTo }: Hop): readonly Pause[] {
  const called: Pause[] = handedTo && !isCalledAtOnce(link, handedTo) && !isWrapped(frame, handedTo) ? [{ kind: 'callback', at: { module: handedTo.frame.module, range: handedTo.value.headRange } }] : [];
  return [...called, ...awaitsAmong(link, eventsBetween(frame, -1, index), (when) => areCompatible(functionOf(frame), when, whenOf({ frame, index })))];
}

/** `runSafely(() => …)`: what is given nothing is most often run at once, unless a promise, a timer or an emitter has it. */
function isWrapped(frame: Frame, { value: { callee } }: Term<CallValue>): boolean {
  if (functionOf(frame).parameters.length > 0) return false;
  return callee.kind === 'member' ? typeof callee.property === 'string' && !CALLS_LATER.test(callee.property) : !TIMERS.has(calledName(callee) ?? '');
}

/** What a way in waits for, in the functions that the library calls. */
export function waitsOf(link: Link, way: WayIn): readonly Pause[] {
  const keys = new Set(way.handlers.map(({ value, frame }) => functionKey(frame.module, value.fn)));
  const frames = followWayIn(link, way).frames.filter(({ frame }) => keys.has(functionKey(frame.module, frame.fn)));
  return frames.flatMap(({ frame }) => pausesBefore(link, { frame, index: functionOf(frame).events.length }));
}

function awaitsAmong(link: Link, events: readonly PlacedEvent[], isOnTheWay: (when: number) => boolean): Pause[] {
  return events.flatMap((placed) => (placed.event.kind === 'await' && isOnTheWay(placed.event.when) && isPause(link, placed) ? [{ kind: 'await', at: spotOf(placed) }] : []));
}

/** An `await` of what does nothing asynchronous is over before anything else comes in. */
function isPause(link: Link, { event, frame }: Pick<PlacedEvent, 'event' | 'frame'>, seen: ReadonlySet<string> = new Set()): boolean {
  const operand = functionOf(frame).events.find((other) => other.kind === 'call' && other.range[1] === event.range[1] && encloses(event, other));
  return operand?.kind !== 'call' || isAsynchronous(link, termAt(operand.value, frame), seen);
}

function isAsynchronous(link: Link, call: Term<CallValue>, seen: ReadonlySet<string>): boolean {
  const { value } = call;
  const name = calledName(value.callee);
  if (name === 'Promise.resolve' || name === 'Promise.reject' || operationOf(link, call)) return false;
  if (name?.startsWith('Promise.')) return true;
  if (name !== undefined && PLAIN_GLOBALS.has(name.split('.')[0] ?? '')) return false;
  const callees = link.callees(call);
  return callees.length === 0 || callees.some((callee) => worksLater(link, callee, seen));
}

/** Whether a function in reach waits for something, or gives a promise of something. */
function worksLater(link: Link, frame: Frame, seen: ReadonlySet<string>): boolean {
  const key = functionKey(frame.module, frame.fn);
  if (seen.has(key)) return false;
  const inside = new Set([...seen, key]);
  return functionOf(frame).events.some((event) => {
    if (event.kind === 'await') return isPause(link, { event, frame }, inside);
    return event.kind === 'return' && link.origins(termAt(event.value, frame)).some(({ value, frame: place }) => value.kind === 'call' && isAsynchronous(link, termAt(value, place), inside));
  });
}

/** Whether a call runs the functions that it is given before it returns. */
export function isCalledAtOnce(link: Link, call: Term<CallValue>): boolean {
  const { callee, isNew } = call.value;
  if (isNew) return calledName(callee) === 'Promise';
  if (callee.kind !== 'member' || typeof callee.property !== 'string') return false;
  const { property } = callee;
  if (RUNS_AT_ONCE.has(property) || operationOf(link, call)) return true;
  return isAcceptedBy(link, call);
}

/** Whether a call takes a connection over, and hands it to the function that it is given. */
export function isAcceptedBy(link: Link, { value: { callee }, frame }: Term<CallValue>): boolean {
  if (callee.kind !== 'member' || typeof callee.property !== 'string') return false;
  const { property } = callee;
  return link.roles(termAt(callee.object, frame)).some(({ role }) => link.catalogue.methodOfRole(role, property)?.accepts !== undefined);
}

/** One connection after the other: what happens under a lock is not interrupted by the others. */
function isLocked(hops: readonly Hop[]): boolean {
  return hops.some(({ frame, index, handedTo }) => {
    if (handedTo && isLock(handedTo)) return true;
    return eventsBetween(frame, -1, index).some(({ event }) => event.kind === 'call' && isLock(termAt(event.value, frame)));
  });
}

function isLock({ value: { callee }, frame }: Term<CallValue>): boolean {
  const names = callee.kind === 'member' ? [writtenName(termAt(callee, frame)), writtenName(termAt(callee.object, frame))] : [writtenName(termAt(callee, frame))];
  return names.some((name) => name !== undefined && LOCKS.test(name));
}
