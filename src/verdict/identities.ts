import type { CallValue, Event, FunctionFacts, Range, Value } from '../facts/module-facts.js';
import { encloses } from '../facts/ranges.js';
import { callbackArguments } from '../link/calls.js';
import { followWayIn, type Passage } from '../link/effects.js';
import { bareFrame, type Frame, functionOf, holdsUnder, type Link, type Premise, premisesOf, type Term, termAt, type WayIn } from '../link/link.js';
import { USER, USER_KEYS } from '../models/meanings.js';
import { carriedIdentities } from './carried-identities.js';
import { guardedWays } from './guard-models.js';
import { gatesBefore } from './gates.js';
import type { Site } from './verdict.js';
import { keptIdentities } from './kept-identities.js';
import { type Identity, memberPath, keyPath, isKeyName, innerValues, readNames } from './identity-paths.js';

/** Everything in the site's own file that could be the user, best first. */
export function findIdentities(link: Link, site: Site): readonly Identity[] {
  const ways = site.ways.filter((way) => way.at.frame.module === site.module);
  const found = ways.flatMap((way) => {
    const passage = followWayIn(link, way);
    return [...carriedIdentities(link, passage), ...assignedIdentities(link, passage), ...localIdentities(link, passage), ...gatedIdentities(link, passage)];
  });
  found.push(...keptIdentities(link, site, (way, frame, event) => isOnEveryPath(link, way, frame, event)));
  const declared = declaredIdentities(link, site);
  return [...declared, ...found.filter(({ isEvident }) => isEvident), ...found.filter(({ isEvident }) => !isEvident)];
}

/** What the settings name; its first word says whether it lies on the request or on the connection. */
function declaredIdentities(link: Link, site: Site): Identity[] {
  const guarded = guardedWays(link, site).filter(({ handlers }) => handlers.length > 0);
  const ways = guarded.length > 0 ? guarded : [givenWay(site)];
  return ways.flatMap((way) => (way ? declaredIn(link, site, way) : []));
}

function declaredIn(link: Link, site: Site, way: WayIn): Identity[] {
  const [handler] = way.handlers;
  const connection = way.model.parameters.find((role) => role !== undefined);
  if (!handler || !connection) return [];
  const ownBag = link.catalogue.lookUp(connection, ({ bag }) => bag);
  const request = way.model.parameters.find((role) => role && link.catalogue.lookUp(role, ({ isRequest }) => isRequest)) ?? 'http:request';
  return link.settings.identity.flatMap((expression): Identity[] => {
    const [root = '', ...members] = expression.split('.');
    const role = root.startsWith('req') ? request : connection;
    // A request of a library's own has the other one inside.
    const isInside = role !== connection && link.catalogue.lookUp(connection, (model) => model.members?.[members[0] ?? '']) === role;
    const path = isInside ? members.slice(1) : members;
    // What is kept on another library's connections is not here.
    const [first] = path;
    if (first === undefined || (role === connection && first !== ownBag && link.catalogue.bags.has(first))) return [];
    const frame = { ...bareFrame(handler.frame.module, handler.value.fn), ...(way !== site.way && { roles: way.roles }) };
    return [{ way, root: { kind: 'role', role }, path, frame, isEvident: true, isDeclared: true }];
  });
}

/** Another function that is given the connection. */
function givenWay({ ways, module }: Site): WayIn | undefined {
  return ways.find(({ model, handlers }) => model.phase !== 'handshake' && handlers[0]?.frame.module === module && model.parameters.some((role) => role !== undefined));
}

/** `socket.data.userId = claims.sub` in a hook, before every call that lets the connection pass. */
function assignedIdentities(link: Link, { way, frames }: Passage): Identity[] {
  return frames.filter(({ phase }) => phase !== 'message').flatMap(({ frame }) =>
    functionOf(frame).events.flatMap((event): Identity[] => {
      if (event.kind !== 'assign' || event.operator !== '=' || event.target.kind !== 'member') return [];
      const place = memberPath(link, way, termAt(event.target, frame));
      if (!place) return [];
      const value = termAt(event.value, frame);
      const keyClass = link.keyClass([value]);
      const isUser = keyClass === 'user' || (keyClass === 'unknown' && USER.test(place.path.at(-1) ?? ''));
      const key = isUser || keyClass === 'client' ? keyPath(link, place.path, value, termAt(event.target, frame)) : undefined;
      if (!key || (keyClass === 'client' && !USER.test(key.path.at(-1) ?? ''))) return [];
      const isEvident = isUser && key.isKnown && way.model.phase === 'handshake' && isOnEveryPath(link, way, frame, event);
      // What is waited for in the value has been waited for then.
      const since = [event.range[0], Math.max(event.range[1], event.value.range[1])] as const;
      return [{ way, root: { kind: 'role', role: place.role }, path: key.path, frame, since, isEvident }];
    }),
  );
}

/** What every connection must have to pass: a session's user id, that a library puts there. */
function gatedIdentities(link: Link, { way, frames }: Passage): Identity[] {
  const accept = way.accept?.call;
  const accepting = accept ? frames.filter(({ frame }) => frame.fn === accept.frame.fn).map(({ frame }) => termAt(accept.value, frame)) : [];
  const passing = accept ? accepting : passingCalls(link, way);
  if (way.model.phase !== 'handshake') return [];
  return gatesBefore(passing, (term) => memberPath(link, way, term)).flatMap(({ role, path, frame }): Identity[] => {
    const last = path.at(-1) ?? '';
    const reads = isKeyName(last) ? [] : USER_KEYS.filter((name) => readNames(way, path).includes(name));
    const key = isKeyName(last) ? [] : [reads[0] ?? 'id'];
    const isEvident = isKeyName(last) || reads.length > 0;
    return [{ way, root: { kind: 'role', role }, path: [...path, ...key], frame, isEvident }];
  });
}

/** The calls by which a hook lets the connection pass. */
export function passingCalls(link: Link, way: WayIn): Term<CallValue>[] {
  const calls = followWayIn(link, way).frames.flatMap(({ frame }) =>
    functionOf(frame).events.flatMap((event) => (event.kind === 'call' && letsPass(link, termAt(event.value, frame)) ? [termAt(event.value, frame)] : [])),
  );
  return calls.filter((call, index) => calls.findIndex(({ value }) => value === call.value) === index);
}

/** Whether every call that lets the connection pass comes after the assignment, under conditions that include its own. */
function isOnEveryPath(link: Link, way: WayIn, frame: Frame, assignment: Event): boolean {
  const passes = passingCalls(link, way);
  if (passes.length === 0) return way.accept !== undefined || isOtherwiseRefused(followWayIn(link, way), premisesOf(frame, assignment.when));
  return passes.every(({ value, frame: inside }) => {
    const event = functionOf(inside).events.find((item) => item.kind === 'call' && item.value === value);
    if (!event) return false;
    if (inside.fn !== frame.fn) return encloses(functionOf(frame), functionOf(inside)) && includes(premisesOf(frame, assignment.when), undefined);
    return assignment.range[0] < event.range[0] && includes(premisesOf(frame, assignment.when), premisesOf(inside, event.when));
  });
}

/** Whether connections that do not meet a condition are turned away, so that those that go on have met it. */
function isOtherwiseRefused({ effects }: Passage, premise: Premise | undefined): boolean {
  for (let one = premise; one; one = one.outer) {
    const { condition } = one;
    if (condition.kind !== 'test') continue;
    if (!effects.some(({ kind, premise: other }) => kind === 'reject' && holdsUnder(other, condition.value, !condition.truthy))) return false;
  }
  return true;
}

function letsPass(link: Link, { value, frame }: Term<CallValue>): boolean {
  if (admits(link, { value, frame })) return true;
  return link.roles(termAt(value.callee, frame)).some(({ role }) => {
    const rules = link.catalogue.lookUp(role, ({ rejectsWhenCalled }) => rejectsWhenCalled);
    return rules?.every(({ argument, when }) => {
      const given = value.args[argument];
      const truth = given ? (given.kind === 'literal' ? Boolean(given.value) : given.kind === 'call' && given.isNew ? true : undefined) : false;
      return truth === (when !== 'truthy');
    });
  });
}

/** `request.accept()` */
function admits(link: Link, { value: { callee }, frame }: Term<CallValue>): boolean {
  if (callee.kind !== 'member' || typeof callee.property !== 'string') return false;
  const { property } = callee;
  return link.roles(termAt(callee.object, frame)).some(({ role }) => link.catalogue.methodOfRole(role, property)?.admits === true);
}

function includes(smaller: Premise | undefined, larger: Premise | undefined): boolean {
  for (let one = smaller; one; one = one.outer) {
    const { condition } = one;
    if (condition.kind === 'test' && !holdsUnder(larger, condition.value, condition.truthy)) return false;
  }
  return true;
}

/** `const user = await authenticate(request)` in the handler, or the user among its parameters. */
function localIdentities(link: Link, { way, frames }: Passage): Identity[] {
  return frames.filter(({ phase }) => phase !== 'message').flatMap(({ frame }) => {
    const { module } = frame;
    const fn = functionOf(frame);
    const isHandler = way.handlers.some(({ value }) => value.fn === fn.id);
    // What a callback is given may be an error and no user, unless it looks; a promise has another way for that.
    const isChecked = isHandler || link.handedTo(module, fn.id).every(({ call }) => callbackArguments(link, call) !== undefined) || fn.parameters.some(({ binding }) => isTested(fn, binding));
    const parameters = fn.parameters.flatMap(({ binding, range }, index): Identity[] => {
      const parameter = termAt({ kind: 'binding', id: binding, range } as const, frame);
      if ((isHandler && way.roles[index]) || link.roles(parameter).length > 0) return [];
      const found = localIdentity(link, way, frame, parameter);
      return isChecked ? found : found.map((identity) => ({ ...identity, isEvident: false }));
    });
    // A variable that begins empty may still be empty here.
    const empties = new Set(fn.events.flatMap((event) => (event.kind === 'assign' && event.target.kind === 'binding' && isEmpty(event.value) ? [event.target.id] : [])));
    const locals = fn.events.flatMap((event): Identity[] => {
      if (event.kind !== 'assign' || event.target.kind !== 'binding' || event.operator !== '=') return [];
      const { id } = event.target;
      if (module.facts.bindings[id]?.kind !== 'variable' || isEmpty(event.value)) return [];
      const identities = localIdentity(link, way, frame, termAt(event.target, frame), [event.range[0], Math.max(event.range[1], event.value.range[1])]);
      return empties.has(id) ? identities.map((identity) => ({ ...identity, isEvident: false })) : identities;
    });
    return [...locals, ...parameters];
  });
}

function isTested({ events }: FunctionFacts, binding: number): boolean {
  const mentions = (value: Value): boolean => (value.kind === 'binding' && value.id === binding) || innerValues(value).some(mentions);
  return events.some((event) => event.kind === 'test' && mentions(event.value));
}

/** `let user;`, or `let user = null`. */
function isEmpty(value: Value): boolean {
  return value.kind === 'literal' || (value.kind === 'unknown' && value.reason === 'declared without a value');
}

function localIdentity(link: Link, way: WayIn, frame: Frame, term: Term, since?: Range): Identity[] {
  const { value } = term;
  const name = value.kind === 'binding' ? frame.module.facts.bindings[value.id]?.name : undefined;
  if (!name) return [];
  const keyClass = link.keyClass([term]);
  const key = keyClass === 'user' || (keyClass !== 'connection' && USER.test(name)) ? keyPath(link, [name], term, term) : undefined;
  if (!key || keyClass === 'address' || keyClass === 'room' || keyClass === 'none') return [];
  return [{ way, root: { kind: 'local', name }, path: key.path.slice(1), frame, isEvident: key.isKnown && keyClass === 'user', ...(since && { since }), ...(key.read && { read: key.read }) }];
}
