// Mutation testing of a sample: npm run mutation -- --room verdict --sample 60 --seed 1
// Changes so many places of src/, one at a time, and prints each change that no test minds. There are 30,000 of them,
// and a run of the tests takes a minute: so the sample is drawn, and the score of a room is given with its interval.

import path from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { draw, keyOf, keyOfResult, listChanges, root } from './mutation/mutants.mjs';
import { lineOf, scoreLine, scoreOf } from './mutation/score.mjs';

/** @import { MutantStatus } from '@stryker-mutator/api/core' */
/** @import { Change } from './mutation/mutants.mjs' */

const ROOMS = ['facts', 'link', 'verdict'];

const { values } = parseArgs({
  options: {
    room: { type: 'string', default: 'all' },
    file: { type: 'string', default: '' },
    sample: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
  },
});
const rooms = ROOMS.filter((room) => values.room === 'all' || values.room === room);
if (rooms.length === 0) stop(`--room must be one of ${ROOMS.join(', ')} or all, and is ${values.room}.`);
const [sample, seed, jobs] = [number('sample'), number('seed'), number('jobs')];

/** @type {Change[]} */
const drawn = [];
for (const room of rooms) {
  const changes = (await listChanges([`src/${room}`])).filter(({ file }) => file.includes(values.file));
  const taken = draw(changes, sample, seed);
  console.log(`${room}: ${String(taken.length)} of ${String(changes.length)} changes, drawn with seed ${String(seed)}`);
  drawn.push(...taken);
}
if (drawn.length === 0) stop(`No file of ${rooms.map((room) => `src/${room}`).join(', ')} that can be changed has ${values.file} in its path.`);

process.chdir(root);
const results = await new Stryker({
  configFile: 'scripts/mutation/stryker.config.mjs',
  plugins: ['@stryker-mutator/vitest-runner', path.join(root, 'scripts/mutation/plugin.mjs')],
  drawn,
  mutate: [...new Set(drawn.map(({ file, range }) => `${file}:${range}`))],
  concurrency: jobs,
}).runMutationTest();

/** @type {Map<string, MutantStatus>} */
const statuses = new Map(results.map((result) => [keyOfResult(result), result.status]));
const statusOf = (/** @type {Change} */ change) => statuses.get(keyOf(change)) ?? 'Ignored';
console.log('\nNo test minds these changes:');
for (const change of drawn) if (['Survived', 'NoCoverage'].includes(statusOf(change))) console.log(lineOf(change, statusOf(change)));
console.log('');
for (const room of rooms) console.log(scoreLine(room, scoreOf(drawn.filter(({ file }) => file.startsWith(`src/${room}/`)).map(statusOf))));

/** @param {'sample' | 'seed' | 'jobs'} name */
function number(name) {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < 1) stop(`--${name} must be a whole number from 1, and is ${values[name]}.`);
  return value;
}

/**
 * @param {string} message
 * @returns {never}
 */
function stop(message) {
  console.error(message);
  process.exit(2);
}
