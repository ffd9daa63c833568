import { bareFrame, type Frame, type Link, type LinkedModule, type RoleRef, termAt } from '../link/link.js';
import type { Range } from '../facts/module-facts.js';
import type { RoleModel } from '../models/model.js';
import { type Ending, endingsOf } from './endings.js';
import type { GivingBack } from './givings-back.js';
import { type Reservation, reservationsOf } from './held-slots.js';
import type { Leak } from './leak.js';
import { meetingOf, momentOfCall, trailTo } from './moments.js';
import type { Race } from './races.js';

/** A connection in reach of a place, as the code can write it, and what its library's model says of it. */
export interface NamedConnection {
  /** `socket.conn` */
  readonly text: string;
  /** The parameter that it is a member of, or is. */
  readonly parameter: string;
  /** How its end is listened for, up to the function. */
  readonly endHeard?: string;
  /** The question whether it is gone. */
  readonly isGone?: string;
}

/** The places in the linted file that a repair of a guard can touch. */
export interface RepairPlaces {
  readonly taken: Range;
  readonly takings: readonly Range[];
  /** Where listeners for the end of connections are put on. */
  readonly endings: readonly Range[];
  /** Of these, the ones that give back. */
  readonly releasing: readonly Range[];
  readonly back: readonly Range[];
  /** Where a connection is turned away. */
  readonly refusal?: Range;
  readonly connections: readonly NamedConnection[];
}

/** Where the tracker of a leak is changed, if its slot is taken in the linted file. */
export function leakPlaces(link: Link, linted: LinkedModule, { reservation, tracked, back, guard }: Leak): RepairPlaces | undefined {
  if (reservation.frame.module !== linted) return undefined;
  const places = placesOf(link, linted, reservation, tracked.reservations);
  return { ...places, releasing: endingsIn(linted, back.flatMap(({ endings }) => endings)), back: backIn(linted, back), ...refusalIn(linted, guard.effect.at) };
}

/** The same of a race; what takes the slot may be the call of a function that does. */
export function racePlaces(link: Link, linted: LinkedModule, { reservation, guard, counted }: Race, site: Leak['tracked']['site']): RepairPlaces | undefined {
  if (!reservation || counted.frame.module !== linted) return undefined;
  const { effect } = guard;
  const refused = effect.at.value.kind === 'call' ? momentOfCall(effect.at.frame, effect.at.value) : undefined;
  const meeting = meetingOf(trailTo(link, refused ?? counted), trailTo(link, reservation));
  const hop = meeting && trailTo(link, reservation).findLast(({ frame }) => frame.module === linted && isInside(linted, frame.fn, meeting.frame.fn));
  const event = hop && linted.facts.functions[hop.frame.fn]?.events[Math.floor(hop.index)];
  if (!hop || !event) return undefined;
  const places = placesOf(link, linted, { ...reservation, frame: hop.frame, event }, reservationsOf(link, site, guard));
  return { ...places, releasing: places.endings, back: [], ...refusalIn(linted, effect.at) };
}

function isInside({ facts }: LinkedModule, fn: number, outer: number): boolean {
  for (let at = fn; at !== -1; at = facts.functions[at]?.parent ?? -1) if (at === outer) return true;
  return false;
}

function placesOf(link: Link, linted: LinkedModule, reservation: Reservation, all: readonly Reservation[]): Pick<RepairPlaces, 'taken' | 'takings' | 'endings' | 'connections'> {
  return {
    taken: reservation.event.range,
    takings: all.flatMap(({ frame, event }) => (frame.module === linted ? [event.range] : [])),
    endings: endingsIn(linted, endingsOf(link)),
    connections: connectionsAt(link, reservation),
  };
}

function endingsIn(linted: LinkedModule, endings: readonly Ending[]): Range[] {
  return [...new Set(endings)].flatMap(({ at }) => (at?.frame.module === linted ? [at.value.range] : []));
}

function backIn(linted: LinkedModule, back: readonly GivingBack[]): Range[] {
  return back.flatMap(({ frame, event }) => (frame.module === linted ? [event.range] : []));
}

function refusalIn(linted: LinkedModule, { value, frame }: Leak['guard']['effect']['at']): Pick<RepairPlaces, 'refusal'> {
  return frame.module === linted ? { refusal: value.range } : {};
}

/** The connections that parameters of the functions around a place hold, those of the innermost first. */
function connectionsAt(link: Link, { frame, phase }: Reservation): NamedConnection[] {
  const found: NamedConnection[] = [];
  const { functions, bindings } = frame.module.facts;
  for (let fn = functions[frame.fn]; fn && fn.id !== 0; fn = functions[fn.parent]) {
    const own: Frame = bareFrame(frame.module, fn.id);
    for (const { binding, range } of fn.parameters) {
      const name = bindings[binding]?.name;
      if (name === undefined || !/^[\w$]+$/u.test(name)) continue;
      const roles = link.roles(termAt({ kind: 'binding', id: binding, range }, own));
      found.push(...roles.flatMap((ref) => namedConnections(link, ref, name, phase === 'handshake')));
    }
  }
  return found;
}

function namedConnections({ catalogue }: Link, { role, isOther }: RoleRef, name: string, isPending: boolean): NamedConnection[] {
  if (isOther === true || catalogue.lookUp(role, ({ isRefined }) => isRefined) === true) return [];
  const members = Object.entries(catalogue.lookUp(role, (model) => model.members) ?? {});
  const worded = (text: string, at: typeof role): NamedConnection[] => {
    const read = (find: (model: RoleModel) => string | undefined): string | undefined => catalogue.lookUp(at, find)?.replaceAll('{{0}}', text);
    const [endHeard, isGone] = [read((model) => model.endHeard), read((model) => model.isGone)];
    const isSilent = isPending && catalogue.lookUp(at, ({ endsOnceAccepted }) => endsOnceAccepted) === true;
    return endHeard === undefined || isSilent ? [] : [{ text, parameter: name, endHeard, ...(isGone !== undefined && { isGone }) }];
  };
  return [...worded(name, role), ...members.flatMap(([member, at]) => (member.includes('.') ? [] : worded(`${name}.${member}`, at)))];
}
