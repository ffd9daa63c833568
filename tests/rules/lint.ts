import * as typescriptParser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import plugin from '../../src/index.js';

export interface Report {
  readonly rule: string;
  readonly messageId: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** ES module, CommonJS or TypeScript. */
export type Language = 'esm' | 'cjs' | 'ts';

const FILES: Readonly<Record<Language, string>> = { esm: 'server.js', cjs: 'server.cjs', ts: 'server.ts' };
const NAMESPACE = 'websocket-limits';

const linter = new Linter({ configType: 'flat' });
const JUDGING = ['require-per-user-connection-limit', 'report-connection-limit', 'max-connections-per-user', 'no-unenforced-limit-config'];

/** What the rules report on one program, in the order of the places; a program that does not parse is an error. */
export function lint(code: string, language: Language = 'esm', settings: Readonly<Record<string, unknown>> = {}, rules: readonly string[] = JUDGING): Report[] {
  const config: Linter.Config[] = [
    {
      files: ['**/*.{js,cjs,ts}'],
      plugins: { [NAMESPACE]: plugin },
      rules: Object.fromEntries(rules.map((rule) => [`${NAMESPACE}/${rule}`, 'error' as const])),
      // The examples are programs of one file: what they import exists nowhere.
      settings: { [NAMESPACE]: { crossFile: false, ...settings } },
      linterOptions: { reportUnusedDisableDirectives: 'off' },
    },
    { files: ['**/*.ts'], languageOptions: { parser: typescriptParser } },
    { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
  ];
  return linter.verify(code, config, { filename: FILES[language] }).map(({ ruleId, messageId, message, line, column, endLine, endColumn }) => {
    if (ruleId === null || messageId === undefined) throw new SyntaxError(`${message} at ${String(line)}:${String(column)} of\n${code}`);
    return { rule: ruleId.slice(NAMESPACE.length + 1), messageId, message, line, column, endLine: endLine ?? line, endColumn: endColumn ?? column };
  });
}
