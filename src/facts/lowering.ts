import type { TSESTree } from '@typescript-eslint/types';
import type { ModuleBuilder } from './module-builder.js';
import type { FunctionValue, ClassValue, Value } from './module-facts.js';

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
  | TSESTree.TSDeclareFunction
  | TSESTree.TSEmptyBodyFunctionExpression;

export interface FunctionShape {
  readonly kind: 'method' | 'constructor' | 'getter' | 'setter';
  readonly name: string | undefined;
  readonly owner: number | undefined;
}

/** Deeper nesting than this is no program that a person wrote; it becomes an unknown value instead of a stack overflow. */
export const MAX_DEPTH = 300;
