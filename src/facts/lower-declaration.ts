import type { TSESTree } from '@typescript-eslint/types';
import type { Lowering } from './lowering.js';
import { staticKey } from './names.js';
import { enumMembersOf } from './parser-differences.js';
import type { ObjectProperty, Value } from './values.js';

/** `function f() {}`: it is there whatever happened before. */
export function declareFunction(lower: Lowering, node: TSESTree.FunctionDeclaration): void {
  const { build } = lower;
  const before = build.when;
  build.when = -1;
  const value = lower.functionValue(node);
  if (node.id) lower.assign(node.id, value);
  build.when = before;
}

/** An enum is an object; a member without a value is one more than that before it. */
export function declareEnum(lower: Lowering, node: TSESTree.TSEnumDeclaration): void {
  const properties: ObjectProperty[] = [];
  let next: number | undefined = 0;
  for (const { id, initializer, range } of enumMembersOf(node)) {
    const key = staticKey(id, false);
    const value: Value = initializer
      ? lower.expression(initializer)
      : next === undefined
        ? { kind: 'unknown', reason: 'enum member', range }
        : { kind: 'literal', value: next, range };
    next = value.kind === 'literal' && typeof value.value === 'number' ? value.value + 1 : undefined;
    properties.push({ ...(key !== undefined && { key }), keyRange: id.range, value });
  }
  lower.assign(node.id, { kind: 'object', properties, range: node.range });
}

/** A namespace is an object of what it exports. `declare module '…'` and `declare global` are types alone. */
export function declareNamespace(lower: Lowering, node: TSESTree.TSModuleDeclaration): void {
  const { id, range } = node;
  const body = node.body as TSESTree.TSModuleBlock | TSESTree.TSModuleDeclaration | undefined;
  if (id.type === 'Literal' || node.kind === 'global' || !body) return;
  // Babel 7 has `namespace A.B` as one namespace in another.
  const inner = body.type === 'TSModuleBlock' ? body.body : [body];
  const exports = lower.build.inNamespace(() => {
    lower.statements(inner);
    if (body.type === 'TSModuleDeclaration' && body.id.type === 'Identifier') lower.build.exports.push({ name: body.id.name, value: lower.expression(body.id) });
  });
  const properties = exports.flatMap(({ name, value }): ObjectProperty[] => (value ? [{ key: name, keyRange: value.range, value }] : []));
  lower.assign(id, { kind: 'object', properties, range });
}
