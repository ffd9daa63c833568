import type { TSESTree } from '@typescript-eslint/types';
import type { Bindings } from './bindings.js';
import type { TypeName } from './module-facts.js';
import { staticKey } from './names.js';
import { basesOf, implementedBy, moduleOfImportType, typeArgumentsOf, withoutParentheses } from './parser-differences.js';

/** Types nested deeper than this name nothing that is looked for. */
const MAX_DEPTH = 12;

/** What a type annotation names, and the members that it writes out; nothing for any other type. */
export function typeNameOf(names: Bindings, annotation: TSESTree.TSTypeAnnotation | undefined): TypeName | undefined {
  return annotation ? typeName(names, annotation.typeAnnotation, 0) : undefined;
}

/** A local name for another type: `type Client = Socket<A, B>`, `interface Client extends Socket { user: User }`. */
export function nameType(names: Bindings, node: TSESTree.TSTypeAliasDeclaration | TSESTree.TSInterfaceDeclaration): void {
  const binding = names.bindingFor(node.id);
  if (!binding) return;
  constrainedTypes(names, node.typeParameters);
  // An interface may be declared in several places, and next to a class.
  const known = node.type === 'TSInterfaceDeclaration' ? names.typeOf(binding.id) : undefined;
  const type = node.type === 'TSTypeAliasDeclaration' ? typeName(names, node.typeAnnotation, 0) : interfaceType(names, node);
  const all = together([known, type]);
  if (all) names.annotate(binding.id, all);
}

/** `class Room implements Party.Server`. */
export function implementedTypes(names: Bindings, node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): readonly TypeName[] {
  return implementedBy(node).flatMap(({ expression }) => named(names, expression, []) ?? []);
}

/** `<S extends Socket>`: what is an `S` is a `Socket`. */
export function constrainedTypes(names: Bindings, parameters: TSESTree.TSTypeParameterDeclaration | undefined): void {
  for (const { name, constraint } of parameters?.params ?? []) {
    const type = constraint && typeName(names, constraint, 0);
    const binding = type && names.bindingFor(name);
    if (binding) names.annotate(binding.id, type);
  }
}

function typeName(names: Bindings, annotation: TSESTree.TypeNode, depth: number): TypeName | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const node = withoutParentheses(annotation);
  const inner = (part: TSESTree.TypeNode): TypeName | undefined => typeName(names, part, depth + 1);
  switch (node.type) {
    case 'TSTypeReference': {
      const args = typeArgumentsOf(node);
      const [first] = args;
      const isInstance = node.typeName.type === 'Identifier' && node.typeName.name === 'InstanceType';
      if (isInstance && first?.type === 'TSTypeQuery') return named(names, first.exprName, []);
      return named(names, node.typeName, args.flatMap((part) => inner(part) ?? []));
    }
    case 'TSUnionType':
    case 'TSIntersectionType':
      return together(node.types.map(inner));
    case 'TSTypeLiteral':
      return { path: [], args: [], members: membersOf(names, node.members, depth) };
    case 'TSImportType':
      return importType(node);
    case 'TSArrayType': {
      const element = inner(node.elementType);
      return element && { path: ['Array'], args: [element] };
    }
    // `NodeWebSocket['upgradeWebSocket']`
    case 'TSIndexedAccessType': {
      const object = inner(node.objectType);
      const key = node.indexType.type === 'TSLiteralType' && node.indexType.literal.type === 'Literal' ? node.indexType.literal.value : undefined;
      return object && object.path.length > 0 && typeof key === 'string' ? { ...object, path: [...object.path, key] } : undefined;
    }
    case 'TSTypeOperator':
      return node.operator === 'readonly' && node.typeAnnotation ? inner(node.typeAnnotation) : undefined;
    default:
      return undefined;
  }
}

/** Several types that a value has, or may have. */
function together(types: readonly (TypeName | undefined)[]): TypeName | undefined {
  const [first, ...others] = types.filter((type) => type !== undefined);
  if (!first || others.length === 0) return first;
  return { ...first, also: [...(first.also ?? []), ...others] };
}

function interfaceType(names: Bindings, node: TSESTree.TSInterfaceDeclaration): TypeName | undefined {
  const members = membersOf(names, node.body.body, 0);
  const own: TypeName | undefined = members.length > 0 ? { path: [], args: [], members } : undefined;
  return together([...basesOf(node).map(({ expression }) => named(names, expression, [])), own]);
}

function membersOf(names: Bindings, nodes: readonly TSESTree.TypeElement[], depth: number): NonNullable<TypeName['members']> {
  return nodes.flatMap((node) => {
    if (node.type !== 'TSPropertySignature' || !node.typeAnnotation) return [];
    const name = staticKey(node.key, node.computed);
    const type = name === undefined ? undefined : typeName(names, node.typeAnnotation.typeAnnotation, depth + 1);
    return name !== undefined && type ? [{ name, type }] : [];
  });
}

/** `WebSocket.Server`, in a type as in an expression. */
function named(names: Bindings, node: TSESTree.Node, args: readonly TypeName[]): TypeName | undefined {
  const path: string[] = [];
  let at = node;
  for (;;) {
    if (at.type === 'TSQualifiedName') {
      path.unshift(at.right.name);
      at = at.left;
    } else if (at.type === 'MemberExpression' && at.property.type === 'Identifier') {
      path.unshift(at.property.name);
      at = at.object;
    } else break;
  }
  if (at.type !== 'Identifier') return undefined;
  const binding = names.bindingFor(at);
  return { path: [at.name, ...path], args, ...(binding && { binding: binding.id }) };
}

/** `import('library').Type`. */
function importType(node: TSESTree.TSImportType): TypeName | undefined {
  const from = moduleOfImportType(node);
  const path: string[] = [];
  let at = node.qualifier;
  for (; at?.type === 'TSQualifiedName'; at = at.left) path.unshift(at.right.name);
  return from !== undefined && at?.type === 'Identifier' ? { path: [at.name, ...path], args: [], from } : undefined;
}
