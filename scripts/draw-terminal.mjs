// Draws a terminal in which ESLint finds the front page's server and fixes it, and the audit passes: `npm run docs:terminal`.
// All that is shown is what the commands print. They run in a folder of their own, with the built plugin.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import anser from 'anser';

const root = fileURLToPath(new URL('../', import.meta.url));
const target = process.argv[2] ?? join(root, 'docs/public/terminal.svg');

const COLUMNS = 100;
const WIDTH = 8.4;
const HEIGHT = 20;
const PADDING = 20;
const BAR = 32;

/** What is typed. */
const COMMANDS = ['npx eslint server.js', 'npx eslint --fix server.js', 'git diff --stat', 'npx eslint-plugin-websocket-limits'];

/** @typedef {{ text: string, style: string }} Piece */

mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, draw(record()));

/**
 * Every line of the terminal, as long as it is wide at most.
 *
 * @returns {Piece[][]}
 */
function record() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'terminal-')));
  try {
    prepare(folder);
    return COMMANDS.flatMap((command) => [
      [{ text: '$ ', style: 'dim' }, { text: command, style: 'bold' }],
      ...trimmed(run(folder, command).split('\n').flatMap((line) => wrapped(piecesOf(line)))),
      [],
    ]).slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Without the empty lines at the end.
 *
 * @param {Piece[][]} rows
 */
function trimmed(rows) {
  return rows.slice(0, rows.findLastIndex((row) => row.length > 0) + 1);
}

/** @param {string} folder */
function prepare(folder) {
  const page = readFileSync(join(root, 'README.md'), 'utf8');
  const server = /^```js incorrect missing\n(?<code>(?:(?!```).*\n)*)```$/mu.exec(page)?.groups?.['code'] ?? '';
  const config = /^```js config\n(?<code>(?:(?!```).*\n)*)```$/mu.exec(page)?.groups?.['code'] ?? '';
  writeFileSync(join(folder, 'package.json'), '{ "name": "chat", "type": "module" }\n');
  writeFileSync(join(folder, 'server.js'), server);
  writeFileSync(join(folder, 'eslint.config.js'), config);
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/eslint-plugin-websocket-limits'), 'junction');
  run(folder, 'git init --quiet && git add . && git -c user.name=You -c user.email=you@example.com commit --quiet --message Begin');
}

/**
 * @param {string} folder
 * @param {string} command
 */
function run(folder, command) {
  const eslint = `"${process.execPath}" "${join(root, 'node_modules/eslint/bin/eslint.js')}" --color`;
  const audit = `"${process.execPath}" "${join(root, 'dist/cli.js')}"`;
  const line = command.replace('npx eslint-plugin-websocket-limits', audit).replace('npx eslint', eslint).replace('git diff', 'git -c core.pager= diff --color=always');
  // Of the environment, only what finds the commands: what is set for colours elsewhere must not matter here.
  const env = { PATH: process.env['PATH'], FORCE_COLOR: '1', HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
  const { stdout, stderr, status } = spawnSync(line, { cwd: folder, shell: true, encoding: 'utf8', env });
  // 1 is what ESLint ends with where it has found something.
  if (stderr !== '' || status === null || status > 1) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return stdout.replaceAll(folder, '/home/you/chat');
}

/**
 * @param {string} line
 * @returns {Piece[]}
 */
function piecesOf(line) {
  return anser.ansiToJson(line, { remove_empty: true, use_classes: true }).map(({ content, fg, decorations }) => ({
    text: content,
    style: [/^ansi-(?<name>\w+)$/u.exec(fg)?.groups?.['name'], ...decorations.filter((name) => ['bold', 'dim', 'underline'].includes(name))].filter(Boolean).join(' '),
  }));
}

/**
 * As a terminal breaks a line that is too long for it.
 *
 * @param {Piece[]} pieces
 * @returns {Piece[][]}
 */
function wrapped(pieces) {
  /** @type {Piece[][]} */
  const rows = [[]];
  let room = COLUMNS;
  for (const { text, style } of pieces) {
    for (let rest = text; rest !== ''; ) {
      if (room === 0) {
        rows.push([]);
        room = COLUMNS;
      }
      const part = rest.slice(0, room);
      rows.at(-1)?.push({ text: part, style });
      room -= part.length;
      rest = rest.slice(part.length);
    }
  }
  return rows;
}

/** @param {Piece[][]} rows */
function draw(rows) {
  const width = Math.ceil(COLUMNS * WIDTH + 2 * PADDING);
  const height = rows.length * HEIGHT + 2 * PADDING + BAR;
  const texts = rows.flatMap((row, index) => (row.length === 0 ? [] : [`  <text x="${PADDING}" y="${BAR + PADDING + index * HEIGHT + 14}">${row.map(spanOf).join('')}</text>`]));
  const dots = [0, 1, 2].map((index) => `  <circle class="dot" cx="${PADDING + index * 18}" cy="${BAR / 2}" r="5"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
  <title id="title">A terminal: ESLint finds a server without a limit on connections per user, inserts one, and the audit says what is enforced then</title>
  <style>
    rect { fill: #f6f8fa; stroke: #d0d7de } .dot { fill: #d0d7de } .bar { stroke: #d0d7de }
    text { fill: #1f2328; font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; white-space: pre }
    .bold { font-weight: 600 } .dim { fill: #59636e } .underline { text-decoration: underline }
    .red { fill: #cf222e } .green { fill: #1a7f37 } .yellow { fill: #9a6700 }
    @media (prefers-color-scheme: dark) {
      rect { fill: #0d1117; stroke: #3d444d } .dot { fill: #3d444d } .bar { stroke: #3d444d }
      text { fill: #f0f6fc } .dim { fill: #9198a1 }
      .red { fill: #ff7b72 } .green { fill: #3fb950 } .yellow { fill: #d29922 }
    }
  </style>
  <rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
  <line class="bar" x1="0" x2="${width}" y1="${BAR}" y2="${BAR}"/>
${[...dots, ...texts].join('\n')}
</svg>
`;
}

/** @param {Piece} piece */
function spanOf({ text, style }) {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  // A length of its own for each piece keeps the columns, whatever font there is.
  const length = `textLength="${(text.length * WIDTH).toFixed(1)}" lengthAdjust="spacingAndGlyphs"`;
  return `<tspan ${length}${style === '' ? '' : ` class="${style}"`}>${escaped}</tspan>`;
}
