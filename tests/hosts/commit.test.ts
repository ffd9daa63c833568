import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ANONYMOUS, CHAT, CLIENT_CHOOSES, connections, GUARD, GUARDED, IN_TWO_FILES, UNGUARDED } from './programs.js';
import { createRepository, type Repository } from './repository.js';
import { root } from './workspace.js';

const MISSING = 'No per-user connection limit detected. A single user could theoretically open unlimited connections.';
const RULE = 'websocket-limits/require-per-user-connection-limit';
const FINDS = 'eslint --max-warnings=0 --no-warn-ignored';
const FIXES = 'eslint --fix --max-warnings=0 --no-warn-ignored';

let repository: Repository;
const made: Repository[] = [];
function make(files: Readonly<Record<string, string>>): void {
  repository = createRepository(files);
  made.push(repository);
}
afterEach(() => {
  for (const one of made.splice(0)) one.remove();
});

/** A repository in which lint-staged runs that command before each commit. */
function withLintStaged(command: string): void {
  make({
    'package.json': JSON.stringify({ name: 'chat', type: 'module', 'lint-staged': { '*.{js,ts,mts,cts}': command } }),
    '.husky/pre-commit': 'npx lint-staged\n',
  });
}

/** Tries to commit, and expects that everything is as it was before. */
function expectBlocked(): string {
  const before = repository.state();
  const { status, output } = repository.commit();
  expect(status).not.toBe(0);
  expect(repository.state()).toEqual(before);
  return output;
}

/** Commits, and expects that ESLint has been asked. */
function expectCommitted(): void {
  const before = repository.state();
  const { status, output } = repository.commit();
  expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining('[COMPLETED] eslint ') as string });
  expect(repository.git('rev-parse', 'HEAD~1')).toBe(before['head']);
}

const committed = (name: string): string => repository.git('show', `HEAD:${name}`);

describe('a commit with lint-staged and husky', () => {
  it('is blocked by a handler without a limit, and says why', () => {
    withLintStaged(FINDS);
    repository.stage({ 'server.js': CHAT });
    const output = expectBlocked();
    expect(output).toContain(MISSING);
    expect(output).toContain(RULE);
    expect(repository.read('server.js')).toBe(CHAT);
  });

  it('is blocked by a warning', () => {
    withLintStaged(FINDS);
    repository.stage({ 'server.js': CLIENT_CHOOSES });
    expect(expectBlocked()).toContain('websocket-limits/no-untrusted-limit-key');
  });

  it('goes through without a problem', () => {
    withLintStaged(FINDS);
    repository.stage({ 'server.js': GUARDED });
    expectCommitted();
    expect(committed('server.js')).toBe(GUARDED.trimEnd());
  });

  it('judges what is committed, and not the changes that are left out', () => {
    withLintStaged(FINDS);
    repository.stage({ 'server.js': UNGUARDED });
    repository.write('server.js', GUARDED);
    expect(expectBlocked()).toContain(MISSING);
    expect(repository.read('server.js')).toBe(GUARDED);

    repository.stage({ 'server.js': GUARDED });
    repository.write('server.js', UNGUARDED);
    expectCommitted();
    expect(committed('server.js')).toBe(GUARDED.trimEnd());
    expect(repository.read('server.js')).toBe(UNGUARDED);
  });

  it('is judged with the other files of the program, staged or not', () => {
    withLintStaged(FINDS);
    repository.stage({ 'server.js': IN_TWO_FILES, 'connections.js': connections(GUARD) });
    expectCommitted();
    repository.write('connections.js', connections(''));
    repository.stage({ 'server.js': `// People meet here.\n${IN_TWO_FILES}` });
    expect(expectBlocked()).toContain(MISSING);
  });

  it('is not judged by files that are left out of it: only a lint of all files finds what it does to them', () => {
    withLintStaged(FINDS);
    repository.stage({ 'server.js': IN_TWO_FILES, 'connections.js': connections(GUARD) });
    expectCommitted();
    repository.stage({ 'connections.js': connections('') });
    expectCommitted();
    const { status, output } = repository.run('npx', '--no-install', ...FINDS.split(' '), '.');
    expect(status).toBe(1);
    expect(output).toContain(MISSING);
  });

  it('goes through with --fix, and the guard is in it', () => {
    withLintStaged(FIXES);
    repository.stage({ 'server.js': CHAT });
    expectCommitted();
    expect(committed('server.js')).toContain('const MAX_CONNECTIONS_PER_USER = 3;');
    expect(`${committed('server.js')}\n`).toBe(repository.read('server.js'));
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(repository.run('npx', '--no-install', ...FINDS.split(' '), 'server.js')).toMatchObject({ status: 0 });
  });

  it('goes through with --fix, and changes that are left out stay', () => {
    withLintStaged(FIXES);
    repository.stage({ 'server.js': CHAT });
    repository.write('server.js', CHAT.replace("'welcome'", "'hello'"));
    expectCommitted();
    expect(committed('server.js')).toContain('const MAX_CONNECTIONS_PER_USER = 3;');
    expect(committed('server.js')).not.toContain("'hello'");
    expect(repository.read('server.js')).toBe(`${committed('server.js').replace("'welcome'", "'hello'")}\n`);
  });

  it('is blocked with --fix where one file cannot be fixed, and nothing is lost', () => {
    withLintStaged(FIXES);
    repository.stage({ 'server.js': CHAT, 'news.js': ANONYMOUS });
    const output = expectBlocked();
    expect(output).toContain('news.js');
    expect(output).toContain(MISSING);
    expect(repository.read('server.js')).toBe(CHAT);
    expect(repository.read('news.js')).toBe(ANONYMOUS);
  });
});

describe('.pre-commit-hooks.yaml', () => {
  const hooks = parse(readFileSync(path.join(root, '.pre-commit-hooks.yaml'), 'utf8')) as Record<string, unknown>[];
  const [hook = {}] = hooks;
  const entry = String(hook['entry']).split(' ');
  /** As pre-commit does it: no shell, and the names of the staged files behind. */
  const runHook = (...files: readonly string[]): ReturnType<Repository['run']> => repository.run(entry[0] ?? '', ...entry.slice(1), ...files);

  it('offers one hook, which needs nothing but the project itself', () => {
    expect(hooks).toHaveLength(1);
    expect(hook).toMatchObject({ id: 'websocket-limits', name: expect.any(String) as string, language: 'system' });
  });

  it.each(['server.js', 'src/server.ts', 'a.mjs', 'a.cjs', 'a.mts', 'a.cts', 'a.jsx', 'a.tsx'])('is for %s', (file) => {
    expect(file).toMatch(new RegExp(String(hook['files']), 'u'));
  });

  it.each(['package.json', 'page.html', 'notes.md', 'server.js.map', 'js', 'server.py'])('is not for %s', (file) => {
    expect(file).not.toMatch(new RegExp(String(hook['files']), 'u'));
  });

  it('blocks a handler without a limit, and says why', () => {
    make({ 'server.js': CHAT, 'guarded.js': GUARDED });
    const { status, output } = runHook('server.js', 'guarded.js');
    expect(status).toBe(1);
    expect(output).toContain(MISSING);
    expect(output).toContain(RULE);
    expect(output).not.toContain('guarded.js');
  });

  it('blocks a warning', () => {
    make({ 'server.js': CLIENT_CHOOSES });
    const { status, output } = runHook('server.js');
    expect(status).toBe(1);
    expect(output).toContain('websocket-limits/no-untrusted-limit-key');
  });

  it('lets the rest pass, and files that the project ignores', () => {
    make({
      'guarded.js': GUARDED,
      'generated/server.js': CHAT,
      'eslint.config.js': "import websocketLimits from 'eslint-plugin-websocket-limits';\n\nexport default [{ ignores: ['generated/'] }, websocketLimits.configs.recommended];\n",
    });
    const { status, output } = runHook('guarded.js', 'generated/server.js');
    expect({ status, output }).toMatchObject({ status: 0 });
    expect(output).not.toContain('.js');
  });
});
