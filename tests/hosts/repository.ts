import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { createWorkspace, root, type Workspace } from './workspace.js';

interface Outcome {
  readonly status: number | null;
  /** What a person sees in the terminal. */
  readonly output: string;
}

/** A project under git, and what a person does in it. */
export interface Repository extends Workspace {
  run(command: string, ...args: readonly string[]): Outcome;
  /** What git says when all is well. */
  git(...args: readonly string[]): string;
  /** Stages these texts, and no more. */
  stage(files: Readonly<Record<string, string>>): void;
  commit(): Outcome;
  /** All that a commit can change: what is committed, staged, changed and put aside. */
  state(): Readonly<Record<string, string>>;
}

const PROGRAMS = { eslint: 'bin/eslint.js', 'lint-staged': 'bin/lint-staged.js', husky: 'bin.js' };
const IGNORED = '/node_modules/\n';

/** Makes a repository with a first commit, the configuration in it, and with husky's hooks switched on. */
export function createRepository(files: Readonly<Record<string, string>>): Repository {
  const installed = Object.fromEntries(Object.keys(PROGRAMS).map((name) => [name, name]));
  const workspace = createWorkspace({ '.gitignore': IGNORED, ...files }, installed);
  const { folder } = workspace;
  for (const [name, file] of Object.entries(PROGRAMS)) linkProgram(folder, name, file);
  const env = environment(path.join(folder, 'node_modules/.home'));

  const run = (command: string, ...args: readonly string[]): Outcome => {
    const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8', timeout: 60_000 });
    if (error) throw error;
    return { status, output: stdout + stderr };
  };
  const succeed = (command: string, ...args: readonly string[]): string => {
    const { status, output } = run(command, ...args);
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${String(status)}: ${output}`);
    return output.trimEnd();
  };
  const git = (...args: readonly string[]): string => succeed('git', ...args);
  const stage = (texts: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(texts)) workspace.write(name, text);
    git('add', ...Object.keys(texts));
  };

  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Begin');
  succeed(process.execPath, 'node_modules/.bin/husky');
  return {
    ...workspace,
    run,
    git,
    stage,
    commit: () => run('git', 'commit', '--message', 'Let people chat'),
    state: () => ({ head: git('rev-parse', 'HEAD'), staged: git('diff', '--cached'), changed: git('diff'), status: git('status', '--porcelain'), aside: git('stash', 'list') }),
  };
}

/** npm puts programs there, where npx and lint-staged find them. */
function linkProgram(folder: string, name: string, file: string): void {
  const bin = path.join(folder, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(path.join(root, 'node_modules', name, file), path.join(bin, name));
}

/** The same on every machine: no identity, hooks, caches or proxies of whoever runs the tests, and no ESLint but the project's. */
function environment(home: string): NodeJS.ProcessEnv {
  mkdirSync(home, { recursive: true });
  const folders = [path.dirname(process.execPath), ...(process.env['PATH'] ?? '').split(path.delimiter)];
  return {
    PATH: folders.filter((place) => !place.includes('node_modules')).join(path.delimiter),
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Alice',
    GIT_AUTHOR_EMAIL: 'alice@example.com',
    GIT_COMMITTER_NAME: 'Alice',
    GIT_COMMITTER_EMAIL: 'alice@example.com',
    npm_config_update_notifier: 'false',
  };
}
