import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Range } from '../../facts/module-facts.js';
import type { NamedConnection, RepairPlaces } from '../../verdict/repair-places.js';
import type { Edit } from '../guard-fix.js';
import { inStyle, type SourceStyle } from '../source-style.js';
import { marginOf } from '../tree-places.js';
import { type Entry, entryOf, entryText, givingBackLines, type KeptSlot, keptSlot } from './kept-slot.js';
import { isParameterAt, meansTheSame } from './names-in-reach.js';
import { isSettled, isTakenInOneGo } from './steady.js';
import { isWithin, nodeSpanning, plain, siblings } from './nodes.js';
import { insertedBehind, linesOf } from './whole-lines.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Gives the slot back when the connection ends, right behind where it is taken. */
export function releasedAtEnd(sourceCode: SourceCode, { taken, connections }: RepairPlaces, { parameter, endHeard }: NamedConnection, style: SourceStyle): Edit | undefined {
  const slot = connectionSlot(sourceCode, taken, connections);
  const lines = slot && givingBackLines(sourceCode, slot);
  if (!slot || !lines || endHeard === undefined) return undefined;
  return isParameterAt(sourceCode, slot.statement.range[0], parameter) ? insertedBehind(sourceCode, slot.statement, [`${endHeard}, () => {`, ...lines.map((line) => `  ${line}`), '});'], style) : undefined;
}

/** How the slot is taken, if it can be given back so: a single entry must be the connection itself. */
function connectionSlot(sourceCode: SourceCode, taken: Range, connections: readonly NamedConnection[]): KeptSlot | undefined {
  const slot = keptSlot(sourceCode, taken);
  if (slot && !isSettled(sourceCode, slot.entry.key, taken)) return undefined;
  if (slot && slot.kind !== 'single' && !isTakenInOneGo(sourceCode, slot.entry.tracker, taken)) return undefined;
  const element = slot?.element && sourceCode.text.slice(...slot.element.range);
  return slot?.kind !== 'single' || connections.some(({ text }) => text === element) ? slot : undefined;
}

/** Deletes the entry behind the removal that may leave it empty. */
export function emptyDeleted(sourceCode: SourceCode, { back, releasing, taken }: RepairPlaces, style: SourceStyle): Edit[] | undefined {
  const [removal, ...more] = back;
  if (!removal || more.length > 0) return undefined;
  const node = nodeSpanning(sourceCode, removal);
  const tracker = trackerOf(sourceCode, plain(node));
  const line = emptyTest(sourceCode, plain(node));
  return line === undefined || !tracker || !isTakenInOneGo(sourceCode, tracker, taken) ? undefined : withLines(sourceCode, node, releasing, { style, behind: [line] });
}

/** Deletes the entry only where it still holds the connection that has ended. */
export function ownDeleted(sourceCode: SourceCode, { taken, back, releasing, connections }: RepairPlaces, style: SourceStyle): Edit[] | undefined {
  const slot = connectionSlot(sourceCode, taken, connections);
  const deletion = deletionAt(sourceCode, back);
  if (slot?.kind !== 'single' || !slot.element || !deletion || !meansTheSame(sourceCode, slot.element, deletion.node.range[0])) return undefined;
  const { get, remove } = entryText(sourceCode, deletion.entry);
  return withLines(sourceCode, deletion.node, releasing, { style, instead: [`if (${get} === ${sourceCode.text.slice(...slot.element.range)}) ${remove}`] });
}

/** Takes out this connection alone, where the whole entry was deleted. */
export function ownReleased(sourceCode: SourceCode, { taken, back, releasing, connections }: RepairPlaces, style: SourceStyle): Edit[] | undefined {
  const slot = connectionSlot(sourceCode, taken, connections);
  const deletion = deletionAt(sourceCode, back);
  if (!slot || slot.kind === 'single' || !deletion) return undefined;
  const isSame = [slot.element, slot.own, slot.entry.tracker].every((part) => part === undefined || meansTheSame(sourceCode, part, deletion.node.range[0]));
  const lines = isSame ? givingBackLines(sourceCode, slot, deletion.entry.key) : undefined;
  return lines && withLines(sourceCode, deletion.node, releasing, { style, instead: lines });
}

/** The tracker from which something is removed. */
function trackerOf(sourceCode: SourceCode, node: TSESTree.Node): TSESTree.Expression | undefined {
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') return entryOf(sourceCode, node.callee.object)?.tracker ?? node.callee.object;
  const target = node.type === 'AssignmentExpression' ? node.left : node.type === 'UpdateExpression' ? node.argument : undefined;
  return target && entryOf(sourceCode, target)?.tracker;
}

/** The question whether nothing is left, and the deletion. */
function emptyTest(sourceCode: SourceCode, node: TSESTree.Node): string | undefined {
  const text = ({ range }: TSESTree.Node): string => sourceCode.text.slice(...range);
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && node.callee.property.type === 'Identifier') {
    const { object, optional } = node.callee;
    const { name } = node.callee.property;
    if (name === 'set') return storedTest(sourceCode, node, object);
    const kept = name === 'delete' || name === 'splice' ? entryOf(sourceCode, object) : undefined;
    if (!kept || !isInReach(sourceCode, kept, node)) return undefined;
    return `if (${text(object)}${optional ? '?' : ''}.${name === 'delete' ? 'size' : 'length'} === 0) ${entryText(sourceCode, kept).remove}`;
  }
  const target = node.type === 'AssignmentExpression' ? plain(node.left) : node.type === 'UpdateExpression' ? plain(node.argument) : undefined;
  const kept = target?.type === 'MemberExpression' ? entryOf(sourceCode, target) : undefined;
  if (!kept || (node.type === 'AssignmentExpression' && node.operator !== '-=')) return undefined;
  const { get, remove } = entryText(sourceCode, kept);
  return `if (${get} === 0) ${remove}`;
}

/** `open.set(id, open.get(id) - 1)`, `open.set(id, rest)` */
function storedTest(sourceCode: SourceCode, { arguments: [key, value] }: TSESTree.CallExpression, tracker: TSESTree.Expression): string | undefined {
  if (key?.type !== 'Identifier' && key?.type !== 'MemberExpression') return undefined;
  const { get, remove } = entryText(sourceCode, { tracker, key, isMap: true });
  if (value?.type === 'BinaryExpression' && value.operator === '-') return `if (${get} === 0) ${remove}`;
  const stored = value && plain(value);
  const isFiltered = stored?.type === 'CallExpression' && stored.callee.type === 'MemberExpression' && stored.callee.property.type === 'Identifier' && stored.callee.property.name === 'filter';
  return isFiltered ? `if (${get}?.length === 0) ${remove}` : undefined;
}

function isInReach(sourceCode: SourceCode, { tracker, key }: Entry, { range }: TSESTree.Node): boolean {
  return meansTheSame(sourceCode, tracker, range[0]) && meansTheSame(sourceCode, key, range[0]);
}

/** `open.delete(id)`, `delete open[id]`, the only removal there is. */
function deletionAt(sourceCode: SourceCode, [range, ...more]: readonly Range[]): { node: TSESTree.Node; entry: Entry } | undefined {
  if (!range || more.length > 0) return undefined;
  const node = nodeSpanning(sourceCode, range);
  const deletion = plain(node);
  if (deletion.type === 'UnaryExpression' && deletion.operator === 'delete') {
    const entry = entryOf(sourceCode, deletion.argument);
    return entry && { node, entry };
  }
  if (deletion.type !== 'CallExpression' || deletion.callee.type !== 'MemberExpression') return undefined;
  const [key] = deletion.arguments;
  if (key?.type !== 'Identifier' && key?.type !== 'MemberExpression') return undefined;
  return { node, entry: { tracker: deletion.callee.object, key, isMap: true } };
}

interface Written {
  readonly style: SourceStyle;
  readonly behind?: readonly string[];
  readonly instead?: readonly string[];
}

/** Lines behind a statement, or in its place; a listener that is an expression gets a block. */
function withLines(sourceCode: SourceCode, node: TSESTree.Node, releasing: readonly Range[], { style, behind = [], instead }: Written): Edit[] | undefined {
  let at = node;
  while (at.parent && plain(at.parent) === plain(node) && at.parent.type !== 'ExpressionStatement') at = at.parent;
  const { parent } = at;
  if (parent?.type === 'ExpressionStatement' && siblings(parent).includes(parent)) {
    if (!instead) {
      const edit = insertedBehind(sourceCode, parent, behind, style) ?? onOneLine(sourceCode, parent, behind, style);
      return edit && [edit];
    }
    const margin = marginOf(sourceCode, parent.range[0]);
    if (!linesOf(sourceCode, parent.range) && instead.length > 1) return undefined;
    return [{ start: parent.range[0], end: parent.range[1], text: inStyle(instead, style, margin).join(style.newline).trimStart() }];
  }
  if (parent?.type !== 'ArrowFunctionExpression' || parent.body !== at || parent.async) return undefined;
  const isListener = parent.parent.type === 'CallExpression' && releasing.some((range) => isWithin(parent, range));
  if (!isListener) return undefined;
  const margin = marginOf(sourceCode, parent.range[0]);
  const text = sourceCode.text.slice(...at.range);
  const lines = inStyle(instead ?? [`${text};`, ...behind], style, margin + style.indent);
  return [{ start: at.range[0], end: at.range[1], text: ['{', ...lines, `${margin}}`].join(style.newline) }];
}

/** `{ own.delete(ws); }` on one line. */
function onOneLine({ text }: SourceCode, { range }: TSESTree.Node, lines: readonly string[], style: SourceStyle): Edit | undefined {
  const [line] = lines;
  return line !== undefined && lines.length === 1 && text[range[1] - 1] === ';' ? { start: range[1], text: ` ${inStyle([line], style, '').join('')}` } : undefined;
}
