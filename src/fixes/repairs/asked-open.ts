import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { NamedConnection, RepairPlaces } from '../../verdict/repair-places.js';
import type { Edit } from '../guard-fix.js';
import { inStyle, type SourceStyle } from '../source-style.js';
import { isWithin } from './nodes.js';
import { isA, isParameterAt, referencesIn } from './names-in-reach.js';
import { checkAround } from './taken-first.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Has the check ask whether the connection is still there, too: one that is gone is refused. */
export function askedOpen(sourceCode: SourceCode, { taken, refusal }: RepairPlaces, { parameter, isGone }: NamedConnection, style: SourceStyle): Edit[] | undefined {
  const check = refusal && checkAround(sourceCode, refusal);
  if (!check || isGone === undefined || check.range[1] > taken[0] || !isWithin({ range: taken }, check.parent.range)) return undefined;
  if (!isParameterAt(sourceCode, check.range[0], parameter)) return undefined;
  if (changes(sourceCode, check.test) || waits(sourceCode, check.test.range[0], taken[0]) || !refusesOnly(sourceCode, check)) return undefined;
  const { test } = check;
  const needsParentheses = (test.type === 'LogicalExpression' && test.operator === '??') || ['ConditionalExpression', 'AssignmentExpression', 'SequenceExpression', 'ArrowFunctionExpression'].includes(test.type);
  const question = inStyle([`${isGone} || `], { ...style, semicolons: true }, '').join('');
  return needsParentheses ? [{ start: test.range[0], text: `${question}(` }, { start: test.range[1], text: ')' }] : [{ start: test.range[0], text: question }];
}

/** The condition does more than to look: that must not be left out. */
function changes(sourceCode: SourceCode, test: TSESTree.Expression): boolean {
  return sourceCode.getTokens(test).some(({ value }) => /^(?:[-+*/&|?]*=|\+\+|--)$/u.test(value));
}

/** Something is awaited in the part of the text. */
function waits({ ast }: SourceCode, start: number, end: number): boolean {
  return ast.tokens.some(({ value, range }) => value === 'await' && range[0] >= start && range[0] < end);
}

/** All that the branch does concerns this connection: nothing is written down about the user. */
function refusesOnly(sourceCode: SourceCode, { consequent }: TSESTree.IfStatement): boolean {
  return referencesIn(sourceCode, consequent.range).every(({ resolved }) => !resolved || resolved.defs.length === 0 || resolved.defs.some((definition) => isA(definition, 'Parameter')));
}
