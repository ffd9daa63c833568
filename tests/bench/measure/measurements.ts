/** What is linted with: by itself, each on the same files. */
export const CONFIGS = ['floor', 'recommended', 'strict', 'security', 'sonarjs', 'typed'] as const;
export type ConfigName = (typeof CONFIGS)[number];

/** What a process used up to some moment. */
export interface Used {
  /** CPU milliseconds, of the user and of the system, in all threads. */
  readonly cpu: number;
  /** The most memory that it ever had, in megabytes. */
  readonly peak: number;
}

export interface Linted extends Used {
  /** CPU milliseconds without what it takes to load ESLint, the parser and the plugin. */
  readonly lintCpu: number;
  /** Megabytes in use after garbage was collected: what is kept. */
  readonly kept: number;
  /** Files that could not be parsed with this configuration. */
  readonly unparsed: readonly string[];
  readonly reports: number;
}

export interface Listed {
  readonly files: number;
  readonly lines: number;
}

/** CPU milliseconds of each room, over all files that name a library. */
export interface Rooms {
  readonly prefilter: number;
  readonly facts: number;
  readonly link: number;
  readonly verdict: number;
  /** Files that are more than searched, and all. */
  readonly looked: number;
  readonly files: number;
  /** The search in files of no interest: milliseconds in 1,000 lines. */
  readonly searchPerThousandLines: number;
}

/** Medians of CPU milliseconds, over many edits. */
export interface Edits {
  readonly first: number;
  readonly unchanged: number;
  readonly changed: number;
}

/** Every measurement, which has a process of its own: what it is given, and what it answers. */
export interface Measurements {
  /** Writes the paths of a folder's files to `to`. */
  readonly list: { readonly given: { readonly folder: string; readonly to: string }; readonly answer: Listed };
  readonly lint: { readonly given: { readonly folder: string; readonly list: string; readonly config: ConfigName; readonly crossFile?: false }; readonly answer: Linted };
  /** The time that ESLint itself gives to one rule, as a part of all the time that it took for the files. */
  readonly rule: { readonly given: { readonly folder: string; readonly list: string; readonly rule: string }; readonly answer: { readonly share: number } };
  readonly load: { readonly given: { readonly specifier: string }; readonly answer: Used };
  readonly rooms: { readonly given: { readonly folder: string; readonly list: string }; readonly answer: Rooms };
  readonly edit: { readonly given: { readonly folder: string; readonly file: string; readonly neighbour: string }; readonly answer: { readonly floor: Edits; readonly strict: Edits } };
  /** The command line, with so many processes at once. */
  readonly command: { readonly given: { readonly folder: string; readonly config: 'floor' | 'strict'; readonly concurrency: number; readonly scratch: string }; readonly answer: Used };
}

export type Kind = keyof Measurements;
