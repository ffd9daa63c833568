/** How much is measured: all that the page shows, or as little as still says something. */
export interface Plan {
  /** Of what takes seconds. */
  readonly rounds: number;
  /** Of what takes longer: the given folders, long files, programs that grow. */
  readonly longRounds: number;
  readonly loadRounds: number;
  /** Modules of the generated programs. */
  readonly modules: number;
  /** Of those that each rule is measured on, one after the other. */
  readonly ruleModules: number;
  /** What programs grow to. */
  readonly sizes: readonly number[];
}

export const FULL: Plan = { rounds: 5, longRounds: 3, loadRounds: 15, modules: 1000, ruleModules: 100, sizes: [10, 100, 1000, 10_000] };
export const QUICK: Plan = { rounds: 1, longRounds: 1, loadRounds: 5, modules: 100, ruleModules: 50, sizes: [10, 100, 300] };
