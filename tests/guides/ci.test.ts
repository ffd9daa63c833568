import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fenceOf, fencesOf, textOf } from './fences.js';
import { ScratchProject } from './scratch-project.js';

/** The lines of the pipelines that the guides show, run on the front page's server as it is, and as it is after the fix. */
const SERVER = fencesOf('README.md').find(({ language }) => language === 'js')?.code ?? '';
const CONFIG = fencesOf('README.md').find(({ words }) => words[0] === 'config')?.code ?? '';

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly 'runs-on': string; readonly steps: readonly Step[] }>>;
}
interface GitlabJob {
  readonly variables?: Readonly<Record<string, string>>;
  readonly script: readonly string[];
  readonly artifacts: { readonly when: string; readonly paths?: readonly string[]; readonly reports?: Readonly<Record<string, string>> };
}

const workflow = (name: string): Workflow => parse(fenceOf('docs/guides/github-actions.md', 'file', `.github/workflows/${name}.yml`).code) as Workflow;
const gitlab = (name: string): [string, GitlabJob][] => Object.entries(parse(fenceOf('docs/guides/gitlab.md', 'file', name).code) as Record<string, GitlabJob>);
/** What is left of a job when the packages are there. */
const linesOf = (lines: readonly (string | undefined)[]): string[] => lines.filter((line) => line !== undefined && line !== 'npm ci') as string[];

/** The groups of a pattern as it stands in a problem matcher. */
const matchedBy = (pattern: string, line: string): string[] => new RegExp(pattern, 'u').exec(line)?.slice(1) ?? [];

const projects: ScratchProject[] = [];
const project = (isFixed = false): ScratchProject => {
  const made = new ScratchProject();
  projects.push(made);
  made.write('server.js', SERVER);
  made.write('eslint.config.js', CONFIG);
  if (isFixed) made.shell('eslint --fix server.js');
  return made;
};
afterAll(() => {
  for (const one of projects) one.remove();
});

describe('the workflow that lints', () => {
  const { permissions, jobs } = workflow('lint');
  const steps = jobs['lint']?.steps ?? [];
  const [line = '', ...more] = linesOf(steps.map(({ run }) => run));

  test('may read, and nothing else, and installs from the lock file before it lints', () => {
    expect(permissions).toEqual({ contents: 'read' });
    expect(steps.map(({ run, uses }) => uses?.replace(/@v\d+$/u, '') ?? run)).toEqual(['actions/checkout', 'actions/setup-node', 'npm ci', line]);
    expect(more).toEqual([]);
  });

  test('fails for the server without a limit, with lines that setup-node makes annotations of', () => {
    const { status, stdout } = project().shell(line);
    expect(status).toBe(1);
    // The two patterns of the problem matcher `eslint-stylish` in actions/setup-node: a file, and problems below it.
    const [file = '', problem = ''] = stdout.trim().split('\n');
    expect(matchedBy('^([^\\s].*)$', file)).toEqual([file]);
    const [at, column, severity, message, rule] = matchedBy('^\\s+(\\d+):(\\d+)\\s+(error|warning|info)\\s+(.*)\\s\\s+(.*)$', problem);
    expect([at, column, severity, rule]).toEqual(['16', '1', 'error', 'websocket-limits/require-per-user-connection-limit']);
    expect(message).toContain('No per-user connection limit detected.');
  });

  test('passes for the one with a limit', () => {
    expect(project(true).shell(line)).toMatchObject({ status: 0 });
  });
});

describe('the workflow that audits', () => {
  const { permissions, jobs } = workflow('websocket-limits');
  const steps = jobs['audit']?.steps ?? [];
  const [line = '', ...more] = linesOf(steps.map(({ run }) => run));
  const upload = steps.find(({ uses = '' }) => uses.startsWith('github/codeql-action/upload-sarif@'));
  const file = String(upload?.with?.['sarif_file']);

  test('may upload, also when the audit has failed', () => {
    expect({ permissions, condition: upload?.if, more }).toEqual({ permissions: { contents: 'read', 'security-events': 'write' }, condition: 'success() || failure()', more: [] });
  });

  test('writes the file that is uploaded, with the finding, its severity and its CWE, and fails', () => {
    const bad = project();
    expect(bad.shell(line)).toMatchObject({ status: 1 });
    const { runs } = JSON.parse(bad.read(file)) as { runs: { results: { ruleId: string; kind: string }[]; tool: { driver: { rules: { id: string; properties: object }[] } } }[] };
    const [result] = runs[0]?.results ?? [];
    expect(result?.kind).toBe('fail');
    expect(runs[0]?.tool.driver.rules.find(({ id }) => id === result?.ruleId)?.properties).toMatchObject({ 'security-severity': '7.5', tags: ['security', 'external/cwe/cwe-770'] });
  });

  test('passes for the server with a limit', () => {
    const good = project(true);
    expect(good.shell(line)).toMatchObject({ status: 0 });
    expect(good.has(file)).toBe(true);
  });
});

describe('the job of GitLab that audits', () => {
  const [[name, job] = ['', undefined], ...more] = gitlab('.gitlab/websocket-limits.yml');
  const [line = '', ...others] = linesOf(job?.script ?? []);
  const [file = ''] = job?.artifacts.paths ?? [];

  test('keeps the report that it writes, and fails', () => {
    expect([name, more, others, job?.artifacts.when]).toEqual(['websocket-limits', [], [], 'always']);
    const bad = project();
    expect(bad.shell(line)).toMatchObject({ status: 1 });
    expect(JSON.parse(bad.read(file))).toMatchObject({ verdict: 'fail', summary: { sites: 1, failed: 1 } });
  });
});

describe('the job of GitLab that lints', () => {
  const [[name, job] = ['', undefined], ...more] = gitlab('.gitlab-ci.yml');
  const [line = '', ...others] = linesOf(job?.script ?? []);
  const report = job?.artifacts.reports?.['codequality'] ?? '';
  const env = job?.variables ?? {};

  test('is one job, which keeps its report when it fails', () => {
    expect([name, more, others, job?.artifacts.when]).toEqual(['eslint', [], [], 'always']);
  });

  test('writes the report that it hands over, and fails', () => {
    const bad = project();
    const { status, stderr } = bad.shell(line, env);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(JSON.parse(bad.read(report))).toMatchObject([
      { check_name: 'websocket-limits/require-per-user-connection-limit', severity: 'major', location: { path: 'server.js', positions: { begin: { line: 16 } } } },
    ]);
  });

  test('passes with an empty report where there is a limit', () => {
    const good = project(true);
    expect(good.shell(line, env)).toMatchObject({ status: 0 });
    expect(JSON.parse(good.read(report))).toEqual([]);
  });
});

describe('the pre-commit framework', () => {
  interface Hook {
    readonly id: string;
    readonly entry: string;
    readonly language: string;
    readonly files: string;
  }
  const { repos } = parse(fenceOf('docs/guides/commit.md', 'file', '.pre-commit-config.yaml').code) as { repos: { repo: string; hooks: Hook[] }[] };
  const hook = repos[0]?.hooks[0];
  let bad: ScratchProject;
  beforeAll(() => {
    bad = project();
  });

  test('is given a hook of the project itself, for JavaScript and TypeScript', () => {
    expect([repos.length, repos[0]?.repo, hook?.language]).toEqual([1, 'local', 'system']);
    const files = new RegExp(hook?.files ?? '', 'u');
    expect(['a.js', 'b.mts', 'c.cts', 'd.tsx', 'e.jsx', 'src/f.cjs'].filter((file) => !files.test(file))).toEqual([]);
    expect(['a.json', 'b.md', 'c.js.map'].filter((file) => files.test(file))).toEqual([]);
  });

  test('which is the one that this repository offers', () => {
    const [offered] = parse(textOf('.pre-commit-hooks.yaml')) as Hook[];
    expect(offered).toMatchObject({ id: 'websocket-limits', language: hook?.language, entry: hook?.entry, files: hook?.files });
  });

  test('whose command, with the file that is staged, blocks', () => {
    const { status, stdout } = bad.shell(`${hook?.entry ?? ''} server.js`);
    expect(status).toBe(1);
    expect(stdout).toContain('No per-user connection limit detected.');
  });
});
