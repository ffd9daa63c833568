// A line chart as SVG: open connections of one user over time, with and without the guard.

import { SECONDS } from './attack.mjs';

const WIDTH = 440;
const HEIGHT = 430;
const LEFT = 40;
const RIGHT = 428;
const TOP = 64;
const BOTTOM = 364;
const LIMIT = 3;

/** Each text and line stands out against its background by 4.5 to 1 or more. */
const COLOURS = {
  light: { text: '#213547', soft: '#5b6570', grid: '#d8dbe0', without: '#b42318', with: '#1f5fbf', other: '#1a7f37' },
  dark: { text: '#e6e8eb', soft: '#a9b1ba', grid: '#3a3f47', without: '#ff9a90', with: '#8ab4ff', other: '#6fd08c' },
};

/**
 * @import { Run, Sample } from './attack.mjs'
 * @typedef {{ without: Run, with: Run }} Runs
 */

/**
 * @param {Runs} runs
 * @param {'light' | 'dark'} theme
 */
export function drawChart(runs, theme) {
  const colours = COLOURS[theme];
  const highest = Math.max(...runs.without.samples.map(({ looping }) => looping), LIMIT);
  const most = Math.ceil(highest / 10) * 10;
  const x = (/** @type {number} */ seconds) => LEFT + ((RIGHT - LEFT) * seconds) / SECONDS;
  const y = (/** @type {number} */ count) => BOTTOM - ((BOTTOM - TOP) * count) / most;
  const end = { without: runs.without.samples.at(-1)?.looping ?? 0, with: runs.with.samples.at(-1)?.looping ?? 0 };
  const attempts = runs.without.samples.length;

  const steps = (/** @type {Sample[]} */ samples, /** @type {(sample: Sample) => number} */ count) =>
    samples.map((sample, index) => (index === 0 ? `M${place(x(sample.at))} ${place(y(count(sample)))}` : `H${place(x(sample.at))}V${place(y(count(sample)))}`)).join('');
  const line = (/** @type {string} */ id, /** @type {string} */ d, /** @type {string} */ colour, extra = '') =>
    `  <path id="${id}" d="${d}" fill="none" stroke="${colour}" stroke-width="2.5"${extra}/>`;
  const text = (/** @type {number} */ left, /** @type {number} */ top, /** @type {string} */ words, /** @type {string} */ colour, extra = '') =>
    `  <text x="${place(left)}" y="${place(top)}" fill="${colour}"${extra}>${words}</text>`;
  const counts = Array.from({ length: most / 10 + 1 }, (_, index) => index * 10);
  const seconds = Array.from({ length: SECONDS + 1 }, (_, index) => index);

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title description" font-family="system-ui, sans-serif" font-size="14">`,
    '  <title id="title">Open connections of one user in a loop</title>',
    `  <desc id="description">In ${SECONDS} seconds the user makes about ${attempts} attempts. Without the guard ${end.without} connections are open at the end, with it ${end.with}. Another user's one connection stays open in both runs.</desc>`,
    text(4, 22, 'Open connections of one user in a loop', colours.text, ' font-size="16" font-weight="600"'),
    text(4, 46, 'connections', colours.soft),
    ...counts.map((count) => `  <path d="M${LEFT} ${place(y(count))}H${RIGHT}" stroke="${colours.grid}"/>\n${text(LEFT - 8, y(count) + 5, String(count), colours.soft, ' text-anchor="end"')}`),
    ...seconds.map((second) => text(x(second), BOTTOM + 22, String(second), colours.soft, ' text-anchor="middle"')),
    text((LEFT + RIGHT) / 2, BOTTOM + 46, 'seconds since the first attempt', colours.soft, ' text-anchor="middle"'),
    `  <path id="limit" data-limit="${LIMIT}" d="M${LEFT} ${place(y(LIMIT))}H${RIGHT}" stroke="${colours.soft}" stroke-dasharray="3 4"/>`,
    line('other', steps(runs.with.samples, ({ other }) => other), colours.other, ' stroke-dasharray="8 4"'),
    line('without', steps(runs.without.samples, ({ looping }) => looping), colours.without),
    line('with', steps(runs.with.samples, ({ looping }) => looping), colours.with),
    text(x(SECONDS * 0.78), y(end.without * 0.85), `without the guard: ${end.without}`, colours.without, ' text-anchor="end" font-weight="600"'),
    text(RIGHT, y(LIMIT) - 10, `with the guard: ${end.with}, the limit`, colours.with, ' text-anchor="end" font-weight="600"'),
    text(RIGHT, y(1) - 4, 'another user: 1', colours.other, ' text-anchor="end" font-size="13" font-weight="600"'),
    '</svg>',
    '',
  ].join('\n');
}

/** @param {number} value */
function place(value) {
  return String(Math.round(value * 10) / 10);
}
