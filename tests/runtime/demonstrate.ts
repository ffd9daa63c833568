import { Linter } from 'eslint';
import { describe, expect, test, vi } from 'vitest';
import plugin from '../../src/index.js';
import { type Check } from './checks.js';
import { failureOf } from './describe-tutorial.js';
import { type Driver } from './driver.js';

vi.setConfig({ maxConcurrency: 8 });

/** A server that a rule reports, the attack that shows why, and what is done about it. */
export interface Demonstration {
  name: string;
  /** `rule/messageId` */
  finding: string;
  source: string;
  driver: Driver;
  attack: Check;
  /** The suggestion that is taken, by its message id; or the corrected server, where there is none. */
  repair: { suggestion: string } | { source: string };
}

const linter = new Linter({ configType: 'flat' });

const reportsOf = (rule: string, source: string): Linter.LintMessage[] =>
  linter.verify(source, [{ ...plugin.configs.strict, rules: { [`websocket-limits/${rule}`]: 'error' } }], { filename: 'server.mjs' });

/** The server behind its repair; the edit is ESLint's. */
const repaired = ({ source, repair }: Demonstration, reports: readonly Linter.LintMessage[]): string => {
  if ('source' in repair) return repair.source;
  const fix = reports.flatMap(({ suggestions = [] }) => suggestions).find(({ messageId }) => messageId === repair.suggestion)?.fix;
  if (!fix) throw new Error(`${repair.suggestion} is not suggested for\n${source}`);
  return source.slice(0, fix.range[0]) + fix.text + source.slice(fix.range[1]);
};

/** Each server is reported with this finding alone, and fails as that says; repaired, it is silent and holds. */
export const demonstrate = (demonstrations: readonly Demonstration[]): void => {
  describe.concurrent('a server is reported, fails, and holds when it is repaired', () => {
    test.each(demonstrations.map((one) => [`${one.finding}: ${one.name}`, one] as const))('%s', async (_name, one) => {
      const [rule = '', id] = one.finding.split('/');
      const reports = reportsOf(rule, one.source);
      expect(reports.map(({ messageId }) => messageId)).toEqual([id]);
      const better = repaired(one, reports);
      expect(reportsOf(rule, better).map(({ message }) => message)).toEqual([]);

      const [flagged, held] = await Promise.all([failureOf(one.source, one.attack, one.driver), failureOf(better, one.attack, one.driver)]);
      expect(flagged).toBeInstanceOf(Error);
      expect((flagged as Error).message).not.toMatch(/did not start|process died/u);
      expect(held).toBeUndefined();
    });
  });
};
