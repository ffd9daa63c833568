import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Linter } from 'eslint';
import { expect, test } from 'vitest';
import plugin from '../src/index.js';
import { root, textOf } from './guides/fences.js';

/** The page for coding agents: https://llmstxt.org says what it looks like. */
const page = textOf('llms.txt');
const [title, , summary] = page.split('\n');

test('it begins with a title and a summary, and has sections that are lists of links', () => {
  expect(title).toBe('# eslint-plugin-websocket-limits');
  expect(summary).toMatch(/^> \S.+\.$/u);
  const sections = page.split(/^## /mu).slice(1).map((section) => section.trim().split('\n'));
  expect(sections.map(([name]) => name)).toEqual(['Start', 'Rules', 'Guides', 'Servers to copy', 'Optional']);
  const lines = sections.flatMap(([, , ...items]) => items).filter((line) => line !== '');
  expect(lines.filter((line) => !/^- \[[^\]]+\]\([^)]+\)(?:: \S.*)?$/u.test(line))).toEqual([]);
});

test('it leads to every page about rules and every guide', () => {
  const pages = ['docs/rules', 'docs/guides'].flatMap((folder) => readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`));
  expect(pages.filter((name) => !page.includes(`](${name})`))).toEqual([]);
});

test('where no fix is certain, what ESLint hands out has the same edit as a suggestion, with the expression of the user', () => {
  const code = "import { Server } from 'socket.io';\nimport { authenticate } from './auth.js';\n\nconst io = new Server(3000);\nio.use(authenticate);\nio.on('connection', (socket) => socket.emit('welcome'));\n";
  const linter = new Linter({ configType: 'flat' });
  const [message] = linter.verify(code, [plugin.configs.strict], { filename: 'server.js' });
  expect(message?.fix).toBeUndefined();
  const [suggestion] = message?.suggestions ?? [];
  expect(suggestion?.desc).toMatch(/^Insert a limit of 3 connections per user, counted by `socket\.data\.\w+`\.$/u);
  const { range = [0, 0], text = '' } = suggestion?.fix ?? {};
  const edited = code.slice(0, range[0]) + text + code.slice(range[1]);
  expect(linter.verify(edited, [plugin.configs.strict], { filename: 'server.js' })).toEqual([]);
});
