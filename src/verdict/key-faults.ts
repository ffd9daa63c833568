import type { Value } from '../facts/module-facts.js';
import { type Link, type Term, termAt } from '../link/link.js';
import { nameOfCall } from '../link/proofs.js';
import { FORWARDED_USER } from '../models/meanings.js';
import { keysOf } from './key-fallbacks.js';
import { isCheckedElsewhere, nameOf } from './checked-keys.js';
import { missingKey } from './missing-keys.js';
import { isNarrowName, narrowKey } from './narrow-keys.js';
import { trailOf } from './value-trails.js';
import type { Guard, Site } from './verdict.js';

/** What is wrong with the key that a guard counts by. */
export interface KeyFault {
  readonly id: 'clientSupplied' | 'forwardedHeader' | 'optionalKey' | 'narrowerThanUser';
  /** The key expression. */
  readonly at: Term;
  /** For `optionalKey`: what connections without a key are counted by; without one, they are not counted. */
  readonly fallback?: Term;
}

/** What is wrong with the keys of a guard that counts per user: who chooses them, who lacks them, who has many. */
export function keyFault(link: Link, site: Site, guard: Guard): KeyFault | undefined {
  if (guard.key === 'client') return clientFault(link, site, guard);
  const narrow = narrowKey(link, keysOf(guard));
  if (narrow) return { id: 'narrowerThanUser', at: narrow };
  const missing = missingKey(link, site, guard);
  return missing && { id: 'optionalKey', ...missing };
}

function clientFault(link: Link, site: Site, guard: Guard): KeyFault | undefined {
  const keys = keysOf(guard);
  const at = keys.find((term) => link.keyClass([term]) === 'client') ?? keys[0] ?? guard.effect.at;
  const isNarrow = trailOf(link, at, { noOwners: true }).some((term) => isNarrowName(nameOf(term)));
  if (isCheckedElsewhere(link, site, at, isNarrow)) return isNarrow ? { id: 'narrowerThanUser', at } : undefined;
  return { id: isForwarded(link, at) ? 'forwardedHeader' : 'clientSupplied', at };
}

/** Whether all that the client can choose in a value is a header that a proxy sets. */
function isForwarded(link: Link, key: Term): boolean {
  const chosen = trailOf(link, key, { noOwners: true }).filter((part) => READ_KINDS.has(part.value.kind) && link.keyClass([part]) === 'client');
  const headers = chosen.filter((part) => FORWARDED_USER.test(headerOf(link, part) ?? ''));
  const isFrom = (part: Term, other: Term): boolean => trailOf(link, part, { noOwners: true }).some(({ value }) => value === other.value);
  return headers.length > 0 && chosen.every((part) => headers.some((header) => isFrom(part, header) || isFrom(header, part)));
}

/** What reads something; other terms pass it on. */
const READ_KINDS: ReadonlySet<Value['kind']> = new Set<Value['kind']>(['member', 'call']);

const READS: ReadonlySet<string> = new Set(['get', 'header', 'getHeader', 'getAll', 'headers']);

/** The name of the header that a value is, in any library's way of reading one. */
function headerOf(link: Link, { value, frame }: Term): string | undefined {
  if (value.kind === 'member') return typeof value.property === 'string' ? value.property : writtenOut(link, termAt(value.property, frame));
  if (value.kind !== 'call' || !READS.has(nameOfCall(link, termAt(value, frame)) ?? '')) return undefined;
  const [name] = value.args;
  return name && writtenOut(link, termAt(name, frame));
}

/** The one text that a name is made from, also in small letters. */
function writtenOut(link: Link, name: Term): string | undefined {
  const [text, ...others] = trailOf(link, name).flatMap(({ value }) => (value.kind === 'literal' && typeof value.value === 'string' ? [value.value] : []));
  return others.length === 0 ? text : undefined;
}
