import * as typescriptParser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import plugin from '../src/index.js';
import { numberRepairs } from './agents/config-repairs.js';
import { gatewayRepairs } from './agents/gateway-repairs.js';
import { guardRepairs } from './agents/guard-repairs.js';
import { releaseRepairs } from './agents/release-repairs.js';
import type { Repair } from './agents/repair.js';
import { siteRepairs } from './agents/site-repairs.js';
import { fromDiff } from './runtime/fixture.js';

/**
 * Whoever repairs a program with nothing but the message at hand gets it right: for each message, a program, and the
 * same program after its advice was followed to the letter.
 */
const repairs: readonly Repair[] = [...siteRepairs, ...numberRepairs, ...releaseRepairs, ...guardRepairs, ...gatewayRepairs];

const linter = new Linter({ configType: 'flat' });
const NAMESPACE = 'websocket-limits';

function lint(code: string, config: 'strict' | 'audit', { language, settings }: Pick<Repair, 'language' | 'settings'>): Linter.LintMessage[] {
  const configs: Linter.Config[] = [
    { files: ['**/*.{js,ts}'], ...plugin.configs[config], settings: { [NAMESPACE]: { crossFile: false, ...settings } } },
    { files: ['**/*.ts'], languageOptions: { parser: typescriptParser } },
  ];
  const messages = linter.verify(code, configs, { filename: language ? 'server.ts' : 'server.js' });
  const broken = messages.find(({ fatal }) => fatal);
  if (broken) throw new SyntaxError(`${broken.message} in line ${String(broken.line)} of\n${code}`);
  return messages;
}
const findingsOf = (messages: readonly Linter.LintMessage[]): string[] => messages.map(({ ruleId, messageId }) => `${String(ruleId).replace(`${NAMESPACE}/`, '')}/${String(messageId)}`).sort();

describe('what a message says to do, done to the letter,', () => {
  test.each(repairs.map((repair) => [repair.finding, repair.says, repair] as const))('mends %s: %s', (_finding, _says, { finding, says, diff, beside = [], language, settings }) => {
    const { before, after } = fromDiff(finding, 'esm', diff);
    const mended = { ...(language && { language }), ...(settings && { settings }) };
    const found = lint(before, 'strict', { ...(language && { language }) });
    expect(findingsOf(found)).toEqual([finding, ...beside].sort());
    expect(found.map(({ message }) => message).find((message) => message.includes(says)), found.map(({ message }) => message).join('\n')).toBeDefined();
    expect(lint(after, 'strict', mended).map(({ message }) => message)).toEqual([]);
    // Nothing but the limit that is wanted makes a server pass.
    const passes = lint(after, 'audit', mended).map(({ messageId }) => messageId);
    expect(passes.length > 0 && passes.every((id) => id === 'enforced' || id === 'evicts')).toBe(true);
  });
});

describe('the list of messages', () => {
  /** What an edit that is offered is called. */
  const LABELS = ['insertGuard', 'enforceIt', 'setLimit', 'takeFirst', 'countUser', 'releaseAtEnd', 'hearTransport', 'askWhetherOpen', 'attachFirst', 'deleteEmpty', 'deleteOwn', 'releaseOwn', 'attachBehindCheck', 'releaseOnce'];
  const problems = Object.entries(plugin.rules).filter(([name]) => name !== 'report-connection-limit');
  const ids = problems.flatMap(([name, { meta }]) => Object.keys(meta?.messages ?? {}).filter((id) => !LABELS.includes(id)).map((id) => `${name}/${id}`));

  test('has a program for each', () => {
    expect([...new Set(repairs.map(({ finding }) => finding))].sort()).toEqual(ids.sort());
  });
});
