import type { CallEvent, Event, Value } from '../facts/module-facts.js';
import { functionsOf } from '../link/calls.js';
import type { Effect } from '../link/effect-calls.js';
import { type Frame, functionOf, type Link, type Term, termAt } from '../link/link.js';
import { nameOfCall } from '../link/proofs.js';
import { ENDS, ENDS_AT_ONCE, TIMERS } from '../models/meanings.js';
import { momentOf } from './handshake-keys.js';
import { keysOf } from './key-fallbacks.js';
import type { Guard, Site } from './verdict.js';

/** A connection that is taken over before it is refused, though all was known before. */
export interface LateRefusal {
  readonly at: Term;
  /** Where it could be refused, as a sentence goes on behind "in". */
  readonly hook: string;
}

/** Where a guard accepts a connection first and refuses it then, though a hook of the handshake could refuse it. */
export function lateRefusal(link: Link, { way, ways }: Site, guard: Guard, others: readonly Guard[]): LateRefusal | undefined {
  const { effect, evicts } = guard;
  const hook = link.catalogue.lookUp(way.emitter.role, (model) => model.handshakeHook);
  if (hook === undefined || evicts || !isAccepted(link, effect) || !ways.includes(effect.way)) return undefined;
  // What is checked in the handshake may be checked again when the connection is there.
  if (others.some((other) => other !== guard && other.effect.kind === 'reject' && !isAccepted(link, other.effect) && other.effect.phase === 'handshake')) return undefined;
  if (!isDecidedBy(guard)) return undefined;
  const keys = keysOf(guard);
  if (keys.length === 0 || keys.some((key) => momentOf(link, key) !== 'early')) return undefined;
  return isGoneSoon(link, effect) ? undefined : { at: effect.at, hook };
}

/** The count decides at last: what is refused for another reason, behind it, is another matter. */
function isDecidedBy({ effect, test }: Guard): boolean {
  let at = effect.premise;
  while (at && at.condition.kind !== 'test') at = at.outer;
  return at === test?.premise;
}

/** In a listener for accepted connections, or behind the call that took the upgrade over. */
function isAccepted(link: Link, { phase, way, at }: Effect): boolean {
  if (phase === 'accepted') return true;
  const accept = way.accept?.call;
  if (phase === 'handshake' && accept && link.origins(calleeObject(at)).some(({ value }) => value === accept.value)) return true;
  const handed = accept?.value.args ?? [];
  if (phase !== 'handshake' || handed.length === 0) return false;
  const isHanded = (frame: Frame): boolean => handed.some((argument) => argument.kind === 'function' && argument.fn === frame.fn) && frame.module === accept?.frame.module;
  for (let frame: Frame | undefined = at.frame; frame; frame = frame.parent ?? frame.from?.frame) if (isHanded(frame)) return true;
  return false;
}

function calleeObject({ value, frame }: Term): Term {
  return termAt(value.kind === 'call' && value.callee.kind === 'member' ? value.callee.object : value, frame);
}

/** The refused client is ended at once, or by a timer if it stays silent. */
function isGoneSoon(link: Link, { at }: Effect): boolean {
  if (at.value.kind === 'call' && ENDS_AT_ONCE.has(nameOfCall(link, termAt(at.value, at.frame)) ?? '')) return true;
  let inner: Value = at.value;
  for (let frame: Frame | undefined = at.frame; frame; ) {
    const { events } = functionOf(frame);
    const own = events.find((event) => event.kind === 'call' && event.value === inner);
    if (isRunByTimer(link, frame)) return true;
    if (events.some((event) => (own === undefined || event.when === own.when) && endsLater(link, event, frame))) return true;
    inner = frame.from?.value ?? inner;
    frame = frame.from?.frame;
  }
  return false;
}

/** A timer runs it: what it ends was told to go before. */
function isRunByTimer(link: Link, { module, fn }: Frame): boolean {
  return link.handedTo(module, fn).some(({ call }) => TIMERS.has(nameOfCall(link, call) ?? ''));
}

/** `setTimeout(() => socket.terminate(), 1000)`, or ending it right away behind the farewell. */
function endsLater(link: Link, event: Event, frame: Frame | undefined): boolean {
  if (event.kind !== 'call' || !frame) return false;
  const name = nameOfCall(link, termAt(event.value, frame)) ?? '';
  if (ENDS_AT_ONCE.has(name)) return true;
  return TIMERS.has(name) && event.value.args.some((argument) => functionsOf(link, termAt(argument, frame)).some((target) => ends(link, { ...target.frame, fn: target.value.fn }))) || isBoundEnd(event, name);
}

function ends(link: Link, frame: Frame): boolean {
  return functionOf(frame).events.some((event) => event.kind === 'call' && ENDS.has(nameOfCall(link, termAt(event.value, frame)) ?? ''));
}

/** `setTimeout(socket.terminate.bind(socket), 1000)` */
function isBoundEnd({ value }: CallEvent, name: string): boolean {
  const [first] = value.args;
  const method = first?.kind === 'call' && first.callee.kind === 'member' && first.callee.property === 'bind' ? first.callee.object : first;
  return TIMERS.has(name) && method?.kind === 'member' && typeof method.property === 'string' && ENDS.has(method.property);
}
