import type { Value } from '../facts/module-facts.js';
import { type Link, type Term, termAt } from '../link/link.js';
import { USER } from '../models/meanings.js';
import type { KeyClass } from '../models/model.js';
import { isKeyName } from './identity-paths.js';
import { trailOf } from './value-trails.js';
import type { Guard } from './verdict.js';

/** A key with a second choice, for connections that lack the first. */
export interface Fallback {
  /** What a report points at. */
  readonly at: Term;
  /** The user's key, or where it may come from. */
  readonly mains: readonly Term[];
  readonly other: Term;
}

/** What a guard counts by. */
export function keysOf({ test, effect }: Guard): readonly Term[] {
  return test?.count.holding.keys ?? effect.from.flatMap(({ keys }) => keys);
}

/** The second choices of a key, the outermost first: `user?.id ?? socket.id`. */
export function fallbacksIn(link: Link, key: Term): readonly Fallback[] {
  return trailOf(link, key).flatMap((term) => {
    const choices = choicesOf(link, term);
    const mains = choices.filter((choice) => isUser(link, choice));
    const other = choices.find((choice) => isShared(link, choice));
    if (mains.length === 0 || !other) return [];
    const { kind } = term.value;
    return [{ at: kind === 'logical' || kind === 'choice' ? term : other, mains, other }];
  });
}

/** What a value can be: the sides of `??` and `?:`, what a function returns, what is assigned to a variable. */
function choicesOf(link: Link, term: Term): readonly Term[] {
  const { value, frame } = term;
  const inside = (...parts: readonly Value[]): Term[] => parts.map((part) => termAt(part, frame));
  if (value.kind === 'logical') return value.operator === '&&' ? [] : inside(value.left, value.right);
  if (value.kind === 'choice') return inside(value.then, value.otherwise);
  const isOpen = value.kind === 'call' || (value.kind === 'binding' && link.index.parameter(frame.module, value.id) === undefined);
  return isOpen ? link.next(term).filter((next) => next.value !== value) : [];
}

function isUser(link: Link, term: Term): boolean {
  const found = link.keyClass([term]);
  return found === 'user' || (found === 'unknown' && isNamedForUser(link, term));
}

function isNamedForUser(link: Link, term: Term): boolean {
  return [term, ...link.next(term)].some(({ value, frame }) => {
    const name = value.kind === 'member' ? value.property : value.kind === 'binding' ? frame.module.facts.bindings[value.id]?.name : undefined;
    return typeof name === 'string' && (USER.test(name) || isKeyName(name));
  });
}

const WEAK: ReadonlySet<KeyClass> = new Set<KeyClass>(['address', 'connection', 'client']);

/** Something that is there without a user: one and the same for all, or whatever the connection brings. */
function isShared(link: Link, term: Term): boolean {
  const found = link.keyClass([term]);
  if (WEAK.has(found)) return true;
  return found === 'none' && link.origins(term).every(({ value }) => (value.kind === 'literal' && Boolean(value.value)) || (value.kind === 'template' && value.values.length === 0));
}
