import type { CallEvent, FunctionFacts, Range, Value } from '../facts/module-facts.js';
import { classAround } from '../link/class-roles.js';
import { functionOf, type Link, type WayIn } from '../link/link.js';
import type { GuardModel } from '../models/model.js';
import { type GuardPlace, isAsynchronousBefore, isVisible, userOf } from './guard-words.js';
import type { Identity } from './identity-paths.js';
import { sharedObjects } from './instances.js';
import type { Site } from './verdict.js';

/** Before the call that takes a connection for good, where nothing asynchronous follows on it. */
export function takingPlaces(link: Link, site: Site, model: GuardModel, identities: readonly Identity[]): GuardPlace[] {
  return site.ways.flatMap((way) => {
    const made = way.accept?.call;
    const share = made && sharedObjects(link, way, model.objects);
    if (!made || !share || made.frame.module !== site.module || (model.tracker === 'field' && !classAround(link, made.frame)?.library)) return [];
    const fn = functionOf(made.frame);
    const taking = onlyCall(fn, made.value.range, model.method);
    const answer = model.behind && answeredWith(fn, model.behind.answer);
    if (taking?.value.callee.kind !== 'member' || !answer || isAsynchronousBehind(fn, taking.range)) return [];
    const receiver = taking.value.callee.object.range;
    const isLate = isAsynchronousBefore(fn, taking.range) || mayFailBehind(fn, taking.range) || way.roles.length === 0 || !way.handlers.some(({ value }) => value.fn === fn.id);
    const place = { model, insert: { at: 'before', statement: taking.range }, words: { 0: [receiver], 1: [answer] }, isLate, isHeard: false, isAssumed: false } as const;
    const listed = model.listed && { ...model.listed, call: taking.range };
    if (model.by !== undefined) return [{ ...place, user: ofObject(model.by, receiver), isEvident: share.isEvident }];
    return identities.flatMap((identity): GuardPlace[] => {
      const user = isKnownBefore(identity, way, fn, taking.range) ? userOf(link, identity, way, []) : undefined;
      return user ? [{ ...place, user: { ...user, mayLack: identity.isDeclared === true }, isEvident: share.isEvident && identity.isEvident, ...(listed && { listed }) }] : [];
    });
  });
}

/** `{{0}}.id` */
function ofObject(by: string, receiver: Range): GuardPlace['user'] {
  return { root: by.split('{{0}}').flatMap((text, index) => (index === 0 ? [text] : [receiver, text])), path: [], isLocal: false };
}

function isKnownBefore(identity: Identity, way: WayIn, fn: FunctionFacts, [start]: Range): boolean {
  if (identity.way !== way || !isVisible(identity, fn)) return false;
  return identity.since === undefined || identity.frame.fn !== fn.id || identity.since[1] <= start;
}

/** The call of the method behind another call, if there is no second one. */
function onlyCall({ events }: FunctionFacts, [, end]: Range, method: string | undefined): CallEvent | undefined {
  const calls = events.filter((event): event is CallEvent => event.kind === 'call' && event.range[0] >= end && event.value.callee.kind === 'member' && event.value.callee.property === method);
  return calls.length === 1 ? calls[0] : undefined;
}

function isAsynchronousBehind({ events }: FunctionFacts, [, end]: Range): boolean {
  return events.some((event) => event.kind === 'await' && event.range[0] >= end);
}

/** Whether the function may end in another way than by its answer, when the connection is already taken. */
function mayFailBehind({ events }: FunctionFacts, [, end]: Range): boolean {
  const ends = events.filter((event) => event.range[0] >= end && (event.kind === 'throw' || (event.kind === 'return' && !event.implicit)));
  return ends.length > 1;
}

/** What the function's one answer of this kind has under a name: `new Response(null, { webSocket: client })`. */
function answeredWith({ events }: FunctionFacts, property: string): Range | undefined {
  const found = events.flatMap((event) => (event.kind === 'return' && event.value.kind === 'call' && event.value.isNew ? event.value.args.flatMap((argument) => partsOf(argument, property)) : []));
  const [only] = found;
  return found.length === 1 && (only?.kind === 'binding' || only?.kind === 'member') ? only.range : undefined;
}

function partsOf(value: Value, property: string): Value[] {
  return value.kind === 'object' ? value.properties.flatMap(({ key, value: part }) => (key === property ? [part] : [])) : [];
}
