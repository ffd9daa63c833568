import type { CallValue } from '../facts/module-facts.js';
import { functionsOf } from '../link/calls.js';
import { isEnd } from '../link/effects.js';
import { bareFrame, type Frame, functionKey, functionOf, type Link, type RoleRef, type Term, termAt, type WayIn } from '../link/link.js';
import { listenerPhase } from '../link/listeners.js';

/** Something that runs when a connection has ended. */
export interface Ending {
  /** Where it is listened for: a call, or what is put into a property. */
  readonly at?: Term;
  /** A hook that the library calls by itself. */
  readonly way?: WayIn;
  /** What ends, where that is known. */
  readonly of: readonly RoleRef[];
  /** The functions that run then, and those that they call. */
  readonly functions: ReadonlySet<string>;
}

const ENDINGS = new WeakMap<Link, readonly Ending[]>();

/** All that runs at the end of a connection. */
export function endingsOf(link: Link): readonly Ending[] {
  const known = ENDINGS.get(link);
  if (known) return known;
  const found = [...listened(link), ...assigned(link), ...hooked(link)];
  ENDINGS.set(link, found);
  return found;
}

const FUNCTIONS = new WeakMap<Link, ReadonlySet<string>>();

/** The functions that run at the end of a connection, and those that they call. */
export function endFunctions(link: Link): ReadonlySet<string> {
  const known = FUNCTIONS.get(link);
  if (known) return known;
  const found = new Set(endingsOf(link).flatMap(({ functions }) => [...functions]));
  FUNCTIONS.set(link, found);
  return found;
}

/** `socket.on('close', …)` */
function listened(link: Link): Ending[] {
  return link.index.calls.flatMap((call): Ending[] => {
    const { callee, args } = call.value;
    if (!isEnd(link, callee, args[0], call.frame) || callee.kind !== 'member') return [];
    return [{ at: call, of: link.roles(termAt(callee.object, call.frame)), functions: runBy(link, args.slice(1).map((argument) => termAt(argument, call.frame))) }];
  });
}

/** `socket.onclose = …` */
function assigned(link: Link): Ending[] {
  const all = [...link.catalogue.vocabulary.listeners].flatMap((property) => link.index.assignmentsToMember(property));
  return all.flatMap(({ event, frame }): Ending[] => {
    const { target, value } = event;
    if (target.kind !== 'member' || listenerPhase(link, target, frame) !== 'closed') return [];
    return [{ at: termAt(target, frame), of: link.roles(termAt(target.object, frame)), functions: runBy(link, [termAt(value, frame)]) }];
  });
}

/** Hooks of the library: `handleDisconnect`, `websocket: { close }`. */
function hooked(link: Link): Ending[] {
  return link.waysIn().flatMap((way): Ending[] => {
    if (way.model.phase !== 'closed') return [];
    const functions = new Set<string>();
    for (const { value, frame } of way.handlers) visit(link, { ...bareFrame(frame.module, value.fn), parent: frame }, functions, 0);
    return [{ way, of: way.roles.flatMap((ref) => ref ?? []), functions }];
  });
}

function runBy(link: Link, handlers: readonly Term[]): ReadonlySet<string> {
  const functions = new Set<string>();
  for (const target of handlers.flatMap((handler) => functionsOf(link, handler))) visit(link, { ...bareFrame(target.frame.module, target.value.fn), parent: target.frame }, functions, 0);
  return functions;
}

/** How deep the calls of such a function are followed. */
const MAX_DEPTH = 5;

function visit(link: Link, frame: Frame, found: Set<string>, depth: number): void {
  const key = functionKey(frame.module, frame.fn);
  if (found.has(key) || depth > MAX_DEPTH) return;
  found.add(key);
  for (const event of functionOf(frame).events) {
    if (event.kind !== 'call') continue;
    const call: Term<CallValue> = termAt(event.value, frame);
    for (const activation of link.callees(call)) visit(link, activation, found, depth + 1);
    for (const argument of event.value.args) {
      if (argument.kind === 'function') visit(link, bareFrame(frame.module, argument.fn), found, depth + 1);
    }
  }
}
