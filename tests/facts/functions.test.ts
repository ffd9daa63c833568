import { describe, expect, it } from 'vitest';
import type { ModuleFacts } from '../../src/facts/module-facts.js';
import { factsOf } from './parse.js';
import { showFunction, showType, showValue } from './show.js';

/** Every function with its parameters and events; the module is left out where it is empty. */
function functions(code: string): string {
  const facts = factsOf(code);
  return facts.functions
    .flatMap((fn) => {
      const events = showFunction(facts, fn);
      if (fn.kind === 'module' && events.length === 0) return [];
      const head = [fn.isAsync && fn.kind !== 'module' ? 'async' : '', fn.kind, fn.name ?? '', parameters(facts, fn.id), fn.owner === undefined ? '' : `of ${facts.classes[fn.owner]?.name ?? '?'}`];
      return [head.filter(Boolean).join(' '), ...events.map((event) => `  ${event}`)];
    })
    .join('\n');
}

function parameters(facts: ModuleFacts, id: number): string {
  const fn = facts.functions[id];
  const list = fn?.parameters.map(({ binding, rest, fallback, decorators = [] }) => {
    const facts_ = facts.bindings[binding];
    const name = facts_?.kind === 'hidden' ? `_${String(binding)}` : (facts_?.name ?? '?');
    const type = facts_?.type ? `: ${showType(facts, facts_.type)}` : '';
    const marks = decorators.map((value) => `@${showValue(facts, value)} `).join('');
    return `${marks}${rest ? '...' : ''}${name}${type}${fallback ? ` = ${showValue(facts, fallback)}` : ''}`;
  });
  return fn?.kind === 'module' ? '' : `(${list?.join(', ') ?? ''})`;
}

function classes(code: string): string {
  const facts = factsOf(code);
  return facts.classes
    .flatMap(({ name, superClass, members, decorators = [] }) => [
      `${decorators.map((value) => `@${showValue(facts, value)} `).join('')}class ${name ?? '?'}${superClass ? ` extends ${showValue(facts, superClass)}` : ''}`,
      ...members.map((member) => {
        const marks = (member.decorators ?? []).map((value) => `@${showValue(facts, value)} `).join('');
        return `  ${marks}${member.isStatic ? 'static ' : ''}${member.kind} ${member.name}${member.type ? `: ${showType(facts, member.type)}` : ''}`;
      }),
    ])
    .join('\n');
}

describe('functions', () => {
  it('give their short body, and end without a return', () => {
    expect(functions('const a = () => b(); const c = async function () { d(); }; function e() { return; }')).toMatchInlineSnapshot(`
      "module
        a = fn arrow#1
        c = fn function#2
        e = fn e
      arrow ()
        call b()
        return b()
      async function ()
        call d()
        end
      function e ()
        return undefined"
    `);
  });

  it('exist whatever happened before', () => {
    expect(functions('if (a) { function g() {} } g();')).toMatchInlineSnapshot(`
      "module
        test a
        g = fn g
        call g()
      function g ()
        end"
    `);
  });

  it('know themselves by the name that only they see', () => {
    expect(functions('const a = function b() { b(); };')).toMatchInlineSnapshot(`
      "module
        a = fn b
      function b ()
        b = fn b
        call b()
        end"
    `);
  });

  it('keep the this of the function around an arrow', () => {
    expect(functions('function a() { return () => this.x; }')).toMatchInlineSnapshot(`
      "module
        a = fn a
      function a ()
        return fn arrow#2
      arrow ()
        return this@a.x"
    `);
  });

  it('with several signatures are the one with a body', () => {
    expect(functions('function a(b: string): void; function a(b: unknown) { c(b); }')).toMatchInlineSnapshot(`
      "module
        a = fn a
      function a (b)
        call c(b)
        end"
    `);
  });
});

describe('parameters', () => {
  it('have defaults, and a rest', () => {
    expect(functions('function a(b, c = d(), ...e) {}')).toMatchInlineSnapshot(`
      "module
        a = fn a
      function a (b, c = d(), ..._2)
        call d() if not c
        e = _2
        end"
    `);
  });

  it('are taken apart', () => {
    expect(functions('function a({ b, c: { d } = {} }, [e] = g(), ...[h]) {}')).toMatchInlineSnapshot(`
      "module
        a = fn a
      function a (_0, _3 = g(), ..._5)
        b = _0.b
        d = (_0.c ?? {}).d
        call g() if not _3
        e = _3[0]
        h = _5[0]
        end"
    `);
  });

  it('have types, also where they are taken apart', () => {
    expect(functions('function a(b: B, { c }: C, d?: D | null, ...e: E[]) {}')).toMatchInlineSnapshot(`
      "module
        a = fn a
      function a (b: B, _1: C, d: D, ..._4: Array<E>)
        c = _1.c
        e = _4
        end"
    `);
  });

  it('do not count the this of TypeScript', () => {
    expect(functions('function a(this: Server, b: B) {}')).toMatchInlineSnapshot(`
      "module
        a = fn a
      function a (b: B)
        end"
    `);
  });

  it('become fields where a constructor says so', () => {
    expect(functions('class A { constructor(private readonly b: B, public c = d()) { this.e(); } }')).toMatchInlineSnapshot(`
      "module
        A = class A
      constructor constructor (b: B, c = d()) of A
        this@constructor.b = b
        call d() if not c
        this@constructor.c = c
        call this@constructor.e()
        end"
    `);
  });

  it('carry decorators', () => {
    expect(functions('class A { b(@Connected() c: C, @Body("d") { e }: D) {} }')).toMatchInlineSnapshot(`
      "module
        A = class A
      method b (@Connected() c: C, @Body("d") _1: D) of A
        call Connected()
        call Body("d")
        e = _1.e
        end"
    `);
  });
});

describe('classes', () => {
  it('have methods, getters, fields and static members', () => {
    expect(
      classes(`class A extends B.C {
        #d = new Map<string, D>();
        static e: E;
        declare g: G;
        accessor h: H = i();
        constructor(private readonly j: J, readonly k = 1) { super(); }
        async l() {}
        get m(): M { return this.#d; }
        set m(value) {}
        static n() {}
        ['o']() {}
        [p()]() {}
      }`),
    ).toMatchInlineSnapshot(`
      "class A extends B.C
        field #d
        static field e: E
        field g: G
        field h: H
        constructor constructor
        field j: J
        field k
        method l
        getter m: M
        setter m
        static method n
        method o
        method "
    `);
  });

  it('have the member that has a body, and abstract fields', () => {
    expect(classes('abstract class A { constructor(); constructor(a?: B) {} c(): void; c(d?: D) {} abstract e(): void; abstract g: G; [key: string]: unknown }')).toMatchInlineSnapshot(`
      "class A
        constructor constructor
        method c
        field g: G"
    `);
  });

  it('carry decorators', () => {
    expect(classes('@Gateway({ port: 1 }) class A { @Server() b: B; @Listen("c") d() {} }')).toMatchInlineSnapshot(`
      "@Gateway({port: 1}) class A
        @Server() field b: B
        @Listen("c") method d"
    `);
  });

  it('set their fields in an initializer', () => {
    expect(functions('class A { a = b(); c; d = () => this.a; }')).toMatchInlineSnapshot(`
      "module
        A = class A
      initializer () of A
        call b()
        this@initializer#1.a = b()
        this@initializer#1.d = fn arrow#2
      arrow ()
        return this@initializer#1.a"
    `);
  });

  it('are this in what is static, which happens where the class stands', () => {
    expect(functions('const x = class A { static b = new this(); static { this.c = 1; const d = () => this; } static e = function () { return this; }; };')).toMatchInlineSnapshot(`
      "module
        A = class A
        call new class A()
        class A.b = new class A()
        class A.c = 1
        d = fn arrow#1
        class A.e = fn function#2
        x = class A
      arrow ()
        return class A
      function ()
        return this@function#2"
    `);
  });

  it('have one name inside and outside', () => {
    expect(functions('class A { make() { return new A(); } } new A();')).toMatchInlineSnapshot(`
      "module
        A = class A
        call new A()
      method make () of A
        call new A()
        return new A()"
    `);
    const { bindings } = factsOf('class A { make() { return new A(); } } new A();');
    expect(bindings.map(({ name }) => name)).toEqual(['A']);
  });

  it('have one name next to an interface', () => {
    const { bindings } = factsOf('interface A { b: B } class A { c() { return A; } } new A();');
    expect(bindings.map(({ name, kind }) => `${kind} ${name}`)).toEqual(['class A']);
  });
});

describe('enums and namespaces', () => {
  it('count on from the last number', () => {
    expect(functions("enum A { B, C = 5, D, E = 'e', F = C + 1, 'g h' = 2, I }")).toMatchInlineSnapshot(`
      "module
        A = {B: 0, C: 5, D: 6, E: "e", F: (C + 1), g h: 2, I: 3}"
    `);
  });

  it('are objects of what they export', () => {
    expect(functions('namespace A { export const b = 1; const c = 2; export function d() {} export namespace E { export enum G { H } } } A.b;')).toMatchInlineSnapshot(`
      "module
        b = 1
        c = 2
        d = fn d
        G = {H: 0}
        E = {G: G}
        A = {b: b, d: d, E: E}
      function d ()
        end"
    `);
  });

  it('without code are nothing', () => {
    expect(functions("declare module 'ws' { interface WebSocket { user: string } } declare global { var a: string }")).toMatchInlineSnapshot(`""`);
  });
});

describe('prototypes', () => {
  it('are classes, whose constructor is the function', () => {
    const code = `
      function Hub(io) { this.io = io; }
      require('util').inherits(Hub, require('events'));
      Hub.prototype.open = function () { this.io.on('connection', this.admit); };
      Hub.prototype.size = () => 0;
      Object.assign(Hub.prototype, { admit, close() {} });
      function admit() {}
    `;
    expect(classes(code)).toMatchInlineSnapshot(`
      "class Hub extends import(events).*
        constructor constructor
        method open
        method size
        method admit
        method close"
    `);
    expect(functions(code)).toMatchInlineSnapshot(`
      "module
        Hub = fn Hub
        call import(util).*.inherits(Hub, import(events).*)
        Hub.prototype.open = fn function#2
        Hub.prototype.size = fn arrow#3
        call Object.assign(Hub.prototype, {admit: admit, close: fn close})
        admit = fn admit
      constructor Hub (io) of Hub
        this@Hub.io = io
        end
      function () of Hub
        call this@function#2.io.on("connection", this@function#2.admit)
        end
      arrow ()
        return 0
      method close () of Hub
        end
      function admit () of Hub
        end"
    `);
  });

  it('leave functions alone that are none', () => {
    expect(classes('function a() { b.c = 1; } const d = { e() { this.f = 1; } }; g.prototype.h = function () {}; (function () { this.i = 1; })();')).toBe('');
  });
});
