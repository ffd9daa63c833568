import { describe, expect, test } from 'vitest';
import { findingsIn } from './findings.js';
import { fix, type FixCase, messagesOf, type Outcome, outcomeOf } from './fix-case.js';

/** Expects of every program: the very text, a site that passes, and nothing that was not wrong before. */
export const describeFixes = (title: string, cases: readonly FixCase[]): void => {
  describe(title, () => {
    // Made by the tests of the texts, which come first, and used again for what others say of them.
    const outcomes = new Map<FixCase, Outcome>();
    const outcomeFor = (given: FixCase): Outcome => {
      const outcome = outcomes.get(given) ?? outcomeOf(given);
      outcomes.set(given, outcome);
      return outcome;
    };
    const findAll = async (): Promise<string[][]> =>
      findingsIn([...cases.map(({ code, language }) => ({ text: code, language })), ...cases.map((given) => ({ text: outcomeFor(given).text, language: given.language }))]);
    let findings: ReturnType<typeof findAll> | undefined;

    test.each(cases)('$name', (given) => {
      const { by, text } = outcomeFor(given);
      expect(by).toBe(given.by);
      expect(text).toMatchSnapshot();
      // A snapshot does not tell line ends apart.
      if (given.code.includes('\r\n')) expect(text).not.toMatch(/[^\r]\n/u);
      if (by === 'nothing') return;
      expect(messagesOf(text, given)).toEqual([]);
      expect(fix(text, given)).toBe(text);
    });

    test.each(cases.map(({ name }, index) => ({ name, index })))('$name: the compiler and the rules of others say nothing new', async ({ index }) => {
      findings ??= findAll();
      const all = await findings;
      const before = all[index] ?? [];
      expect(all[cases.length + index]?.filter((message) => !before.includes(message))).toEqual([]);
    });
  });
};
