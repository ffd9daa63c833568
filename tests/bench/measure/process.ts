// One measurement in a process of its own: node --expose-gc process.mjs KIND GIVEN ANSWER, the last a file that it writes.
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import type { Kind, Measurements } from './measurements.js';

type Answer = Measurements[Kind]['answer'];

const [kind = '', given = '{}', to = ''] = process.argv.slice(2);
const answer = (result: Answer): void => {
  writeFileSync(to, JSON.stringify(result));
};

/** Loads what the measurement needs, and nothing else: that would be measured with it. */
const measurements: { readonly [Each in Kind]: (given: Measurements[Each]['given']) => Promise<void> } = {
  list: async (task) => { answer((await import('./list-files.js')).list(task)); },
  lint: async (task) => { answer(await (await import('./lint-files.js')).lint(task)); },
  rule: async (task) => { answer(await (await import('./lint-files.js')).rule(task)); },
  load: async (task) => { answer(await (await import('./load-module.js')).load(task)); },
  rooms: async (task) => { answer((await import('./rooms.js')).rooms(task)); },
  edit: async (task) => { answer(await (await import('./edit-files.js')).edit(task)); },
  command: async (task) => { (await import('./run-command.js')).command(task, answer); },
};

function isKind(name: string): name is Kind {
  return name in measurements;
}

if (!isKind(kind)) throw new Error(`There is no measurement ${kind}. There are ${Object.keys(measurements).join(', ')}.`);
await (measurements[kind] as (task: unknown) => Promise<void>)(JSON.parse(given));
