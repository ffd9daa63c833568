/** One figure, of several rounds. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly rounds: number;
}

export function medianOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [low = Number.NaN, high = low] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return (low + high) / 2;
}

export function spreadOf(numbers: readonly number[]): Spread {
  return { median: medianOf(numbers), least: Math.min(...numbers), most: Math.max(...numbers), rounds: numbers.length };
}

/**
 * The exponent of growth, by least squares through the logarithms: 1 is in proportion, 2 the square.
 *
 * @param points sizes, and what each took
 */
export function exponentOf(points: readonly (readonly [size: number, taken: number])[]): number {
  const logs = points.map(([size, taken]) => [Math.log(size), Math.log(taken)] as const);
  const mean = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0) / numbers.length;
  const [x, y] = [mean(logs.map(([size]) => size)), mean(logs.map(([, taken]) => taken))];
  return mean(logs.map(([size, taken]) => (size - x) * (taken - y))) / mean(logs.map(([size]) => (size - x) ** 2));
}
