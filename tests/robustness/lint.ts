import * as typescriptParser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import plugin from '../../src/index.js';

const NAMESPACE = 'websocket-limits';
const rules = Object.fromEntries(Object.keys(plugin.rules).map((rule) => [`${NAMESPACE}/${rule}`, 'error' as const]));
const linter = new Linter({ configType: 'flat' });

export type Filename = 'server.ts' | 'server.tsx' | 'server.js' | 'server.cjs' | 'page.jsx';

export interface Report {
  readonly rule: string;
  readonly messageId: string;
  /** The text under the squiggle. */
  readonly at: string;
  readonly message: string;
}

function configs(own: Linter.Config): Linter.Config[] {
  return [
    { files: ['**/*.{js,cjs,jsx,ts,tsx}'], ...own },
    { files: ['**/*.{ts,tsx}'], languageOptions: { parser: typescriptParser } },
    { files: ['**/*.{jsx,tsx}'], languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } },
    { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
  ];
}

/** What all rules report on a program; undefined for one that no parser takes. A rule that throws makes this throw. */
export function lint(code: string, filename: Filename, settings: Readonly<Record<string, unknown>> = {}): Report[] | undefined {
  // The programs are files of their own: nothing is there that they import.
  const own: Linter.Config = { plugins: { [NAMESPACE]: plugin }, rules, settings: { [NAMESPACE]: { crossFile: false, ...settings } } };
  const messages = linter.verify(code, configs(own), { filename });
  if (messages.some(({ fatal }) => fatal)) return undefined;
  const text = code.replace(/^\uFEFF/u, '');
  const starts = [0, ...[...text.matchAll(/\r\n|[\n\r\u2028\u2029]/gu)].map(({ 0: end, index }) => index + end.length)];
  const offset = (line: number, column: number): number => (starts[line - 1] ?? 0) + column - 1;
  return messages.flatMap(({ ruleId, messageId = '', message, line, column, endLine = line, endColumn = column }) =>
    ruleId?.startsWith(`${NAMESPACE}/`) ? [{ rule: ruleId.slice(NAMESPACE.length + 1), messageId, message, at: text.slice(offset(line, column), offset(endLine, endColumn)) }] : [],
  );
}

/** Whether ESLint itself gets through a program, with a rule that does nothing. */
export function isAccepted(code: string, filename: Filename): boolean {
  const own: Linter.Config = { plugins: { none: { rules: { none: { create: () => ({}) } } } }, rules: { 'none/none': 'error' } };
  try {
    return !linter.verify(code, configs(own), { filename }).some(({ fatal }) => fatal);
  } catch {
    return false;
  }
}
