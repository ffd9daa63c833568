import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConfigName } from '../measure/measurements.js';
import type { Workshop } from './measure.js';
import { measureCommands } from './parts/commands.js';
import { measureEdits } from './parts/edits.js';
import { type GivenFolder, measureFolders } from './parts/folders.js';
import { measureGrowth } from './parts/growth.js';
import { measureLoad } from './parts/load.js';
import { measureLongFiles } from './parts/long-files.js';
import { measurePrograms, measureSettings } from './parts/programs.js';
import { measureRooms } from './parts/rooms.js';
import { measureRules } from './parts/rules.js';
import type { Plan } from './plan.js';
import type { PartName, Results } from './results.js';

type Part<Name extends PartName> = (workshop: Workshop, plan: Plan, given: readonly GivenFolder[], configs: readonly ConfigName[]) => Promise<NonNullable<Results[Name]>>;

/** The quick ones first. */
const PARTS: { readonly [Name in PartName]-?: Part<Name> } = {
  load: measureLoad,
  edits: measureEdits,
  long: measureLongFiles,
  commands: measureCommands,
  settings: measureSettings,
  programs: measurePrograms,
  rules: measureRules,
  rooms: measureRooms,
  growth: measureGrowth,
  folders: measureFolders,
};

export const PART_NAMES = Object.keys(PARTS) as PartName[];

export interface Job {
  readonly names: readonly PartName[];
  readonly plan: Plan;
  readonly given: readonly GivenFolder[];
  readonly configs: readonly ConfigName[];
}

/**
 * Measures some parts, one after the other and nothing beside them.
 *
 * @param keep is given each as soon as it is measured, since the next may take long or fail
 */
export async function run({ names, plan, given, configs }: Job, keep: (part: Results) => void): Promise<void> {
  const workshop: Workshop = { scratch: realpathSync(mkdtempSync(path.join(tmpdir(), 'bench-scratch-'))) };
  try {
    for (const name of names) {
      const steps = name === 'folders' ? given.map((folder) => [folder]) : [given];
      for (const step of steps) keep({ [name]: await PARTS[name](workshop, plan, step, configs) });
    }
  } finally {
    rmSync(workshop.scratch, { recursive: true, force: true });
  }
}
