import type { CallValue, Event, Value } from '../facts/module-facts.js';
import type { Catalogue } from '../models/catalogue.js';
import type { CarryModel } from '../models/model.js';
import { bareFrame, type Link, type Term, termAt } from './link.js';
import { returnsOf } from './returns.js';

/** What an application hands over for each connection, and how the library keeps it. */
export interface Carried {
  readonly carry: CarryModel;
  /** The objects that can be handed over. */
  readonly objects: readonly Term[];
}

interface Place {
  readonly connection: Term;
  readonly member: string | undefined;
}

/** The objects that a member of a connection holds because they were handed over when it was taken over: `ws.data`. */
export function carriedTo(link: Link, owner: Term): readonly Term[] {
  const place = isAnythingCarried(link) ? placeOn(owner) : undefined;
  if (!place) return [];
  const found = carriedAt(link, place);
  // `ws.data` may itself be what the hooks before were given.
  return found.length === 0 && place.member !== undefined && link.catalogue.vocabulary.leadingToCarried.has(place.member) ? carriedAt(link, { connection: owner, member: undefined }) : found;
}

const CARRYING = new WeakMap<Link['index'], boolean>();

/** Whether a library that keeps such objects is used at all: in most programs nobody needs to be asked what a value is. */
function isAnythingCarried({ index, catalogue }: Link): boolean {
  const known = CARRYING.get(index);
  if (known !== undefined) return known;
  const found =
    index.calls.some(({ value: { callee } }) => (callee.kind === 'global' && catalogue.carryingGlobals.has(callee.name)) || (callee.kind === 'member' && typeof callee.property === 'string' && catalogue.vocabulary.carrying.has(callee.property))) ||
    index.modules.some(({ facts }) => facts.bindings.some(({ imported }) => imported && catalogue.carryingSpecifiers.has(imported.specifier)) || facts.functions.some(({ events }) => events.some((event) => requiresCarrying(catalogue, event))));
  CARRYING.set(index, found);
  return found;
}

function requiresCarrying(catalogue: Catalogue, event: Event): boolean {
  return event.kind === 'assign' && event.value.kind === 'import' && catalogue.carryingSpecifiers.has(event.value.specifier);
}

function carriedAt(link: Link, place: Place): readonly Term[] {
  if (!link.catalogue.vocabulary.carried.has(place.member)) return [];
  const roles = link.roles(place.connection).filter(({ role }) => link.catalogue.isCarried(role, place.member));
  if (roles.length === 0) return [];
  const isMeant = ({ to, member }: CarryModel): boolean => member === place.member && roles.some(({ role }) => role === to);
  return handedOver(link).flatMap(({ carry, objects }) => (isMeant(carry) ? objects : []));
}

/** `ws.data` and `ws.getUserData()`; a name may be the connection itself. */
function placeOn({ value, frame }: Term): Place | undefined {
  const at: Value = value.kind === 'call' && !value.isNew ? value.callee : value;
  if (at.kind === 'member') return typeof at.property === 'string' ? { connection: termAt(at.object, frame), member: at === value ? at.property : `${at.property}()` } : undefined;
  return value.kind === 'binding' ? { connection: termAt(value, frame), member: undefined } : undefined;
}

const HANDED = new WeakMap<Link, readonly Carried[]>();

function handedOver(link: Link): readonly Carried[] {
  const known = HANDED.get(link);
  if (known) return known;
  // While it is looked for, nothing is known to be carried.
  HANDED.set(link, []);
  const byCalls = [...link.catalogue.vocabulary.accepting].flatMap((method) => link.index.callsOf(method)).flatMap((call) => carriedByCall(link, call));
  HANDED.set(link, byCalls);
  const all = [...byCalls, ...carriedByHooks(link)];
  HANDED.set(link, all);
  return all;
}

/** `server.upgrade(request, { data: { userId } })` */
export function carriedByCall(link: Link, call: Term<CallValue>): Carried[] {
  const { callee, args } = call.value;
  if (callee.kind !== 'member' || typeof callee.property !== 'string') return [];
  const method = callee.property;
  return link.roles(termAt(callee.object, call.frame)).flatMap(({ role }): Carried[] => {
    const carry = link.catalogue.methodOfRole(role, method)?.accepts?.carries;
    const argument = carry && args[carry.argument ?? 0];
    return argument ? [{ carry, objects: objectsIn(link, termAt(argument, call.frame), carry) }] : [];
  });
}

/** What a hook returns: `return { context: { user } }`. */
function carriedByHooks(link: Link): Carried[] {
  return link.waysIn().flatMap(({ model: { carries }, handlers }) => (carries ? [{ carry: carries, objects: handlers.flatMap(({ value, frame }) => resultsOf(link, { ...bareFrame(frame.module, value.fn), parent: frame }, carries)) }] : []));
}

/** The objects that a hook in one activation hands over. */
export function resultsOf(link: Link, activation: Parameters<typeof returnsOf>[0], carry: CarryModel): Term[] {
  return returnsOf(activation).flatMap((result) => objectsIn(link, result, carry));
}

/** The objects in what is handed over. */
export function objectsIn(link: Link, given: Term, { option }: CarryModel): Term[] {
  const objects = link.origins(given).filter(({ value }) => value.kind === 'object');
  if (option === undefined) return objects;
  return objects.flatMap(({ value, frame }) => {
    const property = value.kind === 'object' ? value.properties.findLast(({ key }) => key === option) : undefined;
    return property ? link.origins(termAt(property.value, frame)) : [];
  });
}
