import type { CallValue } from '../facts/module-facts.js';
import { type Link, type Term, termAt } from './link.js';
import { elementsOf, spreadOut } from './lists.js';

/** What is called in the end, and with what. */
export interface Invocation {
  readonly callee: Term;
  readonly args: readonly Term[];
  readonly self?: Term;
}

/** Longer chains of these are no program that a person wrote. */
const MAX_STEPS = 4;

/** A call as it is written, and what it comes to behind `call`, `apply` and `bind`. */
export function invocationsOf(link: Link, { value, frame }: Term<CallValue>): readonly Invocation[] {
  const found: Invocation[] = [];
  let at: Invocation | undefined = { callee: termAt(value.callee, frame), args: spreadOut(link, value.args.map((argument) => termAt(argument, frame))) };
  while (at && found.length < MAX_STEPS) {
    found.push(at);
    at = inside(link, at);
  }
  return found;
}

function inside(link: Link, { callee, args }: Invocation): Invocation | undefined {
  const { value, frame } = callee;
  if (value.kind === 'member' && (value.property === 'call' || value.property === 'apply')) {
    const [self, list] = args;
    const given = value.property === 'call' ? args.slice(1) : ((list && elementsOf(link, list)) ?? []);
    return { callee: termAt(value.object, frame), args: given, ...(self && { self }) };
  }
  return boundBy(link, callee, args);
}

/** `const refuse = next.bind(null, error)`: what is bound comes before what is given. */
function boundBy(link: Link, callee: Term, args: readonly Term[]): Invocation | undefined {
  if (link.index.callsOf('bind').length === 0) return undefined;
  let at = callee;
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const { value, frame } = at;
    if (value.kind === 'call' && !value.isNew && value.callee.kind === 'member' && value.callee.property === 'bind') {
      const own = spreadOut(link, value.args.slice(1).map((argument) => termAt(argument, frame)));
      return { callee: termAt(value.callee.object, frame), args: [...own, ...args] };
    }
    const [next, ...others] = link.next(at);
    if (!next || others.length > 0 || next.value === value) return undefined;
    at = next;
  }
  return undefined;
}
