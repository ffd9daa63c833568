import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HostileProject } from './hostile/project.js';
import type { Watched } from './hostile/watched.js';

const tool = path.join(import.meta.dirname, '../..');
// Inside node_modules, so that the packages are found from there.
const folder = path.join(tool, 'node_modules/.cache', `hostile-${String(process.pid)}`);
const project = new HostileProject();
const names = Object.keys(project.tricks);
/** `oxc-parser` looks there for the kind of C library, to choose the binary that it loads. */
const OF_PARSER = '/usr/bin/ldd';
let watched: Watched;

beforeAll(async () => {
  const input = ['spy', 'watched'].map((name) => path.join(import.meta.dirname, `hostile/${name}.ts`));
  await build({ input, platform: 'node', external: /^[^./]/, output: { dir: folder, entryFileNames: '[name].mjs' }, logLevel: 'silent' });
  const files = [...names, 'inside'].map((name) => `servers/${name}.js`);
  const spy = pathToFileURL(path.join(folder, 'spy.mjs')).href;
  // Whatever waits for a pipe, or tries every way, is ended: then there is nothing to read, and all tests fail.
  const output = execFileSync(process.execPath, ['--import', spy, path.join(folder, 'watched.mjs'), project.root, tool, ...files, 'pipe/server.js'], { cwd: project.root, encoding: 'utf8', timeout: 120_000, maxBuffer: 10_000_000 });
  watched = JSON.parse(output) as Watched;
});

afterAll(() => {
  project.delete();
  rmSync(folder, { recursive: true, force: true });
});

describe('a project that wants more than to be read', () => {
  it('is read where it plays no tricks', () => {
    expect(watched.linted['servers/inside.js']).toContain('report-connection-limit:enforced');
    expect(watched.audited['servers/inside.js']).toEqual(['enforced']);
    expect(watched.opened).toContain(path.join(project.root, 'inside/limits.js'));
  });

  it.each(names)('gets the verdict of a guard that is not there: %s', (name) => {
    const own = watched.linted[`servers/${name}.js`]?.filter((id) => id.startsWith('require-per-user') || id.startsWith('report-'));
    expect(own).toEqual([expect.stringMatching(/^require-per-user-connection-limit:(?:unverifiable|missing)$/u)]);
    expect(watched.audited[`servers/${name}.js`]).toEqual([expect.stringMatching(/^(?:unverifiable|missing)$/u)]);
  });

  it('has nothing opened that is not in it', () => {
    expect(watched.opened.filter((file) => file !== OF_PARSER && file !== project.root && !file.startsWith(project.root + path.sep))).toEqual([]);
  });

  it('is told which links were not followed', () => {
    expect(watched.audited['links/limits.js']).toEqual(['It is a link that leads out of the project, so it was not read.']);
    expect(watched.audited['large/limits.js']).toEqual([expect.stringContaining('It is larger than 20 MB')]);
  });

  it('has nothing of it run', () => {
    expect(existsSync(project.mark)).toBe(false);
  });

  it('changes no objects by its settings', () => {
    expect(watched.refused).toEqual([expect.stringContaining('has no key __proto__'), expect.stringContaining('has no key constructor')]);
    expect(watched.isPolluted).toBe(false);
  });
});
