import { describe, expect, it } from 'vitest';
import { DECISIONS, IMPORTS, PLACES, STRUCTURES, TRACKERS } from './combinations/guard-parts.js';
import { CARRIERS, SOURCES } from './combinations/key-parts.js';
import { lint } from './lint.js';

/** All reports, without their places: `enforced 3`. */
function verdictOf(code: string): string {
  return lint(code)
    .map(({ messageId, message }) => [messageId, ...(/set to (.+) connections?\./u.exec(message)?.slice(1) ?? [])].join(' '))
    .join(', ');
}

const KEYS = [
  { key: 'user', code: (request: string) => `verify(${request}.headers.authorization).sub` },
  { key: 'address', code: (request: string) => `${request}.socket.remoteAddress` },
] as const;

const guards = TRACKERS.flatMap((tracker) =>
  STRUCTURES.flatMap((structure) =>
    DECISIONS.flatMap((decision) =>
      PLACES.flatMap((place) =>
        KEYS.flatMap(({ key, code }) =>
          [place.refuse, place.idle].map((refuse) => {
            const body = [
              `const user = ${code(place.request)};`,
              `${place.end}, () => {\n${structure.remove(tracker)}\n});`,
              decision.code(structure.count(tracker), structure.add(tracker), refuse, place.accept),
            ].join('\n');
            const isRefused = refuse === place.refuse;
            return {
              name: [tracker, structure, decision, place].map(({ name }) => name).join(' / '),
              program: `${IMPORTS}${structure.before(tracker)}\n${place.program(body)}`,
              verdict: key === 'user' ? (isRefused ? 'enforced 3' : 'notRejected') : isRefused ? 'perAddressOnly' : undefined,
            };
          }),
        ),
      ),
    ),
  ),
);

describe('a guard in its parts', () => {
  // The product has some 14000 programs. Every 37th is a fair sample, because 37 divides no part's number.
  const sample = guards.flatMap(({ name, program, verdict }, index) => (index % 37 === 0 && verdict !== undefined ? [[name, program, verdict] as const] : []));
  it.each(sample)('%s', (_name, program, verdict) => {
    expect(verdictOf(program), program).toBe(verdict);
  });
});

describe('a key and its way', () => {
  const grid = SOURCES.flatMap((source) =>
    CARRIERS.map((carrier) => [`${source.name}, through ${carrier.name}`, IMPORTS + carrier.program((request) => source.code.replaceAll(/\bR\b/gu, request)), source.verdict] as const),
  );
  it.each(grid)('%s', (_name, program, verdict) => {
    expect(verdictOf(program), program).toBe(verdict);
  });
});
