import process from 'node:process';

/** Shorter times are noise. */
const LEAST_MS = 20;
const RUNS = 5;

/** Processor time in milliseconds: what else the machine does is not in it. */
export function timeOf(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

/** How many times longer the larger task takes, in the median of several runs. */
export function ratios(run: (size: number) => void, [small, large]: readonly [number, number]): number {
  run(small);
  const times = Array.from({ length: RUNS }, () => ({ small: timeOf(() => { run(small); }), large: timeOf(() => { run(large); }) }));
  return Math.max(LEAST_MS, median(times.map((time) => time.large))) / Math.max(LEAST_MS, median(times.map((time) => time.small)));
}
