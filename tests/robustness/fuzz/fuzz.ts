import fc from 'fast-check';
import { check, type Failure } from './check.js';
import { programs } from './disguises.js';
import type { Program } from './seeds.js';

/** A program that fails, as small as it could be made, with what reproduces it. */
export interface Found extends Failure {
  readonly program: Program;
  readonly seed: number;
}

export interface Count {
  /** Programs that a parser took, and that passed. */
  passed: number;
  /** Texts that are no programs. */
  skipped: number;
}

/** Checks so many texts; ends at the first program that fails. One of `comparing` is read by all parsers. */
export function fuzz(seed: number, texts: number, count: Count, comparing = 1): Found | undefined {
  const property = fc.property(programs, (program) => {
    const outcome = check(program, comparing);
    if (outcome === 'passed') count.passed += 1;
    else if (outcome === 'skipped') count.skipped += 1;
    else return false;
    return true;
  });
  const { counterexample } = fc.check(property, { seed, numRuns: texts });
  const [program] = counterexample ?? [];
  if (!program) return undefined;
  const smaller = reduced(program);
  const outcome = check(smaller);
  return { what: 'passes when it is repeated', detail: '', ...(typeof outcome === 'object' && outcome), program: smaller, seed };
}

/** Without each run of lines that it does not need to fail in the same way. */
function reduced(program: Program): Program {
  const kindOf = (code: string): string | undefined => {
    const outcome = check({ ...program, code });
    return typeof outcome === 'object' ? outcome.what : undefined;
  };
  const what = kindOf(program.code);
  let lines = program.code.split('\n');
  for (let size = Math.ceil(lines.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < lines.length; ) {
      const fewer = lines.toSpliced(at, size);
      if (kindOf(fewer.join('\n')) === what) lines = fewer;
      else at += size;
    }
  }
  return { ...program, code: lines.join('\n') };
}
