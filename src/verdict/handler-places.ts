import type { FunctionFacts } from '../facts/module-facts.js';
import { encloses } from '../facts/ranges.js';
import { bareFrame, type Frame, functionOf, type Link, termAt, type WayIn } from '../link/link.js';
import type { GuardModel, RoleId } from '../models/model.js';
import { wayWithin } from './guard-models.js';
import { assumedPath, type GuardPlace, hasBag, heldBy, isAsynchronousBefore, isListenedTo, listensForErrors, missingParameters, nameOfRole, readsMember, type ReleasePlace, roleText, testsState, userOf, userOfParameters } from './guard-words.js';
import type { Identity } from './identity-paths.js';
import type { Site } from './verdict.js';

/** The places inside the function that is given the connection, or in one that it does nothing but call. */
export function handlerPlaces(link: Link, site: Site, model: GuardModel, identities: readonly Identity[]): GuardPlace[] {
  const { module } = site;
  const way = wayWithin(site, model.within);
  if (!way) return writtenPlaces(link, site, model, identities);
  const handler = way.handlers[0];
  if (way.accept || handler?.frame.module !== module) return [];
  const role = connectionRole(link, way);
  if (model.connection && !isOneOf(link, way, model.connection)) return [];
  if (model.reading && readsMember(way, model.reading.member) !== model.reading.is) return [];
  if (model.unlessCalled !== undefined && isCalledIn(module, model.unlessCalled)) return [];
  if (model.isInline && !encloses(way.at.value, handler.value)) return [];
  const assumed: Identity[] = role ? [{ way, root: { kind: 'role', role }, path: assumedPath(link, role), frame: { ...handler.frame, fn: handler.value.fn, roles: way.roles }, isEvident: false, isDeclared: true, isGuessed: true }] : [];
  const places = (identity: Identity): GuardPlace[] => {
    const isHere = identity.way === way;
    const frame = isHere && !isAround(identity, handler) ? identity.frame : { ...handler.frame, fn: handler.value.fn };
    if (frame.fn !== handler.value.fn && !isOnlyCall(link, functionOf({ ...handler.frame, fn: handler.value.fn }), frame)) return [];
    const fn = functionOf(frame);
    const names = namesOf(fn, module);
    const roles = frame.fn === handler.value.fn ? way.roles : fn.parameters.map(({ binding, range }) => link.roles(termAt({ kind: 'binding', id: binding, range }, frame))[0]);
    const held = heldBy(fn, module, roles, role, model.member);
    const adds = role && model.member === undefined ? missingParameters(model.parameters, names, way) : undefined;
    const connection = held?.text ?? adds?.names.at(-1);
    const found = adds ? userOfConnection(link, identity, handler, role, adds.names.at(-1) ?? '') : identity.root.kind === 'local' && isAround(identity, handler) ? localUser(identity) : isHere ? userOf(link, identity, way, []) : userOfParameters(link, identity, names, roles);
    const isAssumed = identity.isDeclared === true;
    const user = found && { ...found, ...lacking(identity) };
    if (connection === undefined || !user || (identity.root.kind === 'role' && isHere && !user.root.length)) return [];
    const since = isHere && !isAround(identity, handler) ? identity.since : undefined;
    const local = identity.root.kind === 'local' && !isAround(identity, handler) ? identity.root.name : undefined;
    const isLate = since !== undefined && isAsynchronousBefore(fn, [since[1], since[1]]) && !testsState(fn, since, local !== undefined);
    const release = model.release && releasePlace(link, site, model.release, { identity, handler, role });
    if (model.release && !release) return [];
    return [
      {
        model,
        insert: since ? { at: 'after', statement: since } : { at: 'body', body: fn.body },
        words: { 0: [connection] },
        ...(held?.taken && { taken: held.taken }),
        user,
        ...(local !== undefined && { local }),
        isLate,
        ...(isLate && model.errorListener && !listensForErrors(fn) && { errorListenerAt: fn.body }),
        isHeard: since !== undefined && isListenedTo(fn, since),
        isAssumed,
        isEvident: identity.isEvident,
        ...(release && { release }),
        ...(adds && { adds }),
      },
    ];
  };
  const known = identities.flatMap(places);
  return known.length > 0 || !identities.every(({ isDeclared }) => isDeclared) ? known : assumed.flatMap(places);
}

/** In a function that is not there yet, beside another one of the same object. */
function writtenPlaces(link: Link, site: Site, model: GuardModel, identities: readonly Identity[]): GuardPlace[] {
  const { within, parameters, release } = model;
  const connection = parameters?.at(-1);
  const sibling = within === undefined ? undefined : siblingOf(site, within);
  const role = sibling?.model.parameters.find((parameter) => parameter !== undefined);
  const handler = sibling?.handlers[0];
  if (!handler || !role || !release || connection === undefined) return [];
  const places = (identity: Identity): GuardPlace[] => {
    const isAssumed = identity.isDeclared === true;
    const user = userOfConnection(link, identity, handler, role, connection);
    const released = user && releasePlace(link, site, release, { identity, handler, role });
    if (!released) return [];
    const insert = { at: 'beside', function: handler.value.range } as const;
    return [{ model, insert, words: { 0: [connection] }, user: { ...user, ...lacking(identity) }, isLate: false, isHeard: false, isAssumed, isEvident: identity.isEvident, release: released }];
  };
  const known = identities.flatMap(places);
  if (known.length > 0 || !identities.every(({ isDeclared }) => isDeclared)) return known;
  const way = site.way;
  return places({ way, root: { kind: 'role', role }, path: assumedPath(link, role), frame: handler.frame, isEvident: false, isDeclared: true, isGuessed: true });
}

/** A way in whose function lies in the same object. */
function siblingOf(site: Site, within: string): WayIn | undefined {
  const level = (name: string): string => name.slice(0, name.lastIndexOf('.') + 1);
  return site.ways.find(({ model, at, handlers }) => {
    const name = model.option ?? model.member;
    return name !== undefined && model.phase !== 'handshake' && level(name) === level(within) && at.frame.module === site.module && handlers[0]?.frame.module === site.module;
  });
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
function connectionRole(link: Link, { model: { parameters } }: WayIn): RoleId | undefined {
  const known = parameters.filter((parameter) => parameter !== undefined);
  return known.find((role) => link.catalogue.lookUp(role, ({ ends }) => ends) !== undefined) ?? known[0];
}

function namesOf(fn: FunctionFacts, { facts }: Site['module']): string[] {
  return fn.parameters.map(({ binding }) => facts.bindings[binding]?.name ?? '');
}

/** A variable of a function around the handler: what is written in the handler, and beside it, sees it. */
function isAround({ root, frame }: Identity, { value }: WayIn['handlers'][number]): boolean {
  const { range } = functionOf(frame);
  return root.kind === 'local' && range[0] < value.range[0] && value.range[1] <= range[1];
}

function localUser({ root, path, read, isKept }: Identity): GuardPlace['user'] | undefined {
  if (root.kind === 'local' && isKept) return { root: [root.name], path, isLocal: false, hasBag: true };
  return root.kind === 'local' ? { root: [root.name], path, isLocal: true, ...(read && { read }) } : undefined;
}

/** What may be missing at run time. */
function lacking({ isDeclared = false, isGuessed = false }: Identity): Pick<GuardPlace['user'], 'mayLack' | 'isGuessed'> {
  return { mayLack: isDeclared, isGuessed };
}

interface Guarded {
  readonly identity: Identity;
  readonly handler: WayIn['handlers'][number];
  readonly role: RoleId | undefined;
}

/** Where the slot is given back; undefined where the user is not known there. */
function releasePlace(link: Link, site: Site, model: NonNullable<GuardModel['release']>, { identity, handler, role }: Guarded): ReleasePlace | undefined {
  const way = wayWithin(site, model.within);
  const own = way?.handlers[0];
  if (own && own.frame.module !== site.module) return undefined;
  const beside = handler.value.range;
  if (!way || !own) {
    const connection = model.parameters.at(-1) ?? '';
    const user = userOfConnection(link, identity, handler, role, connection);
    return user ? { model, beside, words: { 0: [connection] }, user: { ...user, ...lacking(identity) } } : undefined;
  }
  const fn = functionOf({ ...own.frame, fn: own.value.fn });
  const names = namesOf(fn, site.module);
  const adds = missingParameters(model.parameters, names, way);
  const connection = nameOfRole(names, way.roles, role) ?? adds?.names.at(-1);
  const user = adds ? userOfConnection(link, identity, own, role, connection ?? '') : isAround(identity, own) ? localUser(identity) : userOfParameters(link, identity, names, way.roles);
  return user && connection !== undefined ? { model, beside, body: fn.body, words: { 0: [connection] }, user: { ...user, ...lacking(identity) }, ...(adds && { adds }) } : undefined;
}

/** The user, in a function that the fix writes beside the handler. */
function userOfConnection(link: Link, identity: Identity, handler: WayIn['handlers'][number], role: RoleId | undefined, connection: string): GuardPlace['user'] | undefined {
  const { root, path } = identity;
  const text = root.kind === 'role' && role ? roleText(link, role, root.role, connection) : undefined;
  if (text !== undefined) return { root: [text], path, isLocal: false, hasBag: hasBag(link, root, path) };
  return isAround(identity, handler) ? localUser(identity) : undefined;
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
