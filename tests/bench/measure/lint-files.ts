import { readFileSync } from 'node:fs';
import { ESLint, type Linter } from 'eslint';
import { configOf, configsFor } from './configs.js';
import type { Linted, Measurements } from './measurements.js';
import { cpu, kept, used } from './usage.js';

type Given<Kind extends keyof Measurements> = Measurements[Kind]['given'];

export function filesOf(list: string): string[] {
  return JSON.parse(readFileSync(list, 'utf8')) as string[];
}

export async function lint({ folder, list, config, crossFile }: Given<'lint'>): Promise<Linted> {
  const settings: Linter.Config = { settings: { 'websocket-limits': { crossFile: crossFile ?? true } } };
  const eslint = engine(folder, [...(await configsFor(config, folder)), settings]);
  const files = filesOf(list);
  const start = cpu();
  const found = summary(await eslint.lintFiles(files));
  const { cpu: all, peak } = used();
  return { cpu: all, lintCpu: all - start, peak, kept: kept(), ...found };
}

export async function rule({ folder, list, rule: name }: Given<'rule'>): Promise<{ share: number }> {
  const eslint = engine(folder, await configOf(name), true);
  const results = await eslint.lintFiles(filesOf(list));
  const passes = results.flatMap(({ stats }) => stats?.times.passes ?? []);
  const own = passes.flatMap(({ rules = {} }) => Object.values(rules)).map(({ total }) => total);
  return { share: sum(own) / sum(passes.map(({ total }) => total)) };
}

function engine(cwd: string, overrideConfig: Linter.Config[], stats = false): ESLint {
  return new ESLint({ cwd, overrideConfigFile: true, overrideConfig, allowInlineConfig: false, warnIgnored: false, errorOnUnmatchedPattern: false, stats });
}

/** Nothing of the results is held on to, so that what is kept is what the rules keep. */
function summary(results: readonly ESLint.LintResult[]): Pick<Linted, 'unparsed' | 'reports'> {
  return {
    unparsed: results.filter(({ messages }) => messages.some(({ fatal }) => fatal)).map(({ filePath }) => filePath),
    reports: sum(results.map(({ messages }) => messages.filter(({ ruleId }) => ruleId !== null).length)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
