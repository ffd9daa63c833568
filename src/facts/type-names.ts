import type { TSESTree } from '@typescript-eslint/types';
import type { ModuleBuilder } from './module-builder.js';
import type { TypeName } from './module-facts.js';

/** The dotted name of a type annotation, through unions with null and undefined; nothing for any other type. */
export function typeNameOf(build: ModuleBuilder, annotation: TSESTree.TSTypeAnnotation | undefined): TypeName | undefined {
  return annotation ? typeName(build, annotation.typeAnnotation) : undefined;
}

export function typeName(build: ModuleBuilder, node: TSESTree.TypeNode): TypeName | undefined {
  if (node.type === 'TSUnionType' || node.type === 'TSIntersectionType') {
    return node.types.map((part) => typeName(build, part)).find((found) => found !== undefined);
  }
  if (node.type === 'TSImportType') return undefined;
  if (node.type !== 'TSTypeReference') return undefined;
  const names = entityPath(node.typeName);
  const [first] = names;
  if (!first) return undefined;
  const binding = build.bindingFor(first);
  const args = (node.typeArguments?.params ?? []).flatMap((param) => typeName(build, param) ?? []);
  return { path: names.map((identifier) => identifier.name), args, ...(binding && { binding: binding.id }) };
}

function entityPath(node: TSESTree.EntityName): TSESTree.Identifier[] {
  if (node.type === 'Identifier') return [node];
  return node.type === 'TSQualifiedName' ? [...entityPath(node.left), node.right] : [];
}

/** The first interface that another one extends. */
export function heritageName(build: ModuleBuilder, heritage: readonly TSESTree.TSInterfaceHeritage[]): TypeName | undefined {
  const expression = heritage[0]?.expression;
  const path: TSESTree.Identifier[] = [];
  for (let node: TSESTree.Node | undefined = expression; node; ) {
    if (node.type === 'Identifier') path.unshift(node);
    if (node.type !== 'MemberExpression' || node.property.type !== 'Identifier') break;
    path.unshift(node.property);
    node = node.object;
  }
  const [first] = path;
  const binding = first && build.bindingFor(first);
  return first && { path: path.map((identifier) => identifier.name), args: [], ...(binding && { binding: binding.id }) };
}
