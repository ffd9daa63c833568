import type { TSESTree } from '@typescript-eslint/types';
import type { Lowering } from './lowering.js';
import { staticKey } from './names.js';
import { withoutWrappers } from './parser-differences.js';
import { type BindingValue, type MemberValue, unknownValue, type Value } from './values.js';

export function assignmentValue(lower: Lowering, node: TSESTree.AssignmentExpression): Value {
  const { build } = lower;
  const { operator, range } = node;
  switch (operator) {
    case '=': {
      const remade = remadeObject(lower, node);
      if (remade) return remade;
      const value = lower.expression(node.right);
      lower.assign(node.left, value);
      return value;
    }
    case '??=':
    case '||=':
    case '&&=':
      return assignedIf(lower, node, operator.slice(0, 2) as '??' | '||' | '&&');
    default: {
      const target = placeOf(lower, node.left);
      const value = lower.expression(node.right);
      if (!target) return unknownValue(range, 'assignment');
      build.emit({ kind: 'assign', target, operator: operator === '+=' ? '+' : operator === '-=' ? '-' : 'other', value, range });
      return target;
    }
  }
}

/** `state = { ...state, [id]: n + 1 }` sets what `state[id] = n + 1` does, on a copy that takes its place. */
function remadeObject(lower: Lowering, { left, right, range }: TSESTree.AssignmentExpression): Value | undefined {
  const object = withoutWrappers(right);
  if (object.type !== 'ObjectExpression') return undefined;
  const [first, ...others] = object.properties;
  const isSame = first?.type === 'SpreadElement' && isSamePlace(withoutWrappers(left), withoutWrappers(first.argument));
  const entries = others.flatMap((property) => (property.type === 'Property' && property.kind === 'init' && !property.method ? [property] : []));
  if (!isSame || entries.length < others.length || !entries.some(({ computed }) => computed)) return undefined;
  const target = placeOf(lower, left);
  if (!target) return undefined;
  const assigned = entries.map(({ key, computed, value }) => ({ property: staticKey(key, computed) ?? lower.expression(key), value: lower.expression(value), range: key.range }));
  for (const { property, value, range: at } of assigned) {
    lower.build.emit({ kind: 'assign', target: { kind: 'member', object: target, property, range: at }, operator: '=', value, range });
  }
  return target;
}

function isSamePlace(one: TSESTree.Node, other: TSESTree.Node): boolean {
  if (one.type === 'Identifier') return other.type === 'Identifier' && one.name === other.name;
  if (one.type === 'ThisExpression') return other.type === 'ThisExpression';
  if (one.type !== 'MemberExpression' || other.type !== 'MemberExpression' || one.computed || other.computed) return false;
  return staticKey(one.property, false) === staticKey(other.property, false) && isSamePlace(withoutWrappers(one.object), withoutWrappers(other.object));
}

/** `a ??= b`: assigned only if `a` is not there yet. */
function assignedIf(lower: Lowering, node: TSESTree.AssignmentExpression, operator: '??' | '||' | '&&'): Value {
  const { build } = lower;
  const { range } = node;
  const target = placeOf(lower, node.left);
  const left = target ?? unknownValue(node.left.range, 'assignment');
  build.decide(left);
  return build.under({ kind: 'test', value: left, truthy: operator === '&&' }, () => {
    const right = lower.expression(node.right);
    if (!target) return right;
    build.emit({ kind: 'assign', target, operator: '=', value: right, range });
    return { kind: 'logical', operator, left: target, right, range };
  });
}

/** `++n` and `n++` are `n`; whether it is read before or after the change shows in the ranges: `n++` begins with `n`. */
export function updateValue(lower: Lowering, node: TSESTree.UpdateExpression): Value {
  const { range } = node;
  const target = placeOf(lower, node.argument);
  if (!target) return unknownValue(range, 'update');
  const operator = node.operator === '++' ? '+' : '-';
  lower.build.emit({ kind: 'assign', target, operator, value: { kind: 'literal', value: 1, range }, range });
  return target;
}

/** The name or member that an assignment changes. */
export function placeOf(lower: Lowering, node: TSESTree.Node): BindingValue | MemberValue | undefined {
  const value = lower.expression(node);
  return value.kind === 'binding' || value.kind === 'member' ? value : undefined;
}
