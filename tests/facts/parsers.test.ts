import { describe, expect, it } from 'vitest';
import { factsOf, type Parser } from './parse.js';
import { JAVASCRIPT, type Program, TYPESCRIPT } from './programs.js';

function facts({ code, filename, sourceType }: Program, parser: Parser): string {
  return JSON.stringify(factsOf(code, { parser, filename, sourceType }), undefined, 1);
}

describe('the facts, places included, are the same from', () => {
  it.each(JAVASCRIPT.flatMap((program) => (['typescript', 'babel', 'oxc'] as const).map((parser) => [program.name, parser, program] as const)))(
    '%s with espree and %s',
    (_name, parser, program) => {
      expect(facts(program, parser)).toBe(facts(program, 'espree'));
    },
  );

  it.each(TYPESCRIPT.map((program) => [program.name, program] as const))('%s with typescript-eslint and oxc', (_name, program) => {
    expect(facts(program, 'oxc')).toBe(facts(program, 'typescript'));
  });
});

describe('facts are data', () => {
  it.each([...JAVASCRIPT, ...TYPESCRIPT].map((program) => [program.name, program] as const))('%s comes back from JSON as it was', (_name, { code, filename, sourceType }) => {
    const whole = factsOf(code, { filename, sourceType });
    expect(JSON.parse(JSON.stringify(whole))).toStrictEqual(whole);
  });

  it('has no property for undefined, which JSON would leave out', () => {
    const [event] = factsOf('a(undefined);').functions[0]?.events ?? [];
    expect(event?.kind === 'call' && event.value.args).toStrictEqual([{ kind: 'literal', range: [2, 11] }]);
  });
});
