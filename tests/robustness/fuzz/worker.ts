import process from 'node:process';
import { type Count, fuzz } from './fuzz.js';

/** Texts between two words to the parent. */
const ROUND = 50;

/** A process that checks texts until it has passed its share, and says how far it is. */
process.once('message', ({ seed, texts }: { readonly seed: number; readonly texts: number }) => {
  for (let done = 0, round = seed; done < texts; done += ROUND, round += 1) {
    const count: Count = { passed: 0, skipped: 0 };
    const found = fuzz(round, Math.min(ROUND, texts - done), count);
    process.send?.({ ...count, found });
  }
  process.disconnect();
});
