import type { TSESTree } from '@typescript-eslint/types';
import { childNodes } from './child-nodes.js';
import { type Lowering, MAX_DEPTH } from './lowering.js';
import { unknownValue } from './module-builder.js';
import type { BindingValue, MemberValue, ObjectProperty, Range, Value } from './module-facts.js';

/** Types and other parsers' wrappers that do not change a value. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  'TSAsExpression',
  'TSTypeAssertion',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSInstantiationExpression',
  'TypeCastExpression',
  'ParenthesizedExpression',
  'ChainExpression',
]);

/** Emits what evaluating the expression does, in order, and gives its value. Any node gives a value; none throws. */
export function lowerExpression(lower: Lowering, node: TSESTree.Node): Value {
  const { build } = lower;
  if (build.depth >= MAX_DEPTH) return unknownValue(node.range, 'nested too deeply');
  build.depth += 1;
  const value = dispatch(lower, node);
  build.depth -= 1;
  return value;
}

function dispatch(lower: Lowering, node: TSESTree.Node): Value {
  const { build } = lower;
  const { range } = node;
  if (TRANSPARENT.has(node.type) && 'expression' in node) return lower.expression(node.expression as TSESTree.Node);
  switch (node.type) {
    case 'Literal':
      if ('regex' in node) return unknownValue(range, 'regular expression');
      return { kind: 'literal', value: typeof node.value === 'bigint' ? String(node.value) : (node.value as string), range };
    case 'Identifier':
      return nameValue(lower, node);
    case 'ThisExpression':
      return { kind: 'this', fn: build.thisFunction(), range };
    case 'Super':
      return { kind: 'global', name: 'super', range };
    case 'MemberExpression':
      return memberValue(lower, node);
    case 'CallExpression':
    case 'NewExpression':
      return callValue(lower, node);
    case 'ImportExpression':
      return importValue(lower, node.source, range);
    case 'AwaitExpression': {
      const value = lower.expression(node.argument);
      build.emit({ kind: 'await', range });
      return { kind: 'await', value, range };
    }
    case 'YieldExpression': {
      if (node.argument) lower.expression(node.argument);
      return unknownValue(range, 'yield');
    }
    case 'AssignmentExpression':
      return assignmentValue(lower, node);
    case 'UpdateExpression':
      return updateValue(lower, node);
    case 'BinaryExpression':
      return { kind: 'binary', operator: node.operator, left: lower.expression(node.left), right: lower.expression(node.right), range };
    case 'LogicalExpression':
      return logicalValue(lower, node.operator, node, range);
    case 'UnaryExpression':
      return unaryValue(lower, node);
    case 'ConditionalExpression': {
      const test = lower.expression(node.test);
      build.emit({ kind: 'test', value: test, range: node.test.range });
      const then = build.under({ kind: 'test', value: test, truthy: true }, () => lower.expression(node.consequent));
      const otherwise = build.under({ kind: 'test', value: test, truthy: false }, () => lower.expression(node.alternate));
      return { kind: 'choice', test, then, otherwise, range };
    }
    case 'SequenceExpression':
      return node.expressions.map((part) => lower.expression(part)).at(-1) ?? unknownValue(range, 'empty sequence');
    case 'ObjectExpression':
      return { kind: 'object', properties: node.properties.map((property) => objectProperty(lower, property)), range };
    case 'ArrayExpression':
      return { kind: 'array', elements: node.elements.map((part) => (part ? lower.expression(part) : undefinedValue(range))), range };
    case 'SpreadElement':
      return { kind: 'spread', value: lower.expression(node.argument), range };
    case 'TemplateLiteral':
      return {
        kind: 'template',
        texts: node.quasis.map((quasi) => quasi.value.cooked ?? quasi.value.raw),
        values: node.expressions.map((part) => lower.expression(part)),
        range,
      };
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return lower.functionValue(node);
    case 'ClassExpression':
      return lower.classValue(node);
    default:
      for (const child of childNodes(node)) lower.expression(child);
      return unknownValue(range, node.type);
  }
}

export function undefinedValue(range: Range): Value {
  return { kind: 'literal', value: undefined, range };
}

function nameValue({ build }: Lowering, node: TSESTree.Identifier): Value {
  const binding = build.bindingFor(node);
  if (binding) return binding;
  return node.name === 'undefined' ? undefinedValue(node.range) : { kind: 'global', name: node.name, range: node.range };
}

function memberValue(lower: Lowering, node: TSESTree.MemberExpression): MemberValue {
  const object = lower.expression(node.object);
  return { kind: 'member', object, property: propertyOf(lower, node), range: node.range };
}

function propertyOf(lower: Lowering, node: TSESTree.MemberExpression): string | Value {
  if (!node.computed) return node.property.type === 'PrivateIdentifier' ? `#${node.property.name}` : node.property.name;
  const key = lower.expression(node.property);
  return key.kind === 'literal' && typeof key.value === 'string' ? key.value : key;
}

/** Whether `?.` stands somewhere between this call or member and the start of its chain, at this very step. */
function optionalPart(node: TSESTree.CallExpression): TSESTree.Node | undefined {
  if (node.optional) return node.callee;
  let callee: TSESTree.Node = node.callee;
  while (TRANSPARENT.has(callee.type) && 'expression' in callee) callee = callee.expression as TSESTree.Node;
  return callee.type === 'MemberExpression' && callee.optional ? callee.object : undefined;
}

function callValue(lower: Lowering, node: TSESTree.CallExpression | TSESTree.NewExpression): Value {
  const { build } = lower;
  const { range } = node;
  const isNew = node.type === 'NewExpression';
  if (!isNew && node.callee.type === 'Identifier' && node.callee.name === 'require' && !build.bindingFor(node.callee)) {
    const [specifier] = node.arguments;
    if (specifier && node.arguments.length === 1) return importValue(lower, specifier, range);
  }
  const before = build.when;
  const callee = lower.expression(node.callee);
  const guarded = isNew ? undefined : optionalPart(node);
  if (guarded) {
    const object = callee.kind === 'member' && guarded !== node.callee ? callee.object : callee;
    build.assume({ kind: 'test', value: object, truthy: true });
  }
  const args = node.arguments.map((argument) => lower.expression(argument));
  const first = node.arguments[0];
  const headRange: Range = [range[0], first && first.loc.end.line === node.loc.start.line ? first.range[1] : node.callee.range[1]];
  const value = { kind: 'call', callee, args, isNew, headRange, range } as const;
  build.emit({ kind: 'call', value, range });
  build.when = before;
  return value;
}

function importValue(lower: Lowering, source: TSESTree.Node, range: Range): Value {
  const specifier = lower.expression(source);
  if (specifier.kind === 'literal' && typeof specifier.value === 'string') {
    return { kind: 'import', specifier: specifier.value, name: '*', range };
  }
  return unknownValue(range, 'import of a computed path');
}

function assignmentValue(lower: Lowering, node: TSESTree.AssignmentExpression): Value {
  const { build } = lower;
  if (node.operator === '=') {
    const value = lower.expression(node.right);
    lower.assign(node.left, value);
    return value;
  }
  const target = placeOf(lower, node.left);
  if (node.operator === '??=' || node.operator === '||=' || node.operator === '&&=') {
    const before = build.when;
    build.assume({ kind: 'test', value: target ?? unknownValue(node.left.range, 'target'), truthy: node.operator === '&&=' });
    const right = lower.expression(node.right);
    if (target) build.emit({ kind: 'assign', target, operator: '=', value: right, range: node.range });
    build.when = before;
    const operator = node.operator.slice(0, 2) as '??' | '||' | '&&';
    return target ? { kind: 'logical', operator, left: target, right, range: node.range } : right;
  }
  const value = lower.expression(node.right);
  const operator = node.operator === '+=' ? '+' : node.operator === '-=' ? '-' : 'other';
  if (!target) return unknownValue(node.range, 'assignment');
  build.emit({ kind: 'assign', target, operator, value, range: node.range });
  return target;
}

/** `++n` and `n++` are `n`; whether it is read before or after the change shows in the ranges: `n++` begins with `n`. */
function updateValue(lower: Lowering, node: TSESTree.UpdateExpression): Value {
  const target = placeOf(lower, node.argument);
  if (!target) return unknownValue(node.range, 'update');
  const one: Value = { kind: 'literal', value: 1, range: node.range };
  const operator = node.operator === '++' ? '+' : '-';
  lower.build.emit({ kind: 'assign', target, operator, value: one, range: node.range });
  return target;
}

/** The name or member that an assignment changes. */
export function placeOf(lower: Lowering, node: TSESTree.Node): BindingValue | MemberValue | undefined {
  const value = lower.expression(node);
  return value.kind === 'binding' || value.kind === 'member' ? value : undefined;
}

function logicalValue(lower: Lowering, operator: '&&' | '||' | '??', node: { left: TSESTree.Node; right: TSESTree.Node }, range: Range): Value {
  const { build } = lower;
  const left = lower.expression(node.left);
  build.emit({ kind: 'test', value: left, range: node.left.range });
  const right = build.under({ kind: 'test', value: left, truthy: operator === '&&' }, () => lower.expression(node.right));
  return { kind: 'logical', operator, left, right, range };
}

function unaryValue(lower: Lowering, node: TSESTree.UnaryExpression): Value {
  const { range } = node;
  const value = lower.expression(node.argument);
  if (node.operator === '!') return { kind: 'not', value, range };
  if (node.operator === 'void') return undefinedValue(range);
  if (node.operator === '-' || node.operator === '+') {
    if (value.kind === 'literal' && typeof value.value === 'number') {
      return { kind: 'literal', value: node.operator === '-' ? -value.value : value.value, range };
    }
    const zero: Value = { kind: 'literal', value: 0, range };
    // `+x` converts to a number, as Number(x) does; a binary keeps both operands visible.
    if (node.operator === '-') return { kind: 'binary', operator: '-', left: zero, right: value, range };
    return { kind: 'call', callee: { kind: 'global', name: 'Number', range }, args: [value], isNew: false, headRange: range, range };
  }
  if (node.operator === 'delete' && (value.kind === 'member' || value.kind === 'binding')) {
    lower.build.emit({ kind: 'assign', target: value, operator: 'delete', value: undefinedValue(range), range });
  }
  return unknownValue(range, node.operator);
}

function objectProperty(lower: Lowering, node: TSESTree.ObjectLiteralElement): ObjectProperty {
  if (node.type === 'SpreadElement') {
    return { key: undefined, keyRange: node.range, value: { kind: 'spread', value: lower.expression(node.argument), range: node.range } };
  }
  const key = staticKey(node.key, node.computed);
  if (node.computed && key === undefined) lower.expression(node.key);
  const isFunction = node.value.type === 'FunctionExpression' || node.value.type === 'ArrowFunctionExpression';
  const kind = node.kind === 'get' ? 'getter' : node.kind === 'set' ? 'setter' : 'method';
  const value =
    isFunction && (node.method || node.kind !== 'init') && node.value.type === 'FunctionExpression'
      ? lower.functionValue(node.value, { kind, name: key, owner: undefined })
      : lower.expression(node.value);
  return { key, keyRange: node.key.range, value };
}

/** The name of a property or class member, where it is written down. */
export function staticKey(key: TSESTree.Node, computed: boolean): string | undefined {
  if (key.type === 'Identifier' && !computed) return key.name;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Literal') return String(key.value);
  return undefined;
}
