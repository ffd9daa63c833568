import type { Event } from '../facts/module-facts.js';
import type { Range } from '../facts/values.js';
import type { Container, Frame, LinkedModule } from '../link/link.js';
import type { GivingBack } from './givings-back.js';
import { evidenceAt } from './evidence.js';
import type { Reservation } from './held-slots.js';
import type { Evidence, Guard, Site } from './verdict.js';

export type LeakId = 'neverReleased' | 'notOnAbort' | 'releaseUnreachable' | 'keyGrowth' | 'doubleRelease';

/** What is wrong with how a slot is given back. */
export interface Leak {
  readonly id: LeakId;
  readonly guard: Guard;
  readonly reservation: Reservation;
  readonly module: LinkedModule;
  /** Where the slot is taken. */
  readonly range: Range;
  /** Of a kind, which: it chooses the words. */
  readonly because: string;
  readonly evidence: readonly Evidence[];
  readonly tracked: Tracked;
  /** Every place where something is taken out of the tracker. */
  readonly back: readonly GivingBack[];
}

/** A tracker that a site's guard counts in. */
export interface Tracked {
  readonly site: Site;
  readonly guard: Guard;
  readonly container: Container;
  readonly reservations: readonly Reservation[];
  readonly first: Reservation;
}

export type Finding = Pick<Leak, 'id' | 'because' | 'evidence'> & { readonly at?: Reservation };

/** Where a slot is given back, or a function is left before that. */
export function evidenceOf({ event: { range }, frame: { module } }: { readonly event: Event; readonly frame: Frame }): Evidence {
  return evidenceAt('given back', { module, range });
}
