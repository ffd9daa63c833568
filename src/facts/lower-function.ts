import type { TSESTree } from '@typescript-eslint/types';
import { staticKey, undefinedValue } from './lower-expression.js';
import type { FunctionNode, FunctionShape, Lowering } from './lowering.js';
import { unknownValue } from './module-builder.js';
import type { ClassMember, ClassValue, FunctionValue, MemberValue, Parameter, Range, Value } from './module-facts.js';
import { typeNameOf } from './type-names.js';

/** Lowers a function with its parameters and body, and gives the value that refers to it. */
export function lowerFunction(lower: Lowering, node: FunctionNode, shape?: FunctionShape): FunctionValue {
  const { build } = lower;
  const isArrow = node.type === 'ArrowFunctionExpression';
  const body: Range = node.body?.range ?? node.range;
  const name = shape ? shape.name : node.id?.name;
  const fn = build.openFunction(
    { kind: shape?.kind ?? (isArrow ? 'arrow' : 'function'), name, owner: shape?.owner, isAsync: node.async, range: node.range, body },
    node,
  );
  fn.parameters = node.params.map((parameter) => lowerParameter(lower, parameter, shape?.kind === 'constructor'));
  if (node.body?.type === 'BlockStatement') {
    if (!lower.statements(node.body.body)) implicitReturn(lower, body);
  } else if (node.body) {
    const value = lower.expression(node.body);
    build.emit({ kind: 'return', value, implicit: false, range: node.body.range });
  }
  build.closeFunction();
  return { kind: 'function', fn: fn.id, range: node.range };
}

function implicitReturn({ build }: Lowering, body: Range): void {
  build.emit({ kind: 'return', value: undefinedValue(body), implicit: true, range: [body[1] - 1, body[1]] });
}

function lowerParameter(lower: Lowering, node: TSESTree.Parameter, isConstructor: boolean): Parameter {
  const { build } = lower;
  const { range } = node;
  const inner = node.type === 'TSParameterProperty' ? node.parameter : node;
  const plain = inner.type === 'AssignmentPattern' ? inner.left : inner;
  const named = plain.type === 'Identifier' ? build.bindingFor(plain) : undefined;
  const binding = named ?? build.hidden(plain.range);
  const type = 'typeAnnotation' in plain ? typeNameOf(build, plain.typeAnnotation) : undefined;
  if (type) build.annotate(binding.id, type);
  const fallback = inner.type === 'AssignmentPattern' ? lower.expression(inner.right) : undefined;
  if (!named) lower.assign(plain.type === 'RestElement' ? plain.argument : plain, binding);
  if (isConstructor && node.type === 'TSParameterProperty' && named && plain.type === 'Identifier') {
    const self: Value = { kind: 'this', fn: build.thisFunction(), range };
    const target: MemberValue = { kind: 'member', object: self, property: plain.name, range };
    build.emit({ kind: 'assign', target, operator: '=', value: named, range });
  }
  return { binding: binding.id, rest: inner.type === 'RestElement', range, ...(fallback && { fallback }) };
}

/** Lowers a class: methods are functions; field values are assigned to `this` in a function called "initializer". */
export function lowerClass(lower: Lowering, node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): ClassValue {
  const { build } = lower;
  const { range } = node;
  const superClass = node.superClass ? lower.expression(node.superClass) : undefined;
  const id = build.classes.length;
  const members: ClassMember[] = [];
  const classFacts = { id, name: node.id?.name, superClass, members, parent: build.current.id, range };
  build.classes.push(classFacts);
  const value: ClassValue = { kind: 'class', id, range };
  const fields: TSESTree.PropertyDefinition[] = [];
  for (const member of node.body.body) {
    if (member.type === 'MethodDefinition' || member.type === 'TSAbstractMethodDefinition') {
      const kinds = { constructor: 'constructor', method: 'method', get: 'getter', set: 'setter' } as const;
      const kind = kinds[member.kind];
      const name = staticKey(member.key, member.computed) ?? '';
      const fn = lower.functionValue(member.value, { kind, name, owner: id });
      members.push({ name, kind, isStatic: member.static, fn: fn.fn, range: member.key.range });
      if (kind === 'constructor') members.push(...parameterFields(lower, member.value.params));
    } else if (member.type === 'PropertyDefinition' || member.type === 'TSAbstractPropertyDefinition') {
      const name = staticKey(member.key, member.computed) ?? '';
      const type = typeNameOf(build, member.typeAnnotation);
      members.push({ name, kind: 'field', isStatic: member.static, range: member.key.range, ...(type && { type }) });
      if (member.type === 'PropertyDefinition') fields.push(member);
    } else if (member.type === 'StaticBlock') lower.statements(member.body);
  }
  lowerFields(lower, fields, value, node);
  return value;
}

function parameterFields({ build }: Lowering, parameters: readonly TSESTree.Parameter[]): ClassMember[] {
  return parameters.flatMap((node): ClassMember[] => {
    if (node.type !== 'TSParameterProperty') return [];
    const plain = node.parameter.type === 'AssignmentPattern' ? node.parameter.left : node.parameter;
    if (plain.type !== 'Identifier') return [];
    const type = typeNameOf(build, plain.typeAnnotation);
    return [{ name: plain.name, kind: 'field', isStatic: false, range: plain.range, ...(type && { type }) }];
  });
}

function lowerFields(lower: Lowering, fields: readonly TSESTree.PropertyDefinition[], value: ClassValue, node: TSESTree.Node): void {
  const { build } = lower;
  const assignField = (field: TSESTree.PropertyDefinition, object: Value): void => {
    const property = staticKey(field.key, field.computed);
    if (property === undefined) return;
    const initial = field.value ? lower.expression(field.value) : unknownValue(field.range, 'declared without a value');
    build.emit({ kind: 'assign', target: { kind: 'member', object, property, range: field.key.range }, operator: '=', value: initial, range: field.range });
  };
  for (const field of fields) if (field.static) assignField(field, value);
  const own = fields.filter((field) => !field.static);
  if (own.length === 0) return;
  const { range } = node;
  const fn = build.openFunction({ kind: 'initializer', name: undefined, owner: value.id, isAsync: false, range, body: range }, node);
  for (const field of own) assignField(field, { kind: 'this', fn: fn.id, range });
  build.closeFunction();
}
