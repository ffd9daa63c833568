import type { TSESTree } from '@typescript-eslint/types';
import { decoratorValues, type FunctionNode, type FunctionShape, type Lowering } from './lowering.js';
import type { Parameter } from './module-facts.js';
import { constrainedTypes, typeNameOf } from './type-names.js';
import { type FunctionValue, type MemberValue, type Range, undefinedValue } from './values.js';

/** Lowers a function with its parameters and body, and gives the value that refers to it. */
export function lowerFunction(lower: Lowering, node: FunctionNode, shape?: FunctionShape): FunctionValue {
  const { build } = lower;
  const { range } = node;
  const body: Range = node.body?.range ?? range;
  const name = shape ? shape.name : node.id?.name;
  const kind = shape?.kind ?? (node.type === 'ArrowFunctionExpression' ? 'arrow' : 'function');
  const owner = shape?.owner;
  const facts = { kind, isAsync: node.async, range, body, ...(name !== undefined && { name }), ...(owner !== undefined && { owner }) } as const;
  const fn = build.openFunction(facts, node);
  const value: FunctionValue = { kind: 'function', fn: fn.id, range };
  const self = node.type === 'FunctionExpression' && node.id ? build.names.bindingFor(node.id) : undefined;
  if (self) build.emit({ kind: 'assign', target: self, operator: '=', value, range: self.range });
  constrainedTypes(build.names, node.typeParameters);
  fn.parameters = node.params.filter((parameter) => !isThis(parameter)).map((parameter) => lowerParameter(lower, parameter));
  if (node.body?.type === 'BlockStatement') {
    const end: Range = [body[1] - 1, body[1]];
    if (!lower.statements(node.body.body)) build.emit({ kind: 'return', value: undefinedValue(body), implicit: true, range: end });
  } else if (node.body) {
    build.emit({ kind: 'return', value: lower.expression(node.body), implicit: false, range: body });
  }
  build.closeFunction();
  return value;
}

/** TypeScript's `this` parameter is a type and no argument. */
function isThis(node: TSESTree.Parameter): boolean {
  return node.type === 'Identifier' && node.name === 'this';
}

function lowerParameter(lower: Lowering, node: TSESTree.Parameter): Parameter {
  const { build } = lower;
  const { range } = node;
  const decorators = decoratorValues(lower, node);
  const inner = node.type === 'TSParameterProperty' ? node.parameter : node;
  const plain = inner.type === 'AssignmentPattern' ? inner.left : inner;
  const named = plain.type === 'Identifier' ? build.names.bindingFor(plain) : undefined;
  const binding = named ?? build.names.hidden(plain.range);
  const type = 'typeAnnotation' in plain ? typeNameOf(build.names, plain.typeAnnotation) : undefined;
  if (type) build.names.annotate(binding.id, type);
  const fallback =
    inner.type === 'AssignmentPattern' ? build.under({ kind: 'test', value: binding, truthy: false }, () => lower.expression(inner.right)) : undefined;
  if (!named) lower.assign(plain, binding);
  if (named && node.type === 'TSParameterProperty' && plain.type === 'Identifier') {
    const target: MemberValue = { kind: 'member', object: build.thisValue(range), property: plain.name, range };
    build.emit({ kind: 'assign', target, operator: '=', value: named, range });
  }
  const rest = inner.type === 'RestElement';
  return { binding: binding.id, rest, range, ...(fallback && { fallback }), ...(decorators && { decorators }) };
}
