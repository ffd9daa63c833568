import type { TSESTree } from '@typescript-eslint/types';
import { decoratorValues, type Lowering } from './lowering.js';
import type { ClassMember } from './module-facts.js';
import { staticKey } from './names.js';
import { constrainedTypes, implementedTypes, typeNameOf } from './type-names.js';
import type { ClassValue, Value } from './values.js';

const MEMBER_KINDS = { constructor: 'constructor', method: 'method', get: 'getter', set: 'setter' } as const;

type Field = TSESTree.PropertyDefinition | TSESTree.AccessorProperty;

/**
 * Lowers a class: methods are functions; field values are assigned to `this` in a function called "initializer"; what
 * is static happens where the class stands, and its `this` is the class.
 */
export function lowerClass(lower: Lowering, node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): ClassValue {
  const { build } = lower;
  const { range } = node;
  const decorators = decoratorValues(lower, node);
  const superClass = node.superClass ? lower.expression(node.superClass) : undefined;
  const interfaces = implementedTypes(build.names, node);
  const id = build.classes.length;
  const members: ClassMember[] = [];
  build.classes.push({
    id,
    ...(node.id && { name: node.id.name, nameRange: node.id.range }),
    ...(superClass && { superClass }),
    ...(interfaces.length > 0 && { interfaces }),
    members,
    ...(decorators && { decorators }),
    parent: build.current.id,
    range,
  });
  const value: ClassValue = { kind: 'class', id, range };
  const self = node.type === 'ClassExpression' && node.id ? build.names.bindingFor(node.id) : undefined;
  if (self) build.emit({ kind: 'assign', target: self, operator: '=', value, range: self.range });
  constrainedTypes(build.names, node.typeParameters);
  const fields: Field[] = [];
  build.inClass(value, () => {
    for (const member of node.body.body) {
      if (member.type === 'StaticBlock') lower.statements(member.body);
      else if (isMember(member)) {
        members.push(...lowerMember(lower, member, id));
        if (!isField(member)) continue;
        if (member.static) assignField(lower, member, value);
        else if (member.value) fields.push(member);
      }
    }
  });
  if (fields.length > 0) initializer(lower, fields, node, id);
  return value;
}

type Member = Exclude<TSESTree.ClassElement, TSESTree.StaticBlock | TSESTree.TSIndexSignature>;

function isMember(member: TSESTree.ClassElement): member is Member {
  return 'key' in member && 'value' in member;
}

function isField(member: Member): member is Field {
  return member.type === 'PropertyDefinition' || member.type === 'AccessorProperty';
}

/** Signatures without a body are types; an abstract field is one that the class has. */
function lowerMember(lower: Lowering, member: Member, owner: number): ClassMember[] {
  const { build } = lower;
  const key = staticKey(member.key, member.computed);
  if (key === undefined) lower.expression(member.key);
  const decorators = decoratorValues(lower, member);
  const name = key ?? '';
  const facts = { name, isStatic: member.static, range: member.key.range, ...(decorators && { decorators }) };
  if (!('kind' in member)) {
    const type = typeNameOf(build.names, member.typeAnnotation);
    return [{ ...facts, kind: 'field', ...(type && { type }) }];
  }
  if (!member.value.body) return [];
  const kind = MEMBER_KINDS[member.kind];
  const { fn } = lower.functionValue(member.value, { kind, name, owner });
  const type = kind === 'getter' ? typeNameOf(build.names, member.value.returnType) : undefined;
  const method: ClassMember = { ...facts, kind, fn, ...(type && { type }) };
  return kind === 'constructor' ? [method, ...parameterFields(lower, member.value.params)] : [method];
}

function parameterFields({ build }: Lowering, parameters: readonly TSESTree.Parameter[]): ClassMember[] {
  return parameters.flatMap((node): ClassMember[] => {
    if (node.type !== 'TSParameterProperty') return [];
    const plain = node.parameter.type === 'AssignmentPattern' ? node.parameter.left : node.parameter;
    const type = typeNameOf(build.names, plain.typeAnnotation);
    return [{ name: plain.name, kind: 'field', isStatic: false, range: plain.range, ...(type && { type }) }];
  });
}

function initializer(lower: Lowering, fields: readonly Field[], { range }: TSESTree.Node, owner: number): void {
  const { build } = lower;
  build.openFunction({ kind: 'initializer', owner, isAsync: false, range, body: range });
  for (const field of fields) assignField(lower, field, build.thisValue(range));
  build.closeFunction();
}

function assignField(lower: Lowering, { range, key, computed, value }: Field, object: Value): void {
  const property = staticKey(key, computed);
  const initial = value && lower.expression(value);
  if (!initial || property === undefined) return;
  lower.build.emit({ kind: 'assign', target: { kind: 'member', object, property, range: key.range }, operator: '=', value: initial, range });
}
