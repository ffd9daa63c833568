/** @import { MutantStatus } from '@stryker-mutator/api/core' */
/** @import { Change } from './mutants.mjs' */

/** Standard deviations on each side of the middle that hold 95 % of a normal distribution. */
const Z = 1.96;

/**
 * @typedef {object} Score
 * @property {number} killed a test failed, or the program did not end
 * @property {number} survived
 * @property {number} uncovered no test runs the place
 * @property {number} invalid the program could not be loaded, which says nothing about tests
 * @property {number} share killed among all that count
 * @property {readonly [number, number]} interval of the share that the whole room has, with 95 % probability
 */

/**
 * @param {readonly MutantStatus[]} statuses
 * @returns {Score}
 */
export function scoreOf(statuses) {
  const count = (/** @type {MutantStatus[]} */ ...wanted) => statuses.filter((status) => wanted.includes(status)).length;
  const killed = count('Killed', 'Timeout');
  const survived = count('Survived');
  const uncovered = count('NoCoverage');
  const all = killed + survived + uncovered;
  return { killed, survived, uncovered, invalid: statuses.length - all, share: all === 0 ? 0 : killed / all, interval: intervalOf(killed, all) };
}

/**
 * Wilson's interval, which holds near 100 %, too.
 *
 * @param {number} hits
 * @param {number} all
 * @returns {readonly [number, number]}
 */
export function intervalOf(hits, all) {
  if (all === 0) return [0, 1];
  const share = hits / all;
  const middle = (share + Z ** 2 / (2 * all)) / (1 + Z ** 2 / all);
  const half = (Z / (1 + Z ** 2 / all)) * Math.sqrt((share * (1 - share)) / all + Z ** 2 / (4 * all ** 2));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** A text of several lines is shown by its ends. */
const SHOWN = 100;

/**
 * @param {Pick<Change, 'file' | 'range' | 'before' | 'after'>} change
 * @param {MutantStatus} status
 */
export function lineOf({ file, range, before, after }, status) {
  const [line = '', column = ''] = range.split(/[:-]/u);
  return `${status} ${file}:${line}:${String(Number(column) + 1)} ${shown(before)} -> ${shown(after)}`;
}

/** @param {string} text */
function shown(text) {
  const flat = text.replaceAll(/\s+/gu, ' ');
  return flat.length > SHOWN ? `${flat.slice(0, SHOWN / 2)} … ${flat.slice(-SHOWN / 2)}` : flat;
}

/**
 * @param {string} room
 * @param {Score} score
 */
export function scoreLine(room, { killed, survived, uncovered, invalid, share, interval: [from, to] }) {
  const percent = (/** @type {number} */ part) => (part * 100).toFixed(1);
  const rest = invalid > 0 ? `, ${String(invalid)} not counted, because nothing could be loaded` : '';
  return `${room}: ${String(killed)} killed, ${String(survived)} survived, ${String(uncovered)} run by no test${rest}. Score ${percent(share)} %, for the whole room ${percent(from)} to ${percent(to)} %.`;
}
