/** A server module, and the same module with the guard in it. */
export interface Fixture {
  name: string;
  language: Language;
  runtime: Runtime;
  before: string;
  after: string;
}

export type Runtime = 'node' | 'bun' | 'deno' | 'workerd';

export type Language = 'commonjs' | 'esm' | 'typescript';

/** Reads a fixture from lines that begin with a space (both texts), `-` (only before) or `+` (only after). */
export const fromDiff = (name: string, language: Language, diff: string, runtime: Runtime = 'node'): Fixture => {
  const lines = diff.replace(/^\n/u, '').split('\n');
  const without = (sign: string): string =>
    lines
      .filter((line) => !line.startsWith(sign))
      .map((line) => line.slice(1))
      .join('\n');
  return { name, language, runtime, before: without('+'), after: without('-') };
};
