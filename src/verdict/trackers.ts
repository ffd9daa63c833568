import type { AssignEvent, CallValue, Value } from '../facts/module-facts.js';
import { encloses } from '../facts/ranges.js';
import { partsOf } from '../facts/value-parts.js';
import { bareFrame, type Container, type CountTest, type Frame, functionKey, functionOf, type Link, type Term, termAt } from '../link/link.js';
import { calledName } from '../link/value-names.js';
import { CLOCKS, USER } from '../models/meanings.js';
import { operationOf, redisOperation, sentCommand } from '../link/operations.js';
import { storings } from '../link/stored.js';
import { endFunctions } from './endings.js';
import { touches } from './reservations.js';

/** A count that the clock resets and that the end of a connection does not lower is a rate. */
export function isRate(link: Link, container: Container): boolean {
  if (container.collection || container.id.startsWith('call ')) return false;
  const changes = changesOf(link, container);
  if (changes.some(({ frame, removes }) => removes && endFunctions(link).has(functionKey(frame.module, frame.fn)))) return false;
  const touched = new Set(changes.map(({ frame }) => frame));
  return [...touched].some((frame) => readsClock(link, frame)) || changes.some(({ frame, isReset }) => isReset && isTimed(link, frame)) || expires(link, changes);
}

/** Whether what a container holds changes as connections come and go; a table of settings does not. */
export function isTracking(link: Link, container: Container): boolean {
  if (container.isExternal || container.collection) return true;
  return changesOf(link, container).some(({ frame, removes }) => removes || link.isPerConnection(frame.module, frame.fn));
}

export interface Change {
  readonly frame: Frame;
  readonly removes: boolean;
  /** Empties the whole. */
  readonly isReset?: boolean;
  readonly call?: Term<CallValue>;
  readonly event?: AssignEvent;
}

const CHANGES = new WeakMap<Link, Map<string, readonly Change[]>>();

/** Where a container's content changes. */
export function changesOf(link: Link, container: Container): readonly Change[] {
  const known = CHANGES.get(link) ?? new Map<string, readonly Change[]>();
  CHANGES.set(link, known);
  const changes = known.get(container.id) ?? findChanges(link, container);
  known.set(container.id, changes);
  return changes;
}

function findChanges(link: Link, container: Container): Change[] {
  const { id } = container;
  const found: Change[] = [];
  for (const call of link.index.calls) {
    const operation = operationOf(link, call) ?? redisOperation(link, call);
    if (!operation || !['add', 'remove', 'take', 'count'].includes(operation.model.does)) continue;
    // A number that is stored lower than before is a release, too.
    const lowers = operation.model.does === 'add' && call.value.args.some((argument) => isLess(link, termAt(argument, call.frame)) || isFiltered(argument));
    const removes = operation.model.does === 'remove' || operation.model.does === 'take' || lowers;
    if (touches(link, operation, call, container)) found.push({ frame: call.frame, removes, call, isReset: operation.model.does === 'remove' && operation.model.key === undefined });
  }
  for (const module of link.index.modules) {
    for (const { id: fn, events } of module.facts.functions) {
      const frame = bareFrame(module, fn);
      for (const event of events) {
        if (event.kind !== 'assign') continue;
        const object = event.target.kind === 'member' ? termAt(event.target.object, frame) : termAt(event.target, frame);
        const isSame =
          link.holdings(object).some((holding) => holding.container.id === id) ||
          (event.operator !== '=' && link.counts(termAt(event.target, frame)).some(({ holding }) => holding.container.id === id));
        const removes = event.operator === 'delete' || event.operator === '-' || isLess(link, termAt(event.value, frame)) || isFiltered(event.value);
        // Another name for a container changes nothing in it.
        const isAlias = event.target.kind === 'binding' && event.operator === '=' && !removes;
        if (isSame && !isAlias && !isNote(link, event, frame)) found.push({ frame, removes, event });
      }
    }
  }
  return found;
}

const COUNTED: ReadonlySet<Value['kind']> = new Set<Value['kind']>(['binary', 'array', 'call', 'logical', 'choice']);

/** A field of a record that is there already (`users[id].name = name`) says nothing of how many there are. */
function isNote(link: Link, { target, operator, value }: AssignEvent, frame: Frame): boolean {
  if (target.kind !== 'member' || typeof target.property !== 'string' || operator !== '=' || COUNTED.has(value.kind)) return false;
  const held = link.holdings(termAt(target.object, frame));
  return held.every(({ isElement }) => isElement) && link.roles(termAt(value, frame)).length === 0;
}

/** Whether a value may be a number that is lower than before. */
export function isLess(link: Link, term: Term): boolean {
  return link.origins(term).some(({ value }) => (value.kind === 'binary' && value.operator === '-') || (value.kind === 'call' && calledName(value.callee) === 'Math.max'));
}

function isFiltered(value: Value): boolean {
  return value.kind === 'call' && value.callee.kind === 'member' && value.callee.property === 'filter';
}

/** Whether a function, with those inside it, reckons with the time: a date that is only noted says nothing of a rate. */
function readsClock(link: Link, frame: Frame): boolean {
  const own = functionOf(frame);
  if (!own.events.some((event) => event.kind === 'call' && isClock(event.value))) return false;
  const inside = frame.module.facts.functions.filter((fn) => encloses(own, fn));
  return inside.some(({ id, events }) => events.some((event) => event.kind !== 'await' && isReckoned(link, event.value, id === frame.fn ? frame : bareFrame(frame.module, id))));
}

function isReckoned(link: Link, value: Value, frame: Frame): boolean {
  const parts = value.kind === 'binary' ? [value.left, value.right] : [];
  return parts.some((part) => link.origins(termAt(part, frame)).some((origin) => isClock(origin.value))) || partsOf(value).some((part) => isReckoned(link, part, frame));
}

function isClock(value: Value): boolean {
  return value.kind === 'call' && (CLOCKS.has(calledName(value.callee) ?? '') || (value.isNew && calledName(value.callee) === 'Date'));
}

/** A function that a timer runs. */
export function isTimed(link: Link, { module, fn }: Frame): boolean {
  return link.handedTo(module, fn).some(({ call }) => calledName(call.value.callee) === 'setInterval');
}

/** Redis forgets by itself, and nothing else takes away. */
function expires(link: Link, changes: readonly Change[]): boolean {
  const isRedis = changes.some(({ call }) => call && isCommand(link, call, 'incr'));
  return isRedis && !changes.some(({ removes }) => removes) && link.index.calls.some((call) => isCommand(link, call, 'expire') || isCommand(link, call, 'pexpire'));
}

function isCommand(link: Link, call: Term<CallValue>, command: string): boolean {
  return sentCommand(link, call)?.command === command;
}

/** One entry a key, written anew by each connection: the count under a key never passes one. */
export function isOverwritten(link: Link, { count, limit }: CountTest): boolean {
  const { container, keys } = count.holding;
  if (container.collection || container.isExternal || container.isCounter || keys.length === 0) return false;
  if (!limit || link.numbers(limit).values.every((value) => value <= 1)) return false;
  const writes = link.index.calls.flatMap((call): boolean[] => {
    const operation = operationOf(link, call);
    if (operation?.model.does !== 'add') return [];
    const held = link.holdings(operation.object).filter((holding) => holding.container.id === container.id);
    if (held.length === 0) return [];
    const item = call.value.args[operation.model.value ?? 0];
    const isPart = held.every((holding) => holding.keys.length > 0 || holding.isElement);
    // A Set that holds the user once holds him once, however many connections he has.
    if (isPart && item && operation.model.key === undefined && isSetAdd(call)) return [link.roles(termAt(item, call.frame)).length === 0 && isUserKey(link, termAt(item, call.frame), keys)];
    // `open.set(id, mine.add(id))` puts back the Set that is there: what is added to it decides, and not where it begins.
    if (!isPart && item && link.origins(termAt(item, call.frame)).every((origin) => isRoom(origin.value) || isGrownPart(link, origin, container.id))) return [];
    return [!isPart && operation.model.key !== undefined && item !== undefined && replaces(link, termAt(item, call.frame), container.id)];
  });
  const assigned = link.index.modules.flatMap((module) =>
    module.facts.functions.flatMap(({ id, events }) =>
      events.flatMap((event): boolean[] => {
        if (event.kind !== 'assign' || event.target.kind !== 'member') return [];
        const frame = bareFrame(module, id);
        const held = link.holdings(termAt(event.target.object, frame)).filter((holding) => holding.container.id === container.id);
        if (held.length === 0 || event.operator === 'delete' || link.origins(termAt(event.value, frame)).every(({ value }) => isRoom(value))) return [];
        const isWhole = held.every((holding) => holding.keys.length === 0 && !holding.isElement);
        return [isWhole && event.operator === '=' && replaces(link, termAt(event.value, frame), container.id)];
      }),
    ),
  );
  const all = [...writes, ...assigned];
  return all.length > 0 && all.every(Boolean) && !isKeyedByConnection(link, container);
}

function isSetAdd({ value }: Term<CallValue>): boolean {
  return value.callee.kind === 'member' && value.callee.property === 'add';
}

/** An empty Set or list, put where none is yet. */
function isRoom(value: Value): boolean {
  return (value.kind === 'array' && value.elements.length === 0) || (value.kind === 'call' && value.isNew && value.args.length === 0 && calledName(value.callee) !== undefined);
}

/** What `add` gives, called on a Set that lies in the container. */
function isGrownPart(link: Link, origin: Term, container: string): boolean {
  const { value, frame } = origin;
  if (value.kind !== 'call' || !isSetAdd(termAt(value, frame)) || operationOf(link, termAt(value, frame))?.model.does !== 'add') return false;
  return link.holdings(origin).some((holding) => holding.container.id === container && (holding.keys.length > 0 || holding.isElement));
}

/** The same as what the count is kept under, or another name of the same user. */
function isUserKey(link: Link, item: Term, keys: readonly Term[]): boolean {
  const [key] = keys;
  if (!key || keys.length !== 1) return false;
  const origins = link.origins(item);
  if (link.keyClass([key]) === 'user' && origins.every((origin) => isNameOfUser(link, origin))) return true;
  return link.origins(key).every((origin) => {
    const place = link.place(origin);
    return origins.some((other) => other.value === origin.value || (place !== undefined && link.place(other) === place));
  });
}

function isNameOfUser(link: Link, origin: Term): boolean {
  const { value } = origin;
  return value.kind === 'member' && typeof value.property === 'string' && USER.test(value.property) && link.keyClass([origin]) === 'user';
}

/** A value that is not built on what was there before. */
function replaces(link: Link, term: Term, container: string): boolean {
  return link.origins(term).every((origin) => {
    const { value, frame } = origin;
    if (link.roles(origin).length > 0 || value.kind === 'literal') return value.kind !== 'literal' || value.value !== 0;
    const holdsOld = (part: Value): boolean => link.holdings(termAt(part.kind === 'spread' ? part.value : part, frame)).some((holding) => holding.container.id === container);
    if (value.kind === 'array') return value.elements.length > 0 && !value.elements.some(holdsOld);
    if (value.kind === 'object') return value.properties.length > 0 && value.properties.every(({ key }) => key !== undefined);
    if (value.kind === 'member') return link.holdings(origin).every((holding) => holding.container.id !== container);
    const given = value.kind === 'call' && value.isNew ? value.args.flatMap((argument) => (argument.kind === 'array' ? argument.elements : [argument])) : [];
    return given.length > 0 && !given.some(holdsOld);
  });
}

/** Entries under the connection itself are one a connection, and a scan over them counts well. */
function isKeyedByConnection(link: Link, { id }: Container): boolean {
  return storings(link).some(({ object, key }) => {
    const isSame = link.holdings(object).some((holding) => holding.container.id === id && holding.keys.length === 0);
    return isSame && link.keyClass([key]) === 'connection';
  });
}
