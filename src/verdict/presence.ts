import type { BinaryValue } from '../facts/module-facts.js';
import { type Premise, type Term, termAt } from '../link/link.js';

/** The terms that must be there for a test to come out so: `user` in `if (user && user.id !== undefined)`. */
export function neededBy({ value, frame }: Term, truthy: boolean): readonly Term[] {
  switch (value.kind) {
    case 'not':
      return neededBy(termAt(value.value, frame), !truthy);
    case 'logical':
      // All parts of `a && b` hold where it holds, and none of `a || b` where it does not.
      if (value.operator === '??' || (value.operator === '&&') !== truthy) return [];
      return [...neededBy(termAt(value.left, frame), truthy), ...neededBy(termAt(value.right, frame), truthy)];
    case 'binary':
      return withNothing(value).flatMap((other) => (isUnequal(value.operator) === truthy ? [termAt(other, frame)] : []));
    case 'call': {
      const [first] = value.args;
      return truthy && first && value.callee.kind === 'global' && value.callee.name === 'Boolean' ? [termAt(first, frame)] : [];
    }
    case 'member':
    case 'binding':
      return truthy ? [{ value, frame }] : [];
    default:
      return [];
  }
}

/** The terms whose absence alone, or together with others, makes a test come out so: `user` in `if (!user || user.isBanned)`. */
export function missedBy({ value, frame }: Term, truthy: boolean): readonly Term[] {
  switch (value.kind) {
    case 'not':
      return missedBy(termAt(value.value, frame), !truthy);
    case 'logical':
      return [...missedBy(termAt(value.left, frame), truthy), ...missedBy(termAt(value.right, frame), truthy)];
    case 'binary':
      return withNothing(value).flatMap((other) => (isUnequal(value.operator) === truthy ? [] : [termAt(other, frame)]));
    case 'await':
      return missedBy(termAt(value.value, frame), truthy);
    case 'call':
      return truthy ? [] : [{ value, frame }, ...value.args.map((argument) => termAt(argument, frame))];
    case 'member':
    case 'binding':
      return truthy ? [] : [{ value, frame }];
    default:
      return [];
  }
}

/** Whether a test asks for the type of something. */
export function asksForType({ value, frame }: Term): boolean {
  switch (value.kind) {
    case 'not':
      return asksForType(termAt(value.value, frame));
    case 'logical':
    case 'binary':
      return asksForType(termAt(value.left, frame)) || asksForType(termAt(value.right, frame));
    case 'unknown':
      return value.reason === 'typeof';
    default:
      return false;
  }
}

/** The tests of a chain, each with how it came out. */
export function testsIn(premise: Premise | undefined): { readonly test: Term; readonly truthy: boolean }[] {
  const found: { test: Term; truthy: boolean }[] = [];
  for (let at = premise; at; at = at.outer) {
    if (at.condition.kind === 'test') found.push({ test: termAt(at.condition.value, at.frame), truthy: at.condition.truthy });
  }
  return found;
}

/** What is compared with nothing. */
function withNothing({ left, right, operator }: BinaryValue): BinaryValue['left'][] {
  if (!/^[!=]==?$/u.test(operator)) return [];
  const isNothing = (value: BinaryValue['left']): boolean => value.kind === 'literal' && (value.value === undefined || value.value === null || value.value === '');
  return isNothing(right) ? [left] : isNothing(left) ? [right] : [];
}

function isUnequal(operator: string): boolean {
  return operator.startsWith('!');
}
