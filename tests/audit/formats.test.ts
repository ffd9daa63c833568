import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { stripVTControlCharacters } from 'node:util';
import { type Schema, Validator } from '@cfworker/json-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditProject } from '../../src/audit/audit-project.js';
import { type AuditReport, CHECK } from '../../src/audit/report.js';
import { sarifReport } from '../../src/audit/sarif.js';
import { textReport } from '../../src/audit/text.js';
import plugin from '../../src/index.js';
import { type Files, Program } from '../link/program.js';
import { closing, GUARDED, OPEN, wsServer } from './programs.js';

const require = createRequire(import.meta.url);
const read = (file: string): Schema => JSON.parse(readFileSync(file, 'utf8')) as Schema;
const own = new Validator(read(new URL('../../docs/schemas/audit-report.v1.json', import.meta.url).pathname), '7', false);
const official = new Validator(read(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')), '4', false);

/** As much of a log as is asked for below. */
interface Log {
  runs: [
    {
      tool: { driver: { rules: { id: string; properties: { tags: string[]; 'security-severity': string } }[] } };
      invocations: [{ executionSuccessful: boolean; toolExecutionNotifications: { level: string; message: { text: string } }[] }];
      results: {
        ruleId: string;
        ruleIndex: number;
        kind: string;
        level: string;
        message: { text: string };
        partialFingerprints?: Record<string, string>;
        codeFlows?: { threadFlows: { locations: { location: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } }; message: { text: string } } }[] }[] }[];
      }[];
    },
  ];
}

/** Everything that a report can hold. */
const ALL: Files = {
  ...GUARDED,
  ...OPEN,
  'total/package.json': '{ "name": "total" }',
  'total/server.js': wsServer('  if (wss.clients.size > 100) return ws.terminate();'),
  'void/server.js': wsServer(closing('Infinity')),
  'leak/server.js': wsServer(closing('3')).replace(/ {2}ws\.on\('close'.*?\n {2}\}\);\n/su, ''),
  'evict/server.js': wsServer('  for (const old of own) old.terminate();\n  own.clear();'),
  'unknown/server.js': `import { config } from 'config';\n${wsServer(closing('config.max'))}`,
  'spaced name/é.js': wsServer(''),
  'broken.js': "import 'ws'; }",
};

let program: Program;
let report: AuditReport;
let empty: AuditReport;

beforeAll(async () => {
  program = new Program(ALL);
  report = await auditProject({ cwd: program.root });
  empty = await auditProject({ cwd: program.root, paths: 'apps/chat/auth.js' });
});
afterAll(() => {
  program.delete();
});

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const logOf = (of: AuditReport): Log => plain(sarifReport(of)) as Log;

describe('JSON', () => {
  it('is what its schema describes', () => {
    expect(own.validate(plain(report)).errors).toEqual([]);
    expect(own.validate(plain(empty)).errors).toEqual([]);
  });

  it('has nothing that JSON cannot hold', () => {
    expect(plain(report)).toEqual(report);
    expect(report.programs.flatMap(({ sites }) => sites).find(({ id }) => id === 'void')?.limit).toEqual({ values: [], isVoid: true });
  });

  it('is refused by the schema when a field is wrong or unknown', () => {
    expect(own.validate({ ...(plain(report) as object), verdict: 'skipped' }).valid).toBe(false);
    expect(own.validate({ ...(plain(report) as object), more: 1 }).valid).toBe(false);
  });
});

describe('SARIF', () => {
  it('is valid by the official schema', () => {
    expect(official.validate(logOf(report)).errors).toEqual([]);
    expect(official.validate(logOf(empty)).errors).toEqual([]);
    expect(official.validate({ ...logOf(report), version: '1' }).valid).toBe(false);
  });

  it('has the failing and the passing sites under the id of the check', () => {
    const sites = logOf(report).runs[0].results.filter(({ ruleId }) => ruleId === CHECK.id);
    expect(sites.filter(({ kind }) => kind === 'fail').map(({ level }) => level)).toEqual(Array.from({ length: report.summary.failed }, () => 'error'));
    expect(sites.filter(({ kind }) => kind === 'pass').map(({ level }) => level)).toEqual(Array.from({ length: report.summary.passed }, () => 'none'));
    expect(sites.map(({ message }) => message.text)).toContain('Per-user limit set to 3 connections.');
  });

  it('tags every rule with its CWE and a severity that is shown as high', () => {
    const { rules } = logOf(report).runs[0].tool.driver;
    for (const { properties } of rules) {
      expect(properties.tags).toEqual(['security', expect.stringMatching(/^external\/cwe\/cwe-\d+$/u)]);
      expect(Number(properties['security-severity'])).toBeGreaterThanOrEqual(7);
    }
    expect(rules[0]).toMatchObject({ id: CHECK.id, properties: { tags: ['security', 'external/cwe/cwe-770'] } });
  });

  it('gives each rule of a result with its index, under a name that the plugin has', () => {
    const { tool, results } = logOf(report).runs[0];
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    const names = tool.driver.rules.map(({ id }) => id).filter((id) => id !== CHECK.id);
    expect(Object.keys(plugin.rules).map((name) => `websocket-limits/${name}`)).toEqual(expect.arrayContaining(names));
    expect(new Set(results.map(({ ruleId }) => ruleId)).size).toBeGreaterThan(2);
  });

  it('leads from the server over the site to the comparison and the refusal', () => {
    const passing = logOf(report).runs[0].results.find(({ codeFlows, kind }) => kind === 'pass' && codeFlows?.[0]?.threadFlows[0]?.locations.some(({ location }) => location.physicalLocation.artifactLocation.uri === 'apps/chat/server.js'));
    const steps = passing?.codeFlows?.[0]?.threadFlows[0]?.locations.map(({ location: { physicalLocation, message } }) => `${message.text} ${physicalLocation.artifactLocation.uri}:${String(physicalLocation.region.startLine)}`);
    expect(steps).toEqual(['the server is made apps/chat/server.js:5', 'connections come in apps/chat/server.js:12', 'compared apps/chat/connections.js:8', 'refused apps/chat/server.js:9']);
  });

  it('writes paths as addresses', () => {
    expect(JSON.stringify(logOf(report))).toContain('"uri":"spaced%20name/%C3%A9.js"');
  });

  it('keeps the fingerprint of a site that moves to other lines, and no two share one', async () => {
    const prints = (of: AuditReport): string[] => logOf(of).runs[0].results.flatMap(({ partialFingerprints }) => Object.values(partialFingerprints ?? {})).sort();
    const moved = new Program(Object.fromEntries(Object.entries(ALL).map(([path, text]) => [path, path.endsWith('.js') ? `\n\n// ${'-'.repeat(20)}\n${text}` : text])));
    const after = await auditProject({ cwd: moved.root });
    moved.delete();
    expect(prints(after)).toEqual(prints(report));
    expect(new Set(prints(report)).size).toBe(report.summary.sites);
  });

  it('says what could not be read, and that there is nothing to limit', () => {
    expect(logOf(report).runs[0].invocations[0]).toEqual({ executionSuccessful: true, toolExecutionNotifications: [expect.objectContaining({ level: 'warning', message: { text: 'broken.js: It cannot be parsed, so its connection sites are not known.' } })] });
    expect(logOf(empty).runs[0].invocations[0].toolExecutionNotifications).toEqual([{ level: 'note', message: { text: expect.stringContaining('No connection site found in 1 file') as string } }]);
  });
});

describe('text', () => {
  it('reads at a glance', async () => {
    const both = await auditProject({ cwd: program.root, paths: ['apps', 'broken.js'] });
    expect(textReport(both, { isColoured: false })).toBe(`Connections per user community-realtime.connection-management.per-user-connection-limits, severity high, CWE-770

✗ feed  apps/feed/main.js  2 of 2 sites fail
  ✗ No per-user connection limit detected. A single user could theoretically open unlimited connections.
      apps/feed/admin.js:2:3  wss.on('connection'  ws
      apps/feed/main.js:8:1  wss.on('connection'  ws
  counted in  apps/feed/main.js:6  clients, in memory
  configured  apps/feed/config.js:1  The connection limit maxConnectionsPerUser is set, and no code reads it: nothing is limited.

✓ chat  apps/chat/server.js  passes
  ✓ Per-user limit set to 3 connections.
      apps/chat/server.js:12:1  io.on('connection'  socket.io
  counted in  apps/chat/connections.js:2  connections, in memory
  limited at  apps/chat/server.js:9  refuses the handshake at 3 per user (user), compared at apps/chat/connections.js:8

! Not known
  broken.js  It cannot be parsed, so its connection sites are not known.

✗ 2 of 3 connection sites have no enforced per-user limit from 1 to 10.
  Count the open connections of each user, and refuse the handshake at 3 to 5. ESLint with this plugin inserts that where the user is known: npx eslint --fix.
`);
  });

  it('has colours only where they are asked for, and the same words', () => {
    const coloured = textReport(report, { isColoured: true });
    expect(coloured).not.toBe(stripVTControlCharacters(coloured));
    expect(stripVTControlCharacters(coloured)).toBe(textReport(report, { isColoured: false }));
  });

  it('says that there is nothing to limit', () => {
    expect(textReport(empty, { isColoured: false })).toContain('✓ No connection site found in 1 file');
  });
});
