import type { CallValue } from '../facts/module-facts.js';
import { literalOf } from '../facts/values.js';
import { activationOf, handlersOf } from './calls.js';
import { type Frame, functionKey, type HandedOver, type Link, type RoleRef, type Term, termAt } from './link.js';
import { optionsOf } from './options.js';
import { push } from './program-index.js';
import { textOf } from './value-names.js';

export interface CallGraph {
  readonly callers: ReadonlyMap<string, readonly Frame[]>;
  /** The functions in which the calls stand. */
  readonly sites: ReadonlyMap<string, readonly Frame[]>;
  readonly handed: ReadonlyMap<string, readonly HandedOver[]>;
}

export const NO_CALLS: CallGraph = { callers: new Map(), sites: new Map(), handed: new Map() };

/** Who calls each function, and to whom it is handed, as far as `link` can tell. */
export function readCallGraph(link: Link): CallGraph {
  const callers = new Map<string, Frame[]>();
  const sites = new Map<string, Frame[]>();
  const handed = new Map<string, HandedOver[]>();
  const handOver = (call: Term<CallValue>, value: Term, argument: number, property?: string): void => {
    for (const target of handlersOf(link, value)) {
      const entry = { target, call, argument, ...(property !== undefined && { property }) };
      push(handed, functionKey(target.frame.module, target.value.fn), entry);
    }
  };
  for (const call of link.index.calls) {
    for (const frame of link.callees(call)) {
      push(callers, functionKey(frame.module, frame.fn), frame);
      push(sites, functionKey(frame.module, frame.fn), call.frame);
    }
    call.value.args.forEach((argument, index) => {
      if (argument.kind === 'literal') return;
      if (argument.kind !== 'object') handOver(call, termAt(argument, call.frame), index);
      for (const { key, value } of optionsOf(link, call, argument)) handOver(call, value, index, key);
    });
  }
  return { callers, sites, handed };
}

/**
 * Adds the calls of functions that were handed over, or found by what was: `parts.forEach((part) => part(wss))`. Who hands them over must be
 * known before. Undefined where there are none.
 */
export function withHandedCalls(link: Link, known: CallGraph): CallGraph | undefined {
  const late = link.index.calls.flatMap((call) => {
    const { callee } = call.value;
    const by = callee.kind === 'member' ? callee.property : callee;
    const isHanded = typeof by !== 'string' && by.kind === 'binding' && link.index.parameter(call.frame.module, by.id) !== undefined;
    return isHanded ? link.callees(call).map((frame) => ({ call, frame })) : [];
  });
  if (late.length === 0) return undefined;
  const callers = copied(known.callers);
  const sites = copied(known.sites);
  for (const { call, frame } of late) {
    push(callers, functionKey(frame.module, frame.fn), frame);
    push(sites, functionKey(frame.module, frame.fn), call.frame);
  }
  return { callers, sites, handed: known.handed };
}

function copied(lists: ReadonlyMap<string, readonly Frame[]>): Map<string, Frame[]> {
  return new Map([...lists].map(([key, frames]) => [key, [...frames]]));
}

/**
 * `wss.emit('connection', ws, request, user)` calls the handlers with what follows the name; undefined where nothing is
 * emitted. The look at it must know who calls whom: the server may be a parameter.
 */
export function withEmissions(link: Link, { callers, sites, handed }: CallGraph): CallGraph | undefined {
  const emitted = copied(callers);
  const uses = [...handed.values()].flat().filter(({ argument }) => argument === 1);
  let isChanged = false;
  for (const { call, name, ref } of emissions(link)) {
    for (const use of uses) {
      const { callee, args } = use.call.value;
      const [event] = args;
      if (callee.kind !== 'member' || !event || textOf(link, termAt(event, use.call.frame)) !== name) continue;
      if (!link.roles(termAt(callee.object, use.call.frame)).some(({ id }) => id === ref.id)) continue;
      const bound = call.value.args.slice(1).map((argument) => termAt(argument, call.frame));
      push(emitted, functionKey(use.target.frame.module, use.target.value.fn), activationOf(link, use.target, bound, call.frame));
      isChanged = true;
    }
  }
  return isChanged ? { callers: emitted, sites, handed } : undefined;
}

function emissions(link: Link): { call: Term<CallValue>; name: string; ref: RoleRef }[] {
  return link.index.calls.flatMap((call) => {
    const { callee, args } = call.value;
    const [event] = args;
    if (callee.kind !== 'member' || typeof callee.property !== 'string' || !event) return [];
    const method = callee.property;
    if (!link.catalogue.vocabulary.mayEmit(method, literalOf(event))) return [];
    const ref = link.roles(termAt(callee.object, call.frame)).find(({ role }) => link.catalogue.methodOfRole(role, method)?.emits);
    const name = ref && textOf(link, termAt(event, call.frame));
    return ref && name !== undefined ? [{ call, name, ref }] : [];
  });
}
