import { followWayIn } from '../link/effects.js';
import { bareFrame, functionKey, functionOf, type Link, type Premise, type Term, termAt, type WayIn } from '../link/link.js';
import type { RoleId } from '../models/model.js';
import { SIZE_MEMBERS } from '../models/stores.js';
import { operationOf } from '../link/operations.js';
import type { Ending } from './endings.js';
import { conditionsOf, type GivingBack, hasPart, looksAt } from './givings-back.js';
import { evidenceOf, type Finding, type Tracked } from './leak.js';
import { areCompatible, meetingOf, type Moment, momentOfCall, trailTo, whenOf } from './moments.js';
import { pausesBefore } from './pauses.js';

type Reason = 'all' | 'evicted' | 'refused' | 'twice';

/** Whether the end of one connection can give back the slot of another. */
export function doubleRelease(link: Link, tracked: Tracked, released: readonly GivingBack[]): Finding | undefined {
  for (const one of released) {
    const because = one.how === 'own' ? undefined : reasonOf(link, tracked, one, released);
    if (because !== undefined && !isCareful(link, tracked, one, because)) return { id: 'doubleRelease', because, evidence: [evidenceOf(one)] };
  }
  return undefined;
}

function reasonOf(link: Link, tracked: Tracked, one: GivingBack, released: readonly GivingBack[]): Reason | undefined {
  const { guard } = tracked;
  if (one.how === 'entry') {
    if (guard.test?.kind === 'compare' && isOfMany(guard.test.count.holding.keys.length, tracked)) return 'all';
    if (guard.evicts) return runsAfterEviction(link, tracked) ? 'evicted' : undefined;
  }
  if (runsForRefused(link, tracked, one)) return 'refused';
  return one.how === 'count' && isHeardTwice(one, released) ? 'twice' : undefined;
}

/** The user's entry holds several connections. */
function isOfMany(keys: number, { guard }: Tracked): boolean {
  const { values, unknown } = guard.limit;
  return keys > 0 && !guard.test?.count.holding.isScan && (unknown !== undefined || values.some((value) => value > 1));
}

/** Something is asked before the slot is given back that tells whether it is this connection's. */
function isCareful(link: Link, { container }: Tracked, one: GivingBack, because: Reason): boolean {
  return [...conditionsOf(one), ...callersConditions(link, one)].some((premise) => {
    const { condition, frame } = premise;
    if (condition.kind !== 'test') return false;
    if (isComparison(premise)) return one.how === 'entry' || !looksAt(link, container, premise);
    return hasPart(condition.value, (part) => {
      const term = termAt(part, frame);
      if (isFlag(link, term) || (part.kind === 'call' && !operationOf(link, termAt(part, frame)) && link.callees(termAt(part, frame)).length === 0)) return true;
      // What is noted on the connection may be noted where it takes its slot.
      return because === 'refused' && part.kind === 'member' && link.roles(termAt(part.object, frame)).length > 0;
    });
  });
}

function isComparison({ condition }: Premise): boolean {
  return condition.kind === 'test' && hasPart(condition.value, (part) => part.kind === 'binary' || (part.kind === 'member' && typeof part.property === 'string' && SIZE_MEMBERS.has(part.property)));
}

/** A variable or field that is set to true or false somewhere. */
function isFlag(link: Link, { value, frame }: Term): boolean {
  return link.index.assignmentsOf(frame.module, value).some(({ event }) => event.value.kind === 'literal' && typeof event.value.value === 'boolean');
}

/** The conditions under which the function is called that gives back, at the end of a connection. */
function callersConditions(link: Link, { frame, endings }: GivingBack): Premise[] {
  const ended = new Set(endings.flatMap(({ functions }) => [...functions]));
  return link.callSitesOf(frame.module, frame.fn).flatMap((caller) => {
    if (!ended.has(functionKey(caller.module, caller.fn))) return [];
    return functionOf(caller).events.flatMap((event) => {
      const isCall = event.kind === 'call' && link.callees(termAt(event.value, caller)).some((callee) => callee.fn === frame.fn && callee.module === frame.module);
      return isCall ? conditionsOf({ frame: caller, event }) : [];
    });
  });
}

/** The older connection's end comes when the new one has already taken its place. */
function runsAfterEviction(link: Link, { guard, first }: Tracked): boolean {
  const { effect } = guard;
  if (effect.kind !== 'evict' || effect.at.value.kind !== 'call') return false;
  const { callee } = effect.at.value;
  const method = callee.kind === 'member' && typeof callee.property === 'string' ? callee.property : '';
  if (silences(effect.at)) return false;
  const isAtOnce = effect.way.roles.some((ref) => ref && link.catalogue.methodOfRole(ref.role, method)?.endsAtOnce);
  if (!isAtOnce) return true;
  const closed = momentOfCall(effect.at.frame, effect.at.value);
  const meeting = closed && meetingOf(trailTo(link, closed), trailTo(link, first));
  return meeting !== undefined && meeting.first > meeting.second;
}

/** The older connection's listeners are taken off before it is closed. */
function silences({ value, frame }: Term): boolean {
  return functionOf(frame).events.some((event) => {
    if (event.kind !== 'call' || event.value.callee.kind !== 'member' || event.range[0] > value.range[0]) return false;
    return event.value.callee.property === 'removeAllListeners' || event.value.callee.property === 'off' || event.value.callee.property === 'removeListener';
  });
}

/** Whether it also runs for connections that were turned away and had taken nothing. */
function runsForRefused(link: Link, tracked: Tracked, { endings }: GivingBack): boolean {
  const { effect } = tracked.guard;
  if (effect.kind !== 'reject' || effect.phase !== 'accepted') return false;
  const refused = momentOfCall(effect.at.frame, effect.at.value);
  return refused !== undefined && !isTakenBefore(link, tracked, refused) && endings.some((ending) => hears(link, tracked, ending, refused));
}

function isTakenBefore(link: Link, { reservations }: Tracked, refused: Moment): boolean {
  return reservations.some((reservation) => {
    const meeting = meetingOf(trailTo(link, reservation), trailTo(link, refused));
    return meeting !== undefined && meeting.first < meeting.second;
  });
}

function hears(link: Link, { site, guard }: Tracked, { way, at }: Ending, refused: Moment): boolean {
  const trail = trailTo(link, refused);
  if (way) {
    const { sparesAtOnce } = way.model;
    const isSpared = sparesAtOnce !== undefined && connectionRoles(link, guard.effect.way).some((role) => link.catalogue.isOfRole(role, sparesAtOnce));
    return !isSpared || trail.some((hop) => pausesBefore(link, hop).length > 0);
  }
  if (!at) return false;
  for (const other of site.ways) {
    for (const { frame } of followWayIn(link, other).frames) {
      const attached = at.frame.fn === frame.fn && at.frame.module === frame.module ? momentOfCall(frame, at.value) : undefined;
      if (!attached) continue;
      const meeting = meetingOf(trailTo(link, attached), trail);
      if (!meeting) continue;
      const { frame: shared, first, second } = meeting;
      return first < second && areCompatible(functionOf(shared), whenOf({ frame: shared, index: first }), whenOf({ frame: shared, index: second }));
    }
  }
  return false;
}

/** What the first parameter of a handler is, also by its annotation. */
function connectionRoles(link: Link, { handlers }: WayIn): RoleId[] {
  return handlers.flatMap(({ value, frame }) => {
    const own = bareFrame(frame.module, value.fn);
    const [parameter] = functionOf(own).parameters;
    return parameter ? link.roles(termAt({ kind: 'binding', id: parameter.binding, range: parameter.range }, own)).map(({ role }) => role) : [];
  });
}

/** The same function lowers the number at two events of a connection, such as `close` and `error`. */
function isHeardTwice(one: GivingBack, released: readonly GivingBack[]): boolean {
  const lowering = released.filter(({ how }) => how === 'count').flatMap(({ endings }) => endings).filter(({ at }) => at !== undefined);
  const own = one.endings.filter(({ at }) => at !== undefined);
  return own.some((ending) => lowering.some((other) => other !== ending && areTogether(ending, other)));
}

function areTogether({ at: a }: Ending, { at: b }: Ending): boolean {
  return a !== undefined && a.frame.fn === b?.frame.fn && a.frame.module === b.frame.module;
}
