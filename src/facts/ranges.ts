import type { Range } from './values.js';

interface Placed {
  readonly range: Range;
}

/** Whether one part of a text lies in another; each lies in itself. */
export function encloses({ range: [start, end] }: Placed, { range: inner }: Placed): boolean {
  return start <= inner[0] && inner[1] <= end;
}
