// Programs by the thousand, through every rule and the audit: npm run fuzz -- --programs 100000 --seed 1
// Prints the progress, and each kind of failure once, with its seed and a program that is as small as it can be made.

import { fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'rolldown';

/** @typedef {{ what: string, detail: string, seed: number, program: { filename: string, code: string, others: Record<string, string> } }} Found */
/** @typedef {{ passed: number, skipped: number, found?: Found }} Round */

/** Seeds of one process begin so far from those of the next: none is used twice. */
const APART = 1_000_000;
/** A process is replaced after so many texts, because what it keeps of each file adds up. */
const TEXTS_EACH = 5000;

const { values } = parseArgs({ options: { programs: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' }, jobs: { type: 'string', default: String(availableParallelism()) } } });
const wanted = number('programs', values.programs);
const seed = number('seed', values.seed);
const jobs = number('jobs', values.jobs);

const root = path.join(import.meta.dirname, '..');
// Inside node_modules, so that the packages are found from there; nothing is committed from it.
const folder = path.join(root, 'node_modules/.cache', `fuzz-${String(process.pid)}`);
const total = { passed: 0, skipped: 0, failed: 0 };
/** @type {Map<string, Found>} */
const kinds = new Map();
/** @type {Set<import('node:child_process').ChildProcess>} */
const workers = new Set();
let started = 0;
let isStopped = false;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => {
    isStopped = true;
    for (const worker of workers) worker.kill();
  });
}
const begin = performance.now();

try {
  await build({ input: path.join(root, 'tests/robustness/fuzz/worker.ts'), platform: 'node', external: /^[^./]/, output: { file: path.join(folder, 'worker.mjs') }, logLevel: 'silent' });
  await Promise.all(Array.from({ length: jobs }, work));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${String(total.passed)} programs passed, ${String(total.failed)} failed in ${String(kinds.size)} ways; ${String(total.skipped)} texts were no programs. Seed ${String(seed)}.`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function work() {
  while (!isStopped && total.passed + total.failed < wanted) {
    started += 1;
    await runWorker(seed + started * APART);
  }
}

/** @param {number} from the first of its seeds */
function runWorker(from) {
  return new Promise((resolve, reject) => {
    const worker = fork(path.join(folder, 'worker.mjs'), { cwd: root });
    workers.add(worker);
    worker.on('message', (/** @type {Round} */ round) => {
      add(round);
      if (total.passed + total.failed >= wanted) worker.kill();
    });
    worker.once('error', reject);
    worker.once('exit', (code, signal) => {
      workers.delete(worker);
      if (code !== 0 && signal !== 'SIGTERM') {
        total.failed += 1;
        console.log(`A process ended with ${String(code ?? signal)} among the seeds from ${String(from)}.`);
      }
      resolve(undefined);
    });
    worker.send({ seed: from, texts: TEXTS_EACH });
  });
}

/** @param {Round} round */
function add({ passed, skipped, found }) {
  const before = Math.floor(total.passed / 1000);
  total.passed += passed;
  total.skipped += skipped;
  if (Math.floor(total.passed / 1000) > before) {
    console.log(`${String(total.passed)} of ${String(wanted)} programs, ${String(total.failed)} failed, ${String(Math.round((performance.now() - begin) / 1000))} s`);
  }
  if (!found) return;
  total.failed += 1;
  const kind = `${found.what} ${found.what === 'throws' ? found.detail.split('\n', 3).join(' ') : ''}`;
  if (kinds.has(kind)) return;
  kinds.set(kind, found);
  const { program } = found;
  const others = Object.entries(program.others).map(([name, text]) => `--- ${name}\n${text}\n`);
  console.log(`\n${found.what}, seed ${String(found.seed)}\n--- ${program.filename}, as JSON: ${JSON.stringify(program.code)}\n${program.code}\n${others.join('')}--- ${found.detail}\n`);
}

/**
 * @param {string} name
 * @param {string} text
 */
function number(name, text) {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    console.error(`--${name} must be a whole number from 1, and is ${text}.`);
    process.exit(2);
  }
  return value;
}
