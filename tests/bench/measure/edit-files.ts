import { readFileSync, writeFileSync } from 'node:fs';
import { Linter } from 'eslint';
import { medianOf } from '../compare/spread.js';
import { configsFor } from './configs.js';
import type { Edits, Measurements } from './measurements.js';
import { timed } from './usage.js';

const EDITS = 40;
const WARM_UP = 10;

/** One process that lints one file again and again, as an editor does it: with a letter typed, or a neighbour saved. */
export async function edit({ folder, file, neighbour }: Measurements['edit']['given']): Promise<Measurements['edit']['answer']> {
  const linter = new Linter({ configType: 'flat', cwd: folder });
  const text = readFileSync(file, 'utf8');
  const saved = readFileSync(neighbour, 'utf8');
  const look = (typed: number, config: Linter.Config[]): number => timed(() => linter.verify(`${text}// ${letter(typed)}\n`, config, { filename: file, allowInlineConfig: false }));
  const floor = await configsFor('floor', folder);
  const strict = await configsFor('strict', folder);
  // The first text of a process is slow whoever looks at it: that is not what a file costs.
  for (let round = 0; round < WARM_UP; round += 1) look(round, floor);
  const first = { floor: look(0, floor), strict: look(0, strict) };
  const typing = Array.from({ length: EDITS }, (_, at) => ({ floor: look(at, floor), strict: look(at, strict) }));
  const saving = Array.from({ length: EDITS }, (_, at) => {
    writeFileSync(neighbour, `${saved}// ${letter(at)}${' '.repeat(at)}\n`);
    return { strict: look(at, strict), floor: look(at, floor) };
  });
  writeFileSync(neighbour, saved);
  const edits = (of: 'floor' | 'strict'): Edits => ({ first: first[of], unchanged: medianOf(typing.map((times) => times[of])), changed: medianOf(saving.map((times) => times[of])) });
  return { floor: edits('floor'), strict: edits('strict') };
}

function letter(at: number): string {
  return String.fromCodePoint('a'.charCodeAt(0) + (at % 26));
}
