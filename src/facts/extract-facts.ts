import type { TSESTree } from '@typescript-eslint/types';
import { lowerExpression } from './lower-expression.js';
import { lowerClass, lowerFunction } from './lower-function.js';
import { lowerModuleItem } from './lower-module.js';
import { lowerAssignment } from './lower-pattern.js';
import { lowerStatement, lowerStatements } from './lower-statement.js';
import type { Lowering } from './lowering.js';
import { ModuleBuilder, type ScopeManager } from './module-builder.js';
import type { ModuleFacts } from './module-facts.js';

export interface ParsedModule {
  readonly ast: TSESTree.Program;
  readonly scopeManager: ScopeManager;
  readonly text: string;
}

/**
 * Desugars one module into facts. Total: whatever a parser accepted gives facts, and what has no meaning here becomes an
 * unknown value with its reason.
 */
export function extractFacts({ ast, scopeManager, text }: ParsedModule): ModuleFacts {
  const build = new ModuleBuilder(scopeManager);
  const lower: Lowering = {
    build,
    expression: (node) => lowerExpression(lower, node),
    statement: (node) => lowerModuleItem(lower, node) || lowerStatement(lower, node),
    statements: (nodes) => lowerStatements(lower, nodes),
    assign: (target, value) => {
      lowerAssignment(lower, target, value);
    },
    functionValue: (node, shape) => lowerFunction(lower, node, shape),
    classValue: (node) => lowerClass(lower, node),
  };
  const range = [0, text.length] as const;
  build.openFunction({ kind: 'module', name: undefined, owner: undefined, isAsync: true, range, body: range }, ast);
  lowerStatements(lower, ast.body);
  build.closeFunction();
  return build.finish(lineStarts(text));
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) starts.push(index + 1);
  return starts;
}
