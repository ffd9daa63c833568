import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Report } from './child-probe.js';
import { connectionsAt } from './connections-at.js';
import { type Language, type Runtime } from './fixture.js';
import { type RunningServer } from './start-server.js';

/** The runtimes that run a module as it is. */
type ForeignRuntime = Exclude<Runtime, 'node' | 'workerd'>;

const root = join(import.meta.dirname, '../..');
// Inside node_modules, so that the servers' imports resolve and no watcher, linter or git sees the files.
const folder = join(root, 'node_modules/.cache/runtime-servers');
let written = 0;

/** Counts requests for an upgrade, before the server's own handler sees them. */
const COUNTING: Readonly<Record<ForeignRuntime, string>> = {
  bun: `{
  const { serve } = Bun;
  const counted = (handle) => typeof handle !== 'function' ? handle : function (request, server) {
    globalThis.upgrades = (globalThis.upgrades ?? 0) + 1;
    return handle.call(this, request, server);
  };
  const each = (object, change) => object && Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
  const isMethods = (route) => typeof route === 'object' && Object.getPrototypeOf(route) === Object.prototype;
  const counting = (options) => ({ ...options, fetch: counted(options.fetch), routes: each(options.routes, (route) => isMethods(route) ? each(route, counted) : counted(route)) });
  Bun.serve = (options) => {
    const server = serve(counting(options));
    const { reload } = server;
    server.reload = (changed) => reload.call(server, counting(changed));
    return server;
  };
}
`,
  deno: `{
  const { serve } = Deno;
  Deno.serve = (options, handler) => serve(options, (request, info) => { globalThis.upgrades = (globalThis.upgrades ?? 0) + 1; return handler(request, info); });
}
`,
};

/** Answers each line of the tests with what is open. */
const ANSWERING = `
process.stdin.on('data', () => {
  const slots = Object.fromEntries(Array.from(connectionsPerUser, ([user, entry]) => [String(user), entry.size]));
  console.log(JSON.stringify({ slots, upgrades: globalThis.upgrades ?? 0 }));
});
process.stdin.on('end', () => process.exit());
`;

const commands: Readonly<Record<ForeignRuntime, (file: string) => [string, ...string[]]>> = {
  bun: (file) => [join(root, 'node_modules/.bin/bun'), file],
  deno: (file) => [join(root, 'node_modules/.bin/deno'), 'run', '--allow-all', '--no-check', '--node-modules-dir=manual', file],
};

const nextLine = async (output: Readable, matching: RegExp, ended: AbortSignal): Promise<string> => {
  let printed = '';
  for (;;) {
    const [chunk] = (await once(output, 'data', { signal: ended })) as [string];
    printed += chunk;
    const line = printed.split('\n').find((candidate) => matching.test(candidate));
    if (line !== undefined) return line;
  }
};

/** A server in another runtime; it prints its port, and answers on its standard output. */
export const startForeignServer = async (source: string, language: Language, runtime: ForeignRuntime): Promise<RunningServer> => {
  written += 1;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${runtime}-${process.pid}-${written}.${language === 'typescript' ? 'ts' : 'mjs'}`);
  writeFileSync(file, COUNTING[runtime] + source + ANSWERING);
  const [command, ...args] = commands[runtime](file);
  const child = spawn(command, args, { stdio: 'pipe' });
  let stderr = '';
  child.stdout.setEncoding('utf8');
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
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
  const { port } = JSON.parse(await nextLine(child.stdout, /^\{"port":\d+\}$/u, ended.signal).catch(died)) as { port: number };
  return {
    port,
    errors: () => stderr,
    keep: (close) => clients.add(close),
    dropClients,
    report: async () => {
      const answer = nextLine(child.stdout, /^\{"slots":.*\}$/u, ended.signal);
      child.stdin.write('report\n');
      const told = JSON.parse(await answer.catch(died)) as Pick<Report, 'slots' | 'upgrades'>;
      return { ...told, tcp: connectionsAt(port), engines: 0 };
    },
    stop: async () => {
      dropClients();
      rmSync(file, { force: true });
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, 'close');
      child.kill();
      await closed;
    },
  };
};
