import { describe, expect, it } from 'vitest';
import { factsOf, type ParseOptions } from './parse.js';
import { showFunction } from './show.js';

/** The events of the function named `f`, or of the module where there is none. */
function events(code: string, options?: ParseOptions): string {
  const facts = factsOf(code, options);
  const fn = facts.functions.find(({ name }) => name === 'f') ?? facts.functions[0];
  return fn ? showFunction(facts, fn).join('\n') : '';
}

describe('the order of evaluation', () => {
  it('is that of the calls, innermost first', () => {
    expect(events('a(b(), c.d(e())); new G(h());')).toMatchInlineSnapshot(`
      "call b()
      call e()
      call c.d(e())
      call a(b(), c.d(e()))
      call h()
      call new G(h())"
    `);
  });

  it('has a test before each side of an operator, and the side under its condition', () => {
    expect(events('a() && b(); c() || d(); (e() ?? g()).h();')).toMatchInlineSnapshot(`
      "call a()
      test a()
      call b() if a()
      call c()
      test c()
      call d() if not c()
      call e()
      test e()
      call g() if not e()
      call (e() ?? g()).h()"
    `);
  });

  it('has what a loop begins with, whether it declares something or not', () => {
    expect(events('let i; for (i = a(); i < b(); i = c()) d();')).toMatchInlineSnapshot(`
      "i = ‹declared without a value›
      call a()
      i = a()
      call b() if loop
      test (i < b()) if loop
      call d() if loop & (i < b())
      call c() if loop & (i < b())
      i = c() if loop & (i < b())"
    `);
    expect(events('for (a(); b(); c()) d();')).toMatchInlineSnapshot(`
      "call a()
      call b() if loop
      test b() if loop
      call d() if loop & b()
      call c() if loop & b()"
    `);
    expect(events('for (const i = a(); b(i); c()) d();')).toMatchInlineSnapshot(`
      "call a()
      i = a()
      call b(i) if loop
      test b(i) if loop
      call d() if loop & b(i)
      call c() if loop & b(i)"
    `);
  });

  it('has both sides of a choice under their conditions', () => {
    expect(events('const x = a() ? b() : c();')).toMatchInlineSnapshot(`
      "call a()
      test a()
      call b() if a()
      call c() if not a()
      x = (a() ? b() : c())"
    `);
  });

  it('has an object that is made anew, with a computed key, as the change of that key', () => {
    expect(events('let s; let t; s = { ...s, [a()]: b(), c: 1 }; this.s = { ...this.s, [a]: 1 }; s = { ...s, c: 1 }; s = { ...t, [a]: 1 };')).toMatchInlineSnapshot(`
      "s = ‹declared without a value›
      t = ‹declared without a value›
      call a()
      call b()
      s[a()] = b()
      s.c = 1
      this@module#0.s[a] = 1
      s = {...s, c: 1}
      s = {...t, 1}"
    `);
  });

  it('has what is called with ?. under the condition that it is there', () => {
    expect(events('a?.b(c()); d.e?.(g()); h?.i.j();')).toMatchInlineSnapshot(`
      "call c() if a
      call a.b(c()) if a
      call g() if d.e
      call d.e(g()) if d.e
      call h.i.j()"
    `);
  });

  it('has an await where the result is there', () => {
    expect(events('const x = (await a(await b())).c;')).toMatchInlineSnapshot(`
      "call b()
      await
      call a(await b())
      await
      x = await a(await b()).c"
    `);
  });

  it('calls the tag of a template', () => {
    expect(events('const rows = await sql`select ${user} from ${table()}`;')).toMatchInlineSnapshot(`
      "call table()
      call sql(["select ", " from ", ""], user, table())
      await
      rows = await sql(["select ", " from ", ""], user, table())"
    `);
  });
});

describe('assignments', () => {
  it('add, subtract, or do something else', () => {
    expect(events('let a; a = 1; a += 2; a -= 3; a *= 4; a++; --a; o.p++; o[k] -= 1;')).toMatchInlineSnapshot(`
      "a = ‹declared without a value›
      a = 1
      a += 2
      a -= 3
      a other= 4
      a += 1
      a -= 1
      o.p += 1
      o[k] -= 1"
    `);
  });

  it('with an operator that decides are made under a condition', () => {
    expect(events('let a; a ??= b(); o.c ||= d(); o[e] &&= g();')).toMatchInlineSnapshot(`
      "a = ‹declared without a value›
      test a
      call b() if not a
      a = b() if not a
      test o.c
      call d() if not o.c
      o.c = d() if not o.c
      test o[e]
      call g() if o[e]
      o[e] = g() if o[e]"
    `);
  });

  it('give their value on', () => {
    expect(events('let a, b; a = b = new Map();')).toMatchInlineSnapshot(`
      "a = ‹declared without a value›
      b = ‹declared without a value›
      call new Map()
      b = new Map()
      a = new Map()"
    `);
  });

  it('delete', () => {
    expect(events('delete a.b; delete c[d]; delete e?.g;')).toMatchInlineSnapshot(`
      "delete a.b
      delete c[d]
      delete e.g"
    `);
  });

  it('see through casts, ! and parentheses', () => {
    expect(events('(a as any).b = (<any>c)!; (d!.e satisfies E) = 1;')).toMatchInlineSnapshot(`
      "a.b = c
      d.e = 1"
    `);
  });
});

describe('destructuring', () => {
  it('becomes one assignment a name', () => {
    expect(events('const { a, b: { c }, ["d"]: e, [g()]: h, ...rest } = value;')).toMatchInlineSnapshot(`
      "a = value.a
      c = value.b.c
      e = value.d
      call g()
      h = value[g()]
      rest = value"
    `);
  });

  it('has defaults, which are evaluated only where they are needed', () => {
    expect(events('const { a = b(), c: { d } = {} } = value;')).toMatchInlineSnapshot(`
      "call b() if not value.a
      a = (value.a ?? b())
      d = (value.c ?? {}).d"
    `);
  });

  it('of an array that is written down takes its elements', () => {
    expect(events('const [a, , b = 1, ...c] = [x(), 2]; const [d] = [...e];')).toMatchInlineSnapshot(`
      "call x()
      a = x()
      b = (undefined ?? 1)
      c = [x(), 2]
      d = [...e][0]"
    `);
  });

  it('of Promise.all takes what is waited for', () => {
    expect(events('const [user, count] = await Promise.all([find(), countOf()]);')).toMatchInlineSnapshot(`
      "call find()
      call countOf()
      call Promise.all([find(), countOf()])
      await
      user = await find()
      count = await countOf()"
    `);
  });

  it('swaps', () => {
    expect(events('let a, b; [a, b] = [b, a]; ({ a, b: o.c } = d);')).toMatchInlineSnapshot(`
      "a = ‹declared without a value›
      b = ‹declared without a value›
      a = b
      b = a
      a = d.a
      o.c = d.b"
    `);
  });
});

describe('early exits', () => {
  it('leave what was not so certain', () => {
    expect(events('function f() { if (full) { close(); return; } if (!user) throw new Error("x"); else greet(); add(); }')).toMatchInlineSnapshot(`
      "test full
      call close() if full
      return undefined if full
      test !user if not full
      call new Error("x") if not full & !user
      throw new Error("x") if not full & !user
      call greet() if not full & not !user
      call add() if not full & not !user
      end if not full & not !user"
    `);
  });

  it('hold behind a block and a label, and not behind a branch', () => {
    expect(events('function f() { { if (a) return; } l: { if (b) return; } if (c) { if (d) return; e(); } g(); }')).toMatchInlineSnapshot(`
      "test a
      return undefined if a
      test b if not a
      return undefined if not a & b
      test c if not a & not b
      test d if not a & not b & c
      return undefined if not a & not b & c & d
      call e() if not a & not b & c & not d
      call g() if not a & not b
      end if not a & not b"
    `);
  });

  it('do not hold behind a label that something breaks out of', () => {
    expect(events('function f() { l: { if (a) break l; if (b) return; c(); } d(); }')).toMatchInlineSnapshot(`
      "test a
      test b if not a
      return undefined if not a & b
      call c() if not a & not b
      call d()
      end"
    `);
  });

  it('on both branches end the function', () => {
    expect(events('function f() { if (a) return 1; else throw b; }')).toMatchInlineSnapshot(`
      "test a
      return 1 if a
      throw b if not a"
    `);
  });
});

describe('switch', () => {
  it('compares, falls through, and knows what returned', () => {
    expect(
      events(`function f() {
        switch (state()) {
          case 'full':
          case 'banned':
            close();
            return;
          case 'new':
            greet();
            break;
          case 'old':
            again();
          default:
            other();
        }
        add();
      }`),
    ).toMatchInlineSnapshot(`
      "call state()
      test (state() === "full")
      test (state() === "banned")
      call close() if ((state() === "full") || (state() === "banned"))
      return undefined if ((state() === "full") || (state() === "banned"))
      test (state() === "new") if not ((state() === "full") || (state() === "banned"))
      call greet() if not ((state() === "full") || (state() === "banned")) & (state() === "new")
      test (state() === "old") if not ((state() === "full") || (state() === "banned")) & not (state() === "new")
      call again() if not ((state() === "full") || (state() === "banned")) & not (state() === "new") & (state() === "old")
      call other() if not ((state() === "full") || (state() === "banned")) & not (state() === "new")
      call add() if not ((state() === "full") || (state() === "banned"))
      end if not ((state() === "full") || (state() === "banned"))"
    `);
  });

  it('without an end on any case ends the function', () => {
    expect(events("function f() { switch (a) { case 1: return 'x'; default: throw b; } }")).toMatchInlineSnapshot(`
      "test (a === 1)
      return "x" if (a === 1)
      throw b if not (a === 1)"
    `);
  });

  it('does not hold what may have been broken out of', () => {
    expect(events('function f() { switch (a) { case 1: if (b) break; return; } c(); }')).toMatchInlineSnapshot(`
      "test (a === 1)
      test b if (a === 1)
      return undefined if (a === 1) & not b
      call c()
      end"
    `);
  });
});

describe('loops', () => {
  it('over values, keys and promises', () => {
    expect(events('for (const a of b()) c(a); for (const k in o) delete o[k]; for await (const { d } of e) d(); for (o.p of q) ;')).toMatchInlineSnapshot(`
      "call b()
      a = each(b()) if each of b()
      call c(a) if each of b()
      k = key(o) if each of o
      delete o[k] if each of o
      await if each of e
      d = each(e).d if each of e
      call d() if each of e
      o.p = each(q) if each of q"
    `);
  });

  it('with a test', () => {
    expect(events('for (let i = 0; i < n(); i++) a(); while (b()) c(); do { d(); } while (e());')).toMatchInlineSnapshot(`
      "i = 0
      call n() if loop
      test (i < n()) if loop
      call a() if loop & (i < n())
      i += 1 if loop & (i < n())
      call b() if loop
      test b() if loop
      call c() if loop & b()
      call d() if loop
      call e() if loop
      test e() if loop"
    `);
  });

  it('know in their body what continue and break left', () => {
    expect(events('for (const a of b) { if (c) continue; if (d) break; e(); } g();')).toMatchInlineSnapshot(`
      "a = each(b) if each of b
      test c if each of b
      test d if each of b & not c
      call e() if each of b & not c & not d
      call g()"
    `);
  });

  it('without an end are never left', () => {
    expect(events('function f() { for (;;) { a(); } }')).toMatchInlineSnapshot(`"call a() if loop"`);
    expect(events('function f() { while (true) { if (a()) break; } }')).toMatchInlineSnapshot(`
      "test true if loop
      call a() if loop & true
      test a() if loop & true
      end"
    `);
  });
});

describe('try', () => {
  it('has in its handler the events that may have thrown', () => {
    expect(events('a(); try { b(); c(); } catch (error) { d(error); } finally { e(); } g();')).toMatchInlineSnapshot(`
      "call a()
      call b()
      call c()
      error = ‹caught error› if threw(call b(); call c())
      call d(error) if threw(call b(); call c())
      call e()
      call g()"
    `);
  });

  it('knows behind it what it found, where the handler leaves', () => {
    expect(events('function f() { try { if (a()) return; } catch { return; } b(); }')).toMatchInlineSnapshot(`
      "call a()
      test a()
      return undefined if a()
      return undefined if threw(call a(); test a(); return undefined)
      call b() if not a()
      end if not a()"
    `);
  });

  it('knows behind it that it threw, where it is left itself', () => {
    expect(events('function f() { try { return a(); } catch { b(); } c(); }')).toMatchInlineSnapshot(`
      "call a()
      return a()
      call b() if threw(call a(); return a())
      call c() if threw(call a(); return a())
      end if threw(call a(); return a())"
    `);
  });

  it('knows nothing behind it where the handler goes on', () => {
    expect(events('function f() { try { if (a()) return; } catch {} b(); }')).toMatchInlineSnapshot(`
      "call a()
      test a()
      return undefined if a()
      call b()
      end"
    `);
  });
});

describe('values', () => {
  it('are literals, or names', () => {
    expect(events('x(1, -1, 10n, "a", true, null, undefined, void 0, 1e999, -0, /r/u, NaN, this, arguments, `a${b}c`);')).toMatchInlineSnapshot(`"call x(1, -1, "10", "a", true, null, undefined, undefined, Infinity, 0, ‹regular expression›, NaN, this@module#0, arguments, \`a\${b}c\`)"`);
  });

  it('are operations', () => {
    expect(events('x(a + b, !c, -d, +e, typeof g, a < b, a in b, (a, b), [a, , ...b], ~a);')).toMatchInlineSnapshot(`"call x((a + b), !c, (0 - d), Number(e), ‹typeof›, (a < b), (a in b), b, [a, undefined, ...b], ‹~›)"`);
  });

  it('are objects, with methods, getters and spreads', () => {
    expect(events('x({ a, "b c": 1, [d]: 2, ["e"]: 3, ...g, h() {}, get i() { return 1; }, set i(v) {}, async *j() {}, __proto__: k });')).toMatchInlineSnapshot(`"call x({a: a, b c: 1, 2, e: 3, ...g, h: fn h, i: fn i(), j: fn j, __proto__: k})"`);
  });

  it('are unknown where they mean nothing here', () => {
    expect(events('x(<A b={c()}>{d()}</A>, import.meta.url);', { filename: 'a.tsx' })).toMatchInlineSnapshot(`
      "call c()
      call d()
      call x(‹JSXElement›, ‹MetaProperty›.url)"
    `);
  });
});
