import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually, open, outcomes, wsClients } from './clients.js';
import { copyRecipe, createToken, type RecipeServer, secret } from './recipe-server.js';

const LIMIT = 3;
const clients = wsClients;

/** What wrangler makes of its configuration. */
const configuration = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [
    (name = "durable-object.mjs", esModule = embed "durable-object.mjs"),
    (name = "auth.mjs", esModule = embed "auth.mjs"),
  ],
  compatibilityDate = "2026-07-01",
  compatibilityFlags = ["nodejs_compat"],
  bindings = [
    (name = "USER_CONNECTIONS", durableObjectNamespace = "UserConnections"),
    (name = "TOKEN_SECRET", text = "${secret}"),
  ],
  durableObjectNamespaces = [(className = "UserConnections", uniqueKey = "connections")],
  durableObjectStorage = (inMemory = void),
);
`;

const startWorker = async (): Promise<RecipeServer> => {
  const folder = copyRecipe(['durable-object.mjs', 'auth.mjs'], {});
  writeFileSync(join(folder, 'config.capnp'), configuration);
  const workerd = createRequire(import.meta.url).resolve('workerd');
  const { default: program } = (await import(workerd)) as { default: string };
  const child = spawn(program, ['serve', 'config.capnp', '--control-fd=3'], { cwd: folder, stdio: ['ignore', 'inherit', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const closed = once(child, 'close');
  const [said] = (await Promise.race([once(child.stdio[3] as Readable, 'data'), closed])) as [Buffer | number | null];
  const port = /"port":(?<port>\d+)/u.exec(String(said))?.groups?.['port'];
  if (port === undefined) throw new Error(`workerd did not start. ${stderr}`);

  const kept = new Set<() => void>();
  const dropClients = (): void => {
    for (const close of kept) close();
    kept.clear();
  };
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await closed;
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    port: Number(port),
    errors: () => stderr,
    keep: (close) => kept.add(close),
    dropClients,
    isAlive: () => child.exitCode === null,
    ask: async () => undefined,
    end,
    stop: async () => {
      dropClients();
      await end();
    },
  };
};

describe('a Durable Object for each user', () => {
  let worker: RecipeServer;

  beforeAll(async () => {
    worker = await startWorker();
  });
  afterEach(async () => {
    worker.dropClients();
    // Whatever happened: when everybody is gone, there is room again.
    await eventually(() => open(clients, worker, 'alice', LIMIT));
    worker.dropClients();
    await eventually(() => open(clients, worker, 'alice', LIMIT));
    worker.dropClients();
  });
  afterAll(() => worker.stop());

  test('keeps a burst at the limit, and other users out of it', async () => {
    const others = ['bob', 'carol'].map((user) => clients.connect(worker, user));
    const burst = await outcomes(Array.from({ length: 20 }, () => clients.connect(worker, 'alice')));
    expect(burst.filter((outcome) => outcome === 'open')).toHaveLength(LIMIT);
    expect(burst.filter((outcome) => outcome === clients.full)).toHaveLength(20 - LIMIT);
    expect(await outcomes(others)).toEqual(['open', 'open']);
  });

  test('lets nobody in with a token of somebody else', async () => {
    const forged = createToken('bob').replace('bob', 'alice');
    expect(await outcomes([clients.connect(worker, 'alice', forged)])).toEqual([clients.unauthorized]);
  });

  test('gives one slot back for one close', async () => {
    const [first] = await open(clients, worker, 'alice', LIMIT);
    expect(await outcomes([clients.connect(worker, 'alice')])).toEqual([clients.full]);
    first?.close();
    await eventually(() => open(clients, worker, 'alice'));
    expect(await outcomes([clients.connect(worker, 'alice')])).toEqual([clients.full]);
  });

  test('gives slots back after an abrupt drop', async () => {
    const dropped = await Promise.all(Array.from({ length: LIMIT }, () => clients.ask(worker, 'alice')));
    await Promise.all(dropped.map((client) => client.received(clients.welcome)));
    for (const client of dropped) client.reset();
    await eventually(() => open(clients, worker, 'alice', LIMIT));
  });
});
