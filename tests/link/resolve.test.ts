import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createResolver } from '../../src/link/resolve/resolve.js';
import type { SourceFiles } from '../../src/link/source-files.js';
import { link, SourceTree, type Tree } from './source-tree.js';

/** Where a specifier leads from a file, both relative to the project. */
function resolved(tree: Tree, specifier: string, from = 'src/main.ts'): string | undefined {
  return createResolver(new SourceTree(tree))(specifier, `/repo/${from}`)?.replace('/repo/', '');
}

describe('a relative specifier', () => {
  it.each([
    ['with its extension', './a.ts', 'src/a.ts'],
    ['without an extension', './a', 'src/a.ts'],
    ['with a dot in the name', './room.service', 'src/room.service.ts'],
    ['in a folder above', '../top', 'top.js'],
    ['of a .js for a .ts', './a.js', 'src/a.ts'],
    ['of a .js for a .tsx', './view.js', 'src/view.tsx'],
    ['of a .js for a .jsx', './old.js', 'src/old.jsx'],
    ['of a .jsx for a .tsx', './view.jsx', 'src/view.tsx'],
    ['of a .ts for a .js', './typed.ts', 'src/typed.js'],
    ['of a .mjs for a .mts', './m.mjs', 'src/m.mts'],
    ['of a .cjs for a .cts', './c.cjs', 'src/c.cts'],
    ['of a .mts without an extension', './m', 'src/m.mts'],
    ['of a file with declarations beside it', './typed', 'src/typed.js'],
    ['of the declarations of a file', './typed.d.ts', 'src/typed.js'],
    ['of a folder with an index', './rooms', 'src/rooms/index.ts'],
    ['of a folder with a slash after it, where a file has its name', './both/', 'src/both/index.ts'],
    ['of a file where a folder has its name', './both', 'src/both.ts'],
    ['of its own folder', '.', 'src/index.ts'],
    ['of the folder above', '..', 'index.js'],
  ])('%s', (_, specifier, file) => {
    const names = ['a.ts', 'room.service.ts', 'view.tsx', 'old.jsx', 'm.mts', 'c.cts', 'typed.js', 'typed.d.ts', 'rooms/index.ts', 'both.ts', 'both/index.ts', 'index.ts'];
    const tree = { 'top.js': '', 'index.js': '', 'src.ts': '', ...Object.fromEntries(names.map((name) => [`src/${name}`, ''])) };
    expect(resolved(tree, specifier)).toBe(file);
  });

  it('prefers the source where the compiled file lies beside it', () => {
    expect(resolved({ 'src/x.ts': '', 'src/x.js': '' }, './x.js')).toBe('src/x.ts');
  });

  it('takes the exact file where there is no source beside it', () => {
    expect(resolved({ 'src/x.js': '', 'src/x.mts': '' }, './x.js')).toBe('src/x.js');
  });

  it('finds the main file of a folder', () => {
    expect(resolved({ 'lib/package.json': { main: 'server.js' }, 'lib/server.js': '', 'lib/index.js': '' }, '../lib')).toBe('lib/server.js');
  });

  it('finds the index where the main file of a folder is its own folder', () => {
    expect(resolved({ 'lib/package.json': { main: './' }, 'lib/index.js': '' }, '../lib')).toBe('lib/index.js');
  });

  it.each(['./data.json', './style.css', './only-types', './absent', './absent.js', '', './addon.node'])('finds no source for %j', (specifier) => {
    expect(resolved({ 'src/data.json': {}, 'src/style.css': '', 'src/only-types.d.ts': '', 'src/addon.node': '' }, specifier)).toBeUndefined();
  });

  it.each(['../dist/rooms/a.js', '../dist/rooms/a', '../lib/rooms/a.js'])('leads to the source of what is not built: %s', (specifier) => {
    expect(resolved({ 'package.json': {}, 'src/rooms/a.ts': '' }, specifier, 'bin/start.js')).toBe('src/rooms/a.ts');
  });

  it('leads to what is built where it is there', () => {
    expect(resolved({ 'package.json': {}, 'src/a.ts': '', 'dist/a.js': '' }, '../dist/a.js', 'bin/start.js')).toBe('dist/a.js');
  });

  it('may be absolute', () => {
    expect(resolved({ 'a.ts': '' }, '/repo/a')).toBe('a.ts');
  });
});

describe('what is not of the project', () => {
  it.each(['fs', 'node:fs', 'node:test', 'fs/promises', 'https://x.org/a.js', 'data:text/javascript,', 'ws', '@/absent', '@scope'])('is not read: %s', (specifier) => {
    expect(resolved({ 'package.json': { name: 'app' }, 'src/a.ts': '' }, specifier)).toBeUndefined();
  });

  it('is what is installed', () => {
    expect(resolved({ 'node_modules/ws/package.json': { name: 'ws' }, 'node_modules/ws/index.js': '' }, 'ws')).toBeUndefined();
  });

  it('is what is installed, also by its path', () => {
    expect(resolved({ 'node_modules/ws/index.js': '' }, '../node_modules/ws/index.js')).toBeUndefined();
  });

  it('is what is linked to a place where packages are installed', () => {
    const tree = { 'node_modules/.store/ws/index.js': '', 'node_modules/ws': link('.store/ws'), 'vendor': link('node_modules/ws') };
    expect(resolved(tree, 'ws')).toBeUndefined();
    expect(resolved(tree, '../vendor/index.js')).toBeUndefined();
  });

  it('wins over a package of the project with the same name', () => {
    const tree = { 'package.json': { workspaces: ['packages/*'] }, 'node_modules/ws/index.js': '', 'packages/ws/package.json': { name: 'ws' }, 'packages/ws/index.js': '' };
    expect(resolved(tree, 'ws')).toBeUndefined();
  });
});

describe('the imports of a package', () => {
  const at = (imports: object, specifier: string): string | undefined =>
    resolved({ 'package.json': { imports }, 'src/a.ts': '', 'src/deep/b.ts': '', 'src/node.ts': '', 'src/browser.ts': '' }, specifier);

  it('name a file', () => {
    expect(at({ '#a': './src/a.js' }, '#a')).toBe('src/a.ts');
  });

  it('name files by a pattern', () => {
    expect(at({ '#internal/*': './src/*.js' }, '#internal/deep/b')).toBe('src/deep/b.ts');
  });

  it('name built files by a pattern', () => {
    expect(at({ '#internal/*.js': './dist/*.js' }, '#internal/deep/b.js')).toBe('src/deep/b.ts');
  });

  it('prefer the longest pattern', () => {
    expect(at({ '#*': './src/*.ts', '#x/*': './src/deep/*.ts' }, '#x/b')).toBe('src/deep/b.ts');
  });

  it('depend on conditions, of which those of a server hold', () => {
    expect(at({ '#env': { browser: './src/browser.ts', node: { import: './src/node.ts' }, default: './src/a.ts' } }, '#env')).toBe('src/node.ts');
  });

  it('can be a list', () => {
    expect(at({ '#env': ['./src/absent.ts', { default: './src/a.ts' }] }, '#env')).toBe('src/a.ts');
  });

  it('can name another package', () => {
    const tree = { 'package.json': { imports: { '#rooms': '@org/rooms' }, workspaces: ['rooms'] }, 'rooms/package.json': { name: '@org/rooms' }, 'rooms/index.ts': '' };
    expect(resolved(tree, '#rooms')).toBe('rooms/index.ts');
  });

  it('are not those of a package around it, nor of the object that holds them', () => {
    expect(resolved({ 'package.json': { imports: { '#a': './a.js' } }, 'src/package.json': {}, 'a.js': '' }, '#a')).toBeUndefined();
    expect(at({ '#a': './src/a.js' }, '#constructor')).toBeUndefined();
  });
});

describe('a package', () => {
  it('refers to itself by its name', () => {
    expect(resolved({ 'package.json': { name: '@org/app', exports: { './a': './dist/a.js' } }, 'src/a.ts': '' }, '@org/app/a')).toBe('src/a.ts');
  });

  /** What an import of `@org/lib` leads to, in the package's folder. */
  const entry = (manifest: object, files: readonly string[], path = ''): string | undefined => {
    const tree = { 'package.json': { workspaces: ['lib'] }, 'lib/package.json': { name: '@org/lib', ...manifest }, ...Object.fromEntries(files.map((file) => [`lib/${file}`, ''])) };
    return resolved(tree, `@org/lib${path}`)?.replace('lib/', '');
  };

  it.each<[string, object, string[], string]>([
    ['main', { main: './server.js' }, ['server.js', 'src/index.ts'], 'server.js'],
    ['main without an extension', { main: 'server' }, ['server.ts'], 'server.ts'],
    ['the source of a main that is not built', { main: './dist/index.js' }, ['src/index.ts'], 'src/index.ts'],
    ['the source of a main that is built', { main: './dist/index.js' }, ['dist/index.js', 'src/index.ts'], 'src/index.ts'],
    ['the source of a main that is a folder', { main: './build' }, ['src/index.ts'], 'src/index.ts'],
    ['the source of another name', { main: './lib/server.js' }, ['src/server.ts', 'src/index.ts'], 'src/server.ts'],
    ['the source of a format', { module: './dist/esm/server.js' }, ['src/server.ts'], 'src/server.ts'],
    ['the source beside the build', { main: './dist/server.js' }, ['server.ts'], 'server.ts'],
    ['the source in lib', { main: './dist/server' }, ['lib/server.js'], 'lib/server.js'],
    ['the source in a build with its src', { main: './dist/src/server.js' }, ['src/server.ts'], 'src/server.ts'],
    ['src/index where the build is a bundle', { main: './dist/bundle.js' }, ['dist/bundle.js', 'src/index.ts'], 'src/index.ts'],
    ['a main in lib that is written by hand', { main: './lib/server.js' }, ['lib/server.js', 'server.js'], 'lib/server.js'],
    ['source', { source: './code/start.ts', main: './dist/index.js' }, ['code/start.ts', 'src/index.ts'], 'code/start.ts'],
    ['the source of types', { types: './dist/server.d.ts' }, ['src/server.ts'], 'src/server.ts'],
    ['a main that is built, without its source', { main: './dist/server.js' }, ['dist/server.js', 'index.js'], 'dist/server.js'],
    ['types last', { types: './dist/types/index.d.ts', main: './dist/server.js' }, ['src/types/index.ts', 'src/server.ts'], 'src/server.ts'],
    ['src/index by default', {}, ['src/index.ts', 'index.js'], 'src/index.ts'],
    ['index by default', {}, ['index.js'], 'index.js'],
    ['a text of exports', { exports: './start.js' }, ['start.js'], 'start.js'],
    ['conditions of exports', { exports: { types: './t/a.d.ts', import: './a.mjs', require: './a.cjs' } }, ['a.mjs', 'a.cjs', 't/a.ts'], 'a.mjs'],
    ['nested conditions', { exports: { '.': { node: { require: { default: './a.cjs' } }, default: './b.js' } } }, ['a.cjs', 'b.js'], 'a.cjs'],
    ['a condition for sources', { exports: { '.': { '@org/source': './code/a.ts', default: './a.js' } } }, ['a.js', 'code/a.ts'], 'code/a.ts'],
    ['a list of exports', { exports: { '.': ['./absent.js', './a.js'] } }, ['a.js'], 'a.js'],
    ['index where exports are broken', { exports: 1, main: [{}] }, ['index.js'], 'index.js'],
  ])('is entered at %s', (_, manifest, files, file) => {
    expect(entry(manifest, files)).toBe(file);
  });

  it.each<[string, object, string[], string, string]>([
    ['by its exports', { exports: { './rooms': './dist/rooms/main.js' } }, ['src/rooms/main.ts'], '/rooms', 'src/rooms/main.ts'],
    ['by a pattern', { exports: { './*': { import: './dist/esm/*.js' } } }, ['src/a/b.ts'], '/a/b', 'src/a/b.ts'],
    ['by a pattern with an end', { exports: { './*.js': './code/*.ts' } }, ['code/a.ts'], '/a.js', 'code/a.ts'],
    ['by a folder of exports', { exports: { './x/': './code/' } }, ['code/a.ts'], '/x/a.js', 'code/a.ts'],
    ['by its path', {}, ['rooms/index.ts'], '/rooms', 'rooms/index.ts'],
    ['by its path in the build', {}, ['src/rooms.ts'], '/dist/rooms', 'src/rooms.ts'],
    ['by its path in src', {}, ['src/rooms.ts'], '/rooms', 'src/rooms.ts'],
  ])('has a path that is found %s', (_, manifest, files, path, file) => {
    expect(entry(manifest, files, path)).toBe(file);
  });
});

describe('a package of the workspace', () => {
  const rooms = { 'packages/rooms/package.json': { name: '@org/rooms' }, 'packages/rooms/src/index.ts': '' };
  const found = 'packages/rooms/src/index.ts';
  const from = 'apps/server/main.ts';
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each<[string, Tree]>([
    ['of npm', { 'package.json': { workspaces: ['apps/*', './packages/*'] } }],
    ['of yarn', { 'package.json': { workspaces: { packages: ['packages/**'] } } }],
    ['of npm by its folder', { 'package.json': { workspaces: ['packages/rooms'] } }],
    ['by braces', { 'package.json': { workspaces: ['{apps,packages}/*'] } }],
    ['of pnpm', { 'pnpm-workspace.yaml': "# all\npackages: # these\n  - 'apps/*'\n  # and\n  - \"packages/*\" # too\n\nonlyBuiltDependencies:\n  - x\n" }],
    ['of pnpm in one line', { 'pnpm-workspace.yaml': "packages: ['apps/*', 'packages/*']\n" }],
    ['of lerna', { 'lerna.json': { packages: ['packages/*'] } }],
    ['of lerna by default', { 'lerna.json': {} }],
    ['that is linked into node_modules', { 'node_modules/@org/rooms': link('../../packages/rooms') }],
    ['that is linked into node_modules of an app', { 'apps/server/node_modules/@org/rooms': link('../../../../packages/rooms') }],
    ['that is a dependency by its folder', { 'apps/server/package.json': { dependencies: { '@org/rooms': 'file:../../packages/rooms' } }, 'package.json': { workspaces: ['apps/*'] } }],
    ['that nothing declares, in a repository', { '.git/HEAD': '' }],
    ['that nothing declares, under the topmost package.json', { 'package.json': { name: 'root' } }],
  ])('%s', (_, tree) => {
    expect(resolved({ ...rooms, ...tree }, '@org/rooms', from)).toBe(found);
  });

  it('is not one that is excluded', () => {
    expect(resolved({ ...rooms, 'package.json': { workspaces: ['packages/*', '!packages/rooms'] } }, '@org/rooms', from)).toBeUndefined();
  });

  it.each([
    ['by all that lies under a folder', '!packages/**', false],
    ['by its name in any folder', '!**/rooms', false],
    ['by its name in a folder, at any depth', '!packages/**/rooms', false],
    ['by a part of its name', '!packages/?oo*', false],
    ['by one of two names', '!packages/{old,rooms}', false],
    ['by a folder above it', '!packages', false],
    ['by another name', '!packages/room', true],
    ['by all that lies under it', '!packages/rooms/**', true],
    ['by a name with a dot, which is no wildcard', '!packages/r.oms', true],
    ['by more wildcards than are tried', '!packages/*r*o*o*', true],
  ])('that is excluded %s', (_, pattern, isFound) => {
    expect(resolved({ ...rooms, 'package.json': { workspaces: ['packages/*', pattern] } }, '@org/rooms', from)).toBe(isFound ? found : undefined);
  });

  it('is found once by patterns that overlap without end', () => {
    const workspaces = ['**/**/**/*/**', '{a', 'a{,}', '[', '(', '', '/', '..', '*'];
    expect(resolved({ ...rooms, 'package.json': { workspaces } }, '@org/rooms', from)).toBe(found);
  });

  it('is not outside of the repository', () => {
    expect(resolved({ ...rooms, 'package.json': { workspaces: ['packages/*'] }, 'apps/server/.git': 'gitdir: x' }, '@org/rooms', from)).toBeUndefined();
  });

  it('is seen when it is added, and not when it is gone', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const tree = new SourceTree({ 'package.json': { workspaces: ['packages/*'] } });
    const resolve = createResolver(tree);
    const ask = (): string | undefined => resolve('@org/rooms', '/repo/main.ts');
    expect(ask()).toBeUndefined();
    for (const [path, content] of Object.entries(rooms)) tree.write(path, content);
    vi.advanceTimersByTime(1000);
    expect(ask()).toBe(`/repo/${found}`);
    tree.write('packages/rooms/package.json', { name: '@org/chat' });
    expect(ask()).toBeUndefined();
  });
});

describe('the aliases of a tsconfig', () => {
  const from = 'src/deep/main.ts';
  const at = (tsconfig: string | object, specifier: string, more: Tree = {}): string | undefined =>
    resolved({ 'tsconfig.json': tsconfig, 'src/a.ts': '', 'src/b/index.ts': '', 'lib/a.ts': '', ...more }, specifier, from);
  const paths = { '@/*': ['./src/*'] };

  it.each<[string, object, string, string | undefined]>([
    ['a pattern', { paths }, '@/a', 'src/a.ts'],
    ['a pattern with the extension of what is compiled', { paths }, '@/a.js', 'src/a.ts'],
    ['a folder', { paths }, '@/b', 'src/b/index.ts'],
    ['an exact name', { paths: { '*': ['./lib/*'], first: ['./src/a'] } }, 'first', 'src/a.ts'],
    ['the longest pattern', { paths: { '@/*': ['./lib/*'], '@/src/*': ['./src/*'] } }, '@/src/a', 'src/a.ts'],
    ['the next target', { paths: { '@/*': ['./absent/*', './lib/*'] } }, '@/a', 'lib/a.ts'],
    ['a pattern that ends', { paths: { '*/mine': ['./src/*'] } }, 'a/mine', 'src/a.ts'],
    ['a baseUrl', { baseUrl: './src' }, 'a', 'src/a.ts'],
    ['a pattern under a baseUrl', { baseUrl: './src', paths: { '~/*': ['../lib/*'] } }, '~/a', 'lib/a.ts'],
    ['the folder of the config', { paths: { '@/*': ['${configDir}/lib/*'] } }, '@/a', 'lib/a.ts'],
    ['a name with #', { paths: { '#/*': ['./src/*'] } }, '#/a', 'src/a.ts'],
    ['nothing, where the file is no code', { paths: { '@/*': ['./*'] } }, '@/tsconfig.json', undefined],
    ['nothing, where they are broken', { paths: { '@/*': 7, 'x*y*': [null] }, baseUrl: [] }, '@/a', undefined],
  ])('name %s', (_, compilerOptions, specifier, file) => {
    expect(at({ compilerOptions }, specifier)).toBe(file);
  });

  it('can be in a jsconfig', () => {
    expect(resolved({ 'jsconfig.json': { compilerOptions: { paths } }, 'src/a.js': '' }, '@/a')).toBe('src/a.js');
  });

  it('are those of the nearest config', () => {
    expect(at({ compilerOptions: { paths } }, '@/a', { 'src/deep/tsconfig.json': { compilerOptions: { paths: { '@/*': ['../../lib/*'] } } } })).toBe('lib/a.ts');
  });

  it('stand among comments and trailing commas', () => {
    expect(at('\uFEFF{ // x\n "compilerOptions": { /* "a" */ "paths": { "@/*": ["./src/*", /* , */ ], "x//y": ["./lib/a",], }, }, }', '@/a')).toBe('src/a.ts');
    expect(at('{ "compilerOptions": { "paths": { "x//y": ["./lib/a",] } } }', 'x//y')).toBe('lib/a.ts');
  });

  it.each(['{', '', '[]', 'null', '{ "compilerOptions": 1, "extends": {}, "references": {} }', '{ "extends": "./tsconfig.json" }'])('are none in %j', (text) => {
    expect(at(text, '@/a')).toBeUndefined();
  });

  it('are inherited, relative to the config that has them', () => {
    expect(at({ extends: './config/base' }, '@/a', { 'config/base.json': { compilerOptions: { paths: { '@/*': ['../src/*'] } } } })).toBe('src/a.ts');
  });

  it('are inherited from the last of several', () => {
    const more = { 'one.json': { compilerOptions: { paths: { '@/*': ['./lib/*'] } } }, 'two.json': { extends: './three.json' }, 'three.json': { compilerOptions: { paths } } };
    expect(at({ extends: ['./one.json', './two.json'] }, '@/a', more)).toBe('src/a.ts');
  });

  it('are inherited with the folder of the config that inherits', () => {
    expect(at({ extends: './config/base.json' }, '@/a', { 'config/base.json': { compilerOptions: { baseUrl: '${configDir}', paths } } })).toBe('src/a.ts');
  });

  it.each<[string, string, Tree]>([
    ['that is installed', '@org/config', { 'node_modules/@org/config/tsconfig.json': { compilerOptions: { paths: { '@/*': ['${configDir}/src/*'] } } } }],
    ['by its path', '@org/config/base.json', { 'node_modules/@org/config/base.json': { compilerOptions: { paths: { '@/*': ['${configDir}/src/*'] } } } }],
    ['by its field', 'config', { 'node_modules/config/package.json': { tsconfig: 'a.json' }, 'node_modules/config/a.json': { compilerOptions: { baseUrl: '${configDir}', paths } } }],
    [
      'of the workspace',
      '@org/config/base',
      { 'package.json': { workspaces: ['c'] }, 'c/package.json': { name: '@org/config' }, 'c/base.json': { compilerOptions: { paths: { '@/*': ['../src/*'] } } } },
    ],
  ])('are inherited from a package %s', (_, name, more) => {
    expect(at({ extends: name }, '@/a', more)).toBe('src/a.ts');
  });

  it('hold although the base is not installed', () => {
    expect(at({ extends: '@tsconfig/node20/tsconfig.json', compilerOptions: { paths } }, '@/a')).toBe('src/a.ts');
  });

  it('hold although bases go round in a circle', () => {
    expect(at({ extends: './other.json', compilerOptions: { paths } }, '@/a', { 'other.json': { extends: './tsconfig.json' } })).toBe('src/a.ts');
  });

  it('are found quickly where bases meet again and again', () => {
    const bases = Array.from({ length: 40 }, (_, level) => [`base${level}.json`, { extends: [`./base${level + 1}.json`, `./base${level + 1}`] }]);
    const more = { ...(Object.fromEntries(bases) as Tree), 'base40.json': { compilerOptions: { paths } } };
    expect(at({ extends: './base0.json' }, '@/a', more)).toBe('src/a.ts');
  });

  it('are those of the referenced project that has the file', () => {
    const more = {
      'tsconfig.web.json': { include: ['web'], compilerOptions: { paths: { '@/*': ['./lib/*'] } } },
      'tsconfig.tests.json': { include: ['src/**/*.test.ts'], exclude: [], compilerOptions: { paths: { '@/*': ['./lib/*'] } } },
      'tsconfig.server.json': { include: ['src/**/*'], compilerOptions: { paths } },
    };
    const references = ['./tsconfig.web.json', './tsconfig.tests.json', './tsconfig.server.json'].map((path) => ({ path }));
    expect(at({ files: [], references }, '@/a', more)).toBe('src/a.ts');
  });

  it('are those of a project that is referenced by its folder and lists the file', () => {
    const more = { 'config/tsconfig.json': { files: ['../src/deep/main.ts'], compilerOptions: { paths: { '@/*': ['../src/*'] } } } };
    expect(at({ files: [], references: [{ path: './config' }] }, '@/a', more)).toBe('src/a.ts');
  });

  it('are those of any referenced project where none has the file', () => {
    const more = { 'tsconfig.app.json': { include: ['web'], references: [{ path: './tsconfig.json' }], compilerOptions: { paths } } };
    expect(at({ files: [], references: [{ path: './tsconfig.app.json' }] }, '@/a', more)).toBe('src/a.ts');
  });

  it('do not reach into what is installed', () => {
    expect(at({ compilerOptions: { paths: { '*': ['./node_modules/*'] } } }, 'ws', { 'node_modules/ws/index.js': '' })).toBeUndefined();
  });
});

describe('an answer that was given', () => {
  const tree = (): SourceTree => new SourceTree({ 'base.json': { compilerOptions: { paths: { '@/*': ['./src/*'] } } }, 'tsconfig.json': { extends: './base.json' }, 'src/a.ts': '', 'lib/a.ts': '' });

  it('costs a few probes to give again', () => {
    const files = tree();
    files.write('node_modules/ws/index.js', '');
    const resolve = createResolver(files);
    const cost = (specifier: string): number => {
      resolve(specifier, '/repo/src/main.ts');
      const before = files.probes;
      resolve(specifier, '/repo/src/main.ts');
      return files.probes - before;
    };
    expect(cost('./a')).toBe(1);
    expect(cost('@/a')).toBe(3);
    expect(cost('ws')).toBe(3);
    expect(cost('node:fs')).toBe(0);
    expect(cost('absent')).toBeLessThan(40);
  });

  it('changes when the config does, or one that it extends', () => {
    const files = tree();
    const resolve = createResolver(files);
    expect(resolve('@/a', '/repo/src/main.ts')).toBe('/repo/src/a.ts');
    files.write('base.json', { compilerOptions: { paths: { '@/*': ['./lib/*'] } } });
    expect(resolve('@/a', '/repo/src/main.ts')).toBe('/repo/lib/a.ts');
    files.write('tsconfig.json', '{');
    expect(resolve('@/a', '/repo/src/main.ts')).toBeUndefined();
  });

  it('changes when the file is gone, or there at last', () => {
    const files = tree();
    const resolve = createResolver(files);
    expect(resolve('./b', '/repo/src/main.ts')).toBeUndefined();
    files.write('src/b.js', '');
    expect(resolve('./b', '/repo/src/main.ts')).toBe('/repo/src/b.js');
    files.remove('src/b.js');
    files.write('src/b/index.ts', '');
    expect(resolve('./b', '/repo/src/main.ts')).toBe('/repo/src/b/index.ts');
  });
});

describe('on disk', () => {
  const attempt = <Answer>(read: () => Answer): Answer | undefined => {
    try {
      return read();
    } catch {
      return undefined;
    }
  };
  const disk: SourceFiles = {
    isFile: (path) => attempt(() => statSync(path).isFile()) ?? false,
    isFolder: (path) => attempt(() => statSync(path).isDirectory()) ?? false,
    read: (path) => attempt(() => readFileSync(path, 'utf8')),
    realPath: (path) => attempt(() => realpathSync(path)) ?? path,
    list: (folder) =>
      (attempt(() => readdirSync(folder)) ?? []).map((name) => ({ name, isFolder: attempt(() => statSync(join(folder, name)).isDirectory()) ?? false })),
    stamp: (path) => attempt(() => `${statSync(path).mtimeMs}:${statSync(path).size}`),
  };
  let root = '';
  const write = (path: string, text = ''): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const project = (): void => {
    root = mkdtempSync(join(tmpdir(), 'resolve-'));
    write('repo/.git/HEAD');
    write('repo/packages/rooms/package.json', '{ "name": "@org/rooms", "main": "dist/index.js" }');
    write('repo/packages/rooms/src/index.ts');
  };
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('follows a link to a package of the workspace', () => {
    project();
    mkdirSync(join(root, 'repo/node_modules/@org'), { recursive: true });
    symlinkSync(join(root, 'repo/packages/rooms'), join(root, 'repo/node_modules/@org/rooms'), 'junction');
    expect(createResolver(disk)('@org/rooms', join(root, 'repo/app/main.ts'))).toBe(join(root, 'repo/packages/rooms/src/index.ts'));
  });

  it('gives a file the path by which the project was reached', () => {
    project();
    mkdirSync(join(root, 'repo/node_modules/@org'), { recursive: true });
    symlinkSync(join(root, 'repo/packages/rooms'), join(root, 'repo/node_modules/@org/rooms'), 'junction');
    symlinkSync(join(root, 'repo'), join(root, 'alias'), 'junction');
    expect(createResolver(disk)('@org/rooms', join(root, 'alias/app/main.ts'))).toBe(join(root, 'alias/packages/rooms/src/index.ts'));
  });

  it('is not caught in a circle of links', () => {
    project();
    symlinkSync(join(root, 'repo'), join(root, 'repo/packages/again'), 'junction');
    symlinkSync(join(root, 'repo/self'), join(root, 'repo/self'), 'junction');
    const resolve = createResolver(disk);
    expect(resolve('@org/rooms', join(root, 'repo/app/main.ts'))).toBe(join(root, 'repo/packages/rooms/src/index.ts'));
    expect(resolve('absent', join(root, 'repo/app/main.ts'))).toBeUndefined();
    expect(resolve('../self', join(root, 'repo/app/main.ts'))).toBeUndefined();
  });
});
