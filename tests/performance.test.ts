import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArguments, UsageError } from './bench/compare/arguments.js';
import { missedGoals } from './bench/compare/goals.js';
import { page } from './bench/compare/page.js';
import type { ComparedFiles, Results } from './bench/compare/results.js';
import { exponentOf, medianOf, type Spread, spreadOf } from './bench/compare/spread.js';
import { remove, writeOneServer, writeServers } from './bench/programs/write-program.js';

const root = path.join(import.meta.dirname, '..');
const once = (number: number): Spread => spreadOf([number]);
const files = (what: string, cpu: Spread): ComparedFiles => ({ what, files: 4313, lines: 301_000, configs: [{ config: 'strict', unparsed: 0, ratios: { cpu, peak: once(1.1), kept: once(1.2) } }] });

describe('the figures', () => {
  it('are the median of the rounds, with the least and the most', () => {
    expect([medianOf([3, 1, 2]), medianOf([4, 1, 3, 2])]).toEqual([2, 2.5]);
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3, rounds: 3 });
  });

  it.each([0.5, 1, 2])('find the exponent %s of what grows so', (exponent) => {
    expect(exponentOf([100, 1000, 10_000].map((size) => [size, 7 * size ** exponent]))).toBeCloseTo(exponent, 10);
  });

  it('miss a goal only where no round came near it', () => {
    const long = (least: number): Results => ({ long: [{ what: 'a long file', ratio: { median: 1.5, least, most: 2, rounds: 3 }, doubling: once(2) }] });
    expect(missedGoals(long(1.19))).toEqual([]);
    expect(missedGoals(long(1.3))).toEqual(['The rules take 1.30 times as long as one that does nothing on a long file, and may take 1.2.']);
    const load = (ours: number, utils: number): Results => ({ load: [{ name: 'this plugin', milliseconds: once(ours) }, { name: '@typescript-eslint/utils', milliseconds: once(utils) }] });
    expect([load(49, 10), load(109, 100), load(111, 100), load(51, 10)].map((results) => missedGoals(results).length)).toEqual([0, 0, 1, 1]);
  });
});

describe('the page', () => {
  it('shows what was measured, the largest repository first, and how often', () => {
    const text = page({ folders: [{ ...files('a small server', once(1.5)), files: 12 }, files('a game server', spreadOf([1.01, 1.03, 1.02]))] }, { eslint: '10.0.0' });
    expect(text).toContain('| this plugin, `strict` | 1.02 (1.01 to 1.03) | 1.10 (once) | 1.20 (once) |');
    expect(text.indexOf('### A game server of 4,300 files, 300,000 lines')).toBeGreaterThan(0);
    expect(text.indexOf('### A small server of 12 files')).toBeGreaterThan(text.indexOf('### A game server'));
    expect(text).toContain('**A whole repository** takes 1.02 to 1.50 times');
    expect(text).toContain('Compared were eslint 10.0.0.');
  });

  it('says what could not be compared, and has no heading of what was not measured', () => {
    const given = files('a game server', once(1));
    const text = page({ folders: [{ ...given, configs: [...given.configs, { config: 'typed', unparsed: 0, failure: 'ran out of memory' }, { config: 'sonarjs', unparsed: 70, ratios: { cpu: once(2), peak: once(2), kept: once(2) } }] }] }, {});
    expect(text).toContain('- Not measured here: this plugin, `recommended`; eslint-plugin-security, `recommended`.');
    expect(text).toContain('- typescript-eslint, `recommendedTypeChecked` is left out, because it ran out of memory.');
    expect(text).toContain('- eslint-plugin-sonarjs, `recommended` could not parse 70 of the files, and is compared on the others.');
    expect([...text.matchAll(/^## (.+)$/gmu)].map(([, title]) => title)).toEqual(['In short', 'On real repositories', 'How it is measured']);
  });

  it('names what was compared, in versions that are pinned here', () => {
    const { devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> };
    const written = readFileSync(path.join(root, 'docs/performance.md'), 'utf8');
    const compared = ['eslint', '@typescript-eslint/parser', 'typescript-eslint', 'eslint-plugin-security', 'eslint-plugin-sonarjs'];
    expect(compared.filter((name) => !written.includes(`${name} ${devDependencies[name] ?? 'nothing'}`))).toEqual([]);
  });
});

describe('what is typed', () => {
  it('chooses folders, parts, configurations and how much', () => {
    const { given, names, configs, plan, quick } = readArguments([`${root}/src=a plugin=ours`, '--only', 'load,folders', '--configs', 'strict', '--rounds', '2', '--modules', '25', '--largest', '5000']);
    expect({ given, names, configs, quick }).toEqual({ given: [{ folder: path.join(root, 'src'), what: 'a plugin=ours' }], names: ['load', 'folders'], configs: ['strict'], quick: false });
    expect(plan).toMatchObject({ rounds: 2, longRounds: 2, modules: 30, ruleModules: 30, sizes: [10, 100, 1000] });
    expect(readArguments([]).names).not.toContain('folders');
  });

  it.each([
    [['nowhere'], "There is no folder nowhere. Give the paths of folders, each as FOLDER or as FOLDER='what it is'."],
    [['--only', 'loud'], 'There is no part loud. There are load, edits, long, commands, settings, programs, rules, rooms, growth, folders.'],
    [['--only', 'folders'], "There is nothing to compare on: give the paths of folders, each as FOLDER or as FOLDER='what it is'."],
    [['--configs', 'floor'], 'There is no configuration floor. There are recommended, strict, security, sonarjs, typed.'],
    [['--rounds', '0'], '--rounds must be a whole number from 1, and is 0.'],
  ])('is refused as %j, with what would do', (args, message) => {
    expect(() => readArguments(args)).toThrow(new UsageError(message));
  });

  it('is refused by the command, too, and nothing is measured', () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [path.join(root, 'scripts/bench.mjs'), '--only', 'loud'], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('There is no part loud.');
  });
});

describe('the generated programs', () => {
  it.each(['js', 'ts'] as const)('are of as many modules as is asked for, in %s', (language) => {
    for (const write of [writeServers, writeOneServer]) {
      const program = write(30, language);
      try {
        const names = [...program.files.keys()].map((file) => path.relative(program.root, file));
        expect(names).toHaveLength(30);
        expect(names.filter((name) => !name.endsWith(`.${language}`))).toEqual([]);
        expect(names.filter((name) => path.basename(name) === `server.${language}`)).toHaveLength(write === writeServers ? 3 : 1);
      } finally {
        remove(program);
      }
    }
  });
});
