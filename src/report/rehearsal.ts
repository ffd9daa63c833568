import type { Link, LinkedModule } from '../link/link.js';
import { withText } from '../link/load.js';
import { isPass, judgeProgram } from '../verdict/judge-program.js';
import { leaksOf } from '../verdict/leaks.js';
import { shownIn } from '../verdict/moments.js';
import { racesOf } from '../verdict/races.js';
import type { ProgramVerdict } from '../verdict/verdict.js';
import type { FileAnalysis } from './analyze.js';

/** A piece of text that takes the place of another. */
export interface TextEdit {
  readonly start: number;
  readonly end?: number;
  readonly text: string;
}

/**
 * Whether edits rid the file of a finding and bring no other: the changed text is judged in the program that the file is
 * part of. The guards stay what they were, with the same limits.
 */
export function isMended(analysis: FileAnalysis, text: string, id: string, edits: readonly TextEdit[]): boolean {
  const changed = withText(analysis.link, analysis.module, applied(text, edits));
  if (!changed) return false;
  const verdict = judgeProgram(changed.link);
  if (guardsOf(verdict).join() !== guardsOf(analysis.verdict).join()) return false;
  const before = faultsOf(analysis.link, analysis.module, analysis.verdict);
  const after = faultsOf(changed.link, changed.module, verdict);
  const numberIn = (faults: readonly string[], fault: string): number => faults.filter((other) => other === fault).length;
  return numberIn(after, id) < numberIn(before, id) && after.every((fault) => numberIn(after, fault) <= numberIn(before, fault));
}

/**
 * Whether fewer sites of the file fail with edits than without. Where they do not, the same would be inserted again and
 * again. A file that only the host's parser can read is taken on trust.
 */
export function isGuarded({ link, module, verdict }: FileAnalysis, text: string, edits: readonly TextEdit[]): boolean {
  const changed = withText(link, module, applied(text, edits));
  if (!changed) return withText(link, module, text) === undefined;
  return failuresIn(judgeProgram(changed.link), changed.module) < failuresIn(verdict, module);
}

function failuresIn({ sites }: ProgramVerdict, module: LinkedModule): number {
  return sites.filter((found) => found.site.module === module && !isPass(found)).length;
}

function applied(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => a.start - b.start).reverse();
  return ordered.reduce((all, { start, end = start, text: inserted }) => all.slice(0, start) + inserted + all.slice(end), text);
}

function guardsOf({ sites }: ProgramVerdict): string[] {
  return sites.map(({ id, guard }) => `${id} ${guard?.limit.values.join('|') ?? ''}`);
}

/** What the rules about slots and races report, each place once. */
function faultsOf(link: Link, module: LinkedModule, { sites }: ProgramVerdict): string[] {
  const leaks = sites.flatMap((site) => leaksOf(link, site)).map((leak) => `${leak.id} ${String(shownIn(link, module, leak, leak.reservation)?.[0])}`);
  const races = sites.flatMap((site) => racesOf(link, site)).map((race) => `${race.id} ${String(shownIn(link, module, race, race.counted)?.[0])}`);
  return [...new Set([...leaks, ...races])].map((fault) => fault.replace(/ .*/u, ''));
}
