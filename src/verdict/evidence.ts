import path from 'node:path';
import { lineAt, type Range } from '../facts/module-facts.js';
import type { LinkedModule, Term } from '../link/link.js';
import type { Evidence } from './verdict.js';

/** A place that a message can name. */
export interface Spot {
  readonly module: LinkedModule;
  readonly range: Range;
}

export function spotAt({ value, frame: { module } }: Term): Spot {
  return { module, range: value.range };
}

export function evidenceAt(what: string, { module, range }: Spot): Evidence {
  return { what, path: module.path, line: lineAt(module.facts, range[0]) };
}

/** Where something was decided, as ` (server.ts:12)`, for a sentence; empty without evidence. */
export function trailOf(evidence: readonly Pick<Evidence, 'path' | 'line'>[]): string {
  const places = evidence.map(({ path: file, line }) => `${path.basename(file)}:${String(line)}`);
  const distinct = [...new Set(places)];
  return distinct.length === 0 ? '' : ` (${distinct.join(', ')})`;
}
