import { beforeAll, describe, expect, test } from 'vitest';
import { findingsIn } from './findings.js';
import { fix, type FixCase, messagesOf, outcomeOf } from './fix-case.js';

/** Expects of every program: the very text, a site that passes, and nothing that was not wrong before. */
export const describeFixes = (title: string, cases: readonly FixCase[]): void => {
  describe(title, () => {
    const outcomes = cases.map(outcomeOf);
    let findings: string[][];

    beforeAll(async () => {
      findings = await findingsIn([
        ...cases.map(({ code, language }) => ({ text: code, language })),
        ...cases.map(({ language }, index) => ({ text: outcomes[index]?.text ?? '', language })),
      ]);
    });

    test.each(cases.map((given, index) => ({ ...given, index })))('$name', ({ index, ...given }) => {
      const { by, text } = outcomes[index] ?? { by: undefined, text: '' };
      expect(by).toBe(given.by);
      expect(text).toMatchSnapshot();
      // A snapshot does not tell line ends apart.
      if (given.code.includes('\r\n')) expect(text).not.toMatch(/[^\r]\n/u);
      if (by === 'nothing') return;
      expect(messagesOf(text, given)).toEqual([]);
      expect(fix(text, given)).toBe(text);
      const before = findings[index] ?? [];
      expect(findings[cases.length + index]?.filter((message) => !before.includes(message))).toEqual([]);
    });
  });
};
