import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { BUILT } from './configs.js';
import type { Measurements, Used } from './measurements.js';
import { used } from './usage.js';

const { resolve } = createRequire(path.resolve('package.json'));

/** ESLint's own command in this process, whose threads are counted in; answers when it ends. */
export function command({ folder, config, concurrency, scratch }: Measurements['command']['given'], answer: (used: Used) => void): void {
  const file = path.join(scratch, `${config}.config.mjs`);
  writeFileSync(file, textOf(config));
  const eslint = path.join(path.dirname(resolve('eslint/package.json')), 'bin/eslint.js');
  process.argv = [process.execPath, eslint, '--config', file, '--no-inline-config', '--concurrency', String(concurrency), '--output-file', path.join(scratch, 'printed.txt'), '.'];
  process.chdir(folder);
  process.once('exit', () => {
    answer(used());
    // It found something, or it did not: either way it ran.
    if (process.exitCode === 1) process.exitCode = 0;
  });
  createRequire(eslint)(eslint);
}

/** A file, because the threads of ESLint read it themselves. */
function textOf(config: 'floor' | 'strict'): string {
  const imported = (specifier: string): string => JSON.stringify(pathToFileURL(specifier).href);
  const rules = config === 'floor' ? "{ plugins: { floor: { rules: { nothing: { create: () => ({}) } } } }, rules: { 'floor/nothing': 'error' } }" : 'websocketLimits.configs.strict';
  return `${config === 'floor' ? '' : `import websocketLimits from ${imported(BUILT)};\n`}import parser from ${imported(resolve('@typescript-eslint/parser'))};

export default [
  { files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'], languageOptions: { parser }, linterOptions: { reportUnusedDisableDirectives: 'off' } },
  ${rules},
];
`;
}
