import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { check } from 'recheck';
import ts from 'typescript';
import { describe, expect, it, vi } from 'vitest';
import { globTest } from '../../src/link/resolve/globs.js';
import { ignoredBy } from '../../src/link/ignored-paths.js';
import { BUILT_IN } from '../../src/models/index.js';
import { CONNECTION_LIMIT, FORWARDED_USER } from '../../src/models/meanings.js';
import { ratios } from './time.js';

const src = path.join(import.meta.dirname, '../../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).sort();

interface Found {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

/** What is written between slashes, and where expressions are put together when the program runs. */
function readSources(): { literals: Found[]; builders: string[] } {
  const literals: Found[] = [];
  const builders = new Set<string>();
  for (const file of files) {
    const visit = (node: ts.Node): void => {
      const [, source, flags = ''] = ts.isRegularExpressionLiteral(node) ? (/^\/(.*)\/([a-z]*)$/su.exec(node.text) ?? []) : [];
      if (source !== undefined) literals.push({ file, source, flags });
      if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && ts.isIdentifier(node.expression) && node.expression.text === 'RegExp') builders.add(file.split(path.sep).join('/'));
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(path.join(src, file), 'utf8'), ts.ScriptTarget.Latest, true));
  }
  return { literals, builders: [...builders] };
}

const { literals, builders } = readSources();

/** Expressions whose steps for each place of a text have a bound, which the checker does not see. A part of each tells it. */
const BOUNDED: Readonly<Record<string, string>> = {
  '[^\\n;]{0,200}': 'A name is begun once, and 200 characters are looked at behind each.',
  'max\\w{0,41}': '41 characters are looked at behind each "max".',
  'From\\w{0,60}': '60 characters are looked at behind each name of a function for addresses.',
};
const boundOf = (source: string): string | undefined => Object.keys(BOUNDED).find((part) => source.includes(part));

async function verdictOn(source: string, flags: string): Promise<{ status: string; attack?: string }> {
  const found = await check(source, flags, { timeout: 120_000 });
  return { status: found.status, ...(found.status === 'vulnerable' && { attack: found.attack.pattern }) };
}

describe('a regular expression takes time in proportion to the text', () => {
  const distinct = [...new Map(literals.map((found) => [`/${found.source}/${found.flags}`, found])).entries()];

  it('and all are found', () => {
    expect(distinct.length).toBeGreaterThan(150);
    expect(Object.keys(BOUNDED).filter((part) => !distinct.some(([, { source }]) => source.includes(part)))).toEqual([]);
  });

  it.each(distinct.filter(([, { source }]) => boundOf(source) === undefined))('%s', async (_text, { source, flags }) => {
    expect(await verdictOn(source, flags)).toEqual({ status: 'safe' });
  });
});

describe('an expression that is put together when the program runs', () => {
  it('is made nowhere else', () => {
    expect(builders).toEqual(['declared-libraries.ts', 'link/load.ts', 'link/resolve/globs.ts', 'link/ways-in.ts', 'models/meanings.ts', 'models/prefilter.ts', 'verdict/key-places.ts']);
  });

  it.each<[string, RegExp]>([
    ['models/meanings.ts, a limit', CONNECTION_LIMIT],
    ['models/meanings.ts, a user', FORWARDED_USER],
    ['link/load.ts', /\bname\b|export\s*\*/u],
    ...BUILT_IN.libraries.flatMap(({ name, handlers }): [string, RegExp][] => (handlers ? [[`link/ways-in.ts, ${name}`, new RegExp(handlers.files, 'u')]] : [])),
  ])('%s takes time in proportion to the text', async (_file, { source, flags }) => {
    expect(await verdictOn(source, flags)).toEqual({ status: 'safe' });
  });

  it('models/prefilter.ts has no part that is repeated without bound next to another', async () => {
    const made: RegExp[] = [];
    class Recorded extends RegExp {
      constructor(source: string | RegExp, flags?: string) {
        super(source, flags);
        made.push(this);
      }
    }
    vi.stubGlobal('RegExp', Recorded);
    try {
      vi.resetModules();
      await import('../../src/models/index.js');
    } finally {
      vi.unstubAllGlobals();
    }
    const parts = [...new Set(made.flatMap(({ source }) => alternatives(source)))];
    const ofPackages = parts.find((part) => part.includes(String.raw`socket\.io`)) ?? '';
    expect(ofPackages.split('|').length).toBeGreaterThan(40);
    // Of the packages, which are words and stand in one group, two are as good as all, and soon judged.
    const repeating = parts.map((part) => (part === ofPackages ? part.replace(/\((\?:[^()|]+\|[^()|]+)\|[^()]+\)(?=\()/u, '($1)') : part)).filter((part) => /[*+?{]/u.test(part.replaceAll(/\\./gu, '')));
    expect(repeating.length).toBeGreaterThan(10);
    for (const part of repeating) expect(await verdictOn(part, 'u'), part).toEqual({ status: 'safe' });
  });
});

/** What stands between the bars that are in no group and in no class. */
function alternatives(source: string): string[] {
  const found = [''];
  let depth = 0;
  for (const [piece] of source.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|./gsu)) {
    depth += piece === '(' ? 1 : piece === ')' ? -1 : 0;
    if (piece === '|' && depth === 0) found.push('');
    else found.push(`${found.pop() ?? ''}${piece}`);
  }
  return found;
}

/** Texts that are made for trying many ways. */
const ADVERSARIAL: readonly string[] = ['"', "'", '`', '\'"`', 'max', 'max_', 'maxmaxconn', 'conn_', "'socket.io@", "'npm:", '(  ', "('connection'  ", '.ws(  ', 'a$', 'io = ', 'x.y = server\n', 'import ', 'from "', "require  ( '", 'export * ', '/*', '//', '\\', '\u017F', 'é', '𝒳', ' ', '\n', 'async ', 'export async function  '];

describe('twice the text takes about twice the time', () => {
  it.each(ADVERSARIAL)('in the search for libraries, of %j', (piece) => {
    const build = (length: number): string => piece.repeat(Math.ceil(length / piece.length));
    expect(ratios((length) => { BUILT_IN.mayMatter(build(length)); }, [500_000, 1_000_000])).toBeLessThan(4);
  });

  it.each(['*a*a*a*b', '*a'.repeat(30), '**/a/'.repeat(20), '{a,b}*'.repeat(10)])('in a pattern of a workspace, %s', (pattern) => {
    const test = globTest(pattern);
    expect(ratios((length) => { test(`${'a'.repeat(200)}/`.repeat(length)); }, [100, 200])).toBeLessThan(4);
  });

  it.each([`${'*a'.repeat(30)}*b`, '**/a/'.repeat(20), '*a*b*c*d*e'])('in a pattern of a .gitignore, %s', (pattern) => {
    const ignoring = ignoredBy(`${pattern}\n`.repeat(100));
    expect(ratios((length) => { for (let at = 0; at < length; at += 1) ignoring.test(`${'a'.repeat(200)}${String(at)}.js`); }, [200, 400])).toBeLessThan(4);
  });
});
