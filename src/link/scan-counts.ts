import type { Value } from '../facts/module-facts.js';
import { CONTAINER_OPERATIONS } from '../models/stores.js';
import { entryOf } from '../models/catalogue.js';
import { type Count, functionOf, type Holding, type Link, type Premise, premisesOf, type Term, termAt } from './link.js';
import { writtenAt } from './member-origins.js';
import { premiseKeys } from './predicates.js';
import { type Assignment } from './program-index.js';

export function counted(holding: Holding, at: Term): Count {
  return { holding, delta: 0, at: writtenAt(at), ...(holding.isAtomic && { isAtomic: true }) };
}

/** A part that belongs to the connection itself says nothing about the others. */
export function isShared({ container, keys }: Holding): boolean {
  return container.outlives || (keys.length > 0 && container.isExternal === true);
}

export function isIncrement(value: Value, target: Value): boolean {
  return value.kind === 'binary' && value.operator === '+' && value.left.kind === target.kind && value.right.kind === 'literal';
}

/** `for (const c of clients) if (c.userId === userId) n++` counts the clients of that user. */
export function scanCounts(link: Link, { event, frame }: Assignment, at: Term): readonly Count[] {
  const premise = premisesOf(frame, event.when);
  for (let outer = premise; outer; outer = outer.outer) {
    const { condition } = outer;
    if (condition.kind !== 'loop') continue;
    const keys = premiseKeys(link, premise);
    if (!condition.over) return keys.length === 0 ? [] : indexedCounts(link, premise, keys, at);
    return link.holdings(termAt(condition.over, outer.frame)).filter(isShared).map((holding) => counted({ ...holding, keys: [...holding.keys, ...keys], isScan: true }, at));
  }
  return callbackScan(link, { event, frame }, at);
}

/** `for (let i = 0; i < clients.length; i++)`: the list is the one whose length ends the loop. */
function indexedCounts(link: Link, premise: Premise | undefined, keys: readonly Term[], at: Term): readonly Count[] {
  for (let outer = premise; outer; outer = outer.outer) {
    const { condition, frame } = outer;
    if (condition.kind !== 'test' || condition.value.kind !== 'binary') continue;
    const lengths = [condition.value.right, condition.value.left].flatMap((side) => (side.kind === 'member' ? link.counts(termAt(side, frame)) : []));
    if (lengths.length > 0) return lengths.map(({ holding }) => counted({ ...holding, keys: [...holding.keys, ...keys], isScan: true }, at));
  }
  return [];
}

/** The same with `forEach`. */
function callbackScan(link: Link, { event, frame }: Assignment, at: Term): readonly Count[] {
  const fn = functionOf(frame);
  return link.handedTo(frame.module, fn.id).flatMap(({ call }) => {
    const { callee } = call.value;
    if (callee.kind !== 'member' || typeof callee.property !== 'string') return [];
    if (entryOf(CONTAINER_OPERATIONS, callee.property)?.does !== 'each') return [];
    const activation = link.activate({ ...frame, bound: [termAt({ kind: 'each', of: callee.object, keys: false, range: call.value.range } as const, call.frame)] });
    const keys = premiseKeys(link, premisesOf(activation, event.when));
    return link.holdings(termAt(callee.object, call.frame)).filter(isShared).map((holding) => counted({ ...holding, keys: [...holding.keys, ...keys], isScan: true }, at));
  });
}
