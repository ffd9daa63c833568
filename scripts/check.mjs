// Everything that has to hold before a change is merged: the build, then the checks that need nothing but the
// build, then the tests. One line per step, with its seconds; a step that fails is shown with all it printed, and
// the tests are not started then.

import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

// Packing the package would build it again, under the feet of the steps that are reading it.
const env = { ...process.env, npm_config_ignore_scripts: 'true' };

/** npm scripts; the slowest first, so that the others fill the remaining cores */
const independent = ['lint', 'types', 'unused', 'attw', 'publint', 'docs:check'];

const passed = (await runQuietly('build')) && (await runTogether(independent));
if (passed) {
  // The tests print as they go, and their closing line is the last line of the whole check.
  const { code } = await run('test:built', 'inherit');
  process.exitCode = code;
} else {
  process.exitCode = 1;
}

/** @param {string[]} scripts */
async function runTogether(scripts) {
  const waiting = [...scripts];
  let allPassed = true;
  const worker = async () => {
    for (let script = waiting.shift(); script !== undefined; script = waiting.shift()) {
      if (!(await runQuietly(script))) allPassed = false;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return allPassed;
}

/** @param {string} script */
async function runQuietly(script) {
  const start = performance.now();
  const { code, output } = await run(script, 'pipe');
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${script.padEnd(10)} ${seconds.padStart(5)} s`);
  if (code !== 0) console.log(output);
  return code === 0;
}

/**
 * @param {string} script
 * @param {'inherit' | 'pipe'} stdio
 * @returns {Promise<{ code: number, output: string }>}
 */
function run(script, stdio) {
  return new Promise((resolve, reject) => {
    const child = spawn(`npm run --silent ${script}`, { shell: true, stdio, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (/** @type {Buffer} */ chunk) => {
        output += chunk.toString();
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}
