import * as typescriptParser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import plugin from '../../src/index.js';

/** A program, and what one rule says of it: message ids, each with the text under its squiggle. */
export interface Program {
  readonly name: string;
  readonly code: string;
  readonly reports: readonly string[];
}

const NAMESPACE = 'websocket-limits';
const linter = new Linter({ configType: 'flat' });

function configFor(rule: string, settings: object = {}): Linter.Config[] {
  return [
    {
      files: ['**/*.{js,cjs,ts}'],
      plugins: { [NAMESPACE]: plugin },
      rules: { [`${NAMESPACE}/${rule}`]: 'error' },
      settings: { [NAMESPACE]: { crossFile: false, ...settings } },
      linterOptions: { reportUnusedDisableDirectives: 'off' },
    },
    { files: ['**/*.ts'], languageOptions: { parser: typescriptParser } },
    { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
  ];
}

/** What a rule reports, as `id: the text that is underlined`. */
function reportsOf(rule: string, code: string, settings?: object): string[] {
  const filename = /^import |^export /mu.test(code) ? (/: \w+[,)]|<\w+|@\w+\(/u.test(code) ? 'server.ts' : 'server.js') : 'server.cjs';
  const lines = code.split('\n');
  return linter.verify(code, configFor(rule, settings), { filename }).map(({ messageId, message, line, column, endLine = line, endColumn = column }) => {
    if (messageId === undefined) throw new SyntaxError(`${message} at ${String(line)}:${String(column)} of\n${code}`);
    const under = lines.slice(line - 1, endLine).map((text, index, all) => text.slice(index === 0 ? column - 1 : 0, index === all.length - 1 ? endColumn - 1 : undefined));
    return `${messageId}: ${under.map((text) => text.trim()).join(' ')}`;
  });
}

/** A test for each program; what is reported must be exactly what is expected. */
export function testPrograms(rule: string, theme: string, programs: readonly Program[], settings?: object): void {
  describe(`${rule}: ${theme}`, () => {
    test.each(programs.map((program) => [program.name, program] as const))('%s', (_name, { code, reports }) => {
      expect(reportsOf(rule, code, settings)).toEqual(reports);
    });
  });
}

export const bad = (name: string, reports: string | readonly string[], code: string): Program => ({ name, reports: typeof reports === 'string' ? [reports] : reports, code: code.trim() });
export const good = (name: string, code: string): Program => ({ name, reports: [], code: code.trim() });
