/** Every construct of the languages, in a line each, by the year or the language that brought it. */
export const SYNTAX: Readonly<Record<string, readonly string[]>> = {
  'ECMAScript 3 and 5': [
    'var a = 1, b; var a; if (a) ; else ; for (;;) break; for (var c in socket) continue; for (var d = 0, e = 1; d < e; d++, e--) ;',
    'l: for (;;) { m: for (;;) { if (a) continue l; break m; } break l; }',
    'while (false) {} do ; while (false); do { var f = 1 } while (f--);',
    'switch (socket) {} switch (1) { default: } switch (1) { case 1: default: case 2: { break; } }',
    'try { throw 1; } catch (e) { throw e; } finally { ; } try {} finally {}',
    'debugger; ;;; { } {{}} ({}); [,,]; [,1,,]; (function () {})(); new (function () {})(); new new Date().constructor;',
    "({ get a() { return 1; }, set a(b) {}, 'c': 1, 2: 3, 4.5: 6, if: 7, 'd e': 8 });",
    'void 0, typeof a, delete a.b, delete a[b], -a, +a, ~a, !a, a++, --a; var g = (1, 2);',
    'a += 1; a -= 1; a *= 1; a /= 1; a %= 1; a <<= 1; a >>= 1; a >>>= 1; a &= 1; a |= 1; a ^= 1;',
    "a in b; a instanceof b; a == null; 'a' + \"b\" + 1 + .5 + 0x1F + 1e3 + null + true; /a[/]b/giu.test(a); a ? b : a ? b : a;",
    'var h = function i() { return i; }, j = this, k = arguments_; function arguments_() { return arguments.length + arguments[0]; }',
  ],
  'ECMAScript 3, sloppy': ['with (socket) { on("x", y); delete z; } var let_ = 010, yield_ = 1; function a(b, b) { arguments = 1; } if (1) function c() {}', 'label: function f() {} var x = 1; <!-- a comment\n--> another\nx++;'],
  2015: [
    'let [a, , b = 1, ...[c]] = [], { d, e: { f = a } = {}, [g()]: h, "i j": j, 0: k } = {}; const l = 1;',
    'for (const [a, { b }] of c) ; for (let a of b) a; for (x.y of z) ; for ([x.y] of z) ; for ({ a: x.y } in z) ;',
    '((a, b = a, { c, d = c } = {}, [e] = [], ...[f, ...g]) => ({ a, b }))(...h, i, ...j); new K(...l); [...m];',
    'class A extends (class {}) { constructor() { super(); super.x; super["y"](); new.target; } static a() {} get b() { return 1; } set b(c) {} *d() {} ["e"]() {} static get [f]() { return 1; } 1() {} "g h"() {} }',
    'function* a() { yield; yield 1; yield* a(); const b = yield; return b; }',
    'const a = `b${c}d${`e${f}`}`, g = h`i${j}\\u{41}`, k = l.m`n`, o = (p)`q`; String.raw`\\unicode`;',
    '({ a, b() {}, *c() {}, [d]: 1, [`e`]: 2, get [f]() { return 1; }, set [g](h) {}, __proto__: null, "__proto__x": 1 });',
    '[a, b] = [b, a]; ({ a, b: c.d, ...e } = f); [a = 1, [b]] = c; ({ a = 1 } = b);',
    "const a = Symbol('b'), c = 0b1 + 0o7, d = new Map([[a, c]]), e = new Proxy({}, {}); 'use strict';",
    "var { length } = 'abc', u = '\\u{1F600}', v = \"\\\n\";",
  ],
  '2016 to 2019': [
    'a ** b; a **= b; async function c(d, e,) { await d; for await (const f of e) await f; } f(a, b,);',
    'const g = async () => { await 1; }, h = async i => i, j = { async k() {}, async *l() { yield await 1; } }; async function* m() {}',
    'const { n, ...o } = { ...p, q: 1 }; try { r(); } catch { s(); } /(?<year>\\d{4})(?<!a)b/su.exec(t);',
  ],
  '2020 to 2022': [
    'a?.b?.[c]?.(d)?.e; (a?.b).c; delete a?.b; new (a?.b)(); a?.b.c.d(e).f?.(); (a?.b)();',
    'a ?? b; a ??= b; a ||= b; a &&= b; a.b ??= c; a[b] ||= c; 1_000_000n ** 2n; globalThis;',
    'class A { #a = 1; static #b = 2; static { this.c = A.#b; const d = 1; { var e; } } #f() {} get #g() { return this.#a; } static async *#h() {} static i = this; j; "k" = 1; [l] = 2; static m(n) { return #a in n && n.#a; } }',
    'export_: { break export_; } /a/d; Array.prototype.at.call(a, -1); Object.hasOwn(a, b);',
  ],
  '2022, module': ["import.meta.url; await a; const b = await import('./c.js'); for await (const d of e) ; export * as f from './f.js'; export { g as 'g g' } from './g.js'; import { 'h h' as i } from './i.js'; export {}; import {} from './j.js'; import './k.js';"],
  '2025 and later': ["import a from './a.json' with { type: 'json' }; export { b } from './b.json' with { type: 'json' }; const c = await import('./c.json', { with: { type: 'json' } }); /(?i:a)b/v; /[\\p{L}--[a-z]]/v;"],
  'resource management': ['using a = b(); await using c = d(); for (using e of f) ; { using g = h; }'],
};

/** The same for what TypeScript adds. */
export const TYPESCRIPT: readonly string[] = [
  'let a: string | undefined, b!: number, c: A[], d: readonly A[], e: [a: A, b?: B, ...c: C[]], f: (a: A, ...b: B[]) => void, g: new () => A, h: abstract new () => A;',
  'let a: { a: A; b?: B; readonly c: C; [d: string]: D; e(): E; (): F; new (): G; get h(): H; set h(i: H); [j](): J }',
  "let a: A extends (infer B extends C) ? B : never, b: keyof A, c: typeof a.b, d: A['b'][number], e: { readonly [K in keyof A as `x${K}`]-?: A[K] }, f: unique symbol, g: `a${B}c`, h: import('./i').J<K>, i: asserts_;",
  'type A<in out T extends B = C, const U = D> = T; type B = A<B>; type Rec = { next: Rec } | null; interface Again extends Again2, A.B<C> {} interface Again2 { a: Again }',
  'function a(this: A, b?: B, ...c: C[]): asserts b is B; function a(this: any): any {} function is(x: unknown): x is string { return true; } declare function d(): void;',
  'abstract class A<T> extends B<T> implements C, D<T> { private a = 1; protected static readonly b?: string; declare c: C; abstract d: D; abstract e(): void; override f(): void {} constructor(private g: G, public readonly h = 1, protected i?: I) { super(); } accessor j = 1; static accessor k; [key: string]: any; m!: M; n?(): void; get o(): O { return 1 as any; } }',
  'enum A { B, C = 1 << 2, D = "d", E = B | C, "F G", H = `h`.length } const enum I { J = 1 } declare enum K { L }',
  "namespace A.B.C { export const d = 1; export namespace E {} export import F = A.B; } declare module 'x' { export = y; } declare global { var z: string; } module M {} declare namespace N { let o; }",
  'const a = b as C, d = <E>f, g = h!, i = j satisfies K, l = m as const, n = o<P>, q = r!.s!.t![u!]!(), v = (w as X)!; a! += 1; (a as any) = 1; (<any>a).b = 1; for (const x of y as Z) ; ({ a: b! } = c);',
  'const a = <T,>(b: T): T => b, c = async <T,>(d: T) => { await d; }, e = function <T>(this: T) {}; f<A>(b); new G<A, B>(); h?.<A>(b); i<A>`x`;',
  '@a @b() @c.d(e) class F { @g h; @i() j() {} @k get l() { return 1; } @m static n; constructor(@o p, @q() private r: R) {} s(@t { u }, @v w = 1) {} @x accessor y = 1; }',
  "import a = require('a'); import b = a.b.c; import type d from 'd'; import { type e, type f as g } from 'e'; import type * as h from 'h'; export type { i } from 'i'; export { type j } from 'j'; import type k = require('k'); export import l = b; declare const n: unique symbol;",
  'export abstract class A {} export declare const b: B; export enum C {} export namespace D {} export type E = F; export interface G {} export function h(): void; export function h() {} export default interface I {} export declare function j(): void;',
  'export = a;',
  "let a = b ? (c) : d => e; let f = g < h > (i); type J = (new () => K)[]; let l: typeof import('m'); let n: typeof this;",
  'declare let a: A; declare var b; declare class C { d(): void; e; constructor(f: F); } declare abstract class G {} declare type H = I; declare interface J {} interface K<T = any> { <L>(m: L): T; new (): T }',
  'class A { declare readonly b: B; static { let c: C = 1; } private async *#d?<T>() {} } function e<T extends keyof U, U = T[]>(...[f]: [T]): U | T; function e() {} let g: (typeof h)[number], i: A | B & C, j: -1 | 1n | null | undefined | void | object | bigint | never | unknown | symbol;',
];

export const JSX: readonly string[] = [
  'const a = <A b="c" d={e} {...f} g:h="i" j-k><l.m.n /><>{o}{/* p */}text &amp; {`r`}</><s:t /></A>, u = <></>, v = <w x={<y />} />;',
  'function A({ b, ...c }) { return b ? <d key={b} onClick={() => c.e?.(b)}>{c.f.map((g) => <h {...g} />)}</d> : null; }',
];
