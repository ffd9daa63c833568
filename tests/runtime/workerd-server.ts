import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { rolldown } from 'rolldown';
import type { Report } from './child-probe.js';
import { type Language } from './fixture.js';
import { type RunningServer } from './start-server.js';

// The command of the package is a script that starts it as a process of its own.
const { default: workerd } = createRequire(import.meta.url)('workerd') as { default: string };
// Inside node_modules, so that the servers' imports resolve and no watcher, linter or git sees the files.
const folder = join(import.meta.dirname, '../../node_modules/.cache/runtime-servers');
let written = 0;

/** The classes of objects that a module exports, each bound to its name in capitals. */
const classesIn = (source: string): string[] => Array.from(source.matchAll(/^export class (?<name>\w+)/gmu), ({ groups }) => groups?.['name'] ?? '');

/**
 * The module, with objects that say what is open in them when they are asked by `/.report`. Code of one object may not
 * touch the sockets of another, so that each is asked by itself. workerd keeps a connection of a client for a while after its
 * request or its socket has ended: what counts is the sockets that the objects hold.
 */
const probing = (file: string, classes: readonly string[]): string => `
import * as app from ${JSON.stringify(file)};
let upgrades = 0;
let accepted = 0;
const objects = {};
const Pair = WebSocketPair;
globalThis.WebSocketPair = function () {
  const pair = new Pair();
  const { accept } = pair[1];
  pair[1].accept = (...given) => {
    accept.apply(pair[1], given);
    accepted += 1;
    const ends = new AbortController();
    for (const event of ['close', 'error']) pair[1].addEventListener(event, () => { if (!ends.signal.aborted) accepted -= 1; ends.abort(); });
  };
  return pair;
};
const slotsOf = (object, ctx) => {
  if (object.connectionsPerUser) return Array.from(object.connectionsPerUser, ([user, { size }]) => [String(user), size]);
  return ctx.getWebSockets().map((socket) => [ctx.getTags(socket).find((tag) => tag.startsWith('user:'))?.slice('user:'.length) ?? ctx.id.name, 1]);
};
const probed = (Class, name) => class extends Class {
  #context;
  constructor(ctx, env) {
    super(ctx, env);
    this.#context = ctx;
    (objects[name] ??= new Set()).add(ctx.id.toString());
  }
  fetch(request) {
    return new URL(request.url).pathname === '/.report' ? Response.json({ slots: slotsOf(this, this.#context), sockets: this.#context.getWebSockets().length }) : super.fetch(request);
  }
};
${classes.map((name) => `export const ${name} = probed(app.${name}, '${name}');`).join('\n')}
export default {
  async fetch(request, env) {
    if (new URL(request.url).pathname !== '/.report') {
      upgrades += 1;
      return app.default.fetch(request, env);
    }
    const slots = {};
    let sockets = accepted;
    for (const [name, ids] of Object.entries(objects)) {
      const space = env[name.toUpperCase()];
      for (const id of ids) {
        const told = await (await space.get(space.idFromString(id)).fetch(request.url)).json();
        for (const [user, count] of told.slots) slots[user] = (slots[user] ?? 0) + count;
        sockets += told.sockets;
      }
    }
    return Response.json({ slots, upgrades, tcp: sockets });
  },
};
`;

const configuration = (classes: readonly string[]): string => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.mjs", esModule = embed "worker.mjs")],
  compatibilityDate = "2026-07-01",
  durableObjectNamespaces = [${classes.map((name) => `(className = "${name}", uniqueKey = "${name}")`).join(', ')}],
  bindings = [${classes.map((name) => `(name = "${name.toUpperCase()}", durableObjectNamespace = "${name}")`).join(', ')}],
  durableObjectStorage = (inMemory = void),
);
`;

/** The worker and all that it imports, in one file. */
const bundle = async (at: string, source: string, language: Language): Promise<void> => {
  const app = join(at, `app.${language === 'typescript' ? 'mts' : 'mjs'}`);
  const entry = join(at, 'entry.mjs');
  writeFileSync(app, source);
  writeFileSync(entry, probing(app, classesIn(source)));
  const build = await rolldown({ input: entry, external: /^cloudflare:/u, platform: 'browser', logLevel: 'silent' });
  await build.write({ file: join(at, 'worker.mjs'), format: 'esm' });
  await build.close();
};

/** workerd writes to another channel at which port it listens. */
const portOf = async (child: ChildProcess, ended: AbortSignal): Promise<number> => {
  const control = child.stdio[3] as Readable;
  let printed = '';
  for (;;) {
    const [chunk] = (await once(control, 'data', { signal: ended })) as [Buffer];
    printed += chunk.toString();
    const port = /"port":(?<port>\d+)/u.exec(printed)?.groups?.['port'];
    if (port !== undefined) return Number(port);
  }
};

/** A worker with its objects, in the runtime that Cloudflare runs. */
export const startWorker = async (source: string, language: Language): Promise<RunningServer> => {
  written += 1;
  const own = join(folder, `workerd-${process.pid}-${written}`);
  mkdirSync(own, { recursive: true });
  await bundle(own, source, language);
  writeFileSync(join(own, 'config.capnp'), configuration(classesIn(source)));
  const child = spawn(workerd, ['serve', '--control-fd=3', join(own, 'config.capnp')], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const ended = new AbortController();
  child.once('close', () => { ended.abort(); });
  const clients = new Set<() => void>();
  const dropClients = (): void => {
    for (const close of clients) close();
    clients.clear();
  };
  const died = (): never => {
    throw new Error(`The server process died. ${stderr}`);
  };
  const port = await portOf(child, ended.signal).catch(died);
  return {
    port,
    errors: () => stderr,
    keep: (close) => clients.add(close),
    dropClients,
    report: async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/.report`, { headers: { connection: 'close' }, signal: ended.signal }).catch(died);
      return { ...((await answer.json()) as Omit<Report, 'engines'>), engines: 0 };
    },
    stop: async () => {
      dropClients();
      rmSync(own, { recursive: true, force: true });
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, 'close');
      // It waits for its connections otherwise.
      child.kill('SIGKILL');
      await closed;
    },
  };
};
