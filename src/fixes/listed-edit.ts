import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { ListedElement } from '../verdict/guard-words.js';
import type { Edit } from './guard-fix.js';

/** Puts one more element into a list that a call is given, or gives it that list; undefined where it is no list that stands there. */
export function listedEdit(sourceCode: Readonly<TSESLint.SourceCode>, { call, argument }: ListedElement, element: string): Edit[] | undefined {
  const node = callAt(sourceCode, call);
  const list = node?.arguments[argument];
  const before = node?.arguments[argument - 1];
  if (!list) return before ? [{ start: before.range[1], text: `, [${element}]` }] : undefined;
  if (list.type !== 'ArrayExpression') return undefined;
  const last = list.elements.at(-1);
  return [last ? { start: last.range[1], text: `, ${element}` } : { start: list.range[0] + 1, text: element }];
}

function callAt(sourceCode: Readonly<TSESLint.SourceCode>, [start, end]: ListedElement['call']): TSESTree.CallExpression | undefined {
  let node: TSESTree.Node | null | undefined = sourceCode.getNodeByRangeIndex(start);
  while (node && (node.type !== 'CallExpression' || node.range[1] < end)) node = node.parent;
  return node?.type === 'CallExpression' ? node : undefined;
}
