import { lineAt } from '../facts/module-facts.js';
import { type Container, type Link, type Term, termAt } from '../link/link.js';
import { operationOf } from '../link/operations.js';
import { MEMORY_STORES, REACTING, TOLD_BY } from '../models/processes.js';
import { type Spot, spotAt } from './evidence.js';
import { containerOf } from './held-slots.js';
import type { Guard } from './verdict.js';

/** Where a count is kept. */
export interface CountPlace extends Spot {
  /** The list of connections that a library keeps. */
  readonly isLibrarys?: boolean;
}

/** Where a guard's count is kept in memory; undefined for one that is kept elsewhere, or where that is not known. */
export function memoryCount(link: Link, guard: Guard): CountPlace | undefined {
  const { test } = guard;
  const container = containerOf(guard);
  if (!container?.outlives || container.collection?.isShared || isToldByOthers(link, container)) return undefined;
  if (container.isExternal && !isMemoryStore(link, container)) return undefined;
  if (container.collection) return test && { ...spotAt(test.count.at), isLibrarys: true };
  return homeOf(link, container);
}

/** Where a container is declared: the value that makes it, or its name. */
export function homeOf(link: Link, { isCounter, made }: Container): Spot {
  return isCounter ? counterPlace(link, made) : declaredPlace(made);
}

function isMemoryStore(link: Link, { made: { value, frame } }: Container): boolean {
  if (value.kind !== 'call' || !value.isNew) return false;
  return link.origins(termAt(value.callee, frame)).some((origin) => origin.value.kind === 'import' && MEMORY_STORES.has(origin.value.specifier));
}

/** What another process says is put into it, too: `subscriber.on('message', () => open.set(…))`. */
function isToldByOthers(link: Link, { id }: Container): boolean {
  const additions = ['set', 'add', 'push'].flatMap((method) => link.index.callsOf(method));
  return additions.some((call) => {
    const operation = operationOf(link, call);
    return operation !== undefined && link.holdings(operation.object).some(({ container }) => container.id === id) && isReactionToOthers(link, call);
  });
}

function isReactionToOthers(link: Link, { frame }: Term): boolean {
  for (let at = frame.module.facts.functions[frame.fn]; at; at = frame.module.facts.functions[at.parent]) {
    const isTold = link.handedTo(frame.module, at.id).some(({ call: { value, frame: outer } }) => {
      const { callee, args } = value;
      if (callee.kind !== 'member' || typeof callee.property !== 'string') return false;
      const [event] = args;
      const isMessage = REACTING.has(callee.property) && event?.kind === 'literal' && TOLD_BY.events.has(String(event.value));
      return (TOLD_BY.methods.has(callee.property) || isMessage) && link.roles(termAt(callee.object, outer)).length === 0;
    });
    if (isTold) return true;
  }
  return false;
}

/** The value that makes the container, or the name that is given to one of several lines. */
function declaredPlace(made: Term): Spot {
  const { value, frame } = made;
  const { facts } = frame.module;
  if (value.kind === 'this') {
    const owner = facts.classes[facts.functions[value.fn]?.owner ?? -1];
    return { module: frame.module, range: owner?.nameRange ?? value.range };
  }
  if (lineAt(facts, value.range[0]) === lineAt(facts, value.range[1])) return spotAt(made);
  const assigned = facts.functions.flatMap(({ events }) => events.flatMap((event) => (event.kind === 'assign' && event.value === value ? [event.target] : [])));
  return { module: frame.module, range: assigned[0]?.range ?? value.range };
}

/** Where a number that is counted up begins. */
function counterPlace(link: Link, made: Term): Spot {
  const { value, frame } = made;
  const { module } = frame;
  if (value.kind === 'binding') return { module, range: module.facts.bindings[value.id]?.range ?? value.range };
  const place = link.place(made);
  const first = value.kind === 'member' && typeof value.property === 'string' ? link.index.assignmentsToMember(value.property).find(({ event, frame: at }) => event.operator === '=' && link.place(termAt(event.target, at)) === place) : undefined;
  return first ? { module: first.frame.module, range: first.event.target.range } : spotAt(made);
}
