import type { Measurements, Used } from './measurements.js';
import { used } from './usage.js';

/** What the process has used as soon as a module is there. */
export async function load({ specifier }: Measurements['load']['given']): Promise<Used> {
  await import(specifier);
  return used();
}
