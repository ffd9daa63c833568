import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';

/** @import { Mutant } from '@stryker-mutator/api/core' */

/**
 * One change to one place of the sources.
 *
 * @typedef {object} Change
 * @property {string} file from the root of the repository
 * @property {string} range `line:column-line:column`, as Stryker takes it; lines from 1, columns from 0
 * @property {string} mutator
 * @property {string} before the text of the place
 * @property {string} after what stands there instead
 */

export const root = path.join(import.meta.dirname, '../..');

const silent = () => undefined;
const no = () => false;
/** Stryker's instrumenter says how many changes there are, which is said here in other words. */
const logger = {
  trace: silent, debug: silent, info: silent, warn: console.warn, error: console.error, fatal: console.error,
  isTraceEnabled: no, isDebugEnabled: no, isInfoEnabled: no, isWarnEnabled: () => true, isErrorEnabled: () => true, isFatalEnabled: () => true,
};

/**
 * All changes that Stryker makes to the files of these folders.
 *
 * @param {readonly string[]} folders
 * @returns {Promise<Change[]>}
 */
export async function listChanges(folders) {
  const names = folders.flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => path.join(root, folder, name)));
  const texts = new Map(names.filter((name) => name.endsWith('.ts')).sort().map((name) => [name, readFileSync(name, 'utf8')]));
  const files = [...texts].map(([name, content]) => ({ name, content, mutate: true }));
  const { mutants } = await new Instrumenter(logger).instrument(files, { plugins: null, excludedMutations: [], ignorers: [] });
  return mutants.map((mutant) => {
    const { start, end } = mutant.location;
    const lines = (texts.get(mutant.fileName) ?? '').split('\n').slice(start.line, end.line + 1);
    const last = lines.length - 1;
    const before = lines.map((line, index) => line.slice(index === 0 ? start.column : 0, index === last ? end.column : undefined)).join('\n');
    return { file: fileOf(mutant), range: rangeOf(mutant), mutator: mutant.mutatorName, before, after: mutant.replacement };
  });
}

/** @param {Pick<Mutant, 'fileName'>} mutant */
function fileOf({ fileName }) {
  return path.relative(root, fileName).replaceAll(path.sep, '/');
}

/** @param {Pick<Mutant, 'location'>} mutant with lines and columns from 0 */
function rangeOf({ location: { start, end } }) {
  return `${String(start.line + 1)}:${String(start.column)}-${String(end.line + 1)}:${String(end.column)}`;
}

/**
 * What tells one change from all others: several can be made to one place.
 *
 * @param {Pick<Change, 'file' | 'range' | 'mutator' | 'after'>} change
 */
export function keyOf({ file, range, mutator, after }) {
  return `${file}:${range} ${mutator} ${after}`;
}

/** @param {Pick<Mutant, 'fileName' | 'location' | 'mutatorName' | 'replacement'>} mutant before its tests */
export function keyOfMutant(mutant) {
  return keyOf({ file: fileOf(mutant), range: rangeOf(mutant), mutator: mutant.mutatorName, after: mutant.replacement });
}

/** @param {Pick<Mutant, 'fileName' | 'location' | 'mutatorName' | 'replacement'>} result whose lines and columns are from 1 */
export function keyOfResult(result) {
  const { start, end } = result.location;
  return keyOfMutant({ ...result, location: { start: { line: start.line - 1, column: start.column - 1 }, end: { line: end.line - 1, column: end.column - 1 } } });
}

/**
 * So many of the changes, each as likely as any other. The seed gives each change its place in a row, by what is
 * changed rather than by its line. So a larger sample holds the smaller one, and a test that is added, or a line
 * above, does not change the sample.
 *
 * @template {Pick<Change, 'file' | 'mutator' | 'before' | 'after'>} Drawn
 * @param {readonly Drawn[]} changes
 * @param {number} size
 * @param {number} seed
 * @returns {Drawn[]} in the order of the changes
 */
export function draw(changes, size, seed) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  const places = changes.map((change) => {
    const name = JSON.stringify([change.file, change.mutator, change.before, change.after]);
    const alike = seen.get(name) ?? 0;
    seen.set(name, alike + 1);
    return { change, place: createHash('sha256').update(`${String(seed)} ${name} ${String(alike)}`).digest('hex') };
  });
  const first = places.toSorted((one, other) => (one.place < other.place ? -1 : 1)).slice(0, size);
  const drawn = new Set(first.map(({ change }) => change));
  return changes.filter((change) => drawn.has(change));
}
