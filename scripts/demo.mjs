// Shows the plugin at work: finds that a chat server lets one user open connections without end, has ESLint insert a
// limit, and connects real clients before and after. Ends with 0 only if the limit holds.

import { spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { io } from 'socket.io-client';

const root = fileURLToPath(new URL('../', import.meta.url));
const example = join(root, 'docs/examples/chat-server/server.js');
const isColourful = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
const secret = randomBytes(32).toString('hex');

/** @type {typeof import('../src/index.js')} */
// eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- The types of the built file exist only after the build.
const { default: { configs } } = await import(new URL('../dist/index.js', import.meta.url).href);

/** @type {Set<import('node:child_process').ChildProcess>} */
const servers = new Set();
// Inside node_modules, so that the example's imports are found from there, and no watcher or linter sees the copy.
const cache = join(root, 'node_modules/.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'demo-'));
process.once('exit', () => {
  for (const server of servers) server.kill();
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
setTimeout(() => {
  console.error('The demo takes longer than a minute: something hangs.');
  process.exit(1);
}, 60_000).unref();

heading(`What ESLint says about ${relative(root, example)}`);
const linter = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: configs.recommended });
const findings = await linter.lintFiles([example]);
const stylish = await linter.loadFormatter('stylish');
const shown = findings.map((result) => ({ ...result, filePath: relative(root, result.filePath) }));
console.log((await stylish.format(shown, { color: isColourful })).trim());

heading('What the server does: one user opens 20 connections');
const before = await attack(example, Array.from({ length: 20 }, () => 'alice'));
const accepted = before.filter(({ outcome }) => outcome === 'connected').length;
console.log(`${accepted} of ${before.length} connections of alice: connected`);

heading('What eslint --fix changes');
const copy = join(folder, basename(example));
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
writeFileSync(copy, readFileSync(example));
const fixer = new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig: configs.audit, fix: true });
const fixed = await fixer.lintFiles([copy]);
await ESLint.outputFixes(fixed);
for (const line of changes(linesOf(example), linesOf(copy))) console.log(line);

heading('What ESLint says then, with the audit config');
for (const { line, message } of fixed.flatMap(({ messages }) => messages)) console.log(`line ${line}: ${message}`);

heading('What the fixed server does');
const after = await attack(copy, ['alice', 'alice', 'alice', 'alice', 'bob']);
for (const { name, outcome } of after) console.log(`${name}: ${outcome}`);

const expected = ['connected', 'connected', 'connected', 'refused, "Connection limit reached"', 'connected'];
if (after.map(({ outcome }) => outcome).join() !== expected.join()) {
  console.error(`\nExpected: ${expected.join('; ')}`);
  process.exitCode = 1;
}

/** @param {string} text */
function heading(text) {
  const underlined = `${text}\n${'-'.repeat(text.length)}`;
  console.log(`\n${isColourful ? `\u001B[1m${underlined}\u001B[22m` : underlined}`);
}

/** @param {string} file */
function linesOf(file) {
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}

/**
 * Added and removed lines with two lines before and behind them, by way of the longest common subsequence.
 *
 * @param {string[]} old
 * @param {string[]} now
 * @returns {string[]}
 */
function changes(old, now) {
  const width = now.length + 1;
  const common = new Uint16Array((old.length + 1) * width);
  const rest = (/** @type {number} */ i, /** @type {number} */ j) => common[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = old[i] === now[j] ? rest(i + 1, j + 1) + 1 : Math.max(rest(i + 1, j), rest(i, j + 1));
    }
  }
  /** @type {string[]} */
  const lines = [];
  for (let i = 0, j = 0; i < old.length || j < now.length; ) {
    if (i < old.length && old[i] === now[j]) {
      lines.push(`  ${old[i]}`);
      i += 1;
      j += 1;
    } else if (j < now.length && (i === old.length || rest(i, j + 1) >= rest(i + 1, j))) {
      lines.push(`+ ${now[j]}`);
      j += 1;
    } else {
      lines.push(`- ${old[i]}`);
      i += 1;
    }
  }
  const isChange = (/** @type {string | undefined} */ line) => line !== undefined && !line.startsWith(' ');
  const isNear = lines.map((_, index) => lines.slice(Math.max(0, index - 2), index + 3).some(isChange));
  return lines.flatMap((line, index) => {
    const colour = line.startsWith('+') ? 32 : 31;
    if (isNear[index]) return [isColourful && isChange(line) ? `\u001B[${colour}m${line}\u001B[39m` : line.trimEnd()];
    return isNear[index + 1] ? ['  …'] : [];
  });
}

/**
 * Connects users one after another to a server of its own, and tells how each connection went.
 *
 * @param {string} file
 * @param {string[]} users
 */
async function attack(file, users) {
  const server = spawn(process.execPath, [file], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', TOKEN_SECRET: secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  servers.add(server);
  const closed = once(server, 'close');
  const url = await Promise.race([addressIn(server.stdout), closed]);
  if (typeof url !== 'string') throw new Error(`${relative(root, file)} did not start.`);

  /** @type {import('socket.io-client').Socket[]} */
  const clients = [];
  const outcomes = [];
  /** @type {Record<string, number>} */
  const counts = {};
  for (const user of users) {
    const client = io(url, { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token: tokenOf(user) } });
    clients.push(client);
    counts[user] = (counts[user] ?? 0) + 1;
    outcomes.push({ name: `connection ${counts[user]} of ${user}`, outcome: await outcomeOf(client) });
  }
  for (const client of clients) client.disconnect();
  server.kill();
  await closed;
  servers.delete(server);
  return outcomes;
}

/**
 * @param {import('node:stream').Readable} output
 * @returns {Promise<string | undefined>}
 */
async function addressIn(output) {
  for await (const line of createInterface(output)) {
    const address = /^Listening on (?<url>http:\S+)$/u.exec(line)?.groups?.['url'];
    if (address !== undefined) return address;
  }
  return undefined;
}

/** @param {string} user */
function tokenOf(user) {
  return `${user}.${createHmac('sha256', secret).update(user).digest('hex')}`;
}

/**
 * @param {import('socket.io-client').Socket} client
 * @returns {Promise<string>}
 */
function outcomeOf(client) {
  return new Promise((resolve) => {
    client.once('connect', () => {
      resolve('connected');
    });
    client.once('connect_error', ({ message }) => {
      resolve(`refused, "${message}"`);
    });
  });
}
