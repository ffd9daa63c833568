import type { Value } from '../facts/module-facts.js';
import { FETCHES } from '../models/meanings.js';
import { type Link, type RoleRef, type Term, termAt } from './link.js';
import { FOLLOWED } from './origins.js';
import { isEmitter } from './role-tables.js';

/**
 * The name under which a value is fetched from an object that is not known: `ui.clients`, `app.get('io')`. Such objects
 * are passed round by code that no analysis follows; what the program puts under the name is what it can be.
 */
export function slotName({ value }: Term): string | undefined {
  if (value.kind === 'member') return typeof value.property === 'string' ? value.property : undefined;
  if (value.kind !== 'call' || value.isNew || value.callee.kind !== 'member') return undefined;
  const { property } = value.callee;
  const [name] = value.args;
  return typeof property === 'string' && FETCHES.has(property) && name?.kind === 'literal' && typeof name.value === 'string' ? name.value : undefined;
}

export function slotOwner({ value, frame }: Term): Term | undefined {
  const owner: Value | undefined = value.kind === 'member' ? value.object : value.kind === 'call' && value.callee.kind === 'member' ? value.callee.object : undefined;
  return owner && termAt(owner, frame);
}

/** Whatever the program puts under the name, on any object. */
export function placedUnder({ index }: Link, name: string): readonly Term[] {
  const assigned = index.assignmentsToMember(name).map(({ event, frame }) => termAt(event.value, frame));
  return [...assigned, ...index.literalsWith(name), ...index.leftUnder(name)];
}

/** The servers and namespaces that the program puts under the name. */
export function slotRoles(link: Link, origin: Term): readonly RoleRef[] {
  const name = slotName(origin);
  const owner = slotOwner(origin);
  if (name === undefined || !owner || link.roles(owner).length > 0) return [];
  const put = placedUnder(link, name).flatMap((term) => {
    const refs = term.value === origin.value || !FOLLOWED.has(term.value.kind) ? [] : link.roles(term).filter(({ role }) => isEmitter(role));
    return refs.length > 0 ? [{ refs, nearness: sharedFolders(term.frame.module.path, origin.frame.module.path) }] : [];
  });
  // Each application of a repository has a server of that name: the nearest is the own one.
  const nearest = Math.max(...put.map(({ nearness }) => nearness));
  return put.filter(({ nearness }) => nearness === nearest).flatMap(({ refs }) => refs);
}

/** How many folders two files have in common, from the root. */
function sharedFolders(one: string, other: string): number {
  const folders = one.split(/[/\\]/u).slice(0, -1);
  const others = other.split(/[/\\]/u).slice(0, -1);
  const first = folders.findIndex((folder, index) => folder !== others[index]);
  return first === -1 ? folders.length : first;
}
