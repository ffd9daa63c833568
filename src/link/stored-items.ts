import type { MemberValue, Value } from '../facts/module-facts.js';
import { CONTAINER_OPERATIONS } from '../models/stores.js';
import { entryOf } from '../models/catalogue.js';
import { type Link, type Term, termAt } from './link.js';
import { operationOf } from './operations.js';
import { ownerOf } from './program-index.js';
import { storings } from './stored.js';

/** Deeper than any record. */
const MAX_PATH = 6;

/** `map.get(key)` or `object[key]`. */
export function lookUpOf({ value, frame }: Term): { readonly object: Term; readonly key?: Term } | undefined {
  if (value.kind === 'member') return typeof value.property === 'string' ? undefined : { object: termAt(value.object, frame), key: termAt(value.property, frame) };
  if (value.kind !== 'call' || value.callee.kind !== 'member' || typeof value.callee.property !== 'string') return undefined;
  if (entryOf(CONTAINER_OPERATIONS, value.callee.property)?.does !== 'read') return undefined;
  const [key] = value.args;
  return { object: termAt(value.callee.object, frame), ...(key && { key: termAt(key, frame) }) };
}

/** The look-up that a member is read from, and the members between: `sessions.get(ws).owner.id`. */
export function lookedUp(link: Link, term: Term): { readonly look: Term; readonly path: readonly string[] } {
  const path: string[] = [];
  let look = term;
  while (look.value.kind === 'member' && typeof look.value.property === 'string' && path.length < MAX_PATH) {
    path.unshift(look.value.property);
    const object = termAt(look.value.object, look.frame);
    look = link.origins(object)[0] ?? object;
  }
  return { look, path };
}

/** Everything that the program puts into one of the containers, or the same field of each; what is nothing yet aside. */
export function itemsIn(link: Link, ids: readonly string[], path: readonly string[]): readonly Term[] {
  const isIn = (object: Term): boolean => link.holdings(object).some(({ container }) => ids.includes(container.id));
  const keyless = link.index.calls.flatMap((call): Term[] => {
    const operation = operationOf(link, call);
    const item = operation?.model.does === 'add' && operation.model.key === undefined ? call.value.args[operation.model.value ?? 0] : undefined;
    return operation && item && isIn(operation.object) ? [termAt(item, call.frame)] : [];
  });
  const keyed = storings(link).filter(({ object }) => isIn(object)).map(({ item }) => item);
  const whole = [...keyed, ...keyless].flatMap((item) => fieldOf(link, item, path) ?? []);
  return [...whole, ...laterIn(link, isIn, path)].filter(({ value }) => value.kind !== 'literal' || Boolean(value.value));
}

/** What is put into a record that lies there already: `sessions.get(ws).id = id`. */
function laterIn(link: Link, isIn: (object: Term) => boolean, path: readonly string[]): readonly Term[] {
  const last = path.at(-1);
  if (last === undefined) return [];
  return link.index.assignmentsToMember(last).flatMap((assignment) => {
    const { event, frame } = assignment;
    const owner = ownerOf(assignment);
    return event.operator === '=' && owner && isIn(owner) ? [termAt(event.value, frame)] : [];
  });
}

const FIELDS = new WeakMap<Value, Map<string, MemberValue>>();

/** A member of an item, if the item is known to have it. */
function fieldOf(link: Link, item: Term, path: readonly string[]): Term | undefined {
  const [property, ...rest] = path;
  if (property === undefined) return item;
  const known = FIELDS.get(item.value) ?? new Map<string, MemberValue>();
  FIELDS.set(item.value, known);
  const value = known.get(property) ?? { kind: 'member', object: item.value, property, range: item.value.range };
  known.set(property, value);
  const field = termAt(value, item.frame);
  const isKnown = link.next(field).some((next) => next.value !== value && (next.value.kind !== 'member' || next.value.property !== property));
  return isKnown ? fieldOf(link, field, rest) : undefined;
}
