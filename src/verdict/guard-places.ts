import type { FunctionFacts, Range } from '../facts/module-facts.js';
import { type Frame, functionOf, type Link, type RoleRef, type Term, termAt, type WayIn } from '../link/link.js';
import { lookUp } from '../link/role-tables.js';
import { roleChain } from '../models/index.js';
import type { GuardModel, RoleId } from '../models/model.js';
import { findIdentities, type Identity, passingCalls } from './identities.js';
import type { Site } from './verdict.js';

/** A piece of the inserted text: words, or what stands at a range of the file. */
export type TextPart = string | Range;

export interface UserExpression {
  readonly root: readonly TextPart[];
  readonly path: readonly string[];
  readonly isLocal: boolean;
  /** The first member is declared by the library, and holds whatever the application puts there. */
  readonly hasBag?: boolean;
  /** The first of the application's own members may be missing. */
  readonly mayLack?: boolean;
  /** Where the file reads the same member already. */
  readonly read?: Range;
}

/** Where a guard can be written for a site, and with which words; plain data, for a fix to print. */
export interface GuardPlace {
  readonly model: GuardModel;
  readonly insert: { readonly at: 'before' | 'after'; readonly statement: Range } | { readonly at: 'body'; readonly body: Range };
  /** What the hook is registered on. */
  readonly receiver?: Range;
  /** What stands for `{{0}}`, `{{1}}` and `{{request}}`. */
  readonly words: Readonly<Record<string, readonly TextPart[]>>;
  /** The expression that holds the user: a root, and the members that follow. */
  readonly user: UserExpression;
  /** The user's variable, whose null checks come first. */
  readonly local?: string;
  /** Something asynchronous lies between the beginning and here. */
  readonly isLate: boolean;
  /** Messages of the connection may already be handled. */
  readonly isHeard: boolean;
  /** The beginning of the handler, where its raw socket needs a listener for errors. */
  readonly errorListenerAt?: Range;
  /** The user is known here on every path. */
  readonly isEvident: boolean;
  /** Nothing that was read puts the user there: the guard refuses who has none. */
  readonly isAssumed: boolean;
}

/** Every place where a guard can be written, best first. */
export function findGuardPlaces(link: Link, site: Site): readonly GuardPlace[] {
  const models = roleChain(site.way.emitter.role).flatMap(({ guards }) => guards ?? []);
  const identities = findIdentities(link, site);
  const places = models.flatMap((model) => {
    switch (model.place) {
      case 'hook':
        return hookPlaces(site, model, identities);
      case 'accept':
        return acceptPlaces(link, site, model, identities);
      case 'verdict':
        return verdictPlaces(link, site, model, identities);
      case 'handler':
        return handlerPlaces(link, site, model, identities);
    }
  });
  // What the settings name need not be there before the connection is accepted: the listener comes first, if it is told.
  const later = places.filter((place) => !isEarly(place));
  return [...later.filter(({ isEvident }) => isEvident), ...places.filter(isEarly), ...later.filter(({ isEvident }) => !isEvident)];
}

function isEarly({ model, isAssumed }: GuardPlace): boolean {
  return isAssumed && (model.place === 'accept' || model.place === 'verdict');
}

/** The identities that are known in a way in; what the settings name on the request is known in each. */
function knownIn(way: WayIn, identities: readonly Identity[], fn: FunctionFacts): readonly Identity[] {
  return identities.filter((identity) => isDeclaredOnRequest(identity) || (identity.way === way && isVisible(identity, fn)));
}

function isDeclaredOnRequest({ root, isDeclared }: Identity): boolean {
  return isDeclared === true && root.kind === 'role' && root.role === 'http:request';
}

const PLAIN = { isLate: false, isHeard: false, isAssumed: false } as const;

function calleeObject({ at }: WayIn): Range | undefined {
  const { value } = at;
  return value.kind === 'call' && value.callee.kind === 'member' ? value.callee.object.range : undefined;
}

/** A hook of its own, right behind the one that sets the user; or, by the settings' word, before the site. */
function hookPlaces(site: Site, model: GuardModel, identities: readonly Identity[]): GuardPlace[] {
  const [first = 'connection'] = model.parameters ?? [];
  const [role] = site.way.model.parameters;
  const place = (identity: Pick<Identity, 'root' | 'path' | 'isEvident' | 'way'>, isAssumed: boolean): GuardPlace[] => {
    const { way, root } = identity;
    const receiver = calleeObject(way);
    const isHook = way.model.call?.includes(model.method ?? '') === true && way.emitter.id === site.way.emitter.id;
    const isBefore = way === site.way && way.model.onResult !== true;
    const from = root.kind === 'role' && role ? roleText(role, root.role, first) : undefined;
    if (!receiver || !from || !(isHook || isBefore)) return [];
    const user = { root: [from], path: identity.path, isLocal: false, hasBag: hasBag(root, identity.path), mayLack: isAssumed };
    const insert = { at: isHook ? 'after' : 'before', statement: isHook ? way.at.value.range : site.range } as const;
    return [{ model, insert, receiver, words: {}, user, ...PLAIN, isAssumed, isEvident: identity.isEvident }];
  };
  const known = identities.flatMap((identity) => place(identity, identity.isDeclared === true));
  if (known.length > 0 || !role || !identities.every(({ isDeclared }) => isDeclared)) return known;
  return place({ root: { kind: 'role', role }, path: ['data', 'userId'], isEvident: false, way: site.way }, true);
}

function hasBag(root: Identity['root'], path: readonly string[]): boolean {
  return root.kind === 'role' && path.length > 1 && lookUp(root.role, ({ bag }) => bag) === path[0];
}

/** How a role is written in terms of a parameter that has another: the request of a connection is `socket.request`. */
function roleText(own: RoleId, wanted: RoleId, name: string): string | undefined {
  if (own === wanted) return name;
  const members = lookUp(own, (model) => model.members) ?? {};
  const member = Object.entries(members).find(([, role]) => role === wanted)?.[0];
  return member === undefined ? undefined : `${name}.${member}`;
}

function acceptPlaces(link: Link, site: Site, model: GuardModel, identities: readonly Identity[]): GuardPlace[] {
  return site.ways.flatMap((way) => {
    const call = way.accept?.call;
    const [request, socket] = call?.value.args ?? [];
    if (!call || !request || !socket || call.frame.module !== site.module) return [];
    const fn = functionOf(call.frame);
    return knownIn(way, identities, fn).flatMap((identity): GuardPlace[] => {
      const user = userOf(link, identity, way, [request.range]);
      if (!user) return [];
      const handler = way.handlers[0];
      const body = handler && functionOf({ ...handler.frame, fn: handler.value.fn });
      const isLate = isAsynchronousBefore(fn, call.value.range) || (handler !== undefined && handler.value.fn !== fn.id);
      const needsListener = isLate && body?.kind !== 'module' && body !== undefined && !listensForErrors(body, fn);
      return [
        {
          model,
          insert: { at: 'before', statement: call.value.range },
          words: { 0: [request.range], 1: [socket.range] },
          user: { ...user, mayLack: identity.isDeclared === true },
          isLate,
          isHeard: false,
          isAssumed: identity.isDeclared === true,
          isEvident: identity.isEvident,
          ...(needsListener && { errorListenerAt: body.body }),
        },
      ];
    });
  });
}

function isVisible({ frame }: Identity, fn: FunctionFacts): boolean {
  const { range } = functionOf(frame);
  return range[0] <= fn.range[0] && fn.range[1] <= range[1];
}

function listensForErrors(...functions: readonly FunctionFacts[]): boolean {
  return functions.some(({ events }) =>
    events.some((event) => event.kind === 'call' && event.value.callee.kind === 'member' && event.value.args[0]?.kind === 'literal' && event.value.args[0].value === 'error'),
  );
}

function isAsynchronousBefore({ events }: FunctionFacts, [start]: Range): boolean {
  return events.some((event) => event.kind === 'await' && event.range[0] < start);
}

/** Before the one call that lets the handshake pass. */
function verdictPlaces(link: Link, site: Site, model: GuardModel, identities: readonly Identity[]): GuardPlace[] {
  return site.ways.filter((way) => way.model.option !== undefined).flatMap((way) => {
    const passes = passingCalls(link, way);
    const [pass] = passes;
    const handler = way.handlers[0];
    if (!pass || passes.length !== 1 || !handler || pass.frame.module !== site.module) return [];
    const fn = functionOf(pass.frame);
    const request = requestText({ ...handler.frame, fn: handler.value.fn });
    return knownIn(way, identities, fn).flatMap((identity): GuardPlace[] => {
      const found = request && userOf(link, identity, way, request);
      if (!found) return [];
      const isAssumed = identity.isDeclared === true;
      const user = { ...found, mayLack: isAssumed };
      const words = { 1: [pass.value.callee.range], request };
      return [{ model, insert: { at: 'before', statement: pass.value.range }, words, user, ...PLAIN, isAssumed, isEvident: identity.isEvident }];
    });
  });
}

/** `req`, taken out of the parameter; or `info.req`. */
function requestText(frame: Frame): readonly TextPart[] | undefined {
  const { parameters, events } = functionOf(frame);
  const [first] = parameters;
  const { bindings } = frame.module.facts;
  if (!first) return undefined;
  const name = bindings[first.binding]?.name;
  if (name) return [`${name}.req`];
  const taken = events.find((event) => event.kind === 'assign' && event.value.kind === 'member' && event.value.property === 'req' && event.value.object.kind === 'binding' && event.value.object.id === first.binding);
  const local = taken?.kind === 'assign' && taken.target.kind === 'binding' ? bindings[taken.target.id]?.name : undefined;
  return local === undefined ? undefined : [local];
}

function handlerPlaces(link: Link, site: Site, model: GuardModel, identities: readonly Identity[]): GuardPlace[] {
  const { way, module } = site;
  const handler = way.handlers[0];
  if (way.accept || handler?.frame.module !== module) return [];
  const [role] = way.model.parameters;
  const assumed: Identity[] = role ? [{ way, root: { kind: 'role', role }, path: ['userId'], frame: { ...handler.frame, fn: handler.value.fn, roles: way.roles }, isEvident: false, isDeclared: true }] : [];
  const places = (identity: Identity): GuardPlace[] => {
    const isHere = identity.way === way;
    const frame = isHere ? identity.frame : { ...handler.frame, fn: handler.value.fn };
    if (frame.fn !== handler.value.fn && !isOnlyCall(link, functionOf({ ...handler.frame, fn: handler.value.fn }), frame)) return [];
    const fn = functionOf(frame);
    const names = fn.parameters.map(({ binding }) => module.facts.bindings[binding]?.name ?? '');
    const roles = frame.fn === handler.value.fn ? way.roles : fn.parameters.map(({ binding, range }) => link.roles(termAt({ kind: 'binding', id: binding, range }, frame))[0]);
    const connection = nameOfRole(names, roles, way.model.parameters[0]);
    const found = isHere ? userOf(link, identity, way, []) : userOfParameters(identity, names, roles);
    const isAssumed = identity.isDeclared === true;
    const user = found && { ...found, mayLack: isAssumed };
    if (connection === undefined || !user || (identity.root.kind === 'role' && isHere && !user.root.length)) return [];
    const since = isHere ? identity.since : undefined;
    return [
      {
        model,
        insert: since ? { at: 'after', statement: since } : { at: 'body', body: fn.body },
        words: { 0: [connection] },
        user,
        ...(identity.root.kind === 'local' && { local: identity.root.name }),
        isLate: since !== undefined && isAsynchronousBefore(fn, [since[1], since[1]]) && !testsState(fn, since),
        isHeard: since !== undefined && isListenedTo(fn, since),
        isAssumed,
        isEvident: identity.isEvident,
      },
    ];
  };
  const known = identities.flatMap(places);
  return known.length > 0 || !identities.every(({ isDeclared }) => isDeclared) ? known : assumed.flatMap(places);
}

/** The handler does nothing but call the function: what this does not go on with, nobody does. */
function isOnlyCall(link: Link, { events }: FunctionFacts, frame: Frame): boolean {
  const calls = events.filter((event) => event.kind === 'call');
  return calls.length === 1 && link.callersOf(frame.module, frame.fn).length === 1;
}

function nameOfRole(names: readonly string[], roles: readonly (RoleRef | undefined)[], role: RoleId | undefined): string | undefined {
  const index = roles.findIndex((ref) => ref?.role === role);
  return names[index] === '' ? undefined : names[index];
}

/** The user, read from what the handler is given. */
function userOfParameters({ root, path }: Identity, names: readonly string[], roles: readonly (RoleRef | undefined)[]): GuardPlace['user'] | undefined {
  if (root.kind !== 'role') return undefined;
  for (const [index, ref] of roles.entries()) {
    const name = names[index];
    const text = ref && name ? roleText(ref.role, root.role, name) : undefined;
    if (text !== undefined) return { root: [text], path, isLocal: false, hasBag: hasBag(root, path) };
  }
  return undefined;
}

function userOf(link: Link, { root, path, read, frame }: Identity, way: WayIn, request: readonly TextPart[]): GuardPlace['user'] | undefined {
  if (root.kind === 'local') return { root: [root.name], path, isLocal: true, ...(read && { read }) };
  if (root.role === 'http:request' && request.length > 0) return { root: request, path, isLocal: false };
  const names = functionOf(frame).parameters.map(({ binding }) => frame.module.facts.bindings[binding]?.name ?? '');
  return userOfParameters({ way, root, path, frame, isEvident: true }, names, parameterRefs(link, frame, way));
}

function parameterRefs(link: Link, frame: Frame, way: WayIn): readonly (RoleRef | undefined)[] {
  return functionOf(frame).parameters.map(({ binding, range }, index): RoleRef | undefined => {
    const term: Term = termAt({ kind: 'binding', id: binding, range }, frame);
    return link.roles(term)[0] ?? (frame.roles ? way.roles[index] : undefined);
  });
}

/** The code already looks whether the connection is still open. */
function testsState({ events }: FunctionFacts, [, end]: Range): boolean {
  const lastAwait = Math.max(-1, ...events.flatMap((event) => (event.kind === 'await' && event.range[0] < end ? [event.range[1]] : [])));
  return events.some((event) => event.kind === 'test' && event.range[0] > lastAwait && event.range[0] < end + 200 && JSON.stringify(event.value).includes('"readyState"'));
}

function isListenedTo({ events }: FunctionFacts, [, end]: Range): boolean {
  return events.some(
    (event) => event.kind === 'call' && event.range[0] < end && event.value.callee.kind === 'member' && event.value.args[0]?.kind === 'literal' && event.value.args[0].value === 'message',
  );
}
