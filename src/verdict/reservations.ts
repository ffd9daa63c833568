import type { CallValue, Event, Value } from '../facts/module-facts.js';
import { followWayIn } from '../link/effects.js';
import { type Effect } from '../link/effect-calls.js';
import { type Container, type CountTest, type Frame, functionOf, holdsUnder, type Link, type Premise, premisesOf, type Term, termAt } from '../link/link.js';
import { isFromElement } from '../link/predicates.js';
import { type Operation, operationOf, redisOperation } from '../link/operations.js';
import { redisHolding } from '../link/containers.js';
import { SIZE_MEMBERS } from '../models/stores.js';

/** Whether the new connection is already counted when the count is read. */
export function reservedBefore(link: Link, effect: Effect, { count }: CountTest): boolean {
  const { container, keys, isScan } = count.holding;
  if (count.isAtomic) return true;
  const model = container.collection;
  if (model) {
    if (model.includesNew === 'always') return true;
    if (model.includesNew === 'accepted') return effect.phase !== 'handshake' && (keys.length === 0 || (model.isTagged === true && !isScan) || isMarkedBefore(link, count.at));
  }
  const isSized = isSize(link, count.at);
  return eventsBefore(link, count.at).some(
    ({ event, frame }) =>
      !(isSized && isAddition(event)) && !isElsewhere(event, frame, effect.premise) && reserves(link, event, frame, container, model !== undefined),
  );
}

/** How many a collection holds; a number that is added to in one of its elements does not change that. */
export function isSize(link: Link, at: Term): boolean {
  return link.origins(at).every(({ value }) => value.kind === 'member' && typeof value.property === 'string' && SIZE_MEMBERS.has(value.property));
}

export function isAddition(event: Event): boolean {
  return event.kind === 'assign' && event.operator === '+' && event.target.kind === 'member';
}

/** On a branch that the way to the effect does not take. */
function isElsewhere(event: Event, frame: Frame, effect: Premise | undefined): boolean {
  for (let one = premisesOf(frame, event.when); one; one = one.outer) {
    const { condition } = one;
    if (condition.kind === 'test' && holdsUnder(effect, condition.value, !condition.truthy)) return true;
  }
  return false;
}

interface Placed {
  readonly event: Event;
  readonly frame: Frame;
}

/** What happens in the same function before a place, and in the functions called there. */
function eventsBefore(link: Link, { value, frame }: Term): Placed[] {
  const [start, end] = value.range;
  // What is evaluated inside the count's own expression, such as `set.add(socket).size`, comes before it, too.
  const before = functionOf(frame).events.filter(
    (event) => event.range[0] < start || (event.kind === 'call' && event.range[0] === start && event.range[1] < end),
  );
  const here = before.flatMap((event) => [{ event, frame }, ...(event.kind === 'call' ? insideCall(link, termAt(event.value, frame), value) : [])]);
  return frame.from ? [...eventsBefore(link, frame.from), ...here] : here;
}

function insideCall(link: Link, call: Term<Extract<Value, { kind: 'call' }>>, at: Value): Placed[] {
  if (call.value.range[1] > at.range[0]) return [];
  return link.callees(call).flatMap((frame) => functionOf(frame).events.map((event) => ({ event, frame })));
}

/** Whether an event puts a connection into the container. */
export function reserves(link: Link, event: Event, frame: Frame, container: Container, isGroup = false): boolean {
  if (event.kind === 'assign') {
    // A sum over a scan is no reservation; a counter that lives on is.
    if (event.operator === '+' && event.target.kind === 'binding') return container.isCounter === true && countedContainers(link, termAt(event.target, frame)).includes(container.id);
    if (event.operator === '+') return countedContainers(link, termAt(event.target, frame)).includes(container.id);
    if (event.operator !== '=' || event.target.kind !== 'member' || isRoom(link, termAt(event.value, frame), container)) return false;
    if (typeof event.target.property === 'string') return countedContainers(link, termAt(event.target, frame)).includes(container.id) && event.value.kind === 'binary';
    return link.holdings(termAt(event.target.object, frame)).some((holding) => holding.container.id === container.id);
  }
  if (event.kind !== 'call') return false;
  const call = termAt(event.value, frame);
  const { callee, args } = event.value;
  const method = callee.kind === 'member' && typeof callee.property === 'string' ? callee.property : undefined;
  if (isGroup && method !== undefined && callee.kind === 'member' && link.roles(termAt(callee.object, frame)).some(({ role }) => link.catalogue.methodOfRole(role, method)?.joins)) return true;
  const operation = operationOf(link, call) ?? redisOperation(link, call);
  if (!operation || (operation.model.does !== 'add' && !operation.model.atomic)) return false;
  const item = args[operation.model.value ?? 0];
  if (!item || isRoom(link, termAt(item, frame), container)) return false;
  return touches(link, operation, call, container);
}

/** Whether an operation on an object is one on the container. */
export function touches(link: Link, { model, object }: Operation, call: Term<CallValue>, { id }: Container): boolean {
  if (id.startsWith('redis ')) {
    const [client, pattern = ''] = partsOf(redisHolding(link, call, model.key ?? 0).container.id);
    const [counted, countedPattern = ''] = partsOf(id);
    return client === counted && (pattern === countedPattern || pattern === '' || countedPattern === '');
  }
  return link.holdings(object).some((holding) => holding.container.id === id);
}

/** The client, and how its keys are made, where that is known. */
function partsOf(id: string): string[] {
  return id.split('\n');
}

function countedContainers(link: Link, term: Term): string[] {
  return link.counts(term).map(({ holding }) => holding.container.id);
}

/** What makes room and reserves nothing: an empty container, a zero, a new record with either, or what was there before. */
function isRoom(link: Link, term: Term, container: Container): boolean {
  return link.origins(term).every((origin) => {
    const { value, frame } = origin;
    if (value.kind === 'literal') return value.value === 0;
    if (value.kind === 'array') return value.elements.length === 0;
    if (value.kind === 'object') {
      const parts = value.properties.map((property) => termAt(property.value, frame));
      return parts.length === 0 || parts.some((part) => part.value.kind !== 'binding' && isEmpty(part.value));
    }
    if (value.kind === 'call' && value.isNew) return isEmpty(value) || link.holdings(origin).length === 0;
    return link.holdings(origin).some((holding) => holding.container.id === container.id && holding.isElement) && value.kind !== 'binary';
  });
}

function isEmpty(value: Value): boolean {
  if (value.kind === 'literal') return value.value === 0;
  if (value.kind === 'array') return value.elements.length === 0;
  return value.kind === 'call' && value.isNew && value.args.length === 0;
}

/** A scan by a field finds the new connection if the field has been set on it before, and it is not left out. */
function isMarkedBefore(link: Link, at: Term): boolean {
  const marks = (event: Event, frame: Frame): boolean => event.kind === 'assign' && event.target.kind === 'member' && link.roles(termAt(rootOf(event.target), frame)).length > 0;
  const handshake = link.waysIn().filter((way) => way.model.phase === 'handshake');
  const isSetBefore =
    eventsBefore(link, at).some(({ event, frame }) => marks(event, frame)) ||
    // A hook out of reach is believed to do what hooks are for.
    handshake.some((way) => way.opaque !== undefined || followWayIn(link, way).frames.some(({ frame }) => functionOf(frame).events.some((event) => marks(event, frame))));
  return isSetBefore && !leavesOutSelfAround(link, at.frame);
}

/** Somewhere in the functions around the count, the connection itself is left out. */
function leavesOutSelfAround(link: Link, frame: Frame): boolean {
  const { range } = functionOf(frame);
  const inside = frame.module.facts.functions.filter((fn) => fn.range[0] >= range[0] && fn.range[1] <= range[1]);
  const isHere = inside.some((fn) => fn.events.some((event) => leavesOutSelf(link, event, { ...frame, fn: fn.id })));
  return isHere || (frame.from !== undefined && leavesOutSelfAround(link, frame.from.frame));
}

function rootOf(value: Value): Value {
  return value.kind === 'member' ? rootOf(value.object) : value;
}

/** `client !== ws`. */
function leavesOutSelf(link: Link, event: Event, frame: Frame): boolean {
  if (event.kind !== 'return' && event.kind !== 'test') return false;
  const contains = (value: Value): boolean => {
    if (value.kind === 'logical') return contains(value.left) || contains(value.right);
    if (value.kind !== 'binary' || !value.operator.startsWith('!=')) return false;
    return [value.left, value.right].some((side) => link.roles(termAt(rootOf(side), frame)).some(({ isOther }) => !isOther) && !isFromElement(link, termAt(side, frame), 0));
  };
  return contains(event.value);
}
