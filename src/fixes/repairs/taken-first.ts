import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Range } from '../../facts/module-facts.js';
import type { RepairPlaces } from '../../verdict/repair-places.js';
import type { Edit } from '../guard-fix.js';
import type { SourceStyle } from '../source-style.js';
import { statementIn } from '../tree-places.js';
import { canComeEarlier, isA, referencesIn } from './names-in-reach.js';
import { isFunction, isWithin, siblings } from './nodes.js';
import { movedBehind } from './whole-lines.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Takes the slot, and attaches what gives it back, right behind the check. */
export function takenFirst(sourceCode: SourceCode, places: RepairPlaces, style: SourceStyle): Edit[] | undefined {
  const check = places.refusal && checkAround(sourceCode, places.refusal);
  const group = check && takingGroup(sourceCode, places, check);
  if (!check || !group || !isStraight(group)) return undefined;
  const moved: Range = [group[0]?.range[0] ?? 0, group.at(-1)?.range[1] ?? 0];
  const between: Range = [check.range[1], moved[0]];
  if (moved[0] < check.range[1] || !canComeEarlier(sourceCode, moved, check.range[1]) || isUsed(sourceCode, group, between)) return undefined;
  return movedBehind(sourceCode, group, check, style);
}

/** The `if` that leaves where the connection is refused, one of a list of statements. */
export function checkAround(sourceCode: SourceCode, refusal: Range): TSESTree.IfStatement | undefined {
  let node: TSESTree.Node | null | undefined = sourceCode.getNodeByRangeIndex(refusal[0]);
  while (node && !isFunction(node) && !(node.type === 'IfStatement' && isWithin({ range: refusal }, node.consequent.range))) node = node.parent;
  if (node?.type !== 'IfStatement' || node.alternate || !leaves(node.consequent)) return undefined;
  return siblings(node).includes(node) ? node : undefined;
}

function leaves(node: TSESTree.Statement): boolean {
  if (node.type === 'ReturnStatement' || node.type === 'ThrowStatement') return true;
  const last = node.type === 'BlockStatement' ? node.body.at(-1) : undefined;
  return last !== undefined && leaves(last);
}

/** The statements that take the slot: what they need to be written, and the listener that gives it back, if it comes next. */
function takingGroup(sourceCode: SourceCode, { taken, takings, endings }: RepairPlaces, check: TSESTree.Node): TSESTree.Statement[] | undefined {
  const statement = statementIn(sourceCode, taken);
  if (statement?.type !== 'ExpressionStatement' || !check.parent || !isReached(statement, check.parent)) return undefined;
  const list = siblings(statement) as readonly TSESTree.Statement[];
  const holds = (ranges: readonly Range[]) => (one: TSESTree.Statement | undefined): boolean => one?.type === 'ExpressionStatement' && ranges.some((range) => isWithin({ range }, one.range));
  const [takes, ends] = [holds(takings), holds(endings)];
  let first = list.indexOf(statement);
  let last = first;
  while (takes(list[last + 1]) || ends(list[last + 1]) || isStoring(sourceCode, list[last + 1], statement)) last += 1;
  if (list.slice(last + 1).some((later) => isStoring(sourceCode, later, statement))) return undefined;
  while (takes(list[first - 1]) || isStoring(sourceCode, list[first - 1], statement) || isPreparing(sourceCode, list[first - 1], list.slice(first, last + 1))) first -= 1;
  // A function that would be left empty was there for more than is seen here.
  const isAll = last - first + 1 === list.length && list !== siblings(check);
  return isAll ? undefined : list.slice(first, last + 1);
}

/** Whether a statement lies in a block, or in functions inside of it, and under no condition. */
function isReached(statement: TSESTree.Node, block: TSESTree.Node): boolean {
  let node = statement;
  while (node.parent && node.parent !== block) {
    if (CONDITIONAL.has(node.parent.type) || (node.parent.type === 'TryStatement' && node.parent.block !== node)) return false;
    node = node.parent;
  }
  return node.parent === block;
}

const CONDITIONAL: ReadonlySet<string> = new Set(['IfStatement', 'ConditionalExpression', 'LogicalExpression', 'SwitchCase', 'CatchClause', 'ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement', 'LabeledStatement']);

/** `open.set(id, own)`, for what the slot was put into. */
function isStoring(sourceCode: SourceCode, statement: TSESTree.Statement | undefined, taking: TSESTree.Statement): boolean {
  if (statement?.type !== 'ExpressionStatement') return false;
  const changed = changedBy(sourceCode, taking);
  const { expression } = statement;
  const values = expression.type === 'CallExpression' ? expression.arguments : expression.type === 'AssignmentExpression' ? [expression.right] : [];
  return values.some((value) => value.type === 'Identifier' && referencesIn(sourceCode, value.range).some(({ resolved }) => resolved !== null && changed.includes(resolved)));
}

/** `const own = open.get(id) ?? new Set();`, which is used behind it. */
function isPreparing(sourceCode: SourceCode, statement: TSESTree.Statement | undefined, group: readonly TSESTree.Statement[]): boolean {
  if (statement?.type !== 'VariableDeclaration' || statement.kind !== 'const') return false;
  if (sourceCode.getTokens(statement).some(({ value }) => value === 'await' || value === 'yield')) return false;
  return group.some((one) => referencesIn(sourceCode, one.range).some(({ resolved }) => resolved?.defs.some(({ name }) => isWithin(name, statement.range))));
}

/** Nothing in the statements waits, apart from functions that run later. */
function isStraight(group: readonly TSESTree.Statement[]): boolean {
  return group.every((statement) => statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AwaitExpression');
}

/** Whether code in a range looks at what the statements change, itself or in a function that it calls. */
function isUsed(sourceCode: SourceCode, group: readonly TSESTree.Statement[], between: Range): boolean {
  const changed = new Set(group.flatMap((statement) => changedBy(sourceCode, statement)));
  const used = referencesIn(sourceCode, between);
  if (used.some(({ resolved }) => resolved && changed.has(resolved))) return true;
  const uses = [...changed].flatMap(({ references }) => references.map(({ identifier }) => identifier));
  const looks = used.some(({ resolved }) => resolved?.defs.some((definition) => uses.some((use) => isInFunction(use, definition))));
  return looks || writesMember(sourceCode, group, between);
}

/** Whether a name stands for a function in which another one is used. */
function isInFunction(use: TSESTree.Node, definition: TSESLint.Scope.Definition): boolean {
  const { node } = definition;
  if (node.type === 'VariableDeclarator') return node.init !== null && isFunction(node.init) && isWithin(use, node.init.range);
  return isA(definition, 'FunctionName') && isWithin(use, node.range);
}

/** The trackers: what methods are called on or is assigned to, and is no parameter. */
function changedBy(sourceCode: SourceCode, statement: TSESTree.Statement): TSESLint.Scope.Variable[] {
  return referencesIn(sourceCode, statement.range).flatMap(({ resolved, identifier }) => {
    const isObject = identifier.parent.type === 'MemberExpression' && identifier.parent.object === identifier;
    const isParameter = resolved?.defs.some((definition) => isA(definition, 'Parameter')) ?? true;
    return resolved && isObject && !isParameter ? [resolved] : [];
  });
}

/** `ws.userId = id` in between, where the statements read `ws.userId`. */
function writesMember(sourceCode: SourceCode, group: readonly TSESTree.Statement[], between: Range): boolean {
  const text = group.map(({ range }) => sourceCode.text.slice(...range)).join('\n');
  const tokens = sourceCode.ast.tokens.filter((token) => isWithin(token, between) && token.value === '=');
  return tokens.some(({ range }) => {
    const node = sourceCode.getNodeByRangeIndex(range[0]);
    return node?.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && text.includes(sourceCode.text.slice(...node.left.range));
  });
}
