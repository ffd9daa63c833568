import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { auditProject, type AuditOptions } from '../../src/audit/audit-project.js';
import { UsageError } from '../../src/audit/find-files.js';
import type { AuditReport, SiteReport } from '../../src/audit/report.js';
import { type Files, Program } from '../link/program.js';
import { closing, GUARDED, OPEN, wsServer } from './programs.js';

const programs: Program[] = [];

function written(files: Files): Program {
  const program = new Program(files);
  programs.push(program);
  return program;
}

function audit(files: Files, options: AuditOptions = {}): Promise<AuditReport> {
  return auditProject({ cwd: written(files).root, ...options });
}

afterEach(() => {
  for (const program of programs.splice(0)) program.delete();
});

const sitesOf = (report: AuditReport): readonly SiteReport[] => report.programs.flatMap(({ sites }) => sites);
const verdictsOf = (report: AuditReport): string[] => sitesOf(report).map(({ path, line, verdict, id }) => `${path}:${String(line)} ${verdict} ${id}`);

describe('the report', () => {
  it('names the guard of another file with its tracker, its key, its limit and where it refuses', async () => {
    const { programs: found, verdict, message, summary } = await audit(GUARDED);
    expect({ verdict, message, summary }).toEqual({
      verdict: 'pass',
      message: 'The connection site has an enforced per-user limit.',
      summary: { files: 3, programs: 1, sites: 1, passed: 1, failed: 0 },
    });
    expect(found).toEqual([
      {
        name: 'chat',
        entry: 'apps/chat/server.js',
        verdict: 'pass',
        sites: [
          {
            path: 'apps/chat/server.js',
            line: 12,
            column: 1,
            endLine: 12,
            endColumn: 19,
            code: "io.on('connection'",
            verdict: 'pass',
            id: 'enforced',
            message: 'Per-user limit set to 3 connections.',
            library: 'socket.io',
            server: { path: 'apps/chat/server.js', line: 5 },
            limit: { values: [3] },
            evidence: [
              { what: 'compared', path: 'apps/chat/connections.js', line: 8 },
              { what: 'refused', path: 'apps/chat/server.js', line: 9 },
            ],
          },
        ],
        trackers: [{ path: 'apps/chat/connections.js', line: 2, name: 'connections', kind: 'memory' }],
        enforcement: [
          {
            path: 'apps/chat/server.js',
            line: 9,
            action: 'refuses',
            phase: 'handshake',
            countsBy: 'user',
            key: 'user',
            limit: { values: [3] },
            isRate: false,
            comparedAt: { path: 'apps/chat/connections.js', line: 8 },
            tracker: 'connections',
          },
        ],
        configured: [],
        weaknesses: [],
      },
    ]);
  });

  it.each([
    ['a number in a variable', 'let total = 0;', 'if (total >= 100) return ws.close(1013);\n  total += 1;', [{ line: 3, kind: 'counter' }]],
    ['a number in a field, which is set first', 'const state = {};\nstate.total = 0;', 'if (state.total >= 100) return ws.close(1013);\n  state.total += 1;', [{ line: 4, kind: 'counter' }]],
    ['a number in a field that is never set', 'const state = {};', 'if (state.total >= 100) return ws.close(1013);\n  state.total += 1;', [{ line: 5, kind: 'counter' }]],
    ['a Map that takes several lines', 'const\n  open = new Map(\n  );', 'if (open.size >= 100) return ws.close(1013);\n  open.set(ws, request.url);', [{ line: 4, kind: 'memory' }]],
    ['a class that is a Map itself', 'class Clients extends Map {\n  admit(ws, url) {\n    if (this.size >= 100) return false;\n    this.set(ws, url);\n    return true;\n  }\n}\nconst clients = new Clients();', 'if (!clients.admit(ws, request.url)) ws.close(1013);', [{ line: 10, kind: 'memory' }]],
    ['the list of the library', '', 'if (wss.clients.size > 100) return ws.close(1013);\n  console.log(request.url);', [{ line: 5, kind: 'library' }]],
  ])('tells where %s is', async (_what, head, body, trackers) => {
    const { programs: found } = await audit({ 'server.js': `import { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 8080 });\n${head}\nwss.on('connection', (ws, request) => {\n  ${body}\n});\n` });
    expect(found[0]?.trackers.map(({ line, kind }) => ({ line, kind }))).toEqual(trackers);
  });

  it('names the class where that is what keeps the connections, and nobody in reach makes one', async () => {
    const { programs: found } = await audit({
      'server.js': "import { WebSocketServer } from 'ws';\nexport class Clients extends Map {\n  listen() {\n    const wss = new WebSocketServer({ port: 8080 });\n    wss.on('connection', (ws, request) => {\n      if (this.size >= 100) return ws.close(1013);\n      this.set(ws, request.url);\n    });\n  }\n}\n",
    });
    expect(found[0]?.trackers.map(({ line, name, kind }) => ({ line, name, kind }))).toEqual([{ line: 2, name: 'Clients', kind: 'memory' }]);
  });

  it('joins the files of a server, tells what keeps connections without a limit, and which limit is idle', async () => {
    const { programs: found, verdict } = await audit(OPEN);
    expect(verdict).toBe('fail');
    expect(found.map(({ name, entry, sites }) => ({ name, entry, sites: sites.length }))).toEqual([{ name: 'feed', entry: 'apps/feed/main.js', sites: 2 }]);
    expect(found[0]?.trackers).toEqual([{ path: 'apps/feed/main.js', line: 6, name: 'clients', kind: 'memory' }]);
    expect(found[0]?.configured.map(({ path, line, name, id }) => ({ path, line, name, id }))).toEqual([{ path: 'apps/feed/config.js', line: 1, name: 'maxConnectionsPerUser', id: 'neverRead' }]);
  });

  it('puts the program that fails most in front, and failing sites before passing ones', async () => {
    const report = await audit({ ...GUARDED, ...OPEN });
    expect(report.programs.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual(['feed fail', 'chat pass']);
    expect(report.summary).toMatchObject({ programs: 2, sites: 3, passed: 1, failed: 2 });
  });

  it('is the same twice', async () => {
    const { root } = written({ ...GUARDED, ...OPEN });
    expect(await auditProject({ cwd: root })).toEqual(await auditProject({ cwd: root }));
  });

  it('says that nothing accepts connections here', async () => {
    const report = await audit({ 'index.js': 'console.log(1);\n' });
    expect(report).toMatchObject({ verdict: 'pass', programs: [], summary: { files: 1, sites: 0 } });
    expect(report.message).toBe('No connection site found in 1 file: nothing here accepts WebSocket connections, so there is nothing to limit.');
  });
});

const NONE = 'No per-user connection limit detected.';

describe('the verdict on a site', () => {
  it.each([
    ['nothing', '', 'fail', 'missing', `${NONE} A single user could theoretically open unlimited connections.`],
    ['a limit of 5', closing('5'), 'pass', 'enforced', 'Per-user limit set to 5 connections.'],
    ['a limit of 1', closing('1'), 'pass', 'enforced', 'Per-user limit set to 1 connection.'],
    ['a limit of 10', closing('10'), 'pass', 'enforced', 'Per-user limit set to 10 connections.'],
    ['a limit of 11', closing('11'), 'fail', 'enforced', 'Per-user limit set to 11 connections. That is outside 1 to 10, so the check fails.'],
    ['a limit of 0', closing('0'), 'fail', 'enforced', 'Per-user limit set to 0 connections. That is outside 1 to 10, so the check fails.'],
    ['Infinity', closing('Infinity'), 'fail', 'void', `${NONE} The limit (server.js:10, server.js:11) is Infinity, so the comparison never holds.`],
    ['a number that may be none', closing('Number(process.env.MAX_CONNECTIONS)'), 'fail', 'void', `${NONE} The limit (server.js:10, server.js:11) is not a number when it is not set, so the comparison never holds.`],
    ['a total', '  if (wss.clients.size > 100) return ws.terminate();', 'fail', 'globalOnly', `${NONE} Only the total number of connections is capped (server.js:10): one user can take every slot.`],
    ['a message only', "  if (own.size >= 3) ws.send('too many');", 'fail', 'notRejected', `${NONE} The connections of a user are compared with a limit (server.js:10), and the connection goes on all the same.`],
  ])('%s', async (_, guard, verdict, id, message) => {
    const report = await audit({ 'server.js': wsServer(guard) });
    expect(sitesOf(report).map((site) => [site.verdict, site.id, site.message])).toEqual([[verdict, id, message]]);
    expect(report.verdict).toBe(verdict);
  });

  it('passes with a limit whose number is not known here, and says so', async () => {
    const report = await audit({ 'server.js': `import { config } from 'config';\n${wsServer(closing('config.maxSockets'))}` });
    expect(sitesOf(report)).toMatchObject([{ verdict: 'pass', message: 'Per-user limit set, its value is not known here (`config.maxSockets`).', limit: { unknown: 'config.maxSockets' } }]);
  });

  it('takes the settings that the lint rules take', async () => {
    const files = { 'server.js': `import { WebSocketServer } from 'ws';\nimport { admit } from '@acme/limits';\nconst wss = new WebSocketServer({ port: 1 });\nwss.on('connection', (ws) => {\n  if (!admit(ws)) return;\n});\n` };
    expect(verdictsOf(await audit(files))).toEqual(['server.js:4 fail missing']);
    expect(verdictsOf(await audit(files, { settings: { guards: [{ module: '@acme/limits', name: 'admit', limit: 4 }] } }))).toEqual(['server.js:4 pass enforced']);
    await expect(audit(files, { settings: { crossFile: 'no' } })).rejects.toThrow("settings['websocket-limits'].crossFile must be true or false.");
  });
});

describe('a guard that is there and weak', () => {
  it('passes, and its weaknesses are told with the rule that has a page about them', async () => {
    const leaking = wsServer(closing('3')).replace(/ {2}ws\.on\('close'.*?\n {2}\}\);\n/su, '');
    const report = await audit({ 'server.js': leaking });
    expect(report.verdict).toBe('pass');
    expect(report.programs[0]?.weaknesses).toEqual([
      { path: 'server.js', line: 14, rule: 'require-connection-release', id: 'neverReleased', message: 'A slot that is taken here is never given back: the slots add up until the user is locked out.' },
    ]);
  });

  it.each([
    ['awaitBetween', 'require-atomic-limit-check', wsServer(`${closing('3')}\n  await load(user);`).replace('(ws, request) =>', 'async (ws, request) =>')],
    ['clientSupplied', 'no-untrusted-limit-key', wsServer(closing('3')).replace('verify(request.headers.cookie).id', "new URL(request.url, 'http://x').searchParams.get('user')")],
    ['multiProcess', 'no-process-local-limit', `import cluster from 'node:cluster';\nif (cluster.isPrimary) for (let i = 0; i < 4; i += 1) cluster.fork();\n${wsServer(closing('3'))}`],
  ])('%s', async (id, rule, code) => {
    const report = await audit({ 'server.js': code });
    expect(report.programs.flatMap(({ weaknesses }) => weaknesses)).toEqual(expect.arrayContaining([expect.objectContaining({ rule, id }) as unknown]));
  });
});

describe('what is read', () => {
  const open = wsServer('');

  it('leaves out dependencies and what .gitignore files name, those of folders inside too', async () => {
    const report = await audit({
      '.gitignore': 'build/\n*.gen.js\n',
      'src/.gitignore': 'old\n!kept.gen.js\n',
      'src/server.js': open,
      'src/old/server.js': open,
      'src/kept.gen.js': open,
      'src/other.gen.js': open,
      'build/server.js': open,
      'node_modules/dependency/server.js': open,
    });
    expect(sitesOf(report).map(({ path }) => path)).toEqual(['src/kept.gen.js', 'src/server.js']);
  });

  it('takes files, folders and patterns, and a named file whatever ignores it', async () => {
    const { root } = written({ '.gitignore': 'gen.js', 'a/server.js': open, 'a/b/server.ts': open, 'c/server.mjs': open, 'gen.js': open });
    const paths = async (...asked: string[]): Promise<string[]> => sitesOf(await auditProject({ cwd: root, paths: asked })).map(({ path }) => path);
    expect(await paths('a')).toEqual(['a/b/server.ts', 'a/server.js']);
    expect(await paths('a', 'c')).toEqual(['a/b/server.ts', 'a/server.js', 'c/server.mjs']);
    expect(await paths('c/server.mjs', 'gen.js')).toEqual(['c/server.mjs', 'gen.js']);
    expect(await paths('**/*.{ts,mjs}')).toEqual(['a/b/server.ts', 'c/server.mjs']);
    expect(await paths('./a/*.js')).toEqual(['a/server.js']);
    expect(sitesOf(await auditProject({ cwd: root, ignore: ['a/**', '!a/b/**'] })).map(({ path }) => path)).toEqual(['c/server.mjs']);
  });

  it('takes a path or a list of paths alone', async () => {
    const { root } = written({ 'server.js': open });
    expect(sitesOf(await auditProject(root))).toHaveLength(1);
    expect(sitesOf(await auditProject([join(root, 'server.js')]))).toHaveLength(1);
  });

  it('does not follow links to folders, nor loop', async () => {
    const program = written({ 'src/server.js': open });
    symlinkSync(program.root, join(program.root, 'src/loop'), 'junction');
    expect(sitesOf(await auditProject({ cwd: program.root }))).toHaveLength(1);
  });

  it.each([
    ['missing.js', 'There is no file or folder'],
    ['lib/**', 'No source file matches lib/**'],
    ['package.json', 'is no JavaScript or TypeScript file'],
  ])('%s is a clear error', async (path, message) => {
    const { root } = written({ 'server.js': open });
    const asked = auditProject({ cwd: root, paths: path });
    await expect(asked).rejects.toThrow(UsageError);
    await expect(asked).rejects.toThrow(message);
  });

  it('says which files are not known, and judges the others', async () => {
    const program = written({ 'broken.js': `${open}\n}}}`, 'server.js': open, 'binary.js': "require('ws')\u0000\uFFFD(((" });
    mkdirSync(join(program.root, 'folder.js'));
    const report = await auditProject({ cwd: program.root });
    expect(verdictsOf(report)).toEqual(['server.js:7 fail missing']);
    expect(report.unread).toEqual(['binary.js', 'broken.js'].map((path) => ({ path, reason: 'It cannot be parsed, so its connection sites are not known.' })));
  });

  it('takes a script that returns, as Node does', async () => {
    const script = `const { WebSocketServer } = require('ws');\nif (!process.argv[2]) {\n  console.log('usage');\n  return;\n}\nnew WebSocketServer({ port: 1 }).on('connection', (ws) => ws.send('hello'));\n`;
    const report = await audit({ 'server.js': script, 'server.cjs': script });
    expect(verdictsOf(report)).toEqual(['server.cjs:6 fail missing', 'server.js:6 fail missing']);
    expect(report.unread).toEqual([]);
  });

  it('tells how far it is, file by file', async () => {
    const seen: string[] = [];
    await audit(GUARDED, { onProgress: ({ done, total, file }) => seen.push(`${String(done)}/${String(total)} ${file}`) });
    expect(seen).toEqual(['1/3 apps/chat/auth.js', '2/3 apps/chat/connections.js', '3/3 apps/chat/server.js']);
  });
});

describe('the verdicts are those of the lint rules', () => {
  const RULES = new Set(['websocket-limits/require-per-user-connection-limit', 'websocket-limits/report-connection-limit']);

  /** The same places with the same message ids; the rules have none for a limit that is never reached. */
  async function compare(files: Files): Promise<number> {
    const program = written(files);
    const report = await auditProject({ cwd: program.root });
    const paths = Object.keys(files).filter((path) => /\.[cm]?[jt]s$/u.test(path));
    const linted = paths.flatMap((path) => program.messages(path).filter(({ ruleId }) => RULES.has(ruleId ?? '')).map(({ line, column, endLine, endColumn, messageId }) => [path, line, column, endLine, endColumn, messageId].join(' ')));
    const audited = sitesOf(report).filter(({ id }) => id !== 'void').map((site) => [site.path, site.line, site.column, site.endLine, site.endColumn, site.id].join(' '));
    expect(audited.sort()).toEqual(linted.sort());
    return audited.length;
  }

  it('on programs of several files', async () => {
    expect(await compare({ ...GUARDED, ...OPEN })).toBe(3);
  });

  it('on every example of the pages of the rules', async () => {
    const page = readFileSync(new URL('../../docs/rules/require-per-user-connection-limit.md', import.meta.url), 'utf8');
    const fences = [...page.matchAll(/^```(?<language>js|ts) (?:incorrect|correct|reported)[^\n]*\n(?<code>.*?)^```$/gmsu)];
    expect(fences.length).toBeGreaterThan(5);
    for (const { groups } of fences) await compare({ [`server.${groups?.['language'] ?? 'js'}`]: groups?.['code'] ?? '' });
  });
});
