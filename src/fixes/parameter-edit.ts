import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { AddedParameters } from '../verdict/guard-words.js';
import type { Edit } from './guard-fix.js';
import { namesVisibleAt } from './source-style.js';

/** Gives a function parameters that it lacks; undefined where a name means something else in there. */
export function parameterEdit(sourceCode: Readonly<TSESLint.SourceCode>, adds: AddedParameters): Edit | undefined {
  const fn = functionAt(sourceCode, adds.function);
  if (fn?.body.type !== 'BlockStatement' || fn.params.length !== adds.after) return undefined;
  const taken = namesVisibleAt(sourceCode, fn.body.range[0] + 1);
  if (adds.names.some((name) => taken.has(name))) return undefined;
  const text = adds.names.join(', ');
  const last = fn.params.at(-1);
  const open = last ? undefined : sourceCode.getFirstToken(fn, (token) => token.value === '(');
  if (last?.type === 'RestElement' || (last && sourceCode.getTokenAfter(last)?.value !== ')' && sourceCode.getTokenAfter(last)?.value !== ',')) return undefined;
  const start = last?.range[1] ?? open?.range[1];
  return start === undefined ? undefined : { start, text: last ? `, ${text}` : text };
}

type FunctionNode = TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression;

function functionAt(sourceCode: Readonly<TSESLint.SourceCode>, [start, end]: AddedParameters['function']): FunctionNode | undefined {
  let node: TSESTree.Node | null | undefined = sourceCode.getNodeByRangeIndex(end - 1);
  while (node && node.range[0] >= start) {
    if ((node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression') && node.range[1] === end) return node;
    node = node.parent;
  }
  return undefined;
}
