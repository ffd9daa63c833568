import type { Range } from '../facts/module-facts.js';
import { encloses } from '../facts/ranges.js';
import { functionOf, type Link, type Term, termAt } from '../link/link.js';
import { operationOf } from '../link/operations.js';
import { findIdentities } from './identities.js';
import type { Identity } from './identity-paths.js';
import { hasBag, isVisible, type UserExpression, userOfParameters } from './guard-words.js';
import { changesOf } from './trackers.js';
import { identityOf, trailOf } from './value-trails.js';
import type { Guard, Site } from './verdict.js';

/** What a guard counts by, and what it can count by instead. */
export interface KeyPlaces {
  /** All places of the file that must change. */
  readonly ranges: readonly Range[];
  readonly user: UserExpression;
}

/**
 * Where a guard counts, reserves and releases by a key, and the verified user that it can take there: the one variable that
 * all of them use, or wherever the same expression is written. Undefined where not all of them can be changed.
 */
export function keyPlaces(link: Link, site: Site, guard: Guard, at: Term, text: string): KeyPlaces | undefined {
  const container = guard.test?.count.holding.container;
  if (!container || container.isExternal || container.collection || changesOf(link, container).some(({ call }) => !call)) return undefined;
  const keys = keysInto(link, container.id);
  const ranges = at.frame.module === site.module ? (initializer(link, at, keys, text) ?? repeated(at, keys, text)) : undefined;
  const [first] = ranges ?? [];
  if (!ranges || !first) return undefined;
  const [user] = findIdentities(link, site).flatMap((identity) => (isVerified(link, identity) ? (expressionAt(link, identity, at, first) ?? []) : []));
  return user && { ranges, user };
}

/** Evident, or a variable that holds what a verification gave, though nothing reads its id yet. */
function isVerified(link: Link, { isEvident, since, frame }: Identity): boolean {
  const event = since && functionOf(frame).events.find((item) => item.kind === 'assign' && item.range[0] === since[0]);
  return isEvident || (event?.kind === 'assign' && event.target.kind === 'binding' && link.keyClass([termAt(event.value, frame)]) === 'user');
}

/** The keys of all operations on a container in the program. */
function keysInto(link: Link, container: string): readonly Term[] {
  return link.index.calls.flatMap((call) => {
    const operation = operationOf(link, call);
    const key = call.value.args[operation?.model.key ?? -1];
    const isWhole = operation && key && link.holdings(operation.object).some((held) => held.container.id === container && held.keys.length === 0);
    return isWhole ? [termAt(key, call.frame)] : [];
  });
}

/** A declaration is looked for so far before its value: its name and its type. */
const MAX_DECLARATION = 500;

/** `const key = …`, if every operation takes its key from there. */
function initializer(link: Link, at: Term, keys: readonly Term[], text: string): readonly Range[] | undefined {
  const { value, frame } = at;
  const binding = value.kind === 'binding' ? frame.module.facts.bindings[value.id] : undefined;
  if (value.kind !== 'binding' || !binding?.isConst) return undefined;
  const [assignment, ...others] = link.index.assignmentsTo(frame.module, value.id);
  const name = identityOf(link, at);
  if (!assignment || others.length > 0 || !keys.every((key) => trailOf(link, key).some((term) => identityOf(link, term) === name))) return undefined;
  const { range } = assignment.event.value;
  return new RegExp(String.raw`\bconst\s+${binding.name.replaceAll('$', String.raw`\$`)}\s*(?::[^=;]+)?=\s*$`, 'u').test(text.slice(Math.max(0, range[0] - MAX_DECLARATION), range[0])) ? [range] : undefined;
}

/** The same expression, written out wherever the container is asked for it. */
function repeated({ value, frame }: Term, keys: readonly Term[], text: string): readonly Range[] | undefined {
  const written = text.slice(...value.range);
  const isSame = keys.length > 0 && value.kind !== 'binding' && keys.every((key) => key.frame.module === frame.module && text.slice(...key.value.range) === written);
  return isSame ? keys.map((key) => key.value.range) : undefined;
}

/** The user as it is read in the function of the key, if it is known there before the key is needed. */
function expressionAt(link: Link, identity: Identity, { frame }: Term, before: Range): UserExpression | undefined {
  const fn = functionOf(frame);
  const { root, path, since, way } = identity;
  if (root.kind === 'local') {
    if (identity.isKept || !isVisible(identity, fn) || (since && since[1] > before[0])) return undefined;
    return { root: [root.name], path, isLocal: true, ...(identity.read && { read: identity.read }) };
  }
  const isOwnHook = functionOf(identity.frame).id === fn.id;
  if (isOwnHook && since && since[1] > before[0]) return undefined;
  // What another hook sets is there if that one comes before.
  if (!isOwnHook && (encloses(functionOf(identity.frame), fn) || way.at.value.range[0] > before[0])) return undefined;
  const names = fn.parameters.map(({ binding }) => frame.module.facts.bindings[binding]?.name ?? '');
  const roles = fn.parameters.map(({ binding, range }) => link.roles(termAt({ kind: 'binding', id: binding, range }, frame))[0]);
  const found = userOfParameters(link, identity, names, roles);
  return found && { ...found, hasBag: hasBag(link, root, path) };
}
