import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { endOf } from './source-style.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

export interface KnownTracker {
  readonly tracker: string;
  readonly max?: string;
}

/** The tracker, and the limit, that an earlier fix declared at the top level of the file. */
export function findTracker(sourceCode: SourceCode): KnownTracker | undefined {
  const tracker = topLevel(sourceCode, /^(?:open)?connectionsPerUser\d*$/iu, (init) => init.type === 'NewExpression' && init.callee.type === 'Identifier' && init.callee.name === 'Map');
  const max = topLevel(sourceCode, /^(?:MAX_CONNECTIONS|CONNECTION_LIMIT)_PER_USER\d*$/u, (init) => init.type === 'Literal' && typeof init.value === 'number');
  return tracker === undefined ? undefined : { tracker, ...(max !== undefined && { max }) };
}

function declarators({ ast }: SourceCode): { statement: TSESTree.Node; name: string; init: TSESTree.Expression }[] {
  return ast.body.flatMap((statement) =>
    statement.type === 'VariableDeclaration'
      ? statement.declarations.flatMap(({ id, init }) => (id.type === 'Identifier' && init ? [{ statement, name: id.name, init }] : []))
      : [],
  );
}

function topLevel(sourceCode: SourceCode, pattern: RegExp, test: (init: TSESTree.Expression) => boolean): string | undefined {
  return declarators(sourceCode).find(({ name, init }) => pattern.test(name) && test(init))?.name;
}

/** The place behind the declaration of a name at the top level. */
export function declarationOf(sourceCode: SourceCode, name: string): { offset: number; isFirst: boolean } {
  const found = declarators(sourceCode).find((declarator) => declarator.name === name);
  return { offset: found ? endOf(sourceCode, found.statement) : 0, isFirst: found === undefined };
}
