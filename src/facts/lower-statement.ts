import type { TSESTree } from '@typescript-eslint/types';
import { childNodes } from './child-nodes.js';
import { undefinedValue } from './lower-expression.js';
import type { Lowering } from './lowering.js';
import { MAX_DEPTH } from './lowering.js';
import { unknownValue } from './module-builder.js';
import type { Value } from './module-facts.js';
import { heritageName, typeName } from './type-names.js';

export function lowerStatements(lower: Lowering, nodes: readonly TSESTree.Node[]): boolean {
  const before = lower.build.when;
  let leaves = false;
  for (const node of nodes) leaves = lower.statement(node) || leaves;
  // What an early exit makes certain holds until the end of its block only.
  lower.build.when = before;
  return leaves;
}

/** True if control never goes past the statement. Any node is accepted; none throws. */
export function lowerStatement(lower: Lowering, node: TSESTree.Node): boolean {
  const { build } = lower;
  if (build.depth >= MAX_DEPTH) return false;
  build.depth += 1;
  const leaves = dispatch(lower, node);
  build.depth -= 1;
  return leaves;
}

function dispatch(lower: Lowering, node: TSESTree.Node): boolean {
  const { build } = lower;
  switch (node.type) {
    case 'ExpressionStatement':
      lower.expression(node.expression);
      return false;
    case 'VariableDeclaration':
      for (const { id, init } of node.declarations) lower.assign(id, init ? lower.expression(init) : unset(id.range));
      return false;
    case 'ReturnStatement': {
      const value = node.argument ? lower.expression(node.argument) : undefinedValue(node.range);
      build.emit({ kind: 'return', value, implicit: false, range: node.range });
      return true;
    }
    case 'ThrowStatement':
      build.emit({ kind: 'throw', value: lower.expression(node.argument), range: node.range });
      return true;
    case 'BreakStatement':
    case 'ContinueStatement':
      return true;
    case 'BlockStatement':
      return lower.statements(node.body);
    case 'IfStatement':
      return branch(lower, lower.expression(node.test), node.consequent, node.alternate ?? undefined);
    case 'SwitchStatement':
      return switchStatement(lower, node);
    case 'TryStatement':
      return tryStatement(lower, node);
    case 'ForOfStatement':
    case 'ForInStatement': {
      const of = lower.expression(node.right);
      build.under({ kind: 'loop', over: of }, () => {
        const target = node.left.type === 'VariableDeclaration' ? node.left.declarations[0]?.id : node.left;
        if (target) lower.assign(target, { kind: 'each', of, keys: node.type === 'ForInStatement', range: node.right.range });
        lower.statement(node.body);
      });
      return false;
    }
    case 'ForStatement':
      if (node.init) lower.statement(node.init);
      return loop(lower, node.test ?? undefined, [node.body, ...(node.update ? [node.update] : [])]);
    case 'WhileStatement':
    case 'DoWhileStatement':
      return loop(lower, node.test, [node.body]);
    case 'LabeledStatement':
      return lower.statement(node.body);
    case 'FunctionDeclaration':
      declareFunction(lower, node);
      return false;
    case 'ClassDeclaration': {
      const value = lower.classValue(node);
      const binding = node.id && build.bindingFor(node.id);
      if (binding) build.emit({ kind: 'assign', target: binding, operator: '=', value, range: node.range });
      return false;
    }
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
      aliasType(lower, node);
      return false;
    default:
      if (node.type.endsWith('Expression') || node.type === 'Identifier') lower.expression(node);
      else for (const child of childNodes(node)) lower.statement(child);
      return false;
  }
}

function unset(range: Value['range']): Value {
  return unknownValue(range, 'declared without a value');
}

/** `if`: what follows a branch that leaves knows that the other one was taken. */
function branch(lower: Lowering, test: Value, then: TSESTree.Node, otherwise: TSESTree.Node | undefined): boolean {
  const { build } = lower;
  build.emit({ kind: 'test', value: test, range: test.range });
  const thenLeaves = build.under({ kind: 'test', value: test, truthy: true }, () => lower.statement(then));
  const elseLeaves = otherwise
    ? build.under({ kind: 'test', value: test, truthy: false }, () => lower.statement(otherwise))
    : false;
  if (thenLeaves && elseLeaves) return true;
  if (thenLeaves) build.assume({ kind: 'test', value: test, truthy: false });
  if (elseLeaves) build.assume({ kind: 'test', value: test, truthy: true });
  return false;
}

function loop(lower: Lowering, test: TSESTree.Node | undefined, body: readonly TSESTree.Node[]): boolean {
  const { build } = lower;
  build.under({ kind: 'loop', over: undefined }, () => {
    const value = test && lower.expression(test);
    if (value) build.emit({ kind: 'test', value, range: value.range });
    if (value) build.assume({ kind: 'test', value, truthy: true });
    lower.statements(body);
  });
  return false;
}

/** Each case is a comparison; a case is reached when those before it did not hold and left. */
function switchStatement(lower: Lowering, node: TSESTree.SwitchStatement): boolean {
  const { build } = lower;
  const subject = lower.expression(node.discriminant);
  const before = build.when;
  for (const { test, consequent } of node.cases) {
    if (!test) {
      lower.statements(consequent);
      continue;
    }
    const value: Value = { kind: 'binary', operator: '===', left: subject, right: lower.expression(test), range: test.range };
    const leaves = build.under({ kind: 'test', value, truthy: true }, () => lower.statements(consequent));
    if (leaves) build.assume({ kind: 'test', value, truthy: false });
  }
  build.when = before;
  return false;
}

function tryStatement(lower: Lowering, node: TSESTree.TryStatement): boolean {
  const { build } = lower;
  const first = build.current.events.length;
  const blockLeaves = lower.statements(node.block.body);
  const last = build.current.events.length;
  const { handler } = node;
  const handlerLeaves = handler
    ? build.under({ kind: 'threw', first, last }, () => {
        if (handler.param) lower.assign(handler.param, unknownValue(handler.param.range, 'caught error'));
        return lower.statements(handler.body.body);
      })
    : true;
  const finalLeaves = node.finalizer ? lower.statements(node.finalizer.body) : false;
  return finalLeaves || (blockLeaves && handlerLeaves);
}

/** A local name for another type: `type Client = Socket<A, B>`, `interface Client extends Socket`. */
function aliasType({ build }: Lowering, node: TSESTree.TSTypeAliasDeclaration | TSESTree.TSInterfaceDeclaration): void {
  const binding = build.bindingFor(node.id);
  const type = node.type === 'TSTypeAliasDeclaration' ? typeName(build, node.typeAnnotation) : heritageName(build, node.extends);
  if (binding && type) build.annotate(binding.id, type);
}

function declareFunction(lower: Lowering, node: TSESTree.FunctionDeclaration): void {
  const { build } = lower;
  const before = build.when;
  build.when = -1; // Hoisted: it exists whatever happened before.
  const value = lower.functionValue(node);
  const binding = node.id && build.bindingFor(node.id);
  if (binding) build.emit({ kind: 'assign', target: binding, operator: '=', value, range: node.range });
  build.when = before;
}
