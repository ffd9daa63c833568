import { remove } from '../../programs/write-program.js';
import type { Linted } from '../../measure/measurements.js';
import { listFiles } from '../files.js';
import { measure, MOST_MS, type Workshop } from '../measure.js';
import type { Plan } from '../plan.js';
import type { Grown } from '../results.js';
import { ratio } from '../rounds.js';
import { exponentOf, medianOf } from '../spread.js';
import { SHAPES } from './programs.js';

/** Smaller programs are over before the machine has warmed up. */
const LEAST = 100;
/** Larger ones take minutes. */
const LARGE = 5000;

interface Size {
  readonly modules: number;
  readonly ratio: Grown['sizes'][number]['ratio'];
  readonly added: number;
  readonly floor: number;
}

export async function measureGrowth(workshop: Workshop, { sizes, longRounds }: Plan): Promise<Grown[]> {
  const results: Grown[] = [];
  for (const what of Object.keys(SHAPES)) {
    const grown: Size[] = [];
    for (const modules of sizes) {
      const start = performance.now();
      grown.push(await sizeOf(workshop, what, modules, modules > LARGE ? 1 : longRounds));
      const next = sizes[sizes.indexOf(modules) + 1] ?? 0;
      // In proportion at least: what would not end is not begun.
      if (((performance.now() - start) / longRounds) * (next / modules) > MOST_MS) break;
    }
    const large = grown.filter(({ modules }) => modules >= LEAST);
    const exponent = exponentOf(large.map(({ modules, added }) => [modules, added]));
    const floorExponent = exponentOf(large.map(({ modules, floor }) => [modules, floor]));
    results.push({ what, sizes: grown.map(({ modules, ratio: spread }) => ({ modules, ratio: spread })), exponent, floorExponent });
  }
  return results;
}

async function sizeOf(workshop: Workshop, shape: string, modules: number, rounds: number): Promise<Size> {
  const program = SHAPES[shape]?.(modules);
  if (!program) throw new Error(`There is no shape ${shape}.`);
  try {
    const files = await listFiles(workshop, program.root);
    const [floors, ours]: [Linted[], Linted[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      floors.push(await measure(workshop, 'lint', { ...files, config: 'floor' }));
      ours.push(await measure(workshop, 'lint', { ...files, config: 'strict' }));
    }
    const floor = medianOf(floors.map(({ lintCpu }) => lintCpu));
    return { modules, ratio: ratio(ours, floors, 'lintCpu'), added: medianOf(ours.map(({ lintCpu }) => lintCpu)) - floor, floor };
  } finally {
    remove(program);
  }
}
