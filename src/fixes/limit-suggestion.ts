import type { TSESLint } from '@typescript-eslint/utils';
import type { Range, Value } from '../facts/module-facts.js';
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
export function limitSuggestion(link: Link, { test, cap, limit: effective }: Guard, sourceCode: Readonly<TSESLint.SourceCode>, isWrong: (limit: number) => boolean): LimitTarget {
  const limit = test?.limit ?? cap;
  if (!limit) return { range: [0, 0], name: '' };
  const name = sourceCode.text.slice(...limit.value.range);
  // What is written is not what is judged: `size > 2` lets three in.
  const written = link.numbers(limit).values[0];
  const judged = effective.values[0];
  const shift = written === undefined || judged === undefined || !Number.isFinite(judged - written) ? 0 : judged - written;
  const literals = literalsOf(link, limit, 0).filter(({ frame }) => frame.module === limit.frame.module);
  const wrong = literals.find(({ value }) => isWrong(numberOf(value) + shift));
  if (!wrong) {
    const end = endOf(link, limit, 0);
    return { range: end.value.range, name, ...mended(literals, end, sourceCode) };
  }
  const { range } = wrong.value;
  const isText = wrong.value.kind === 'literal' && typeof wrong.value.value === 'string';
  const text = String(3 - shift);
  return { range, name, fix: (fixer) => fixer.replaceTextRange([...range], isText ? `'${text}'` : text) };
}

function numberOf(value: Value): number {
  return value.kind === 'literal' && value.value !== null && value.value !== undefined ? Number(value.value) : Number.NaN;
}

/** The numbers that are written down for a limit, wherever in the file. */
function literalsOf(link: Link, term: Term, depth: number): Term[] {
  const { value, frame } = term;
  if (depth > 12) return [];
  if (value.kind === 'literal') return typeof value.value === 'number' || typeof value.value === 'string' ? [term] : [];
  const parts: readonly Value[] =
    value.kind === 'logical' || value.kind === 'binary'
      ? [value.left, value.right]
      : value.kind === 'choice'
        ? [value.then, value.otherwise]
        : value.kind === 'call' && link.callees({ value, frame }).length === 0
          ? value.args
          : [];
  const next = parts.length > 0 ? parts.map((part) => ({ value: part, frame })) : link.next(term).filter((item) => item.value !== value);
  return next.flatMap((item) => literalsOf(link, item, depth + 1));
}

/** Where the trail of names ends, in the same file. */
function endOf(link: Link, term: Term, depth: number): Term {
  const [next, ...more] = link.next(term).filter((item) => item.value !== term.value);
  const goesOn = next && more.length === 0 && depth < 12 && next.frame.module === term.frame.module && term.value.kind !== 'call';
  return goesOn ? endOf(link, next, depth + 1) : term;
}

/** `Number(process.env.X)` gets a default, Infinity becomes a number. */
function mended(literals: readonly Term[], { value }: Term, { text }: Readonly<TSESLint.SourceCode>): Pick<LimitTarget, 'fix'> {
  const [start, end] = value.range;
  if (value.kind === 'global' || (value.kind === 'member' && value.object.kind === 'global')) return { fix: (fixer) => fixer.replaceTextRange([start, end], '3') };
  const [first] = value.kind === 'call' ? value.args : [];
  if (literals.length > 0 || !first) return {};
  const [from, to] = first.range;
  return { fix: (fixer) => fixer.replaceTextRange([from, to], `${text.slice(from, to)} ?? 3`) };
}
