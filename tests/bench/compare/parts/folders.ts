import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ConfigName } from '../../measure/measurements.js';
import { listFiles } from '../files.js';
import type { Workshop } from '../measure.js';
import type { Plan } from '../plan.js';
import type { Compared, ComparedFiles } from '../results.js';
import { compare } from '../rounds.js';

/** A folder of somebody's files, and what they are, in words: its name is not shown. */
export interface GivenFolder {
  readonly folder: string;
  readonly what: string;
}

const UNTYPED: Compared = { config: 'typed', unparsed: 0, failure: 'finds no tsconfig.json at the root' };

export async function measureFolders(workshop: Workshop, { longRounds }: Plan, given: readonly GivenFolder[], configs: readonly ConfigName[]): Promise<ComparedFiles[]> {
  const results: ComparedFiles[] = [];
  for (const { folder, what } of given) {
    const files = await listFiles(workshop, folder);
    if (files.files === 0) throw new Error(`${folder} has no file that ESLint would lint.`);
    const hasTypes = existsSync(path.join(folder, 'tsconfig.json'));
    const compared = await compare(workshop, files, configs.filter((config) => hasTypes || config !== 'typed'), longRounds);
    results.push({ what, files: files.files, lines: files.lines, configs: configs.includes('typed') && !hasTypes ? [...compared, UNTYPED] : compared });
  }
  return results;
}
