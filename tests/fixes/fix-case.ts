import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import plugin from '../../src/index.js';
import type { Language } from '../runtime/fixture.js';

/** A program, and what the plugin is to do about it. */
export interface FixCase {
  readonly name: string;
  readonly language: Language;
  readonly code: string;
  /** By `--fix`, by a suggestion, or not at all. */
  readonly by: 'fix' | 'suggestion' | 'nothing';
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface Outcome {
  readonly by: FixCase['by'];
  readonly text: string;
}

const RULE = 'websocket-limits/require-per-user-connection-limit';
const linter = new Linter({ configType: 'flat' });
const filenames: Readonly<Record<Language, string>> = { commonjs: 'server.cjs', esm: 'server.mjs', typescript: 'server.mts' };

const configOf = ({ settings = {}, options }: Partial<FixCase>): Linter.Config[] => [
  plugin.configs.strict,
  { settings: { 'websocket-limits': settings } },
  ...(options ? [{ rules: { [RULE]: ['error', options] } } satisfies Linter.Config] : []),
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
  { files: ['**/*.mts'], languageOptions: { parser } },
];

/** What all rules say about a text. */
const verify = (text: string, given: FixCase): Linter.LintMessage[] =>
  linter.verify(text, configOf(given), { filename: filenames[given.language] });

export const messagesOf = (text: string, given: FixCase): string[] =>
  verify(text, given).map(({ ruleId, messageId, message }) => `${ruleId ?? 'parser'} ${messageId ?? ''}: ${message}`);

/** What `--fix` makes of a text. */
export const fix = (text: string, given: FixCase): string => linter.verifyAndFix(text, configOf(given), { filename: filenames[given.language] }).output;

/** Fixes the program; what is only suggested is taken, one after the other, the first each time. */
export const outcomeOf = (given: FixCase): Outcome => {
  const fixed = fix(given.code, given);
  let text = fixed;
  for (let round = 0; round < 4; round += 1) {
    const suggestion = verify(text, given).flatMap(({ ruleId, suggestions }) => (ruleId === RULE ? (suggestions ?? []) : []))[0];
    if (!suggestion) break;
    const [start, end] = suggestion.fix.range;
    text = fix(text.slice(0, start) + suggestion.fix.text + text.slice(end), given);
  }
  return { text, by: text === given.code ? 'nothing' : text === fixed ? 'fix' : 'suggestion' };
};
