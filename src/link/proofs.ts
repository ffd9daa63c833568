import type { CallValue } from '../facts/module-facts.js';
import * as meaning from '../models/meanings.js';
import { bareFrame, functionOf, type Link, type Term, termAt } from './link.js';

/** More alternatives than this say nothing. */
const MAX_ALTERNATIVES = 16;

export interface Proof {
  readonly field?: string;
}

/** What a call gives that establishes who is connecting, or a field of that; believed without reading its code. */
export function findProof(link: Link, term: Term, proofOf: (term: Term) => Proof | undefined): Proof | undefined {
  const { value, frame } = term;
  switch (value.kind) {
    case 'call':
      return !value.isNew && meaning.PROVES.test(nameOfCall(link, termAt(value, frame)) ?? '') ? {} : undefined;
    case 'await':
      return proofOf(termAt(value.value, frame));
    case 'member': {
      const assigned = proofOfAll(link.next(term).filter((item) => item.value !== value), proofOf);
      if (assigned) return assigned;
      const owner = proofOf(termAt(value.object, frame));
      return owner && (typeof value.property === 'string' ? { field: value.property } : owner);
    }
    case 'binding': {
      const proven = proofByCallback(link, term);
      if (proven) return proven;
      const next = link.next(term);
      return next.some((item) => item.value === value) ? undefined : proofOfAll(next, proofOf);
    }
    default:
      return undefined;
  }
}

/** `verifyToken(token, (error, user) => …)`: the answer is the second, or the only one. */
function proofByCallback(link: Link, { value, frame }: Term): Proof | undefined {
  const parameter = value.kind === 'binding' ? link.index.parameter(frame.module, value.id) : undefined;
  if (!parameter || link.roles(termAt(value, frame)).length > 0) return undefined;
  const { length } = functionOf(bareFrame(frame.module, parameter.fn)).parameters;
  if (parameter.index !== Math.min(1, length - 1)) return undefined;
  const isProven = link.handedTo(frame.module, parameter.fn).some(
    ({ call, property }) => property === undefined && !call.value.isNew && meaning.PROVES.test(nameOfCall(link, call) ?? ''),
  );
  return isProven ? {} : undefined;
}

/** A proof for each of several values that it can be; a literal stands for nobody. */
function proofOfAll(terms: readonly Term[], proofOf: (term: Term) => Proof | undefined): Proof | undefined {
  const named = terms.filter(({ value }) => value.kind !== 'literal');
  if (named.length > MAX_ALTERNATIVES) return undefined;
  const proofs = named.map(proofOf);
  return proofs.every((proof) => proof !== undefined) ? proofs[0] : undefined;
}

/** The name that a called function has where it comes from, or else here. */
export function nameOfCall(link: Link, { value, frame }: Term<CallValue>): string | undefined {
  const { callee } = value;
  switch (callee.kind) {
    case 'member':
      return typeof callee.property === 'string' ? callee.property : undefined;
    case 'global':
      return callee.name;
    case 'binding': {
      const names = link.origins(termAt(callee, frame)).flatMap(({ value: origin }) => (origin.kind === 'import' ? [origin.name.split('.').at(-1)] : []));
      const [imported] = names;
      return imported === undefined || imported === 'default' || imported === '*' ? frame.module.facts.bindings[callee.id]?.name : imported;
    }
    default:
      return undefined;
  }
}
