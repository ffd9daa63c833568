import type { CallValue, Value } from '../facts/module-facts.js';
import { REDIS_ANSWERS, REDIS_PAIRS, REDIS_QUEUES } from '../models/stores.js';
import { frameOf, type Link, type Term, termAt } from './link.js';
import { clientOf, queueOf, redisPackages, sentCommand } from './operations.js';

/** The list of commands that a call sends: `redis.multi().incr(key).exec()`. */
export function sentQueue(link: Link, call: Term<CallValue>): Term<CallValue> | undefined {
  const sent = sentCommand(link, call);
  return sent && REDIS_ANSWERS.has(sent.command) ? queueOf(link, sent.object) : undefined;
}

/** What a transaction, or a pipeline, answers at a place: what the command at that place of its list gives. */
export function answersAt(link: Link, { value, frame }: Term, index: number): readonly Term[] {
  const queue = value.kind === 'call' ? sentQueue(link, termAt(value, frame)) : undefined;
  const command = queue && commandsOf(link, queue)[index];
  if (!command) return [];
  const at = frameOf(frame, command.frame.fn);
  const packages = redisPackages(link, clientOf(link, queue));
  const isPaired = packages.length === 0 ? undefined : packages.some((name) => REDIS_PAIRS.includes(name));
  return [...(isPaired === false ? [] : [termAt(pairOf(command.value), at)]), ...(isPaired === true ? [] : [termAt(command.value, at)])];
}

/** The commands of a list, in their order: a chain begins where its first call does, and each call ends behind the last. */
function commandsOf(link: Link, queue: Term<CallValue>): readonly Term<CallValue>[] {
  const { module } = queue.frame;
  const commands = link.index.calls.filter((call) => {
    const { callee } = call.value;
    if (call.frame.module !== module || callee.kind !== 'member' || typeof callee.property !== 'string') return false;
    if (REDIS_ANSWERS.has(callee.property.toLowerCase()) || REDIS_QUEUES.has(callee.property)) return false;
    return queueOf(link, termAt(callee.object, call.frame))?.value === queue.value;
  });
  return [...commands].sort((a, b) => a.value.range[1] - b.value.range[1]);
}

const PAIRS = new WeakMap<CallValue, Value>();

/** `[error, value]`. */
function pairOf(command: CallValue): Value {
  const { range } = command;
  const pair = PAIRS.get(command) ?? { kind: 'array', elements: [{ kind: 'unknown', reason: 'error', range }, command], range };
  PAIRS.set(command, pair);
  return pair;
}
