import type { TSESLint } from '@typescript-eslint/utils';
import type { Range } from '../facts/module-facts.js';
import type { Link, Term } from '../link/link.js';
import type { Guard } from '../verdict/verdict.js';

export interface LimitTarget {
  /** The limit's literal, or the expression that stands for it. */
  readonly range: Range;
  /** How the code names it. */
  readonly name: string;
  readonly fix?: TSESLint.ReportFixFunction;
}

/** The limit that a guard's count is compared with, and the edit that makes it 3. */
export function limitSuggestion(link: Link, { test }: Guard, sourceCode: Readonly<TSESLint.SourceCode>): LimitTarget {
  const limit = test?.limit;
  if (!limit) return { range: [0, 0], name: '' };
  const name = sourceCode.text.slice(...limit.value.range);
  const literal = literalOf(link, limit, 0);
  if (!literal) return { range: limit.value.range, name, ...missingDefault(limit, sourceCode) };
  const { range } = literal.value;
  // What is written is not what is judged: `size > 2` lets three in.
  const shift = test.margin;
  return { range, name, fix: (fixer) => fixer.replaceTextRange([...range], String(3 - shift)) };
}

/** The number literal that a limit comes to, in the same file. */
function literalOf(link: Link, term: Term, depth: number): Term | undefined {
  if (term.value.kind === 'literal' && typeof term.value.value === 'number') return term;
  const next = link.next(term).filter(({ value, frame }) => value !== term.value && frame.module === term.frame.module);
  const [only] = next;
  return next.length === 1 && only && depth < 8 ? literalOf(link, only, depth + 1) : undefined;
}

/** `Number(process.env.X)` gets a default. */
function missingDefault({ value }: Term, { text }: Readonly<TSESLint.SourceCode>): Pick<LimitTarget, 'fix'> {
  if (value.kind !== 'call') return {};
  const [first] = value.args;
  if (!first) return {};
  const [start, end] = first.range;
  return { fix: (fixer) => fixer.replaceTextRange([start, end], `${text.slice(start, end)} ?? 3`) };
}
