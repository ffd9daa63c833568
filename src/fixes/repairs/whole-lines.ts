import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Range } from '../../facts/module-facts.js';
import type { Edit } from '../guard-fix.js';
import { endOf, inStyle, type SourceStyle } from '../source-style.js';
import { marginOf } from '../tree-places.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** The lines that statements fill; undefined where something else stands on them. */
export function linesOf({ text }: SourceCode, [start, end]: Range): Range | undefined {
  const first = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const last = newline === -1 ? text.length : newline + 1;
  const isAlone = text.slice(first, start).trim() === '' && text.slice(end, last).trim() === '';
  return isAlone ? [first, last] : undefined;
}

/** Where lines behind a statement begin; undefined where something else follows it on its line. */
function behind(sourceCode: SourceCode, statement: TSESTree.Node): number | undefined {
  const { text } = sourceCode;
  const end = endOf(sourceCode, statement);
  const newline = text.indexOf('\n', end);
  const rest = text.slice(end, newline === -1 ? text.length : newline).trim();
  if (rest !== '' && !rest.startsWith('//')) return undefined;
  return newline === -1 ? undefined : newline + 1;
}

/** Lines of code behind a statement. */
export function insertedBehind(sourceCode: SourceCode, statement: TSESTree.Node, lines: readonly string[], style: SourceStyle): Edit | undefined {
  const start = behind(sourceCode, statement);
  if (start === undefined) return undefined;
  const written = inStyle(lines, style, marginOf(sourceCode, statement.range[0]));
  return { start, text: written.map((line) => line + style.newline).join('') };
}

/** Takes statements, with the comments right above them, to the line behind another statement; undefined where text is in the way. */
export function movedBehind(sourceCode: SourceCode, moved: readonly TSESTree.Statement[], target: TSESTree.Statement, style: SourceStyle): Edit[] | undefined {
  const [first, last] = [moved[0], moved.at(-1)];
  const start = behind(sourceCode, target);
  if (!first || !last || start === undefined) return undefined;
  const lines = linesOf(sourceCode, [startOf(sourceCode, first), endOf(sourceCode, last)]);
  if (!lines) return undefined;
  const text = sourceCode.text.slice(...lines);
  const [from, to] = [marginOf(sourceCode, first.range[0]), marginOf(sourceCode, target.range[0])];
  const isFragile = /^[([`+\-/]/u.test(sourceCode.text.slice(first.range[0])) || (from !== to && text.includes('`'));
  if (isFragile) return undefined;
  const indented = text.split('\n').map((line) => (line.startsWith(from) ? to + line.slice(from.length) : line));
  const inserted = indented.join('\n');
  return [{ start, text: inserted.endsWith('\n') ? inserted : inserted + style.newline }, { start: lines[0], end: lines[1], text: '' }];
}

/** With the comments that stand on lines of their own right above. */
function startOf(sourceCode: SourceCode, statement: TSESTree.Statement): number {
  let { line } = statement.loc.start;
  let [start] = statement.range;
  for (const comment of sourceCode.getCommentsBefore(statement).toReversed()) {
    if (comment.loc.end.line !== line - 1 || !linesOf(sourceCode, comment.range)) break;
    ({ line } = comment.loc.start);
    [start] = comment.range;
  }
  return start;
}
