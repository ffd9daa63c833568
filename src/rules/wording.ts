import path from 'node:path';
import type { Evidence } from '../verdict/verdict.js';

/** Where a verdict was decided, as `(server.ts:12)`; empty without evidence. */
export function trailOf(evidence: readonly Evidence[]): string {
  const places = evidence.map(({ path: file, line }) => `${path.basename(file)}:${String(line)}`);
  const distinct = [...new Set(places)];
  return distinct.length === 0 ? '' : ` (${distinct.join(', ')})`;
}
