import type { TSESTree } from '@typescript-eslint/types';
import { childNodes } from './child-nodes.js';
import { assignmentValue, updateValue } from './lower-assignment.js';
import { callValue, importedModule, taggedValue } from './lower-call.js';
import { objectValue } from './lower-object.js';
import type { Lowering } from './lowering.js';
import { propertyOf } from './names.js';
import { withoutWrappers } from './parser-differences.js';
import { type Range, tooDeep, undefinedValue, unknownValue, type Value } from './values.js';

/** Emits what evaluating the expression does, in order, and gives its value. Any node gives a value; none throws. */
export function lowerExpression(lower: Lowering, node: TSESTree.Node): Value {
  return lower.build.deeper(
    () => dispatch(lower, withoutWrappers(node)),
    () => tooDeep(node.range),
  );
}

function dispatch(lower: Lowering, node: TSESTree.Node): Value {
  const { build } = lower;
  const { range } = node;
  switch (node.type) {
    case 'Literal':
      return literalValue(node);
    case 'Identifier':
      return build.names.bindingFor(node) ?? (node.name === 'undefined' ? undefinedValue(range) : { kind: 'global', name: node.name, range });
    case 'ThisExpression':
      return build.thisValue(range);
    case 'Super':
      return { kind: 'global', name: 'super', range };
    case 'MemberExpression': {
      const object = lower.expression(node.object);
      return { kind: 'member', object, property: propertyOf(lower, node), range };
    }
    case 'CallExpression':
    case 'NewExpression':
      return callValue(lower, node);
    case 'TaggedTemplateExpression':
      return taggedValue(lower, node);
    case 'ImportExpression':
      return importedModule(lower, lower.expression(node.source), range) ?? unknownValue(range, 'import of a computed path');
    case 'AwaitExpression': {
      const value = lower.expression(node.argument);
      build.emit({ kind: 'await', range });
      return { kind: 'await', value, range };
    }
    case 'YieldExpression':
      if (node.argument) lower.expression(node.argument);
      return unknownValue(range, 'yield');
    case 'AssignmentExpression':
      return assignmentValue(lower, node);
    case 'UpdateExpression':
      return updateValue(lower, node);
    case 'BinaryExpression':
      return { kind: 'binary', operator: node.operator, left: lower.expression(node.left), right: lower.expression(node.right), range };
    case 'LogicalExpression': {
      const { operator } = node;
      const left = lower.expression(node.left);
      build.decide(left);
      const right = build.under({ kind: 'test', value: left, truthy: operator === '&&' }, () => lower.expression(node.right));
      return { kind: 'logical', operator, left, right, range };
    }
    case 'UnaryExpression':
      return unaryValue(lower, node);
    case 'ConditionalExpression': {
      const test = lower.expression(node.test);
      build.decide(test);
      const then = build.under({ kind: 'test', value: test, truthy: true }, () => lower.expression(node.consequent));
      const otherwise = build.under({ kind: 'test', value: test, truthy: false }, () => lower.expression(node.alternate));
      return { kind: 'choice', test, then, otherwise, range };
    }
    case 'SequenceExpression':
      return node.expressions.map((part) => lower.expression(part)).at(-1) ?? unknownValue(range, 'empty sequence');
    case 'ObjectExpression':
      return objectValue(lower, node);
    case 'ArrayExpression':
      return { kind: 'array', elements: node.elements.map((part) => (part ? lower.expression(part) : undefinedValue(range))), range };
    case 'SpreadElement':
      return { kind: 'spread', value: lower.expression(node.argument), range };
    case 'TemplateLiteral':
      return {
        kind: 'template',
        texts: node.quasis.map(({ value }) => value.cooked ?? value.raw),
        values: node.expressions.map((part) => lower.expression(part)),
        range,
      };
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return lower.functionValue(node);
    case 'ClassExpression':
      return lower.classValue(node);
    default:
      for (const child of childNodes(node)) lower.expression(child);
      return unknownValue(range, node.type);
  }
}

/** JSON has no bigint, no Infinity and no negative zero. */
function literalValue(node: TSESTree.Literal): Value {
  const { range } = node;
  if ('regex' in node) return unknownValue(range, 'regular expression');
  if ('bigint' in node) return { kind: 'literal', value: node.bigint, range };
  const { value } = node;
  if (typeof value === 'number' && !Number.isFinite(value)) return { kind: 'global', name: 'Infinity', range };
  return { kind: 'literal', value, range };
}

function unaryValue(lower: Lowering, node: TSESTree.UnaryExpression): Value {
  const { operator, range } = node;
  const value = lower.expression(node.argument);
  switch (operator) {
    case '!':
      return { kind: 'not', value, range };
    case 'void':
      return undefinedValue(range);
    case '-':
      if (value.kind === 'literal' && typeof value.value === 'number') return { kind: 'literal', value: 0 - value.value, range };
      return { kind: 'binary', operator: '-', left: { kind: 'literal', value: 0, range }, right: value, range };
    case '+':
      return asNumber(value, range);
    case 'delete':
      if (value.kind === 'member' || value.kind === 'binding') {
        lower.build.emit({ kind: 'assign', target: value, operator: 'delete', value: undefinedValue(range), range });
      }
      break;
    default:
  }
  return unknownValue(range, operator);
}

/** `+x` converts to a number, as `Number(x)` does. */
function asNumber(value: Value, range: Range): Value {
  if (value.kind === 'literal' && typeof value.value === 'number') return { kind: 'literal', value: value.value, range };
  return { kind: 'call', callee: { kind: 'global', name: 'Number', range }, args: [value], isNew: false, headRange: range, range };
}
