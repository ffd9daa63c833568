import type { CallValue, MemberValue } from '../facts/module-facts.js';
import { CONVERTS } from '../models/meanings.js';
import { CONTAINER_CONSTRUCTORS, VIEWS } from '../models/stores.js';
import { entryOf } from '../models/catalogue.js';
import { type Container, type Frame, functionOf, type Holding, type Link, premisesOf, type RoleRef, siteId, type Term, termAt } from './link.js';
import { calledName } from './value-names.js';
import { classesOf } from './classes.js';
import { clientOf, operationOf, redisOperation, sentCommand } from './operations.js';
import { instanceHoldings, isKept, partOf } from './stored.js';
import { predicateKeys } from './predicates.js';
import type { Questions } from './questions.js';
import { tableHoldings } from './tables.js';
import { loopedWay } from './registrations.js';

/** The containers, or parts of containers, that a value is. */
export function createHoldings(link: Link, questions: Questions): Link['holdings'] {
  const ofOrigin = questions.remember<readonly Holding[]>(() => [], (origin) => distinct(originHoldings(link, origin)));
  return questions.remember<readonly Holding[]>(
    () => [],
    (term) => {
      const found = link.origins(term).flatMap(ofOrigin);
      const outlives = found.some(({ container }) => container.outlives);
      return distinct(outlives ? found : [...instanceHoldings(link, term), ...found]);
    },
  );
}

/** A value that can be more parts than this can be anything; so can one that lies deeper. */
const MAX_HOLDINGS = 32;
const MAX_KEYS = 6;

function distinct(holdings: readonly Holding[]): readonly Holding[] {
  if (holdings.length < 2) return holdings;
  const seen = new Map<string, Holding[]>();
  const found: Holding[] = [];
  for (const holding of holdings) {
    if (found.length >= MAX_HOLDINGS || holding.keys.length > MAX_KEYS) continue;
    const { id } = holding.container;
    const same = seen.get(id) ?? [];
    seen.set(id, same);
    if (same.some((other) => isSame(other, holding))) continue;
    same.push(holding);
    found.push(holding);
  }
  return found;
}

function isSame(one: Holding, other: Holding): boolean {
  return (
    one.isElement === other.isElement && one.isScan === other.isScan && one.isAtomic === other.isAtomic && one.keys.length === other.keys.length && one.keys.every(({ value, frame }, index) => value === other.keys[index]?.value && frame === other.keys[index].frame)
  );
}

function originHoldings(link: Link, origin: Term): readonly Holding[] {
  const { value, frame } = origin;
  switch (value.kind) {
    case 'object':
      return [allocated(link, origin)];
    case 'array': {
      const spreads = value.elements.flatMap((element) => (element.kind === 'spread' ? link.holdings(termAt(element.value, frame)) : []));
      return spreads.length > 0 ? spreads : [allocated(link, origin)];
    }
    case 'call':
      return callHoldings(link, termAt(value, frame));
    case 'member':
      return memberHoldings(link, termAt(value, frame));
    case 'each':
      return link.holdings(termAt(value.of, frame)).map((holding) => ({ ...holding, isElement: true }));
    case 'this':
      return inherited(link, origin);
    case 'import':
      return [external(origin, `import ${value.specifier}#${value.name}`)];
    default:
      return [];
  }
}

/** An instance of a class that extends Map, Set or Array. */
function inherited(link: Link, origin: Term): readonly Holding[] {
  const base = classesOf(link, origin).at(-1)?.facts.superClass;
  const place = base && CONTAINER_CONSTRUCTORS.has(calledName(base) ?? '') ? link.place(origin) : undefined;
  return place === undefined ? [] : [whole({ id: place, made: origin, outlives: true })];
}

function whole(container: Container): Holding {
  return { container, keys: [], isElement: false };
}

/** A new container; one that is put into another is a part of that. */
function allocated(link: Link, made: Term): Holding {
  const outlives = !(runsPerConnection(link, made.frame) || isInLoop(link, made)) || isKept(link, made);
  return (outlives ? undefined : partOf(link, made)) ?? whole({ id: siteId(made), made, outlives });
}

/** Made in a loop that takes connections one after the other. */
function isInLoop(link: Link, { value, frame }: Term): boolean {
  if (link.catalogue.vocabulary.looped.size === 0) return false;
  const { events } = functionOf(frame);
  const event = events.find(({ range }) => range[0] <= value.range[0] && value.range[1] <= range[1]);
  for (let premise = event && premisesOf(frame, event.when); premise; premise = premise.outer) {
    const { condition, frame: at } = premise;
    if (condition.kind === 'loop' && condition.over?.kind === 'call' && loopedWay(link, { value: condition.over, frame: at })) return true;
  }
  return false;
}

/** Whether the function runs for one connection in this activation: by itself, or because such a function called it. */
function runsPerConnection(link: Link, { module, fn, from }: Frame): boolean {
  if (link.isPerConnection(module, fn)) return true;
  // Where the call is not known, it may be any of the calls.
  const callers = from ? [from.frame] : link.callSitesOf(module, fn).filter((caller) => caller.fn !== fn);
  return callers.some((caller) => (from ? runsPerConnection(link, caller) : link.isPerConnection(caller.module, caller.fn)));
}

function external(made: Term, id: string): Holding {
  return whole({ id, made, outlives: true, isExternal: true });
}

function callHoldings(link: Link, term: Term<CallValue>): readonly Holding[] {
  const { value, frame } = term;
  const { callee, args } = value;
  const name = calledName(callee);
  if (value.isNew || name === 'Object.create') {
    const constructs = name !== undefined && (CONTAINER_CONSTRUCTORS.has(name) || name === 'Object.create');
    return constructs ? [...copied(link, term), allocated(link, term)].slice(0, 1) : inherited(link, term);
  }
  const viewed = name === undefined ? undefined : args[entryOf(VIEWS, name) ?? -1];
  if (viewed) return link.holdings(termAt(viewed, frame));
  if (callee.kind !== 'member' || typeof callee.property !== 'string') return [];
  const method = callee.property;
  const object = termAt(callee.object, frame);
  const known = link.catalogue.vocabulary.collections.has(method) ? link.roles(object) : [];
  const distinctive = known.length > 0 ? undefined : link.catalogue.distinctiveMethods.get(method);
  const collections = [...known, ...(distinctive ? [{ role: distinctive, id: distinctive, root: distinctive }] : [])].flatMap((ref: RoleRef) => {
    const { collection: model, named } = link.catalogue.methodOfRole(ref.role, method) ?? {};
    const key = named === undefined ? undefined : args[named];
    return model ? [collection(key ? { ...ref, key: termAt(key, frame) } : ref, method, term, model)] : [];
  });
  if (collections.length > 0) return collections;
  const operation = operationOf(link, term)?.model;
  const held = operation ? operandHoldings(link, object) : [];
  if (operation && held.length > 0) {
    const key = operation.key === undefined ? undefined : args[operation.key];
    switch (operation.does) {
      case 'read':
        // What is asked of another module under a fixed name is a setting, not a tracker.
        return held
          .filter(({ container }) => !(container.isExternal && key && isConstant(link, termAt(key, frame))))
          .map((holding) => ({ ...holding, keys: key ? [...holding.keys, termAt(key, frame)] : holding.keys, isElement: true }));
      case 'view':
      case 'map':
      case 'add':
        return held;
      case 'take':
        return held.map((holding) => ({ ...holding, isElement: true }));
      case 'find':
        return held.map((holding) => ({ ...holding, keys: [...holding.keys, ...predicateKeys(link, term)], isElement: operation.isOne === true, isScan: true }));
      default:
        return [];
    }
  }
  const table = tableHoldings(link, term);
  return table.length > 0 ? table : redisHoldings(link, term);
}

function isConstant(link: Link, term: Term): boolean {
  return link.origins(term).every(({ value }) => value.kind === 'literal' || value.kind === 'import');
}

/** `new Set(other)` holds what the other does. */
function copied(link: Link, { value, frame }: Term<CallValue>): readonly Holding[] {
  const [first] = value.args;
  if (!first || first.kind === 'literal') return [];
  return link.holdings(termAt(first, frame)).filter((holding) => holding.keys.length > 0 || holding.container.outlives);
}

function redisHoldings(link: Link, term: Term<CallValue>): readonly Holding[] {
  const operation = redisOperation(link, term)?.model;
  return operation?.does === 'view' || operation?.does === 'read' ? [redisHolding(link, term, operation.key ?? 0)] : [];
}

/** What a Redis client keeps under the key of a command. */
export function redisHolding(link: Link, { value, frame }: Term<CallValue>, keyIndex: number): Holding {
  const key = value.args[keyIndex];
  const client = clientOf(link, sentCommand(link, termAt(value, frame))?.object ?? termAt(value.callee, frame));
  const made = link.origins(client)[0] ?? client;
  // What lies under keys of another pattern is another thing.
  const patterns = key ? link.origins(termAt(key, frame)).map(({ value: text }) => (text.kind === 'template' ? text.texts.join('*') : '')) : [];
  const holding = external(made, `redis ${siteId(made)}\n${[...new Set(patterns)].join()}`);
  return { ...holding, keys: key ? [termAt(key, frame)] : [], isElement: true };
}

function memberHoldings(link: Link, term: Term<MemberValue>): readonly Holding[] {
  const { value, frame } = term;
  const object = termAt(value.object, frame);
  if (typeof value.property !== 'string') {
    const { property } = value;
    const isIndex = property.kind === 'literal' && typeof property.value === 'number';
    return operandHoldings(link, object).map((holding) => ({
      ...holding,
      keys: isIndex ? holding.keys : [...holding.keys, termAt(property, frame)],
      isElement: true,
    }));
  }
  const { property } = value;
  const collections = (link.catalogue.vocabulary.collections.has(property) ? link.roles(object) : []).flatMap((ref) => {
    const model = link.catalogue.lookUp(ref.role, ({ collections: known }) => entryOf(known, property));
    return model ? [collection(ref, property, term, model)] : [];
  });
  if (collections.length > 0) return collections;
  // A field of a record that lies in a container is a part of the container.
  const records = link.holdings(object).filter((holding) => holding.isElement);
  if (records.length > 0) return records;
  const asked = askedFrom(link, object);
  if (asked.length > 0) return asked;
  return isForeign(link, term) ? [external(term, `member ${link.place(term) ?? siteId(term)}`)] : [];
}

/** A record that a call out of reach gives for its arguments: `(await users.find(id)).sockets`. */
function askedFrom(link: Link, object: Term): readonly Holding[] {
  return link.origins(object).flatMap(({ value, frame }): Holding[] => {
    if (value.kind !== 'call' || value.isNew || value.args.length === 0 || calledName(value.callee) !== undefined) return [];
    const call = termAt(value, frame);
    if (CONVERTS.test(nameOf(call) ?? '') || link.callees(call).length > 0 || link.roles(call).length > 0) return [];
    const keys = value.args.filter(({ kind }) => kind !== 'function').map((argument) => termAt(argument, frame));
    if (keys.length === 0) return [];
    const { container } = external(call, `call ${siteId(call)}`);
    return [{ container: { ...container, isRecord: true }, keys, isElement: true }];
  });
}

/** The name that a function is called by. */
function nameOf({ value, frame }: Term<CallValue>): string | undefined {
  const { callee } = value;
  if (callee.kind === 'member') return typeof callee.property === 'string' ? callee.property : undefined;
  return callee.kind === 'binding' ? frame.module.facts.bindings[callee.id]?.name : undefined;
}

/** A field whose value no code in reach gives, of an object that is not the connection's own. */
function isForeign(link: Link, term: Term): boolean {
  const place = link.place(term);
  return place !== undefined && !place.startsWith('role ') && !place.startsWith('binding ') && !place.startsWith('global ');
}

/** What an operation works on; an object from elsewhere counts once it is used as a container. */
function operandHoldings(link: Link, object: Term): readonly Holding[] {
  const held = link.holdings(object);
  if (held.length > 0 || link.roles(object).length > 0) return held;
  return link.origins(object).flatMap((origin) => {
    // A store of another package, made once: `new LRUCache()`.
    const isStore = origin.value.kind === 'call' && origin.value.isNew && isImported(link, termAt(origin.value.callee, origin.frame));
    if (isStore && !link.isPerConnection(origin.frame.module, origin.frame.fn)) return [external(origin, `store ${siteId(origin)}`)];
    const isParameter = origin.value.kind === 'binding' && link.index.parameter(origin.frame.module, origin.value.id) !== undefined;
    if (!isParameter || link.isPerConnection(origin.frame.module, origin.frame.fn)) return [];
    return [external(origin, `parameter ${siteId(origin)}`)];
  });
}

function isImported(link: Link, callee: Term): boolean {
  return link.origins(callee).some(({ value }) => value.kind === 'import');
}

function collection(ref: RoleRef, member: string, made: Term, model: NonNullable<Container['collection']>): Holding {
  const keys = model.keyed && ref.key ? [ref.key] : [];
  return { container: { id: `${ref.root}.${member}`, made, outlives: true, collection: model }, keys, isElement: false };
}
