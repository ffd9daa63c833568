import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import plugin from '../../src/index.js';

/**
 * Every example on the pages is run. The words behind a fence's language say how:
 *
 * - `incorrect id…`: the strict config reports exactly these message ids;
 * - `correct`: it reports nothing;
 * - `reported id…`: the audit config reports exactly these;
 * - `output`: what ESLint prints about the example before it;
 * - `diff fixed`: what `--fix` changes in the text without the added lines, which is silent afterwards; with lines
 *   between `@@` and `@@`, its parts that change in the example before;
 * - `diff suggested id`: the same for the suggestion of that name; both with `ts` behind them for TypeScript;
 * - `config`: an eslint.config file that finds what is wrong with the front page's server; `config silent`: one that
 *   finds nothing in the example before it;
 * - `file path id…`: a file of the program that is shown under this heading, and what is reported in it by the config
 *   that has the page's rule (on other pages, `strict`); `patch path id…`: a change of it, after the last of which these
 *   are reported in all files; `applied id…`: an eslint.config file with whose settings these are reported in them;
 * - `printed config`: what ESLint prints about that program as it is there, with the config of that name;
 * - `beside path`: a file of that program that ESLint does not lint, such as one of a process manager;
 * - `code file`: a file of docs/recipes/code, which tests/recipes holds against the page, lints and runs;
 * - `cached`: an eslint.config file that tests/hosts/cache.test.ts runs;
 * - `settings`: an eslint.config file whose settings hold for the examples behind it; `wrong`: what ESLint says about the
 *   first of these if its first `covers` is another word;
 * - `refused`: what ESLint says about the settings behind it.
 *
 * `settings={…}` adds shared settings, as JSON without blanks.
 */
export interface Example {
  readonly page: string;
  readonly line: number;
  /** The line of the nearest heading above: the files under one are one program. */
  readonly heading: number;
  readonly language: string;
  readonly words: readonly string[];
  readonly code: string;
}

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const read = (path: string): string => readFileSync(join(root, path), 'utf8');
export const ruleNames = Object.keys(plugin.rules) as (keyof typeof plugin.rules)[];
export const pageOf = (rule: string): string => `docs/rules/${rule}.md`;
export const rulePages = readdirSync(join(root, 'docs/rules')).map((name) => `docs/rules/${name}`);
const recipePages = readdirSync(join(root, 'docs/recipes')).filter((name) => name.endsWith('.md')).map((name) => `docs/recipes/${name}`);
const others = ['README.md', 'docs/index.md', 'docs/how-it-works.md', 'docs/declare-a-library.md', 'docs/libraries.md', 'docs/other-linters.md', 'docs/performance.md', 'docs/settings.md'];
export const pages = [...others, ...rulePages, ...recipePages];

/** A fence in the text of a page; a heading is a line of that form outside of fences. */
export const FENCE = /^```(?<info>.+)\n(?<code>(?:(?!```).*\n)*)```$/gmu;
const HEADING = /^#+ .+$/gmu;

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

export interface Heading {
  readonly level: number;
  readonly title: string;
  readonly line: number;
}

export const headingsOf = (text: string): Heading[] => {
  const prose = text.replaceAll(FENCE, (fence) => fence.replaceAll(/[^\n]/gu, ' '));
  return Array.from(prose.matchAll(HEADING), ({ 0: heading, index }) => {
    const title = heading.replace(/^#+ /u, '');
    return { level: heading.length - title.length - 1, title, line: lineAt(prose, index) };
  });
};

const examplesOf = (page: string): Example[] => {
  const text = read(page);
  const headings = headingsOf(text);
  return Array.from(text.matchAll(FENCE), ({ groups, index }) => {
    const [language = '', ...words] = groups?.['info']?.trim().split(/\s+/u) ?? [];
    const line = lineAt(text, index);
    const heading = headings.findLast((other) => other.line < line)?.line ?? 0;
    return { page, line, heading, language, words, code: groups?.['code'] ?? '' };
  });
};

export const examples = pages.flatMap(examplesOf);
export const marked = (...words: string[]): Example[] => examples.filter((example) => words.includes(example.words[0] ?? ''));
export const nameOf = ({ page, line, words }: Example): string => `${page}:${String(line)} ${words.join(' ')}`;
export const cases = (...words: string[]): [string, Example][] => marked(...words).map((example) => [nameOf(example), example]);

/** An example without settings. */
export const PLAIN: Example = { page: '', line: 0, heading: 0, language: 'js', words: [], code: '' };

/** The last incorrect example above. */
export const exampleBefore = ({ page, line }: Example): Example => {
  const found = marked('incorrect').filter((other) => other.page === page && other.line < line).at(-1);
  if (!found) throw new Error(`No example above line ${String(line)} of ${page}`);
  return found;
};

/** Both sides of a diff. */
export const sides = (diff: string): { before: string; after: string } => {
  const lines = diff.trimEnd().split('\n');
  const without = (sign: string): string => lines.flatMap((line) => (line.startsWith(sign) ? [] : [`${line.slice(1)}\n`])).join('');
  return { before: without('+'), after: without('-') };
};

/** Whether a text is what the parts of a diff make of another one. */
export const isMadeBy = (diff: string, before: string, after: string): boolean => {
  const hunks = diff.split(/^@@.*@@\n/mu).slice(1).map(sides);
  return hunks.every((hunk) => after.includes(hunk.after)) && hunks.reduce((text, hunk) => text.replace(hunk.after, () => hunk.before), after) === before;
};
