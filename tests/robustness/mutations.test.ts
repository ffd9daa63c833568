import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lint } from './lint.js';
import { mutated, mutations, tokensOf } from './mutate.js';
import { SERVERS } from './servers.js';

const RUNS = Number(process.env['ROBUSTNESS_RUNS'] ?? 300);
const SEED = Number(process.env['ROBUSTNESS_SEED'] ?? 20_250_705);

describe.each(SERVERS.map((server) => [server.name, server] as const))('%s, damaged', (_name, { code, filename }) => {
  it('is read without an error', () => {
    let parsed = 0;
    const property = fc.property(mutations, (changes) => {
      if (lint(mutated(code, changes), filename)) parsed += 1;
    });
    fc.assert(property, { seed: SEED, numRuns: RUNS });
    // A test whose programs do not parse tests nothing.
    expect(parsed).toBeGreaterThan(RUNS / 5);
  });

  it('is read without an error up to each token', () => {
    const tokens = tokensOf(code);
    const ends = ['', '}', '})', '});', '})}', '}})', '});}', '}});})', ')', '])'];
    const parsed = tokens.filter((_token, index) => lint(tokens.slice(0, index).join('') + (ends[index % ends.length] ?? ''), filename));
    expect(parsed.length).toBeGreaterThan(5);
  });
});
