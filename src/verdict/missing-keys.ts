import type { Value } from '../facts/module-facts.js';
import { followWayIn } from '../link/effects.js';
import { functionOf, holdsUnder, type Link, type Premise, premisesOf, type Term, termAt } from '../link/link.js';
import { nameOfCall } from '../link/proofs.js';
import { THROWS, VERIFIES } from '../models/meanings.js';
import { passingCalls } from './identities.js';
import { fallbacksIn, keysOf } from './key-fallbacks.js';
import { asksForType, missedBy, neededBy, testsIn } from './presence.js';
import { callbacksWith, identityOf, trailOf } from './value-trails.js';
import type { Guard, Site } from './verdict.js';

/** A key that a connection need not have, and what stands in for it; without that, the guard is skipped. */
export interface MissingKey {
  readonly at: Term;
  readonly fallback?: Term;
}

/** Where a guard counts connections without a key together, or not at all, and lets them in. */
export function missingKey(link: Link, site: Site, guard: Guard): MissingKey | undefined {
  const keys = keysOf(guard);
  if (guard.key !== 'user' && guard.key !== 'unknown' && guard.key !== 'narrower') return undefined;
  if (site.ways.some(mayRefuse)) return undefined;
  const fallback = keys.flatMap((key) => fallbacksIn(link, key)).find(({ mains }) => !mains.some((main) => isRefusedWithout(link, site, main, true)));
  if (fallback) return { at: fallback.at, fallback: fallback.other };
  const skipped = keys.find((key) => isSkippedWithout(link, guard, key) && !isRefusedWithout(link, site, key, false));
  return skipped && { at: skipped };
}

/** A hook out of reach, other than those that only note something down. */
function mayRefuse({ opaque, model }: Site['way']): boolean {
  return opaque !== undefined && model.phase === 'handshake' && !(opaque.value.kind === 'call' && HARMLESS.test(JSON.stringify(opaque.value.callee)));
}

const HARMLESS = /session|cookie|cors|helmet|logg|compress|morgan/iu;

/** Whether the guard stands under a condition that the key is there. */
function isSkippedWithout(link: Link, { effect, test }: Guard, key: Term): boolean {
  if (effect.phase === 'message') return false;
  const names = namesIn(link, trailOf(link, key));
  return [...testsIn(effect.premise), ...testsIn(test?.premise)].some(({ test: asked, truthy }) =>
    neededBy(asked, truthy).some((term) => names.has(identityOf(link, term) ?? '') && !isUntraced(link, term)),
  );
}

/** A field of the connection that no code in reach sets: who sets it may refuse, too. */
function isUntraced(link: Link, term: Term): boolean {
  return link.origins(term).some(({ value, frame }) => {
    let at: Value = value;
    while (at.kind === 'member') at = at.object;
    const roles = value.kind === 'member' ? link.roles(termAt(at, frame)) : [];
    return roles.some(({ role }) => link.catalogue.lookUp(role, ({ ends }) => ends) !== undefined);
  });
}

/** Names of all variables and fields of a trail, except of what the library itself passes. */
function namesIn(link: Link, trail: readonly Term[]): ReadonlySet<string> {
  return new Set(trail.flatMap((term) => (link.roles(term).length > 0 ? [] : (identityOf(link, term) ?? []))));
}

/** Whether a connection without the key is turned away, or cannot come so far. */
function isRefusedWithout(link: Link, site: Site, key: Term, isField: boolean): boolean {
  const trail = trailOf(link, key);
  const names = namesIn(link, trail);
  const isOfKey = (term: Term): boolean => {
    const origins = [term, ...link.next(term), ...link.origins(term)];
    return origins.some((origin) => names.has(identityOf(link, origin) ?? '') || isVerdict(link, origin));
  };
  const isMissed = (premise: Premise | undefined): boolean =>
    testsIn(premise).some(({ test, truthy }) => asksForType(test) || missedBy(test, truthy).some(isOfKey) || isFailure(link, test, truthy));
  const isNeeded = (premise: Premise | undefined): boolean => testsIn(premise).some(({ test, truthy }) => neededBy(test, truthy).some(isOfKey));
  const isRefused = site.ways.some((way) => {
    const passage = followWayIn(link, way);
    if (passage.effects.some(({ kind, premise }) => kind === 'reject' && ((isMissed(premise) && !isNeeded(premise)) || isAfterThrow(link, premise)))) return true;
    if (way.accept && isNeeded(way.accept.premise)) return true;
    const passes = way.model.phase === 'handshake' ? passingCalls(link, way) : [];
    return passes.length > 0 && passes.every((pass) => isNeeded(premiseOf(pass)));
  });
  return isRefused || isAlwaysThere(link, site, key, trail, isField);
}

function premiseOf({ value, frame }: Term): Premise | undefined {
  const event = functionOf(frame).events.find((item) => item.kind === 'call' && item.value === value);
  return event && premisesOf(frame, event.when);
}

/** The answer of a call that says who is connecting. */
function isVerdict(link: Link, { value, frame }: Term): boolean {
  const call = value.kind === 'await' ? value.value : value;
  return call.kind === 'call' && VERIFIES.test(nameOfCall(link, termAt(call, frame)) ?? '');
}

/** `(error, user) => { if (error) … }` behind a verification. */
function isFailure(link: Link, test: Term, truthy: boolean): boolean {
  const { value, frame } = test;
  if (value.kind === 'logical') return [value.left, value.right].some((part) => isFailure(link, termAt(part, frame), truthy));
  return (
    truthy &&
    value.kind === 'binding' &&
    callbacksWith(link, termAt(value, frame)).some(({ call, index, last }) => index === 0 && last > 0 && /verif/iu.test(nameOfCall(link, call) ?? ''))
  );
}

/** What is refused because a verification threw. */
function isAfterThrow(link: Link, premise: Premise | undefined): boolean {
  for (let at = premise; at; at = at.outer) {
    const { condition, frame } = at;
    if (condition.kind !== 'threw') continue;
    const tried = functionOf(frame).events.slice(condition.first, condition.last);
    if (tried.some((event) => event.kind === 'call' && isVerdict(link, termAt(event.value, frame)))) return true;
  }
  return false;
}

/** Fields that whoever is verified has. */
const OWN_IDS: ReadonlySet<string> = new Set(['id', '_id', 'sub', 'uid']);

/** The key comes out of a verification that throws where it fails, on every path. */
function isAlwaysThere(link: Link, site: Site, key: Term, trail: readonly Term[], isField: boolean): boolean {
  if (trail.some(({ value }) => value.kind === 'literal' && !value.value)) return false;
  const read = link.origins(key).find(({ value }) => value.kind === 'member');
  const field = read?.value.kind === 'member' ? read.value.property : undefined;
  if (isField && typeof field === 'string' && !OWN_IDS.has(field)) return false;
  return trail.some(({ value, frame }) => {
    if (value.kind !== 'call' || !THROWS.test(nameOfCall(link, termAt(value, frame)) ?? '')) return false;
    return !value.args.some(({ kind }) => kind === 'function') && isUnconditional(link, site, termAt(value, frame));
  });
}

/** Whether every connection that goes on has passed a call, and a failure of it is not caught. */
function isUnconditional(link: Link, site: Site, { value, frame }: Term): boolean {
  const { events, conditions } = functionOf(frame);
  const index = events.findIndex((item) => item.kind === 'call' && item.value === value);
  const event = events[index];
  if (!event) return false;
  const isCaught = conditions.some((condition) => condition.kind === 'threw' && condition.first <= index && index < condition.last);
  if (isCaught) return false;
  const effects = site.ways.flatMap((way) => followWayIn(link, way).effects);
  return testsIn(premisesOf(frame, event.when)).every(({ test, truthy }) => effects.some(({ kind, premise }) => kind === 'reject' && holdsUnder(premise, test.value, !truthy)));
}
