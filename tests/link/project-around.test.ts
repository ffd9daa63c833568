import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectAround } from '../../src/link/disk.js';
import { ADMIT, importing } from './imported-guard.js';
import { enforced, fails, type Files, type Program, withProgram } from './program.js';

/** What the folder of a file's project is, from the folder above all; the packages lie where they are named. */
function projectOf(file: string, { packages = [], repositories = [], cwd = 'elsewhere' }: { packages?: readonly string[]; repositories?: readonly string[]; cwd?: string }): string {
  return withProgram({ 'package.json': '' }, (program) => {
    program.remove('package.json');
    for (const folder of repositories) mkdirSync(join(program.root, folder, '.git'), { recursive: true });
    for (const folder of packages) program.write(join(folder, 'package.json'), '{}');
    return projectAround(join(program.root, file), join(program.root, cwd)).slice(program.root.length + 1);
  });
}

describe('the project around a file', () => {
  it.each<[string, Parameters<typeof projectOf>[1], string]>([
    ['is its folder, where nothing says more', {}, 'a/b/c'],
    ['is its package', { packages: ['a/b'] }, 'a/b'],
    ['is the outermost package', { packages: ['a', 'a/b'] }, 'a'],
    ['is its repository', { repositories: ['a'], packages: ['a/b'] }, 'a'],
    ['ends with its repository', { repositories: ['a/b'], packages: ['a', 'a/b'] }, 'a/b'],
    ['is where the tool was started, if that is further out', { repositories: ['a/b'], cwd: 'a' }, 'a'],
    ['is not where the tool was started, if that is further in', { repositories: ['a'], cwd: 'a/b' }, 'a'],
    ['is not where the tool was started, if that is beside it', { packages: ['a/b'], cwd: 'a/other' }, 'a/b'],
  ])('%s', (_, around, expected) => {
    expect(projectOf('a/b/c/server.js', around)).toBe(expected);
  });
});

describe('a guard', () => {
  const files: Files = { 'apps/chat/server.js': importing('../../accounts/users.js'), 'accounts/users.js': ADMIT };
  const lint = (prepare: (program: Program) => void): string[] =>
    withProgram(files, (program) => {
      prepare(program);
      return program.lint('apps/chat/server.js');
    });

  it('in another folder of the repository is read', () => {
    expect(lint(({ root }) => { mkdirSync(join(root, '.git')); })).toEqual([enforced(3)]);
  });

  it('behind a link to a folder of the repository is read', () => {
    const linked = lint((program) => {
      mkdirSync(join(program.root, '.git'));
      program.write('real/users.js', ADMIT);
      program.remove('accounts');
      symlinkSync(join(program.root, 'real'), join(program.root, 'accounts'));
    });
    expect(linked).toEqual([enforced(3)]);
  });

  it('behind a link that leads out of the repository is not read', () => {
    const linked = withProgram({ 'users.js': ADMIT }, (other) =>
      lint((program) => {
        mkdirSync(join(program.root, '.git'));
        program.remove('accounts');
        symlinkSync(other.root, join(program.root, 'accounts'));
      }),
    );
    expect(linked).toEqual([fails('missing')]);
  });
});
