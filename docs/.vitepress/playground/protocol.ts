import type { Level } from './rules.data.js';

/** What page and worker say to each other. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface Work {
  readonly files: readonly SourceFile[];
  readonly rules: Readonly<Record<string, Level>>;
  /** What stands under `settings['websocket-limits']`. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface Change {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

export interface Problem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** None for a syntax error. */
  readonly rule?: string;
  /** The rule's page. */
  readonly url?: string;
  readonly fix?: Change;
  readonly suggestions: readonly { readonly title: string; readonly change: Change }[];
}

export interface Finished {
  readonly files: readonly SourceFile[];
  readonly problems: readonly Problem[];
}

export type Task = 'check' | 'fix';

export interface Request {
  readonly id: number;
  readonly task: Task;
  readonly work: Work;
}

export type Reply =
  | { readonly id: number; readonly kind: 'fetching' }
  | { readonly id: number; readonly kind: 'finished'; readonly result: Finished }
  | { readonly id: number; readonly kind: 'failed'; readonly reason: string };
