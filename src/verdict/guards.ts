import type { Value } from '../facts/module-facts.js';
import type { Passage } from '../link/effects.js';
import type { Effect } from '../link/effect-calls.js';
import { type CountTest, type Frame, functionKey, functionOf, type Holding, type Link, type NumberSet, type Premise, type Term, termAt, type WayIn } from '../link/link.js';
import { testsOf } from '../link/conditions.js';
import { isElsewhere } from '../link/routed.js';
import { premiseKeys } from '../link/predicates.js';
import type { KeyClass } from '../models/model.js';
import { storings } from '../link/stored.js';
import { isForgotten, totalKey } from './instances.js';
import { endFunctions } from './endings.js';
import { changesOf, isOverwritten, isRate, isTracking } from './trackers.js';
import { reservedBefore } from './reservations.js';
import type { Guard } from './verdict.js';

/** The guards among the effects of one way in, in the light of all. */
export function guardsOf(link: Link, passage: Passage, all: readonly Passage[]): readonly Guard[] {
  return passage.effects.filter((effect) => isOnTheWay(effect) && !isElsewhere(link, effect.way, effect.premise)).flatMap((effect) => guardsOfEffect(link, effect, all));
}

/** An effect that the accepted upgrade cannot have passed: it happens on another branch than the accepting call. */
function isOnTheWay({ way, premise }: Effect): boolean {
  const accept = way.accept?.premise;
  for (let one = premise; one; one = one.outer) {
    for (let other = accept; other; other = other.outer) {
      if (contradicts(one, other) && !isDecisive(one, premise)) return false;
    }
  }
  return true;
}

function contradicts(one: Premise, other: Premise): boolean {
  const [a, b] = [one.condition, other.condition];
  return a.kind === 'test' && b.kind === 'test' && a.value === b.value && a.truthy !== b.truthy;
}

/** The branch that turns away is of course not the one that accepts; a branch around it is another matter. */
function isDecisive(one: Premise, innermost: Premise | undefined): boolean {
  return one === innermost;
}

function guardsOfEffect(link: Link, effect: Effect, all: readonly Passage[]): Guard[] {
  const tests = testsOf(link, effect.premise).counts.filter(({ direction }) => direction === 'high');
  // `sockets && sockets.size >= MAX` asks for the number; that there are any at all is no limit of its own.
  const compared = tests.filter(({ kind, count }) => kind === 'compare' && count.holding.keys.length > 0);
  const containers = new Set(tests.filter(({ kind }) => kind === 'compare').map(({ count }) => count.holding.container.id));
  const decisive = tests.filter(({ kind, count }) => kind === 'compare' || (compared.length === 0 && !containers.has(count.holding.container.id)));
  const found = decisive.flatMap((test) => guardOf(link, effect, test, all) ?? []);
  if (effect.kind !== 'evict' || found.length > 0) return found;
  return evictionOfAll(link, effect, all);
}

function guardOf(link: Link, effect: Effect, test: CountTest, all: readonly Passage[]): Guard | undefined {
  const { holding } = test.count;
  if (isForgotten(link, effect.way, holding) || (test.kind === 'compare' && !isTracking(link, holding.container))) return undefined;
  const own = keyOf(link, holding);
  const key = own === 'none' ? totalKey(link, effect.way, holding) : own;
  if (!isTracker(link, effect, holding, all, test.count.isAtomic, test.kind)) return undefined;
  if (effect.phase === 'message' && key === 'connection') return undefined;
  if (test.kind === 'exists' && holding.keys.length === 0) return undefined;
  // Closing what one of many others has open makes no room for the one who comes in.
  if (test.kind === 'exists' && effect.kind === 'evict' && isEachOfMany(link, holding)) return undefined;
  // Who is looked at by existence and turned away must be who is asked for: other conditions in between are another matter.
  if (test.kind === 'exists' && effect.kind === 'reject' && !isInnermost(effect.premise, test.premise)) return undefined;
  return {
    effect,
    test,
    key,
    limit: effectiveLimit(link, effect, test),
    evicts: effect.kind === 'evict',
    isRate: isRate(link, holding.container),
    isOverwritten: test.kind === 'compare' && isOverwritten(link, test),
  };
}

/** Found under each key of a list, whoever comes in. */
function isEachOfMany(link: Link, { keys }: Holding): boolean {
  return keys.length > 0 && keys.every((key) => link.origins(key).some((origin) => isOfEach(link, origin, 0)));
}

/** One of the values of a list, or something that it has. */
function isOfEach(link: Link, { value, frame }: Term, depth: number): boolean {
  if (value.kind === 'each') return true;
  return value.kind === 'member' && depth < MAX_MEMBERS && link.origins(termAt(value.object, frame)).some((owner) => isOfEach(link, owner, depth + 1));
}

const MAX_MEMBERS = 4;

/** What a count is kept under; where the library keeps it by an id that is looked up under another key, it is that key. */
export function keyOf(link: Link, { container, keys }: Holding): KeyClass {
  if (keys.length === 0) return 'none';
  const looked = (container.collection ? keys : []).flatMap((key) =>
    link.holdings(key).filter((held) => held.isElement && held.keys.length > 0 && !held.container.isExternal && !held.container.isRecord),
  );
  return link.keyClass(looked.length > 0 ? looked.flatMap((holding) => holding.keys) : keys);
}

/**
 * Whether the container counts connections: they are put into it on their way in. A list of banned users, a counter of
 * messages and an administrator's command to kick somebody look the same where they are compared.
 */
function isTracker(link: Link, effect: Effect, holding: Holding, all: readonly Passage[], isAtomic = false, kind: CountTest['kind'] = 'compare'): boolean {
  const { container } = holding;
  const isMessage = effect.phase === 'message';
  if (container.collection && !isMessage) return true;
  if (container.collection) return all.some(({ frames, way }) => frames.some(({ frame, entry }) => entry === effect.entry && marksConnection(link, frame, way)));
  if (isAtomic || (container.isExternal && !isMessage && kind === 'compare')) return true;
  if (!holding.isScan && isKeptOtherwise(link, holding)) return false;
  const changes = changesOf(link, container);
  const isReleased = changes.some(({ frame, removes }) => removes && endFunctions(link).has(functionKey(frame.module, frame.fn)));
  const added = new Set(changes.filter(({ removes }) => !removes).map(({ frame }) => functionKey(frame.module, frame.fn)));
  const places = all.flatMap(({ frames }) => frames).filter(({ frame }) => added.has(functionKey(frame.module, frame.fn)));
  if (!isMessage) return places.some(({ phase }) => phase !== 'message') || (places.length > 0 && isReleased);
  return places.some(({ entry }) => entry === effect.entry) && (isReleased || effect.kind === 'evict');
}

/** Everything is put under the connection's own key, and looked up under another: nothing is found there. */
function isKeptOtherwise(link: Link, { container, keys }: Holding): boolean {
  const stored = storings(link).filter(({ object }) => link.holdings(object).some((held) => held.container.id === container.id && held.keys.length === 0));
  const isOther = stored.length > 0 && stored.every(({ key }) => link.keyClass([key]) === 'connection');
  return isOther && keys.length > 0 && link.keyClass(keys) !== 'connection';
}

/** A function that notes on the connection whose it is. */
function marksConnection(link: Link, frame: Frame, way: WayIn): boolean {
  return functionOf(frame).events.some((event) => {
    if (event.kind !== 'assign' || event.target.kind !== 'member') return false;
    let { object } = event.target;
    while (object.kind === 'member') object = object.object;
    return link.roles({ value: object, frame }).some(({ id }) => way.roles.some((ref) => ref?.id === id));
  });
}

function isInnermost(premise: Premise | undefined, test: Premise): boolean {
  for (let at = premise; at; at = at.outer) {
    if (at === test) return true;
    if (at.condition.kind === 'test' && at.frame.fn === test.frame.fn && at.frame.module === test.frame.module) return false;
  }
  return true;
}

/** Closing whatever else the key has open leaves one: the new connection. */
function evictionOfAll(link: Link, effect: Effect, all: readonly Passage[]): Guard[] {
  const scanned = premiseKeys(link, effect.premise);
  return effect.from.slice(0, 1).flatMap((from): Guard[] => {
    const keys = [...from.keys, ...scanned];
    if (keys.length === 0 || isForgotten(link, effect.way, from) || !isTracker(link, effect, from, all)) return [];
    return [{ effect, key: link.keyClass(keys), limit: { values: [keptOf(link, effect)] }, evicts: true, isRate: false, isOverwritten: false }];
  });
}

/** `sockets.slice(0, -3).forEach(close)` keeps three; closing all keeps the new one. */
function keptOf(link: Link, { at }: Effect): number {
  if (at.value.kind !== 'call' || at.value.callee.kind !== 'member') return 1;
  for (const { value } of link.origins({ value: at.value.callee.object, frame: at.frame })) {
    const list = value.kind === 'each' ? value.of : undefined;
    const end = list?.kind === 'call' && list.callee.kind === 'member' && list.callee.property === 'slice' ? list.args[1] : undefined;
    if (end?.kind === 'literal' && typeof end.value === 'number' && end.value < 0) return -end.value;
  }
  return 1;
}

/** The most connections that pass, from the operator, the order of counting and reserving, and what is added. */
function effectiveLimit(link: Link, effect: Effect, test: CountTest): NumberSet {
  if (test.kind === 'exists' || !test.limit) return { values: [1] };
  const { values, unknown } = link.numbers(test.limit);
  const already = reservedBefore(link, effect, test) ? 1 : 0;
  const shift = test.margin - test.count.delta - already;
  return { values: values.map((value) => value + shift), ...(unknown !== undefined && { unknown }) };
}

/** Counts that are compared on the way, and decide nothing. */
export function idleComparisons(link: Link, passage: Passage, all: readonly Passage[]): CountTest[] {
  const decisive = decisiveValues(link, all);
  return passage.decisions
    .filter(({ phase, premise, way }) => phase !== 'message' && !isElsewhere(link, way, premise))
    .flatMap(({ at, premise, phase, entry, way }) => {
      const { frame } = at;
      const asked: Premise = { condition: { kind: 'test', value: at.value, truthy: true, parent: -1 }, frame, outer: premise };
      const effect: Effect = { kind: 'reject', at, premise, phase, entry, way, from: [] };
      return testsOf(link, asked, premise).counts.filter(
        (test) => test.kind === 'compare' && isTracking(link, test.count.holding.container) && !isForgotten(link, way, test.count.holding) && isRealLimit(link, test) && !decisive.has(test.at.value) && isTracker(link, effect, test.count.holding, all, test.count.isAtomic),
      );
    });
}

const DECISIVE = new WeakMap<readonly Passage[], ReadonlySet<Value>>();

/** The comparisons that an effect hangs on. */
function decisiveValues(link: Link, all: readonly Passage[]): ReadonlySet<Value> {
  const known = DECISIVE.get(all);
  if (known) return known;
  const values = new Set(all.flatMap(({ effects }) => effects.flatMap(({ premise }) => testsOf(link, premise).counts.map(({ at }) => at.value))));
  DECISIVE.set(all, values);
  return values;
}

/** `size === 0` asks whether a tracker can be tidied up, not whether a user has too many. */
function isRealLimit(link: Link, { limit }: CountTest): boolean {
  if (!limit) return false;
  const { values, unknown } = link.numbers(limit);
  return unknown !== undefined || values.some((value) => value >= 2);
}
