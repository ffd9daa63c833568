import * as typescriptParser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import plugin from '../../src/index.js';
import { fromDiff } from '../runtime/fixture.js';

const linter = new Linter({ configType: 'flat' });
const config: Linter.Config[] = [
  plugin.configs.strict,
  { settings: { 'websocket-limits': { crossFile: false } } },
  { files: ['**/*.ts'], languageOptions: { parser: typescriptParser } },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
];

function lint(code: string): Linter.LintMessage[] {
  const filename = !/^(?:import|export) /mu.test(code) ? 'server.cjs' : /: \w+[,)]|new Map<|private /u.test(code) ? 'server.ts' : 'server.js';
  const messages = linter.verify(code, config, { filename });
  const broken = messages.find(({ fatal }) => fatal);
  if (broken) throw new SyntaxError(`${broken.message} in line ${String(broken.line)} of\n${code}`);
  return messages;
}

const idsOf = (messages: readonly Linter.LintMessage[]): string[] => messages.map(({ messageId = '' }) => messageId).sort();

/** What one rule suggests for a program: message ids, each with what becomes of the program. */
function suggested(rule: string, code: string): [id: string, output: string][] {
  const own = lint(code).filter(({ ruleId }) => ruleId === `websocket-limits/${rule}`);
  return own.flatMap(({ suggestions = [] }) => suggestions).map(({ messageId = '', fix: { range, text } }) => [messageId, code.slice(0, range[0]) + text + code.slice(range[1])]);
}

/** A diff per program: the one suggestion there is, and that it leaves less to say, and nothing new, in all of `strict`. */
export function testSuggestion(rule: string, id: string, finding: string, programs: Readonly<Record<string, string>>): void {
  describe(`${rule}: ${id}`, () => {
    test.each(Object.entries(programs))('%s', (name, diff) => {
      const { before, after } = fromDiff(name, 'esm', diff);
      expect(suggested(rule, before)).toEqual([[id, after]]);
      const left = idsOf(lint(before));
      left.splice(left.indexOf(finding), 1);
      expect(idsOf(lint(after))).toEqual(left);
    });
  });
}

/** Programs in which a finding has no suggestion, because no edit is certainly right. */
export function testNoSuggestion(rule: string, finding: string, programs: Readonly<Record<string, string>>): void {
  describe(`${rule}: nothing is suggested for ${finding}`, () => {
    test.each(Object.entries(programs))('%s', (_name, code) => {
      expect(idsOf(lint(code).filter(({ ruleId }) => ruleId === `websocket-limits/${rule}`))).toContain(finding);
      expect(suggested(rule, code)).toEqual([]);
    });
  });
}

/** Takes the first suggestion that there is, and again, until there is none: in the end, nothing is left to say. */
export function repairedInARow(code: string): { readonly taken: readonly string[]; readonly text: string } {
  const taken: string[] = [];
  let text = code;
  for (let round = 0; round < 6; round += 1) {
    const suggestion = lint(text).flatMap(({ suggestions = [] }) => suggestions)[0];
    if (!suggestion) break;
    const { messageId = '', fix: { range, text: inserted } } = suggestion;
    taken.push(messageId);
    text = text.slice(0, range[0]) + inserted + text.slice(range[1]);
  }
  expect(idsOf(lint(text))).toEqual([]);
  return { taken, text };
}
