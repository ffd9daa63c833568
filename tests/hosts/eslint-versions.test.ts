import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, type FileResult, lint, summary } from './lint.js';
import { Project } from './project.js';
import { type Format, FORMATS, LEVELS, type Parser, SAMPLE, SERVER, TYPED } from './sample.js';

// On the Node that runs this. CI runs it on Node 20, 22 and 24: see .github/workflows/ci.yml.

const ENGINES = { 'eslint-8': '8.57', 'eslint-9': '9.39', eslint: '10.15' } satisfies Record<Engine, string>;
const PARSERS: readonly Parser[] = ['espree', '@typescript-eslint/parser', '@babel/eslint-parser'];
const formatsOf = (engine: Engine): Format[] => (Object.keys(FORMATS) as Format[]).filter((format) => engine !== 'eslint' || format !== 'an .eslintrc');
const cells = (Object.keys(ENGINES) as Engine[]).flatMap((engine) =>
  formatsOf(engine).flatMap((format) => PARSERS.filter((parser) => isWorthwhile(engine, format, parser)).map((parser) => ({ engine, format, parser }))),
);

function isWorthwhile(engine: Engine, format: Format, parser: Parser): boolean {
  if (parser === 'espree') return true;
  // To ESLint, a parser that is required is the one that is imported. And version 7 of Babel's is none for ESLint 10: see below.
  return format !== 'a CommonJS config' && (parser !== '@babel/eslint-parser' || engine !== 'eslint');
}

const environment = (format: Format): Record<string, string> => ({ ESLINT_USE_FLAT_CONFIG: String(format !== 'an .eslintrc') });

function create(engine: Engine, files: Readonly<Record<string, string>>): Project {
  // Babel's parser asks which ESLint it is in.
  return new Project(files, { linked: { eslint: engine }, copied: ['@babel/eslint-parser'] });
}

const FINDINGS = [
  'across/chat.js 2:3-2:21 warn report-connection-limit enforced',
  'limit.js 10:27-10:30 error max-connections-per-user tooHigh, setLimit',
  'limit.js 7:1-7:20 warn report-connection-limit enforced',
  'options/limit.js 10:27-10:29 error max-connections-per-user tooHigh, setLimit',
  'options/limit.js 7:1-7:20 warn report-connection-limit enforced',
  'options/server.js 16:1-16:19 error require-per-user-connection-limit missing, insertGuard',
  'server.js 16:1-16:19 error require-per-user-connection-limit missing, fix',
  'settings/server.js 16:1-16:19 error require-per-user-connection-limit missing, fix',
];
const LEVEL_FINDINGS = [
  'levels/audit/after.js 10:31-10:37 error no-untrusted-limit-key clientSupplied',
  'levels/audit/after.js 12:5-12:28 warn prefer-handshake-limit afterAccept',
  'levels/audit/after.js 8:1-8:19 warn report-connection-limit enforced',
  'levels/audit/late.js 10:7-10:28 error require-atomic-limit-check awaitBetween, takeFirst',
  'levels/audit/late.js 16:34-16:53 error require-connection-release notOnAbort',
  'levels/audit/late.js 7:1-7:20 warn report-connection-limit enforced',
  'levels/recommended/after.js 10:31-10:37 warn no-untrusted-limit-key clientSupplied',
  'levels/recommended/late.js 10:7-10:28 warn require-atomic-limit-check awaitBetween, takeFirst',
  'levels/recommended/late.js 16:34-16:53 error require-connection-release notOnAbort',
  'levels/strict/after.js 10:31-10:37 error no-untrusted-limit-key clientSupplied',
  'levels/strict/after.js 12:5-12:28 warn prefer-handshake-limit afterAccept',
  'levels/strict/late.js 10:7-10:28 error require-atomic-limit-check awaitBetween, takeFirst',
  'levels/strict/late.js 16:34-16:53 error require-connection-release notOnAbort',
];
const TYPED_FINDING = 'typed.ts 15:1-15:19 error require-per-user-connection-limit missing, fix';

const messagesOf = (results: readonly FileResult[], file: string): FileResult['messages'] => results.find((result) => result.file === file)?.messages ?? [];

let reference: FileResult[];
beforeAll(async () => {
  const project = create('eslint', { ...SAMPLE, ...FORMATS['an ESM config']('espree') });
  reference = await lint(project);
  project.remove();
});

describe('every configuration', () => {
  it.concurrent.each(cells)('of $engine, $format with $parser, finds the same', async ({ engine, format, parser }) => {
    const isTyped = parser === '@typescript-eslint/parser';
    const project = create(engine, { ...SAMPLE, ...(isTyped ? TYPED : {}), ...FORMATS[format](parser) });
    const results = await lint(project, ['.'], environment(format));
    project.remove();
    expect(summary(results)).toEqual(isTyped ? [...FINDINGS, TYPED_FINDING] : FINDINGS);
    // Messages, ranges and texts of fixes and suggestions, to the letter.
    expect(results.filter(({ file }) => file !== 'typed.ts')).toEqual(reference);
  });

  // Version 8 is one, and needs Node 22.18.
  it("of ESLint 10 can not have version 7 of Babel's parser, whatever the rules", async () => {
    const config = "import * as parser from '@babel/eslint-parser';\nexport default [{ languageOptions: { parser, parserOptions: { requireConfigFile: false } } }];\n";
    const project = create('eslint', { 'server.js': SERVER, 'eslint.config.mjs': config });
    const { code, stderr } = await project.run('eslint/bin/eslint.js', ['server.js']);
    project.remove();
    expect(code).toBe(2);
    expect(stderr).toContain('scopeManager.addGlobals is not a function');
  });
});

describe('what all of them say', () => {
  it('has the options in it, and the defaults of those that are not given', () => {
    const [suggested] = messagesOf(reference, 'options/server.js');
    expect(suggested?.message).toContain('refuse the handshake at 5,');
    expect(suggested?.suggestions?.map(({ desc }) => desc)).toEqual(['Insert a limit of 5 connections per user, counted by `socket.data.userId`.']);
    expect(suggested?.suggestions?.[0]?.fix.text).toContain('MAX_CONNECTIONS_PER_USER = 5;');
    expect(messagesOf(reference, 'options/limit.js').map(({ message }) => message)).toContain(
      'The limit lets one user hold 11 connections, more than 10. Set it to 3 to 5: a stolen account uses all that it gets.',
    );
  });

  it('has the settings in it', () => {
    expect(messagesOf(reference, 'settings/server.js')[0]?.fix?.text).toContain('const userId = socket.session?.account;');
  });
});

describe.each(Object.entries(ENGINES) as [Engine, string][])('%s', (engine, version) => {
  let project: Project;

  beforeAll(() => {
    project = create(engine, { ...SAMPLE, ...LEVELS, ...FORMATS['an ESM config']('espree') });
  });
  afterAll(() => {
    project.remove();
  });

  it(`is ${version}`, async () => {
    expect((await project.run('eslint/bin/eslint.js', ['--version'])).stdout).toContain(`v${version}.`);
  });

  it('takes the levels of the three configs', async () => {
    expect(summary(await lint(project, ['levels']))).toEqual(LEVEL_FINDINGS);
  });

  it('applies the fix with --fix-dry-run and writes nothing', async () => {
    const [fixed] = await lint(project, ['--fix-dry-run', 'server.js']);
    expect(fixed?.output).toContain('const MAX_CONNECTIONS_PER_USER = 3;');
    expect(fixed?.messages.map(({ messageId }) => messageId)).toEqual(['enforced']);
    expect(project.read('server.js')).toBe(SERVER);
  });

  it('changes nothing by a second --fix', async () => {
    const copy = create(engine, { 'server.js': SERVER, ...FORMATS['an ESM config']('espree') });
    const outcomes = [await lint(copy, ['--fix', 'server.js']), await lint(copy, ['--fix', 'server.js'])];
    const text = copy.read('server.js');
    copy.remove();
    expect(outcomes.map(([result]) => result?.output)).toEqual([text, undefined]);
    expect(text).toContain('const MAX_CONNECTIONS_PER_USER = 3;');
  });
});

const wrongCells = (Object.keys(ENGINES) as Engine[]).flatMap((engine) => formatsOf(engine).filter((format) => format !== 'a CommonJS config').map((format) => ({ engine, format })));

describe('wrong options and settings', () => {
  it.concurrent.each(wrongCells)('of $engine, $format: an unknown option is an error that names it', async ({ engine, format }) => {
    const project = create(engine, { ...SAMPLE, ...FORMATS[format]('espree', { options: { 'websocket-limits/max-connections-per-user': ['error', { maximum: 2 }] } }) });
    const { code, stderr } = await project.run('eslint/bin/eslint.js', ['.'], environment(format));
    project.remove();
    expect(code).toBe(2);
    expect(stderr).toContain('websocket-limits/max-connections-per-user');
    expect(stderr).toMatch(/"?maximum"?/u);
  });

  it.concurrent.each(wrongCells)('of $engine, $format: a value out of range is an error', async ({ engine, format }) => {
    const project = create(engine, { ...SAMPLE, ...FORMATS[format]('espree', { options: { 'websocket-limits/require-per-user-connection-limit': ['error', { limit: 11 }] } }) });
    const { code, stderr } = await project.run('eslint/bin/eslint.js', ['.'], environment(format));
    project.remove();
    expect(code).toBe(2);
    expect(stderr).toMatch(/Value 11 should be <= 10/u);
  });

  it.concurrent.each(wrongCells)('of $engine, $format: a setting of the wrong type is an error that names it', async ({ engine, format }) => {
    const project = create(engine, { ...SAMPLE, ...FORMATS[format]('espree', { settings: { 'websocket-limits': { identity: 'socket.session.account' } } }) });
    const { code, stderr } = await project.run('eslint/bin/eslint.js', ['.'], environment(format));
    project.remove();
    expect(code).toBe(2);
    expect(stderr).toContain("settings['websocket-limits'].identity must be an array of strings such as 'socket.data.user.id'.");
  });
});

