import type { BindingValue, CallValue, MemberValue } from '../facts/module-facts.js';
import { SIZE_MEMBERS, VIEWS } from '../models/stores.js';
import { entryOf } from '../models/catalogue.js';
import { redisHolding } from './containers.js';
import { type Count, frameOf, type Holding, type Link, type Term, termAt } from './link.js';
import { calledName, writtenName } from './value-names.js';
import { operationOf, redisOperation } from './operations.js';
import { predicateKeys } from './predicates.js';
import { type Assignment, ownerOf } from './program-index.js';
import type { Questions } from './questions.js';
import { partKinds } from './stored.js';
import { scanCounts, counted, isShared, isIncrement } from './scan-counts.js';

/** What is counted up in more places than this is no number of connections. */
const MAX_CHANGES = 64;
const CONVERSIONS: ReadonlySet<string> = new Set(['Number', 'parseInt', 'Number.parseInt', 'Math.max', 'Math.abs']);
/** Names of containers that hold connections. */
const CONNECTION_STORE = /sock|conn|client|session|presence|online|\btabs?\b|devices?/iu;

/** Names of calls that give a number of things. */
const COUNTING = /count|size|number|total|open|active|(?:connection|socket|session|client)s?(?:for|of|by)?(?:user|key)?$/iu;

/** The counts that a number in the program can be: sizes, stored numbers, counters, scans, counting calls. */
export function createCounts(link: Link, questions: Questions): Link['counts'] {
  return questions.remember<readonly Count[]>(
    () => [],
    (term) => {
      const { value, frame } = term;
      const isSize = value.kind === 'member' && typeof value.property === 'string' && SIZE_MEMBERS.has(value.property);
      const own = isSize ? memberCounts(link, termAt(value, frame)) : [];
      return own.length > 0 ? own : link.origins(term).flatMap(ofOrigin);
    },
  );

  function ofOrigin(origin: Term): readonly Count[] {
    const { value, frame } = origin;
    switch (value.kind) {
      case 'binary': {
        const sign = value.operator === '+' ? 1 : value.operator === '-' ? -1 : 0;
        const { right } = value;
        if (sign === 0 || right.kind !== 'literal' || typeof right.value !== 'number') return [];
        const by = sign * right.value;
        return link.counts(termAt(value.left, frame)).map((count) => ({ ...count, delta: count.delta + by }));
      }
      case 'binding':
        return counterCounts(link, termAt(value, frame));
      case 'member':
        return memberCounts(link, termAt(value, frame));
      case 'call': {
        const converted = CONVERSIONS.has(calledName(value.callee) ?? '') ? value.args.flatMap((arg) => link.counts(termAt(arg, frame))) : [];
        return converted.length > 0 ? converted : callCounts(link, termAt(value, frame));
      }
      default:
        return [];
    }
  }
}

function memberCounts(link: Link, term: Term<MemberValue>): readonly Count[] {
  const { value, frame } = term;
  const object = termAt(value.object, frame);
  if (typeof value.property === 'string' && SIZE_MEMBERS.has(value.property)) {
    const { property } = value;
    const added = newElements(link, object);
    const holdings = link.holdings(object);
    if (holdings.length === 0) return foreignSize(link, object, term);
    const isCopy = link.origins(object).some(({ value: list }) => (list.kind === 'array' && list.elements.some(({ kind }) => kind === 'spread')) || (list.kind === 'call' && entryOf(VIEWS, calledName(list.callee) ?? '') !== undefined));
    return holdings
      .filter((holding) => isShared(holding) && (isCopy || hasSize(link, holding, property)))
      .map((holding) => ({ ...counted(holding, term), delta: added }));
  }
  if (typeof value.property === 'string') {
    const { property } = value;
    const library = link.roles(object).flatMap((ref): Count[] => {
      const model = link.catalogue.lookUp(ref.role, ({ collections }) => entryOf(collections, property));
      if (!model?.isCount) return [];
      const container = { id: `${ref.root}.${property}`, made: term, outlives: true, collection: model };
      return [counted({ container, keys: [], isElement: false }, term)];
    });
    if (library.length > 0) return library;
    const changed = fieldChanges(link, term, property);
    if (changed.length > 0) return fieldCounter(link, term, changed);
  }
  // A field of a record is a number of connections only if something counts it up.
  if (typeof value.property === 'string' && !isCountedUp(link, value.property)) return [];
  return link.holdings(term).filter((holding) => holding.isElement && (holding.keys.length > 0 || holding.container.isRecord) && isShared(holding)).map((holding) => counted(holding, term));
}

function isCountedUp(link: Link, property: string): boolean {
  return COUNTING.test(property) || link.index.assignmentsToMember(property).some(({ event }) => event.operator === '+' || isIncrement(event.value, event.target));
}

/** `[...existing, socket]` is longer than what it is made of. */
function newElements(link: Link, object: Term): number {
  const lists = link.origins(object).flatMap(({ value }) => (value.kind === 'array' && value.elements.some(({ kind }) => kind === 'spread') ? [value] : []));
  return Math.max(0, ...lists.map(({ elements }) => elements.filter(({ kind }) => kind !== 'spread').length));
}

/** Whether what is kept under the keys has such a member: a Set has no length, an array no size, a number neither. */
function hasSize(link: Link, holding: Holding, property: string | undefined): boolean {
  if (!holding.isElement || holding.container.collection || holding.container.isExternal) return true;
  const kinds = partKinds(link, holding.container.id);
  if (kinds.size === 0 || kinds.has('other')) return true;
  return kinds.has(property === 'size' ? 'set' : property === 'length' ? 'list' : 'number');
}

/** Additions to the same field, anywhere. */
function fieldChanges(link: Link, term: Term<MemberValue>, property: string): readonly Assignment[] {
  const place = link.place(term);
  if (place === undefined || place.startsWith('role ')) return [];
  return link.index.assignmentsToMember(property).filter((assignment) => {
    const owner = ownerOf(assignment);
    const { event } = assignment;
    if (!owner || !(event.operator === '+' || isIncrement(event.value, event.target))) return false;
    return link.origins(termAt(event.target, assignment.frame)).some((origin) => link.place(origin) === place);
  });
}

function fieldCounter(link: Link, term: Term<MemberValue>, changes: readonly Assignment[]): readonly Count[] {
  // A field of a record in a container is counted under the container's key.
  const records = link.holdings(termAt(term.value.object, term.frame)).filter((holding) => holding.isElement && isShared(holding));
  if (records.length > 0) return records.map((holding) => counted(holding, term));
  const scanned = changes.flatMap((change) => scanCounts(link, change, term));
  if (scanned.length > 0) return scanned;
  const id = `field ${link.place(term) ?? ''}`;
  return [counted({ container: { id, made: term, outlives: true, isCounter: true }, keys: [], isElement: false }, term)];
}

/** A variable that is counted up: over a scan of the open connections, or a counter that lives on. */
function counterCounts(link: Link, term: Term<BindingValue>): readonly Count[] {
  const { value, frame } = term;
  const { module } = frame;
  const changes = link.index.assignmentsTo(module, value.id).filter(({ event }) => event.operator === '+' || isIncrement(event.value, event.target));
  if (changes.length === 0 || changes.length > MAX_CHANGES) return [];
  const scanned = changes.flatMap((change) => scanCounts(link, change, term));
  if (scanned.length > 0) return scanned;
  const owner = module.facts.bindings[value.id]?.fn ?? 0;
  if (link.isPerConnection(module, owner)) return raisedCounts(link, term, changes);
  const id = `counter ${module.path}:${String(value.id)}`;
  return [counted({ container: { id, made: term, outlives: true, isCounter: true }, keys: [], isElement: false }, term)];
}

/** A local that takes a count and is raised before it is read: `let n = counts.get(id) ?? 0; n++`. */
function raisedCounts(link: Link, { value, frame }: Term<BindingValue>, changes: readonly Assignment[]): readonly Count[] {
  const taken = link.index.assignmentsTo(frame.module, value.id).filter(({ event }) => event.operator === '=' && event.value.kind !== 'literal');
  const raised = changes.flatMap(({ event }) =>
    event.operator === '+' && event.range[0] < value.range[0] && event.value.kind === 'literal' && typeof event.value.value === 'number' ? [event.value.value] : [],
  );
  const by = raised.reduce((sum, number) => sum + number, 0);
  return taken.flatMap(({ event, frame: place }) => link.counts(termAt(event.value, frameOf(frame, place.fn))).map((count) => ({ ...count, delta: count.delta + by })));
}

function callCounts(link: Link, term: Term<CallValue>): readonly Count[] {
  const { value } = term;
  const { callee } = value;
  if (value.isNew) return [];
  const operation = operationOf(link, term);
  if (operation?.model.does === 'count') {
    const keys = predicateKeys(link, term);
    return link.holdings(operation.object).filter(isShared).map((holding) => counted({ ...holding, keys: [...holding.keys, ...keys], isScan: true }, term));
  }
  // `push` gives the new length, and `add` the Set itself.
  if (operation?.model.does === 'add' && operation.model.key === undefined) {
    return link.holdings(operation.object).filter(isShared).map((holding) => ({ ...counted(holding, term), delta: 1 }));
  }
  if (callee.kind === 'member') {
    const totals = link.holdings(term).filter(({ container }) => container.collection?.isCount);
    if (totals.length > 0) return totals.map((holding) => counted(holding, term));
    const stored = link.holdings(term).filter((holding) => holding.isElement && holding.keys.length > 0 && isShared(holding) && hasSize(link, holding, undefined));
    if (stored.length > 0) return stored.map((holding) => counted(holding, term));
  }
  const redis = redisOperation(link, term)?.model;
  if (redis?.does === 'count') return [{ ...counted(redisHolding(link, term, redis.key ?? 0), term), ...(redis.atomic && { isAtomic: true }) }];
  return foreignCount(link, term);
}

/** How many a container out of reach has under a key: `registry.sockets.get(user.id).size`, of a registry that was handed in. */
function foreignSize(link: Link, object: Term, at: Term): readonly Count[] {
  return link.origins(object).flatMap(({ value, frame }) => {
    if (value.kind !== 'call' || value.callee.kind !== 'member' || value.callee.property !== 'get' || value.args.length !== 1) return [];
    const store = termAt(value.callee.object, frame);
    const [origin = store] = link.origins(store);
    const name = writtenName(origin);
    if (name === undefined || !CONNECTION_STORE.test(name) || link.roles(store).length > 0 || link.callees(termAt(value, frame)).length > 0) return [];
    const container = { id: `call ${link.place(origin) ?? name}.get`, made: origin, outlives: true, isExternal: true };
    return [counted({ container, keys: value.args.map((argument) => termAt(argument, frame)), isElement: true }, at)];
  });
}

/** A call of a counting function whose code is not in reach: what it is asked about is the key. */
function foreignCount(link: Link, term: Term<CallValue>): readonly Count[] {
  const { value, frame } = term;
  const { callee, args } = value;
  const name = writtenName(termAt(callee, frame));
  if (name === undefined || !COUNTING.test(name) || link.callees(term).length > 0 || callee.kind === 'global') return [];
  const subject = callee.kind === 'member' ? termAt(callee.object, frame) : termAt(callee, frame);
  if (link.roles(subject).length > 0) return [];
  const [origin = subject] = link.origins(subject);
  if (origin.value.kind !== 'import' && origin.value.kind !== 'member' && origin.value.kind !== 'this' && origin.value.kind !== 'binding') return [];
  const container = { id: `call ${link.place(origin) ?? name}.${name}`, made: origin, outlives: true, isExternal: true };
  return [counted({ container, keys: args.map((argument) => termAt(argument, frame)), isElement: false }, term)];
}
