import type { NumberSet } from '../link/link.js';

/** `3 connections`, `1 connection`, `5 or 8 connections`; undefined where no number is known. */
function connectionsText({ values }: NumberSet): string | undefined {
  const finite = [...new Set(values.filter((value) => Number.isFinite(value)))].sort((a, b) => a - b);
  if (finite.length === 0) return undefined;
  const last = finite.at(-1);
  const list = finite.length === 1 ? String(last) : `${finite.slice(0, -1).join(', ')} or ${String(last)}`;
  return `${list} ${finite.length === 1 && last === 1 ? 'connection' : 'connections'}`;
}

/** What follows "Per-user limit set": ` to 3 connections`, or that the number is not known, and what the code calls it. */
export function limitWords(limit: NumberSet): string {
  const number = connectionsText(limit);
  return number === undefined ? `, its value is not known here (\`${limit.unknown ?? 'limit'}\`)` : ` to ${number}`;
}

/** What can be wrong with the number of an enforced limit. */
export type LimitProblem = 'tooHigh' | 'tooLow' | 'notANumber' | 'unbounded';

/** The first thing that is wrong with what a limit can be; a value that is not known is not wrong. */
export function limitProblem({ values, unknown }: NumberSet, min: number, max: number): LimitProblem | undefined {
  if (unknown === undefined && values.some((value) => Number.isNaN(value))) return 'notANumber';
  if (values.includes(Number.POSITIVE_INFINITY)) return 'unbounded';
  if (values.some((value) => value > max)) return 'tooHigh';
  return values.some((value) => value < min) ? 'tooLow' : undefined;
}
