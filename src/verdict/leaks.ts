import type { CallValue, Value } from '../facts/module-facts.js';
import { bareFrame, type Container, type Frame, functionKey, type Link, type Term, termAt } from '../link/link.js';
import { TIMERS } from '../models/meanings.js';
import { operationOf } from '../link/operations.js';
import { storings } from '../link/stored.js';
import { calledName } from '../link/value-names.js';
import { attachedOf } from './attached.js';
import { doubleRelease } from './double-release.js';
import { type GivingBack, givingsBack } from './givings-back.js';
import { containerOf, decidingGuards, keysOf, reservationsOf } from './held-slots.js';
import { evidenceOf, type Finding, type Leak, type Tracked } from './leak.js';
import { isHandler } from './moments.js';
import { redisLeak } from './redis-leaks.js';
import type { Guard, SiteVerdict } from './verdict.js';

/** The leaks of the guards that cover a site. */
export function leaksOf(link: Link, verdict: SiteVerdict): readonly Leak[] {
  const { site } = verdict;
  const seen = new Set<string>();
  return decidingGuards(verdict).flatMap((guard) => {
    const container = containerOf(guard);
    if (!container || container.collection || container.isRecord || seen.has(container.id)) return [];
    if (container.isExternal && !isInRedis(container)) return [];
    seen.add(container.id);
    const reservations = reservationsOf(link, site, guard);
    return reservations[0] ? leaksOfTracker(link, { site, guard, container, reservations, first: reservations[0] }) : [];
  });
}

function leaksOfTracker(link: Link, tracked: Tracked): Leak[] {
  const { guard, container, first } = tracked;
  const back = givingsBack(link, container);
  const released = back.filter(({ endings }) => endings.length > 0);
  const found: (Finding | undefined)[] = isInRedis(container) ? [redisLeak(link, tracked, released)] : [];
  if (!isInRedis(container)) {
    const never = neverReleased(link, tracked, back, released);
    // What is left of a connection that went early is closed when the user comes back.
    if (never) found.push(never);
    else if (released.length > 0 && !guard.evicts) found.push(...attachedOf(link, tracked, released));
    if (!never) found.push(keyGrowth(link, tracked, back), doubleRelease(link, tracked, released));
  }
  return found.flatMap((finding) => {
    const at = finding?.at ?? first;
    return finding ? [{ ...finding, guard, reservation: at, module: at.frame.module, range: at.event.range, tracked, back }] : [];
  });
}

function isInRedis({ id }: Container): boolean {
  return id.startsWith('redis ');
}

/** Nothing takes the connection out, or nothing that its end runs. */
function neverReleased(link: Link, { container, guard }: Tracked, back: readonly GivingBack[], released: readonly GivingBack[]): Finding | undefined {
  if (isHandedOut(link, container)) return undefined;
  const others = released.filter((one) => !isUnderTheConnection(link, guard, one));
  if (others.length > 0) return undefined;
  if (released.length > 0) return { id: 'neverReleased', because: 'otherKey', evidence: released.slice(0, 1).map(evidenceOf) };
  if (back.some((one) => mayRunElsewhere(link, one.frame, new Set()))) return undefined;
  return { id: 'neverReleased', because: guard.evicts ? 'evicts' : back.length > 0 ? 'elsewhere' : 'nothing', evidence: back.slice(0, 1).map(evidenceOf) };
}

/** `connections.delete(socket.id)`, where they are kept under the user. */
function isUnderTheConnection(link: Link, guard: Guard, { change, how }: GivingBack): boolean {
  const { call } = change;
  const [key] = call?.value.args ?? [];
  if (how !== 'own' || !call || !key || keysOf(guard).length === 0 || call.value.callee.kind !== 'member' || guard.test?.count.holding.isScan) return false;
  const holdings = link.holdings(termAt(call.value.callee.object, call.frame));
  const isWhole = holdings.length > 0 && holdings.every((holding) => holding.keys.length === 0 && !holding.isElement);
  const isConnection = link.keyClass([termAt(key, call.frame)]) === 'connection';
  const isKeptSo = storings(link).some(({ object, key: own }) => link.holdings(object).some(({ container }) => container.id === containerOf(guard)?.id) && link.keyClass([own]) === 'connection');
  return isWhole && isConnection && !isKeptSo && link.keyClass(keysOf(guard)) !== 'connection';
}

/** Whether code out of reach is given the tracker, and may look after it. */
function isHandedOut(link: Link, { id }: Container): boolean {
  return link.index.calls.some((call) => {
    const { args, callee } = call.value;
    const given = args.some((argument) => argument.kind !== 'literal' && link.holdings(termAt(argument, call.frame)).some(({ container, keys, isElement }) => container.id === id && keys.length === 0 && !isElement));
    return given && calledName(callee) === undefined && !operationOf(link, call) && link.callees(call).length === 0;
  });
}

/** A timer tidies up, or code that is not in reach may call it when a connection ends. */
function mayRunElsewhere(link: Link, frame: Frame, seen: Set<string>): boolean {
  const key = functionKey(frame.module, frame.fn);
  if (seen.has(key) || frame.fn === 0) return frame.fn === 0 && !seen.has(key);
  seen.add(key);
  const handed = link.handedTo(frame.module, frame.fn);
  const sites = link.callSitesOf(frame.module, frame.fn);
  // A timer, or an event of something that no library says anything about.
  if (handed.some(({ call }) => TIMERS.has(calledName(call.value.callee) ?? '') || !isLibrarys(link, call))) return true;
  if (isHandler(link, frame)) return false;
  const callers = [...sites, ...handed.map(({ call }) => call.frame)];
  if (callers.length === 0) return frame.module.facts.exports.length > 0;
  return callers.some((caller) => mayRunElsewhere(link, bareFrame(caller.module, caller.fn), seen));
}

/** Whether a call is one on something that a library made. */
function isLibrarys(link: Link, { value: { callee }, frame }: Term<CallValue>): boolean {
  return callee.kind === 'member' && link.roles(termAt(callee.object, frame)).length > 0;
}

/** What is kept under each user is emptied, and the empty rest stays. */
function keyGrowth(link: Link, { guard, container }: Tracked, back: readonly GivingBack[]): Finding | undefined {
  const holding = guard.test?.count.holding;
  if (!holding || holding.keys.length === 0 || holding.isScan || container.isCounter || back.length === 0) return undefined;
  if (back.some((one) => one.how === 'entry' || one.change.isReset === true || isOfWhole(link, container, one))) return undefined;
  if (!isPlain(link, container)) return undefined;
  return { id: 'keyGrowth', because: back.some(({ how }) => how === 'count') ? 'count' : 'set', evidence: back.slice(0, 1).map(evidenceOf) };
}

/** Something is deleted from the outermost container, by whatever key. */
function isOfWhole(link: Link, { id }: Container, { change, event, frame }: GivingBack): boolean {
  const { call } = change;
  const isEntry = (object: Value, at: Frame): boolean => link.holdings(termAt(object, at)).some((holding) => holding.container.id === id && holding.keys.length === 0 && !holding.isElement);
  if (event.kind === 'assign') return event.operator === 'delete' && event.target.kind === 'member' && isEntry(event.target.object, frame);
  return call?.value.callee.kind === 'member' && call.value.callee.property === 'delete' && isEntry(call.value.callee.object, call.frame);
}

/** Sets, lists and numbers: a record of the user may have other reasons to stay. */
function isPlain(link: Link, { id, made }: Container): boolean {
  if (made.value.kind === 'call' && (calledName(made.value.callee) ?? '').startsWith("Weak")) return false;
  const items = storings(link).filter(({ object }) => link.holdings(object).some(({ container, keys }) => container.id === id && keys.length === 0));
  return items.every(({ item }) => link.origins(item).every(({ value }) => value.kind !== 'object'));
}
