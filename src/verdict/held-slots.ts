import type { Event } from '../facts/module-facts.js';
import { followWayIn } from '../link/effects.js';
import { type Container, type Frame, functionKey, functionOf, type Link, type Term, termAt, type WayIn } from '../link/link.js';
import type { Phase } from '../models/model.js';
import { holdsWherever, type Moment, type PlacedEvent } from './moments.js';
import { isAddition, isSize, reserves } from './reservations.js';
import { changesOf } from './trackers.js';
import type { Guard, Site, SiteVerdict } from './verdict.js';

/** Where a new connection takes its slot. */
export interface Reservation extends Moment, PlacedEvent {
  readonly way: WayIn;
  readonly phase: Phase;
}

/** Every place on the way of a site's connections where one is put into a guard's tracker, way by way, in order. */
export function reservationsOf(link: Link, site: Site, guard: Guard): readonly Reservation[] {
  const container = containerOf(guard);
  if (!container) return [];
  const keys = keysOf(guard);
  const isSized = guard.test?.kind === 'compare' && isSize(link, guard.test.count.at);
  const found: Reservation[] = [];
  const seen = new Map<Frame, Set<Event>>();
  const mayTake = takersOf(link, container);
  for (const way of site.ways) {
    if (way.model.phase === 'closed') continue;
    for (const { frame, phase } of followWayIn(link, way).frames) {
      if (!mayTake(frame)) continue;
      for (const [index, event] of functionOf(frame).events.entries()) {
        if (seen.get(frame)?.has(event) || (isSized && isAddition(event)) || !takes(link, event, frame, container, keys) || isRefusedThere(guard, frame, event)) continue;
        seen.set(frame, (seen.get(frame) ?? new Set()).add(event));
        found.push({ frame, index, event, way, phase });
      }
    }
  }
  return found;
}

/** The functions in which something may be put into a container: nearly all of a program's do nothing to it. */
function takersOf(link: Link, container: Container): (frame: Frame) => boolean {
  if (container.collection) return () => true;
  const changing = new Set(changesOf(link, container).map(({ frame }) => functionKey(frame.module, frame.fn)));
  const isSum = (event: Event): boolean => event.kind === 'assign' && (event.operator === '+' || event.value.kind === 'binary');
  return (frame) => changing.has(functionKey(frame.module, frame.fn)) || functionOf(frame).events.some(isSum);
}

/**
 * The guards whose slots are looked at: the one that decides, those that share its tracker, and others that compare a number
 * and whose key is known.
 */
export function decidingGuards({ guard, guards }: SiteVerdict): readonly Guard[] {
  const own = guard && containerOf(guard)?.id;
  return guards.filter((other) => other === guard || containerOf(other)?.id === own || (other.key !== 'unknown' && other.test?.kind === 'compare'));
}

export function containerOf({ test, effect }: Guard): Container | undefined {
  return (test?.count.holding ?? effect.from[0])?.container;
}

export function keysOf({ test, effect }: Guard): readonly Term[] {
  return (test?.count.holding ?? effect.from[0])?.keys ?? [];
}

function takes(link: Link, event: Event, frame: Frame, container: Container, keys: readonly Term[]): boolean {
  if (reserves(link, event, frame, container, container.collection !== undefined)) return true;
  return container.collection !== undefined && marks(link, event, frame, keys);
}

/** The user, noted on the connection, by which connections of a library's own list are told apart. */
function marks(link: Link, event: Event, frame: Frame, keys: readonly Term[]): boolean {
  if (event.kind !== 'assign' || event.operator !== '=' || event.target.kind !== 'member') return false;
  if (link.roles(termAt(event.target.object, frame)).every(({ isOther }) => isOther)) return false;
  const noted = link.origins(termAt(event.value, frame));
  return keys.some((key) => link.origins(key).some((origin) => noted.some(({ value }) => value === origin.value)));
}

/** On the branch that turns the connection away. */
function isRefusedThere({ effect }: Guard, frame: Frame, event: Event): boolean {
  const { at, kind } = effect;
  if (kind !== 'reject' || at.frame.fn !== frame.fn || at.frame.module !== frame.module) return false;
  const fn = functionOf(frame);
  const refusal = fn.events.find((other) => (other.kind === 'call' || other.kind === 'throw' || other.kind === 'return') && other.value === at.value);
  return refusal !== undefined && refusal.when !== -1 && holdsWherever(fn, refusal.when, event.when);
}
