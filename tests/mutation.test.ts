import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { draw, keyOf, listChanges, root } from '../scripts/mutation/mutants.mjs';
import { intervalOf, lineOf, scoreLine, scoreOf } from '../scripts/mutation/score.mjs';

const change = (file: string, line: number, before: string, after: string) => ({ file, range: `${String(line)}:4-${String(line)}:9`, mutator: 'BooleanLiteral', before, after });
/** Many changes of few files, some of them alike. */
const changes = Array.from({ length: 400 }, (_, index) => change(`src/link/${String(index % 7)}.ts`, index, `a${String(index % 90)}`, 'false'));

describe('the sample', () => {
  it('is the same for the same seed, and another one for another', () => {
    expect(draw(changes, 50, 1)).toEqual(draw(changes, 50, 1));
    expect(draw(changes, 50, 2)).not.toEqual(draw(changes, 50, 1));
  });

  it('has as many as are wanted, none of them twice, in their order', () => {
    const lines = draw(changes, 50, 3).map(({ range }) => Number.parseInt(range, 10));
    expect(new Set(lines).size).toBe(50);
    expect(lines).toEqual(lines.toSorted((one, other) => one - other));
  });

  it('is all there is where more are wanted', () => {
    expect(draw(changes, 500, 1)).toEqual(changes);
  });

  it('holds the smaller sample of its seed', () => {
    expect(draw(changes, 60, 1)).toEqual(expect.arrayContaining(draw(changes, 20, 1)));
  });

  it('does not change with the lines above', () => {
    const moved = changes.map(({ range, ...rest }) => ({ ...rest, range: range.replace(/^\d+/u, (line) => String(Number(line) + 12)) }));
    expect(draw(moved, 20, 1).map(({ before, file }) => [file, before])).toEqual(draw(changes, 20, 1).map(({ before, file }) => [file, before]));
  });

  it('takes each change about as often as any other', () => {
    const times = new Map(changes.map((each) => [each, 0]));
    for (let seed = 1; seed <= 200; seed += 1) for (const each of draw(changes, 100, seed)) times.set(each, (times.get(each) ?? 0) + 1);
    // Of 200 draws at one in four: 50, and six standard deviations to each side.
    expect(Math.min(...times.values())).toBeGreaterThan(50 - 37);
    expect(Math.max(...times.values())).toBeLessThan(50 + 37);
  });
});

describe('the changes of a folder', () => {
  it('are told apart, and stand where they say', async () => {
    const found = await listChanges(['src/link/beside']);
    expect(found.length).toBeGreaterThan(100);
    expect(new Set(found.map(keyOf)).size).toBe(found.length);
    for (const { file, range, before } of found) {
      const [line = 0, column = 0] = range.split(/[:-]/u).map(Number);
      const text = readFileSync(path.join(root, file), 'utf8').split('\n').slice(line - 1).join('\n').slice(column);
      expect(text.startsWith(before), `${file}:${range}`).toBe(true);
    }
  });
});

describe('the score', () => {
  it('counts a program that does not end as killed, and what no test runs as not', () => {
    expect(scoreOf(['Killed', 'Timeout', 'Killed', 'Survived', 'NoCoverage'])).toMatchObject({ killed: 3, survived: 1, uncovered: 1, invalid: 0, share: 0.6 });
  });

  it('leaves out what could not be loaded', () => {
    expect(scoreOf(['Killed', 'RuntimeError', 'CompileError'])).toMatchObject({ killed: 1, invalid: 2, share: 1 });
  });

  // The figures of Wilson's interval, from any table of it.
  it.each([
    [0, 10, 0, 0.2775],
    [5, 10, 0.2366, 0.7634],
    [10, 10, 0.7225, 1],
    [85, 100, 0.7672, 0.9069],
  ])('of %i in %i lies between %f and %f', (hits, all, from, to) => {
    const [low, high] = intervalOf(hits, all);
    expect(low).toBeCloseTo(from, 4);
    expect(high).toBeCloseTo(to, 4);
  });

  it('is any where nothing was counted', () => {
    expect(scoreOf([])).toMatchObject({ share: 0, interval: [0, 1] });
  });

  it('is said in one line', () => {
    expect(scoreLine('link', scoreOf([...Array.from({ length: 9 }, () => 'Killed' as const), 'Survived']))).toBe(
      'link: 9 killed, 1 survived, 0 run by no test. Score 90.0 %, for the whole room 59.6 to 98.2 %.',
    );
  });
});

describe('a line about a change', () => {
  it('has the place as editors count, and the text before and after', () => {
    expect(lineOf({ ...change('src/facts/a.ts', 12, 'a &&\n  b', 'true'), range: '12:4-13:3' }, 'Survived')).toBe('Survived src/facts/a.ts:12:5 a && b -> true');
  });

  it('shows the ends of a long text', () => {
    expect(lineOf(change('src/facts/a.ts', 1, `{ ${'first(); '.repeat(20)}}`, '{}'), 'Killed')).toMatch(/^Killed src\/facts\/a\.ts:1:5 \{ first\(\); .{20,60} … .{20,60} \} -> \{\}$/u);
  });
});

describe('the command', () => {
  it.each([
    [['--room', 'models'], '--room must be one of facts, link, verdict or all, and is models.'],
    [['--sample', '0'], '--sample must be a whole number from 1, and is 0.'],
    [['--room', 'facts', '--file', 'nowhere.ts'], 'No file of src/facts that can be changed has nowhere.ts in its path.'],
  ])('says what is wrong with %j', (args, message) => {
    const run = (): string => execFileSync(process.execPath, [path.join(root, 'scripts/mutation.mjs'), ...args], { encoding: 'utf8', stdio: 'pipe', timeout: 50_000 });
    expect(run).toThrow(message);
  });
});
