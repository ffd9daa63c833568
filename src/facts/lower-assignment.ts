import type { TSESTree } from '@typescript-eslint/types';
import type { Lowering } from './lowering.js';
import { type BindingValue, type MemberValue, unknownValue, type Value } from './values.js';

export function assignmentValue(lower: Lowering, node: TSESTree.AssignmentExpression): Value {
  const { build } = lower;
  const { operator, range } = node;
  switch (operator) {
    case '=': {
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
