import { encloses } from '../facts/ranges.js';
import type { CallValue, Value } from '../facts/module-facts.js';
import { followWayIn } from '../link/effects.js';
import { type Frame, functionKey, functionOf, type Link, type Term, termAt, type WayIn } from '../link/link.js';
import { LIVENESS } from '../models/meanings.js';
import { endFunctions, type Ending } from './endings.js';
import { type GivingBack, givingsBack, hasPart } from './givings-back.js';
import type { Reservation } from './held-slots.js';
import { evidenceAt, spotAt } from './evidence.js';
import { evidenceOf, type Finding, type Tracked } from './leak.js';
import { areCompatible, eventsBetween, type Hop, holdsWherever, meetingOf, type Moment, momentOfCall, type PlacedEvent, trailTo, whenOf } from './moments.js';
import { isAcceptedBy, isCalledAtOnce, pauseBetween, pausesBefore, pausesBehind, waitsOf } from './pauses.js';
import type { Evidence } from './verdict.js';
import { isForFirst } from './sites.js';

type Status = 'safe' | Omit<Finding, 'at'>;

/** Whether the end of every connection that took a slot is heard by what gives it back. */
export function attachedOf(link: Link, tracked: Tracked, released: readonly GivingBack[]): readonly Finding[] {
  const endings = [...new Set(released.flatMap((one) => one.endings))];
  const statuses = endings.map((ending) => statusOf(link, tracked, ending));
  const [first] = statuses;
  if (first === undefined || first === 'safe' || statuses.includes('safe')) return [];
  // The slot may be taken too late, and the listener attached too late as well.
  const stale = first.id === 'releaseUnreachable' ? staleStatus(link, tracked) : 'safe';
  return stale === 'safe' ? [first] : [first, stale];
}

function statusOf(link: Link, tracked: Tracked, ending: Ending): Status {
  const { first } = tracked;
  if (ending.way) return hookedStatus(link, tracked, ending.way);
  if (!ending.at) return 'safe';
  const attachment = attachedAt(link, tracked, ending.at);
  if (!attachment) return 'safe';
  const { moment, way } = attachment;
  const attached = evidenceAt('attached', spotAt(ending.at));
  if (!isAccepted(link, first)) {
    const isSilent = ending.of.some(({ role }) => link.catalogue.lookUp(role, ({ endsOnceAccepted }) => endsOnceAccepted));
    if (isSilent || isAccepted(link, { ...moment, way, phase: way.model.phase })) return atOnce(link, first) ? 'safe' : { id: 'notOnAbort', because: 'accepted', evidence: [attached] };
  }
  if (way === first.way) {
    const between = missedBetween(link, tracked, first, moment);
    if (between) return { id: 'releaseUnreachable', because: between.because, evidence: [between.evidence, attached] };
  }
  return staleStatus(link, tracked);
}

/** A hook of the library is always there; it runs for those that were accepted. */
function hookedStatus(link: Link, tracked: Tracked, way: WayIn): Status {
  if (isAccepted(link, tracked.first)) return staleStatus(link, tracked);
  if (atOnce(link, tracked.first)) return 'safe';
  return { id: 'notOnAbort', because: 'accepted', evidence: [evidenceAt('attached', spotAt(way.at))] };
}

/** Where the listener is put on, on the way of the same connections. */
function attachedAt(link: Link, { site }: Tracked, at: Term): { moment: Moment; way: WayIn } | undefined {
  for (const way of site.ways) {
    for (const { frame } of followWayIn(link, way).frames) {
      const index = frame.module !== at.frame.module || frame.fn !== at.frame.fn ? -1 : functionOf(frame).events.findIndex((event) => (event.kind === 'call' && event.value === at.value) || (event.kind === 'assign' && event.target === at.value));
      if (index !== -1) return { moment: { frame, index }, way };
    }
  }
  return undefined;
}

/** Whether the connection has been accepted by then. */
function isAccepted(link: Link, { frame, index, way, phase }: Pick<Reservation, 'frame' | 'index' | 'way' | 'phase'>): boolean {
  if (phase !== 'handshake') return true;
  const trail = trailTo(link, { frame, index });
  if (trail.some(({ handedTo }) => handedTo && isAcceptedBy(link, handedTo))) return true;
  const { accept } = way;
  const taken = accept && momentOfCall(accept.call.frame, accept.call.value);
  const meeting = taken && meetingOf(trailTo(link, taken), trail);
  return meeting !== undefined && meeting.first < meeting.second;
}

/** What this hook lets pass is accepted before anything else happens. */
function atOnce(link: Link, { frame, index, way }: Reservation): boolean {
  return way.model.acceptsAtOnce === true && trailTo(link, { frame, index }).every((hop) => pausesBehind(link, hop).length === 0);
}

interface Missed {
  readonly because: string;
  readonly evidence: Evidence;
}

/** What may keep the listener from being put on, or lets its event pass before that. */
function missedBetween(link: Link, tracked: Tracked, first: Moment, attached: Moment): Missed | undefined {
  const [one, other] = [trailTo(link, first), trailTo(link, attached)];
  const meeting = meetingOf(one, other);
  if (!meeting || meeting.first > meeting.second) return undefined;
  // What is called back runs when the rest of the function is done.
  const inner = one[meeting.depth + 1]?.handedTo;
  if (inner && !isCalledAtOnce(link, inner)) return undefined;
  const pause = pauseBetween(link, first, attached);
  if (pause && pause !== 'later' && pause !== 'apart' && !isLiveBehind(link, other)) return { because: pause.kind, evidence: evidenceAt(pause.kind, pause.at) };
  const { frame } = meeting;
  const exit = eventsBetween(frame, meeting.first, meeting.second).find((placed) => isExit(placed) && leaves(link, tracked, placed, meeting.first));
  return exit && { because: exit.event.kind, evidence: evidenceOf(exit) };
}

function isExit({ event }: PlacedEvent): boolean {
  return (event.kind === 'return' && !event.implicit) || event.kind === 'throw';
}

/** Left while the slot is held: on the same way, and nothing on it gives the slot back. */
function leaves(link: Link, { container }: Tracked, { frame, index, event }: PlacedEvent, first: number): boolean {
  const fn = functionOf(frame);
  if (!areCompatible(fn, event.when, whenOf({ frame, index: first })) || asksFor(link, frame, event.when, first)) return false;
  const all = givingsBack(link, container);
  const back = new Set(all.map((one) => functionKey(one.frame.module, one.frame.fn)));
  const own = all.filter((one) => one.frame.fn === frame.fn && one.frame.module === frame.module);
  return !eventsBetween(frame, first, index).some((other) => {
    if (!holdsWherever(fn, other.event.when, event.when)) return false;
    if (own.some((one) => one.event === other.event)) return true;
    return other.event.kind === 'call' && link.callees(termAt(other.event.value, frame)).some((callee) => back.has(functionKey(callee.module, callee.fn)));
  });
}

/** Under a condition on what the call gave in which the slot is taken: it may say that it was not. */
function asksFor(link: Link, frame: Frame, when: number, index: number): boolean {
  const { conditions, events } = functionOf(frame);
  const taking = events[index];
  const call = taking?.kind === 'call' ? taking.value : undefined;
  for (let condition = conditions[when]; condition; condition = conditions[condition.parent]) {
    if (condition.kind === 'test' && hasPart(condition.value, (part) => part === call || link.origins(termAt(part, frame)).some((origin) => isWithin(origin.frame, call)))) return true;
  }
  return false;
}

function isWithin(frame: Frame, call: Value | undefined): boolean {
  for (let at: Frame | undefined = frame; at; at = at.from?.frame) if (at.from?.value === call && call !== undefined) return true;
  return false;
}

/** Something asynchronous lies before the slot is taken, and nobody looks whether the connection is still there. */
function staleStatus(link: Link, { site, first }: Tracked): Status {
  const trail = trailTo(link, first);
  const accepted = trail.findIndex(({ handedTo }) => handedTo && isAcceptedBy(link, handedTo));
  // An event of the connection comes while it is there.
  const isHeard = ({ handedTo }: Hop): boolean => handedTo !== undefined && isOnLibrarys(link, handedTo);
  const heard = trail.findLastIndex(isHeard);
  const own = trail.slice(Math.max(accepted + 1, heard));
  const earlier = first.phase === 'handshake' && accepted === -1 ? site.ways.slice(0, site.ways.indexOf(first.way)).filter((way) => way.model.phase === 'handshake' && !isForFirst(way)) : [];
  const waited = earlier.flatMap((way) => waitsOf(link, way));
  const pauses = own.flatMap((hop) => pausesBefore(link, isHeard(hop) ? { frame: hop.frame, index: hop.index } : hop));
  const pause = heard === -1 ? [...waited, ...pauses][0] : pauses[0];
  if (!pause || isLiveBehind(link, trail) || isTakenBack(link, trail)) return 'safe';
  return { id: 'notOnAbort', because: 'stale', evidence: [evidenceAt(pause.kind, pause.at)] };
}

/** A listener on something of a library. */
function isOnLibrarys(link: Link, call: Term<CallValue>): boolean {
  const { callee } = call.value;
  return callee.kind === 'member' && link.roles(termAt(callee.object, call.frame)).length > 0 && !isAcceptedBy(link, call);
}

/** Whether the functions on the way ask if the connection is still there, by the library's word or by what its end sets. */
function isLiveBehind(link: Link, trail: readonly Hop[]): boolean {
  return trail.some(({ frame }) =>
    functionOf(frame).events.some((event) => {
      if (event.kind !== 'test' && event.kind !== 'return') return false;
      return hasPart(event.value, (part) => (part.kind === 'member' && typeof part.property === 'string' && LIVENESS.test(part.property)) || isSetAtEnd(link, termAt(part, frame)));
    }),
  );
}

/** Whether the client's end is closed, in a function on the way or inside of one, for a client that never took it. */
function isTakenBack(link: Link, trail: readonly Hop[]): boolean {
  return link.index.callsOf('close').some(({ value: { callee, range }, frame }) => {
    if (callee.kind !== 'member' || !trail.some((hop) => hop.frame.module === frame.module && encloses(functionOf(hop.frame), { range }))) return false;
    return link.roles(termAt(callee.object, frame)).some(({ role }) => link.catalogue.lookUp(role, ({ isOtherEnd }) => isOtherEnd) === true);
  });
}

/** `let isGone = false; ws.on('close', () => { isGone = true; });` */
function isSetAtEnd(link: Link, { value, frame }: Term): boolean {
  return link.index.assignmentsOf(frame.module, value).some(({ frame: place }) => endFunctions(link).has(functionKey(place.module, place.fn)));
}

