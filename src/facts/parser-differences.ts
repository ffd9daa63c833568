import type { TSESTree } from '@typescript-eslint/types';

/** Types, and what some parsers put around an expression; neither changes a value. */
const WRAPPERS: ReadonlySet<string> = new Set([
  'TSAsExpression',
  'TSTypeAssertion',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSInstantiationExpression',
  'TypeCastExpression',
  'ParenthesizedExpression',
  'ChainExpression',
]);

/** The expression inside of casts, parentheses and `!`. */
export function withoutWrappers(node: TSESTree.Node): TSESTree.Node {
  let inner = node;
  while (WRAPPERS.has(inner.type) && 'expression' in inner) inner = inner.expression as TSESTree.Node;
  return inner;
}

/** The type inside of parentheses, which Babel and oxc keep. */
export function withoutParentheses(node: TSESTree.TypeNode): TSESTree.TypeNode {
  let inner: TSESTree.Node = node;
  while ((inner.type as string) === 'TSParenthesizedType' && 'typeAnnotation' in inner) inner = inner.typeAnnotation as TSESTree.TypeNode;
  return inner;
}

/** `decorators` is missing in trees of plain JavaScript. */
export function decoratorsIn({ decorators = [] }: { readonly decorators?: readonly TSESTree.Decorator[] }): readonly TSESTree.Decorator[] {
  return decorators;
}

interface TypeArguments {
  readonly typeArguments?: TSESTree.TSTypeParameterInstantiation | undefined;
  /** Babel 7 and typescript-eslint before 6. */
  readonly typeParameters?: TSESTree.TSTypeParameterInstantiation;
}
export function typeArgumentsOf(node: TypeArguments): readonly TSESTree.TypeNode[] {
  return (node.typeArguments ?? former(node, 'typeParameters'))?.params ?? [];
}

interface EnumMembers {
  readonly body?: TSESTree.TSEnumBody;
  /** Babel 7 and typescript-eslint before 8. */
  readonly members?: readonly TSESTree.TSEnumMember[];
}
export function enumMembersOf(node: EnumMembers): readonly TSESTree.TSEnumMember[] {
  return node.body?.members ?? former(node, 'members') ?? [];
}

/** Babel leaves the list out where nothing is extended. */
export function basesOf({ extends: bases = [] }: { readonly extends?: readonly TSESTree.TSInterfaceHeritage[] }): readonly TSESTree.TSInterfaceHeritage[] {
  return bases;
}

/** Left out in trees of plain JavaScript, and by some parsers where nothing is implemented. */
export function implementedBy({ implements: types = [] }: { readonly implements?: readonly TSESTree.TSClassImplements[] }): readonly TSESTree.TSClassImplements[] {
  return types;
}

interface ImportTypeSource {
  readonly source?: TSESTree.Node;
  /** A literal in Babel 7, a literal type in typescript-eslint before 8. */
  readonly argument?: TSESTree.Node;
}
/** The module of `import('library').Type`. */
export function moduleOfImportType(type: ImportTypeSource): string | undefined {
  const node = type.source ?? former(type, 'argument');
  const literal = node?.type === 'TSLiteralType' ? node.literal : node;
  return literal?.type === 'Literal' && typeof literal.value === 'string' ? literal.value : undefined;
}

/** A field under the name that it had; typescript-eslint keeps old names as getters that print a warning. */
function former<Node extends object, Key extends keyof Node>(node: Node, key: Key): Node[Key] | undefined {
  return Object.prototype.propertyIsEnumerable.call(node, key) ? node[key] : undefined;
}
