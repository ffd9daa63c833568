import type { Value } from '../facts/module-facts.js';
import { FETCHES } from '../models/meanings.js';
import { type Link, type RoleRef, type Term, termAt } from './link.js';
import { provided, resultsOf } from './provided.js';
import { isGlobalObject, textOf } from './value-names.js';

/**
 * A name under which a value is fetched from an object that is not known: `ui.clients`, `app.get('io')`, a global. Such
 * objects are passed round by code that no analysis follows; what the program puts under the name is what it can be.
 */
export interface Slot {
  readonly name: string;
  /** What it is fetched from; a global has none. */
  readonly owner?: Term;
  /** How: as a member, by asking a container for it, or by calling what a container gave. */
  readonly by: 'member' | 'asking' | 'calling';
}

export function slotOf(link: Link, { value, frame }: Term): Slot | undefined {
  if (value.kind === 'global') return { name: value.name, by: 'member' };
  if (value.kind === 'member') return typeof value.property === 'string' ? { name: value.property, owner: termAt(value.object, frame), by: 'member' } : undefined;
  if (value.kind !== 'call' || value.isNew) return undefined;
  const { callee, args } = value;
  if (callee.kind === 'call') {
    const inner = slotOf(link, termAt(callee, frame));
    return inner?.by === 'asking' ? { ...inner, by: 'calling' } : undefined;
  }
  const [key] = args;
  if (callee.kind !== 'member' || typeof callee.property !== 'string' || !FETCHES.has(callee.property) || !key) return undefined;
  const name = keyText(link, key, frame);
  return name === undefined ? undefined : { name, owner: termAt(callee.object, frame), by: 'asking' };
}

/** The key may be a parameter of the method that looks it up. */
function keyText(link: Link, key: Value, frame: Term['frame']): string | undefined {
  if (key.kind === 'literal') return typeof key.value === 'string' ? key.value : undefined;
  return key.kind === 'binding' ? textOf(link, termAt(key, frame)) : undefined;
}

/** Whatever the program puts under the name, on any object; on the global one, for a global. */
export function placedUnder({ index }: Link, { name, owner }: Pick<Slot, 'name' | 'owner'>): readonly Term[] {
  const assigned = index.assignmentsToMember(name).filter(({ event }) => owner !== undefined || (event.target.kind === 'member' && isGlobalObject(event.target.object)));
  const values = assigned.map(({ event, frame }) => termAt(event.value, frame));
  return owner ? [...values, ...index.literalsWith(name), ...index.leftUnder(name)] : values;
}

/** The servers and namespaces that the program puts under the name. */
export function slotRoles(link: Link, origin: Term): readonly RoleRef[] {
  const slot = slotOf(link, origin);
  if (!slot || (slot.owner && link.roles(slot.owner).length > 0)) return [];
  const put = placedUnder(link, slot).flatMap((term) => {
    const refs = term.value === origin.value || (slot.by === 'member' && !soundsLikeServer(term)) ? [] : given(link, slot, term).flatMap((value) => link.roles(value)).filter(({ role }) => link.catalogue.isEmitter(role));
    return refs.length > 0 ? [{ refs, term }] : [];
  });
  return nearest(put, origin, ({ term }) => term).flatMap(({ refs }) => refs);
}

/** What a value is made of by its last name: members are everywhere, and hardly any of them is a server. */
function soundsLikeServer({ value, frame }: Term): boolean {
  switch (value.kind) {
    case 'call':
      return soundsLikeServer({ value: value.callee, frame });
    case 'await':
      return soundsLikeServer({ value: value.value, frame });
    case 'logical':
      return [value.left, value.right].some((part) => soundsLikeServer({ value: part, frame }));
    case 'choice':
      return [value.then, value.otherwise].some((part) => soundsLikeServer({ value: part, frame }));
    case 'member':
      return typeof value.property !== 'string' || SERVER_WORD.test(value.property) || (value.object.kind === 'call' && soundsLikeServer({ value: value.object, frame }));
    case 'binding':
      return SERVER_WORD.test(frame.module.facts.bindings[value.id]?.name ?? '');
    case 'import':
      return SERVER_WORD.test(`${value.name} ${value.specifier}`);
    case 'global':
      return SERVER_WORD.test(value.name);
    default:
      return false;
  }
}

const SERVER_WORD = /(?:^|[^a-z])io(?:$|[^a-z])|[a-z]io$|server|socket|\bwss?\b|^(?:of|listen|attach)$|nsp|namespace|gateway/iu;

function given(link: Link, { by }: Slot, put: Term): readonly Term[] {
  if (by === 'calling') return resultsOf(link, put);
  return by === 'asking' ? [put, ...provided(link, put)] : [put];
}

/** What the program leaves under the name that a container is asked for. */
export function askedFor(link: Link, origin: Term): readonly Term[] {
  const slot = origin.value.kind === 'call' ? slotOf(link, origin) : undefined;
  return slot?.by === 'asking' ? nearest(link.index.leftUnder(slot.name), origin, (term) => term) : [];
}

/** Each application of a repository has a server of that name: the nearest is the own one. */
function nearest<Item>(items: readonly Item[], origin: Term, termOf: (item: Item) => Term): readonly Item[] {
  if (items.length < 2) return items;
  const nearness = items.map((item) => sharedFolders(termOf(item).frame.module.path, origin.frame.module.path));
  const most = Math.max(...nearness);
  return items.filter((_, index) => nearness[index] === most);
}

/** How many folders two files have in common, from the root. */
function sharedFolders(one: string, other: string): number {
  const folders = one.split(/[/\\]/u).slice(0, -1);
  const others = other.split(/[/\\]/u).slice(0, -1);
  const first = folders.findIndex((folder, index) => folder !== others[index]);
  return first === -1 ? folders.length : first;
}
