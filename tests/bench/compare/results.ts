import type { ConfigName, Listed } from '../measure/measurements.js';
import type { Spread } from './spread.js';

/** What one configuration takes on some files, each figure as a ratio to the rule that does nothing. */
export interface Compared {
  readonly config: ConfigName;
  /** None where there is nothing to compare: `failure` says why. */
  readonly ratios?: { readonly cpu: Spread; readonly peak: Spread; readonly kept: Spread };
  /** Files that it cannot parse; it is compared on the others then. */
  readonly unparsed: number;
  readonly failure?: string;
}

export interface ComparedFiles extends Listed {
  /** What kind of files, in words. */
  readonly what: string;
  readonly configs: readonly Compared[];
}

export interface Loaded {
  readonly name: string;
  /** CPU milliseconds, without those of an empty module. */
  readonly milliseconds: Spread;
}

export interface RuleShares {
  readonly rule: string;
  /** On each of the generated programs, in their order. */
  readonly shares: readonly Spread[];
}

export interface RoomShares extends Listed {
  readonly what: string;
  readonly looked: number;
  /** Of the four rooms together; they add up to 1 in every round. */
  readonly shares: Readonly<Record<'prefilter' | 'facts' | 'link' | 'verdict', Spread>>;
  readonly searchPerThousandLines: Spread;
}

/** One linting of the one file, against a rule that does nothing. */
export interface Edited {
  readonly what: string;
  readonly first: Spread;
  readonly unchanged: Spread;
  readonly changed: Spread;
}

export interface Grown {
  readonly what: string;
  /** All rules against a rule that does nothing. */
  readonly sizes: readonly { readonly modules: number; readonly ratio: Spread }[];
  /** Of what the rules add, from 100 modules on. */
  readonly exponent: number;
  /** Of the rule that does nothing, on the same files. */
  readonly floorExponent: number;
}

export interface LongFile {
  readonly what: string;
  readonly ratio: Spread;
  /** What the rules add to the whole file, against what they add to one half as long. */
  readonly doubling: Spread;
}

export interface Commanded {
  readonly processes: number;
  readonly cpu: Spread;
  readonly peak: Spread;
  /** The rule that does nothing with so many processes, against itself with one. */
  readonly floorCpu: Spread;
}

/** What `crossFile: false` saves. */
export interface SettingRatio {
  readonly what: string;
  readonly on: Spread;
  readonly off: Spread;
}

/** Everything that the page shows; a part that is measured anew takes the place of the one before. */
export interface Results {
  readonly load?: readonly Loaded[];
  readonly programs?: readonly ComparedFiles[];
  readonly folders?: readonly ComparedFiles[];
  readonly settings?: readonly SettingRatio[];
  readonly rules?: readonly RuleShares[];
  readonly rooms?: readonly RoomShares[];
  readonly edits?: readonly Edited[];
  readonly growth?: readonly Grown[];
  readonly long?: readonly LongFile[];
  readonly commands?: readonly Commanded[];
}

export type PartName = keyof Results;
