import type { Value } from '../facts/module-facts.js';
import { type Frame, functionOf, type Premise, premisesOf, type Term, termAt } from '../link/link.js';
import { USER } from '../models/meanings.js';
import type { RoleId } from '../models/model.js';

/** A member of what a library passes, that must be there for a connection to pass. */
export interface Gate {
  readonly role: RoleId;
  readonly path: readonly string[];
  readonly frame: Frame;
}

type MemberPath = (term: Term) => { role: RoleId; path: string[] } | undefined;

/**
 * Members that name a user and that every passing call asks for before it passes: `if (!request.session.userId) return`.
 * Whoever put them there, a connection without them does not come here.
 */
export function gatesBefore(passing: readonly Term[], memberPath: MemberPath): readonly Gate[] {
  const each = passing.map(({ value, frame }) => {
    const event = functionOf(frame).events.find((item) => item.kind === 'call' && item.value === value);
    return event ? gatesOf(premisesOf(frame, event.when), memberPath) : [];
  });
  const [first = [], ...others] = each;
  return first.filter((gate) => others.every((list) => list.some((other) => isSame(gate, other))));
}

function isSame(one: Gate, other: Gate): boolean {
  return one.role === other.role && one.path.join('.') === other.path.join('.');
}

function gatesOf(premise: Premise | undefined, memberPath: MemberPath): Gate[] {
  const gates: Gate[] = [];
  for (let at = premise; at; at = at.outer) {
    const { condition, frame } = at;
    if (condition.kind === 'test') gates.push(...required(termAt(condition.value, frame), condition.truthy, memberPath));
  }
  return gates;
}

/** The members that must be truthy for a test to come out so. */
function required({ value, frame }: Term, truthy: boolean, memberPath: MemberPath): Gate[] {
  const inner = (part: Value, want: boolean): Gate[] => required(termAt(part, frame), want, memberPath);
  switch (value.kind) {
    case 'not':
      return inner(value.value, !truthy);
    case 'logical':
      // All parts of `a && b` hold where it holds, and none of `a || b` where it does not.
      return (value.operator === '&&') === truthy ? [...inner(value.left, truthy), ...inner(value.right, truthy)] : [];
    case 'member': {
      const place = truthy ? memberPath(termAt(value, frame)) : undefined;
      return place && USER.test(place.path.at(-1) ?? '') ? [{ ...place, frame }] : [];
    }
    default:
      return [];
  }
}
