import type { Value } from '../facts/module-facts.js';
import { type Link, type Term, termAt } from '../link/link.js';
import { NARROWER } from '../models/meanings.js';
import { nameOf } from './checked-keys.js';
import { trailOf } from './value-trails.js';

export function isNarrowName(name: string | undefined): boolean {
  return name !== undefined && NARROWER.test(name);
}

/** The key of which one user has many: a session, a device, or the user together with one of these. */
export function narrowKey(link: Link, keys: readonly Term[]): Term | undefined {
  const [first] = keys;
  const isOfUser = (term: Term): boolean => link.keyClass([term]) === 'user';
  const whole = keys.find((key) => link.keyClass([key]) === 'narrower');
  if (whole && !keys.some(isOfUser)) return trailOf(link, whole).some((term) => isNarrow(link, term)) ? whole : undefined;
  const parts = keys.length > 1 ? keys : first ? joinedIn(link, first) : [];
  const isPart = (part: Term): boolean => trailOf(link, part, { noOwners: true }).some((term) => isNarrow(link, term) || isChosenNarrow(link, term) || (keys.length === 1 && isConnection(link, term)));
  return first && parts.some(isOfUser) && parts.some((part) => !isOfUser(part) && isPart(part)) ? (whole ?? first) : undefined;
}

/** The parts of a key that is made of several: `${userId}:${deviceId}`. */
function joinedIn(link: Link, key: Term): readonly Term[] {
  for (const { value, frame } of trailOf(link, key, { noOwners: true })) {
    const parts = valuesIn(value);
    if (parts.length > 1) return parts.map((part) => termAt(part, frame));
  }
  return [];
}

function valuesIn(value: Value): readonly Value[] {
  if (value.kind === 'template') return value.values;
  if (value.kind === 'array') return value.elements;
  if (value.kind !== 'binary' || value.operator !== '+') return [];
  return [value.left, value.right].flatMap((part) => (part.kind === 'binary' ? valuesIn(part) : [part]));
}

/** A field of what was verified, or that a session's middleware puts on the request. Elsewhere a session may be a room. */
function isNarrow(link: Link, { value, frame }: Term): boolean {
  if (value.kind !== 'member' || typeof value.property !== 'string' || !isNarrowName(value.property)) return false;
  const owner = termAt(value.object, frame);
  if (link.keyClass([termAt(value, frame)]) !== 'narrower') return false;
  return link.keyClass([owner]) === 'user' || link.roles(owner).some(({ role }) => link.catalogue.lookUp(role, ({ isRequest }) => isRequest) === true || role === 'http:request');
}

/** A device that the client names. */
function isChosenNarrow(link: Link, term: Term): boolean {
  return link.keyClass([term]) === 'client' && isNarrowName(nameOf(term));
}

function isConnection(link: Link, term: Term): boolean {
  return link.keyClass([term]) === 'connection' && term.value.kind !== 'binding';
}
