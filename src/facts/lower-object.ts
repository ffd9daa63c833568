import type { TSESTree } from '@typescript-eslint/types';
import type { Lowering } from './lowering.js';
import { staticKey } from './names.js';
import type { ObjectProperty, ObjectValue, Value } from './values.js';

export function objectValue(lower: Lowering, node: TSESTree.ObjectExpression): ObjectValue {
  return { kind: 'object', properties: node.properties.flatMap((property) => objectProperty(lower, property) ?? []), range: node.range };
}

function objectProperty(lower: Lowering, node: TSESTree.ObjectLiteralElement): ObjectProperty | undefined {
  const { range } = node;
  if (node.type === 'SpreadElement') {
    return { keyRange: range, value: { kind: 'spread', value: lower.expression(node.argument), range } };
  }
  const key = staticKey(node.key, node.computed);
  if (key === undefined) lower.expression(node.key);
  const value = propertyValue(lower, node, key);
  return value && { ...(key !== undefined && { key }), keyRange: node.key.range, value };
}

/** A getter is worth what calling it gives; a setter gives nothing. */
function propertyValue(lower: Lowering, node: TSESTree.Property, name: string | undefined): Value | undefined {
  const { range, value, kind } = node;
  if (value.type !== 'FunctionExpression' || (kind === 'init' && !node.method)) return lower.expression(value);
  const shapes = { init: 'method', get: 'getter', set: 'setter' } as const;
  const callee = lower.functionValue(value, { kind: shapes[kind], name });
  if (kind === 'set') return undefined;
  return kind === 'init' ? callee : { kind: 'call', callee, args: [], isNew: false, headRange: range, range };
}
