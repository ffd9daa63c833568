// What linting with the plugin costs, against others:
//   npm run bench [-- FOLDER='what it is' … --only PART,… --configs NAME,… --rounds N --modules N --largest N --quick]
// Writes docs/performance.md; with --quick, runs the tests of tests/bench and prints a page of fewer measurements.

import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'rolldown';

const root = path.join(import.meta.dirname, '..');
// Inside node_modules, so that the packages are found from there; nothing is committed from it.
const folder = path.join(root, 'node_modules/.cache', `bench-${String(process.pid)}`);
const args = process.argv.slice(2);

try {
  await build({
    input: { main: path.join(root, 'tests/bench/compare/main.ts'), process: path.join(root, 'tests/bench/measure/process.ts') },
    platform: 'node',
    external: /^[^./]/,
    output: { dir: folder, entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
    logLevel: 'silent',
  });
  const tested = args.includes('--quick') ? await run([path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'vitest.bench.config.ts']) : 0;
  // A process of its own: one that has loaded a bundler is large, and what it starts counts as large, too.
  const measured = await run([path.join(folder, 'main.mjs'), ...args]);
  process.exitCode = tested || measured;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * @param {string[]} command
 * @returns {Promise<number>}
 */
function run(command) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { cwd: root, stdio: 'inherit' });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
}
