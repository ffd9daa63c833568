import path from 'node:path';
import type { Edits, Measurements } from '../../measure/measurements.js';
import { remove, writeOneServer, writeServers } from '../../programs/write-program.js';
import { measure, type Workshop } from '../measure.js';
import type { Plan } from '../plan.js';
import type { Edited } from '../results.js';
import { spreadOf } from '../spread.js';

export async function measureEdits(workshop: Workshop, { modules, rounds }: Plan): Promise<Edited[]> {
  const cases = [
    { what: 'a server, in 10 modules', write: () => writeServers(10), file: 'services/s0/server.js', neighbour: 'services/s0/limits.js' },
    { what: `a handler that is given its server, in ${modules.toLocaleString('en')} modules of many servers`, write: () => writeServers(modules), file: 'services/s0/chat.js', neighbour: 'services/s0/limits.js' },
    { what: `a server, in ${modules.toLocaleString('en')} modules of which it needs ten`, write: () => writeOneServer(modules), file: 'services/s0/server.js', neighbour: 'services/s0/limits.js' },
    { what: 'a file without a websocket library', write: () => writeOneServer(modules), file: 'src/area1/part1.js', neighbour: 'src/area2/part2.js' },
  ];
  const results: Edited[] = [];
  for (const { what, write, file, neighbour } of cases) {
    const program = write();
    try {
      const measured: Measurements['edit']['answer'][] = [];
      for (let round = 0; round < rounds; round += 1) measured.push(await measure(workshop, 'edit', { folder: program.root, file: path.join(program.root, file), neighbour: path.join(program.root, neighbour) }));
      const against = (of: keyof Edits): Edited[typeof of] => spreadOf(measured.map(({ strict, floor }) => strict[of] / floor[of]));
      results.push({ what, first: against('first'), unchanged: against('unchanged'), changed: against('changed') });
    } finally {
      remove(program);
    }
  }
  return results;
}
