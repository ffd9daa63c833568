import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import * as typescriptParser from '@typescript-eslint/parser';
import { ESLint, Linter } from 'eslint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import plugin from '../src/index.js';

/**
 * Every example on the pages is run. The words behind a fence's language say how:
 *
 * - `incorrect id…`: the strict config reports exactly these message ids;
 * - `correct`: it reports nothing;
 * - `reported id…`: the audit config reports exactly these;
 * - `output`: what ESLint prints about the example before it;
 * - `diff fixed`: what `--fix` changes in the text without the added lines, which is silent afterwards; with lines
 *   between `@@` and `@@`, its parts that change in the example before;
 * - `diff suggested`: the same for one of the suggestions; both with `ts` behind them for TypeScript;
 * - `config`: an eslint.config file that finds what is wrong with the front page's server; `config silent`: one that
 *   finds nothing in the example before it;
 * - `file path`: a file of the program that the page shows; `patch path`: a change of it;
 * - `printed config`: what ESLint prints about that program as it is there, with the config of that name;
 * - `code file`: a file of docs/recipes/code, which tests/recipes holds against the page, lints and runs;
 * - `cached`: an eslint.config file that tests/hosts/cache.test.ts runs;
 * - `settings`: an eslint.config file whose settings hold for the examples behind it; `wrong`: what ESLint says about the
 *   first of these if its first `covers` is another word.
 *
 * `settings={…}` adds shared settings, as JSON without blanks.
 */
interface Example {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly words: readonly string[];
  readonly code: string;
}

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const ruleNames = Object.keys(plugin.rules) as (keyof typeof plugin.rules)[];
const pageOf = (rule: string): string => `docs/rules/${rule}.md`;
const rulePages = readdirSync(join(root, 'docs/rules')).map((name) => `docs/rules/${name}`);
const recipePages = readdirSync(join(root, 'docs/recipes')).filter((name) => name.endsWith('.md')).map((name) => `docs/recipes/${name}`);
const pages = ['README.md', 'docs/how-it-works.md', 'docs/declare-a-library.md', 'docs/other-linters.md', ...rulePages, ...recipePages];

const examplesOf = (page: string): Example[] => {
  const text = read(page);
  return Array.from(text.matchAll(/^```(?<info>.+)\n(?<code>(?:(?!```).*\n)*)```$/gmu), ({ groups, index }) => {
    const [language = '', ...words] = groups?.['info']?.trim().split(/\s+/u) ?? [];
    return { page, line: text.slice(0, index).split('\n').length, language, words, code: groups?.['code'] ?? '' };
  });
};
const examples = pages.flatMap(examplesOf);
const marked = (...words: string[]): Example[] => examples.filter((example) => words.includes(example.words[0] ?? ''));
const nameOf = ({ page, line, words }: Example): string => `${page}:${String(line)} ${words.join(' ')}`;
const cases = (...words: string[]): [string, Example][] => marked(...words).map((example) => [nameOf(example), example]);

/** What a configuration on a page has under the plugin's key in its settings. */
const settingsIn = async (code: string): Promise<object> => {
  const text = code.replace(/^import .*$/mu, 'const websocketLimits = { configs: {} };');
  const { default: config } = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { default: Linter.Config[] };
  return (config.at(-1)?.settings?.['websocket-limits'] ?? {});
};
const shown = await Promise.all(marked('settings').map(async ({ page, line, code }) => ({ page, line, settings: await settingsIn(code) })));
const settingsAbove = ({ page, line }: Example): object => shown.filter((other) => other.page === page && other.line < line).at(-1)?.settings ?? {};

const linter = new Linter({ configType: 'flat' });
const configFor = (name: keyof typeof plugin.configs, example: Example): Linter.Config[] => {
  const given = example.words.find((word) => word.startsWith('settings='))?.slice('settings='.length);
  const settings = { 'websocket-limits': { ...settingsAbove(example), ...(JSON.parse(given ?? '{}') as object) } };
  return [
    { files: ['**/*.{js,ts}'], ...plugin.configs[name], settings },
    { files: ['**/*.ts'], languageOptions: { parser: typescriptParser } },
  ];
};
/** An example without settings. */
const PLAIN: Example = { page: '', line: 0, language: 'js', words: [], code: '' };
const fileOf = (language: string): string => `server.${language}`;

const idsOf = (messages: Linter.LintMessage[]): string[] => messages.map(({ messageId, message }) => messageId ?? message).sort();
const report = (code: string, language: string, config: Linter.Config[]): string[] =>
  idsOf(linter.verify(code, config, { filename: fileOf(language) }));
const expectedIds = ({ words }: Example): string[] => words.slice(1).filter((word) => !word.includes('=')).sort();

const sides = (diff: string): { before: string; after: string } => {
  const lines = diff.trimEnd().split('\n');
  const without = (sign: string): string =>
    lines.flatMap((line) => (line.startsWith(sign) ? [] : [`${line.slice(1)}\n`])).join('');
  return { before: without('+'), after: without('-') };
};
/** The last incorrect example above. */
const exampleBefore = ({ page, line }: Example): Example => {
  const found = marked('incorrect').filter((other) => other.page === page && other.line < line).at(-1);
  if (!found) throw new Error(`No example above line ${String(line)} of ${page}`);
  return found;
};
const languageOfDiff = ({ words }: Example): string => (words.includes('ts') ? 'ts' : 'js');

describe('examples', () => {
  test('every fence with code says what it shows', () => {
    const known = ['incorrect', 'correct', 'reported', 'fixed', 'suggested', 'config', 'file', 'patch', 'code', 'cached', 'settings'];
    const code = examples.filter(({ language }) => ['js', 'ts', 'diff'].includes(language));
    expect(code.filter(({ words }) => !known.includes(words[0] ?? '')).map(nameOf)).toEqual([]);
  });

  test.each(cases('incorrect'))('%s', (_, example) => {
    expect(report(example.code, example.language, configFor('strict', example))).toEqual(expectedIds(example));
  });

  test.each(cases('correct'))('%s', (_, example) => {
    expect(report(example.code, example.language, configFor('strict', example))).toEqual([]);
  });

  test.each(cases('reported'))('%s', (_, example) => {
    expect(report(example.code, example.language, configFor('audit', example))).toEqual(expectedIds(example));
  });

  test.each(cases('fixed').filter(([, { code }]) => code.startsWith('@@')))('%s', (_, example) => {
    const { code: before, language } = exampleBefore(example);
    const { fixed, output, messages } = linter.verifyAndFix(before, configFor('strict', example), { filename: fileOf(language) });
    expect({ fixed, messages }).toEqual({ fixed: true, messages: [] });
    const hunks = example.code.split(/^@@.*@@\n/mu).slice(1).map(sides);
    expect(hunks.reduce((text, hunk) => text.replace(hunk.after, () => hunk.before), output)).toBe(before);
  });

  test.each(cases('fixed').filter(([, { code }]) => !code.startsWith('@@')))('%s', (_, example) => {
    const { before, after } = sides(example.code);
    const filename = fileOf(languageOfDiff(example));
    expect(linter.verifyAndFix(before, configFor('strict', example), { filename })).toEqual({ fixed: true, output: after, messages: [] });
  });

  test.each(cases('suggested'))('%s', (_, example) => {
    const { before, after } = sides(example.code);
    const language = languageOfDiff(example);
    const config = configFor('strict', example);
    const suggestions = linter.verify(before, config, { filename: fileOf(language) }).flatMap(({ suggestions: all = [] }) => all);
    const texts = suggestions.map(({ fix: { range, text } }) => before.slice(0, range[0]) + text + before.slice(range[1]));
    expect(texts).toContain(after);
    expect(report(after, language, config)).toEqual([]);
  });

  test.each(cases('wrong'))('%s', async (_, example) => {
    const declaration = marked('settings').find(({ page }) => page === example.page)?.code ?? '';
    const settings = { 'websocket-limits': await settingsIn(declaration.replace("covers: 'emitter'", "covers: 'all'")) };
    const [server] = marked('incorrect').filter(({ page }) => page === example.page);
    const lint = (): unknown => linter.verify(server?.code ?? '', [...configFor('strict', PLAIN), { settings }]);
    expect(lint).toThrow(example.code.trim());
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

const formatted = async (eslint: ESLint, results: ESLint.LintResult[]): Promise<string> => {
  const stylish = await eslint.loadFormatter('stylish');
  const text = await stylish.format(results, { color: false });
  return `${text.trim()}\n`;
};

describe('the program of several files', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'docs-')));
  const steps = marked('file', 'patch', 'printed');

  beforeAll(() => {
    writeFileSync(join(folder, 'package.json'), '{ "name": "chat", "type": "module" }');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('is one program, and is shown with what is printed', () => {
    expect(new Set(steps.map(({ page }) => page)).size).toBe(1);
    expect(steps.map(({ words }) => words[0])).toEqual(['file', 'file', 'file', 'printed', 'patch', 'printed']);
  });

  // In the order of the page: one writes, the next one lints what is there.
  test.each(steps.map((step): [string, Example] => [nameOf(step), step]))('%s', async (_, { words: [word, name = ''], code }) => {
    const path = join(folder, name);
    if (word === 'file') {
      writeFileSync(path, code);
    } else if (word === 'patch') {
      const { before, after } = sides(code);
      const text = readFileSync(path, 'utf8');
      expect(text).toContain(before);
      writeFileSync(path, text.replace(before, () => after));
    } else {
      expect(Object.keys(plugin.configs)).toContain(name);
      const overrideConfig = configFor(name as keyof typeof plugin.configs, PLAIN);
      const eslint = new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig });
      const results = await eslint.lintFiles('.');
      const shown = results.map((result) => ({ ...result, filePath: result.filePath.replace(folder, '/home/you/chat') }));
      expect(await formatted(eslint, shown)).toBe(code);
    }
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
    expect(results.flatMap(({ messages }) => idsOf(messages))).toEqual(isSilent ? [] : expectedIds(server ?? { page: '', line, language, words: [], code }));
  });
});

const SECTIONS = [
  'Why it matters',
  'What is checked',
  'Incorrect',
  'Correct',
  'When it stays silent',
  'Fix',
  'Options',
  'When not to use it',
  'Further reading',
];

describe('pages', () => {
  test('every rule has one, and every page has a rule', () => {
    expect([...rulePages].sort()).toEqual(ruleNames.map(pageOf).sort());
  });

  test.each(ruleNames)('%s has the sections that all pages have', (rule) => {
    const text = read(pageOf(rule));
    expect(text.split('\n')[0]).toBe(`# ${rule}`);
    expect(Array.from(text.matchAll(/^## (?<title>.+)$/gmu), ({ groups }) => groups?.['title'])).toEqual(SECTIONS);
  });

  test.each(ruleNames)('%s names all that can be met: messages, options, defaults, configs, fixes', (rule) => {
    const text = read(pageOf(rule));
    const { meta } = plugin.rules[rule];
    const ids = Object.keys(meta?.messages ?? {});
    expect(ids.filter((id) => !text.includes(`\`${id}\``))).toEqual([]);
    const [options = {}] = (meta?.defaultOptions ?? []) as readonly object[];
    const defaults = Object.entries(options).map(([name, value]) => `| \`${name}\` | \`${JSON.stringify(value).replaceAll('"', "'")}\` |`);
    expect(defaults.filter((row) => !text.includes(row))).toEqual([]);
    expect(text.split('\n').slice(2, 3)).toEqual([introOf(rule)]);
  });

  test.each(pages)('%s links to files and headings that exist', (page) => {
    const text = read(page);
    const base = new URL(page, new URL('../', import.meta.url));
    const links = Array.from(text.matchAll(/\]\((?<to>[^)\s]+)\)/gu), ({ groups }) => groups?.['to'] ?? '').filter((to) => !to.startsWith('https://'));
    const broken = links.filter((to) => {
      const [path = '', anchor] = to.split('#');
      const target = path === '' ? text : readFileSync(new URL(path, base), 'utf8');
      return anchor !== undefined && !headingsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

const headingsOf = (text: string): string[] =>
  Array.from(text.matchAll(/^#+ (?<title>.+)$/gmu), ({ groups }) => (groups?.['title'] ?? '').toLowerCase().replaceAll(/[^\w\s-]/gu, '').replaceAll(' ', '-'));

const severity = (config: keyof typeof plugin.configs, rule: string): string => {
  const level = plugin.configs[config].rules?.[`websocket-limits/${rule}`];
  return typeof level === 'string' ? level : '';
};

/** The line under a page's title: what the rule does, where it is on, and what it offers. */
function introOf(rule: keyof typeof plugin.rules): string {
  const { meta } = plugin.rules[rule];
  const description = meta?.docs?.description ?? '';
  const configs = (['recommended', 'strict', 'audit'] as const).flatMap((config) => {
    const level = severity(config, rule);
    return level === '' ? [] : [`\`${config}\` (${level})`];
  });
  const offers = [meta?.fixable ? ' 🔧 `--fix` inserts code.' : '', meta?.hasSuggestions ? ' 💡 Editors offer suggestions.' : ''].join('');
  return `${description.charAt(0).toUpperCase()}${description.slice(1)}. In ${configs.join(', ')}.${offers}`;
}

describe('the front page', () => {
  const text = read('README.md');

  test.each(ruleNames)('lists %s with its configs and what it offers', (rule) => {
    const { meta } = plugin.rules[rule];
    const cells = [
      `[\`${rule}\`](${pageOf(rule)})`,
      meta?.docs?.description,
      severity('recommended', rule),
      severity('strict', rule),
      severity('audit', rule),
      meta?.fixable ? '🔧' : '',
      meta?.hasSuggestions ? '💡' : '',
    ];
    expect(text).toContain(`|${cells.map((cell) => (cell === '' ? '   ' : ` ${String(cell)} `)).join('|')}|`);
  });

  test('begins with a server, what is printed about it, and its fix', () => {
    const front = examples.filter(({ page }) => page === 'README.md');
    expect(['incorrect', 'output', 'fixed'].map((word) => front.findIndex(({ words }) => words[0] === word))).toEqual([0, 1, 2]);
  });
});
