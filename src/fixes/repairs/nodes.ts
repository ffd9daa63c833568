import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Range } from '../../facts/module-facts.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** The innermost node that spans a range; for what is assigned to or deleted, the whole of that. */
export function nodeSpanning(sourceCode: SourceCode, [start, end]: Range): TSESTree.Node {
  let node: TSESTree.Node = sourceCode.getNodeByRangeIndex(start) ?? sourceCode.ast;
  while (node.range[1] < end && node.parent) node = node.parent;
  const { parent } = node;
  if (parent?.type === 'AssignmentExpression') return parent.left === node ? parent : node;
  return parent?.type === 'UpdateExpression' || (parent?.type === 'UnaryExpression' && parent.operator === 'delete') ? parent : node;
}

/** Without the casts and the optional chain around it. */
export function plain(node: TSESTree.Node): TSESTree.Node {
  switch (node.type) {
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'ExpressionStatement':
      return plain(node.expression);
    default:
      return node;
  }
}

/** The list of statements that one stands in. */
export function siblings({ parent }: TSESTree.Node): readonly TSESTree.Node[] {
  if (parent?.type === 'BlockStatement' || parent?.type === 'Program' || parent?.type === 'StaticBlock') return parent.body;
  return parent?.type === 'SwitchCase' ? parent.consequent : [];
}

export function isWithin({ range: [start, end] }: { readonly range: Range }, outer: Range): boolean {
  return start >= outer[0] && end <= outer[1];
}

/** The nearest function around a node. */
export function functionAround(node: TSESTree.Node): TSESTree.Node | undefined {
  let at = node.parent;
  while (at && !isFunction(at)) at = at.parent;
  return at;
}

export function isFunction(node: TSESTree.Node): node is TSESTree.FunctionExpression | TSESTree.FunctionDeclaration | TSESTree.ArrowFunctionExpression {
  return node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration' || node.type === 'ArrowFunctionExpression';
}
