import type { IdleLimit, SiteVerdict } from '../verdict/verdict.js';
import type { Enforcement, Tracker } from '../verdict/inventory.js';

/** What the audit answers, and what it calls itself in every format. */
export const CHECK = {
  id: 'community-realtime.connection-management.per-user-connection-limits',
  severity: 'high',
  cwe: 'CWE-770',
  /** The limits that pass, in connections per user. */
  limit: { min: 1, max: 10 },
} as const;

/** Raised when a field of the report changes its meaning or goes away; new fields leave it as it is. */
export const SCHEMA_VERSION = 1;

type Outcome = 'pass' | 'fail';

/** A line of a file. */
export interface Place {
  /** From the audited folder, with `/`; absolute for a file outside it. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

export interface Region extends Place {
  /** From 1, as are the ends; the end column is the one behind the last character. */
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What is known of a limit's number. */
export interface LimitReport {
  /** All that it can be. */
  readonly values: readonly number[];
  /** What the code calls a part of it that is not known. */
  readonly unknown?: string;
  /** It may be no number, or Infinity: then nothing is limited. */
  readonly isVoid?: boolean;
}

export interface EvidenceReport extends Place {
  readonly what: string;
}

/** One connection site. */
export interface SiteReport extends Region {
  /** What stands there, on one line: `io.on('connection'`. */
  readonly code: string;
  readonly verdict: Outcome;
  /** The message id of the lint rule that says the same: `enforced`, `missing`, `globalOnly` …; `void` for a limit that can never be reached. */
  readonly id: SiteVerdict['id'];
  /** One sentence or two: what is enforced, or what is wrong. */
  readonly message: string;
  /** The package whose connections are accepted here. */
  readonly library: string;
  /** Where its server is made, if that is in reach. */
  readonly server?: Place;
  /** Of the guard that decides. */
  readonly limit?: LimitReport;
  /** Where the verdict was decided. */
  readonly evidence: readonly EvidenceReport[];
}

/** Something that knows which connections are open, or how many. */
export interface TrackerReport extends Place {
  readonly name: string;
  readonly kind: Tracker['kind'];
}

/** A place that refuses or closes connections by how many are open. */
export interface EnforcementReport extends Place {
  /** `refuses`: before they are accepted; `closes`: afterwards; `evicts`: an older one; `library`: an option of the library does it. */
  readonly action: Enforcement['action'];
  readonly phase: Enforcement['phase'];
  readonly countsBy: Enforcement['countsBy'];
  readonly key?: string;
  readonly limit: LimitReport;
  /** Counts how often somebody connects, and not what stays open. */
  readonly isRate: boolean;
  readonly comparedAt?: Place;
  readonly tracker?: string;
}

/** A limit that is written down and not enforced. */
export interface ConfiguredReport extends Place {
  readonly name: string;
  readonly id: IdleLimit['id'];
  readonly message: string;
}

/** A way round, or a leak of, a guard that is there. */
export interface WeaknessReport extends Place {
  /** The lint rule that reports it, which has a page about it. */
  readonly rule: string;
  readonly id: string;
  readonly message: string;
}

/** Files that serve connections together. */
export interface ProgramReport {
  /** Of the package that it lies in, if that has one. */
  readonly name: string;
  /** The file that makes the server, or the first that accepts connections. */
  readonly entry: string;
  readonly verdict: Outcome;
  readonly sites: readonly SiteReport[];
  readonly trackers: readonly TrackerReport[];
  readonly enforcement: readonly EnforcementReport[];
  readonly configured: readonly ConfiguredReport[];
  readonly weaknesses: readonly WeaknessReport[];
}

/** A file whose connection sites are not known. */
export interface UnreadFile {
  readonly path: string;
  readonly reason: string;
  /** The analysis itself failed. */
  readonly isInternal?: boolean;
}

/** The whole answer. Plain data: `JSON.stringify` of it is the JSON format. */
export interface AuditReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: { readonly name: string; readonly version: string };
  readonly check: typeof CHECK;
  /** The audited folder: paths are relative to it. */
  readonly root: string;
  /** `fail` as soon as one site fails. */
  readonly verdict: Outcome;
  /** The same in a sentence. */
  readonly message: string;
  readonly summary: { readonly files: number; readonly programs: number; readonly sites: number; readonly passed: number; readonly failed: number };
  /** Failing ones first. */
  readonly programs: readonly ProgramReport[];
  readonly unread: readonly UnreadFile[];
}
