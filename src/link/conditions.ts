import type { CallValue, Value } from '../facts/module-facts.js';
import { redisCommand } from '../models/stores.js';
import { balanceOf } from './balance.js';
import { activationOf, callbackArguments, functionsOf } from './calls.js';
import { redisHolding } from './containers.js';
import {
  type Count,
  type CountTest,
  type Frame,
  functionOf,
  type Holding,
  type Link,
  type OpaqueTest,
  type Premise,
  premisesOf,
  type Term,
  termAt,
} from './link.js';
import { operationOf, redisOperation } from './operations.js';
import { predicateKeys } from './predicates.js';
import { scriptTest } from './scripts.js';

const MAX_STEPS = 14;

const IDENTITIES = new WeakMap<object, string>();
let identities = 0;

/** A name for an object, for as long as it lives. */
function identify(object: object): string {
  let name = IDENTITIES.get(object);
  if (name === undefined) IDENTITIES.set(object, (name = String((identities += 1))));
  return name;
}

/** What the conditions of an event look at, once calls, names and results are opened. */
export interface Tests {
  readonly counts: CountTest[];
  readonly opaque: OpaqueTest[];
}

/** Opens a chain of premises until it is made of counts, of calls out of reach, or of nothing that matters here. */
export function testsOf(link: Link, premise: Premise | undefined, until?: Premise): Tests {
  const tests: Tests = { counts: [], opaque: [] };
  const seen = new Set<string>();
  for (let at = premise; at && at !== until; at = at.outer) openPremise(link, at, at, tests, seen, 0);
  return tests;
}

function openPremise(link: Link, at: Premise, top: Premise, tests: Tests, seen: Set<string>, depth: number): void {
  const { condition, frame } = at;
  if (condition.kind === 'test') open(link, termAt(condition.value, frame), condition.truthy, top, tests, seen, depth);
  else if (condition.kind === 'threw') openThrows(link, frame, condition.first, condition.last, top, tests, seen, depth);
}

function openPremises(link: Link, premise: Premise | undefined, top: Premise, tests: Tests, seen: Set<string>, depth: number): void {
  for (let at = premise; at; at = at.outer) openPremise(link, at, top, tests, seen, depth + 1);
}

function open(link: Link, term: Term, truthy: boolean, top: Premise, tests: Tests, seen: Set<string>, depth: number): void {
  const { value, frame } = term;
  const key = `${identify(value)} ${identify(frame)} ${String(truthy)}`;
  if (depth > MAX_STEPS || seen.has(key)) return;
  seen.add(key);
  const inner = (part: Value, want = truthy): void => {
    open(link, termAt(part, frame), want, top, tests, seen, depth + 1);
  };
  switch (value.kind) {
    case 'not':
      inner(value.value, !truthy);
      return;
    case 'logical':
      inner(value.left);
      inner(value.right);
      return;
    case 'await':
      if (value.value.kind !== 'call') {
        inner(value.value);
        return;
      }
      break;
    case 'spread':
      inner(value.value);
      return;
    case 'choice':
      openChoice(value.test, value.then, value.otherwise);
      return;
    case 'binary':
      if (value.operator === 'in') {
        const keys = [termAt(value.left, frame)];
        const held = link.holdings(termAt(value.right, frame)).filter(({ container }) => container.outlives);
        for (const holding of held) tests.counts.push(exists({ ...holding, keys: [...holding.keys, ...keys] }, truthy, term, top));
        return;
      }
      openComparison(link, term, truthy, top, tests, inner, (part, literal, want) => {
        openEquals(link, termAt(part, frame), literal, want, top, tests, seen, depth + 1);
      });
      return;
    case 'call':
      if (value.callee.kind === 'global' && value.callee.name === 'Boolean' && value.args[0]) {
        inner(value.args[0]);
        return;
      }
      // A promise is there whatever it comes to.
      if (isPromise(link, termAt(value, frame))) return;
      break;
    default:
  }
  const called = value.kind === 'await' ? value.value : value;
  if (called.kind === 'call' && existenceOfCall(link, termAt(called, frame), truthy, top, tests)) return;
  const asked = termAt(called, frame);
  if (existence(link, asked, truthy, top, tests)) return;
  openOutcomes(link, asked, (outcome) => isTruthy(outcome.value) === truthy, truthy, top, tests, seen, depth);

  function openChoice(test: Value, then: Value, otherwise: Value): void {
    for (const [part, want] of [[then, true], [otherwise, false]] as const) {
      const known = isTruthy(part);
      if (known === truthy) inner(test, want);
      if (known === undefined) inner(part);
    }
  }
}

function isPromise(link: Link, call: Term<CallValue>): boolean {
  const activations = link.callees(call);
  return activations.length > 0 && activations.every((activation) => functionOf(activation).isAsync);
}

function isTruthy(value: Value): boolean | undefined {
  if (value.kind === 'literal') return Boolean(value.value);
  if (value.kind === 'object' || value.kind === 'array' || value.kind === 'function' || (value.kind === 'call' && value.isNew)) return true;
  return undefined;
}

/** The values that a term takes, each with the conditions under which it does; those that fit are opened further. */
function openOutcomes(
  link: Link,
  term: Term,
  fits: (outcome: Term) => boolean | undefined,
  truthy: boolean,
  top: Premise,
  tests: Tests,
  seen: Set<string>,
  depth: number,
  isTruth = true,
): void {
  if (depth > MAX_STEPS) return;
  const { value, frame } = term;
  if (value.kind === 'call' && !value.isNew) {
    const activations = link.callees(termAt(value, frame));
    for (const activation of activations) openReturns(link, activation, fits, truthy, top, tests, seen, depth, isTruth);
    if (activations.length > 0) return;
  }
  const next = link.next(term);
  if (next.every((item) => item.value === value)) {
    if (value.kind === 'call' && !value.isNew) tests.opaque.push({ call: termAt(value, frame), premise: top });
    else if (value.kind === 'member') openOutcomes(link, termAt(value.object, frame), () => undefined, truthy, top, tests, seen, depth + 1);
    return;
  }
  for (const outcome of next) {
    if (outcome.value === value) continue;
    const known = isTruthy(outcome.value) === undefined && isTruth ? undefined : fits(outcome);
    if (known === false) continue;
    const premise = premiseOfValue(outcome);
    if (known) openPremises(link, premise, top, tests, seen, depth);
    else if (isTruth) open(link, outcome, truthy, top, tests, seen, depth + 1);
    else openOutcomes(link, settled(outcome), fits, truthy, top, tests, seen, depth + 1, false);
  }
}

/** What a promise comes to is what the function that gave it returns. */
function settled(term: Term): Term {
  return term.value.kind === 'await' ? settled(termAt(term.value.value, term.frame)) : term;
}

function openReturns(
  link: Link,
  activation: Frame,
  fits: (outcome: Term) => boolean | undefined,
  truthy: boolean,
  top: Premise,
  tests: Tests,
  seen: Set<string>,
  depth: number,
  isTruth: boolean,
): void {
  for (const event of functionOf(activation).events) {
    if (event.kind !== 'return') continue;
    const outcome = termAt(event.value, activation);
    const known = isTruthy(event.value) === undefined && isTruth ? undefined : fits(outcome);
    if (known === false) continue;
    openPremises(link, premisesOf(activation, event.when), top, tests, seen, depth);
    if (known === undefined && isTruth) open(link, outcome, truthy, top, tests, seen, depth + 1);
    else if (known === undefined) openOutcomes(link, settled(outcome), fits, truthy, top, tests, seen, depth + 1, false);
  }
}

/** The conditions under which a value is assigned or returned, in the function in which it stands. */
function premiseOfValue({ value, frame }: Term): Premise | undefined {
  const event = functionOf(frame).events.find((item) => (item.kind === 'assign' || item.kind === 'return') && contains(item.value, value));
  return event ? premisesOf(frame, event.when) : undefined;
}

function contains(outer: Value, inner: Value): boolean {
  if (outer === inner) return true;
  return outer.kind === 'object' && outer.properties.some((property) => contains(property.value, inner));
}

/** A comparison with a constant that is no number of connections: `result === 'full'`, `slot === null`. */
function openEquals(link: Link, term: Term, literal: Value, want: boolean, top: Premise, tests: Tests, seen: Set<string>, depth: number): void {
  if (literal.kind !== 'literal') return;
  const wanted = literal.value;
  if (typeof wanted === 'boolean') {
    open(link, term, wanted === want, top, tests, seen, depth);
    return;
  }
  if ((wanted === null || wanted === undefined) && existence(link, term, !want, top, tests)) return;
  if (wanted === -1 && existenceOfTerm(link, term, !want, top, tests)) return;
  // The answer of a lock that was got.
  if (wanted === 'OK' && existenceOfTerm(link, term, want, top, tests)) return;
  const equals = ({ value }: Term): boolean | undefined => {
    if (value.kind === 'literal') return ((value.value ?? null) === (wanted ?? null)) === want;
    // Whatever is made is something; what is not known may be equal.
    return isTruthy(value) === true || value.kind === 'template' ? !want : undefined;
  };
  openOutcomes(link, settled(term), equals, want, top, tests, seen, depth, false);
}

const FLIPPED: Readonly<Record<string, string>> = { '>': '<=', '>=': '<', '<': '>=', '<=': '>', '===': '!==', '!==': '===', '==': '!=', '!=': '==' };
const MIRRORED: Readonly<Record<string, string>> = { '>': '<', '>=': '<=', '<': '>', '<=': '>=' };

function openComparison(
  link: Link,
  term: Term,
  truthy: boolean,
  top: Premise,
  tests: Tests,
  inner: (part: Value, want?: boolean) => void,
  equals: (part: Value, literal: Value, want: boolean) => void,
): void {
  const { value, frame } = term;
  if (value.kind !== 'binary') return;
  const flipped = FLIPPED[value.operator];
  if (flipped === undefined) return;
  const operator = truthy ? value.operator : flipped;
  const left = termAt(value.left, frame);
  const right = termAt(value.right, frame);
  const isNumeric = operator.startsWith('>') || operator.startsWith('<');
  for (const [side, other, relation] of [[left, right, operator], [right, left, MIRRORED[operator] ?? operator]] as const) {
    if (other.value.kind !== 'literal') continue;
    const isFound = relation !== '===' && relation !== '==' && !relation.startsWith('<');
    if (other.value.value === -1 && existenceOfTerm(link, side, isFound, top, tests)) return;
    if (!isNumeric && typeof other.value.value !== 'number') {
      equals(side.value, other.value, relation === '===' || relation === '==');
      return;
    }
  }
  // The state of what is stored (`existing.readyState === OPEN`) is no number of connections.
  const balance = isNumeric || [left, right].some((side) => link.numbers(side).values.length > 0) ? balanceOf(link, left, right) : undefined;
  if (balance) {
    const relation = balance.isMirrored ? (MIRRORED[operator] ?? operator) : operator;
    for (const count of balance.counts) tests.counts.push(comparison(link, count, balance.limit, balance.shift, relation, term, top));
    return;
  }
  const [constant, answer] = value.left.kind === 'literal' ? [value.left.value, value.right] : value.right.kind === 'literal' ? [value.right.value, value.left] : [];
  if (!isNumeric && answer && (constant === 0 || constant === 1)) {
    // A command's answer: 1 for done, 0 for not.
    inner(answer, (constant === 1) === operator.startsWith('='));
    return;
  }
  if (!isNumeric && (value.left.kind === 'call' || value.right.kind === 'call')) inner(value.left.kind === 'call' ? value.left : value.right);
}

function comparison(link: Link, count: Count, limit: Term, shift: number, relation: string, at: Term, premise: Premise): CountTest {
  const { values } = link.numbers(limit);
  const isZero = values.length > 0 && values.every((number) => number + shift === 0);
  const isMore = relation.startsWith('>') || (relation.startsWith('=') && !isZero) || (relation.startsWith('!') && isZero);
  const margin = relation === '>' || (relation.startsWith('!') && isZero) ? 1 : 0;
  return { kind: 'compare', count, limit, direction: isMore ? 'high' : 'low', margin: margin + shift, at, premise };
}

function exists(holding: Holding, truthy: boolean, at: Term, premise: Premise): CountTest {
  return { kind: 'exists', count: { holding, delta: 0, at }, direction: truthy ? 'high' : 'low', margin: 0, at, premise };
}

function existenceOfTerm(link: Link, term: Term, truthy: boolean, top: Premise, tests: Tests): boolean {
  return link.origins(term).some(({ value, frame }) => value.kind === 'call' && existenceOfCall(link, termAt(value, frame), truthy, top, tests));
}

/** `map.has(key)`, `clients.some(…)`, `SET key value NX`, a script that counts. */
function existenceOfCall(link: Link, term: Term<CallValue>, truthy: boolean, top: Premise, tests: Tests): boolean {
  const { callee, args } = term.value;
  if (callee.kind !== 'member' || typeof callee.property !== 'string') return false;
  const script = scriptTest(link, term, top);
  if (script) return tests.counts.push(script) > 0;
  const operation = operationOf(link, term);
  const [first] = args;
  if (operation?.model.does === 'exists' || operation?.model.does === 'find') {
    const held = link.holdings(operation.object).filter(({ container, keys: known }) => !container.isRecord && (container.outlives || known.length > 0));
    const keys = operation.model.does === 'find' ? predicateKeys(link, term) : first ? [termAt(first, term.frame)] : [];
    for (const holding of held) tests.counts.push(exists({ ...holding, keys: [...holding.keys, ...keys] }, truthy, term, top));
    if (held.length > 0) return true;
  }
  if (link.callees(term).length > 0) return false;
  const command = redisCommand(callee.property);
  const isLock = command === 'setnx' || (command === 'set' && args.some(isNotExists));
  if (!isLock && redisOperation(link, term)?.model.does !== 'exists') return false;
  const holding = redisHolding(link, term, 0);
  const member = command === 'sismember' && args[1] ? [termAt(args[1], term.frame)] : [];
  const test = exists({ ...holding, keys: [...holding.keys, ...member] }, isLock ? !truthy : truthy, term, top);
  // A lock that is got says that there was none; getting it is the reservation.
  tests.counts.push(isLock ? { ...test, count: { ...test.count, isAtomic: true } } : test);
  return true;
}

function isNotExists(value: Value): boolean {
  if (value.kind === 'literal') return value.value === 'NX';
  return value.kind === 'object' && value.properties.some(({ key }) => key === 'NX');
}

/** A value that is there only if a connection is: what is stored under the key. */
function existence(link: Link, term: Term, truthy: boolean, top: Premise, tests: Tests): boolean {
  if (term.value.kind === 'call' && link.callees(termAt(term.value, term.frame)).length > 0) return false;
  // A getter, or a field that the program sets, has a value of its own.
  if (term.value.kind === 'member' && link.next(term).some(({ value }) => value.kind === 'binary' || value.kind === 'logical' || value.kind === 'not')) return false;
  const held = link.holdings(term).filter((holding) => !holding.container.isRecord && holding.keys.length > 0 && (holding.isElement || isFound(link, term)) && holding.container.outlives);
  for (const holding of held) tests.counts.push(exists(holding, truthy, term, top));
  if (held.length > 0) return true;
  const counts = link.counts(term).filter(({ holding }) => !holding.container.isRecord);
  for (const count of counts) tests.counts.push({ ...exists(count.holding, truthy, term, top), count });
  return counts.length > 0;
}

function isFound(link: Link, term: Term): boolean {
  return link.origins(term).some(({ value }) => value.kind === 'call' && value.callee.kind === 'member' && value.callee.property === 'find');
}

/** What can throw between two events of a function: its own `throw`s, and those of the functions it calls. */
function openThrows(link: Link, frame: Frame, first: number, last: number, top: Premise, tests: Tests, seen: Set<string>, depth: number): void {
  if (depth > MAX_STEPS) return;
  for (const event of functionOf(frame).events.slice(first, last)) {
    if (event.kind === 'return' && event.value.kind === 'choice') {
      const { test, then, otherwise } = event.value;
      if (isRejection(then)) open(link, termAt(test, frame), true, top, tests, seen, depth + 1);
      if (isRejection(otherwise)) open(link, termAt(test, frame), false, top, tests, seen, depth + 1);
    }
    const isThrown = event.kind === 'throw' || (event.kind === 'return' && isRejection(event.value));
    if (isThrown) openPremises(link, premisesOf(frame, event.when), top, tests, seen, depth);
    if (event.kind !== 'call') continue;
    const call = termAt(event.value, frame);
    const callbacks = event.value.args.flatMap((argument) =>
      argument.kind === 'literal' ? [] : functionsOf(link, termAt(argument, frame)).map((target) => activationOf(target, callbackArguments(link, call) ?? [], frame)),
    );
    for (const activation of [...link.callees(call), ...callbacks]) {
      const key = `throws ${activation.module.path}#${String(activation.fn)}:${String(activation.depth)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      openThrows(link, activation, 0, functionOf(activation).events.length, top, tests, seen, depth + 1);
    }
    if (link.callees(call).length === 0) tests.opaque.push({ call, premise: top });
  }
}

/** `return Promise.reject(…)`. */
function isRejection(value: Value): boolean {
  return value.kind === 'call' && value.callee.kind === 'member' && value.callee.property === 'reject';
}
