import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'picture-'));
const { status, stderr } = spawnSync(process.execPath, ['scripts/draw-connections.mjs', folder], { cwd: root, encoding: 'utf8', timeout: 50_000 });

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The heights of a line in the picture, from left to right; less is higher. */
function heights(svg: string, id: string): number[] {
  const path = new RegExp(`<path id="${id}"[^>]* d="(?<d>[^"]+)"`, 'u').exec(svg)?.groups?.['d'] ?? '';
  return Array.from(path.matchAll(/(?:V|M\S+ )(?<y>[\d.]+)/gu), ({ groups }) => Number(groups?.['y']));
}

test('the script ends well', () => {
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

describe.each([
  ['drawn now', folder],
  ['committed', join(root, 'docs/public')],
])('the picture that is %s', (_, from) => {
  test.each(['light', 'dark'])('%s: with the guard the line ends at the limit, without it far above', (theme) => {
    const svg = readFileSync(join(from, `connections-${theme}.svg`), 'utf8');
    expect(svg).toContain('data-limit="3"');
    const [limit = 0] = heights(svg, 'limit');
    const guarded = heights(svg, 'with');
    const free = heights(svg, 'without');
    expect(Math.min(...guarded)).toBe(limit);
    expect(guarded.at(-1)).toBe(limit);
    // Below the axis nothing is; above the limit a loop of 30 attempts gets at least five times as far.
    const zero = guarded[0] ?? 0;
    expect(zero - Math.min(...free)).toBeGreaterThan(5 * (zero - limit));
    expect(heights(svg, 'other').at(-1)).toBeCloseTo(zero - (zero - limit) / 3, 0);
  });

  test('has a title, a description and axes with units', () => {
    const svg = readFileSync(join(from, 'connections-light.svg'), 'utf8');
    for (const words of ['<title id="title">', '<desc id="description">', '>connections<', '>seconds since the first attempt<', '>with the guard: 3, the limit<', '>another user: 1<']) expect(svg).toContain(words);
  });
});
