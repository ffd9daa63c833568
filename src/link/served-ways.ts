import type { CallValue } from '../facts/module-facts.js';
import { type Frame, functionOf, type Link, type RoleRef, type Term, termAt, type WayIn } from './link.js';
import { optionsOf } from './options.js';
import { emittersAt } from './registrations.js';

/** One emitter's hooks run for the connections of another. */
interface Service {
  readonly from: string;
  readonly to: RoleRef;
}

/** Hooks may be handed to a handler that is handed to a server. */
const MAX_STEPS = 3;

/**
 * The ways in with the hooks that one library runs for another's connections: `makeHandler({ onConnect })` as the handler
 * of a route. What serves others is no site of its own; what is one only where there is no other gives way.
 */
export function servedWays(link: Link, ways: readonly WayIn[]): readonly WayIn[] {
  const services = findServices(link, ways);
  const serving = new Set(services.map(({ from }) => from));
  const own = ways.flatMap((way): WayIn[] => {
    if (!serving.has(way.emitter.id)) return [way];
    return way.handlers.length > 0 ? [withoutSite(way)] : [];
  });
  const all = [...own];
  let last: readonly WayIn[] = own;
  for (let step = 0; step < MAX_STEPS && last.length > 0; step += 1) {
    last = services.flatMap(({ from, to }) => last.filter(({ emitter, model }) => emitter.id === from && !model.isSite).map((way): WayIn => ({ ...way, emitter: to })));
    all.push(...last);
  }
  const sites = all.filter(({ model }) => model.isSite && !model.isFallback);
  return all.filter(({ model, emitter }) => !model.isFallback || !sites.some((site) => site.emitter.id === emitter.id));
}

function withoutSite(way: WayIn): WayIn {
  return way.model.isSite ? { ...way, model: { ...way.model, isSite: false, isFallback: false } } : way;
}

function findServices(link: Link, ways: readonly WayIn[]): Service[] {
  if (!link.index.calls.some((call) => isMade(link, call))) return [];
  return link.index.calls.flatMap((call) => [...handedOn(link, call), ...calledIn(link, call, ways)]).filter(({ from, to }) => from !== to.id);
}

/** Whether anything is there to be handed on: most programs have none. */
function isMade(link: Link, call: Term<CallValue>): boolean {
  const { callee } = call.value;
  if (callee.kind === 'member' && typeof callee.property === 'string' && link.catalogue.vocabulary.serving.has(callee.property)) return true;
  return link.roles(call).some(({ role }) => link.catalogue.servingRoles.has(role));
}

/** `app.get('/', { websocket: true }, makeHandler(options))`, `attach({ hooks })`, `serve({ websocket: sockets.websocket })`. */
function handedOn(link: Link, call: Term<CallValue>): Service[] {
  return call.value.args.flatMap((argument, index): Service[] => {
    if (argument.kind === 'literal') return [];
    const own = argument.kind === 'object' || argument.kind === 'function' ? [] : serving(link, termAt(argument, call.frame));
    const direct = own.flatMap(({ id }) => emittersAt(link, call, index).map((to) => ({ from: id, to })));
    const options = optionsOf(link, call, argument).flatMap(({ key, value }) =>
      serving(link, value).flatMap(({ id }) => emittersAt(link, call, index, key).map((to) => ({ from: id, to }))),
    );
    return [...direct, ...options];
  });
}

function serving(link: Link, term: Term): readonly RoleRef[] {
  const { kind } = term.value;
  return kind === 'call' || kind === 'binding' || kind === 'member' || kind === 'await' ? link.roles(term).filter(({ role }) => link.catalogue.isServing(role)) : [];
}

/** `handler(socket)` and `server.handleConnection(socket, request)`, where a connection comes in. */
function calledIn(link: Link, call: Term<CallValue>, ways: readonly WayIn[]): Service[] {
  const { callee, args } = call.value;
  if (call.value.isNew) return [];
  const method = callee.kind === 'member' && typeof callee.property === 'string' && link.catalogue.vocabulary.serving.has(callee.property) ? callee.property : undefined;
  const refs =
    callee.kind === 'member' && method !== undefined
      ? link.roles(termAt(callee.object, call.frame)).filter(({ role }) => link.catalogue.methodOfRole(role, method)?.serves)
      : serving(link, termAt(callee, call.frame));
  if (refs.length === 0) return [];
  const given = new Set(args.flatMap((argument) => link.roles(termAt(argument, call.frame)).map(({ id }) => id)));
  const byConnection = ways.filter(({ roles }) => roles.some((role) => role && given.has(role.id)));
  const found = byConnection.length > 0 ? byConnection : ways.filter((way) => isInside(call.frame, way));
  return refs.flatMap(({ id }) => found.map(({ emitter }) => ({ from: id, to: emitter })));
}

/** Whether a call stands in a handler, or in a function that is written in one. */
function isInside(frame: Frame, { handlers, model }: WayIn): boolean {
  if (model.phase === 'closed') return false;
  for (let at = frame.fn; at >= 0; at = functionOf({ ...frame, fn: at }).parent) {
    if (handlers.some(({ value, frame: { module } }) => value.fn === at && module === frame.module)) return true;
  }
  return false;
}
