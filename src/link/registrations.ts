import type { CallValue } from '../facts/module-facts.js';
import { roleChain } from '../models/index.js';
import type { RoleId, WayInModel } from '../models/model.js';
import { goingWith } from './iterations.js';
import { exportsOf } from './library-exports.js';
import { type HandedOver, type Link, type RoleRef, siteId, type Term, termAt } from './link.js';
import { textOf } from './value-names.js';
import { DISTINCTIVE_ROLES, LOOPED_METHODS, OPTION_METHODS, REGISTERING_METHODS } from './role-tables.js';

/** How a function that is handed to a call becomes a way in of new connections. */
export interface Registration {
  readonly model: WayInModel;
  readonly emitter: RoleRef;
  readonly roles: readonly (RoleRef | undefined)[];
  /** The function, where the argument stands for several: a loop registers one for each event. */
  readonly handler?: Term;
}

type Handing = Omit<HandedOver, 'target'>;

/** The way in that a library makes of a function handed to it; undefined if it makes none. */
export function wayInFor(link: Link, handing: HandedOver): Registration | undefined {
  const { value, frame } = handing.target;
  return waysInFor(link, handing).find(({ handler }) => !handler || link.origins(handler).some((origin) => origin.frame.module === frame.module && origin.value.kind === 'function' && origin.value.fn === value.fn));
}

/** The same for each of the emitters that the receiver can be. */
export function waysInFor(link: Link, handing: Handing): readonly Registration[] {
  return handing.property === undefined ? registeredWays(link, handing) : optionWays(link, handing, handing.property);
}

/** `new Server({ verifyClient })`, `socketAuth(io, { authenticate })`, `app.ws('/', { open })`. */
function optionWays(link: Link, { call }: Handing, property: string): readonly Registration[] {
  const own = emittersMade(link, call).map((ref) => ({ ref, ways: waysInOf(ref).filter((way) => !way.call) }));
  const found = [...own, ...attached(link, call)].flatMap(({ ref, ways }) => ways.filter((way) => way.option === property).map((model) => registration(model, ref, call)));
  const method = methodOf(call);
  if (found.length > 0 || method === undefined || !OPTION_METHODS.has(method)) return found;
  return receivers(link, call, method).flatMap((ref) =>
    waysInOf(ref)
      .filter((way) => way.option === property && way.call?.includes(method) && hasGiven(link, way, call))
      .slice(0, 1)
      .map((model) => registration(model, emitterOf(model, ref, call), call)),
  );
}

/** `wss.on('connection', handler)`, `app.get('/', { websocket: true }, handler)`, `upgradeWebSocket(create)`. */
function registeredWays(link: Link, handing: Handing): readonly Registration[] {
  const { call } = handing;
  const given = emittersMade(link, call).flatMap((ref) => waysInOf(ref).filter(({ isGiven }) => isGiven).map((model) => registration(model, ref, call)));
  const method = methodOf(call);
  if (given.length > 0 || method === undefined || !REGISTERING_METHODS.has(method)) return given;
  return receivers(link, call, method).flatMap((ref) => {
    for (const model of waysInOf(ref)) {
      const handler = model.option === undefined && model.call?.includes(method) === true ? taken(link, model, handing) : undefined;
      const emitter = model.onResult ? (link.roles(call)[0] ?? ref) : emitterOf(model, ref, call);
      if (handler) return [{ ...registration(model, emitter, call), ...(handler.value !== call.value.args[handing.argument] && { handler }) }];
    }
    return [];
  });
}

function methodOf({ value }: Handing['call']): string | undefined {
  const { callee } = value;
  return callee.kind === 'member' && typeof callee.property === 'string' ? callee.property : undefined;
}

/** What the method is called on; where that is not known, what a particular call says of it. */
function receivers(link: Link, call: Handing['call'], method: string): readonly RoleRef[] {
  const { callee } = call.value;
  if (callee.kind !== 'member') return [];
  const object = termAt(callee.object, call.frame);
  const known = link.roles(object);
  if (known.length > 0) return known;
  return DISTINCTIVE_ROLES.flatMap((role): RoleRef[] => {
    const isKnown = waysOf(role).some((way) => way.isDistinctive && way.call?.includes(method) && hasGiven(link, way, call));
    if (!isKnown) return [];
    const [origin = object] = link.origins(object);
    const id = link.place(origin) ?? siteId(origin);
    return [{ role, id, root: id, made: origin }];
  });
}

/** Where each call is an emitter of its own. */
function emitterOf({ emits }: WayInModel, ref: RoleRef, call: Handing['call']): RoleRef {
  const [key] = call.value.args;
  return emits ? { role: emits, id: `${ref.id}|${siteId(call)}`, root: ref.root, made: call, ...(key && { key: termAt(key, call.frame) }) } : ref;
}

/** The emitters that the call itself makes; what it only gives back was made elsewhere. */
function emittersMade(link: Link, call: Handing['call']): readonly RoleRef[] {
  return link.roles(call).filter(({ made }) => made?.value === call.value);
}

/** The ways in that one library puts on another's server: `socketAuth(io, { authenticate })`. */
export function attached(link: Link, call: Handing['call']): { ref: RoleRef; ways: readonly WayInModel[] }[] {
  const { value, frame } = call;
  return exportsOf(link, termAt(value.callee, frame)).flatMap(({ attaches }) => {
    const server = attaches && serverTerm(link, call, attaches.emitter);
    return server ? link.roles(server).map((ref) => ({ ref, ways: attaches.ways })) : [];
  });
}

/** An argument, or an option of the first one. */
function serverTerm(link: Link, { value, frame }: Handing['call'], emitter: number | string): Term | undefined {
  if (typeof emitter === 'number') {
    const argument = value.args[emitter];
    return argument && termAt(argument, frame);
  }
  const [options] = value.args;
  for (const origin of options ? link.origins(termAt(options, frame)) : []) {
    const property = origin.value.kind === 'object' ? origin.value.properties.find(({ key }) => key === emitter) : undefined;
    if (property) return termAt(property.value, origin.frame);
  }
  return undefined;
}

/** The argument, or what stands for it in a loop over events, if the event is the right one. */
function taken(link: Link, way: WayInModel, { call, argument }: Handing): Term | undefined {
  const { value, frame } = call;
  const [first] = value.args;
  const given = value.args[argument];
  if (way.isLooped || !given || !hasGiven(link, way, call)) return undefined;
  const handler = termAt(given, frame);
  const { events } = way;
  if (events === undefined) return isPlaced(way, argument, value.args) ? handler : undefined;
  if (events.length === 0) return argument === 1 ? handler : undefined;
  if (argument === 0 || !first) return undefined;
  if (namesEvent(link, events, call)) return handler;
  if (textOf(link, termAt(first, frame)) !== undefined) return undefined;
  return goingWith(link, termAt(first, frame), events, handler);
}

/** Whether the function stands where the method takes it. */
function isPlaced({ handler }: WayInModel, argument: number, args: CallValue['args']): boolean {
  if (handler === 'last') return argument > 0 && argument === args.length - 1;
  if (handler === 'rest') return argument > 0 && args[argument]?.kind !== 'object';
  return true;
}

/** By its text, or by the constant that the library has for it: `server.MIDDLEWARE_HANDSHAKE`. */
function namesEvent(link: Link, events: readonly string[], { value, frame }: Handing['call']): boolean {
  const [first] = value.args;
  if (!first) return false;
  const name = textOf(link, termAt(first, frame)) ?? (first.kind === 'member' ? first.property : undefined);
  return typeof name === 'string' && events.includes(name);
}

/** The way in of a loop over what a call gives. */
export function loopedWay(link: Link, call: Handing['call']): Registration | undefined {
  const method = methodOf(call);
  if (method === undefined || !LOOPED_METHODS.has(method)) return undefined;
  for (const ref of receivers(link, call, method)) {
    const model = waysInOf(ref).find(({ isLooped, call: methods, events }) => isLooped && methods?.includes(method) && namesEvent(link, events ?? [], call));
    if (model) return registration(model, ref, call);
  }
  return undefined;
}

/** Whether an object among the arguments has the property; `false` is as good as none. */
export function hasGiven(link: Link, { given }: WayInModel, { value, frame }: Handing['call']): boolean {
  return given === undefined || value.args.some((argument) => argument.kind !== 'literal' && argument.kind !== 'function' && holds(link, termAt(argument, frame), given));
}

function holds(link: Link, argument: Term, property: string): boolean {
  return link.origins(argument).some(({ value, frame }) => {
    const found = value.kind === 'object' ? value.properties.find(({ key }) => key === property) : undefined;
    return found !== undefined && !link.origins(termAt(found.value, frame)).every((origin) => origin.value.kind === 'literal' && !origin.value.value);
  });
}

function waysOf(role: RoleId): WayInModel[] {
  return roleChain(role).flatMap((model) => model.waysIn ?? []);
}

export function waysInOf(ref: RoleRef): WayInModel[] {
  return waysOf(ref.role);
}

export function registration(model: WayInModel, emitter: RoleRef, call: HandedOver['call']): Registration {
  const id = siteId(call);
  const roles = model.parameters.map((role, index): RoleRef | undefined =>
    role && { role, id: `${id}(${String(index)})`, root: emitter.root, made: call },
  );
  return { model, emitter, roles };
}
