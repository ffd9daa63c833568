// What the plugin costs on files that name no websocket library: visits of the syntax tree, which must be none, and time
// against one rule that does nothing. `npm run bench` builds the plugin and runs this through vitest.
import { Linter, type Rule } from 'eslint';
import { expect, it } from 'vitest';
import plugin from '../../src/index.js';

const FILES = 150;
const ROUNDS = 9;

/** A module of about 120 lines, like those of any application; every one different. */
function source(number: number): string {
  const functions = Array.from(
    { length: 12 },
    (_, index) => `
export async function load${String(number)}x${String(index)}(id, options = {}) {
  const { limit = ${String(index + 3)}, connection } = options;
  const rows = await connection.query('select * from table${String(index)} where id = ?', [id]);
  if (rows.length >= limit) {
    throw new Error('too many rows');
  }
  return rows.map((row) => ({ ...row, at: Date.now() }));
}
`,
  );
  return `import { readFile } from 'node:fs/promises';\n${functions.join('')}`;
}

const linter = new Linter();
const texts = Array.from({ length: FILES }, (_, number) => source(number));
const names = Object.keys(plugin.rules) as (keyof typeof plugin.rules)[];
const levels = Object.fromEntries(names.map((name) => [`websocket-limits/${name}`, 2 as const]));

/** CPU milliseconds. */
function lint(config: Linter.Config): number {
  const start = process.cpuUsage();
  for (const text of texts) linter.verify(text, [config], { filename: 'file.js' });
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

it('visits nothing in a file without a websocket library', () => {
  let visits = 0;
  const counting = (rule: Rule.RuleModule): Rule.RuleModule => ({
    ...rule,
    create(context) {
      const selectors = Object.keys(rule.create(context));
      return Object.fromEntries(selectors.map((selector) => [selector, () => void (visits += 1)]));
    },
  });
  const rules = Object.fromEntries(names.map((name) => [name, counting(plugin.rules[name])]));
  lint({ plugins: { 'websocket-limits': { rules } }, rules: levels });
  console.log(`visits of the syntax tree in ${String(FILES)} files: ${String(visits)}`);
  expect(visits).toBe(0);
});

it('takes hardly more time than one rule that does nothing', () => {
  const nothing: Rule.RuleModule = { meta: { type: 'problem', schema: [] }, create: () => ({}) };
  const floor: Linter.Config = { plugins: { floor: { rules: { nothing } } }, rules: { 'floor/nothing': 2 } };
  const ours: Linter.Config = { plugins: { 'websocket-limits': plugin }, rules: levels };
  lint(floor);
  const ratios = Array.from({ length: ROUNDS }, () => lint(ours) / lint(floor)).sort((a, b) => a - b);
  const median = ratios[Math.floor(ROUNDS / 2)] ?? Number.NaN;
  const [least = median] = ratios;
  const most = ratios.at(-1) ?? median;
  console.log(`CPU time of ${String(names.length)} rules against one that does nothing: ${median.toFixed(3)} (${least.toFixed(3)} to ${most.toFixed(3)}, ${String(ROUNDS)} rounds in turn)`);
  expect(median).toBeLessThan(1.15);
});
