import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ESLint } from 'eslint';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { connections, GUARD, IN_TWO_FILES } from './programs.js';

const root = path.resolve(import.meta.dirname, '../..');
let folder: string;

const GUARDED = connections(GUARD);
const OPEN = connections('');

const write = (name: string, text: string): void => {
  writeFileSync(path.join(folder, name), text);
};

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'cached-')));
  write('package.json', '{ "name": "chat", "type": "module" }');
  write('server.js', IN_TWO_FILES);
  write('connections.js', GUARDED);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly cache?: boolean;
  readonly cacheLocation?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** The message ids for the server, as a run of its own finds them. */
async function lint({ cache = true, cacheLocation = '.eslintcache', settings = {} }: Run = {}): Promise<(string | undefined)[]> {
  const eslint = new ESLint({
    cwd: folder,
    cache,
    cacheLocation,
    cacheStrategy: 'content',
    overrideConfigFile: true,
    overrideConfig: [{ ...plugin.configs.audit, settings }],
  });
  const results = await eslint.lintFiles('*.js');
  return results.flatMap(({ messages }) => messages.map(({ messageId }) => messageId));
}

const hashed = (): Run => ({ settings: { limitsHash: createHash('sha256').update(readFileSync(path.join(folder, 'connections.js'))).digest('hex') } });

describe('with --cache, when only a neighbour has lost its guard', () => {
  it('the old result stays', async () => {
    expect(await lint()).toEqual(['enforced']);
    write('connections.js', OPEN);
    expect(await lint()).toEqual(['enforced']);
  });

  it('a run without a cache finds it', async () => {
    expect(await lint()).toEqual(['enforced']);
    write('connections.js', OPEN);
    expect(await lint({ cache: false })).toEqual(['missing']);
  });

  it('a run that does not get the cache file finds it', async () => {
    expect(await lint()).toEqual(['enforced']);
    write('connections.js', OPEN);
    expect(await lint({ cacheLocation: '.eslintcache-of-another-job' })).toEqual(['missing']);
  });

  it('a hash of that file in the settings makes it found, and keeps the cache where nothing has changed', async () => {
    expect(await lint(hashed())).toEqual(['enforced']);
    const before = readFileSync(path.join(folder, '.eslintcache'), 'utf8');
    expect(await lint(hashed())).toEqual(['enforced']);
    expect(readFileSync(path.join(folder, '.eslintcache'), 'utf8')).toBe(before);
    write('connections.js', OPEN);
    expect(await lint(hashed())).toEqual(['missing']);
  });

  // In processes of their own: within one, Node reads a configuration once.
  it('the configuration that the page shows finds it', () => {
    const page = readFileSync(path.join(root, 'docs/guides/cache.md'), 'utf8');
    write('eslint.config.js', /^```js file eslint\.config\.js\n(?<code>[^`]+)```$/mu.exec(page)?.groups?.['code'] ?? '');
    mkdirSync(path.join(folder, 'node_modules'));
    symlinkSync(root, path.join(folder, 'node_modules/eslint-plugin-websocket-limits'), 'junction');
    expect(run()).toContain('Per-user limit set to 3 connections.');
    write('connections.js', OPEN);
    expect(run()).toContain('No per-user connection limit detected.');
  });
});

/** What `eslint --cache` prints about the server. */
function run(): string {
  const args = [path.join(root, 'node_modules/eslint/bin/eslint.js'), '--cache', '--format', 'json', 'server.js'];
  try {
    return execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
