import type { CallValue } from '../facts/module-facts.js';
import type { OperationModel } from '../models/model.js';
import { CONTAINER_OPERATIONS, REDIS_OPERATIONS, REDIS_PACKAGES, redisCommand } from '../models/stores.js';
import { type Link, type Term, termAt } from './link.js';
import { entryOf } from './role-tables.js';

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
  const { callee, isNew } = call.value;
  if (isNew || callee.kind !== 'member' || typeof callee.property !== 'string') return undefined;
  const command = redisCommand(callee.property);
  const model = entryOf(REDIS_OPERATIONS, command);
  const object = termAt(callee.object, call.frame);
  if (!model || !(model.distinctive || isRedisClient(link, object)) || link.callees(call).length > 0) return undefined;
  return { model, object, command };
}

function isRedisClient(link: Link, object: Term): boolean {
  return link.origins(object).some(({ value, frame }) => {
    const maker = value.kind === 'call' ? link.origins(termAt(value.callee, frame)) : [];
    return maker.some((origin) => origin.value.kind === 'import' && REDIS_PACKAGES.includes(origin.value.specifier));
  });
}
