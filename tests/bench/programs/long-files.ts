import { LONG } from '../../robustness/long-programs.js';

const entry = (at: number): string => `export const entry${String(at)} = { id: ${String(at)}, name: 'entry', values: [1, 2, 3], run(value) { return value.get(${String(at)}); } };\n`;

/** So many handlers of one server. */
export function manyHandlers(length: number): string {
  return LONG['handlers']?.(length) ?? '';
}

/** A server, and a table that somebody generated: about a hundred characters for each entry. */
export function generatedFile(entries: number): string {
  return manyHandlers(5) + Array.from({ length: entries }, (_, at) => entry(at)).join('');
}
