import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as typescriptParser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import plugin from '../../src/index.js';

const NAMESPACE = 'websocket-limits';
// How well a guard is made is no matter of what it is found to be.
const QUALITY: ReadonlySet<string> = new Set(['prefer-handshake-limit', 'require-connection-release', 'require-atomic-limit-check']);
const judging = Object.keys(plugin.rules).filter((rule) => !QUALITY.has(rule));
const rules = Object.fromEntries(judging.map((rule) => [`${NAMESPACE}/${rule}`, 'error' as const]));

/** The texts of a program's files, by their paths. */
export type Files = Readonly<Record<string, string>>;

/** A program on disk. */
export class Program {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'program-')));
  private readonly linter = new Linter({ configType: 'flat', cwd: this.root });
  private readonly texts = new Map<string, string>();

  constructor(files: Files) {
    for (const [path, text] of Object.entries({ 'package.json': '{ "name": "chat" }', ...files })) this.write(path, text);
  }

  write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    this.texts.set(path, text);
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { recursive: true });
    this.texts.delete(path);
  }

  /** What the rules report on one file, saved or not: `rule:messageId`, with the limit where the message names it. */
  lint(path: string, settings: Readonly<Record<string, unknown>> = {}, text = this.texts.get(path) ?? ''): string[] {
    return this.verify(path, settings, text).map(({ ruleId, messageId = '', message }) => {
      if (ruleId === null) throw new SyntaxError(`${message} in ${path}`);
      return `${ruleId.slice(NAMESPACE.length + 1)}:${messageId}${limitIn(message)}`;
    });
  }

  /** What the reports on one file point at. */
  headsOf(path: string): string[] {
    const text = this.texts.get(path) ?? '';
    const lines = text.split('\n');
    return this.verify(path, {}, text).map(({ line, column, endLine = line, endColumn = column }) => {
      const [first = '', ...rest] = lines.slice(line - 1, endLine);
      return rest.length > 0 ? [first.slice(column - 1), ...rest].join('\n') : first.slice(column - 1, endColumn - 1);
    });
  }

  /** The reports on one file, as ESLint gives them. */
  messages(path: string): Linter.LintMessage[] {
    return this.verify(path, {}, this.texts.get(path) ?? '');
  }

  private verify(path: string, settings: Readonly<Record<string, unknown>>, text: string): Linter.LintMessage[] {
    const config: Linter.Config[] = [
      { files: ['**/*.{js,cjs,mjs,ts}'], plugins: { [NAMESPACE]: plugin }, rules, settings: { [NAMESPACE]: settings } },
      { files: ['**/*.ts'], languageOptions: { parser: typescriptParser } },
      { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
    ];
    return this.linter.verify(text, config, { filename: join(this.root, path) });
  }

  delete(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** `Per-user limit set to 3 connections.` → `(3)`, a limit that is not known → `(config.max)`. */
function limitIn(message: string): string {
  const limit = /set to (.+?) connections?\.|is not known here \(`(.+)`\)/u.exec(message);
  return limit ? `(${limit[1] ?? limit[2] ?? ''})` : '';
}

/** Writes a program, and removes it whatever comes of it. */
export function withProgram<Result>(files: Files, use: (program: Program) => Result): Result {
  const program = new Program(files);
  try {
    return use(program);
  } finally {
    program.delete();
  }
}

/** What is reported on one file of a program, by default the first. */
export function lintProgram(files: Files, path = Object.keys(files)[0] ?? '', settings: Readonly<Record<string, unknown>> = {}): string[] {
  return withProgram(files, (program) => program.lint(path, settings));
}

/** A limit that is enforced, or something else said of one. */
export const enforced = (limit: number | string): string => `report-connection-limit:enforced(${String(limit)})`;
export const evicts = (limit: number | string): string => `report-connection-limit:evicts(${String(limit)})`;
export const fails = (messageId: string): string => `require-per-user-connection-limit:${messageId}`;
export const range = (messageId: string): string => `max-connections-per-user:${messageId}`;
export const idle = (messageId: string): string => `no-unenforced-limit-config:${messageId}`;
export const untrusted = (messageId: string): string => `no-untrusted-limit-key:${messageId}`;

/** A program that enforces three connections per user, the file with the site first. */
export type Case = readonly [name: string, files: Files];

const COMPARISON = /\w[\w.?]*(?:\([\w, .]*\))?(?:\.\w+)*\s*>=\s*3\b/gu;

/** The same program without the comparison: it looks at the clock instead. */
export function unguarded(files: Files): Files {
  const without = Object.entries(files).map(([path, text]) => [path, text.replaceAll(COMPARISON, 'globalThis.isClosing')] as const);
  if (without.every(([path, text]) => files[path] === text)) throw new Error('nothing is compared with 3');
  return Object.fromEntries(without);
}

/** What is reported on the first file of a program, with its comparisons and without them. */
export function lintWithAndWithout(files: Files): [guarded: string[], unguarded: string[]] {
  const [path = ''] = Object.keys(files);
  return withProgram(files, (program) => {
    const guarded = program.lint(path);
    for (const [changed, text] of Object.entries(unguarded(files))) if (text !== files[changed]) program.write(changed, text);
    return [guarded, program.lint(path)];
  });
}
