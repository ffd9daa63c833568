import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { lint } from './lint.js';
import { Project, root, type Run } from './project.js';
import { FORMATS, LEVELS, SAMPLE, SERVER, TYPED } from './sample.js';

const RULE = 'websocket-limits/require-per-user-connection-limit';
const OXLINT = 'oxlint/bin/oxlint';
const page = readFileSync(path.join(root, 'docs/other-linters.md'), 'utf8');

interface Config {
  readonly rules?: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly overrides?: readonly object[];
  readonly extends?: readonly string[];
}
/** Without the rules of its own. */
const config = (more: Config = {}): Record<string, string> => ({
  '.oxlintrc.json': JSON.stringify({ categories: { correctness: 'off' }, jsPlugins: ['eslint-plugin-websocket-limits'], rules: { [RULE]: 'error' }, ...more }),
});

let project: Project;
const start = (files: Readonly<Record<string, string>>): void => {
  project = new Project(files);
};
const oxlint = (...args: string[]): Promise<Run> => project.run(OXLINT, args);
afterEach(() => {
  project.remove();
});

/** A line for each message: `server.js 16:1 error websocket-limits(…): …`. */
async function findings(...args: string[]): Promise<string[]> {
  const { stdout } = await oxlint('--format', 'json', ...args);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { message: string; code: string; severity: string; filename: string; labels: { span: { line: number; column: number } }[] }[] };
  return diagnostics
    .map(({ message, code, severity, filename, labels: [label] }) => `${filename} ${String(label?.span.line)}:${String(label?.span.column)} ${severity === 'error' ? 'error' : 'warn'} ${code}: ${message}`)
    .sort();
}

describe('what works in oxlint', () => {
  it('finds what ESLint finds, at the same places, across files and in TypeScript', async () => {
    const rules = Object.fromEntries(
      ['require-per-user-connection-limit', 'max-connections-per-user', 'require-connection-release', 'require-atomic-limit-check', 'no-untrusted-limit-key'].map((rule) => [`websocket-limits/${rule}`, 'error']),
    );
    const all = { ...rules, 'websocket-limits/prefer-handshake-limit': 'warn', 'websocket-limits/report-connection-limit': 'warn' };
    const files = { ...SAMPLE, ...TYPED, 'late.js': LEVELS['levels/audit/late.js'] ?? '', 'after.js': LEVELS['levels/audit/after.js'] ?? '' };
    const overrides = [{ files: ['options/**'], rules: { [RULE]: ['error', { limit: 5, fix: 'suggest' }], 'websocket-limits/max-connections-per-user': ['error', { min: 2 }] } }];
    start({ ...files, ...config({ rules: all, overrides }), ...FORMATS['an ESM config']('@typescript-eslint/parser') });
    const inESLint = (await lint(project)).flatMap(({ file, messages }) =>
      messages.map(({ line, column, severity, ruleId, message }) => `${file} ${line}:${column} ${severity === 2 ? 'error' : 'warn'} ${(ruleId ?? '').replace('/', '(')}): ${message}`),
    );
    expect(inESLint).toHaveLength(15);
    expect(await findings(...Object.keys(files))).toEqual(inESLint.sort());
  });

  it('takes the configuration that the page shows', async () => {
    start({ 'server.js': SERVER, '.oxlintrc.json': /^```json oxlint\n(?<config>[^`]+)```$/mu.exec(page)?.groups?.['config'] ?? '' });
    expect(await findings('server.js')).toEqual([expect.stringContaining('server.js 16:1 error websocket-limits(require-per-user-connection-limit): No per-user connection limit detected.')]);
  });

  it('fixes what ESLint fixes, to the same text, with the settings in it', async () => {
    const settings = { 'websocket-limits': { identity: ['socket.session.account'] } };
    const files = { 'settings/server.js': SAMPLE['settings/server.js'] };
    start({ ...files, ...config({ settings }), ...FORMATS['an ESM config']('espree') });
    const [inESLint] = await lint(project, ['--fix-dry-run', 'settings']);
    expect((await oxlint('--fix', 'settings/server.js')).code).toBe(0);
    expect(project.read('settings/server.js')).toBe(inESLint?.output);
    expect(await findings('settings/server.js')).toEqual([]);
  });

  it('applies the first suggestion if asked to', async () => {
    start({ 'limit.js': SAMPLE['limit.js'], ...config({ rules: { 'websocket-limits/max-connections-per-user': 'error' } }) });
    await oxlint('--fix', 'limit.js');
    expect(project.read('limit.js')).toBe(SAMPLE['limit.js']);
    await oxlint('--fix-suggestions', 'limit.js');
    expect(project.read('limit.js')).toBe(SAMPLE['limit.js'].replace('>= 100', '>= 3'));
  });

  it('says what is wrong with an option, and with a setting', async () => {
    start({ 'server.js': SERVER, ...config({ rules: { 'websocket-limits/max-connections-per-user': ['error', { maximum: 2 }] } }) });
    const wrongOption = await oxlint('server.js');
    expect(wrongOption.code).not.toBe(0);
    expect(wrongOption.stdout).toContain('Unexpected property "maximum". Expected properties: "min", "max".');
    project.write(config({ settings: { 'websocket-limits': { identity: 'socket.data.userId' } } }));
    const wrongSetting = await oxlint('server.js');
    expect(wrongSetting.code).not.toBe(0);
    expect(wrongSetting.stdout).toContain("settings['websocket-limits'].identity must be an array of strings");
  });

  it.each(['eslint', 'oxlint'])('is silent behind %s-disable', async (word) => {
    start({ 'server.js': SERVER.replace('io.on(', `// ${word}-disable-next-line ${RULE} -- one user\nio.on(`), ...config() });
    expect(await findings('server.js')).toEqual([]);
  });
});

// When one of these fails, oxlint has learnt something, and the page has a line less.
describe('what does not work in oxlint', () => {
  it('has none of the three configs', async () => {
    start({ 'server.js': SERVER, ...config({ extends: ['plugin:websocket-limits/recommended'] }) });
    const { code, stdout } = await oxlint('server.js');
    expect(code).not.toBe(0);
    expect(stdout).toContain('Oxlint does not support ESLint shared configs');
  });

  it('has no settings for some of the files', async () => {
    start({ 'server.js': SERVER, ...config({ overrides: [{ files: ['server.js'], settings: {} }] }) });
    const { code, stdout } = await oxlint('server.js');
    expect(code).not.toBe(0);
    expect(stdout).toContain('unknown field `settings`');
  });

  it('shows no link to the page of a rule, neither in its report nor as SARIF', async () => {
    start({ 'server.js': SERVER, ...config() });
    const { stdout } = await oxlint('server.js');
    expect(stdout).toContain('No per-user connection limit detected.');
    expect(stdout).not.toContain('docs/rules');
    const sarif = JSON.parse((await oxlint('--format', 'sarif', 'server.js')).stdout) as { runs: { tool: { driver: { rules: unknown[] } } }[] };
    expect(sarif.runs.map(({ tool }) => tool.driver.rules)).toEqual([[]]);
  });
});
