import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Kind, Measurements } from '../measure/measurements.js';

/** Whoever takes longer is said to have taken longer. */
export const MOST_MS = 15 * 60_000;

export type Outcome<Answer> = { readonly answer: Answer } | { readonly failure: string };

/** Where the processes are, and where they may write. */
export interface Workshop {
  readonly scratch: string;
}

/** Measures something in a process of its own; what that says when it fails is not printed before it has. */
export async function tryMeasure<Each extends Kind>({ scratch }: Workshop, kind: Each, given: Measurements[Each]['given']): Promise<Outcome<Measurements[Each]['answer']>> {
  const to = path.join(scratch, 'answer.json');
  const start = performance.now();
  rmSync(to, { force: true });
  const child = fork(path.join(import.meta.dirname, 'process.mjs'), [kind, JSON.stringify(given), to], { execArgv: ['--expose-gc'], stdio: ['ignore', 'ignore', 'pipe', 'ipc'], timeout: MOST_MS, killSignal: 'SIGKILL' });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  console.log(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${kind} ${labelOf(given)}`);
  if (code === 0 && existsSync(to)) return { answer: JSON.parse(readFileSync(to, 'utf8')) as Measurements[Each]['answer'] };
  if (signal === 'SIGKILL') return { failure: 'took more than 15 minutes' };
  return { failure: said.includes('heap out of memory') ? 'ran out of memory' : `ended with ${String(code ?? signal)}: ${said.trim().split('\n').slice(-8).join('\n')}` };
}

/** The same for what has to succeed: a failure is one of ours, or of this machine. */
export async function measure<Each extends Kind>(workshop: Workshop, kind: Each, given: Measurements[Each]['given']): Promise<Measurements[Each]['answer']> {
  const outcome = await tryMeasure(workshop, kind, given);
  if ('failure' in outcome) throw new Error(`The measurement "${kind}" of ${JSON.stringify(given)} ${outcome.failure}`);
  return outcome.answer;
}

/** What is measured, for whoever watches: the ends of the paths and the names that were given. */
function labelOf(given: object): string {
  return Object.values(given).flatMap((value: unknown) => (typeof value === 'string' ? [value.split(/[/\\]/u).slice(-2).join('/')] : [])).join(' ');
}
