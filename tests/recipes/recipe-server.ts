import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningServer } from '../runtime/start-server.js';

export const recipes = join(import.meta.dirname, '../../docs/recipes/code');

/** A recipe in a process of its own. */
export interface RecipeServer extends Pick<RunningServer, 'port' | 'errors' | 'keep' | 'dropClients' | 'stop'> {
  /** Resolves when the process is gone. */
  end: (signal: 'SIGKILL' | 'SIGTERM') => Promise<void>;
  isAlive: () => boolean;
  /** What the process says about itself, where the test has taught it to. */
  ask: () => Promise<unknown>;
}

/** Texts of the recipe, and what they are in the test: shorter times, and code of an application. */
export type Changes = Readonly<Record<string, string>>;

export const secret = 'a secret of the tests';
process.env['TOKEN_SECRET'] = secret;
const { createToken } = (await import(join(recipes, 'auth.mjs'))) as { createToken: (userId: string) => string };
export { createToken };

/** Tells the port, and ends with the test. */
const preload = `
import { Server } from 'node:net';
const { emit } = Server.prototype;
Server.prototype.emit = function (event, ...details) {
  if (event === 'listening') process.send({ port: this.address().port });
  return emit.call(this, event, ...details);
};
process.on('disconnect', () => process.exit());
`;

// Inside node_modules, so that the recipes' imports resolve.
const cache = join(import.meta.dirname, '../../node_modules/.cache');
mkdirSync(cache, { recursive: true });

/** Writes a recipe and its neighbours with the changes in them; every change must be one. */
export const copyRecipe = (files: readonly string[], changes: Changes): string => {
  const folder = mkdtempSync(join(cache, 'recipe-'));
  const texts = files.map((file) => readFileSync(join(recipes, file), 'utf8'));
  for (const from of Object.keys(changes)) if (!texts.some((text) => text.includes(from))) throw new Error(`No recipe contains ${from}`);
  for (const [index, file] of files.entries()) {
    const text = Object.entries(changes).reduce((changed, [from, to]) => changed.replaceAll(from, () => to), texts[index] ?? '');
    writeFileSync(join(folder, file), text);
  }
  return folder;
};

export const startRecipe = async (files: readonly [string, ...string[]], changes: Changes, env: Readonly<Record<string, string>> = {}): Promise<RecipeServer> => {
  const folder = copyRecipe(files, changes);
  const child = fork(join(folder, files[0]), {
    execArgv: ['--import', `data:text/javascript,${encodeURIComponent(preload)}`],
    env: { ...process.env, ...env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const closed = once(child, 'close');
  const started = await Promise.race([once(child, 'message'), closed]);
  const [message] = started as [{ port: number } | number | null];
  if (message === null || typeof message === 'number') throw new Error(`The recipe did not start. ${stderr}`);

  const clients = new Set<() => void>();
  const dropClients = (): void => {
    for (const close of clients) close();
    clients.clear();
  };
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;
  const end: RecipeServer['end'] = async (signal) => {
    child.kill(signal);
    await closed;
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    port: message.port,
    errors: () => stderr,
    keep: (close) => clients.add(close),
    dropClients,
    isAlive,
    end,
    ask: async () => {
      const answer = once(child, 'message');
      child.send('ask');
      const [said] = (await answer) as [unknown];
      return said;
    },
    stop: async () => {
      dropClients();
      if (isAlive()) await end('SIGKILL');
    },
  };
};
