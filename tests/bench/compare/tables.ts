import type { Spread } from './spread.js';

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** `1.03 (1.01 to 1.06)`: the median, the least and the most. */
export function shown({ median, least, most, rounds }: Spread, form: (number: number) => string = times): string {
  return rounds === 1 ? `${form(median)} (once)` : `${form(median)} (${form(least)} to ${form(most)})`;
}

export function times(number: number): string {
  return number.toFixed(2);
}

export function percent(number: number): string {
  return `${(100 * number).toFixed(1)} %`;
}

export function milliseconds(number: number): string {
  return `${number.toFixed(Math.abs(number) < 1 ? 3 : 0)} ms`;
}

/** To two digits: `4,300`. */
export function about(number: number): string {
  return Number(number.toPrecision(2)).toLocaleString('en');
}
