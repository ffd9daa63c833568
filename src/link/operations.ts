import type { CallValue } from '../facts/module-facts.js';
import type { OperationModel } from '../models/model.js';
import { CONTAINER_OPERATIONS, REDIS_OPERATIONS, REDIS_PACKAGES, REDIS_QUEUES, REDIS_SELF, redisCommand } from '../models/stores.js';
import { entryOf } from '../models/catalogue.js';
import { type Link, type Term, termAt } from './link.js';

/** A method call that is an operation on a container, and the container. */
export interface Operation {
  readonly model: OperationModel;
  readonly object: Term;
}

/** The operation of Map, Set, Array or object that a call is; none where the program has a function of its own. */
export function operationOf(link: Link, call: Term<CallValue>): Operation | undefined {
  const { callee, isNew } = call.value;
  if (isNew || callee.kind !== 'member' || typeof callee.property !== 'string') return undefined;
  const model = entryOf(CONTAINER_OPERATIONS, callee.property);
  if (!model || link.callees(call).length > 0) return undefined;
  return { model, object: termAt(callee.object, call.frame) };
}

/** The Redis command that a call sends, known by its particular name or by the client that sends it. */
export function redisOperation(link: Link, call: Term<CallValue>): (Operation & { readonly command: string }) | undefined {
  const sent = sentCommand(link, call);
  const model = sent && entryOf(REDIS_OPERATIONS, sent.command);
  if (!model || !(model.distinctive || redisPackages(link, sent.object).length > 0) || link.callees(call).length > 0) return undefined;
  return { model, ...sent };
}

/** The command that a method of its name sends, and what it is a method of, if that is a client or a list of commands. */
export function sentCommand(link: Link, call: Term<CallValue>): { readonly command: string; readonly object: Term } | undefined {
  const { callee, isNew } = call.value;
  if (isNew) return undefined;
  const method = callee.kind === 'member' ? termAt(callee, call.frame) : promised(link, termAt(callee, call.frame));
  if (method?.value.kind !== 'member' || typeof method.value.property !== 'string') return undefined;
  return { command: redisCommand(method.value.property), object: termAt(method.value.object, method.frame) };
}

/** Longer chains of these are no program that a person wrote. */
const MAX_STEPS = 6;

/** The method behind `promisify(client.incr).bind(client)`. */
function promised(link: Link, callee: Term): Term | undefined {
  let at = callee;
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const { value, frame } = at;
    if (value.kind !== 'call') {
      const [next, ...others] = link.next(at);
      if (!next || others.length > 0 || next.value === value) return undefined;
      at = next;
      continue;
    }
    const [first] = value.args;
    const bound = value.callee.kind === 'member' && value.callee.property === 'bind' && value.args.length === 1 ? value.callee.object : undefined;
    if (bound) at = termAt(bound, frame);
    else return first && isPromisify(link, termAt(value.callee, frame)) ? termAt(first, frame) : undefined;
  }
  return undefined;
}

function isPromisify(link: Link, callee: Term): boolean {
  return link.origins(callee).some(({ value }) => value.kind === 'import' && value.name.split('.').at(-1) === 'promisify');
}

/** The packages that a client of Redis comes from. */
export function redisPackages(link: Link, object: Term): readonly string[] {
  return makersOf(link, clientOf(link, object), 0).flatMap(({ value }) => (value.kind === 'import' && REDIS_PACKAGES.includes(value.specifier) ? [value.specifier] : []));
}

/** What is called to make a client, also through methods that give it back: `await createClient().on('error', log).connect()`. */
function makersOf(link: Link, client: Term, depth: number): readonly Term[] {
  if (depth > MAX_STEPS) return [];
  return link.origins(client).flatMap(({ value, frame }) => {
    if (value.kind !== 'call') return [];
    const { callee } = value;
    const isSame = callee.kind === 'member' && typeof callee.property === 'string' && REDIS_SELF.has(callee.property);
    return isSame ? makersOf(link, termAt(callee.object, frame), depth + 1) : link.origins(termAt(callee, frame));
  });
}

/** The client behind a list of commands. */
export function clientOf(link: Link, object: Term): Term {
  const queue = queueOf(link, object);
  return queue?.value.callee.kind === 'member' ? termAt(queue.value.callee.object, queue.frame) : object;
}

/** More commands than this in one chain are not looked through. */
const MAX_COMMANDS = 32;

/** Where a list of commands begins, to which more are added by each method: `redis.multi().incr(key).expire(key, 60)`. */
export function queueOf(link: Link, object: Term): Term<CallValue> | undefined {
  let at = object;
  for (let commands = 0; commands < MAX_COMMANDS; commands += 1) {
    const [origin] = link.origins(at);
    if (origin?.value.kind !== 'call' || origin.value.isNew || origin.value.callee.kind !== 'member' || typeof origin.value.callee.property !== 'string') return undefined;
    const call = termAt(origin.value, origin.frame);
    if (REDIS_QUEUES.has(origin.value.callee.property)) return call;
    at = termAt(origin.value.callee.object, origin.frame);
  }
  return undefined;
}
