import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type * as Examples from './guards/examples.js';
import { lint, type Report } from './lint.js';
import {
  extractHandlers,
  moveBound,
  type Mutation,
  negateConditions,
  removeCloses,
  removeReturns,
  renameBindings,
  turnOperands,
  wrapConditions,
  wrapProgram,
} from './metamorphic/mutations.js';

const { collected } = vi.hoisted(() => ({ collected: [] as { theme: string; example: Examples.Example }[] }));

// The themes register their own tests where they stand; here their examples alone are wanted.
vi.mock('./guards/examples.js', async (importOriginal) => ({
  ...(await importOriginal<typeof Examples>()),
  testExamples: (theme: string, examples: readonly Examples.Example[]) => {
    collected.push(...examples.map((example) => ({ theme, example })));
  },
}));

const folder = path.join(import.meta.dirname, 'guards');
for (const file of readdirSync(folder).filter((name) => name.endsWith('.test.ts'))) await import(path.join(folder, file));

const SITE_RULES = new Set(['require-per-user-connection-limit', 'report-connection-limit']);
const passing = collected.filter(({ example }) => example.expected.length > 0 && example.expected.every(({ rule }) => rule === 'report-connection-limit'));
// A limit that is only configured, and a limiter out of reach, are told by their names.
const named = new Set(['configuredOnly', 'unverifiable']);
const nameless = collected.filter(({ example }) => example.expected.every(({ rule, messageId }) => SITE_RULES.has(rule) && !named.has(messageId)));

/** What is said about the sites, without places and names: `enforced 5`. */
function verdicts(reports: readonly Report[]): string[] {
  return reports
    .filter(({ rule }) => SITE_RULES.has(rule))
    .map(({ messageId, message }) => [messageId, ...(/set to (.+) connections?\./u.exec(message)?.slice(1) ?? [])].join(' '))
    .sort();
}

function numbers(reports: readonly Report[]): number[] {
  return verdicts(reports).flatMap((verdict) => (verdict.match(/\d+/gu) ?? []).map(Number));
}

const originals = new Map<string, readonly Report[]>();

function original({ code, language, settings }: Examples.Example): readonly Report[] {
  const key = JSON.stringify([code, language, settings]);
  const known = originals.get(key) ?? lint(code, language, settings);
  originals.set(key, known);
  return known;
}

/** One test for each example that the mutation changes. */
function testMutation(what: string, mutate: Mutation, check: (before: readonly Report[], after: readonly Report[], code: string) => void, examples = passing): void {
  const cases = examples.flatMap(({ theme, example }) => {
    const code = mutate(example.code, example.language);
    return code === undefined ? [] : [[`${theme}: ${example.name}`, example, code] as const];
  });
  describe(what, () => {
    it.each(cases)('%s', (_name, example, mutated) => {
      check(original(example), lint(mutated, example.language, example.settings), mutated);
    });
  });
}

function testSame(what: string, mutate: Mutation): void {
  testMutation(
    what,
    mutate,
    (before, after, code) => {
      expect(verdicts(after), code).toEqual(verdicts(before));
    },
    nameless,
  );
}

testSame('names do not matter', renameBindings);
testSame('one more helper does not matter', wrapConditions);
testSame('the order of operands does not matter', turnOperands);
testSame('a negated condition does not matter', negateConditions);
testSame('a handler with a name does not matter', extractHandlers);
testSame('a function around the program does not matter', wrapProgram);
testSame('a return after a close does not matter', removeReturns);

testMutation('another bound moves the number by one', moveBound, (before, after, code) => {
  const old = numbers(before);
  expect(
    numbers(after).map((value, index) => Math.abs(value - (old[index] ?? 0))),
    code,
  ).toEqual(old.map(() => 1));
});

testMutation('without what closes, nothing passes', removeCloses, (_before, after, code) => {
  const isFailure = (verdict: string): boolean => ['notRejected', 'missing', 'uncovered', 'configuredOnly'].includes(verdict);
  expect(
    verdicts(after).filter((verdict) => !isFailure(verdict)),
    code,
  ).toEqual([]);
});
