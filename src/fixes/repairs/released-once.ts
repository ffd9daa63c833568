import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { RepairPlaces } from '../../verdict/repair-places.js';
import type { Edit } from '../guard-fix.js';
import { atStartOf } from '../release-edit.js';
import { freeName, inStyle, namesVisibleAt, type SourceStyle } from '../source-style.js';
import { marginOf, statementIn } from '../tree-places.js';
import { variableAt } from './names-in-reach.js';
import { isFunction, nodeSpanning } from './nodes.js';
import { linesOf } from './whole-lines.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** A flag that lets the first of several events through to the function that gives back. */
export function releasedOnce(sourceCode: SourceCode, { releasing }: RepairPlaces, style: SourceStyle): Edit[] | undefined {
  const [name, ...others] = new Set(releasing.map((range) => handlerName(nodeSpanning(sourceCode, range))));
  const [first] = releasing;
  if (name === undefined || others.length > 0 || !first) return undefined;
  const [definition] = variableAt(sourceCode, first[0], name)?.defs ?? [];
  const written = definition?.node.type === 'VariableDeclarator' ? definition.node.init : definition?.node;
  const declaration = definition && statementIn(sourceCode, definition.name.range);
  const attaching = statementIn(sourceCode, first);
  // The flag must be one connection's: beside the listeners, in the function that the library calls.
  if (!written || !isFunction(written) || !declaration || declaration.parent !== attaching?.parent || declaration.parent.type === 'Program') return undefined;
  if (!linesOf(sourceCode, declaration.range)) return undefined;
  const flag = freeName(namesVisibleAt(sourceCode, written.range[0]), 'isReleased', 'isGivenBack');
  const start = atStartOf(sourceCode, written.body.range, [`if (${flag}) return;`, `${flag} = true;`], style);
  if (!start) return undefined;
  const margin = marginOf(sourceCode, declaration.range[0]);
  const line = inStyle([`let ${flag} = false;`], style, margin).join('').trimStart();
  return [{ start: declaration.range[0], text: line + style.newline + margin }, start];
}

/** The name of the function that a listener is. */
function handlerName(call: TSESTree.Node): string | undefined {
  const handler = call.type === 'CallExpression' ? call.arguments[1] : undefined;
  return handler?.type === 'Identifier' ? handler.name : undefined;
}
