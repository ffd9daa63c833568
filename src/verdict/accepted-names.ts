import type { CallValue, FunctionFacts, Value } from '../facts/module-facts.js';
import type { Term } from '../link/link.js';
import type { GuardModel } from '../models/model.js';
import type { TextPart } from './guard-words.js';

/** The connection that a call gives, if what it gives to answer with is returned. */
export function connectionBehind(fn: FunctionFacts, call: Term<CallValue>, { connection, answer }: NonNullable<GuardModel['behind']>): readonly TextPart[] | undefined {
  const name = connection !== undefined && returnsMember(fn, call, answer) ? nameOfMember(fn, call, connection) : undefined;
  return name === undefined ? undefined : [name];
}

/** Whether the function is given the value itself. */
export function isOwnParameter({ parameters }: FunctionFacts, value: Value): boolean {
  return value.kind === 'binding' && parameters.some(({ binding }) => binding === value.id);
}

/** How a function names a member of what a call gives: `socket`, or `upgraded.socket`; undefined if it does not. */
function nameOfMember(fn: FunctionFacts, call: Term<CallValue>, member: string): string | undefined {
  const { bindings } = call.frame.module.facts;
  for (const event of fn.events) {
    if (event.kind !== 'assign' || event.target.kind !== 'binding') continue;
    const name = bindings[event.target.id]?.name;
    if (!name) continue;
    if (isMember(fn, call, member, event.value)) return name;
    if (event.value === call.value) return `${name}.${member}`;
  }
  return undefined;
}

/** Whether the function gives back that member. */
function returnsMember(fn: FunctionFacts, call: Term<CallValue>, member: string): boolean {
  return fn.events.some((event) => event.kind === 'return' && !event.implicit && isMember(fn, call, member, event.value));
}

function isMember(fn: FunctionFacts, call: Term<CallValue>, member: string, value: Value): boolean {
  if (value.kind === 'member') return value.property === member && isResult(fn, call, value.object);
  return value.kind === 'binding' && assignedTo(fn, value.id).some((given) => given !== value && isMember(fn, call, member, given));
}

function isResult(fn: FunctionFacts, { value: call }: Term<CallValue>, value: Value): boolean {
  return value === call || (value.kind === 'binding' && assignedTo(fn, value.id).includes(call));
}

function assignedTo({ events }: FunctionFacts, binding: number): Value[] {
  return events.flatMap((event) => (event.kind === 'assign' && event.target.kind === 'binding' && event.target.id === binding ? [event.value] : []));
}
