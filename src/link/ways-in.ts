import type { CallValue, FunctionValue } from '../facts/module-facts.js';
import { functionsOf, handlersOf, optionsOf } from './calls.js';
import { type Frame, functionOf, type Link, premisesOf, type RoleRef, siteId, type Term, termAt, type WayIn } from './link.js';
import { type Registration, waysInFor } from './registrations.js';
import { mayAccept, methodOfRole } from './role-tables.js';

/** Every place in the program where new connections come in, and every hook that they pass before. */
export function findWaysIn(link: Link): readonly WayIn[] {
  const ways: WayIn[] = [];
  for (const call of link.index.calls) {
    call.value.args.forEach((argument, index) => {
      for (const found of waysInFor(link, { call, argument: index })) ways.push(registered(link, found, call, termAt(argument, call.frame)));
      for (const { key, keyRange, value } of optionsOf(link, call, argument)) {
        for (const option of waysInFor(link, { call, argument: index, property: key })) {
          const way = registered(link, option, call, value);
          ways.push(option.model.isSite || !keyRange ? way : { ...way, range: keyRange });
        }
      }
    });
    const accepting = acceptance(link, call);
    if (accepting) ways.push(accepting);
  }
  return ways;
}

function registered(link: Link, { model, emitter, roles }: Registration, call: Term<CallValue>, handler: Term): WayIn {
  const handlers = handlersOf(link, handler);
  
  return {
    model,
    emitter,
    roles: handler.value.kind === 'call' && functionsOf(link, handler).length > 0 ? shifted(handler.value, roles) : roles,
    handlers,
    at: call,
    range: headOf(call),
    ...(handlers.length === 0 && { opaque: handler }),
  };
}

/** `handler.bind(this, a)` gives the library's arguments after its own. */
function shifted({ args }: CallValue, roles: readonly (RoleRef | undefined)[]): readonly (RoleRef | undefined)[] {
  return [...args.slice(1).map(() => undefined), ...roles];
}

function headOf({ value }: Term<CallValue>): readonly [number, number] {
  return value.headRange;
}

/** `wss.handleUpgrade(request, socket, head, done)`: whoever calls this takes connections in. */
function acceptance(link: Link, call: Term<CallValue>): WayIn | undefined {
  const { callee } = call.value;
  if (callee.kind !== 'member' || typeof callee.property !== 'string' || !mayAccept(callee.property)) return undefined;
  for (const emitter of link.roles(termAt(callee.object, call.frame))) {
    const accepts = methodOfRole(emitter.role, callee.property)?.accepts;
    if (!accepts) continue;
    const handler = outermost(link, call.frame);
    if (!handler) return undefined;
    const event = functionOf(call.frame).events.find((item) => item.kind === 'call' && item.value === call.value);
    const premise = event && premisesOf(call.frame, event.when);
    return {
      model: { phase: 'handshake', parameters: ['http:request', 'http:socket'], isSite: true, covers: 'emitter' },
      emitter,
      roles: parameterRoles(handler, call),
      handlers: [handler],
      at: call,
      range: headOf(listenedAt(link, handler, call)),
      accept: { call, premise },
    };
  }
  return undefined;
}

/** Where the handler is registered, if that is in the same file; else where it takes the upgrade over. */
function listenedAt(link: Link, handler: Term<FunctionValue>, call: Term<CallValue>): Term<CallValue> {
  const use = link.handedTo(handler.frame.module, handler.value.fn).find((candidate) => candidate.call.value.callee.kind === 'member' && candidate.argument > 0);
  return use?.call.frame.module === call.frame.module ? use.call : call;
}

/** The function that the upgrade reaches first: up through callers and callbacks, as far as they are in reach. */
function outermost(link: Link, from: Frame): Term<FunctionValue> | undefined {
  let frame = from;
  for (let depth = 0; depth < 6; depth += 1) {
    const fn = functionOf(frame);
    if (fn.kind === 'module') return undefined;
    const handed = link.handedTo(frame.module, fn.id);
    const isListener = handed.some(({ call }) => call.value.callee.kind === 'member' && call.value.callee.property !== 'then');
    const [caller] = link.callersOf(frame.module, fn.id);
    const outer = handed.length === 0 || !isListener ? (caller && callerFrame(link, frame)) ?? enclosing(link, frame) : undefined;
    if (!outer || functionOf(outer).kind === 'module' || outer.fn === frame.fn) break;
    frame = outer;
  }
  const fn = functionOf(frame);
  return termAt({ kind: 'function', fn: fn.id, range: fn.range }, frame.parent ?? frame);
}

function callerFrame(link: Link, { module, fn }: Frame): Frame | undefined {
  return link.index.calls.find((call) => link.callees(call).some((frame) => frame.module === module && frame.fn === fn))?.frame;
}

/** A callback that nobody registers for an event belongs to the function around it. */
function enclosing(link: Link, frame: Frame): Frame | undefined {
  const handed = link.handedTo(frame.module, frame.fn);
  return handed.length > 0 ? handed[0]?.call.frame : undefined;
}

/** The parameters that are the request and the raw socket, by how they are passed on. */
function parameterRoles(handler: Term<FunctionValue>, call: Term<CallValue>): readonly (RoleRef | undefined)[] {
  const id = siteId(call);
  const isUpgrade = functionOf({ ...handler.frame, fn: handler.value.fn }).parameters.length >= 2;
  if (!isUpgrade) return [];
  return [
    { role: 'http:request', id: `${id}(request)`, root: id, made: call },
    { role: 'http:socket', id: `${id}(socket)`, root: id, made: call },
  ];
}
