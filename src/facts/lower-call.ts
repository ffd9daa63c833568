import type { TSESTree } from '@typescript-eslint/types';
import type { Lowering } from './lowering.js';
import { withoutWrappers } from './parser-differences.js';
import type { CallValue, ImportValue, Range, Value } from './values.js';

export function callValue(lower: Lowering, node: TSESTree.CallExpression | TSESTree.NewExpression): Value {
  const { build } = lower;
  const { range, arguments: given } = node;
  const isNew = node.type === 'NewExpression';
  const before = build.when;
  const callee = lower.expression(node.callee);
  const optional = isNew ? undefined : optionalPart(node, callee);
  if (optional) build.assume({ kind: 'test', value: optional, truthy: true });
  const args = given.map((argument) => lower.expression(argument));
  const module = args[0] && args.length === 1 && callee.kind === 'global' && callee.name === 'require' && !isNew ? importedModule(lower, args[0], range) : undefined;
  const value: CallValue = { kind: 'call', callee, args, isNew, headRange: headRange(build.text, node), range };
  if (!module) build.emit({ kind: 'call', value, range });
  build.when = before;
  return module ?? value;
}

/** `` sql`… ${id}` `` calls `sql` with the texts and the values. */
export function taggedValue(lower: Lowering, node: TSESTree.TaggedTemplateExpression): Value {
  const { range, quasi } = node;
  const callee = lower.expression(node.tag);
  const texts = quasi.quasis.map(({ value, range: at }): Value => ({ kind: 'literal', value: value.cooked ?? value.raw, range: at }));
  const values = quasi.expressions.map((part) => lower.expression(part));
  const args: Value[] = [{ kind: 'array', elements: texts, range: quasi.range }, ...values];
  const value: CallValue = { kind: 'call', callee, args, isNew: false, headRange: node.tag.range, range };
  lower.build.emit({ kind: 'call', value, range });
  return value;
}

export function importedModule({ build }: Lowering, specifier: Value, range: Range): ImportValue | undefined {
  if (specifier.kind !== 'literal' || typeof specifier.value !== 'string') return undefined;
  build.load(specifier.value, range);
  return { kind: 'import', specifier: specifier.value, name: '*', range };
}

/** What must be there for the call to happen, if `?.` stands at the call or at the member that it calls. */
function optionalPart(node: TSESTree.CallExpression, callee: Value): Value | undefined {
  if (node.optional) return callee;
  const inner = withoutWrappers(node.callee);
  return inner.type === 'MemberExpression' && inner.optional && callee.kind === 'member' ? callee.object : undefined;
}

/**
 * The call up to the end of its first argument, on one line: from the dot before the method where a chain runs over
 * several, and without the argument where that is a function, or stands on a line of its own.
 */
function headRange(text: string, { range, callee, arguments: [first] }: TSESTree.CallExpression | TSESTree.NewExpression): Range {
  const isOneLine = (start: number, end: number): boolean => !/[\n\r\u2028\u2029]/u.test(text.slice(start, end));
  const isHandler = first?.type === 'ArrowFunctionExpression' || first?.type === 'FunctionExpression';
  const end = first && !isHandler && isOneLine(callee.range[1], first.range[1]) ? first.range[1] : callee.range[1];
  if (isOneLine(range[0], end) || callee.type !== 'MemberExpression') return [range[0], end];
  return [callee.property.range[0] - 1, end];
}
