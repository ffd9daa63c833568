import type { Results } from './results.js';

/** A goal is missed only where no round came near it: machines have bad moments. */
export function missedGoals({ load = [], long = [], growth = [] }: Results): string[] {
  const least = (name: string): number => load.find((loaded) => loaded.name === name)?.milliseconds.least ?? 0;
  const most = Math.max(MOST_LOAD_MS, MOST_LOAD_RATIO * least('@typescript-eslint/utils'));
  return [
    ...(least('this plugin') > most ? [`The plugin takes ${least('this plugin').toFixed(0)} ms to load, and may take ${most.toFixed(0)}.`] : []),
    ...long.flatMap(({ what, ratio }) => (ratio.least > MOST_LONG_RATIO ? [`The rules take ${ratio.least.toFixed(2)} times as long as one that does nothing on ${what}, and may take ${String(MOST_LONG_RATIO)}.`] : [])),
    ...long.flatMap(({ what, doubling }) => (doubling.least > MOST_DOUBLING ? [`Twice the length takes the rules ${doubling.least.toFixed(2)} times as long on ${what}, and may take ${String(MOST_DOUBLING)}.`] : [])),
    ...growth.flatMap(({ what, exponent }) => (exponent > MOST_EXPONENT ? [`What the rules take grows with the power ${exponent.toFixed(2)} of the modules in the program "${what}", and may grow with ${String(MOST_EXPONENT)}.`] : [])),
  ];
}

const MOST_LOAD_MS = 50;
const MOST_LOAD_RATIO = 1.1;
const MOST_LONG_RATIO = 1.2;
const MOST_DOUBLING = 3;
const MOST_EXPONENT = 1.2;
