import type { Results } from './results.js';
import { about, milliseconds, percent, shown, table } from './tables.js';

const SHAPES: Readonly<Record<string, string>> = { 'many servers': 'nothing but servers', 'one server': 'one server among other code' };

const named = (what: string): string => SHAPES[what] ?? what;

export function roomsSection(rooms: Results['rooms']): string {
  if (!rooms) return '';
  const rows = rooms.map(({ what, files, looked, shares, searchPerThousandLines }) => [
    `${named(what)}, ${about(files)} files`,
    looked.toLocaleString('en'),
    ...(['prefilter', 'facts', 'link', 'verdict'] as const).map((room) => percent(shares[room].median)),
    shown(searchPerThousandLines, milliseconds),
  ]);
  return `## Where the time goes

The time of the plugin alone, by the [rooms](how-it-works.md#the-rooms) that a text goes through: the search that finds the files to look at, the
facts of such a file, the link with the files that it needs, which are read and asked questions there, and the verdict.

${table(['', 'files looked at', 'search', 'facts', 'link', 'verdict', 'search in 1,000 lines of the other files'], rows)}`;
}

export function rulesSection(rules: Results['rules']): string {
  if (!rules) return '';
  const rows = rules.map(({ rule, shares }) => [`[${rule}](rules/${rule}.md)`, ...shares.map((share) => shown(share, percent))]);
  return `## Rule by rule

Each rule by itself, as a part of the time that ESLint then takes, by ESLint's own clock. They do not add up: whichever rule asks first pays for the
analysis, and the others get it for nothing. So turning one of them off saves next to nothing.

${table(['alone', 'nothing but servers', 'one server among other code'], rows)}`;
}

export function growthSection(growth: Results['growth']): string {
  if (!growth) return '';
  const sizes = growth.map((grown) => grown.sizes).sort((a, b) => b.length - a.length)[0] ?? [];
  const rows = growth.map(({ what, sizes: own, exponent, floorExponent }) => [named(what), ...sizes.map(({ modules }) => { const size = own.find((other) => other.modules === modules); return size ? shown(size.ratio) : 'takes too long here'; }), exponent.toFixed(2), floorExponent.toFixed(2)]);
  return `## As a project grows

Linting with all rules of \`strict\`, without loading, for more and more modules. The exponent is that of what the rules add: 1 is in proportion to the
modules, 2 would be their square. Beside it is the one of the rule that does nothing, on the same files.

${table(['modules', ...sizes.map(({ modules }) => modules.toLocaleString('en')), 'exponent from 100 on', 'of the rule that does nothing'], rows)}`;
}

export function longSection(long: Results['long']): string {
  if (!long) return '';
  const rows = long.map(({ what, ratio, doubling }) => [what, shown(ratio), shown(doubling)]);
  return `## Long files

Files that name a library, so that they are looked at. Twice is in proportion.

${table(['', 'CPU time', 'what the rules take, if it is twice as long'], rows)}`;
}

export function editsSection(edits: Results['edits']): string {
  if (!edits) return '';
  const rows = edits.map(({ what, first, unchanged, changed }) => [what, shown(first), shown(unchanged), shown(changed)]);
  return `## In an editor

One file, linted again and again in one process with all rules of \`strict\`, against the rule that does nothing on the same text. The first time, nothing is
known of the other files; then a letter is typed each time; then another file is saved each time. The servers have fifteen lines, on which
that rule takes a few milliseconds, and each verdict goes through their program anew: a ratio of ten is a few hundredths of a second.

${table(['', 'the first time', 'a letter typed', 'another file saved'], rows)}`;
}

export function loadSection(load: Results['load']): string {
  if (!load) return '';
  const rows = load.map(({ name, milliseconds: taken }) => [name, shown(taken, milliseconds)]);
  return `## Loading

\`import\` in a new process, less what an empty module takes there. CPU milliseconds of one machine.

${table(['', 'CPU time'], rows)}`;
}

export function settingsSection(settings: Results['settings']): string {
  if (!settings) return '';
  const rows = settings.map(({ what, on, off }) => [named(what), shown(on), shown(off)]);
  return `## How to keep it cheap

Mostly, there is nothing to do. Where linting is slow and the time of each rule (\`npx eslint . --stats --format json\`) says that it is this plugin:

- **Lint the servers alone.** In a repository of many applications, name those that take connections. Guards in other folders are still found, since
  the files that a verdict needs are read wherever they are in the project.

\`\`\`js config
import websocketLimits from 'eslint-plugin-websocket-limits';

export default [
  { ...websocketLimits.configs.recommended, files: ['server.js', 'apps/chat/**/*.js'] },
];
\`\`\`

- **Follow no imports in the editor**, and do so in CI. [\`crossFile: false\`](settings.md) judges each file alone. Guards in other files have to be declared
  then, and a handler that is given its server gets no report: take it where waiting is worse than that.

\`\`\`js config
import websocketLimits from 'eslint-plugin-websocket-limits';

export default [
  websocketLimits.configs.recommended,
  { settings: { 'websocket-limits': { crossFile: process.env.CI !== undefined } } },
];
\`\`\`

- **Leave out what a build has made**, by \`globalIgnores\` in the ESLint configuration. A bundle that holds a library is a file that is looked at.

${table(['CPU time with `strict`', '`crossFile: true`', '`crossFile: false`'], rows)}`;
}
