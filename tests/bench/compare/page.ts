import { editsSection, growthSection, loadSection, longSection, roomsSection, rulesSection, settingsSection } from './page-parts.js';
import { foldersSection, inShort, programsSection } from './page-comparisons.js';
import { commandsSection } from './page-threads.js';
import type { Results } from './results.js';

/** docs/performance.md, of what was measured; a part that was not is left out. */
export function page(results: Results, versions: Readonly<Record<string, string>>): string {
  const sections = [
    inShort(results),
    foldersSection(results.folders),
    programsSection(results.programs),
    roomsSection(results.rooms),
    rulesSection(results.rules),
    growthSection(results.growth),
    longSection(results.long),
    editsSection(results.edits),
    commandsSection(results.commands),
    loadSection(results.load),
    settingsSection(results.settings),
    method(versions),
  ];
  return `${[HEAD, ...sections.filter((section) => section !== '')].join('\n\n')}\n`;
}

const HEAD = `# Performance

<!-- Written by \`npm run bench\`: what is changed here is lost. -->

What linting with this plugin costs, and how to keep that low.`;

function method(versions: Readonly<Record<string, string>>): string {
  const compared = Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', ');
  return `## How it is measured

Every figure is a **ratio**, because machines differ: what a configuration takes, divided by what ESLint takes on the same files with one
rule that does nothing. 1.00 is that rule; 1.10 is a tenth more. The two exceptions, milliseconds in 1,000 lines and milliseconds to load,
are those of one machine, and are good for a comparison with each other.

- What is compared runs **in turn**, round by round, and a ratio is one of a single round. The figure is the median of the rounds, with
  the least and the most behind it. What takes longer than half a minute is measured once, but for this plugin, and says so.
- The rule that does nothing is measured **against itself**, too. How far that is from 1 is what another ratio in the same table may be off.
- Every measurement is a **process of its own**. Time is **CPU time**, of user and system and of all threads, with the loading of ESLint, the
  parser and the plugin: what a whole \`npx eslint\` takes. Memory is the most that the process ever had.
- All configurations have the same parser, @typescript-eslint/parser, and comments for ESLint are off. Where one cannot parse all of the
  files, it is compared on the others, and the page says how many it lost. The type-checked one needs a \`tsconfig.json\` and is left out where
  there is none.
- The plugin is the built one, as it is published. The parts of the analysis are called one by one, with a clock between them.

Compared were ${compared}.

\`npm run bench\` in a clone measures all this anew and writes this page. \`npm run bench -- ../chat='a chat server'\` adds your own folders,
\`--only load,edits\` measures some parts and keeps the others, and \`--quick\` runs the tests with bounds and prints a page of few rounds.`;
}
