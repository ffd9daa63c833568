import type { BindingValue, EachValue, Value } from '../facts/module-facts.js';
import { memberPath } from './exports.js';
import { type Link, type Term, termAt } from './link.js';
import { indexOf, memberAt } from './lists.js';
import { entriesOf, type Round, type Rounds, roundsOf } from './rounds.js';
import { textOf } from './value-names.js';

/** What each round of a loop gives, or a part of it: `entry[1]`, `route.handler`. */
interface Part {
  /** The same for the parts of the same loop. */
  readonly loop: Value;
  readonly found: Rounds;
  readonly path: readonly (string | number)[];
}

/** Longer trails than this lead to no loop. */
const MAX_STEPS = 12;
/** Functions of other packages that go through the properties of an object. */
const GOES_THROUGH: ReadonlySet<string> = new Set(['each', 'forEach', 'forOwn', 'forIn', 'map', 'mapValues']);

/** What iterating over a list, or over the properties of an object, gives, where these are written down. */
export function listed(link: Link, each: Term<EachValue>): readonly Term[] | undefined {
  const found = roundsOf(link, each);
  if (!found || found.gives === 'entry') return undefined;
  return found.rounds.flatMap(({ key, value }) => (found.gives === 'value' ? [value] : (key ?? [])));
}

/** The same for the keys, or the values, of `Object.entries(…)`. */
export function entriesAt(link: Link, { value, frame }: Term, index: number): readonly Term[] {
  const found = value.kind === 'each' && index < 2 ? roundsOf(link, termAt(value, frame)) : undefined;
  if (found?.gives !== 'entry') return [];
  return found.rounds.flatMap((round) => (index === 1 ? [round.value] : (round.key ?? [])));
}

/** What goes with one of the texts, where both are parts of one round: the handler that a loop registers for an event. */
export function goingWith(link: Link, text: Term, texts: readonly string[], other: Term): Term | undefined {
  const part = partOf(link, text);
  for (const round of part?.found.rounds ?? []) {
    const own = part && inRound(part, round);
    const name = own && textOf(link, own);
    if (part && name !== undefined && texts.includes(name)) return sameRound(link, part.loop, round, name, other) ?? other;
  }
  return undefined;
}

function sameRound(link: Link, loop: Value, round: Round, name: string, term: Term): Term | undefined {
  const { value, frame } = term;
  if (value.kind === 'call' && value.callee.kind === 'member' && value.callee.property === 'bind') return sameRound(link, loop, round, name, termAt(value.callee.object, frame));
  if (value.kind === 'member' && typeof value.property !== 'string') {
    const key = partOf(link, termAt(value.property, frame));
    if (key?.loop === loop) return memberPath(termAt(value.object, frame), [name], value);
  }
  const part = partOf(link, term);
  return part?.loop === loop ? inRound(part, round) : undefined;
}

function inRound({ found: { gives }, path: [first, ...rest] }: Part, { key, value }: Round): Term | undefined {
  if (gives === 'value') return first === undefined ? value : member(value, [first, ...rest]);
  if (gives === 'key') return first === undefined ? key : undefined;
  return first === 0 ? key : first === 1 ? member(value, rest) : undefined;
}

function member(term: Term, path: Part['path']): Term {
  return path.reduce((owner, step) => (typeof step === 'string' ? memberPath(owner, [step], owner.value) : termAt(memberAt(owner.value, step), owner.frame)), term);
}

/** The loop that a value is a part of a round of. */
function partOf(link: Link, term: Term): Part | undefined {
  const path: (string | number)[] = [];
  let at = term;
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const { value, frame } = at;
    if (value.kind === 'each') {
      const found = roundsOf(link, termAt(value, frame));
      return found && { loop: value, found, path };
    }
    if (value.kind === 'member') {
      const step = typeof value.property === 'string' ? value.property : indexOf(value.property);
      if (step === undefined) return undefined;
      path.unshift(step);
      at = termAt(value.object, frame);
      continue;
    }
    const called = value.kind === 'binding' ? calledBack(link, termAt(value, frame), path) : undefined;
    if (called) return called;
    const [next, ...others] = value.kind === 'binding' ? link.next(at) : [];
    if (!next || others.length > 0 || next.value === value) return undefined;
    at = next;
  }
  return undefined;
}

/** A parameter of a function that is called with each value and its key: `handlers.forEach((handler, event) => …)`. */
function calledBack(link: Link, { value, frame }: Term<BindingValue>, path: Part['path']): Part | undefined {
  const parameter = link.index.parameter(frame.module, value.id);
  if (!parameter || parameter.index > 1) return undefined;
  for (const { call, argument } of link.handedTo(frame.module, parameter.fn)) {
    const { callee, args } = call.value;
    if (callee.kind !== 'member' || typeof callee.property !== 'string' || !GOES_THROUGH.has(callee.property)) continue;
    const over = argument === 0 ? callee.object : argument === 1 ? args[0] : undefined;
    const found = over && entriesOf(link, termAt(over, call.frame));
    if (found) return { loop: call.value, found, path: [1 - parameter.index, ...path] };
  }
  return undefined;
}
