import type { ConfigName, Linted } from '../measure/measurements.js';
import { type Files, without } from './files.js';
import { measure, tryMeasure, type Workshop } from './measure.js';
import type { Compared } from './results.js';
import { type Spread, spreadOf } from './spread.js';

/** Whoever takes longer is measured once, but for us: what it takes is not a matter of a few percent. */
const LONG_MS = 30_000;
const OURS: readonly ConfigName[] = ['floor', 'recommended', 'strict'];

/** Lints with each configuration in turn, so that what else the machine does falls on all of them. */
export async function compare(workshop: Workshop, files: Files, configs: readonly ConfigName[], rounds: number): Promise<Compared[]> {
  // The floor against itself says what a ratio is worth on this machine.
  const contestants = (['floor', ...configs] as const).map((config) => new Contestant(workshop, config, files));
  for (let round = 0; round < rounds; round += 1) {
    const floor = await measure(workshop, 'lint', { ...files, config: 'floor' });
    for (const contestant of contestants) await contestant.lint(floor);
  }
  return contestants.map((contestant) => contestant.result());
}

/** What some measurements are of others, round by round. */
export function ratio<Key extends string>(of: readonly Readonly<Record<Key, number>>[], to: readonly Readonly<Record<Key, number>>[], key: Key): Spread {
  return spreadOf(of.map((used, round) => used[key] / (to[round]?.[key] ?? Number.NaN)));
}

/** One configuration, and the rule that does nothing on the same files in the same rounds. */
class Contestant {
  private readonly workshop: Workshop;
  private readonly config: ConfigName;
  private readonly all: Files;
  private readonly lints: Linted[] = [];
  private readonly floors: Linted[] = [];
  /** What it can parse of all. */
  private files: Files;
  private unparsed = 0;
  private failure: string | undefined;

  constructor(workshop: Workshop, config: ConfigName, all: Files) {
    this.workshop = workshop;
    this.config = config;
    this.all = all;
    this.files = all;
  }

  async lint(floor: Linted): Promise<void> {
    if (this.isOver()) return;
    const linted = await this.measured();
    if (linted && this.lints.length === 0 && linted.unparsed.length > floor.unparsed.length) await this.narrow(linted.unparsed);
    else if (linted) this.add(linted, this.files === this.all ? floor : await this.floorOfRest());
  }

  result(): Compared {
    const { config, unparsed, lints, floors, failure } = this;
    if (failure !== undefined) return { config, unparsed, failure };
    return { config, unparsed, ratios: { cpu: ratio(lints, floors, 'cpu'), peak: ratio(lints, floors, 'peak'), kept: ratio(lints, floors, 'kept') } };
  }

  /** Files that it cannot parse cost it next to nothing, so both are measured on the rest. */
  private async narrow(unparsed: readonly string[]): Promise<void> {
    this.unparsed = unparsed.length;
    this.files = without(this.all, unparsed, this.config);
    if (this.files.files === 0) {
      this.failure = 'can parse none of the files';
      return;
    }
    const linted = await this.measured();
    if (linted) this.add(linted, await this.floorOfRest());
  }

  private add(linted: Linted, floor: Linted): void {
    this.lints.push(linted);
    this.floors.push(floor);
  }

  private isOver(): boolean {
    return this.failure !== undefined || (!OURS.includes(this.config) && this.lints.some(({ cpu }) => cpu > LONG_MS));
  }

  private floorOfRest(): Promise<Linted> {
    return measure(this.workshop, 'lint', { ...this.files, config: 'floor' });
  }

  private async measured(): Promise<Linted | undefined> {
    const outcome = await tryMeasure(this.workshop, 'lint', { ...this.files, config: this.config });
    if ('answer' in outcome) return outcome.answer;
    this.failure = outcome.failure;
    return undefined;
  }
}
