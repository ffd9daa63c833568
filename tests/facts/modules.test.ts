import { describe, expect, it } from 'vitest';
import { factsOf, type ParseOptions } from './parse.js';
import { showFunction, showType, showValue } from './show.js';

function exportsOf(code: string, options?: ParseOptions): string[] {
  const facts = factsOf(code, options);
  return facts.exports.map(({ name, value, from }) => `${name}: ${value ? showValue(facts, value) : `${from?.name ?? '?'} from ${from?.specifier ?? '?'}`}`);
}

function imports(code: string, options?: ParseOptions): string[] {
  const facts = factsOf(code, options);
  const [module] = facts.functions;
  return module ? showFunction(facts, module) : [];
}

/** The types of all names that have one. */
function types(code: string): string[] {
  const facts = factsOf(code);
  return facts.bindings.flatMap(({ name, kind, type }) => (type ? [`${kind === 'hidden' ? '_' : name}: ${showType(facts, type)}`] : []));
}

const COMMONJS: ParseOptions = { parser: 'espree', sourceType: 'commonjs', filename: 'module.cjs' };

describe('imports', () => {
  it('of ES modules', () => {
    expect(imports("import a, { b, c as d, 'e f' as g, default as h } from 'm'; import * as i from 'n'; import type { J } from 'o'; import 'p';")).toEqual([
      'a = import(m).default',
      'b = import(m).b',
      'd = import(m).c',
      'g = import(m).e f',
      'h = import(m).default',
      'i = import(n).*',
      'J = import(o).J',
    ]);
  });

  it('are known by their names', () => {
    expect(factsOf("import a, { b as c } from 'm'; import * as d from 'n'; import e = require('o'); const g = require('p');").bindings.map(({ imported }) => imported)).toEqual([
      { specifier: 'm', name: 'default' },
      { specifier: 'm', name: 'b' },
      { specifier: 'n', name: '*' },
      { specifier: 'o', name: '*' },
      { specifier: 'p', name: '*' },
    ]);
  });

  it('of CommonJS', () => {
    expect(imports("const a = require('m'); const { b, c: { d } } = require('n'); const e = require('o').g; const h = require(`p`); require('q')(i); require(j);", COMMONJS)).toEqual([
      'a = import(m).*',
      'b = import(n).*.b',
      'd = import(n).*.c.d',
      'e = import(o).*.g',
      'call require(`p`)',
      'h = require(`p`)',
      'call import(q).*(i)',
      'call require(j)',
    ]);
  });

  it('are no imports where require is a name of the module', () => {
    expect(imports("function require() {} const a = require('m');", COMMONJS).slice(1)).toEqual(['call require("m")', 'a = require("m")']);
  });

  it('of TypeScript', () => {
    expect(imports("import a = require('m'); import b = a.c.d; export import e = b; const g = await import('n'); const h = await import(i);")).toEqual([
      'a = import(m).*',
      'b = a.c.d',
      'e = b',
      'await',
      'g = await import(n).*',
      'await',
      'h = await ‹import of a computed path›',
    ]);
  });
});

describe('exports', () => {
  it('of ES modules', () => {
    expect(
      exportsOf(`export const a = 1, { b, c: [d = 2, ...e], ...g } = h;
        export function i() {} export class J {}
        export { a as k, J as default, b as 'the b' };
        export { l, default as m } from 'n'; export * from 'o'; export * as p from 'q'; export * as 'r s' from 't';`),
    ).toEqual([
      ...['a', 'b', 'd', 'e', 'g', 'i', 'J'].map((name) => `${name}: ${name}`),
      'k: a',
      'default: J',
      'the b: b',
      'l: l from n',
      'm: default from n',
      '*: * from o',
      'p: * from q',
      'r s: * from t',
    ]);
  });

  it('by default', () => {
    expect(exportsOf('export default function a() {}')).toEqual(['default: a']);
    expect(exportsOf('export default function () {}')).toEqual(['default: fn function#1']);
    expect(exportsOf('export default class A {}')).toEqual(['default: A']);
    expect(exportsOf('export default class {}')).toEqual(['default: class 0']);
    expect(exportsOf('export default new A();')).toEqual(['default: new A()']);
    expect(exportsOf('export default interface A { b: B }')).toEqual(['default: A']);
  });

  it('of TypeScript', () => {
    expect(exportsOf('export enum A { B } export namespace C { export const d = 1 } export interface E {} export type G = E; export abstract class H {}')).toEqual(
      ['A', 'C', 'E', 'G', 'H'].map((name) => `${name}: ${name}`),
    );
    expect(exportsOf('export function a(b: string): void; export function a(b: unknown) {} export default function c(): void; export default function c(d?: D) {}')).toEqual(['a: a', 'default: c']);
    expect(exportsOf('const a = 1; export = { a };')).toEqual(['module.exports: {a: a}']);
  });

  it('of CommonJS', () => {
    expect(
      exportsOf('module.exports = { a, b: c(), ...d, e() {} }; module.exports.g = h; exports.i = exports.j = k; exports.l = void 0; other.exports = m; exports[n] = o;', COMMONJS),
    ).toEqual(['module.exports: {a: a, b: c(), ...d, e: fn e}', 'a: a', 'b: c()', 'e: fn e', 'g: h', 'j: k', 'i: k']);
    expect(exportsOf('exports = module.exports = a; (function () { exports.b = 1; })();', COMMONJS)).toEqual(['module.exports: a', 'b: 1']);
  });
});

describe('types', () => {
  it('are dotted names with their arguments, and say what is declared here', () => {
    expect(types("import WebSocket from 'ws'; let a: WebSocket.Server, b: Map<string, Set<WebSocket>>, c: Other.Name, d: number;")).toEqual([
      'a: WebSocket.Server°',
      'b: Map<Set<WebSocket°>>',
      'c: Other.Name',
    ]);
  });

  it('are found in unions, lists, parentheses and imports', () => {
    expect(types("let a: A | null, b: undefined | (B | C), c: readonly D[], d: import('m').E.F, e: InstanceType<typeof G>, g: A & { h: H };")).toEqual([
      'a: A',
      'b: B & C',
      'c: Array<D>',
      'd: import(m).E.F',
      'e: G',
      'g: A & {h: H}',
    ]);
  });

  it('have members where they are written out', () => {
    expect(types("interface A extends B, C.D<E> { g?: G; readonly 'h i': H; j(): J; k: string; l: { m: M } } let n: { o: A };")).toEqual([
      'A: B & C.D & {g: G; h i: H; l: {m: M}}',
      'n: {o: A°}',
    ]);
  });

  it('of one interface that is declared twice come together', () => {
    expect(types('interface A { b: B } interface A { c: C } ')).toEqual(['A: {b: B} & {c: C}']);
  });

  it('stand for others', () => {
    expect(types('type A<T extends B = C> = T; type D = A<E>; function g<S extends G>(s: S) {} class H<U extends I> {}')).toEqual(['A: T°', 'T: B', 'D: A°<E>', 'S: G', 's: S°', 'U: I']);
  });

  it('of a pattern are kept by a nameless name', () => {
    expect(imports('const { a }: A = b(); const { c }: C = d;')).toEqual(['call b()', '_0 = b()', 'a = _0.a', '_2 = d', 'c = _2.c']);
    expect(types('const { a }: A = b();')).toEqual(['_: A']);
  });
});

describe('lines', () => {
  it('begin after every end of a line that JavaScript knows', () => {
    expect(factsOf('a;\nb;\r\nc;\u2028d;\n\n').lineStarts).toEqual([0, 3, 7, 10, 13, 14]);
  });

  it('are counted without the byte order mark', () => {
    expect(factsOf('\uFEFFa();').functions[0]?.events[0]?.range).toEqual([0, 3]);
    expect(factsOf('\uFEFFa();', { parser: 'oxc' }).functions[0]?.events[0]?.range).toEqual([0, 3]);
  });
});

describe('the head of a call', () => {
  const heads = (code: string): string[] =>
    factsOf(code).functions.flatMap(({ events }) => events.flatMap((event) => (event.kind === 'call' ? [code.slice(...event.value.headRange)] : [])));

  it('goes to the end of the first argument', () => {
    expect(heads("io.on('connection', (socket) => {});")).toEqual(["io.on('connection'"]);
    expect(heads('new Server();')).toEqual(['new Server']);
  });

  it('stays on one line', () => {
    expect(heads('start({\n  a,\n}, b);')).toEqual(['start']);
    expect(heads("io\n  .of('/chat')\n  .on('connection', a);")).toEqual([".of('/chat'", ".on('connection'"]);
  });
});
