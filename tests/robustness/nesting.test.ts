import type { TSESTree } from '@typescript-eslint/types';
import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../src/facts/extract-facts.js';
import { linkProgram } from '../../src/link/create-link.js';
import { readSettings } from '../../src/settings.js';
import { judgeProgram } from '../../src/verdict/judge-program.js';
import { type Filename, isAccepted, lint } from './lint.js';
import { HEAD, inHandler, LONG, numbered } from './long-programs.js';

/** One thing in another, so many times. */
const DEEP: Readonly<Record<string, (depth: number) => string>> = {
  parentheses: (n) => inHandler(`a = ${'('.repeat(n)}a${')'.repeat(n)};`),
  arrays: (n) => inHandler(`a = ${'['.repeat(n)}a${']'.repeat(n)};`),
  objects: (n) => inHandler(`a = ${'{a:'.repeat(n)}a${'}'.repeat(n)};`),
  arguments: (n) => inHandler(`a = ${'a('.repeat(n)}m.get(a).size > 3 && socket.disconnect()${')'.repeat(n)};`),
  'a chain of calls': (n) => inHandler(`a${'.b()'.repeat(n)}.then(() => socket.disconnect());`),
  'a chain of members': (n) => inHandler(`a = a${'.b'.repeat(n)};`),
  'an optional chain': (n) => inHandler(`a = a${'?.b?.()'.repeat(n)};`),
  sums: (n) => inHandler(`if (m.get(a).size${' + a'.repeat(n)} > 3) socket.disconnect();`),
  alternatives: (n) => inHandler(`if (a${' || m.get(b).size > 3'.repeat(n)}) socket.disconnect();`),
  defaults: (n) => inHandler(`if (m.get(a).size > (a${' ?? b'.repeat(n)})) socket.disconnect();`),
  negations: (n) => inHandler(`if (${'!'.repeat(n)}(m.get(a).size > 3)) socket.disconnect();`),
  choices: (n) => inHandler(`a = ${'a ? b : '.repeat(n)}c;`),
  'else after else': (n) => inHandler(`${'if (a) b(); else '.repeat(n)} socket.disconnect();`),
  blocks: (n) => inHandler(`${'{'.repeat(n)}socket.disconnect();${'}'.repeat(n)}`),
  conditions: (n) => inHandler(`${'if (m.get(a).size > 3) {'.repeat(n)}socket.disconnect();${'}'.repeat(n)}`),
  loops: (n) => inHandler(`${'for (const x of a) '.repeat(n)}socket.disconnect();`),
  functions: (n) => inHandler(`${'function f() {'.repeat(n)}socket.disconnect();${'}'.repeat(n)}`),
  arrows: (n) => inHandler(`a = ${'() => '.repeat(n)}socket.disconnect();`),
  'functions that are called at once': (n) => inHandler(`${'(() => {'.repeat(n)}socket.disconnect();${'})();'.repeat(n)}`),
  promises: (n) => inHandler(`a${'.then((x) => x)'.repeat(n)}.then(() => socket.disconnect());`),
  classes: (n) => inHandler(`${'a = class { static x = '.repeat(n)}1${'}'.repeat(n)}`),
  patterns: (n) => inHandler(`const ${'[{a:'.repeat(n)}x${'}]'.repeat(n)} = a;`),
  assignments: (n) => inHandler(`${'a = '.repeat(n)}b;`),
  tries: (n) => inHandler(`${'try {'.repeat(n)}socket.disconnect();${'} catch { a(); }'.repeat(n)}`),
  switches: (n) => inHandler(`${'switch (a) { case 1: '.repeat(n)}socket.disconnect();${'}'.repeat(n)}`),
  labels: (n) => inHandler(`${numbered(n, (index) => `l${String(index)}: `)};`),
  templates: (n) => inHandler(`a = ${'`${'.repeat(n)}a${'}`'.repeat(n)};`),
  awaits: (n) => `${HEAD}io.on('connection', async (socket) => { ${'await '.repeat(n)}a; });`,
};

const DEEP_TYPESCRIPT: typeof DEEP = {
  'type arguments': (n) => inHandler(`let z: ${'A<'.repeat(n)}B${'>'.repeat(n)};`),
  lists: (n) => inHandler(`let z: B${'[]'.repeat(n)};`),
  'qualified names': (n) => inHandler(`let z: A${'.b'.repeat(n)};`),
  'type literals': (n) => inHandler(`let z: ${'{ a: '.repeat(n)}B${'}'.repeat(n)};`),
  casts: (n) => inHandler(`a = a${' as any'.repeat(n)}${'!'.repeat(n)};`),
  namespaces: (n) => `${inHandler('')}\nnamespace A${'.b'.repeat(n)} { }`,
};

/** Where ESLint itself gives up, there is nothing to ask. */
function readDeep(build: (depth: number) => string, filename: Filename): number {
  const depths = [100, 200].filter((depth) => isAccepted(build(depth), filename));
  for (const depth of depths) expect(lint(build(depth), filename)?.length).toBeGreaterThan(0);
  return depths.length;
}

describe('deep nesting is read as far as ESLint goes', () => {
  it.each(Object.entries(DEEP))('of %s', (_name, build) => {
    expect(readDeep(build, 'server.js')).toBeGreaterThan(0);
  });

  it.each(Object.entries(DEEP_TYPESCRIPT))('of %s', (_name, build) => {
    expect(readDeep(build, 'server.ts')).toBeGreaterThan(0);
  });
});

describe('long programs are read in time', () => {
  it.each(Object.entries(LONG))('%s', (_name, build) => {
    expect(lint(build(500), 'server.js')?.length).toBeGreaterThan(0);
  });
});

describe('a tree of 10,000 levels gives facts', () => {
  const range: [number, number] = [0, 1];
  const name = { type: 'Identifier', name: 'x', range };
  const literal = { type: 'Literal', value: 1, raw: '1', range };
  const statement = (expression: object): object => ({ type: 'ExpressionStatement', expression, range });
  const SHAPES: Readonly<Record<string, readonly [inner: object, wrap: (inner: object) => object, outer?: (inner: object) => object]>> = {
    members: [name, (object) => ({ type: 'MemberExpression', object, property: name, computed: false, optional: false, range })],
    calls: [name, (callee) => ({ type: 'CallExpression', callee, arguments: [], optional: false, range })],
    arguments: [name, (argument) => ({ type: 'NewExpression', callee: name, arguments: [argument], range })],
    parentheses: [name, (expression) => ({ type: 'ParenthesizedExpression', expression, range })],
    operators: [name, (left) => ({ type: 'BinaryExpression', operator: '+', left, right: literal, range })],
    alternatives: [name, (left) => ({ type: 'LogicalExpression', operator: '||', left, right: literal, range })],
    arrows: [name, (body) => ({ type: 'ArrowFunctionExpression', body, params: [], async: false, range })],
    elements: [name, (element) => ({ type: 'JSXElement', children: [element], range })],
    patterns: [name, (element) => ({ type: 'ArrayPattern', elements: [element], range }), (left) => statement({ type: 'AssignmentExpression', operator: '=', left, right: name, range })],
    'exported patterns': [name, (element) => ({ type: 'ArrayPattern', elements: [element], range }), (id) => ({ type: 'ExportNamedDeclaration', specifiers: [], declaration: { type: 'VariableDeclaration', declarations: [{ id, init: name }], range }, range })],
    blocks: [statement(name), (inner) => ({ type: 'BlockStatement', body: [inner], range }), (inner) => inner],
    branches: [statement(name), (alternate) => ({ type: 'IfStatement', test: name, consequent: statement(name), alternate, range }), (inner) => inner],
    labels: [statement(name), (body) => ({ type: 'LabeledStatement', label: name, body, range }), (inner) => inner],
    'unknown statements': [statement(name), (body) => ({ type: 'NewStatement', body, range }), (inner) => inner],
    types: [{ type: 'TSTypeReference', typeName: name, range }, (elementType) => ({ type: 'TSArrayType', elementType, range }), (type) => statement({ type: 'ArrowFunctionExpression', body: name, async: false, params: [{ ...name, typeAnnotation: { type: 'TSTypeAnnotation', typeAnnotation: type, range } }], range })],
    'qualified names': [name, (left) => ({ type: 'TSQualifiedName', left, right: name, range }), (moduleReference) => ({ type: 'TSImportEqualsDeclaration', id: name, moduleReference, range })],
  };

  it.each(Object.entries(SHAPES))('of %s', (_name, [inner, wrap, outer = statement]) => {
    let node = inner;
    for (let depth = 0; depth < 10_000; depth += 1) node = wrap(node);
    const ast = { type: 'Program', body: [outer(node)], range } as unknown as TSESTree.Program;
    const facts = extractFacts({ ast, scopeManager: { scopes: [] }, text: 'x' });
    expect(JSON.parse(JSON.stringify(facts))).toStrictEqual(facts);
    expect(judgeProgram(linkProgram([{ path: 'x.js', facts }], readSettings({}))).sites).toEqual([]);
  });
});
