import type { Effect } from '../link/effect-calls.js';
import type { CountTest, LinkedModule, NumberSet, Term, WayIn } from '../link/link.js';
import type { Range } from '../facts/module-facts.js';
import type { KeyClass } from '../models/model.js';

/** Code on the way of every new connection that turns it away, or makes room for it, by how many are open. */
export interface Guard {
  readonly effect: Effect;
  /** Absent where a guard has no comparison: every other connection of the key is closed. */
  readonly test?: CountTest;
  readonly key: KeyClass;
  /** The most connections that one key can have; NaN and Infinity mean that the comparison never holds. */
  readonly limit: NumberSet;
  readonly evicts: boolean;
  readonly isRate: boolean;
  readonly isOverwritten: boolean;
  /** What sets the limit, where the library itself enforces it. */
  readonly cap?: Term;
}

type PassId = 'enforced' | 'evicts';
export type FailId =
  | 'missing'
  | 'configuredOnly'
  | 'globalOnly'
  | 'perAddressOnly'
  | 'perRoomOnly'
  | 'rateOnly'
  | 'perConnection'
  | 'notRejected'
  | 'uncovered'
  | 'overwritten'
  | 'unverifiable';

/** A place in the program that a verdict rests on. */
export interface Evidence {
  readonly what: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

export interface Site {
  /** The first registration of the emitter in its file. */
  readonly way: WayIn;
  readonly module: LinkedModule;
  readonly range: Range;
  /** All that its connections pass. */
  readonly ways: readonly WayIn[];
}

/** The answer for one connection site. */
export interface SiteVerdict {
  readonly site: Site;
  /** `void`: a limit per user is compared with and can never be reached. */
  readonly id: PassId | FailId | 'void';
  /** The guard that decides, if there is one. */
  readonly guard?: Guard;
  /** Every guard that counts per user. */
  readonly guards: readonly Guard[];
  /** Every guard on the way of its connections, whatever it counts by. */
  readonly found: readonly Guard[];
  /** A name for the message: the limiter out of reach, the configured limit, the way round. */
  readonly subject?: string;
  /** The option that makes sessions pass the guard which they skip when they are brought back. */
  readonly recovery?: string;
  readonly evidence: readonly Evidence[];
}

/** A limit on connections that is written down and not enforced. */
export interface IdleLimit {
  readonly id: 'neverRead' | 'unusedGuard' | 'readNotEnforced' | 'ignoredOption';
  readonly name: string;
  readonly module: LinkedModule;
  readonly range: Range;
  /** The library, for an option that it does not have. */
  readonly library?: string;
  readonly value?: NumberSet;
  /** How code anywhere in the file can read it: `limits.maxConnectionsPerUser`. */
  readonly expression?: string;
}

/** A limit on connections that is written down, used or not. */
export interface ConfiguredLimit {
  readonly name: string;
  readonly module: LinkedModule;
  readonly range: Range;
  readonly term: Term;
  /** Set on an object of a library, which reads it. */
  readonly isForeign?: boolean;
}

export interface ProgramVerdict {
  readonly sites: readonly SiteVerdict[];
  readonly idle: readonly IdleLimit[];
}
