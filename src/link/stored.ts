import type { Value } from '../facts/module-facts.js';
import { bareFrame, functionOf, type Holding, type Link, type Term, termAt } from './link.js';
import { classesOf } from './classes.js';
import { calledName } from './value-names.js';
import { operationOf } from './operations.js';

interface Storing {
  readonly item: Term;
  readonly object: Term;
  readonly key: Term;
}

const STORINGS = new WeakMap<Link, readonly Storing[]>();

/** Everything that is put into a container under a key: `map.set(key, item)`, `object[key] = item`. */
export function storings(link: Link): readonly Storing[] {
  const known = STORINGS.get(link);
  if (known) return known;
  const calls = link.index.calls.flatMap((call): Storing[] => {
    const operation = operationOf(link, call);
    const { args } = call.value;
    const key = args[operation?.model.key ?? -1];
    const item = args[operation?.model.value ?? -1];
    if (operation?.model.does !== 'add' || !key || !item) return [];
    return [{ item: termAt(item, call.frame), object: operation.object, key: termAt(key, call.frame) }];
  });
  const assigned = link.index.modules.flatMap((module) =>
    module.facts.functions.flatMap(({ id, events }) => {
      const frame = bareFrame(module, id);
      return events.flatMap((event): Storing[] => {
        if (event.kind !== 'assign' || event.operator !== '=' || event.target.kind !== 'member') return [];
        const { object, property } = event.target;
        return typeof property === 'string' ? [] : [{ item: termAt(event.value, frame), object: termAt(object, frame), key: termAt(property, frame) }];
      });
    }),
  );
  const all = [...calls, ...assigned];
  STORINGS.set(link, all);
  return all;
}

type PartKind = 'set' | 'list' | 'number' | 'other';

const PART_KINDS = new WeakMap<Link, Map<string, ReadonlySet<PartKind>>>();

/** What a container keeps under its keys. */
export function partKinds(link: Link, container: string): ReadonlySet<PartKind> {
  const known = PART_KINDS.get(link) ?? new Map<string, ReadonlySet<PartKind>>();
  PART_KINDS.set(link, known);
  const kinds = known.get(container) ?? findPartKinds(link, container);
  known.set(container, kinds);
  return kinds;
}

function findPartKinds(link: Link, container: string): ReadonlySet<PartKind> {
  const kinds = storings(link).flatMap(({ item, object }) => {
    const isWhole = link.holdings(object).some((holding) => holding.container.id === container && holding.keys.length === 0);
    return isWhole ? link.origins(item).map((origin) => partKind(link, origin)) : [];
  });
  return new Set(kinds);
}

function partKind(link: Link, { value, frame }: Term): PartKind {
  if (value.kind === 'array') return 'list';
  if (value.kind === 'literal' || value.kind === 'binary') return 'number';
  const made = value.kind === 'call' && value.isNew ? calledName(value.callee) : undefined;
  if (made !== undefined) return made === 'Set' || made === 'Map' ? 'set' : 'other';
  if (value.kind !== 'call' || value.callee.kind !== 'member') return 'other';
  // `set.add(x)` is the Set, `list.filter(f)` a list; what was there before is of the same kind.
  if (value.callee.property === 'add') return 'set';
  if (value.callee.property === 'filter' || value.callee.property === 'concat') return 'list';
  return operationOf(link, termAt(value, frame))?.model.does === 'read' ? 'number' : 'other';
}

/** The place in an outliving container where a new container is put. */
export function partOf(link: Link, made: Term): Holding | undefined {
  for (const { item, object, key } of storings(link)) {
    if (!link.origins(item).some(({ value }) => value === made.value)) continue;
    const outer = link.holdings(object).find(({ container }) => container.outlives);
    if (outer) return { ...outer, keys: [...outer.keys, key], isElement: true };
  }
  return undefined;
}

/** A new container that is put into a variable, or a field, which is there before. */
export function isKept(link: Link, made: Term, isPerConnection: Link['isPerConnection'] = (of, fn) => link.isPerConnection(of, fn)): boolean {
  const { module } = made.frame;
  return functionOf(made.frame).events.some((event) => {
    if (event.kind !== 'assign' || event.operator !== '=' || !contains(event.value, made.value)) return false;
    const { target } = event;
    if (target.kind === 'binding') {
      const owner = module.facts.bindings[target.id]?.fn ?? made.frame.fn;
      return owner !== made.frame.fn && !isPerConnection(module, owner);
    }
    const place = typeof target.property === 'string' ? link.place(termAt(target, made.frame)) : undefined;
    return place !== undefined && !place.startsWith('role ') && functionOf(made.frame).kind !== 'initializer' && functionOf(made.frame).kind !== 'constructor';
  });
}

function contains(outer: Value, inner: Value): boolean {
  if (outer === inner) return true;
  return outer.kind === 'logical' && (contains(outer.left, inner) || contains(outer.right, inner));
}

/** A field of an object that is itself kept in a container under a key. */
export function instanceHoldings(link: Link, term: Term): readonly Holding[] {
  let at = term;
  for (let steps = 0; steps < 6 && at.value.kind === 'binding'; steps += 1) {
    const [next] = link.next(at);
    if (!next || next.value === at.value) return [];
    at = next;
  }
  const { value, frame } = at;
  if (value.kind !== 'member' || typeof value.property !== 'string') return [];
  return link.origins(termAt(value.object, frame)).flatMap((owner): Holding[] => {
    if (owner.value.kind !== 'call' || !owner.value.isNew || classesOf(link, owner).length === 0) return [];
    const part = partOf(link, owner);
    return part ? [part] : [];
  });
}
