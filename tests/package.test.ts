import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

import pkg from '../package.json' with { type: 'json' };

const root = new URL('../', import.meta.url);
const cwd = fileURLToPath(root);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

// A process of its own: the test runner would load the built files in its own way.
const evaluate = (code: string): unknown => {
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', code], { cwd, encoding: 'utf8' });
  return JSON.parse(output);
};

const packagesImportedBy = (path: string): string[] => {
  const { statements } = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest);
  const specifiers = statements.flatMap((statement) => {
    const from = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) ? statement.moduleSpecifier : undefined;
    return from && ts.isStringLiteral(from) ? [from.text] : [];
  });
  return specifiers.filter((name) => !name.startsWith('.') && !isBuiltin(name)).map(nameOfPackage);
};
const isBuiltin = (name: string): boolean => name.startsWith('node:') || builtinModules.includes(name);
const nameOfPackage = (name: string): string => name.split('/', name.startsWith('@') ? 2 : 1).join('/');

const built = readdirSync(new URL('dist/', root), { recursive: true, encoding: 'utf8' }).map((path) => `dist/${path}`);

describe('the entry', () => {
  it('is one and the same plugin for import and for require', () => {
    expect(
      evaluate(`
        import { createRequire } from 'node:module';
        import plugin from '${pkg.name}';
        const required = createRequire(import.meta.url)('${pkg.name}');
        console.log(JSON.stringify({ same: required === plugin, meta: plugin.meta }));
      `),
    ).toEqual({
      same: true,
      meta: { name: pkg.name, version: pkg.version, namespace: 'websocket-limits' },
    });
  });
});

describe('the built files', () => {
  const { dependencies = {} } = JSON.parse(read('package.json')) as { dependencies?: Record<string, string> };
  const installed = Object.keys(dependencies);

  it.each(built.filter((path) => /\.c?js$/u.test(path)))('%s imports nothing that is not installed with it', (path) => {
    expect(installed).toEqual(expect.arrayContaining(packagesImportedBy(path)));
  });

  it.each(built.filter((path) => /\.d\.c?ts$/u.test(path)))('%s needs no types but those of ESLint', (path) => {
    expect([...installed, 'eslint', '@eslint/core']).toEqual(expect.arrayContaining(packagesImportedBy(path)));
  });
});

describe('the archive', () => {
  const npm = 'npm pack --dry-run --json --ignore-scripts';
  const isPack = (value: unknown): value is [{ files: { path: string }[] }] => Array.isArray(value);

  it('holds the built files and the texts about them, and nothing else', () => {
    const packed: unknown = JSON.parse(execFileSync(npm, { cwd, encoding: 'utf8', shell: true, stdio: 'pipe' }));
    expect(isPack(packed)).toBe(true);
    const files = isPack(packed) ? packed[0].files.map(({ path }) => path) : [];
    expect(files).toEqual(expect.arrayContaining(['package.json', 'LICENSE', 'CHANGELOG.md', 'dist/index.js', 'dist/index.d.ts', 'dist/audit.js', 'dist/audit.d.ts', 'dist/cli.js', 'docs/schemas/audit-report.v1.json']));
    expect(files.filter((path) => !/^(?:dist\/.+|docs\/(?:(?:guides|recipes|rules)\/)?[a-z-]+\.md|docs\/public\/terminal\.svg|llms\.txt|docs\/schemas\/[a-z-]+\.v\d\.json|[A-Z]+(?:\.md)?|package\.json)$/u.test(path))).toEqual([]);
  });

  it('runs nothing when it is installed', () => {
    const lifecycle = ['preinstall', 'install', 'postinstall', 'prepare'];
    expect(Object.keys(pkg.scripts).filter((name) => lifecycle.includes(name))).toEqual([]);
  });
});

describe('the lock file', () => {
  it('names no registry, so that every registry can serve it', () => {
    expect(read('package-lock.json')).not.toContain('"resolved": "http');
  });
});
