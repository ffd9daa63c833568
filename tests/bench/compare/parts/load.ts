import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { measure, type Workshop } from '../measure.js';
import type { Plan } from '../plan.js';
import type { Loaded } from '../results.js';
import { spreadOf } from '../spread.js';

const { resolve } = createRequire(path.resolve('package.json'));
const EMPTY = 'data:text/javascript,';

/** The plugin as it is built, what rules are usually written with, and others; each under the name that users know it by. */
const MODULES: Readonly<Record<string, string>> = {
  'this plugin': path.resolve('dist/index.js'),
  '@typescript-eslint/utils': resolve('@typescript-eslint/utils'),
  'eslint-plugin-security': resolve('eslint-plugin-security'),
  'eslint-plugin-sonarjs': resolve('eslint-plugin-sonarjs'),
  'typescript-eslint': resolve('typescript-eslint'),
};

export async function measureLoad(workshop: Workshop, { loadRounds }: Plan): Promise<Loaded[]> {
  const taken = new Map<string, number[]>(Object.keys(MODULES).map((name) => [name, []]));
  for (let round = 0; round < loadRounds; round += 1) {
    const empty = await measure(workshop, 'load', { specifier: EMPTY });
    for (const [name, file] of Object.entries(MODULES)) {
      const { cpu } = await measure(workshop, 'load', { specifier: pathToFileURL(file).href });
      taken.get(name)?.push(cpu - empty.cpu);
    }
  }
  return [...taken].map(([name, milliseconds]) => ({ name, milliseconds: spreadOf(milliseconds) }));
}
