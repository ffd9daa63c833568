import type { Value } from '../facts/module-facts.js';
import type { CountTest, Link, OpaqueTest, Premise, Term } from './link.js';

/** What the conditions of an event look at, once calls, names and results are opened. */
export interface Tests {
  readonly counts: CountTest[];
  readonly opaque: OpaqueTest[];
}

/**
 * A premise on its way to what it looks at. The parts of this, which call each other, meet in this type, so that no
 * file imports a file that imports it.
 */
export interface Opening {
  readonly link: Link;
  /** The premise that is opened: what is found is said of it. */
  readonly top: Premise;
  /** What is found. */
  readonly tests: Tests;
  /** What was opened before. */
  readonly seen: Set<string>;
  readonly depth: number;
  /** The same, one step further in. */
  deeper(): Opening;
  /** Opens a value that must be true, or must be false. */
  truth(term: Term, truthy: boolean): void;
  /** Opens a chain of premises, one step further in. */
  premises(premise: Premise | undefined): void;
}

export const MAX_STEPS = 14;

export function isTruthy(value: Value): boolean | undefined {
  if (value.kind === 'literal') return Boolean(value.value);
  if (value.kind === 'object' || value.kind === 'array' || value.kind === 'function' || (value.kind === 'call' && value.isNew)) return true;
  return undefined;
}
