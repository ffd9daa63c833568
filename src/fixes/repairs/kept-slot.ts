import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Range } from '../../facts/module-facts.js';
import { freeName, namesVisibleAt } from '../source-style.js';
import { statementIn } from '../tree-places.js';
import { nodeSpanning, plain, siblings } from './nodes.js';
import { variableAt } from './names-in-reach.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** A tracker's entry for a user, as the code writes it: `open.get(id)`, or `open[id]`. */
export interface Entry {
  readonly tracker: TSESTree.Expression;
  readonly key: TSESTree.Expression;
  readonly isMap: boolean;
}

/** How a connection takes its slot. */
export interface KeptSlot {
  readonly kind: 'set' | 'count' | 'single';
  readonly entry: Entry;
  /** The statement that begins it, and the one that finishes it; most often the same. */
  readonly first: TSESTree.Statement;
  readonly statement: TSESTree.Statement;
  /** The constant that holds the user's Set. */
  readonly own?: TSESTree.Identifier;
  /** What is kept: the connection. */
  readonly element?: TSESTree.Expression;
}

export function entryText({ text }: SourceCode, { tracker, key, isMap }: Entry): { readonly get: string; readonly remove: string; readonly set: (value: string) => string } {
  const [of, under] = [text.slice(...tracker.range), text.slice(...key.range)];
  return isMap
    ? { get: `${of}.get(${under})`, remove: `${of}.delete(${under});`, set: (value) => `${of}.set(${under}, ${value});` }
    : { get: `${of}[${under}]`, remove: `delete ${of}[${under}];`, set: (value) => `${of}[${under}] = ${value};` };
}

/** The entry that an expression reads: `open.get(id)`, `open.get(id) ?? new Set()`, or a constant that was set to it. */
export function entryOf(sourceCode: SourceCode, node: TSESTree.Node): Entry | undefined {
  const value = plain(node);
  if (value.type === 'LogicalExpression') return entryOf(sourceCode, value.left);
  if (value.type === 'AssignmentExpression') return entryOf(sourceCode, value.left);
  if (value.type === 'CallExpression' && value.callee.type === 'MemberExpression') return methodOf(value) === 'get' ? entry(value.callee.object, value.arguments[0], true) : undefined;
  if (value.type === 'MemberExpression' && value.computed) return entry(value.object, value.property, false);
  if (value.type !== 'Identifier') return undefined;
  const constant = constantAt(sourceCode, value);
  return constant && entryOf(sourceCode, constant);
}

/** What a constant is set to. */
function constantAt(sourceCode: SourceCode, node: TSESTree.Node): TSESTree.Expression | undefined {
  if (node.type !== 'Identifier') return undefined;
  const [definition, ...more] = variableAt(sourceCode, node.range[0], node.name)?.defs ?? [];
  const declared = definition?.node.type === 'VariableDeclarator' && definition.parent?.type === 'VariableDeclaration' && definition.parent.kind === 'const' ? definition.node : undefined;
  return more.length === 0 && declared?.id.type === 'Identifier' ? (declared.init ?? undefined) : undefined;
}

function entry(tracker: TSESTree.Expression, key: TSESTree.Node | undefined, isMap: boolean): Entry | undefined {
  return key && isStable(tracker) && isStable(key) ? { tracker, key, isMap } : undefined;
}

/** A name, or a member of one: it can be read again. */
function isStable(node: TSESTree.Node): node is TSESTree.Expression {
  if (node.type === 'MemberExpression') return !node.computed && isStable(node.object);
  return node.type === 'Identifier' || node.type === 'ThisExpression' || node.type === 'Literal';
}

function methodOf({ callee }: TSESTree.CallExpression): string {
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && !callee.computed ? callee.property.name : '';
}

/** Reads how the slot is taken at a range; undefined where it is done in another way. */
export function keptSlot(sourceCode: SourceCode, range: Range): KeptSlot | undefined {
  const statement = statementIn(sourceCode, range);
  if (statement?.type !== 'ExpressionStatement' && statement?.type !== 'VariableDeclaration') return undefined;
  const node = plain(nodeSpanning(sourceCode, range));
  if (node.type === 'CallExpression' && methodOf(node) === 'set') return storedSlot(sourceCode, node, statement);
  if (node.type === 'CallExpression' && methodOf(node) === 'add') return addedSlot(sourceCode, node, statement);
  const target = node.type === 'AssignmentExpression' ? node.left : node.type === 'UpdateExpression' ? node.argument : undefined;
  const counted = target && entryOf(sourceCode, target);
  if (!counted || plain(target).type !== 'MemberExpression') return undefined;
  if (node.type === 'AssignmentExpression' && node.operator === '=' && node.right.type === 'Identifier') return { kind: 'single', entry: counted, first: statement, statement, element: node.right };
  if (node.type === 'AssignmentExpression' && !isOneMore(node)) return undefined;
  return { kind: 'count', entry: counted, first: statement, statement };
}

/** `open.set(id, count + 1)`, `open.set(id, own.add(ws))`, `open.set(id, ws)` */
function storedSlot(sourceCode: SourceCode, call: TSESTree.CallExpression, statement: TSESTree.Statement): KeptSlot | undefined {
  const [key, value] = call.arguments;
  const found = call.callee.type === 'MemberExpression' && value ? entry(call.callee.object, key, true) : undefined;
  if (!found || !value) return undefined;
  const number = constantAt(sourceCode, value) ?? value;
  if (number.type === 'BinaryExpression') return number.operator === '+' ? { kind: 'count', entry: found, first: statement, statement } : undefined;
  const added = plain(value);
  if (added.type === 'CallExpression' && methodOf(added) === 'add') return addedSlot(sourceCode, added, statement);
  return value.type === 'Identifier' ? { kind: 'single', entry: found, first: statement, statement, element: value } : undefined;
}

/** `own.add(ws)`, alone or in what is stored. */
function addedSlot(sourceCode: SourceCode, call: TSESTree.CallExpression, at: TSESTree.Statement): KeptSlot | undefined {
  const [element] = call.arguments;
  const set = call.callee.type === 'MemberExpression' ? plain(call.callee.object) : undefined;
  const found = set && entryOf(sourceCode, set);
  if (!set || !found || !element || !isStable(element)) return undefined;
  const next = siblings(at)[siblings(at).indexOf(at) + 1];
  const statement = next?.type === 'ExpressionStatement' && isStoring(next.expression) ? next : at;
  return { kind: 'set', entry: found, first: at, statement, element, ...(set.type === 'Identifier' && { own: set }) };
}

function isStoring(node: TSESTree.Expression): boolean {
  return (node.type === 'CallExpression' && methodOf(node) === 'set') || (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && node.left.computed);
}

function isOneMore({ operator, right }: TSESTree.AssignmentExpression): boolean {
  return operator === '+=' || (operator === '=' && right.type === 'BinaryExpression' && right.operator === '+');
}

/** The statements that give the slot back. */
export function givingBackLines(sourceCode: SourceCode, { kind, entry: kept, own, element }: KeptSlot, key = kept.key): string[] | undefined {
  const { get, remove, set } = entryText(sourceCode, { ...kept, key });
  const taken = namesVisibleAt(sourceCode, key.range[0]);
  if (kind === 'count') {
    const left = freeName(taken, 'left', 'remaining');
    return [`const ${left} = (${get} ?? 1) - 1;`, `if (${left} > 0) ${set(left)}`, `else ${remove}`];
  }
  if (!element) return undefined;
  const what = sourceCode.text.slice(...element.range);
  if (kind === 'single') return [`if (${get} === ${what}) ${remove}`];
  if (own) return [`${own.name}.delete(${what});`, `if (${own.name}.size === 0) ${remove}`];
  const name = freeName(taken, 'own', 'open', 'others');
  return [`const ${name} = ${get};`, `${name}?.delete(${what});`, `if (${name}?.size === 0) ${remove}`];
}
