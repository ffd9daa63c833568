import { followWayIn } from '../link/effects.js';
import { functionOf, type Link, type LinkedModule, type Term, termAt, type WayIn } from '../link/link.js';
import type { Range } from '../facts/values.js';
import { operationOf } from '../link/operations.js';
import { WRITES } from '../models/meanings.js';
import { evidenceAt, spotAt } from './evidence.js';
import { containerOf, decidingGuards, type Reservation, reservationsOf } from './held-slots.js';
import { passingCalls } from './identities.js';
import { areCompatible, momentOf, momentOfCall, type Moment, meetingOf, trailTo, whenOf } from './moments.js';
import { type Pause, pauseBetween, pausesBefore, pausesUpTo, waitsOf } from './pauses.js';
import { reservedBefore } from './reservations.js';
import { isForFirst } from './sites.js';
import type { Evidence, Guard, Site, SiteVerdict } from './verdict.js';

/** A limit that a burst of connections slips through: all of them are counted before the first one takes its slot. */
export interface Race {
  readonly id: 'awaitBetween' | 'callbackBetween' | 'readThenWrite';
  readonly guard: Guard;
  readonly counted: Moment;
  readonly module: LinkedModule;
  /** The comparison. */
  readonly range: Range;
  /** What lies between, and where the slot is taken. */
  readonly between?: Evidence;
  readonly taken: Evidence;
  readonly reservation?: Reservation;
}

/** The races of the guards that cover a site. */
export function racesOf(link: Link, verdict: SiteVerdict): readonly Race[] {
  const { site } = verdict;
  const judged = decidingGuards(verdict).flatMap((guard) => {
    const at = guard.test?.count.at;
    return at ? [{ id: containerOf(guard)?.id, counted: readAt(link, at), race: raceOf(link, site, guard) }] : [];
  });
  const racy = judged.flatMap(({ id, counted, race }) => {
    // A first look may be early, if a second one comes right before the slot is taken.
    const isLookedAtAgain = judged.some((other) => other.id === id && !other.race && comesBehind(link, counted, other.counted));
    return race && !isLookedAtAgain ? [{ id, race }] : [];
  });
  return racy.filter(({ id, race }, index) => !racy.slice(0, index).some((other) => other.id === id || other.race.guard.effect.at.value === race.guard.effect.at.value)).map(({ race }) => race);
}

/** When a count is read: how long a list is was settled when the list was given, unless it is kept in a container. */
function readAt(link: Link, at: Term): Moment {
  const { value, frame } = at;
  const [origin] = value.kind === 'member' ? link.origins(termAt(value.object, frame)) : [];
  const isGiven = origin?.value.kind === 'call' && !origin.value.isNew && origin.frame.fn === frame.fn && operationOf(link, termAt(origin.value, origin.frame))?.model.does !== 'read';
  return isGiven ? momentOf({ value: origin.value, frame }) : momentOf(at);
}

/** Whether both happen in one run of the code, in this order. */
function comesBehind(link: Link, first: Moment, second: Moment): boolean {
  const meeting = meetingOf(trailTo(link, first), trailTo(link, second));
  if (!meeting || meeting.first >= meeting.second) return false;
  const { frame } = meeting;
  return areCompatible(functionOf(frame), whenOf({ frame, index: meeting.first }), whenOf({ frame, index: meeting.second }));
}

function raceOf(link: Link, site: Site, guard: Guard): Race | undefined {
  const { test, effect } = guard;
  const container = containerOf(guard);
  if (!test || !container || test.count.isAtomic || reservedBefore(link, effect, test)) return undefined;
  const counted = readAt(link, test.count.at);
  const here = { guard, counted, module: test.at.frame.module, range: test.at.value.range };
  if (container.isExternal || container.id.startsWith('redis ')) {
    const written = writeBehind(link, site, guard, counted);
    return written && { ...here, id: 'readThenWrite', taken: evidenceAt('written', spotAt(written)) };
  }
  for (const reservation of reservationsOf(link, site, guard)) {
    const own = pauseBetween(link, counted, reservation);
    const pause = own === 'apart' && reservation.way !== effect.way ? pauseAcross(link, site, guard, counted, reservation) : own;
    if (pause === 'later' || pause === 'apart') continue;
    if (!pause) return undefined;
    const taken = evidenceAt('taken', spotAt(termAt(placeOf(reservation), reservation.frame)));
    return { ...here, id: pause.kind === 'await' ? 'awaitBetween' : 'callbackBetween', between: evidenceAt(pause.kind, pause.at), taken, reservation };
  }
  return undefined;
}

function placeOf({ event }: Reservation): Term['value'] {
  return event.kind === 'assign' ? event.target : event.kind === 'call' ? event.value : { kind: 'unknown', reason: 'no place', range: event.range };
}

/**
 * Counted by one function that the library calls, taken in another: what comes behind the count in the first, waits in
 * those between, or comes before the slot in the second lets others in.
 */
function pauseAcross(link: Link, site: Site, { effect }: Guard, counted: Moment, reservation: Reservation): Pause | undefined | 'later' {
  const order = (way: WayIn): number => PHASES.indexOf(way.model.phase) * site.ways.length + site.ways.indexOf(way);
  if (order(reservation.way) < order(effect.way)) return 'later';
  const between = site.ways.filter((way) => !isForFirst(way) && order(way) > order(effect.way) && order(way) < order(reservation.way) && way.model.phase === 'handshake');
  const passes = passingCalls(link, effect.way).flatMap((call) => momentOfCall(call.frame, call.value) ?? []);
  const behind = trailTo(link, counted).flatMap((hop) => pausesUpTo(link, hop, passes));
  const waited = between.flatMap((way) => waitsOf(link, way));
  const before = trailTo(link, reservation).flatMap((hop) => pausesBefore(link, hop));
  return [...behind, ...waited, ...before][0];
}

const PHASES: readonly WayIn['model']['phase'][] = ['handshake', 'accepted', 'message', 'closed'];

/** A write to the same store, behind a question to it: others ask in between. */
function writeBehind(link: Link, site: Site, guard: Guard, counted: Moment): Term | undefined {
  const isBehind = (moment: Moment): boolean => {
    const meeting = meetingOf(trailTo(link, counted), trailTo(link, moment));
    return meeting === undefined || meeting.first < meeting.second;
  };
  const reservation = reservationsOf(link, site, guard).find(isBehind);
  if (reservation) return termAt(placeOf(reservation), reservation.frame);
  const { test } = guard;
  const asked = test?.count.at.value;
  const store = asked?.kind === 'call' && asked.callee.kind === 'member' ? asked.callee.object : undefined;
  if (!store || !test) return undefined;
  const place = placesOf(link, termAt(store, test.count.at.frame));
  for (const { frame } of followWayIn(link, guard.effect.way).frames) {
    for (const [index, event] of functionOf(frame).events.entries()) {
      if (event.kind !== 'call' || event.value.callee.kind !== 'member' || typeof event.value.callee.property !== 'string' || !WRITES.test(event.value.callee.property)) continue;
      const isSame = placesOf(link, termAt(event.value.callee.object, frame)).some((one) => place.includes(one));
      if (isSame && isBehind({ frame, index })) return termAt(event.value, frame);
    }
  }
  return undefined;
}

function placesOf(link: Link, term: Term): string[] {
  return link.origins(term).flatMap((origin) => link.place(origin) ?? []);
}
