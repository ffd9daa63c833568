import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Range } from '../../facts/module-facts.js';
import type { RepairPlaces } from '../../verdict/repair-places.js';
import type { Edit } from '../guard-fix.js';
import type { SourceStyle } from '../source-style.js';
import { statementIn } from '../tree-places.js';
import { keptSlot } from './kept-slot.js';
import { canComeEarlier, isOnlyAbout } from './names-in-reach.js';
import { isFunction, isWithin, siblings } from './nodes.js';
import { movedBehind } from './whole-lines.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Attaches what gives the slot back right behind the statement that takes it. */
export function attachedFirst(sourceCode: SourceCode, places: RepairPlaces, style: SourceStyle): Edit[] | undefined {
  const taking = takingStatement(sourceCode, places.taken);
  const attaching = taking && onlyStatement(sourceCode, places.releasing);
  if (!taking || !attaching || attaching.range[0] < taking.range[1]) return undefined;
  if (!isWithin(attaching, taking.parent.range) || !canComeEarlier(sourceCode, attaching.range, taking.range[1])) return undefined;
  return movedBehind(sourceCode, [attaching], taking, style);
}

/** Attaches it behind the check, so that it does not hear the end of those that were refused. */
export function attachedBehindCheck(sourceCode: SourceCode, places: RepairPlaces, style: SourceStyle): Edit[] | undefined {
  const taking = takingStatement(sourceCode, places.taken);
  const attaching = taking && onlyStatement(sourceCode, places.releasing);
  if (!taking || !attaching || attaching.range[1] > taking.range[0] || !siblings(taking).includes(attaching)) return undefined;
  // The listener looks after the tracker alone: a refused connection loses nothing without it.
  const listener = attaching.expression.type === 'CallExpression' ? attaching.expression.arguments[1] : undefined;
  return listener && isOnlyAbout(sourceCode, listener, taking.range) ? movedBehind(sourceCode, [attaching], taking, style) : undefined;
}

function takingStatement(sourceCode: SourceCode, taken: Range): TSESTree.Statement | undefined {
  const statement = keptSlot(sourceCode, taken)?.statement ?? statementIn(sourceCode, taken);
  return statement?.type === 'ExpressionStatement' ? statement : undefined;
}

function onlyStatement(sourceCode: SourceCode, [ending, ...more]: readonly Range[]): TSESTree.ExpressionStatement | undefined {
  const statement = ending && more.length === 0 ? statementIn(sourceCode, ending) : undefined;
  return statement?.type === 'ExpressionStatement' && !isFunction(statement.expression) ? statement : undefined;
}
