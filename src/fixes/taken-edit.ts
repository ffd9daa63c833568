import type { TSESLint } from '@typescript-eslint/utils';
import type { TakenMember } from '../verdict/guard-words.js';
import type { Edit } from './guard-fix.js';
import { namesVisibleAt } from './source-style.js';

/** Has a parameter's pattern take one more member; undefined where its name, the pattern's own type, or a rest of it forbids that. */
export function takenEdit(sourceCode: Readonly<TSESLint.SourceCode>, { pattern, name }: TakenMember): Edit[] | undefined {
  const node = sourceCode.getNodeByRangeIndex(pattern[0]);
  if (node?.type !== 'ObjectPattern' || node.typeAnnotation?.typeAnnotation.type === 'TSTypeLiteral') return undefined;
  if (namesVisibleAt(sourceCode, node.range[0] + 1).has(name)) return undefined;
  const last = node.properties.at(-1);
  if (!last) return [{ start: node.range[0] + 1, text: ` ${name} ` }];
  return last.type === 'RestElement' ? undefined : [{ start: last.range[1], text: `, ${name}` }];
}
