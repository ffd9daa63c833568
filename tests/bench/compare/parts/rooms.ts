import type { Rooms } from '../../measure/measurements.js';
import { type Files, listFiles } from '../files.js';
import { measure, type Workshop } from '../measure.js';
import type { Plan } from '../plan.js';
import type { RoomShares } from '../results.js';
import { type Spread, spreadOf } from '../spread.js';
import type { GivenFolder } from './folders.js';
import { withPrograms } from './programs.js';

const ROOMS = ['prefilter', 'facts', 'link', 'verdict'] as const;

export async function measureRooms(workshop: Workshop, { modules, rounds, longRounds }: Plan, given: readonly GivenFolder[]): Promise<RoomShares[]> {
  const generated = await withPrograms(workshop, modules, 'js', (what, files) => roomsOf(workshop, what, files, rounds));
  const others: RoomShares[] = [];
  for (const { folder, what } of given) others.push(await roomsOf(workshop, what, await listFiles(workshop, folder), longRounds));
  return [...generated, ...others];
}

async function roomsOf(workshop: Workshop, what: string, files: Files, rounds: number): Promise<RoomShares> {
  const measured: Rooms[] = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await measure(workshop, 'rooms', files));
  const share = (room: (typeof ROOMS)[number]): Spread => spreadOf(measured.map((times) => times[room] / ROOMS.reduce((all, other) => all + times[other], 0)));
  return {
    what,
    files: files.files,
    lines: files.lines,
    looked: measured[0]?.looked ?? 0,
    shares: { prefilter: share('prefilter'), facts: share('facts'), link: share('link'), verdict: share('verdict') },
    searchPerThousandLines: spreadOf(measured.map(({ searchPerThousandLines }) => searchPerThousandLines)),
  };
}
