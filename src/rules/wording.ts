import path from 'node:path';
import type { NumberSet } from '../link/link.js';
import type { Evidence } from '../verdict/verdict.js';

/** Where a verdict was decided, as `(server.ts:12)`; empty without evidence. */
export function trailOf(evidence: readonly Evidence[]): string {
  const places = evidence.map(({ path: file, line }) => `${path.basename(file)}:${String(line)}`);
  const distinct = [...new Set(places)];
  return distinct.length === 0 ? '' : ` (${distinct.join(', ')})`;
}

/** `3 connections`, `1 connection`, `5 or 8 connections`; undefined where no number is known. */
export function connectionsText({ values }: NumberSet): string | undefined {
  const finite = [...new Set(values.filter((value) => Number.isFinite(value)))].sort((a, b) => a - b);
  if (finite.length === 0) return undefined;
  const last = finite.at(-1);
  const list = finite.length === 1 ? String(last) : `${finite.slice(0, -1).join(', ')} or ${String(last)}`;
  return `${list} ${finite.length === 1 && last === 1 ? 'connection' : 'connections'}`;
}
