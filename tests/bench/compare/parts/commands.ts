import type { Used } from '../../measure/measurements.js';
import { remove, writeServers } from '../../programs/write-program.js';
import { measure, type Workshop } from '../measure.js';
import type { Plan } from '../plan.js';
import type { Commanded } from '../results.js';
import { ratio } from '../rounds.js';

const CONCURRENCIES = [1, 2];

export async function measureCommands(workshop: Workshop, { modules, longRounds }: Plan): Promise<Commanded[]> {
  const program = writeServers(modules);
  const run = (config: 'floor' | 'strict', concurrency: number): Promise<Used> => measure(workshop, 'command', { folder: program.root, config, concurrency, scratch: workshop.scratch });
  try {
    const rounds: { floor: Used; strict: Used }[][] = [];
    for (let round = 0; round < longRounds; round += 1) {
      const pairs = [];
      for (const concurrency of CONCURRENCIES) pairs.push({ floor: await run('floor', concurrency), strict: await run('strict', concurrency) });
      rounds.push(pairs);
    }
    return CONCURRENCIES.map((processes, at) => {
      const floors = rounds.flatMap((pairs) => pairs[at]?.floor ?? []);
      const ours = rounds.flatMap((pairs) => pairs[at]?.strict ?? []);
      return { processes, cpu: ratio(ours, floors, 'cpu'), peak: ratio(ours, floors, 'peak'), floorCpu: ratio(floors, rounds.flatMap(([alone]) => alone?.floor ?? []), 'cpu') };
    });
  } finally {
    remove(program);
  }
}
