import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { extractFacts } from '../facts/extract-facts.js';
import type { Range } from '../facts/module-facts.js';
import type { Link, LinkedModule } from '../link/link.js';
import { loadProgram } from '../link/load.js';
import { DECLARATION } from '../link/source-files.js';
import { readSettings, type Settings } from '../settings.js';
import { judgeProgram } from '../verdict/judge-program.js';
import type { ProgramVerdict } from '../verdict/verdict.js';

/** What the rules read of the file that is linted. */
export interface FileAnalysis {
  readonly verdict: ProgramVerdict;
  readonly module: LinkedModule;
  readonly link: Link;
}

interface Context {
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
  readonly filename: string;
  readonly cwd: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

const ANALYSES = new WeakMap<Readonly<TSESLint.SourceCode>, FileAnalysis | null>();

/**
 * Judges the linted file, once for all rules. Undefined for a file that names no websocket library: it costs one test of
 * its text. Undefined for declarations, too: whatever they speak of is done elsewhere, and finding out where takes long.
 */
export function analyze({ sourceCode, filename, cwd, settings }: Context): FileAnalysis | undefined {
  const known = ANALYSES.get(sourceCode);
  if (known !== undefined) return known ?? undefined;
  const read = readSettings(settings);
  const analysis = !DECLARATION.test(filename) && read.catalogue.mayMatter(sourceCode.text) ? judge(sourceCode, filename, cwd, read) : undefined;
  ANALYSES.set(sourceCode, analysis ?? null);
  return analysis;
}

function judge(sourceCode: Readonly<TSESLint.SourceCode>, filename: string, cwd: string, settings: Settings): FileAnalysis | undefined {
  const { ast, scopeManager, text } = sourceCode;
  if (!scopeManager) return undefined;
  const module: LinkedModule = { path: filename, facts: extractFacts({ ast, scopeManager, text }) };
  const link = loadProgram(module, settings, cwd);
  return { verdict: judgeProgram(link), module, link };
}

/** The location that a report points at. */
export function locate({ sourceCode }: Pick<Context, 'sourceCode'>, [start, end]: Range): TSESTree.SourceLocation {
  return { start: sourceCode.getLocFromIndex(start), end: sourceCode.getLocFromIndex(end) };
}
