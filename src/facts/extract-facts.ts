import type { TSESTree } from '@typescript-eslint/types';
import { commonJsExports } from './commonjs-exports.js';
import { lowerClass } from './lower-class.js';
import { lowerExpression } from './lower-expression.js';
import { lowerFunction } from './lower-function.js';
import { lowerModuleItem } from './lower-module.js';
import { lowerAssignment } from './lower-pattern.js';
import { lowerStatement, lowerStatements } from './lower-statement.js';
import type { Lowering } from './lowering.js';
import { ModuleBuilder } from './module-builder.js';
import type { ModuleFacts } from './module-facts.js';
import { withPrototypes } from './prototypes.js';
import type { ScopeManager } from './scopes.js';

export interface ParsedModule {
  readonly ast: TSESTree.Program;
  readonly scopeManager: ScopeManager;
  /** Without a byte order mark, as the offsets are counted. */
  readonly text: string;
}

/**
 * Desugars one module into facts. Total: whatever a parser accepted gives facts, and what has no meaning here becomes an
 * unknown value with its reason.
 */
export function extractFacts({ ast, scopeManager, text }: ParsedModule): ModuleFacts {
  const build = new ModuleBuilder(scopeManager, text);
  const lower: Lowering = {
    build,
    expression: (node) => lowerExpression(lower, node),
    statement: (node) => (lowerModuleItem(lower, node) ? false : lowerStatement(lower, node)),
    statements: (nodes) => lowerStatements(lower, nodes),
    assign: (target, value) => {
      lowerAssignment(lower, target, value);
    },
    functionValue: (node, shape) => lowerFunction(lower, node, shape),
    classValue: (node) => lowerClass(lower, node),
  };
  const range = [0, text.length] as const;
  build.openFunction({ kind: 'module', isAsync: true, range, body: range }, ast);
  lowerStatements(lower, ast.body);
  build.closeFunction();
  const { functions, classes, bindings, exports, loads } = build.finish();
  return { ...withPrototypes({ functions, classes }), bindings, exports: [...exports, ...commonJsExports(functions)], ...(loads && { loads }), lineStarts: lineStarts(text) };
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|[\n\r\u2028\u2029]/gu)].map(({ 0: end, index }) => index + end.length)];
}
