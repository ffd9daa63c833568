import type { CallValue, FunctionValue, Value } from '../facts/module-facts.js';
import { CONTAINER_OPERATIONS } from '../models/stores.js';
import { entryOf } from '../models/catalogue.js';
import { bareFrame, type Frame, type Link, MAX_CALL_DEPTH, type Term, termAt } from './link.js';
import { invocationsOf } from './invocations.js';
import { spreadOut } from './lists.js';
import { classesAbove, classesOf, constructorOf, isSuper, type OwnedClass } from './classes.js';
import { redisOperation } from './operations.js';
import type { Questions } from './questions.js';
import { askedFor } from './slots.js';
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
  const origins = link.origins(term);
  // A container that is asked for a function gives the one that was left in it.
  const given = origins.flatMap((origin) => (origin.value.kind === 'call' ? askedFor(link, origin).flatMap((put) => link.origins(put)) : [origin]));
  return given.flatMap(({ value, frame }) => (value.kind === 'function' ? [termAt(value, frame)] : []));
}

/** The functions that a handler comes to, also through a wrapper of another package: `io.use(wrap(limit))`. */
export function handlersOf(link: Link, term: Term, depth = 0): Term<FunctionValue>[] {
  const own = functionsOf(link, term);
  if (own.length > 0 || depth > 2) return own;
  return link.origins(term).flatMap((origin) => {
    const { value, frame } = origin;
    if (value.kind === 'array') return value.elements.flatMap((element) => handlersOf(link, termAt(element, frame), depth + 1));
    if (value.kind !== 'call' || value.isNew || link.callees(termAt(value, frame)).length > 0) return [];
    // What a library makes of its arguments, it calls itself.
    if (link.roles(origin).some(({ role, made }) => made?.value === value && link.catalogue.hasWaysIn(role))) return [];
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
