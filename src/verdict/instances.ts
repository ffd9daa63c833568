import type { CallValue } from '../facts/module-facts.js';
import { classAround } from '../link/class-roles.js';
import { type Holding, type Link, type Term, termAt, type WayIn } from '../link/link.js';
import { ROOM, USER } from '../models/meanings.js';
import type { GuardModel, KeyClass, RoleModel } from '../models/model.js';

/** Whether a count is kept in memory that the next connection need not find. */
export function isForgotten(link: Link, { model, accept, handlers }: WayIn, { container }: Holding): boolean {
  if (model.forgets === undefined || container.isExternal || container.collection) return false;
  const frames = accept ? accept.path.map(({ frame }) => frame) : handlers.map(({ value, frame }) => ({ ...frame, fn: value.fn }));
  return model.forgets === 'always' || !frames.some((frame) => classAround(link, frame));
}

/** What a total is counted by, where there is one total for each of many objects. */
export function totalKey(link: Link, { emitter }: WayIn, { container }: Holding): KeyClass {
  const instances = container.isExternal ? undefined : link.catalogue.lookUp(emitter.role, (model) => model.instances);
  if (!instances) return 'none';
  const classes = addressesOf(link, instances).map(({ found }) => found);
  if (classes.length === 0) return instances.otherwise;
  return BEST.find((one) => classes.includes(one)) ?? 'room';
}

/**
 * Whether a guard in the objects counts all connections of a user: each object is one user's, or there is one for all;
 * undefined where some of them are for something else.
 */
export function sharedObjects(link: Link, { emitter }: WayIn, wanted: GuardModel['objects']): { readonly isEvident: boolean } | undefined {
  const instances = link.catalogue.lookUp(emitter.role, (model) => model.instances);
  if (!instances || wanted === undefined) return { isEvident: true };
  const addresses = addressesOf(link, instances);
  if (addresses.length === 0) return wanted === 'shared' && instances.otherwise === 'none' ? { isEvident: false } : undefined;
  const isRight = addresses.every(({ found }) => found === 'user' || (found === 'none' && wanted === 'shared'));
  if (!isRight) return undefined;
  return { isEvident: addresses.every(({ isCertain }) => isCertain) };
}

type Instances = NonNullable<RoleModel['instances']>;

interface Address {
  readonly found: KeyClass;
  /** It was not only told by its name. */
  readonly isCertain: boolean;
}

/** What the objects are asked for under. */
function addressesOf(link: Link, { named, asked = {}, any = [] }: Instances): readonly Address[] {
  const names = [
    ...named.flatMap((method) => link.index.callsOf(method).flatMap((call) => argumentOf(call, 0))),
    ...link.index.calls.flatMap((call) => argumentOf(call, asked[importedName(call) ?? ''])),
  ];
  const isOpen = any.some((name) => link.index.callsOf(name).length > 0) || link.index.calls.some((call) => any.includes(importedName(call) ?? ''));
  const found = names.map((name): Address => ({ found: nameClass(link, name), isCertain: link.keyClass([name]) === nameClass(link, name) }));
  return isOpen ? [...found, { found: 'room', isCertain: true }] : found;
}

function argumentOf({ value, frame }: Term<CallValue>, index: number | undefined): Term[] {
  const argument = index === undefined ? undefined : value.args[index];
  return argument ? [termAt(argument, frame)] : [];
}

/** The name under which a library exports the function that is called. */
function importedName({ value: { callee }, frame }: Term<CallValue>): string | undefined {
  return callee.kind === 'binding' ? frame.module.facts.bindings[callee.id]?.imported?.name : undefined;
}

/** Where they are asked for in several ways, the kindest reading. */
const BEST: readonly KeyClass[] = ['user', 'unknown', 'narrower', 'room', 'none'];

/** What an object is asked for under: what the client says which one it wants is a room, and a name may tell. */
function nameClass(link: Link, name: Term): KeyClass {
  const found = link.keyClass([name]);
  const word = wordOf(name);
  if (word !== undefined && (found === 'unknown' || found === 'client')) {
    if (ROOM.test(word)) return 'room';
    if (USER.test(word)) return 'user';
  }
  return found === 'client' ? 'room' : found;
}

/** `roomId`, `params.roomId`, `searchParams.get('room')`. */
function wordOf({ value, frame }: Term): string | undefined {
  if (value.kind === 'binding') return frame.module.facts.bindings[value.id]?.name;
  if (value.kind === 'member') return typeof value.property === 'string' ? value.property : undefined;
  const [first] = value.kind === 'call' ? value.args : [];
  return first?.kind === 'literal' && typeof first.value === 'string' ? first.value : undefined;
}
