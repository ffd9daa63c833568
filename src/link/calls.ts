import type { CallValue, FunctionValue, Value } from '../facts/module-facts.js';
import { CONTAINER_OPERATIONS } from '../models/stores.js';
import { bareFrame, type Frame, type HandedOver, type Link, type LinkedModule, MAX_CALL_DEPTH, type RoleRef, type Term, termAt } from './link.js';
import { invocationsOf } from './invocations.js';
import { spreadOut } from './lists.js';
import { classesAbove, classesOf, constructorOf, isSuper, type OwnedClass } from './member-origins.js';
import { textOf } from './value-names.js';
import { redisOperation } from './operations.js';
import { entryOf, mayEmit, methodOfRole } from './role-tables.js';
import { optionsOf } from './options.js';
import { push } from './program-index.js';
import type { Questions } from './questions.js';
import { sentQueue } from './transactions.js';

/** Which functions a call runs. */
export function createCallees(link: Link, questions: Questions): Link['callees'] {
  return questions.remember<readonly Frame[], CallValue>(
    () => [],
    (term) =>
      term.frame.depth >= MAX_CALL_DEPTH
        ? []
        : targetFrames(link, term).map((target) => runningAt(target, term.frame) ?? link.activate({ ...target, from: term })),
  );
}

/** A function that calls itself, also by way of others, goes on in the activation that it is in. */
function runningAt({ module, fn }: Frame, caller: Frame): Frame | undefined {
  for (let at: Frame | undefined = caller; at; at = at.from?.frame) if (at.fn === fn && at.module === module) return at;
  return undefined;
}

function targetFrames(link: Link, term: Term<CallValue>): readonly Frame[] {
  const { value, frame } = term;
  if (value.isNew) return constructed(link, term, classesOf(link, term), term);
  const above = isSuper(value.callee) ? classesAbove(link, frame) : undefined;
  if (above) return constructed(link, term, above.classes, above.self);
  // What is behind `call` and `bind` is run; a method of that name of its own is run as it is.
  for (const { callee, args, self } of [...invocationsOf(link, term)].reverse()) {
    const targets = functionsOf(link, callee);
    if (targets.length > 0) return targets.map((target) => activationOf(link, target, args, frame, self));
  }
  return [];
}

/** `new` of a class in reach runs its constructor, and `super(…)` the one above. */
function constructed(link: Link, term: Term<CallValue>, classes: readonly OwnedClass[], self: Term): readonly Frame[] {
  const { value, frame } = term;
  const found = constructorOf(classes);
  if (!found) return [];
  const target = termAt<FunctionValue>({ kind: 'function', fn: found.fn, range: found.at.range }, bareFrame(found.module, found.facts.parent));
  return [activationOf(link, target, spreadOut(link, value.args.map((argument) => termAt(argument, frame))), frame, self)];
}

export function functionsOf(link: Link, term: Term): Term<FunctionValue>[] {
  return link.origins(term).flatMap(({ value, frame }) => (value.kind === 'function' ? [termAt(value, frame)] : []));
}

/** The functions that a handler comes to, also through a wrapper of another package: `io.use(wrap(limit))`. */
export function handlersOf(link: Link, term: Term, depth = 0): Term<FunctionValue>[] {
  const own = functionsOf(link, term);
  if (own.length > 0 || depth > 2) return own;
  return link.origins(term).flatMap((origin) => {
    const { value, frame } = origin;
    if (value.kind === 'array') return value.elements.flatMap((element) => handlersOf(link, termAt(element, frame), depth + 1));
    if (value.kind !== 'call' || value.isNew || link.callees(termAt(value, frame)).length > 0) return [];
    return value.args.flatMap((argument) => (argument.kind === 'literal' || argument.kind === 'object' ? [] : handlersOf(link, termAt(argument, frame), depth + 1)));
  });
}

/** Binds the arguments of one call to a function's parameters. */
export function activationOf(link: Link, target: Term<FunctionValue>, bound: readonly (Term | undefined)[], caller: Frame, self = target.frame.self): Frame {
  const { module } = target.frame;
  return link.activate({ module, fn: target.value.fn, parent: target.frame, bound, depth: caller.depth + 1, ...(self && { self }) });
}

/** What a function that is handed over gets, where a promise, a timer or a container calls it back. */
export function callbackArguments(link: Link, call: Term<CallValue>): readonly Term[] | undefined {
  const { value, frame } = call;
  const { callee } = value;
  // A command's answer comes as the second argument, after the error; so do those of a list of commands.
  if (redisOperation(link, call) ?? sentQueue(link, call)) return [termAt({ kind: 'unknown', reason: 'error', range: value.range }, frame), call];
  if (callee.kind === 'global') return callee.name.startsWith('set') || callee.name === 'queueMicrotask' ? [] : undefined;
  if (callee.kind !== 'member' || typeof callee.property !== 'string') return undefined;
  const object = termAt(callee.object, frame);
  if (callee.property === 'then') return [termAt(awaited(callee.object), frame)];
  if (callee.property === 'catch' || callee.property === 'finally') return [];
  const operation = entryOf(CONTAINER_OPERATIONS, callee.property);
  if (!operation || link.roles(object).length > 0) return undefined;
  const each = eachOf(callee.object, value);
  const element = termAt(each, frame);
  if (callee.property === 'reduce') return [termAt({ kind: 'unknown', reason: 'accumulator', range: value.range }, frame), element];
  return ['each', 'find', 'map'].includes(operation.does) ? [element] : undefined;
}

const AWAITED = new WeakMap<Value, Value>();

/** What a promise is fulfilled with. */
function awaited(promise: Value): Value {
  let value = AWAITED.get(promise);
  if (!value) AWAITED.set(promise, (value = { kind: 'await', value: promise, range: promise.range }));
  return value;
}

const ELEMENTS = new WeakMap<CallValue, Value>();

function eachOf(of: Value, call: CallValue): Value {
  let each = ELEMENTS.get(call);
  if (!each) ELEMENTS.set(call, (each = { kind: 'each', of, keys: false, range: call.range }));
  return each;
}

export interface CallGraph {
  readonly callers: ReadonlyMap<string, readonly Frame[]>;
  /** The functions in which the calls stand. */
  readonly sites: ReadonlyMap<string, readonly Frame[]>;
  readonly handed: ReadonlyMap<string, readonly HandedOver[]>;
}

export const NO_CALLS: CallGraph = { callers: new Map(), sites: new Map(), handed: new Map() };

export function functionKey(module: LinkedModule, fn: number): string {
  return `${module.path}#${fn}`;
}

/** Who calls each function, and to whom it is handed, as far as `link` can tell. */
export function readCallGraph(link: Link): CallGraph {
  const callers = new Map<string, Frame[]>();
  const sites = new Map<string, Frame[]>();
  const handed = new Map<string, HandedOver[]>();
  const handOver = (call: Term<CallValue>, value: Term, argument: number, property?: string): void => {
    for (const target of handlersOf(link, value)) {
      const entry = { target, call, argument, ...(property !== undefined && { property }) };
      push(handed, functionKey(target.frame.module, target.value.fn), entry);
    }
  };
  for (const call of link.index.calls) {
    for (const frame of link.callees(call)) {
      push(callers, functionKey(frame.module, frame.fn), frame);
      push(sites, functionKey(frame.module, frame.fn), call.frame);
    }
    call.value.args.forEach((argument, index) => {
      if (argument.kind === 'literal') return;
      if (argument.kind !== 'object') handOver(call, termAt(argument, call.frame), index);
      for (const { key, value } of optionsOf(link, call, argument)) handOver(call, value, index, key);
    });
  }
  return { callers, sites, handed };
}

/**
 * A function that is given a callback calls it: `prepare((error, server) => …)`; undefined where none does. The look at it
 * must know who calls whom: what is called is a parameter.
 */
export function withCallbacks(link: Link, { callers, sites, handed }: CallGraph): CallGraph | undefined {
  const called = new Map([...callers].map(([key, frames]) => [key, [...frames]]));
  const calledAt = new Map([...sites].map(([key, frames]) => [key, [...frames]]));
  let isChanged = false;
  for (const call of link.index.calls) {
    const { callee } = call.value;
    if (callee.kind !== 'binding' || !link.index.parameter(call.frame.module, callee.id)) continue;
    for (const frame of link.callees(call)) {
      push(called, functionKey(frame.module, frame.fn), frame);
      push(calledAt, functionKey(frame.module, frame.fn), call.frame);
      isChanged = true;
    }
  }
  return isChanged ? { callers: called, sites: calledAt, handed } : undefined;
}

/**
 * `wss.emit('connection', ws, request, user)` calls the handlers with what follows the name; undefined where nothing is
 * emitted. The look at it must know who calls whom: the server may be a parameter.
 */
export function withEmissions(link: Link, { callers, sites, handed }: CallGraph): CallGraph | undefined {
  const emitted = new Map([...callers].map(([key, frames]) => [key, [...frames]]));
  const uses = [...handed.values()].flat().filter(({ argument }) => argument === 1);
  let isChanged = false;
  for (const { call, name, ref } of emissions(link)) {
    for (const use of uses) {
      const { callee, args } = use.call.value;
      const [event] = args;
      if (callee.kind !== 'member' || !event || textOf(link, termAt(event, use.call.frame)) !== name) continue;
      if (!link.roles(termAt(callee.object, use.call.frame)).some(({ id }) => id === ref.id)) continue;
      const bound = call.value.args.slice(1).map((argument) => termAt(argument, call.frame));
      push(emitted, functionKey(use.target.frame.module, use.target.value.fn), activationOf(link, use.target, bound, call.frame));
      isChanged = true;
    }
  }
  return isChanged ? { callers: emitted, sites, handed } : undefined;
}

function emissions(link: Link): { call: Term<CallValue>; name: string; ref: RoleRef }[] {
  return link.index.calls.flatMap((call) => {
    const { callee, args } = call.value;
    const [event] = args;
    if (callee.kind !== 'member' || typeof callee.property !== 'string' || !event) return [];
    const method = callee.property;
    if (!mayEmit(method, event)) return [];
    const ref = link.roles(termAt(callee.object, call.frame)).find(({ role }) => methodOfRole(role, method)?.emits);
    const name = ref && textOf(link, termAt(event, call.frame));
    return ref && name !== undefined ? [{ call, name, ref }] : [];
  });
}
