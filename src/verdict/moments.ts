import type { CallValue, Event, FunctionFacts, Value } from '../facts/module-facts.js';
import { encloses } from '../facts/ranges.js';
import { isReadByOthers } from '../link/grow-program.js';
import { type Frame, functionKey, functionOf, type HandedOver, type Link, type LinkedModule, type Term } from '../link/link.js';
import type { Spot } from './evidence.js';

/**
 * A place in the run of a function, in one of its activations: at its event of that index, or, with a half, between two of
 * them.
 */
export interface Moment {
  readonly frame: Frame;
  readonly index: number;
}

/** A function on the way to a moment, and the event at which it goes on inwards. */
export interface Hop extends Moment {
  /** The call that the function was handed to, where nothing in reach calls it. */
  readonly handedTo?: Term<CallValue>;
}

/** Longer ways are no program that a person wrote. */
const MAX_HOPS = 24;

/** The functions that lead to a moment, from the one that the library calls; a library's own call of a handler ends the search. */
export function trailTo(link: Link, moment: Moment): readonly Hop[] {
  const hops: Hop[] = [];
  let at: Moment | undefined = moment;
  while (at && hops.length < MAX_HOPS) {
    const { frame, index }: Moment = at;
    const use: HandedOver | undefined = frame.from || isHandler(link, frame) ? undefined : handingOf(link, frame);
    hops.unshift({ frame, index, ...(use && { handedTo: use.call }) });
    const call: Term | undefined = frame.from ?? use?.call;
    at = call && momentOfCall(use && frame.parent?.fn === use.call.frame.fn ? frame.parent : call.frame, call.value);
  }
  return hops;
}

const HANDLERS = new WeakMap<Link, ReadonlySet<string>>();

/** Whether a library calls a function for new connections. */
export function isHandler(link: Link, { module, fn }: Frame): boolean {
  let handlers = HANDLERS.get(link);
  if (!handlers) {
    handlers = new Set(link.waysIn().flatMap((way) => way.handlers.map(({ value, frame }) => functionKey(frame.module, value.fn))));
    HANDLERS.set(link, handlers);
  }
  return handlers.has(functionKey(module, fn));
}

/** Where a function is handed over that no call in reach runs. */
function handingOf(link: Link, { module, fn, parent }: Frame): HandedOver | undefined {
  const uses = link.handedTo(module, fn);
  return uses.find(({ call }) => call.frame.fn === parent?.fn && call.frame.module === module) ?? (uses.length === 1 ? uses[0] : undefined);
}

export function momentOfCall(frame: Frame, call: Value): Moment | undefined {
  const index = functionOf(frame).events.findIndex((event) => event.kind === 'call' && event.value === call);
  return index === -1 ? undefined : { frame, index };
}

/** When a value is computed: at the first call inside it, or else behind all that comes before it. */
export function momentOf({ value, frame }: Term): Moment {
  const { events } = functionOf(frame);
  const inside = events.findIndex((event) => event.kind === 'call' && encloses(value, event));
  if (inside !== -1) return { frame, index: inside };
  return { frame, index: events.findLastIndex((event) => event.range[1] <= value.range[0]) + 0.5 };
}

/** Where two ways part: the function that is on both, and how far it is on each. */
export interface Meeting {
  readonly frame: Frame;
  readonly first: number;
  readonly second: number;
  /** How many functions lie around it. */
  readonly depth: number;
}

export function meetingOf(first: readonly Hop[], second: readonly Hop[]): Meeting | undefined {
  for (const [depth, hop] of first.entries()) {
    const other = second[depth];
    if (!other || keyOf(hop) !== keyOf(other)) return undefined;
    const isLast = depth === first.length - 1 || depth === second.length - 1;
    if (hop.index !== other.index || isLast) return { frame: hop.frame, first: hop.index, second: other.index, depth };
  }
  return undefined;
}

function keyOf({ frame }: Hop): string {
  return functionKey(frame.module, frame.fn);
}

/** Whether what happens under one condition may happen in the same run as what happens under the other. */
export function areCompatible({ conditions }: FunctionFacts, one: number, other: number): boolean {
  for (let a = one; a !== -1; a = conditions[a]?.parent ?? -1) {
    for (let b = other; b !== -1; b = conditions[b]?.parent ?? -1) {
      const [x, y] = [conditions[a], conditions[b]];
      if (x?.kind === 'test' && y?.kind === 'test' && x.value === y.value && x.truthy !== y.truthy) return false;
    }
  }
  return true;
}

/** Whether all conditions of the one hold where the other happens. */
export function holdsWherever({ conditions }: FunctionFacts, one: number, other: number): boolean {
  if (one === -1) return true;
  for (let at = other; at !== -1; at = conditions[at]?.parent ?? -1) if (at === one) return true;
  return false;
}

/** The condition under which a moment lies; that of the event before it, for one that lies between. */
export function whenOf({ frame, index }: Moment): number {
  return functionOf(frame).events[Math.floor(index)]?.when ?? -1;
}

export interface PlacedEvent {
  readonly event: Event;
  readonly index: number;
  readonly frame: Frame;
}

/** What happens in a function behind one index, and before another, exclusive. */
export function eventsBetween(frame: Frame, first: number, second: number): readonly PlacedEvent[] {
  return functionOf(frame).events.flatMap((event, index) => (index > first && index < second ? [{ event, index, frame }] : []));
}

export function spotOf({ event, frame }: Pick<PlacedEvent, 'event' | 'frame'>): Spot {
  return { module: frame.module, range: event.range };
}

/**
 * Where a finding is shown in the linted file: at its own place, or, if that lies in a file that does not know of its
 * servers when it is linted itself, at the call that leads there.
 */
export function shownIn(link: Link, linted: LinkedModule, own: Spot, moment: Moment): Spot['range'] | undefined {
  if (own.module === linted) return own.range;
  if (isReadByOthers(own.module)) return undefined;
  const hop = trailTo(link, moment).findLast(({ frame }) => frame.module === linted);
  return hop && functionOf(hop.frame).events[Math.floor(hop.index)]?.range;
}
