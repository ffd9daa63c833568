import { type Language, remove, writeOneServer, writeServers, type WrittenProgram } from '../../programs/write-program.js';
import type { ConfigName } from '../../measure/measurements.js';
import { type Files, listFiles } from '../files.js';
import { measure, type Workshop } from '../measure.js';
import type { Plan } from '../plan.js';
import type { ComparedFiles, SettingRatio } from '../results.js';
import { compare, ratio } from '../rounds.js';

/** Two ends: a program that is nothing but servers, and one that has hardly anything to do with them. */
export const SHAPES: Readonly<Record<string, (modules: number, language?: Language) => WrittenProgram>> = {
  'many servers': writeServers,
  'one server': writeOneServer,
};

/** Does something with each shape, and leaves nothing behind. */
export async function withPrograms<Result>(workshop: Workshop, modules: number, language: Language, use: (shape: string, files: Files, program: WrittenProgram) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const [shape, write] of Object.entries(SHAPES)) {
    const program = write(modules, language);
    try {
      results.push(await use(shape, await listFiles(workshop, program.root), program));
    } finally {
      remove(program);
    }
  }
  return results;
}

/** With a project of TypeScript, which all can lint that are compared. */
export async function measurePrograms(workshop: Workshop, { modules, rounds }: Plan, _given: unknown, configs: readonly ConfigName[]): Promise<ComparedFiles[]> {
  return withPrograms(workshop, modules, 'ts', async (what, files) => ({
    what,
    files: files.files,
    lines: files.lines,
    configs: await compare(workshop, files, configs, rounds),
  }));
}

/** With and without other files. */
export async function measureSettings(workshop: Workshop, { modules, rounds }: Plan): Promise<SettingRatio[]> {
  return withPrograms(workshop, modules, 'js', async (what, files) => {
    const times = { floor: [], on: [], off: [] } as Record<'floor' | 'on' | 'off', { cpu: number }[]>;
    for (let round = 0; round < rounds; round += 1) {
      times.floor.push(await measure(workshop, 'lint', { ...files, config: 'floor' }));
      times.on.push(await measure(workshop, 'lint', { ...files, config: 'strict' }));
      times.off.push(await measure(workshop, 'lint', { ...files, config: 'strict', crossFile: false }));
    }
    return { what, on: ratio(times.on, times.floor, 'cpu'), off: ratio(times.off, times.floor, 'cpu') };
  });
}
