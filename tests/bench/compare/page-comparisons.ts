import { type ConfigName, CONFIGS } from '../measure/measurements.js';
import type { Compared, ComparedFiles, Results } from './results.js';
import { about, shown, table, times } from './tables.js';

/** As users know them. */
const NAMES: Readonly<Record<ConfigName, string>> = {
  floor: 'the rule that does nothing, once more',
  recommended: 'this plugin, `recommended`',
  strict: 'this plugin, `strict`',
  security: 'eslint-plugin-security, `recommended`',
  sonarjs: 'eslint-plugin-sonarjs, `recommended`',
  typed: 'typescript-eslint, `recommendedTypeChecked`',
};

const HEAD = ['', 'CPU time', 'most memory', 'memory kept'];

/** What to remember of all the figures; the one that matters is that of real files. */
export function inShort({ folders = [], programs = [], load = [], rooms = [] }: Results): string {
  const medians = folders.flatMap(({ configs }) => configs.flatMap(({ config, ratios }) => (config === 'strict' && ratios ? [ratios.cpu.median] : [])));
  const searches = rooms.map(({ searchPerThousandLines }) => searchPerThousandLines.median);
  const own = load.find(({ name }) => name === 'this plugin');
  const [worst] = programs;
  const worstRatio = worst?.configs.find(({ config }) => config === 'strict')?.ratios?.cpu.median;
  const lines = [
    medians.length > 0 && `- **A whole repository** takes ${[...new Set([times(Math.min(...medians)), times(Math.max(...medians))])].join(' to ')} times the CPU time of ESLint with a rule that does nothing, with all rules of \`strict\`.`,
    searches.length > 0 && `- **A file without a websocket library** costs a search in its text: ${Math.max(...searches).toFixed(2)} ms in 1,000 lines at most, on one machine. Nothing in it is visited.`,
    worstRatio !== undefined && `- **What costs are servers.** A file that takes connections is followed through the files that it needs. A program that is nothing but small servers takes ${times(worstRatio)} times the time of that rule; no project looks like that.`,
    own && `- **Loading** takes ${own.milliseconds.median.toFixed(0)} ms on one machine. No type information is used, so no program is compiled.`,
  ].filter((line) => line !== false && line !== undefined);
  return lines.length > 0 ? `## In short\n\n${lines.join('\n')}` : '';
}

export function foldersSection(folders: Results['folders']): string {
  if (!folders) return '';
  return `## On real repositories

Each with all of its JavaScript and TypeScript, without what was built and without its packages: types from those are unknown to the type-checked rules,
which makes these quicker than they are at home.

${[...folders].sort((a, b) => b.files - a.files).map((files) => comparison(`### ${capital(files.what)} of ${about(files.files)} files, ${about(files.lines)} lines`, files)).join('\n\n')}`;
}

const SHAPES: Readonly<Record<string, string>> = {
  'many servers': 'Nothing but servers',
  'one server': 'One server among other code',
};

export function programsSection(programs: Results['programs']): string {
  if (!programs) return '';
  return `## On generated programs

Two ends, as projects of TypeScript with a \`tsconfig.json\`. *Nothing but servers* is the worst case: many small services of ten files each, with the
guard one to four calls away from the handler. No project looks like that. *One server among other code* has ten such files; the
rest are modules that load, check and map rows, of forty lines each.

${programs.map((files) => comparison(`### ${SHAPES[files.what] ?? files.what}: ${about(files.files)} files, ${about(files.lines)} lines`, files)).join('\n\n')}`;
}

function comparison(heading: string, { configs }: ComparedFiles): string {
  const compared = configs.flatMap(({ config, ratios }) => (ratios ? [[NAMES[config], shown(ratios.cpu), shown(ratios.peak), shown(ratios.kept)]] : []));
  return [heading, table(HEAD, compared), ...notes(configs)].join('\n\n');
}

function notes(configs: readonly Compared[]): string[] {
  const said = configs.flatMap(({ config, unparsed, failure }) => {
    if (failure !== undefined) return [`- ${NAMES[config]} is left out, because it ${failure}.`];
    return unparsed > 0 ? [`- ${NAMES[config]} could not parse ${about(unparsed)} of the files, and is compared on the others.`] : [];
  });
  const left = CONFIGS.filter((config) => config !== 'floor' && configs.every((other) => other.config !== config));
  const all = left.length > 0 ? [...said, `- Not measured here: ${left.map((config) => NAMES[config]).join('; ')}.`] : said;
  return all.length > 0 ? [all.join('\n')] : [];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
