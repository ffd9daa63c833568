import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConfigNode } from '../../src/link/beside/config-node.js';
import { Deployments } from '../../src/link/beside/deployments.js';
import { readYaml } from '../../src/link/beside/yaml.js';
import { Manifests } from '../../src/link/resolve/manifests.js';
import { createResolver } from '../../src/link/resolve/resolve.js';
import { link, SourceTree, type Tree } from './source-tree.js';

/** A node as plain data: tables, lists and texts. */
function plain({ text, entries, items }: ConfigNode): unknown {
  if (entries) return Object.fromEntries([...entries].map(([key, node]) => [key, plain(node)]));
  return items ? items.map(plain) : (text ?? null);
}
const yaml = (source: string): unknown[] => readYaml(source).map(plain);

/** What is said of a program, with the places. */
function said(files: SourceTree, file = '/repo/server.js'): string[] {
  const manifests = new Manifests(files);
  const deployments = new Deployments({ manifests, resolve: createResolver(files), leads: () => false, program: () => undefined });
  return deployments.of(file).map(({ what, path, line }) => `${what} ${path}:${String(line)}`);
}
const saidOf = (tree: Tree, file?: string): string[] => said(new SourceTree({ 'package.json': { name: 'chat' }, 'server.js': '', '.git/HEAD': '', ...tree }), file);

const COMPOSE = 'services:\n  chat:\n    build: .\n    scale: 3\n';

describe('the reader of YAML', () => {
  it.each<[string, string, unknown[]]>([
    ['tables in tables', 'a:\n  b:\n    c: 1\n  d: 2\ne: 3', [{ a: { b: { c: '1' }, d: '2' }, e: '3' }]],
    ['lists of tables', 'a:\n  - name: x\n    image: y:1\n  - name: z\nb: 1', [{ a: [{ name: 'x', image: 'y:1' }, { name: 'z' }], b: '1' }]],
    ['lists that are not indented', 'a:\n- x\n- y\nb: 1', [{ a: ['x', 'y'], b: '1' }]],
    ['tables in lists in tables', 'a:\n  - b:\n      c: 1\n    d: 2', [{ a: [{ b: { c: '1' }, d: '2' }] }]],
    ['comments and blanks', '# first\na: 1 # one\n\n  # more\nb: "x # y" # two\nc: it\'s # three', [{ a: '1', b: 'x # y', c: "it's" }]],
    ['quotes', 'a: "1"\n"b": \'2\'\n\'c d\': x', [{ a: '1', b: '2', 'c d': 'x' }]],
    ['several documents', '---\na: 1\n---\nb: 2\n', [{ a: '1' }, { b: '2' }]],
    ['lists and tables on one line', 'a: [1, "2"]\nb: { c: 3, d: x }\ne: []', [{ a: ['1', '2'], b: { c: '3', d: 'x' }, e: [] }]],
    ['texts of several lines', 'a: |\n  b: 1\n  c: 2\nd: >-\n  text\ne: 1', [{ a: '|', d: '>-', e: '1' }]],
    ['anchors and tags', 'a: &common\n  b: 1\nc: !!str 2\nd: *common', [{ a: { b: '1' }, c: '2', d: '*common' }]],
    ['nothing where a value is missing', 'a:\nb: 1', [{ a: null, b: '1' }]],
    ['what begins with a mark', '\uFEFFa: 1\r\nb: 2\r\n', [{ a: '1', b: '2' }]],
    ['no template', 'a: {{ .Values.a }}\n---\nb: 1', [{ b: '1' }]],
    ['links', 'a: http://example.com:80/x#y\nb: 1', [{ a: 'http://example.com:80/x#y', b: '1' }]],
  ])('reads %s', (_name, source, expected) => {
    expect(yaml(source)).toEqual(expected);
  });

  it('never throws, and ends', () => {
    const line = fc.stringMatching(/^ {0,6}[-a-c:#"'[\]{}|>&*! 1]{0,12}$/u);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        expect(Array.isArray(readYaml(lines.join('\n')))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('reads a deep and long text in little time', () => {
    const deep = Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
    expect(readYaml(deep)).toHaveLength(1);
    expect(readYaml(`a: ${' '.repeat(50_000)}x:\n${'- '.repeat(20_000)}`)).toHaveLength(1);
  });
});

describe('the files beside a program', () => {
  it('are read up to the root of the repository', () => {
    expect(saidOf({ 'docker-compose.yml': COMPOSE.replace('.', 'apps/chat'), 'apps/chat/package.json': { name: 'chat' }, 'apps/chat/src/server.js': '' }, '/repo/apps/chat/src/server.js')).toEqual(['`scale: 3` of `chat` /repo/docker-compose.yml:4']);
  });

  it('are not read beyond it', () => {
    expect(saidOf({ '../docker-compose.yml': COMPOSE.replace('.', './repo') })).toEqual([]);
  });

  it('are not read by a link that leads out', () => {
    expect(saidOf({ '../elsewhere/docker-compose.yml': COMPOSE, 'docker-compose.yml': link('../elsewhere/docker-compose.yml') })).toEqual([]);
  });

  it('are not read in a folder that links to one above', () => {
    expect(saidOf({ 'deploy/up': link('..'), 'docker-compose.yml': COMPOSE })).toHaveLength(1);
  });

  it('say nothing when they are long', () => {
    expect(saidOf({ 'docker-compose.yml': `${COMPOSE}${'# long\n'.repeat(50_000)}` })).toEqual([]);
  });

  it.each(['node_modules/x', 'dist', '.cache', 'examples', 'test/e2e'])('are not read in %s', (folder) => {
    expect(saidOf({ [`${folder}/Procfile`]: 'web: pm2-runtime x -i 4\n' })).toEqual([]);
  });

  it('are read anew when they change', () => {
    const files = new SourceTree({ 'package.json': { name: 'chat' }, 'server.js': '', 'docker-compose.yml': COMPOSE });
    const manifests = new Manifests(files);
    const deployments = new Deployments({ manifests, resolve: createResolver(files), leads: () => false, program: () => undefined });
    const count = (): number => deployments.of('/repo/server.js').length;
    expect(count()).toBe(1);
    files.write('docker-compose.yml', COMPOSE.replace('3', '1'));
    expect(count()).toBe(0);
    files.write('docker-compose.yml', COMPOSE);
    expect(count()).toBe(1);
    files.remove('docker-compose.yml');
    expect(count()).toBe(0);
  });
});
