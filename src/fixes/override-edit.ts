import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Range } from '../facts/module-facts.js';
import type { GuardModel } from '../models/model.js';
import type { Edit } from './guard-fix.js';
import { memberAt } from './release-edit.js';
import { inStyle, type SourceStyle } from './source-style.js';
import { marginOf } from './tree-places.js';

/** A method behind the one at the range, if the class is set up for it. */
export function overrideEdit(sourceCode: Readonly<TSESLint.SourceCode>, range: Range, { classes }: GuardModel, lines: readonly string[], style: SourceStyle): Edit | undefined {
  const beside = memberAt(sourceCode, range);
  if (beside?.type !== 'MethodDefinition' || (classes && !isSet(beside.parent, classes.set))) return undefined;
  const text = inStyle(lines, style, marginOf(sourceCode, beside.range[0])).join(style.newline);
  return { start: beside.range[1], text: style.newline.repeat(2) + text };
}

/** `static options = { hibernate: true }` */
function isSet({ body }: TSESTree.ClassBody, { field, property }: NonNullable<GuardModel['classes']>['set']): boolean {
  return body.some((member) => {
    if (member.type !== 'PropertyDefinition' || !member.static || !isNamed(member.key, field)) return false;
    const value = member.value?.type === 'TSAsExpression' || member.value?.type === 'TSSatisfiesExpression' ? member.value.expression : member.value;
    return value?.type === 'ObjectExpression' && value.properties.some((one) => one.type === 'Property' && isNamed(one.key, property) && one.value.type === 'Literal' && one.value.value === true);
  });
}

function isNamed(key: TSESTree.Node, name: string): boolean {
  return key.type === 'Identifier' && key.name === name;
}
