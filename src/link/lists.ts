import type { Value } from '../facts/module-facts.js';
import { type Frame, frameOf, functionOf, type Link, type Term, termAt } from './link.js';

/** All arguments of an activation from one on: `...args`, or `arguments`. */
export interface Rest {
  readonly activation: Frame;
  readonly from: number;
}

/** The arguments that an origin stands for, if it is a list of them. */
export function restOf(link: Link, { value, frame }: Term): Rest | undefined {
  if (value.kind === 'global') return value.name === 'arguments' ? { activation: ownerOfArguments(frame), from: 0 } : undefined;
  const parameter = value.kind === 'binding' ? link.index.parameter(frame.module, value.id) : undefined;
  if (!parameter) return undefined;
  const activation = frameOf(frame, parameter.fn);
  return functionOf(activation).parameters[parameter.index]?.rest ? { activation, from: parameter.index } : undefined;
}

/** An arrow has no `arguments` of its own. */
function ownerOfArguments(frame: Frame): Frame {
  let at = frame;
  while (functionOf(at).kind === 'arrow' && at.parent) at = at.parent;
  return at;
}

/** What the calls in reach pass at a place of the list. */
function passedAt(link: Link, { activation, from }: Rest, index: number): readonly Term[] {
  const lists = activation.bound || activation.roles ? [activation.bound] : link.callersOf(activation.module, activation.fn).map(({ bound }) => bound);
  return lists.flatMap((list) => list?.[from + index] ?? []);
}

function lengthOf(link: Link, { activation, from }: Rest): number {
  const own = activation.bound ?? activation.roles;
  const lists = own ? [own] : link.callersOf(activation.module, activation.fn).map(({ bound }) => bound ?? []);
  return Math.max(0, ...lists.map(({ length }) => length - from));
}

/** The place of an element: `args[0]`, and `first` in `const [first] = args`. */
export function indexOf(property: string | Value): number | undefined {
  return typeof property !== 'string' && property.kind === 'literal' && typeof property.value === 'number' ? property.value : undefined;
}

/** What is in a list at a place, as far as the list is written down or passed. */
export function elementsAt(link: Link, owner: Term, index: number): readonly Term[] {
  const { value, frame } = owner;
  if (value.kind === 'array') {
    const element = value.elements.slice(0, index + 1).some(({ kind }) => kind === 'spread') ? undefined : value.elements[index];
    return element ? [termAt(element, frame)] : [];
  }
  const rest = restOf(link, owner);
  return rest ? passedAt(link, rest, index) : [];
}

/** The arguments of a call, with lists that are spread out in them taken apart. */
export function spreadOut(link: Link, args: readonly Term[]): readonly Term[] {
  return args.flatMap((argument) => (argument.value.kind === 'spread' ? (elementsOf(link, termAt(argument.value.value, argument.frame)) ?? [argument]) : [argument]));
}

/** Each element of a list whose length is known. */
export function elementsOf(link: Link, list: Term): readonly Term[] | undefined {
  const [origin, ...others] = link.origins(list);
  if (!origin || others.length > 0) return undefined;
  const { value, frame } = origin;
  if (value.kind === 'array') return value.elements.some(({ kind }) => kind === 'spread') ? undefined : value.elements.map((element) => termAt(element, frame));
  const rest = restOf(link, origin);
  return rest && Array.from({ length: lengthOf(link, rest) }, (_, index) => termAt(memberAt(value, index), frame));
}

const MEMBERS = new WeakMap<Value, Map<number, Value>>();

/** The element of a list at a place; the same value for the same place. */
export function memberAt(object: Value, index: number): Value {
  const known = MEMBERS.get(object) ?? new Map<number, Value>();
  MEMBERS.set(object, known);
  const { range } = object;
  const member = known.get(index) ?? { kind: 'member', object, property: { kind: 'literal', value: index, range }, range };
  known.set(index, member);
  return member;
}
