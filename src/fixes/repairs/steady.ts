import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { statementIn } from '../tree-places.js';
import type { Range } from '../../facts/module-facts.js';
import { referencesIn } from './names-in-reach.js';
import { functionAround, isWithin, nodeSpanning } from './nodes.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * Whether nothing else runs between the first look at the tracker and the statement that takes the slot. If something
 * does, an entry that is deleted meanwhile leaves a Set behind that is in no tracker any more.
 */
export function isTakenInOneGo(sourceCode: SourceCode, tracker: TSESTree.Expression, taken: Range): boolean {
  const statement = statementIn(sourceCode, taken);
  const fn = statement && functionAround(statement);
  if (!statement || !fn) return false;
  const name = sourceCode.text.slice(...tracker.range);
  const first = sourceCode.text.indexOf(name, fn.range[0]);
  const isWaiting = sourceCode.ast.tokens.some(({ value, range }) => (value === 'await' || value === 'yield') && range[0] > first && range[0] < taken[0]);
  return !isWaiting && referencesIn(sourceCode, statement.range).every(({ resolved }) => resolved?.defs.every((definition) => !readsOutside(sourceCode, definition, fn, name)) ?? true);
}

/** Set to a part of the tracker by the code around a function, which runs later. */
function readsOutside({ text }: SourceCode, { node }: TSESLint.Scope.Definition, fn: TSESTree.Node, tracker: string): boolean {
  if (node.type !== 'VariableDeclarator' || !node.init || isWithin(node, fn.range)) return false;
  const read = text.slice(...node.init.range);
  return read.startsWith(tracker) && read !== tracker;
}

/** Whether an expression still means the same when the connection ends: what it names is its own, and is not set again. */
export function isSettled(sourceCode: SourceCode, node: TSESTree.Node, taken: Range): boolean {
  const isKept = referencesIn(sourceCode, node.range).every(({ resolved }) => {
    const writes = resolved?.references.filter((use) => use.isWrite() && use.init !== true) ?? [];
    const isOwn = resolved?.scope.type !== 'module' && resolved?.scope.type !== 'global';
    return writes.length === 0 || (isOwn && writes.every(({ identifier }) => identifier.range[0] < taken[0]));
  });
  return isKept && !(node.type === 'MemberExpression' && isAssignedBehind(sourceCode, sourceCode.text.slice(...node.range), taken));
}

/** `ws.userId = undefined` */
function isAssignedBehind(sourceCode: SourceCode, member: string, taken: Range): boolean {
  return sourceCode.ast.tokens.some(({ value, range }) => {
    if (value !== '=' || range[0] < taken[1]) return false;
    const node = nodeSpanning(sourceCode, range);
    return node.type === 'AssignmentExpression' && sourceCode.text.slice(...node.left.range) === member;
  });
}
