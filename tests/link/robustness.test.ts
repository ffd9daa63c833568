import { accessSync, chmodSync, constants, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ADMIT, importing as server } from './imported-guard.js';
import { enforced, fails, type Files, lintProgram, type Program, unguarded, withProgram } from './program.js';

const LARGE = `export const table = [\n${'  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789",\n'.repeat(65_000)}];\n`;

describe('a neighbour that cannot be read', () => {
  it.each<[string, Files]>([
    ['is not there', { 'server.js': server('./limiter.js') }],
    ['is a folder without an index', { 'server.js': server('./limiter'), 'limiter/users.js': ADMIT }],
    ['is a package that is not installed', { 'server.js': server('connection-limiter') }],
    ['does not parse', { 'server.js': server('./limiter.js'), 'limiter.js': `${ADMIT}\nexport function (` }],
    ['is empty', { 'server.js': server('./limiter.js'), 'limiter.js': '' }],
    ['exports something else', { 'server.js': server('./limiter.js'), 'limiter.js': ADMIT.replaceAll('admit', 'refuse') }],
    ['is of 5 MB', { 'server.js': server('./limiter.js'), 'limiter.js': LARGE + ADMIT }],
    ['holds bytes that are no text', { 'server.js': server('./limiter.js'), 'limiter.js': '\0\u{1}\u{FFFD}\u{FFFE}'.repeat(100) }],
    ['is JSON', { 'server.js': server('./limiter.json'), 'limiter.json': '{ "admit": 3 }' }],
    ['is broken JSON', { 'server.js': server('./limiter.json'), 'limiter.json': '{ "admit": ' }],
    ['is a declaration', { 'server.ts': server('./limiter.js'), 'limiter.d.ts': `import type { WebSocket } from 'ws';\nexport declare function admit(user: string, ws: WebSocket): boolean;` }],
    ['only declares the function', { 'server.ts': server('./limiter.js'), 'limiter.ts': `import type { WebSocket } from 'ws';\nexport declare function admit(user: string, ws: WebSocket): boolean;` }],
    ['is reached by an alias of a tsconfig that is broken', { 'server.ts': server('@/limiter'), 'src/limiter.ts': ADMIT, 'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] ' }],
    ['is handed on by a barrel that leads nowhere', { 'server.js': server('./limiter.js'), 'limiter.js': `export * from './users.js';` }],
    ['is handed on in a circle', { 'server.js': server('./limiter.js'), 'limiter.js': `export * from './users.js';`, 'users.js': `export * from './limiter.js';` }],
    ['names itself', { 'server.js': server('./limiter.js'), 'limiter.js': `export { admit } from './limiter.js';` }],
    ['hands its own call on', { 'server.js': server('./limiter.js'), 'limiter.js': `import { connectionLimit } from 'elsewhere';\nexport const admit = (user, ws) => connectionLimit(user, ws);` }],
  ])('%s: unverifiable', (_, files) => {
    expect(lintProgram(files)).toEqual([fails('unverifiable')]);
  });

  it('and does not sound like a limiter: missing', () => {
    expect(lintProgram({ 'server.js': server('./users.js') })).toEqual([fails('missing')]);
  });

  it('but is only one of two: the other one counts', () => {
    const files = { 'server.js': server('./users.js').replace('const wss', `import { other } from './gone.js';\nother();\nconst wss`), 'users.js': ADMIT };
    expect(lintProgram(files)).toEqual([enforced(3)]);
  });
});

describe('imports that go in circles', () => {
  it('between the server and its guard', () => {
    const files = { 'server.js': server('./limiter.js').replace('const wss', 'export const wss'), 'limiter.js': `import { wss } from './server.js';\n${ADMIT}export const all = () => wss.clients.size;` };
    expect(lintProgram(files)).toEqual([enforced(3)]);
    expect(lintProgram(unguarded(files))).toEqual([fails('missing')]);
  });

  it('of functions that call each other', () => {
    const other = (from: string, name: string, then: string): string => `import { ${then} } from './${from}.js';\nexport function ${name}(user, ws) {\n  return ${then}(user, ws);\n}`;
    expect(lintProgram({ 'server.js': server('./a.js'), 'a.js': other('b', 'admit', 'second'), 'b.js': other('a', 'second', 'admit') })).toEqual([fails('missing')]);
  });

  it('of a thousand files', () => {
    const ring = Array.from({ length: 1000 }, (_, at): [string, string] => [`m${at}.js`, `export * from './m${(at + 1) % 1000}.js';`]);
    expect(lintProgram({ 'server.js': server('./m0.js'), ...Object.fromEntries(ring) })).toEqual([fails('missing')]);
  });

  it('of classes that extend each other', () => {
    const base = (own: string, other: string): string => `import { ${other} } from './${other.toLowerCase()}.js';\nexport class ${own} extends ${other} {}`;
    const files = { 'server.js': server('./chat.js', 'Chat').replace('!Chat(', '!new Chat().admit('), 'chat.js': base('Chat', 'Room'), 'room.js': base('Room', 'Chat') };
    expect(lintProgram(files)).toEqual([fails('missing')]);
  });

  it('of a file that imports itself', () => {
    expect(lintProgram({ 'server.js': `${server('./server.js')}${ADMIT}`.replace('import { admit }', 'import * as self').replace('!admit(', '!self.admit(') })).toEqual([enforced(3)]);
  });
});

/** A program whose guard is in reach, in surroundings that are not well. */
function around(prepare: (program: Program) => void, files: Files = {}): string[] {
  return withProgram({ 'server.js': server('./users.js'), 'users.js': ADMIT, ...files }, (program) => {
    prepare(program);
    return program.lint('server.js');
  });
}

describe('what lies around the program', () => {
  it.each<[string, (program: Program) => void, Files?]>([
    ['a link to the folder above', ({ root }) => { symlinkSync(root, join(root, 'again')); }],
    ['a link to itself', ({ root }) => { symlinkSync(join(root, 'self.js'), join(root, 'self.js')); }],
    ['a link that leads nowhere', ({ root }) => { symlinkSync(join(root, 'gone.js'), join(root, 'lost.js')); }],
    ['a tsconfig that is broken', () => {}, { 'tsconfig.json': '{ "extends": [ ' }],
    ['a tsconfig that extends itself', () => {}, { 'tsconfig.json': '{ "extends": "./tsconfig.json" }' }],
    ['a package.json that is broken', () => {}, { 'package.json': '{ "name": ' }],
    ['a package.json that is a list', () => {}, { 'package.json': '[]' }],
    ['a .gitignore that is no pattern', () => {}, { '.gitignore': '[\n\\\n!!\n**/**[' }],
    ['a neighbour that does not parse', () => {}, { 'broken.js': `import { admit } from './users.js';\nfunction (` }],
    ['a folder that is called like a file', ({ root }) => { mkdirSync(join(root, 'folder.js')); }],
  ])('%s', (_, prepare, files) => {
    expect(around(prepare, files)).toEqual([enforced(3)]);
  });

  it('a link that stands for the guard', () => {
    const files = { 'server.js': server('./link.js'), 'users.js': ADMIT };
    const linked = withProgram(files, (program) => {
      symlinkSync(join(program.root, 'users.js'), join(program.root, 'link.js'));
      return program.lint('server.js');
    });
    expect(linked).toEqual([enforced(3)]);
  });

  it.each<[string, string, string]>([
    ['a folder', 'limiter', './limiter/users.js'],
    ['a file', 'limiter.js', './limiter.js'],
  ])('%s that nobody may read', (_, path, specifier) => {
    const files = { 'server.js': server(specifier), [specifier.slice(2)]: ADMIT };
    withProgram(files, (program) => {
      const closed = join(program.root, path);
      chmodSync(closed, 0);
      try {
        expect(program.lint('server.js')).toEqual([isReadable(closed) ? enforced(3) : fails(specifier.endsWith('users.js') ? 'missing' : 'unverifiable')]);
      } finally {
        chmodSync(closed, 0o755);
      }
    });
  });

  it('a file that was never written', () => {
    withProgram({ 'users.js': ADMIT }, (program) => {
      expect(program.lint('server.js', {}, server('./users.js'))).toEqual([enforced(3)]);
    });
  });
});

/** The superuser may read everything. */
function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
