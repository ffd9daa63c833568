import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CONFIGS } from '../measure/measurements.js';
import { MODULES_PER_SERVER } from '../programs/write-program.js';
import type { GivenFolder } from './parts/folders.js';
import { FULL, type Plan, QUICK } from './plan.js';
import { type Job, PART_NAMES } from './run.js';

export interface Arguments extends Job {
  readonly quick: boolean;
}

/** What was typed makes no sense; the message says what would. */
export class UsageError extends Error {}

/** Growth from 100 to this is the least that an exponent can be told from. */
const SMALLEST_GROWTH = 1000;
/** Against what nothing is compared with itself. */
const COMPARED = CONFIGS.filter((config) => config !== 'floor');

export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parsed(args);
  const given = positionals.map(givenFolder);
  const names = values.only === undefined ? PART_NAMES.filter((name) => name !== 'folders' || given.length > 0) : listed('part', values.only, PART_NAMES);
  if (names.includes('folders') && given.length === 0) throw new UsageError("There is nothing to compare on: give the paths of folders, each as FOLDER or as FOLDER='what it is'.");
  const configs = values.configs === undefined ? COMPARED : listed('configuration', values.configs, COMPARED);
  return { quick: values.quick, given, names, configs, plan: planned(values.quick ? QUICK : FULL, values) };
}

interface Values {
  readonly quick: boolean;
  readonly only?: string;
  readonly configs?: string;
  readonly rounds?: string;
  readonly modules?: string;
  readonly largest?: string;
}

function parsed(args: readonly string[]): { values: Values; positionals: string[] } {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { quick: { type: 'boolean', default: false }, only: text, configs: text, rounds: text, modules: text, largest: text } });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function planned(plan: Plan, { rounds, modules, largest }: Values): Plan {
  const most = rounds === undefined ? Infinity : whole('rounds', rounds);
  return {
    ...plan,
    rounds: Math.min(most, plan.rounds),
    longRounds: Math.min(most, plan.longRounds),
    ...(modules !== undefined && ofModules(plan, whole('modules', modules))),
    ...(largest !== undefined && { sizes: plan.sizes.filter((size) => size <= Math.max(SMALLEST_GROWTH, whole('largest', largest))) }),
  };
}

/** Servers are written whole. */
function ofModules({ ruleModules }: Plan, wanted: number): Pick<Plan, 'modules' | 'ruleModules'> {
  const modules = MODULES_PER_SERVER * Math.ceil(wanted / MODULES_PER_SERVER);
  return { modules, ruleModules: Math.min(ruleModules, modules) };
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new UsageError(`--${name} must be a whole number from 1, and is ${text}.`);
  return value;
}

/** `../chat=a chat server`, as it is typed. */
function givenFolder(typed: string): GivenFolder {
  const [folder = '', ...what] = typed.split('=');
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(`There is no folder ${folder}. Give the paths of folders, each as FOLDER or as FOLDER='what it is'.`);
  return { folder: path.resolve(folder), what: what.join('=') || 'a repository' };
}

function listed<Name extends string>(what: string, text: string, known: readonly Name[]): Name[] {
  return text.split(',').map((name) => {
    const found = known.find((one) => one === name);
    if (found === undefined) throw new UsageError(`There is no ${what} ${name}. There are ${known.join(', ')}.`);
    return found;
  });
}
