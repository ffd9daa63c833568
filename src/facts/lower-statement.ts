import type { TSESTree } from '@typescript-eslint/types';
import { childNodes } from './child-nodes.js';
import { branch, loop, switchStatement, tryStatement } from './lower-branch.js';
import { declareEnum, declareFunction, declareNamespace } from './lower-declaration.js';
import type { Lowering } from './lowering.js';
import { nameType } from './type-names.js';
import { type Range, undefinedValue, unknownValue, type Value } from './values.js';

/**
 * What an early exit makes certain holds for the statements after it; where the block ends is for whoever holds it to
 * say.
 */
export function lowerStatements(lower: Lowering, nodes: readonly TSESTree.Node[]): boolean {
  let leaves = false;
  for (const node of nodes) leaves = lower.statement(node) || leaves;
  return leaves;
}

/** True if control never goes past the statement. Any node is accepted; none throws. */
export function lowerStatement(lower: Lowering, node: TSESTree.Node): boolean {
  return lower.build.deeper(
    () => dispatch(lower, node),
    () => false,
  );
}

function dispatch(lower: Lowering, node: TSESTree.Node): boolean {
  const { build } = lower;
  const { range } = node;
  switch (node.type) {
    case 'ExpressionStatement':
      lower.expression(node.expression);
      return false;
    case 'VariableDeclaration':
      for (const { id, init } of node.declarations) lower.assign(id, init ? lower.expression(init) : unset(id.range));
      return false;
    case 'ReturnStatement': {
      const value = node.argument ? lower.expression(node.argument) : undefinedValue(range);
      build.emit({ kind: 'return', value, implicit: false, range });
      return true;
    }
    case 'ThrowStatement':
      build.emit({ kind: 'throw', value: lower.expression(node.argument), range });
      return true;
    case 'BreakStatement':
      build.breakOut(node.label?.name);
      return true;
    case 'ContinueStatement':
      return true;
    case 'BlockStatement':
      return lower.statements(node.body);
    case 'IfStatement':
      return branch(lower, node);
    case 'SwitchStatement':
      return switchStatement(lower, node);
    case 'TryStatement':
      return tryStatement(lower, node);
    case 'ForOfStatement':
    case 'ForInStatement':
    case 'ForStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return loop(lower, node);
    case 'LabeledStatement': {
      const before = build.when;
      const { result: leaves, isBroken } = build.breakable(node.label.name, () => lower.statement(node.body));
      if (isBroken) build.when = before;
      return leaves && !isBroken;
    }
    case 'FunctionDeclaration':
      declareFunction(lower, node);
      return false;
    case 'ClassDeclaration': {
      const value = lower.classValue(node);
      if (node.id) lower.assign(node.id, value);
      return false;
    }
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
      nameType(build.names, node);
      return false;
    case 'TSEnumDeclaration':
      declareEnum(lower, node);
      return false;
    case 'TSModuleDeclaration':
      declareNamespace(lower, node);
      return false;
    case 'TSDeclareFunction':
      return false;
    default:
      if (isExpression(node)) lower.expression(node);
      else for (const child of childNodes(node)) lower.statement(child);
      return false;
  }
}

/** The first part of a `for` may be either. */
function isExpression({ type }: TSESTree.Node): boolean {
  return type.endsWith('Expression') || type === 'Identifier';
}

function unset(range: Range): Value {
  return unknownValue(range, 'declared without a value');
}
