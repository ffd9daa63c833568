import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import plugin from '../../src/index.js';
import { type Fixture, type Language } from './fixture.js';

const linter = new Linter({ configType: 'flat' });
const config: Linter.Config[] = [
  plugin.configs.strict,
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
  { files: ['**/*.mts'], languageOptions: { parser } },
];
const filenames: Record<Language, string> = { commonjs: 'server.cjs', esm: 'server.mjs', typescript: 'server.mts' };

/** What `eslint --fix` with the strict config makes of a server; where it only suggests, the first suggestion is taken. */
const fix = (text: string, filename: string, rounds = 5): string => {
  const { output, messages } = linter.verifyAndFix(text, config, { filename });
  const suggestion = messages.flatMap(({ suggestions }) => suggestions ?? [])[0];
  if (!suggestion) return output;
  if (rounds === 0) throw new Error(`Suggested again and again: ${suggestion.desc}\n${output}`);
  const [start, end] = suggestion.fix.range;
  return fix(output.slice(0, start) + suggestion.fix.text + output.slice(end), filename, rounds - 1);
};

/** What the plugin still has to say about a text. */
export const findingsIn = (text: string, language: Language): string[] =>
  linter.verify(realName(text), config, { filename: filenames[language] }).map(({ ruleId, messageId, message }) => `${ruleId} ${messageId}: ${message}`);

// Version 2 is installed under another name than the one that users import.
const realName = (text: string): string => text.replace("'socket.io-2'", "'socket.io'");

/** The one place that decides where the guarded text comes from. */
export const fixedText = ({ before, language }: Fixture): string => {
  const fixed = fix(realName(before), filenames[language]);
  return before.includes("'socket.io-2'") ? fixed.replace("'socket.io'", "'socket.io-2'") : fixed;
};
