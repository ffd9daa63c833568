import type { FunctionFacts, Range } from '../facts/module-facts.js';
import { bareFrame, type Frame, functionOf, type Link, termAt, type WayIn } from '../link/link.js';
import { lookUp } from '../link/role-tables.js';
import type { GuardModel, RoleId } from '../models/model.js';
import { wayWithin } from './guard-models.js';
import { type GuardPlace, hasBag, heldBy, isAsynchronousBefore, isListenedTo, listensForErrors, nameOfRole, type ReleasePlace, roleText, testsState, userOf, userOfParameters } from './guard-words.js';
import type { Identity } from './identity-paths.js';
import type { Site } from './verdict.js';

/** The places inside the function that is given the connection, or in one that it does nothing but call. */
export function handlerPlaces(link: Link, site: Site, model: GuardModel, identities: readonly Identity[]): GuardPlace[] {
  const { module } = site;
  const way = wayWithin(site, model.within);
  const handler = way?.handlers[0];
  if (!way || way.accept || handler?.frame.module !== module) return [];
  const role = connectionRole(way);
  if (model.connection && !isOneOf(link, way, model.connection)) return [];
  if (model.unlessCalled !== undefined && isCalledIn(module, model.unlessCalled)) return [];
  if (model.isInline && !isWithin(handler.value.range, way.at.value.range)) return [];
  const assumed: Identity[] = role ? [{ way, root: { kind: 'role', role }, path: assumedPath(role), frame: { ...handler.frame, fn: handler.value.fn, roles: way.roles }, isEvident: false, isDeclared: true }] : [];
  const places = (identity: Identity): GuardPlace[] => {
    const isHere = identity.way === way;
    const frame = isHere && !isAround(identity, handler) ? identity.frame : { ...handler.frame, fn: handler.value.fn };
    if (frame.fn !== handler.value.fn && !isOnlyCall(link, functionOf({ ...handler.frame, fn: handler.value.fn }), frame)) return [];
    const fn = functionOf(frame);
    const names = namesOf(fn, module);
    const roles = frame.fn === handler.value.fn ? way.roles : fn.parameters.map(({ binding, range }) => link.roles(termAt({ kind: 'binding', id: binding, range }, frame))[0]);
    const held = heldBy(fn, module, roles, role, model.member);
    const found = identity.root.kind === 'local' && isAround(identity, handler) ? localUser(identity) : isHere ? userOf(link, identity, way, []) : userOfParameters(identity, names, roles);
    const isAssumed = identity.isDeclared === true;
    const user = found && { ...found, mayLack: isAssumed };
    if (!held || !user || (identity.root.kind === 'role' && isHere && !user.root.length)) return [];
    const since = isHere && !isAround(identity, handler) ? identity.since : undefined;
    const isLate = since !== undefined && isAsynchronousBefore(fn, [since[1], since[1]]) && !testsState(fn, since);
    const release = model.release && releasePlace(site, model.release, { identity, handler, role, isAssumed });
    if (model.release && !release) return [];
    return [
      {
        model,
        insert: since ? { at: 'after', statement: since } : { at: 'body', body: fn.body },
        words: { 0: [held.text] },
        ...(held.taken && { taken: held.taken }),
        user,
        ...(identity.root.kind === 'local' && !isAround(identity, handler) && { local: identity.root.name }),
        isLate,
        ...(isLate && model.errorListener && !listensForErrors(fn) && { errorListenerAt: fn.body }),
        isHeard: since !== undefined && isListenedTo(fn, since),
        isAssumed,
        isEvident: identity.isEvident,
        ...(release && { release }),
      },
    ];
  };
  const known = identities.flatMap(places);
  return known.length > 0 || !identities.every(({ isDeclared }) => isDeclared) ? known : assumed.flatMap(places);
}

function isWithin([start, end]: Range, [from, to]: Range): boolean {
  return from <= start && end <= to;
}

/** Whether the handler's connection is of one of the roles, by its annotation. */
function isOneOf(link: Link, way: WayIn, roles: readonly RoleId[]): boolean {
  const [handler] = way.handlers;
  const index = way.model.parameters.findIndex((parameter) => parameter !== undefined);
  const parameter = handler && functionOf({ ...handler.frame, fn: handler.value.fn }).parameters[index];
  if (!handler || !parameter) return false;
  const frame = bareFrame(handler.frame.module, handler.value.fn);
  return link.roles(termAt({ kind: 'binding', id: parameter.binding, range: parameter.range }, frame)).some(({ role }) => roles.includes(role));
}

/** The parameter that tells of its end is the connection; otherwise the first that is known. */
function connectionRole({ model: { parameters } }: WayIn): RoleId | undefined {
  const known = parameters.filter((parameter) => parameter !== undefined);
  return known.find((role) => lookUp(role, ({ ends }) => ends) !== undefined) ?? known[0];
}

/** Where applications keep the user, if nothing else is known. */
function assumedPath(role: RoleId): readonly string[] {
  const bag = lookUp(role, (model) => model.bag);
  return bag === undefined ? ['userId'] : [bag, 'userId'];
}

function namesOf(fn: FunctionFacts, { facts }: Site['module']): string[] {
  return fn.parameters.map(({ binding }) => facts.bindings[binding]?.name ?? '');
}

/** A variable of a function around the handler: what is written in the handler, and beside it, sees it. */
function isAround({ root, frame }: Identity, { value }: WayIn['handlers'][number]): boolean {
  const { range } = functionOf(frame);
  return root.kind === 'local' && range[0] < value.range[0] && value.range[1] <= range[1];
}

function localUser({ root, path, read }: Identity): GuardPlace['user'] | undefined {
  return root.kind === 'local' ? { root: [root.name], path, isLocal: true, ...(read && { read }) } : undefined;
}

interface Guarded {
  readonly identity: Identity;
  readonly handler: WayIn['handlers'][number];
  readonly role: RoleId | undefined;
  readonly isAssumed: boolean;
}

/** Where the slot is given back; undefined where the user is not known there. */
function releasePlace(site: Site, model: NonNullable<GuardModel['release']>, { identity, handler, role, isAssumed }: Guarded): ReleasePlace | undefined {
  const way = wayWithin(site, model.within);
  const own = way?.handlers[0];
  if (own && own.frame.module !== site.module) return undefined;
  const beside = handler.value.range;
  if (!own) {
    const [connection = ''] = model.parameters;
    const root = identity.root.kind === 'role' && role ? roleText(role, identity.root.role, connection) : undefined;
    const user = root === undefined ? isAround(identity, handler) && localUser(identity) : { root: [root], path: identity.path, isLocal: false, hasBag: hasBag(identity.root, identity.path) };
    return user ? { model, beside, words: { 0: [connection] }, user: { ...user, mayLack: isAssumed } } : undefined;
  }
  const fn = functionOf({ ...own.frame, fn: own.value.fn });
  const names = namesOf(fn, site.module);
  const connection = nameOfRole(names, way.roles, role);
  const user = isAround(identity, own) ? localUser(identity) : userOfParameters(identity, names, way.roles);
  return user && connection !== undefined ? { model, beside, body: fn.body, words: { 0: [connection] }, user: { ...user, mayLack: isAssumed } } : undefined;
}

function isCalledIn({ facts }: Site['module'], method: string): boolean {
  const calls = facts.functions.flatMap(({ events }) => events.flatMap((event) => (event.kind === 'call' ? [event.value.callee] : [])));
  return calls.some((callee) => callee.kind === 'member' && callee.property === method);
}

/** The handler does nothing but call the function: what this does not go on with, nobody does. */
function isOnlyCall(link: Link, { events }: FunctionFacts, frame: Frame): boolean {
  const calls = events.filter((event) => event.kind === 'call');
  return calls.length === 1 && link.callersOf(frame.module, frame.fn).length === 1;
}
