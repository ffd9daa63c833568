import type { EachValue, LiteralValue, ObjectProperty, Value } from '../facts/module-facts.js';
import { memberPath } from './exports.js';
import { type Link, type Term, termAt } from './link.js';
import { elementsAt, indexOf, memberAt } from './lists.js';
import { calledName, textOf } from './value-names.js';

/** One round of an iteration over something that is written down. */
interface Round {
  readonly key?: Term;
  readonly value: Term;
}
/** The rounds, and what of each the iteration gives. */
interface Rounds {
  readonly gives: 'key' | 'value' | 'entry';
  readonly rounds: readonly Round[];
}
/** What a round gives, or a part of it: `entry[1]`, `route.handler`. */
interface Part {
  readonly each: Term<EachValue>;
  readonly path: readonly (string | number)[];
}

const VIEWS: Readonly<Record<string, Rounds['gives']>> = { 'Object.keys': 'key', 'Object.values': 'value', 'Object.entries': 'entry' };
/** Longer trails than this lead to no loop. */
const MAX_STEPS = 12;

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
  const found = part && roundsOf(link, part.each);
  if (!found) return undefined;
  for (const round of found.rounds) {
    const own = inRound(found, round, part.path);
    const name = own && textOf(link, own);
    if (name !== undefined && texts.includes(name)) return sameRound(link, found, round, part.each, name, other) ?? other;
  }
  return undefined;
}

function sameRound(link: Link, found: Rounds, round: Round, each: Term<EachValue>, name: string, term: Term): Term | undefined {
  const { value, frame } = term;
  if (value.kind === 'call' && value.callee.kind === 'member' && value.callee.property === 'bind') return sameRound(link, found, round, each, name, termAt(value.callee.object, frame));
  if (value.kind === 'member' && typeof value.property !== 'string') {
    const key = partOf(link, termAt(value.property, frame));
    if (key?.each.value === each.value) return memberPath(termAt(value.object, frame), [name], value);
  }
  const part = partOf(link, term);
  return part?.each.value === each.value ? inRound(found, round, part.path) : undefined;
}

function inRound({ gives }: Rounds, { key, value }: Round, [first, ...rest]: Part['path']): Term | undefined {
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
    if (value.kind === 'each') return { each: termAt(value, frame), path };
    if (value.kind === 'member') {
      const step = typeof value.property === 'string' ? value.property : indexOf(value.property);
      if (step === undefined) return undefined;
      path.unshift(step);
      at = termAt(value.object, frame);
      continue;
    }
    const [next, ...others] = value.kind === 'binding' ? link.next(at) : [];
    if (!next || others.length > 0 || next.value === value) return undefined;
    at = next;
  }
  return undefined;
}

function roundsOf(link: Link, { value, frame }: Term<EachValue>): Rounds | undefined {
  if (value.keys) return rounds('key', link.origins(termAt(value.of, frame)).map((object) => properties(object)));
  const lists = link.origins(termAt(value.of, frame));
  const [list, ...others] = lists;
  if (list?.value.kind === 'call' && others.length === 0) return viewed(link, list);
  return rounds('value', lists.map((array) => elements(array)?.map((element) => ({ value: element }))));
}

/** `Object.entries(handlers)`, or a Map that is made of such entries. */
function viewed(link: Link, { value, frame }: Term): Rounds | undefined {
  const [argument] = value.kind === 'call' ? value.args : [];
  if (value.kind !== 'call' || !argument) return undefined;
  const name = calledName(value.callee) ?? '';
  const given = link.origins(termAt(argument, frame));
  const gives = Object.hasOwn(VIEWS, name) ? VIEWS[name] : undefined;
  if (gives) return rounds(gives, given.map((object) => properties(object)));
  if (!value.isNew || name !== 'Map') return undefined;
  return rounds('entry', given.map((array) => elements(array)?.flatMap((entry) => pairOf(link, entry))));
}

function pairOf(link: Link, entry: Term): Round[] {
  return link.origins(entry).flatMap((pair) => {
    const [key] = elementsAt(link, pair, 0);
    const [value] = elementsAt(link, pair, 1);
    return key && value ? [{ key, value }] : [];
  });
}

function rounds(gives: Rounds['gives'], found: readonly (readonly Round[] | undefined)[]): Rounds | undefined {
  const known = found.flatMap((each) => each ?? []);
  return known.length > 0 && found.every((each) => each !== undefined) ? { gives, rounds: known } : undefined;
}

function elements({ value, frame }: Term): readonly Term[] | undefined {
  if (value.kind !== 'array' || value.elements.some(({ kind }) => kind === 'spread')) return undefined;
  return value.elements.map((element) => termAt(element, frame));
}

/** The properties of an object of functions; a record is filled by others, too. */
function properties({ value, frame }: Term): readonly Round[] | undefined {
  if (value.kind !== 'object' || !value.properties.every(({ key, value: part }) => key !== undefined && part.kind !== 'literal')) return undefined;
  return value.properties.map((property) => ({ key: termAt(keyOf(property), frame), value: termAt(property.value, frame) }));
}

const KEYS = new WeakMap<ObjectProperty, LiteralValue>();

function keyOf(property: ObjectProperty): Value {
  const known = KEYS.get(property) ?? { kind: 'literal', value: property.key ?? '', range: property.keyRange };
  KEYS.set(property, known);
  return known;
}
