import type { EachValue, LiteralValue, ObjectProperty, Value } from '../facts/module-facts.js';
import { importMember } from './exports.js';
import { type Link, type Term, termAt } from './link.js';
import { elementsAt } from './lists.js';
import { calledName } from './value-names.js';

/** One round of an iteration over something that is written down. */
export interface Round {
  readonly key?: Term;
  readonly value: Term;
}
/** The rounds, and what of each the iteration gives. */
export interface Rounds {
  readonly gives: 'key' | 'value' | 'entry';
  readonly rounds: readonly Round[];
}

const VIEWS: Readonly<Record<string, Rounds['gives']>> = { 'Object.keys': 'key', 'Object.values': 'value', 'Object.entries': 'entry' };

/** The rounds of a loop; undefined where it is not known what it goes through. */
export function roundsOf(link: Link, { value, frame }: Term<EachValue>): Rounds | undefined {
  const of = termAt(value.of, frame);
  if (value.keys) return rounds('key', link.origins(of).map((object) => properties(link, object)));
  const [list, ...others] = link.origins(of);
  if (!list || others.length > 0) return rounds('value', link.origins(of).map(elements));
  return viewed(link, list) ?? mapped(link, list) ?? rounds('value', [elements(list)]);
}

/** The same for what `forEach` of a Map, or a function of another package that does the same for objects, goes through. */
export function entriesOf(link: Link, of: Term): Rounds | undefined {
  const found = link.origins(of).map((object) => mapped(link, object)?.rounds ?? properties(link, object));
  return rounds('entry', found);
}

/** `Object.entries(handlers)` */
function viewed(link: Link, { value, frame }: Term): Rounds | undefined {
  const [argument] = value.kind === 'call' ? value.args : [];
  const name = value.kind === 'call' ? (calledName(value.callee) ?? '') : '';
  const gives = Object.hasOwn(VIEWS, name) ? VIEWS[name] : undefined;
  return gives && argument && rounds(gives, link.origins(termAt(argument, frame)).map((object) => properties(link, object)));
}

/** A Map: what it is made of, and what is set later. */
function mapped(link: Link, { value, frame }: Term): Rounds | undefined {
  if (value.kind !== 'call' || !value.isNew || calledName(value.callee) !== 'Map') return undefined;
  const [first] = value.args;
  const given = first ? link.origins(termAt(first, frame)).map((list) => elements(list)?.flatMap((entry) => pairOf(link, entry.value))) : [];
  const later = link.index.callsOf('set').flatMap((call): Round[] => {
    const { callee, args } = call.value;
    const [key, item] = args;
    if (callee.kind !== 'member' || !key || !item || !link.origins(termAt(callee.object, call.frame)).some((map) => map.value === value)) return [];
    return [{ key: termAt(key, call.frame), value: termAt(item, call.frame) }];
  });
  return rounds('entry', [...given, later]);
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

function elements({ value, frame }: Term): readonly Round[] | undefined {
  if (value.kind !== 'array' || value.elements.some(({ kind }) => kind === 'spread')) return undefined;
  return value.elements.map((element) => ({ value: termAt(element, frame) }));
}

/** The properties of an object of functions, or what a module exports; a record is filled by others, too. */
function properties(link: Link, object: Term): readonly Round[] | undefined {
  const { value, frame } = object;
  if (value.kind === 'import' && value.name === '*') {
    const names = link.index.moduleOf(frame.module, value.specifier)?.facts.exports.map(({ name }) => name) ?? [];
    return names.filter((name) => name !== '*').map((name) => ({ key: termAt(keyOf(object.value, name), frame), value: importMember(object, value, name) }));
  }
  if (value.kind !== 'object' || !value.properties.every(({ key, value: part }) => key !== undefined && part.kind !== 'literal')) return undefined;
  return value.properties.map((property) => ({ key: termAt(keyOf(property, property.key ?? ''), frame), value: termAt(property.value, frame) }));
}

const KEYS = new WeakMap<Value | ObjectProperty, Map<string, LiteralValue>>();

/** The key as a text; the same value for the same key. */
function keyOf(owner: Value | ObjectProperty, name: string): Value {
  const known = KEYS.get(owner) ?? new Map<string, LiteralValue>();
  KEYS.set(owner, known);
  const key = known.get(name) ?? { kind: 'literal', value: name, range: 'keyRange' in owner ? owner.keyRange : owner.range };
  known.set(name, key);
  return key;
}
