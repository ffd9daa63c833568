import { afterEach, describe, expect, it } from 'vitest';
import { type Engine, lint, summary } from './lint.js';
import { Project } from './project.js';
import { ACROSS_FILES, FORMATS, SAMPLE, SERVER } from './sample.js';

const ESLINT = 'eslint/bin/eslint.js';
const CONFIG = FORMATS['an ESM config']('espree');
const RULE = 'websocket-limits/require-per-user-connection-limit';
let project: Project;

function start(engine: Engine, files: Readonly<Record<string, string>>): void {
  project = new Project({ ...files, ...CONFIG }, { linked: { eslint: engine } });
}
afterEach(() => {
  project.remove();
});

const CURRENT: readonly Engine[] = ['eslint-9', 'eslint'];

describe.each(CURRENT)('%s --concurrency', (engine) => {
  it('finds the same with one, two and three workers, also across files', async () => {
    start(engine, SAMPLE);
    const alone = await lint(project);
    expect(summary(alone)).toContain('across/chat.js 2:3-2:21 warn report-connection-limit enforced');
    expect(await lint(project, ['--concurrency', '2', '.'])).toEqual(alone);
    expect(await lint(project, ['--concurrency', '3', '.'])).toEqual(alone);
  });

  it('finds the same whichever files a worker is given, and in whatever order', async () => {
    start(engine, ACROSS_FILES);
    const files = Object.keys(ACROSS_FILES);
    const orders = [files, [...files].reverse(), ['across/chat.js']];
    const outcomes = await Promise.all(orders.map((order) => lint(project, ['--concurrency', '2', ...order])));
    expect(outcomes.map(summary)).toEqual(orders.map(() => ['across/chat.js 2:3-2:21 warn report-connection-limit enforced']));
  });
});

describe.each(CURRENT)('%s, bulk suppressions', (engine) => {
  const twice = `${SERVER}
const admin = new Server(3001);
admin.on('connection', (socket) => socket.emit('welcome'));
`;

  it('silence what is there, let what is new show, and are pruned', async () => {
    start(engine, { 'server.js': SERVER });
    expect(await lint(project, ['--suppress-all', 'server.js'])).toMatchObject([{ messages: [], suppressed: [{ ruleId: RULE }] }]);
    expect(JSON.parse(project.read('eslint-suppressions.json'))).toEqual({ 'server.js': { [RULE]: { count: 1 } } });
    expect((await project.run(ESLINT, ['server.js'])).code).toBe(0);

    project.write({ 'server.js': twice });
    expect((await project.run(ESLINT, ['server.js'])).code).toBe(1);
    expect(summary(await lint(project, ['server.js'])).map((line) => line.split(' ')[1])).toEqual(['16:1-16:19', '21:1-21:22']);

    project.write({ 'server.js': 'export {};\n' });
    const unpruned = await project.run(ESLINT, ['server.js']);
    expect(unpruned).toMatchObject({ code: 2 });
    expect(unpruned.stderr).toContain('--prune-suppressions');
    expect((await project.run(ESLINT, ['--prune-suppressions', 'server.js'])).code).toBe(0);
    expect(JSON.parse(project.read('eslint-suppressions.json'))).toEqual({});
  });
});

describe.each(['eslint-8', ...CURRENT] as const)('%s, comments', (engine) => {
  const disabled = SERVER.replace('io.on(', `// eslint-disable-next-line ${RULE} -- one user, in a room of its own\nio.on(`);

  it('silence a report, and keep the reason', async () => {
    start(engine, { 'server.js': disabled });
    const [result] = await lint(project, ['--report-unused-disable-directives', 'server.js']);
    expect(result).toMatchObject({ messages: [], suppressed: [{ ruleId: RULE, messageId: 'missing', line: 17 }] });
    const { stdout } = await project.run(ESLINT, ['--format', 'json', 'server.js']);
    expect(JSON.parse(stdout)).toMatchObject([{ suppressedMessages: [{ suppressions: [{ kind: 'directive', justification: 'one user, in a room of its own' }] }] }]);
  });

  it('that have nothing to silence any more are reported', async () => {
    start(engine, { 'server.js': disabled });
    await lint(project, ['--no-inline-config', '--fix', 'server.js']);
    const messages = (await lint(project, ['--report-unused-disable-directives', 'server.js'])).flatMap((result) => result.messages);
    expect(messages.map(({ ruleId, messageId, message }) => messageId ?? ruleId ?? message)).toEqual([
      expect.stringContaining(`Unused eslint-disable directive (no problems were reported from '${RULE}')`),
      'enforced',
    ]);
  });
});

describe.each(CURRENT)('%s --stats', (engine) => {
  it('has times for each of our rules', async () => {
    start(engine, { 'server.js': SERVER });
    const { stdout } = await project.run(ESLINT, ['--stats', '--format', 'json', 'server.js']);
    const [result] = JSON.parse(stdout) as { stats: { times: { passes: { rules: Record<string, { total: number }> }[] } } }[];
    const rules = result?.stats.times.passes[0]?.rules ?? {};
    expect(Object.keys(rules).filter((rule) => rule.startsWith('websocket-limits/'))).toHaveLength(9);
    expect(rules[RULE]?.total).toBeGreaterThan(0);
  });
});

describe.each(['eslint-8', ...CURRENT] as const)('%s --fix-dry-run', (engine) => {
  it('shows the fix, and writes neither it nor anything else', async () => {
    start(engine, { ...SAMPLE });
    const results = await lint(project, ['--fix-dry-run', '.']);
    expect(results.filter(({ output }) => output !== undefined).map(({ file }) => file).sort()).toEqual(['server.js', 'settings/server.js']);
    expect(Object.keys(SAMPLE).filter((file) => project.read(file) !== SAMPLE[file as keyof typeof SAMPLE])).toEqual([]);
    expect(project.files()).toEqual([...Object.keys(SAMPLE), ...Object.keys(CONFIG), 'package.json'].sort());
  });
});
