import process from 'node:process';
import { type Count, fuzz } from './fuzz.js';

/** Texts between two words to the parent. */
const ROUND = 50;
/** Of so many texts one is read by all parsers. */
const COMPARING = 8;

/** A process that checks its share of texts, and says how far it is. */
async function work({ seed, texts }: { readonly seed: number; readonly texts: number }): Promise<void> {
  for (let done = 0, round = seed; done < texts; done += ROUND, round += 1) {
    const count: Count = { passed: 0, skipped: 0 };
    const found = fuzz(round, Math.min(ROUND, texts - done), count, COMPARING);
    // To part before the last word has been said would be an error.
    await new Promise((resolve) => process.send?.({ ...count, found }, undefined, {}, resolve));
  }
  process.disconnect();
}

process.once('message', (share: Parameters<typeof work>[0]) => {
  void work(share);
});
