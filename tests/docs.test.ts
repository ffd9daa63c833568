import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cases, type Example, exampleBefore, examples, isMadeBy, headingsOf, marked, nameOf, pageOf, pages, PLAIN, read, root, ruleNames, sides } from './docs/examples.js';
import { configFor, type ConfigName, expectedIds, fileOf, idsOf, linter, messagesOf, plainly, settingsIn, strictly } from './docs/lint.js';
import { formatted, programs, ShownProgram } from './docs/programs.js';

const languageOfDiff = ({ words }: Example): string => (words.includes('ts') ? 'ts' : 'js');
const hasHunks = ({ code }: Example): boolean => code.startsWith('@@');

/** A text before a fix or a suggestion, and whether another one is what the diff makes of it. */
const changeOf = (example: Example): { before: Example; isAfter: (text: string) => boolean } => {
  if (hasHunks(example)) {
    const before = exampleBefore(example);
    return { before, isAfter: (text) => isMadeBy(example.code, before.code, text) };
  }
  const { before, after } = sides(example.code);
  return { before: { ...example, code: before, language: languageOfDiff(example) }, isAfter: (text) => text === after };
};

describe('examples', () => {
  test('every fence with code says what it shows', () => {
    const known = ['incorrect', 'correct', 'reported', 'fixed', 'suggested', 'config', 'file', 'patch', 'code', 'cached', 'settings', 'applied', 'beside'];
    const code = examples.filter(({ language }) => ['js', 'ts', 'diff'].includes(language));
    expect(code.filter(({ words }) => !known.includes(words[0] ?? '')).map(nameOf)).toEqual([]);
  });

  test.each(cases('incorrect'))('%s', (_, example) => {
    expect(idsOf(strictly(example))).toEqual(expectedIds(example));
  });

  test.each(cases('correct'))('%s', (_, example) => {
    expect(idsOf(strictly(example))).toEqual([]);
  });

  test.each(cases('reported'))('%s', (_, example) => {
    expect(idsOf(messagesOf(example, configFor('audit', example)))).toEqual(expectedIds(example));
  });

  test.each(cases('fixed'))('%s', (_, example) => {
    const { before, isAfter } = changeOf(example);
    const { fixed, output, messages } = linter.verifyAndFix(before.code, configFor('strict', example), { filename: fileOf(before.language) });
    expect({ fixed, messages }).toEqual({ fixed: true, messages: [] });
    expect(isAfter(output), output).toBe(true);
  });

  test.each(cases('suggested'))('%s', (_, example) => {
    const { before, isAfter } = changeOf(example);
    const [name] = expectedIds(example).filter((word) => word !== 'ts');
    const texts = messagesOf(before, configFor('strict', example)).flatMap(({ suggestions = [] }) =>
      suggestions.filter(({ messageId }) => messageId === name).map(({ fix: { range, text } }) => before.code.slice(0, range[0]) + text + before.code.slice(range[1])),
    );
    const after = texts.find(isAfter);
    expect(after, texts.join('\n\n')).toBeDefined();
    expect(idsOf(messagesOf({ ...before, code: after ?? '' }, configFor('strict', example)))).toEqual([]);
  });

  test.each(cases('wrong'))('%s', async (_, example) => {
    const declaration = marked('settings').find(({ page }) => page === example.page)?.code ?? '';
    const settings = { 'websocket-limits': await settingsIn(declaration.replace("covers: 'emitter'", "covers: 'all'")) };
    const [server] = marked('incorrect').filter(({ page }) => page === example.page);
    const lint = (): unknown => messagesOf(plainly(server?.code ?? ''), [...configFor('strict', PLAIN), { settings }]);
    expect(lint).toThrow(example.code.trim());
  });

  test.each(cases('refused'))('%s', (_, example) => {
    expect(() => messagesOf(PLAIN, configFor('strict', example))).toThrow(example.code.trim());
  });

  test.each(cases('output'))('%s', async (_, example) => {
    const filePath = /^\/\S+$/mu.exec(example.code)?.[0] ?? '';
    expect(example.code).toBe(await printed(exampleBefore(example), filePath));
  });
});

/** ESLint's own words, for a file of that name. */
const printed = async ({ code, language }: Example, filePath: string): Promise<string> => {
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: configFor('recommended', PLAIN) });
  const results = await eslint.lintText(code, { filePath: fileOf(language) });
  return formatted(eslint, results.map((result) => ({ ...result, filePath })));
};

describe.each([...programs])('the program at %s', (_, steps) => {
  let program: ShownProgram;
  const lastPatch = steps.findLast(({ words }) => words[0] === 'patch');

  beforeAll(() => {
    program = new ShownProgram(steps);
  });
  afterAll(() => {
    program.remove();
  });

  test('has files, and something that is said about them', () => {
    const kinds = steps.map(({ words }) => words[0]);
    expect(kinds).toContain('file');
    expect(steps.some((step) => expectedIds(step).length > 0 || step.words[0] === 'printed')).toBe(true);
  });

  // In the order of the page.
  test.each(steps.map((step): [string, Example] => [nameOf(step), step]))('%s', async (_name, step) => {
    const { words: [word, name = ''], code } = step;
    if (word === 'file') expect(idsOf(program.lint(name, step))).toEqual(expectedIds(step));
    if (word === 'applied') expect(await program.idsWith(step)).toEqual(expectedIds(step));
    if (word === 'printed') expect(await program.printed(name as ConfigName)).toBe(code);
    if (word === 'patch') program.patch(step);
    if (step === lastPatch) expect(program.idsOf(step)).toEqual(expectedIds(step));
  });
});

describe('configurations', () => {
  const cache = join(root, 'node_modules/.cache');
  let folder = '';

  beforeAll(() => {
    mkdirSync(cache, { recursive: true });
    folder = mkdtempSync(join(cache, 'docs-'));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules/eslint-plugin-websocket-limits'), 'junction');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(cases('config'))('%s', async (_, example) => {
    const { code, language, line, words } = example;
    const config = join(folder, `eslint-${String(line)}.config.${code.includes('require(') ? 'cjs' : 'mjs'}`);
    writeFileSync(config, code);
    const eslint = new ESLint({ cwd: folder, overrideConfigFile: config });
    const isSilent = words[1] === 'silent';
    const [server] = isSilent ? [exampleBefore(example)] : marked('incorrect').filter(({ page }) => page === 'README.md');
    const isTypeScript = code.includes('typescript-eslint');
    const results = await eslint.lintText(server?.code ?? '', { filePath: join(folder, isTypeScript ? 'server.ts' : 'server.js') });
    expect(language).toBe('js');
    expect(results.flatMap(({ messages }) => idsOf(messages))).toEqual(isSilent ? [] : expectedIds(server ?? PLAIN));
  });
});

describe('pages', () => {
  test.each(pages)('%s links to files and headings that exist', (page) => {
    const text = read(page);
    const base = new URL(page, new URL('../', import.meta.url));
    const links = Array.from(text.matchAll(/\]\((?<to>[^)\s]+)\)/gu), ({ groups }) => groups?.['to'] ?? '').filter((to) => !to.startsWith('https://'));
    const broken = links.filter((to) => {
      const [path = '', anchor] = to.split('#');
      const target = path === '' ? text : readFileSync(new URL(path, base), 'utf8');
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

const anchorsOf = (text: string): string[] => headingsOf(text).map(({ title }) => title.toLowerCase().replaceAll(/[^\w\s-]/gu, '').replaceAll(' ', '-'));

describe('the front page', () => {
  const text = read('README.md');

  // The table is written and checked by eslint-doc-generator.
  test.each(ruleNames)('lists %s', (rule) => {
    expect(text).toContain(`](${pageOf(rule)})`);
  });

  test('begins with a server, what is printed about it, and its fix', () => {
    const front = examples.filter(({ page }) => page === 'README.md');
    expect(['incorrect', 'output', 'fixed'].map((word) => front.findIndex(({ words }) => words[0] === word))).toEqual([0, 1, 2]);
  });
});
