import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Range } from '../facts/module-facts.js';
import { endOf } from './source-style.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** The innermost node that spans the range. */
function nodeAt(sourceCode: SourceCode, [start, end]: Range): TSESTree.Node | undefined {
  let node: TSESTree.Node | null | undefined = sourceCode.getNodeByRangeIndex(start);
  while (node && node.range[1] < end) node = node.parent;
  return node ?? undefined;
}

/** The statement around a range that lies directly in a block; undefined where there is none to insert beside. */
export function statementIn(sourceCode: SourceCode, range: Range): TSESTree.Statement | undefined {
  let node = nodeAt(sourceCode, range);
  while (node && !isListed(node)) {
    if (isFunction(node) && node.body.type !== 'BlockStatement') return undefined;
    node = node.parent;
  }
  return node as TSESTree.Statement | undefined;
}

function isFunction(node: TSESTree.Node): node is TSESTree.FunctionExpression | TSESTree.FunctionDeclaration | TSESTree.ArrowFunctionExpression {
  return node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration' || node.type === 'ArrowFunctionExpression';
}

/** Whether the node is one of a list of statements. */
function isListed(node: TSESTree.Node): boolean {
  const { parent } = node;
  return siblingsOf(parent)?.some((sibling) => sibling === node) ?? false;
}

function siblingsOf(parent: TSESTree.Node | undefined | null): readonly TSESTree.Node[] | undefined {
  if (parent?.type === 'BlockStatement' || parent?.type === 'Program' || parent?.type === 'StaticBlock') return parent.body;
  return parent?.type === 'SwitchCase' ? parent.consequent : undefined;
}

/** The first statement around the range that lies in the block where the name is declared, so that the name is in scope behind it. */
export function statementInScopeOf(sourceCode: SourceCode, range: Range, declaration: Range): TSESTree.Statement | undefined {
  const declared = statementIn(sourceCode, declaration);
  let statement = statementIn(sourceCode, range);
  while (statement && declared && statement.parent !== declared.parent) {
    const outer: TSESTree.Statement | undefined = statementIn(sourceCode, statement.parent.range);
    if (!outer || outer === statement) return statement;
    statement = outer;
  }
  return statement;
}

/**
 * The last of the statements that follow and only test the name, or whether the connection is still open, and leave:
 * `if (!user) return;`. Between the two, a name would be read that may be missing.
 */
export function afterChecks(sourceCode: SourceCode, statement: TSESTree.Statement, name: string): TSESTree.Statement {
  const siblings = siblingsOf(statement.parent) ?? [];
  let last = statement;
  for (const next of siblings.slice(siblings.indexOf(statement) + 1)) {
    if (next.type !== 'IfStatement' || ![name, 'readyState'].some((word) => mentions(sourceCode, next.test, word)) || !leaves(next.consequent)) break;
    last = next;
  }
  return last;
}

function mentions(sourceCode: SourceCode, node: TSESTree.Node, name: string): boolean {
  return sourceCode.getTokens(node).some((token) => token.type === 'Identifier' && token.value === name);
}

function leaves(node: TSESTree.Statement): boolean {
  if (node.type === 'ReturnStatement' || node.type === 'ThrowStatement') return true;
  const last = node.type === 'BlockStatement' ? node.body.at(-1) : undefined;
  return last !== undefined && leaves(last);
}

/** White space at the beginning of the line on which the node starts. */
export function marginOf({ text }: SourceCode, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[\t ]*/u.exec(text.slice(lineStart, offset))?.[0] ?? '';
}

/** Behind the imports, or behind what a file begins with. */
export function declarationsOffset(sourceCode: SourceCode): { offset: number; isFirst: boolean } {
  const { ast, text } = sourceCode;
  let last: TSESTree.Node | undefined;
  let isHeader = true;
  for (const statement of ast.body) {
    if (statement.type === 'ImportDeclaration' || statement.type === 'TSImportEqualsDeclaration') {
      last = statement;
      isHeader = true;
    } else if (isHeader && (isDirective(statement) || isRequire(statement))) last = statement;
    else isHeader = false;
  }
  if (last) return { offset: endOf(sourceCode, last), isFirst: false };
  const [first] = ast.body;
  const shebang = /^#!.*\n?/u.exec(text)?.[0].length ?? 0;
  return { offset: first ? first.range[0] : shebang, isFirst: true };
}

function isDirective(node: TSESTree.Node): boolean {
  return node.type === 'ExpressionStatement' && node.expression.type === 'Literal' && typeof node.expression.value === 'string';
}

/** `const server = require('library')`, with whatever is called on it at once. */
function isRequire(node: TSESTree.Node): boolean {
  if (node.type !== 'VariableDeclaration') return false;
  return node.declarations.every(({ init }) => {
    let value: TSESTree.Node | null = init;
    while (value && (value.type === 'MemberExpression' || value.type === 'CallExpression')) {
      if (value.type === 'CallExpression' && value.callee.type === 'Identifier' && value.callee.name === 'require') return true;
      value = value.type === 'CallExpression' ? value.callee : value.object;
    }
    return false;
  });
}
