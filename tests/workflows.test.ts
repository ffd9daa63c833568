import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';

const folder = new URL('../.github/workflows/', import.meta.url);

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly permissions?: Readonly<Record<string, string>>; readonly steps: readonly Step[]; readonly 'timeout-minutes'?: number }>>;
}

const workflows = readdirSync(folder).map((file) => [file, parse(readFileSync(new URL(file, folder), 'utf8')) as Workflow] as const);
const read = (file: string): Workflow => Object.fromEntries(workflows)[file] ?? { on: {}, jobs: {} };

describe.each(workflows)('%s', (_file, { permissions, jobs }) => {
  it('may only read, but where a job says more', () => {
    expect(permissions).toEqual({ contents: 'read' });
  });

  it('uses actions of the platform, by their major version, and ends', () => {
    for (const { steps, 'timeout-minutes': minutes } of Object.values(jobs)) {
      expect(minutes).toBeGreaterThan(0);
      expect(steps.flatMap(({ uses }) => uses ?? []).filter((uses) => !/^actions\/[\w-]+@v\d+$/u.test(uses))).toEqual([]);
    }
  });

  it('writes no name that somebody else can choose into a script', () => {
    const scripts = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
    expect(scripts.filter((script) => /\$\{\{\s*github\./u.test(script))).toEqual([]);
  });
});

describe('the release', () => {
  const { on, jobs } = read('release.yml');
  const job = jobs['publish'];
  const runs = job?.steps.flatMap(({ run }) => run ?? []) ?? [];

  it('is started by a tag alone, never by a proposal', () => {
    expect(Object.keys(on)).toEqual(['push']);
    expect(on['push']).toEqual({ tags: ['v*.*.*'] });
  });

  it('checks everything, and then publishes with provenance', () => {
    expect(runs.filter((run) => /^(?:\.ci\/run|npm publish .*)$/u.test(run))).toEqual(['.ci/run', 'npm publish --provenance --access public']);
    expect(job?.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
  });
});
