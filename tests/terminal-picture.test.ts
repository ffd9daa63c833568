import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fencesOf, root, textOf } from './guides/fences.js';

const folder = mkdtempSync(path.join(tmpdir(), 'picture-'));
let drawn = '';
beforeAll(() => {
  const file = path.join(folder, 'terminal.svg');
  execFileSync(process.execPath, [path.join(root, 'scripts/draw-terminal.mjs'), file]);
  drawn = readFileSync(file, 'utf8');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The text of a picture, line by line. */
const linesOf = (svg: string): string[] =>
  Array.from(svg.matchAll(/<text [^>]+>(?<spans>.+)<\/text>/gu), ({ groups }) => (groups?.['spans'] ?? '').replaceAll(/<[^>]+>/gu, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));

test('the picture on the front page is what the commands print today', () => {
  expect(textOf('docs/public/terminal.svg'), 'Draw it anew: npm run docs:terminal').toBe(drawn);
  expect(textOf('README.md')).toContain('](docs/public/terminal.svg)');
});

test('it shows the report that the front page has as text', () => {
  const report = fencesOf('README.md').find(({ words }) => words[0] === 'output')?.code.trim() ?? '';
  const shown = linesOf(drawn).join('').replaceAll(/\s+/gu, '');
  expect(report).not.toBe('');
  expect(shown).toContain(report.replaceAll(/\s+/gu, ''));
});

test('it can be read in the dark, and by those who cannot see it', () => {
  expect(drawn).toContain('prefers-color-scheme: dark');
  expect(drawn).toMatch(/role="img" aria-labelledby="title">\s+<title id="title">\S+/u);
});
