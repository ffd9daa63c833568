import type { TSESTree } from '@typescript-eslint/types';
import type { ModuleBuilder } from './module-builder.js';
import { decoratorsIn } from './parser-differences.js';
import type { FunctionValue, ClassValue, Value } from './values.js';

/**
 * The parts of the desugaring, which call each other. They meet in this type, so that no file imports a file that
 * imports it.
 */
export interface Lowering {
  readonly build: ModuleBuilder;
  /** Evaluates an expression: emits what happens in it, in order, and gives its value. */
  expression(node: TSESTree.Node): Value;
  /** True if control never goes past the statement. */
  statement(node: TSESTree.Node): boolean;
  statements(nodes: readonly TSESTree.Node[]): boolean;
  /** Assigns a value to a name, a member or a destructuring pattern. */
  assign(target: TSESTree.Node, value: Value): void;
  functionValue(node: FunctionNode, shape?: FunctionShape): FunctionValue;
  classValue(node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): ClassValue;
}

export type FunctionNode =
  | TSESTree.FunctionDeclaration
  | TSESTree.FunctionExpression
  | TSESTree.ArrowFunctionExpression
  | TSESTree.TSEmptyBodyFunctionExpression;

/** What a function is to the object or class that it stands in. */
export interface FunctionShape {
  readonly kind: 'method' | 'constructor' | 'getter' | 'setter';
  readonly name: string | undefined;
  readonly owner?: number;
}

/** The values of decorators, where there are any. */
export function decoratorValues(lower: Lowering, node: { readonly decorators: readonly TSESTree.Decorator[] }): Value[] | undefined {
  const decorators = decoratorsIn(node);
  return decorators.length > 0 ? decorators.map(({ expression }) => lower.expression(expression)) : undefined;
}
