// A server of its own, one user who opens connections in a loop, and another one who opens one.

import { spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { io } from 'socket.io-client';

/**
 * @typedef {object} Sample
 * @property {number} at seconds since the first attempt
 * @property {number} looping open connections of the user in the loop
 * @property {number} other open connections of the other user
 *
 * @typedef {{ samples: Sample[] }} Run
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const example = join(root, 'docs/examples/chat-server/server.js');
const secret = randomBytes(32).toString('hex');

export const SECONDS = 3;
/** Attempts of the user in the loop, one after the other. */
const ATTEMPTS_PER_SECOND = 10;
const SAMPLES_PER_SECOND = 10;

/** @returns {Promise<{ without: Run, with: Run }>} */
export async function runBoth() {
  // Inside node_modules, so that the example's imports are found from there.
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'connections-'));
  try {
    return { without: await attack(example), with: await attack(await fixedCopy(folder)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function fixedCopy(folder) {
  /** @type {typeof import('../../src/index.js')} */
  // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- The types of the built file exist only after the build.
  const { default: plugin } = await import(new URL('../../dist/index.js', import.meta.url).href);
  const copy = join(folder, basename(example));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(copy, readFileSync(example));
  const eslint = new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig: plugin.configs.recommended, fix: true });
  await ESLint.outputFixes(await eslint.lintFiles([copy]));
  return copy;
}

/**
 * @param {string} file
 * @returns {Promise<Run>}
 */
async function attack(file) {
  const server = spawn(process.execPath, [file], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', TOKEN_SECRET: secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(server, 'close');
  /** @type {import('socket.io-client').Socket[]} */
  const looping = [];
  /** @type {import('socket.io-client').Socket[]} */
  const others = [];
  try {
    const url = await addressIn(server.stdout);
    const connect = (/** @type {string} */ user) => io(url, { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token: tokenOf(user) } });
    const samples = [];
    const start = performance.now();
    const ticks = SECONDS * SAMPLES_PER_SECOND;
    for (let tick = 0; tick <= ticks; tick += 1) {
      await setTimeout(Math.max(0, start + (tick * 1000) / SAMPLES_PER_SECOND - performance.now()));
      samples.push({ at: tick / SAMPLES_PER_SECOND, looping: openOf(looping), other: openOf(others) });
      if (looping.length < tick * (ATTEMPTS_PER_SECOND / SAMPLES_PER_SECOND) + 1) looping.push(connect('alice'));
      // The other user comes while the loop is running.
      if (tick === SAMPLES_PER_SECOND) others.push(connect('bob'));
    }
    return { samples };
  } finally {
    for (const client of [...looping, ...others]) client.disconnect();
    server.kill();
    await closed;
  }
}

/** @param {import('socket.io-client').Socket[]} clients */
function openOf(clients) {
  return clients.filter(({ connected }) => connected).length;
}

/**
 * @param {import('node:stream').Readable} output
 * @returns {Promise<string>}
 */
async function addressIn(output) {
  for await (const line of createInterface(output)) {
    const address = /^Listening on (?<url>http:\S+)$/u.exec(line)?.groups?.['url'];
    if (address !== undefined) return address;
  }
  throw new Error('The example server did not start.');
}

/** @param {string} user */
function tokenOf(user) {
  return `${user}.${createHmac('sha256', secret).update(user).digest('hex')}`;
}
