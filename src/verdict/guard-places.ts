import type { FunctionFacts } from '../facts/module-facts.js';
import { functionOf, type Link, type WayIn } from '../link/link.js';
import type { GuardModel } from '../models/model.js';
import { guardModelsOf } from './guard-models.js';
import { connectionBehind, isOwnParameter } from './accepted-names.js';
import { findIdentities, passingCalls } from './identities.js';
import type { Identity } from './identity-paths.js';
import type { Site } from './verdict.js';
import { calleeObject, type GuardPlace, hasBag, isAsynchronousBefore, isDeclaredOnRequest, isVisible, listensForErrors, requestText, roleText, userOf } from './guard-words.js';
import { handlerPlaces } from './handler-places.js';
import { overridePlaces } from './override-places.js';
import { takingPlaces } from './taking-places.js';

/** Every place where a guard can be written, best first. */
export function findGuardPlaces(link: Link, site: Site): readonly GuardPlace[] {
  const identities = findIdentities(link, site);
  const places = guardModelsOf(link, site).flatMap((model) => {
    switch (model.place) {
      case 'hook':
        return hookPlaces(link, site, model, identities);
      case 'accept':
        return acceptPlaces(link, site, model, identities);
      case 'taking':
        return takingPlaces(link, site, model, identities);
      case 'override':
        return overridePlaces(link, site, model);
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

const PLAIN = { isLate: false, isHeard: false, isAssumed: false } as const;

/** A hook of its own, right behind the one that sets the user; or, by the settings' word, before the site. */
function hookPlaces(link: Link, site: Site, model: GuardModel, identities: readonly Identity[]): GuardPlace[] {
  const [first = 'connection'] = model.parameters ?? [];
  const [assumed] = site.way.model.parameters;
  const place = (identity: Pick<Identity, 'root' | 'path' | 'isEvident' | 'way'>, isAssumed: boolean): GuardPlace[] => {
    const { way, root } = identity;
    const receiver = calleeObject(way);
    const isHook = way.model.call?.includes(model.method ?? '') === true && way.emitter.id === site.way.emitter.id;
    const isBefore = way === site.way && way.model.onResult !== true;
    const [role] = (isHook ? way : site.way).model.parameters;
    const from = root.kind === 'role' && role ? roleText(link, role, root.role, first) : undefined;
    if (!receiver || !from || !(isHook || isBefore)) return [];
    const user = { root: [from], path: identity.path, isLocal: false, hasBag: hasBag(link, root, identity.path), mayLack: isAssumed };
    const insert = { at: isHook ? 'after' : 'before', statement: isHook ? way.at.value.range : site.range } as const;
    return [{ model, insert, receiver, words: {}, user, ...PLAIN, isAssumed, isEvident: identity.isEvident }];
  };
  const known = identities.flatMap((identity) => place(identity, identity.isDeclared === true));
  if (known.length > 0 || !assumed || !identities.every(({ isDeclared }) => isDeclared)) return known;
  return place({ root: { kind: 'role', role: assumed }, path: ['data', 'userId'], isEvident: false, way: site.way }, true);
}

function acceptPlaces(link: Link, site: Site, model: GuardModel, identities: readonly Identity[]): GuardPlace[] {
  return site.ways.flatMap((way) => {
    const call = way.accept?.call;
    const [request, raw] = call?.value.args ?? [];
    if (!call || !request || call.frame.module !== site.module) return [];
    const fn = functionOf(call.frame);
    const socket = model.behind ? connectionBehind(fn, call, model.behind) : raw && [raw.range];
    if (!socket) return [];
    return knownIn(way, identities, fn).flatMap((identity): GuardPlace[] => {
      const user = userOf(link, identity, way, [request.range]);
      if (!user) return [];
      const handler = way.handlers[0];
      const body = handler && functionOf({ ...handler.frame, fn: handler.value.fn });
      const earlyAt = model.early && isAsynchronousBefore(fn, call.value.range) && isOwnParameter(fn, request) ? fn.body : undefined;
      const isLate = model.early ? earlyAt !== undefined : isAsynchronousBefore(fn, call.value.range) || (handler !== undefined && handler.value.fn !== fn.id);
      const needsListener = model.errorListener !== undefined && isLate && body?.kind !== 'module' && body !== undefined && !listensForErrors(body, fn);
      return [
        {
          model,
          insert: { at: 'before', statement: call.value.range },
          words: { 0: [request.range], 1: socket },
          user: { ...user, mayLack: identity.isDeclared === true },
          isLate,
          isHeard: false,
          isAssumed: identity.isDeclared === true,
          isEvident: identity.isEvident,
          ...(needsListener && { errorListenerAt: body.body }),
          ...(earlyAt && { earlyAt }),
        },
      ];
    });
  });
}

/** Before the one call that lets the handshake pass: of an option's callback, or of a method of what the handler is given. */
function verdictPlaces(link: Link, site: Site, model: GuardModel, identities: readonly Identity[]): GuardPlace[] {
  return site.ways.filter((way) => way.model.phase === 'handshake').flatMap((way) => {
    const passes = passingCalls(link, way);
    const [pass] = passes;
    const handler = way.handlers[0];
    if (!pass || passes.length !== 1 || !handler || pass.frame.module !== site.module) return [];
    const { callee } = pass.value;
    const isMethod = callee.kind === 'member';
    if (isMethod === (way.model.option !== undefined)) return [];
    const fn = functionOf(pass.frame);
    const body = functionOf({ ...handler.frame, fn: handler.value.fn });
    const request = isMethod ? [] : requestText({ ...handler.frame, fn: handler.value.fn });
    const isLate = isMethod && (isAsynchronousBefore(fn, pass.value.range) || handler.value.fn !== fn.id);
    const words = { ...(isMethod ? { 0: [callee.object.range] } : { 1: [callee.range] }), ...(request && !isMethod && { request }) };
    return knownIn(way, identities, fn).flatMap((identity): GuardPlace[] => {
      const found = request && userOf(link, identity, way, request);
      if (!found) return [];
      const isAssumed = identity.isDeclared === true;
      const user = { ...found, mayLack: isAssumed };
      const needsListener = isLate && model.errorListener !== undefined && !listensForErrors(body, fn);
      return [{ model, insert: { at: 'before', statement: pass.value.range }, words, user, ...PLAIN, isLate, isAssumed, isEvident: identity.isEvident, ...(needsListener && { errorListenerAt: body.body }) }];
    });
  });
}
