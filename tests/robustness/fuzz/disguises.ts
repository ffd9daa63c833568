import fc from 'fast-check';
import { mutated, mutations } from '../mutate.js';
import { JSX, SYNTAX, TYPESCRIPT } from '../syntax-lines.js';
import { type Program, seeds } from './seeds.js';

/** A change of a text that may leave a program, and may mean something else. */
type Change = (code: string) => string;

/** All of a program but its imports, in something. */
const WRAPPINGS: readonly (readonly [before: string, after: string])[] = [
  ['{', '}'],
  ['async function main() {', '}\nmain();'],
  ['function* main() {', '}\nmain().next();'],
  ['class Main { static {', '} }'],
  ['class Main { async start() {', '} }\nnew Main().start();'],
  ['class Main { constructor() {', '} }\nexport default new Main();'],
  ['void (async () => {', '})();'],
  ['export default { setup() {', '} };'],
  ['export const start = ({ port, ...rest } = {}) => {', '};'],
  ['if (process.env.CHAT) {', '}'],
  ['try {', '} catch {}'],
  ['outer: for (;;) {', 'break outer; }'],
  ['switch (process.argv[2]) { case "x": default: {', '} }'],
  ['namespace Main {', '}'],
  ['export abstract class Main<T> { protected async run(this: Main<T>): Promise<void> {', '} }'],
  ['Promise.resolve().then(() => {', '});'],
];

const NAMES = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'valueOf', 'prototype', 'length', 'name', 'arguments', 'async', 'of', 'get', 'static', 'undefined', 'NaN', 'naïve', '名前', '𝒳𝓎', 'ª', '$', '_', String.raw`\u{61}bc`, 'then', 'default_', 'exports', 'module', 'globalThis'];

/** Classes and functions that lead back to themselves, and what no person writes. */
const ODD = [
  'class A1 extends B1 {} class B1 extends A1 {}',
  'class Self extends Self {}',
  'const loop = { get own() { return loop.own; } }; loop.own();',
  'const f1 = (x) => f2(x), f2 = (x) => f1(x); f1(f2);',
  'var first = second, second = first; first(second);',
  `const long = '${'x'.repeat(5000)}';`,
  `const many = [${'1,'.repeat(500)}];`,
  `const digits = ${'9'.repeat(400)} + ${'9'.repeat(400)}n;`,
  `const nested = ${'('.repeat(60)}1${')'.repeat(60)} + ${'['.repeat(60)}${']'.repeat(60)};`,
  `const deep = ${'() => '.repeat(60)}1;`,
  `deepen${'.a'.repeat(80)}${'(b)'.repeat(80)};`,
  '/* \0 \u2028 \uD800 */',
  "'\0';",
  "import * as self from './server.js'; self.default?.();",
  "export * from './server.js';",
  "import('./server.js').then((server) => server);",
  "const lazy = require('./' + 'server');",
];

const LINES = [...Object.values(SYNTAX).flat(), ...TYPESCRIPT, ...JSX, ...ODD, ...ODD];

function wrapped(at: number): Change {
  return (code) => {
    const [before, after] = WRAPPINGS[at % WRAPPINGS.length] ?? ['', ''];
    const lines = code.split('\n');
    const isImport = (line: string): boolean => /^\s*(?:import\b|#!|['"]use )/u.test(line);
    return [...lines.filter(isImport), before, ...lines.filter((line) => !isImport(line)), after, ''].join('\n');
  };
}

function inserted(at: number, to: number): Change {
  return (code) => {
    const lines = code.split('\n');
    lines.splice(to % (lines.length + 1), 0, LINES[at % LINES.length] ?? '');
    return lines.join('\n');
  };
}

/** One name everywhere, as an editor renames it. */
function renamed(at: number, to: number): Change {
  return (code) => {
    const names = [...new Set(code.match(/\b(?<![.'"/-])[A-Za-z]\w*\b(?![-'"/])/gu) ?? [])];
    const name = names[at % Math.max(1, names.length)] ?? 'x';
    return code.replaceAll(new RegExp(String.raw`\b${name}\b`, 'gu'), () => NAMES[to % NAMES.length] ?? '');
  };
}

/** Lines that stand together, once more inside of something. */
function nested(at: number, to: number): Change {
  return (code) => {
    const lines = code.split('\n');
    const first = at % lines.length;
    const [before, after] = WRAPPINGS[(at + to) % WRAPPINGS.length] ?? ['', ''];
    const end = Math.min(lines.length, first + 1 + (to % 12));
    return [...lines.slice(0, first), before, ...lines.slice(first, end), after, ...lines.slice(end)].join('\n');
  };
}

const TEXTS: readonly Change[] = [
  (code) => `\uFEFF${code}`,
  (code) => `#!/usr/bin/env node\n${code}`,
  (code) => code.replaceAll('\n', '\r\n'),
  (code) => code.replaceAll('\n', '\r'),
  (code) => code.replaceAll('\n', '\u2028'),
  (code) => code.replaceAll('\n', ' // \0 \uD800 名前\n'),
  (code) => code.replaceAll(/^ +/gmu, '\t'),
  (code) => code.replaceAll(/;$/gmu, ''),
  (code) => code.replaceAll(/'((?:\\.|[^'\\\n])*)'/gu, (text, inner: string) => (inner.includes('"') ? text : `"${inner}"`)),
  (code) => code.trimEnd(),
  (code) => `${code}// the end`,
  (code) => `'use strict';\n${code}`,
  (code) => code.replaceAll('\n', ''),
  (code) => `${code}\n${code.replaceAll(/^\s*import .*$/gmu, '')}`,
];

const index = fc.nat();
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 5, arbitrary: mutations.map((changes): Change => (code) => mutated(code, changes)) },
  { weight: 2, arbitrary: fc.tuple(index, index).map(([at, to]) => inserted(at, to)) },
  { weight: 2, arbitrary: fc.tuple(index, index).map(([at, to]) => renamed(at, to)) },
  { weight: 2, arbitrary: fc.tuple(index, index).map(([at, to]) => nested(at, to)) },
  { weight: 1, arbitrary: index.map(wrapped) },
  { weight: 1, arbitrary: fc.constantFrom(...TEXTS) },
);

/** Programs of real shape, changed up to three times. */
export const programs: fc.Arbitrary<Program> = fc
  .tuple(seeds, fc.array(change, { maxLength: 3 }))
  .map(([seed, changes]) => ({ ...seed, code: changes.reduce((code, apply) => apply(code), seed.code) }));
