import { Linter } from 'eslint/universal';
import plugin from '../../../src/index.js';
import { disk } from '../browser/disk.js';
import { docsUrl } from '../browser/docs-url.js';
import { isTypeScript, loadTypeScript, typescriptParser } from '../browser/typescript.js';
import type { Change, Finished, Problem, SourceFile, Work } from './protocol.js';

const ROOT = '/playground/';
const LINTED = /\.[cm]?[jt]sx?$/u;
const NAMESPACE = 'websocket-limits';
/** A fix can make way for another one, as in ESLint. */
const MAX_ROUNDS = 10;

const linter = new Linter({ configType: 'flat', cwd: ROOT });

/** Whether the files need a parser that has to be fetched first. */
export function needsTypeScript({ files }: Work): boolean {
  return typescriptParser() === undefined && files.some(({ path }) => isTypeScript(path));
}

/** Lints all files of a program. */
export async function check(work: Work): Promise<Finished> {
  await prepare(work);
  return { files: work.files, problems: work.files.flatMap((file) => problemsOf(file, work)) };
}

/** Applies the fixes that ESLint would apply, in all files, until nothing changes. */
export async function fixAll(work: Work): Promise<Finished> {
  let { files } = work;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const before = files;
    await prepare({ ...work, files });
    files = before.map((file) => fixed(file, work));
    if (files.every((file, index) => file.text === before[index]?.text)) break;
  }
  return check({ ...work, files });
}

async function prepare({ files }: Work): Promise<void> {
  if (files.some(({ path }) => isTypeScript(path))) await loadTypeScript();
  const texts = files.map(({ path, text }) => [ROOT + path, text] as const);
  const manifest = files.some(({ path }) => path === 'package.json') ? [] : [[`${ROOT}package.json`, '{ "name": "playground", "type": "module" }'] as const];
  disk.put(new Map([...manifest, ...texts]));
}

function fixed(file: SourceFile, work: Work): SourceFile {
  if (!LINTED.test(file.path)) return file;
  const { output } = linter.verifyAndFix(file.text, configFor(file.path, work), { filename: ROOT + file.path });
  return { path: file.path, text: output };
}

function problemsOf(file: SourceFile, work: Work): Problem[] {
  if (!LINTED.test(file.path)) return [];
  const messages = linter.verify(file.text, configFor(file.path, work), { filename: ROOT + file.path });
  const offsets = lineStarts(file.text);
  return messages.map((message) => toProblem(message, file, offsets));
}

function configFor(path: string, { rules, settings }: Work): Linter.Config[] {
  const parser = isTypeScript(path) ? typescriptParser() : undefined;
  return [
    {
      files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'],
      plugins: { [NAMESPACE]: plugin },
      rules: Object.fromEntries(Object.entries(rules).map(([name, level]) => [`${NAMESPACE}/${name}`, level])),
      // A list of libraries that is new makes everything be looked at anew: here, files change faster than on a disk.
      settings: { [NAMESPACE]: { libraries: [], ...structuredClone(settings) } },
      languageOptions: {
        ...(parser && { parser }),
        parserOptions: { ecmaFeatures: { jsx: !isTypeScript(path) || path.endsWith('x') } },
      },
    },
  ];
}

function toProblem(message: Linter.LintMessage, { path, text }: SourceFile, starts: readonly number[]): Problem {
  const { line, column, endLine = line, endColumn = column, severity, ruleId, fix, suggestions = [] } = message;
  const at = (row: number, place: number): number => Math.min(text.length, (starts[row - 1] ?? text.length) + place - 1);
  const rule = ruleId?.replace(`${NAMESPACE}/`, '');
  return {
    path,
    line,
    column,
    from: at(line, column),
    to: Math.max(at(line, column), at(endLine, endColumn)),
    severity: severity === 2 ? 'error' : 'warning',
    message: message.message,
    ...(rule !== undefined && { rule, url: docsUrl(rule) }),
    ...(fix && { fix: toChange(fix) }),
    suggestions: suggestions.map(({ desc, fix: change }) => ({ title: desc, change: toChange(change) })),
  };
}

function toChange({ range: [from, to], text: insert }: { range: readonly number[]; text: string }): Change {
  return { from: from ?? 0, to: to ?? 0, insert };
}

function lineStarts(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/\n/gu), ({ index }) => index + 1)];
}
