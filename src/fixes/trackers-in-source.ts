import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { endOf, perFile } from './source-style.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** The tracker that an earlier fix declared at the top level of the file. */
export function findTracker(sourceCode: SourceCode): string | undefined {
  return topLevel(sourceCode, /^(?:open)?connectionsPerUser\d*$/iu, (init) => init.type === 'NewExpression' && init.callee.type === 'Identifier' && init.callee.name === 'Map');
}

/** The limit that it declared there. */
export function findLimit(sourceCode: SourceCode): string | undefined {
  return topLevel(sourceCode, /^(?:MAX_CONNECTIONS|CONNECTION_LIMIT)_PER_USER\d*$/u, (init) => init.type === 'Literal' && typeof init.value === 'number');
}

const declarators = perFile(({ ast }): readonly { statement: TSESTree.Node; name: string; init: TSESTree.Expression }[] =>
  ast.body.flatMap((statement) =>
    statement.type === 'VariableDeclaration'
      ? statement.declarations.flatMap(({ id, init }) => (id.type === 'Identifier' && init ? [{ statement, name: id.name, init }] : []))
      : [],
  ),
);

function topLevel(sourceCode: SourceCode, pattern: RegExp, test: (init: TSESTree.Expression) => boolean): string | undefined {
  return declarators(sourceCode).find(({ name, init }) => pattern.test(name) && test(init))?.name;
}

/** The place behind the declaration of a name at the top level. */
export function declarationOf(sourceCode: SourceCode, name: string): { offset: number; isFirst: boolean } {
  const found = declarators(sourceCode).find((declarator) => declarator.name === name);
  return { offset: found ? endOf(sourceCode, found.statement) : 0, isFirst: found === undefined };
}
