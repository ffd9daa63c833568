import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Linted } from '../../measure/measurements.js';
import { generatedFile, manyHandlers } from '../../programs/long-files.js';
import { listFiles } from '../files.js';
import { measure, type Workshop } from '../measure.js';
import type { Plan } from '../plan.js';
import type { LongFile } from '../results.js';
import { ratio } from '../rounds.js';
import { spreadOf } from '../spread.js';

interface Pair {
  readonly floor: Linted;
  readonly ours: Linted;
}

export async function measureLongFiles(workshop: Workshop, { longRounds }: Plan): Promise<LongFile[]> {
  const cases = [
    { what: 'a generated file of 2 MB', text: generatedFile, length: 20_000 },
    { what: 'a file of 10,000 handlers', text: manyHandlers, length: 10_000 },
  ];
  const results: LongFile[] = [];
  for (const { what, text, length } of cases) {
    const [halves, wholes]: [Pair[], Pair[]] = [[], []];
    for (let round = 0; round < longRounds; round += 1) {
      halves.push(await lintText(workshop, text(length / 2)));
      wholes.push(await lintText(workshop, text(length)));
    }
    const added = ({ ours, floor }: Pair): number => ours.lintCpu - floor.lintCpu;
    const doubled = wholes.flatMap((whole, round) => { const half = halves[round]; return half ? [added(whole) / added(half)] : []; });
    results.push({ what, ratio: ratio(wholes.map(({ ours }) => ours), wholes.map(({ floor }) => floor), 'cpu'), doubling: spreadOf(doubled) });
  }
  return results;
}

async function lintText(workshop: Workshop, text: string): Promise<Pair> {
  const folder = path.join(workshop.scratch, 'long');
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(path.join(folder, 'server.js'), text);
    const files = await listFiles(workshop, folder);
    return { floor: await measure(workshop, 'lint', { ...files, config: 'floor' }), ours: await measure(workshop, 'lint', { ...files, config: 'strict' }) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
