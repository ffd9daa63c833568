import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { LONG } from './long-programs.js';
import { median, timeOf } from './time.js';

const NAMESPACE = 'websocket-limits';
const linter = new Linter({ configType: 'flat' });
const nothing: Linter.RulesRecord = { 'none/none': 'error' };
const everything: Linter.RulesRecord = Object.fromEntries(Object.keys(plugin.rules).map((rule) => [`${NAMESPACE}/${rule}`, 'error']));

const RUNS = 3;
/** Shorter times are noise. */
const LEAST_MS = 150;

/** What the rules take, without what ESLint takes for a rule that does nothing. */
function timeOfRules(code: string, runs = RUNS): number {
  const run = (rules: Linter.RulesRecord): number => timeOf(() => { linter.verify(code, [{ plugins: { [NAMESPACE]: plugin, none: { rules: { none: { create: () => ({}) } } } }, rules, settings: { [NAMESPACE]: { crossFile: false } } }]); });
  const times = Array.from({ length: runs }, () => ({ bare: run(nothing), full: run(everything) }));
  return Math.max(LEAST_MS, median(times.map(({ full }) => full)) - median(times.map(({ bare }) => bare)));
}

/** Long enough that what is quadratic shows. */
const LENGTH = 500;

/** The smallest of a few ratios: collecting garbage falls on one of the two at random, and what grows too fast does so each time. */
function growth(ratio: () => number): number {
  let least = ratio();
  for (let again = 0; again < 3 && least >= 3; again += 1) least = Math.min(least, ratio());
  return least;
}

describe('twice the program takes the rules about twice the time', () => {
  it.each(Object.entries(LONG))('%s', (_name, build) => {
    expect(growth(() => timeOfRules(build(2 * LENGTH)) / timeOfRules(build(LENGTH)))).toBeLessThan(3.5);
  });

  it('a file that somebody generated', () => {
    const entry = (at: number): string => `export const entry${String(at)} = { id: ${String(at)}, name: 'entry', values: [1, 2, 3], run(value) { return value.get(${String(at)}); } };\n`;
    const build = (length: number): string => `${LONG['handlers']?.(5) ?? ''}${Array.from({ length }, (_, at) => entry(at)).join('')}`;
    expect(build(8_000).length).toBeGreaterThan(800_000);
    expect(growth(() => timeOfRules(build(8_000), 1) / timeOfRules(build(4_000), 1))).toBeLessThan(3.5);
  });
});
