import type { CallValue, Value } from '../facts/module-facts.js';
import { redisHolding } from './containers.js';
import { type CountTest, type Holding, type Link, type Premise, type Term, termAt } from './link.js';
import { operationOf, redisOperation, sentCommand } from './operations.js';
import type { Opening } from './opening.js';
import { predicateKeys } from './predicates.js';
import { scriptTest } from './scripts.js';

export function exists(holding: Holding, truthy: boolean, at: Term, premise: Premise): CountTest {
  return { kind: 'exists', count: { holding, delta: 0, at }, direction: truthy ? 'high' : 'low', margin: 0, at, premise };
}

export function existenceOfTerm(opening: Opening, term: Term, truthy: boolean): boolean {
  return opening.link.origins(term).some(({ value, frame }) => value.kind === 'call' && existenceOfCall(opening, termAt(value, frame), truthy));
}

/** `map.has(key)`, `clients.some(…)`, `SET key value NX`, a script that counts. */
export function existenceOfCall({ link, tests, top }: Opening, term: Term<CallValue>, truthy: boolean): boolean {
  const { args } = term.value;
  const sent = sentCommand(link, term);
  if (!sent) return false;
  const { command } = sent;
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
export function existence({ link, tests, top }: Opening, term: Term, truthy: boolean): boolean {
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
