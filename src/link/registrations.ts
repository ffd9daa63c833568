import type { CallValue } from '../facts/module-facts.js';
import { encloses } from '../facts/ranges.js';
import type { RoleId, WayInModel } from '../models/model.js';
import { isOption } from '../models/vocabulary.js';
import { goingWith } from './iterations.js';
import { exportsOf } from './library-exports.js';
import { type HandedOver, type Link, type RoleRef, siteId, type Term, termAt } from './link.js';
import { textOf } from './value-names.js';

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
  const own = emittersMade(link, call).map((ref) => ({ ref, ways: waysInOf(link, ref).filter((way) => !way.call) }));
  const found = [...own, ...attached(link, call)].flatMap(({ ref, ways }) => ways.filter(({ option }) => option !== undefined && isOption(option, property)).slice(0, 1).map((model) => registration(model, ref, call)));
  return found.length > 0 ? found : optionsOfMethod(link, call, property).map(({ model, emitter }) => registration(model, emitter, call));
}

/** For each receiver, the first way in that the method has among its options; under the name of one, if that is given. */
function optionsOfMethod(link: Link, call: Handing['call'], property?: string): { readonly model: WayInModel; readonly emitter: RoleRef }[] {
  const method = methodOf(call);
  if (method === undefined || !link.catalogue.vocabulary.withOptions.has(method)) return [];
  return receivers(link, call, method).flatMap((ref) =>
    waysInOf(link, ref)
      .filter(({ option, call: methods, given }) => option !== undefined && (property === undefined || isOption(option, property)) && methods?.includes(method) && hasGiven(link, { given }, call))
      .slice(0, 1)
      .map((model) => ({ model, emitter: emitterOf(model, ref, call) })),
  );
}

/** `wss.on('connection', handler)`, `app.get('/', { websocket: true }, handler)`, `upgradeWebSocket(create)`. */
function registeredWays(link: Link, handing: Handing): readonly Registration[] {
  const { call } = handing;
  const isOptions = call.value.args[handing.argument]?.kind === 'object';
  const given = (isOptions ? [] : emittersMade(link, call)).flatMap((ref) => waysInOf(link, ref).filter(({ isGiven }) => isGiven).map((model) => registration(model, ref, call)));
  const method = methodOf(call);
  if (given.length > 0 || method === undefined || !link.catalogue.vocabulary.registering.has(method)) return given;
  return receivers(link, call, method).flatMap((ref) => {
    for (const model of waysInOf(link, ref)) {
      const handler = model.option === undefined && !model.made && model.call?.includes(method) === true ? taken(link, model, handing) : undefined;
      // Where the receiver is not known, a function must be given: a client has methods of the same names.
      if (!handler || (ref.isGuessed === true && model.given === undefined && !isFunction(link, handler))) continue;
      const emitter = model.emitter ? emitterAmong(link, model.emitter, call) : model.onResult ? (link.roles(call)[0] ?? ref) : emitterOf(model, ref, call);
      return emitter ? [{ ...registration(model, emitter, call), ...(handler.value !== call.value.args[handing.argument] && { handler }) }] : [];
    }
    return [];
  });
}

function isFunction(link: Link, term: Term): boolean {
  return link.origins(term).some(({ value }) => value.kind === 'function' || value.kind === 'import' || value.kind === 'call');
}

/** The emitter that a call is given, or that is made inside what it is given. */
function emitterAmong(link: Link, role: RoleId, { value, frame }: Handing['call']): RoleRef | undefined {
  const args = value.args.filter(({ kind }) => kind !== 'literal' && kind !== 'object');
  const find = (term: Term): RoleRef | undefined => link.roles(term).find((ref) => link.catalogue.isOfRole(ref.role, role));
  const own = args.map((argument) => find(termAt(argument, frame))).find((ref) => ref !== undefined);
  if (own) return own;
  const inside = link.index.calls.filter((call) => call.frame.module === frame.module && args.some((argument) => argument.kind === 'function' && encloses(argument, call.value)));
  return inside.map(find).find((ref) => ref !== undefined);
}

/** Calls that open an emitter of their own to connections, whatever they are given: `app.ws('/', behavior)`. */
export function openedBy(link: Link, call: Handing['call']): readonly Registration[] {
  const method = methodOf(call);
  if (method === undefined || !link.catalogue.vocabulary.opening.has(method)) return [];
  return receivers(link, call, method).flatMap((ref) =>
    waysInOf(link, ref)
      .filter((way) => way.made && way.call?.includes(method) && hasGiven(link, way, call))
      .map((model) => registration(model, emitterOf(model, ref, call), call)),
  );
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
  return link.catalogue.distinctiveRoles.flatMap((role): RoleRef[] => {
    const isKnown = waysOf(link, role).some((way) => way.isDistinctive && way.call?.includes(method) && hasGiven(link, way, call));
    if (!isKnown) return [];
    const [origin = object] = link.origins(object);
    const id = link.place(origin) ?? siteId(origin);
    return [{ role, id, root: id, made: origin, isGuessed: true }];
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
    if (!attaches) return [];
    const { emitter, ways, otherwise } = attaches;
    const server = serverTerm(link, call, emitter);
    const servers = server ? link.roles(server).filter(({ role }) => link.catalogue.hasWaysIn(role)) : [];
    if (servers.length > 0 || !otherwise) return servers.map((ref) => ({ ref, ways }));
    const id = siteId(call);
    return [{ ref: { role: otherwise, id, root: id, made: call }, ways }];
  });
}

/** The emitters that a call makes, registers with, or puts functions on, whatever its arguments are. */
export function emittersAt(link: Link, call: Handing['call'], argument: number, property?: string): readonly RoleRef[] {
  const registered = waysInFor(link, { call, argument, ...(property !== undefined && { property }) }).map(({ emitter }) => emitter);
  const known = [...registered, ...emittersMade(link, call).filter(({ role }) => link.catalogue.hasWaysIn(role)), ...attached(link, call).map(({ ref }) => ref)];
  return known.length > 0 ? known : optionsOfMethod(link, call).map(({ emitter }) => emitter);
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
  if (way.wrappedBy !== undefined && !isWrapped(link, way.wrappedBy, call, argument)) return undefined;
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

/** `use(route.all('/chat', handler))`: the function is given to another call first. */
function isWrapped(link: Link, role: RoleId, { value, frame }: Handing['call'], argument: number): boolean {
  const given = value.args[argument];
  return given !== undefined && given.kind !== 'function' && link.roles(termAt(given, frame)).some((ref) => ref.role === role);
}

/** Whether the server was made with an option. */
export function isSet(link: Link, { made }: RoleRef, option: string): boolean {
  return made?.value.kind === 'call' && made.value.args.some((argument) => argument.kind !== 'literal' && argument.kind !== 'function' && holds(link, termAt(argument, made.frame), option));
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
  if (method === undefined || !link.catalogue.vocabulary.looped.has(method)) return undefined;
  for (const ref of receivers(link, call, method)) {
    const model = waysInOf(link, ref).find(({ isLooped, call: methods, events }) => isLooped && methods?.includes(method) && namesEvent(link, events ?? [], call));
    if (model) return registration(model, ref, call);
  }
  return undefined;
}

/** Whether an object among the arguments has the property; `false` is as good as none. */
export function hasGiven(link: Link, { given }: { readonly given?: string | undefined }, { value, frame }: Handing['call']): boolean {
  return given === undefined || value.args.some((argument) => argument.kind !== 'literal' && argument.kind !== 'function' && holds(link, termAt(argument, frame), given));
}

function holds(link: Link, argument: Term, property: string): boolean {
  return link.origins(argument).some(({ value, frame }) => {
    const found = value.kind === 'object' ? value.properties.find(({ key }) => key === property) : undefined;
    if (!found) return false;
    const given = termAt(found.value, frame);
    return !isLibrarys(link, given) && !link.origins(given).every((origin) => origin.value.kind === 'literal' && !origin.value.value);
  });
}

/** What another library made to be given: it has its own places where connections come in. */
function isLibrarys(link: Link, given: Term): boolean {
  return given.value.kind !== 'object' && (exportsOf(link, given).length > 0 || link.roles(given).some(({ role }) => link.catalogue.roleChain(role).some(({ isHandler }) => isHandler)));
}

function waysOf(link: Link, role: RoleId): WayInModel[] {
  return link.catalogue.roleChain(role).flatMap((model) => model.waysIn ?? []);
}

export function waysInOf(link: Link, ref: RoleRef): WayInModel[] {
  return waysOf(link, ref.role);
}

export function registration(model: WayInModel, emitter: RoleRef, call: HandedOver['call']): Registration {
  const id = siteId(call);
  const roles = model.parameters.map((role, index): RoleRef | undefined =>
    role && { role, id: `${id}(${String(index)})`, root: emitter.root, made: call },
  );
  return { model, emitter, roles };
}
