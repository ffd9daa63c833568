import { LIBRARIES } from '../../src/models/index.js';
import type { LibraryModel } from '../../src/models/model.js';
import { basesOf, code, endsOf, guardsOf, hooksOf, refusesAtSites, sitesOf } from './library-words.js';

const subjects = LIBRARIES.filter(({ isSubject }) => isSubject).sort((one, other) => one.name.localeCompare(other.name));

/** A package that is described in parts has the part's path in its title. */
const titleOf = (library: LibraryModel): string => {
  const isFirst = subjects.find(({ name }) => name === library.name) === library;
  return isFirst ? library.name : (library.specifiers[0] ?? library.name);
};
const anchorOf = (title: string): string => title.toLowerCase().replaceAll(/[^\w\s-]/gu, '').replaceAll(' ', '-');
const link = (title: string): string => `[${title}](#${anchorOf(title)})`;

const NOTHING = 'nowhere that is known';

/** What is said of a library, and of those that it is based on. */
const list = (own: readonly string[], bases: readonly string[]): string => {
  const same = bases.length > 0 ? `as in ${bases.map(link).join(' and ')}` : undefined;
  if (own.length === 0) return same ?? NOTHING;
  return [own.join(', '), ...(same === undefined ? [] : [`otherwise ${same}`])].join('; ');
};

const rowsOf = (library: LibraryModel): [string, string][] => {
  const bases = basesOf(library);
  const guards = guardsOf(library);
  return [
    ['Imported as', library.specifiers.length > 0 ? library.specifiers.map(code).join(', ') : 'nothing: it is part of the runtime, or of the framework'],
    ['Checked with', library.versions],
    ['Connections come in at', list(sitesOf(library), bases)],
    ['Refused before they are accepted', list([...hooksOf(library), ...(refusesAtSites(library) ? ['in the code where they come in'] : [])], bases)],
    ['Ended after that', list(endsOf(library), bases).replace(NOTHING, 'by nothing that is known')],
    ['The fix writes the guard', guards.length > 0 ? guards.join('; ') : 'nowhere; the message says what to do'],
  ];
};

const sectionOf = (library: LibraryModel): string =>
  [
    `## ${titleOf(library)}`,
    '',
    '| | |',
    '| --- | --- |',
    ...rowsOf(library).map(([name, text]) => `| ${name} | ${text} |`),
    ...(library.pitfalls ? ['', 'What goes round a guard, or makes it fail:', '', ...library.pitfalls.map((pitfall) => `- ${pitfall}`)] : []),
  ].join('\n');

const INTRODUCTION = `# Libraries

What is known of each library: where connections come in, where they can be refused, and where \`--fix\` writes a guard.
The page is written from the models in \`src/models\` by \`npm run docs:libraries\`.

How to read it:

- **Connections come in at** what the rules report if nothing limits them there.
- **Refused before they are accepted** are the hooks in which a guard is best: there, a refused client costs least. Where a
  library has none, the guard stands in the listener.
- **Ended after that** is what counts as turning a connection away. Sending it a message does not.
- **Checked with** names versions that were installed, and whose names are compared with the model by a test. Where it says by
  what else it was checked, the library itself has not been run.

A library that is missing here can be [declared](declare-a-library.md). A wrapper of your own around one of these needs
nothing, as long as its source can be read.
`;

/** The page of all libraries, as the models describe them. */
export const librariesPage = (): string =>
  [
    INTRODUCTION,
    '| library | checked with | the fix writes a guard |',
    '| --- | --- | --- |',
    ...subjects.map((library) => `| ${link(titleOf(library))} | ${library.versions} | ${guardsOf(library).length > 0 ? 'yes' : 'no'} |`),
    '',
    ...subjects.flatMap((library) => [sectionOf(library), '']),
  ].join('\n');
