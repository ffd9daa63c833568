import type { TSESTree } from '@typescript-eslint/types';
import type { Lowering } from './lowering.js';
import type { Value } from './values.js';

/** The name of a property or class member, where it is written down. */
export function staticKey(key: TSESTree.Node, computed: boolean): string | undefined {
  if (key.type === 'Identifier' && !computed) return key.name;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  return key.type === 'Literal' ? String(key.value) : undefined;
}

/** The property of a member expression: its name, or the value of a computed key. */
export function propertyOf(lower: Lowering, node: TSESTree.MemberExpression): string | Value {
  const name = node.computed ? undefined : staticKey(node.property, false);
  if (name !== undefined) return name;
  const key = lower.expression(node.property);
  return key.kind === 'literal' && typeof key.value === 'string' ? key.value : key;
}

/** A name that may be quoted: `export { handler as 'the handler' }`. */
export function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value;
}
