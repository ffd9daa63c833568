// Draws the picture on the front page of the site from a real run: the chat server of the examples, as it is and as
// `eslint --fix` leaves it. One user opens connections in a loop, another one opens a single connection. Writes
// docs/public/connections-light.svg and connections-dark.svg. Ends with 0 only if the limit holds.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runBoth } from './connections/attack.mjs';
import { drawChart } from './connections/chart.mjs';

const out = process.argv[2] ?? fileURLToPath(new URL('../docs/public/', import.meta.url));

const runs = await runBoth();
for (const theme of /** @type {const} */ (['light', 'dark'])) {
  writeFileSync(join(out, `connections-${theme}.svg`), drawChart(runs, theme));
}

const last = runs.with.samples.at(-1);
const summary = (/** @type {import('./connections/attack.mjs').Run} */ { samples }) => samples.at(-1);
console.log(`without the guard: ${String(summary(runs.without)?.looping)} connections; with it: ${String(last?.looping)}; the other user: ${String(last?.other)}`);
if (last?.looping !== 3 || last.other !== 1) {
  console.error('The limit of 3 does not hold, or the other user is not connected.');
  process.exitCode = 1;
}
