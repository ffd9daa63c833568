import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { NamedConnection, RepairPlaces } from '../../verdict/repair-places.js';
import type { Edit } from '../guard-fix.js';
import { inStyle, type SourceStyle } from '../source-style.js';
import { keptSlot } from './kept-slot.js';
import { isOnlyAbout, referencesIn } from './names-in-reach.js';
import { isWithin, nodeSpanning } from './nodes.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Listens for the end of the transport, which comes for every handshake, and keeps the transport in the tracker. */
export function heardByTransport(sourceCode: SourceCode, { taken, releasing }: RepairPlaces, { text, parameter, endHeard }: NamedConnection, style: SourceStyle): Edit[] | undefined {
  const [ending, ...more] = releasing;
  const slot = keptSlot(sourceCode, taken);
  const call = ending && more.length === 0 ? nodeSpanning(sourceCode, ending) : undefined;
  if (slot?.kind !== 'set' || !slot.element || endHeard === undefined || text === parameter) return undefined;
  if (call?.type !== 'CallExpression' || call.callee.type !== 'MemberExpression' || sourceCode.text.slice(...call.callee.object.range) !== parameter) return undefined;
  const [event, listener] = call.arguments;
  const kept = sourceCode.text.slice(...slot.element.range);
  if (!event || !listener || !isOnlyAbout(sourceCode, listener, [slot.first.range[0], slot.statement.range[1]]) || (kept !== text && kept !== parameter)) return undefined;
  const heard: Edit = { start: call.range[0], end: event.range[1], text: inStyle([endHeard], { ...style, semicolons: true }, '').join('') };
  const elements = kept === parameter ? elementsOf(sourceCode, slot.entry.tracker, slot.own, parameter) : [];
  if (!elements || (elements.length > 0 && style.isTypeScript)) return undefined;
  return [heard, ...elements.map(({ range }) => ({ start: range[0], end: range[1], text }))];
}

/** Where the connection is put into a Set or taken out of it, if the tracker is used for nothing else. */
function elementsOf(sourceCode: SourceCode, tracker: TSESTree.Node, own: TSESTree.Identifier | undefined, parameter: string): TSESTree.Node[] | undefined {
  if (tracker.type !== 'Identifier' || !own) return undefined;
  const all = referencesIn(sourceCode, sourceCode.ast.range);
  const resolved = (node: TSESTree.Node): TSESLint.Scope.Variable | null | undefined => all.find(({ identifier }) => identifier === node)?.resolved;
  const [trackers, sets] = [resolved(tracker), resolved(own)];
  const elements: TSESTree.Node[] = [];
  for (const { identifier, resolved: variable, init } of all) {
    if (!variable || (variable !== trackers && variable !== sets) || init === true) continue;
    const { parent } = identifier;
    const call = parent.type === 'MemberExpression' && parent.object === identifier && parent.property.type === 'Identifier' ? parent : undefined;
    // `open.set(id, own)`
    if (!call && variable === sets && parent.type === 'CallExpression') continue;
    if (call?.property.type !== 'Identifier' || !ALLOWED.has(call.property.name)) return undefined;
    // What else is read from the tracker may be Sets under another name.
    if (call.property.name === 'get' && !sets?.defs.some(({ node }) => isWithin(call, node.range))) return undefined;
    if (variable !== sets || call.property.name === 'size') continue;
    const [argument] = call.parent.type === 'CallExpression' ? call.parent.arguments : [];
    if (argument?.type !== 'Identifier' || argument.name !== parameter) return undefined;
    elements.push(argument);
  }
  return elements;
}

const ALLOWED: ReadonlySet<string> = new Set(['get', 'set', 'has', 'size', 'add', 'delete']);
