import type { TSESTree } from '@typescript-eslint/types';
import type { Lowering } from './lowering.js';
import { unknownValue, type Value } from './values.js';

/** `if`: what follows a branch that leaves knows that the other one was taken. */
export function branch(lower: Lowering, node: TSESTree.IfStatement): boolean {
  const { build } = lower;
  const test = lower.expression(node.test);
  const { consequent, alternate } = node;
  build.decide(test);
  const thenLeaves = build.under({ kind: 'test', value: test, truthy: true }, () => lower.statement(consequent));
  const elseLeaves = alternate ? build.under({ kind: 'test', value: test, truthy: false }, () => lower.statement(alternate)) : false;
  if (thenLeaves && elseLeaves) return true;
  if (thenLeaves) build.assume({ kind: 'test', value: test, truthy: false });
  if (elseLeaves) build.assume({ kind: 'test', value: test, truthy: true });
  return false;
}

type Loop = TSESTree.ForOfStatement | TSESTree.ForInStatement | TSESTree.ForStatement | TSESTree.WhileStatement | TSESTree.DoWhileStatement;

/** Nothing is known behind a loop; only one without an end is never left. */
export function loop(lower: Lowering, node: Loop): boolean {
  const { isBroken } = lower.build.breakable(undefined, () => {
    if (node.type === 'ForOfStatement' || node.type === 'ForInStatement') iteration(lower, node);
    else repetition(lower, node);
  });
  const isEndless = 'test' in node && (!node.test || (node.test.type === 'Literal' && Boolean(node.test.value)));
  return isEndless && !isBroken;
}

function iteration(lower: Lowering, node: TSESTree.ForOfStatement | TSESTree.ForInStatement): void {
  const { build } = lower;
  const of = lower.expression(node.right);
  build.under({ kind: 'loop', over: of }, () => {
    const target = node.left.type === 'VariableDeclaration' ? node.left.declarations[0].id : node.left;
    const { range } = node.right;
    if (node.type === 'ForOfStatement' && node.await) build.emit({ kind: 'await', range });
    lower.assign(target, { kind: 'each', of, keys: node.type === 'ForInStatement', range });
    lower.statement(node.body);
  });
}

function repetition(lower: Lowering, node: TSESTree.ForStatement | TSESTree.WhileStatement | TSESTree.DoWhileStatement): void {
  const { build } = lower;
  const isTestedFirst = node.type !== 'DoWhileStatement';
  if (node.type === 'ForStatement' && node.init) lower.statement(node.init);
  build.under({ kind: 'loop' }, () => {
    const before = build.when;
    if (!isTestedFirst) lower.statement(node.body);
    build.when = before;
    const test = node.test && lower.expression(node.test);
    if (test) build.decide(test);
    if (!isTestedFirst) return;
    if (test) build.assume({ kind: 'test', value: test, truthy: true });
    const inside = build.when;
    lower.statement(node.body);
    build.when = inside;
    if (node.type === 'ForStatement' && node.update) lower.expression(node.update);
  });
}

/**
 * Each case is a comparison. It is reached when its own holds, or when the case before it goes on into it; and those
 * before it that leave did not hold.
 */
export function switchStatement(lower: Lowering, node: TSESTree.SwitchStatement): boolean {
  const { build } = lower;
  const subject = lower.expression(node.discriminant);
  const before = build.when;
  const left: Value[] = [];
  let entered: Value | undefined;
  let isBroken = false;
  let isLeft = false;
  for (const { test, consequent } of node.cases) {
    const own: Value | undefined = test ? { kind: 'binary', operator: '===', left: subject, right: lower.expression(test), range: test.range } : undefined;
    if (own) build.decide(own);
    const value: Value | undefined = entered && own ? { kind: 'logical', operator: '||', left: entered, right: own, range: own.range } : own;
    const body = build.breakable(undefined, () =>
      value ? build.under({ kind: 'test', value, truthy: true }, () => lower.statements(consequent)) : defaultCase(lower, consequent),
    );
    isLeft = body.result;
    entered = isLeft ? undefined : value;
    if (isLeft && value) build.assume({ kind: 'test', value, truthy: false });
    if (isLeft && value && !body.isBroken) left.push(value);
    isBroken ||= body.isBroken;
  }
  build.when = before;
  for (const value of left) build.assume({ kind: 'test', value, truthy: false });
  return isLeft && !isBroken && node.cases.some(({ test }) => !test);
}

function defaultCase(lower: Lowering, consequent: readonly TSESTree.Statement[]): boolean {
  const { build } = lower;
  const before = build.when;
  const leaves = lower.statements(consequent);
  build.when = before;
  return leaves;
}

/** What follows knows that the block was gone through where the handler leaves, and that it was not where it is left itself. */
export function tryStatement(lower: Lowering, node: TSESTree.TryStatement): boolean {
  const { build } = lower;
  const { handler, finalizer } = node;
  const before = build.when;
  const first = build.current.events.length;
  const blockLeaves = lower.statement(node.block);
  const last = build.current.events.length;
  const behindBlock = build.when;
  build.when = before;
  const handlerLeaves = handler
    ? build.under({ kind: 'threw', first, last }, () => {
        if (handler.param) lower.assign(handler.param, unknownValue(handler.param.range, 'caught error'));
        return lower.statement(handler.body);
      })
    : true;
  const finalLeaves = finalizer ? lower.statement(finalizer) : false;
  build.when = before;
  if (handlerLeaves) build.when = behindBlock;
  else if (blockLeaves) build.assume({ kind: 'threw', first, last });
  return finalLeaves || (blockLeaves && handlerLeaves);
}
