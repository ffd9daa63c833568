import type { CallValue, FunctionValue, Range } from '../facts/module-facts.js';
import type { AcceptModel, LibraryModel, RoleId, WayInModel } from '../models/model.js';
import { entryOf } from '../models/catalogue.js';
import { functionsOf, handlersOf } from './calls.js';
import { classAround, decoratorRange } from './class-roles.js';
import { lookUpExport } from './library-exports.js';
import { bareFrame, type Frame, functionOf, type LibraryClass, type Link, type LinkedModule, premisesOf, type RoleRef, siteId, type Term, termAt, type WayIn } from './link.js';
import { optionsOf } from './options.js';
import { attached, hasGiven, isSet, loopedWay, openedBy, type Registration, registration, wayInFor, waysInFor, waysInOf } from './registrations.js';
import { routedWays } from './routed.js';
import { servedWays } from './served-ways.js';
import { hasText, textOf } from './value-names.js';

/** Every place in the program where new connections come in, and every hook that they pass before. */
export function findWaysIn(link: Link): readonly WayIn[] {
  const ways: WayIn[] = [];
  for (const call of link.index.calls) {
    ways.push(...openings(link, call), ...loops(link, call));
    call.value.args.forEach((argument, index) => {
      for (const found of waysInFor(link, { call, argument: index })) ways.push(registered(link, found, call, found.handler ?? termAt(argument, call.frame)));
      for (const { key, keyRange, value } of optionsOf(link, call, argument)) {
        for (const option of waysInFor(link, { call, argument: index, property: key })) {
          const way = registered(link, option, call, value);
          ways.push(option.model.isSite || !keyRange ? way : { ...way, range: keyRange });
        }
      }
    });
    const accepting = acceptance(link, call);
    if (accepting) ways.push(accepting);
    ways.push(...handedAcceptances(link, call));
  }
  return servedWays(link, [...ways, ...routedWays(link), ...link.classes().flatMap((one) => classWays(link, one)), ...exportedHandlers(link)]);
}

/** Calls that open a server to connections, with or without functions for them: `serve({ websocket })`, `useServer(…)`. */
function openings(link: Link, call: Term<CallValue>): WayIn[] {
  const made = rolesMade(link, call).map((ref) => ({ ref, ways: waysInOf(link, ref) }));
  const own = [...made, ...attached(link, call)].flatMap(({ ref, ways }) => ways.filter((model) => model.made && !model.call && isOpening(link, model, call)).map((model) => registration(model, ref, call)));
  return [...own, ...openedBy(link, call)].map((found) => ({ ...found, handlers: [], at: call, range: nameOf(call) }));
}

/** What a call makes itself; what a function in reach returns was made in there. */
function rolesMade(link: Link, call: Term<CallValue>): readonly RoleRef[] {
  const isElsewhere = !call.value.isNew && link.next(call).every(({ value }) => value !== call.value);
  return isElsewhere ? [] : link.roles(call).filter(({ made }) => made?.value === call.value);
}

function isOpening(link: Link, model: WayInModel, call: Term<CallValue>): boolean {
  const { lacking } = model;
  return hasGiven(link, model, call) && (lacking === undefined || !hasGiven(link, { given: lacking }, call));
}

/** The call up to its options. */
function nameOf({ value }: Term<CallValue>): Range {
  const [first] = value.args;
  const [start, end] = value.headRange;
  const isNamed = value.callee.range[1] <= end;
  return first && isNamed && first.kind !== 'literal' && first.kind !== 'template' ? [start, value.callee.range[1]] : [start, end];
}

/** A loop that takes connections: the function around it is the handler. */
function loops(link: Link, call: Term<CallValue>): WayIn[] {
  const found = loopedWay(link, call);
  if (!found) return [];
  const { id, body } = functionOf(call.frame);
  const handler = termAt<FunctionValue>({ kind: 'function', fn: id, range: body }, call.frame.parent ?? call.frame);
  return [{ ...found, handlers: [handler], at: call, range: headOf(call) }];
}

/** Functions that a framework calls because a file of its own exports them. */
function exportedHandlers(link: Link): WayIn[] {
  return link.catalogue.libraries.flatMap(({ handlers }) => {
    if (!handlers) return [];
    const files = new RegExp(handlers.files, 'u');
    return link.index.modules.filter(({ path }) => files.test(path)).flatMap((module) => exportedWays(link, module, handlers));
  });
}

function exportedWays(link: Link, module: LinkedModule, { role, names }: NonNullable<LibraryModel['handlers']>): WayIn[] {
  const emitter: RoleRef = { role, id: module.path, root: module.path };
  return module.facts.exports.flatMap(({ name, value }): WayIn[] => {
    const model = entryOf(names, name);
    if (!model || !value) return [];
    const at = termAt(value, bareFrame(module, 0));
    const found = handlersOf(link, at);
    const roles = model.parameters.map((parameter, index) => parameter && { role: parameter, id: `${module.path}#${name}(${String(index)})`, root: emitter.root });
    const binding = value.kind === 'binding' ? module.facts.bindings[value.id] : undefined;
    return found.length > 0 ? [{ model, emitter, handlers: found, roles, at, range: binding?.range ?? value.range }] : [];
  });
}

/** What a library calls on a class of the application, and the class itself. */
function classWays(link: Link, { module, facts, ref, methods }: LibraryClass): WayIn[] {
  const at: Term = { value: { kind: 'class', id: facts.id, range: facts.range }, frame: bareFrame(module, facts.parent) };
  const [decorator] = facts.decorators ?? [];
  const [start, end] = facts.nameRange ?? [facts.range[0], facts.range[0] + 'class'.length];
  const range = [decorator ? Math.min(decoratorRange(decorator)[0], start) : start, end] as const;
  const has = (name: string): boolean => methods.some(({ model }) => model?.member === name);
  const isMade = ({ made: opens, having, lacking }: WayInModel): boolean => opens === true && (having === undefined || has(having)) && (lacking === undefined || !has(lacking));
  const made = waysInOf(link, ref).flatMap((model): WayIn[] => (isMade(model) ? [{ model, emitter: ref, handlers: [], roles: [], at, range }] : []));
  const called = methods.flatMap(({ model, handler, roles }): WayIn[] => (model ? [{ model, emitter: ref, handlers: [handler], roles, at, range: handler.frame.module === module ? handler.value.range : range }] : []));
  return [...made, ...called];
}

function registered(link: Link, { model, emitter, roles }: Registration, call: Term<CallValue>, handler: Term): WayIn {
  const isOff = model.unless !== undefined && isSet(link, emitter, model.unless);
  const handlers = isOff ? [] : handlersOf(link, handler);
  return {
    model,
    emitter,
    roles: handler.value.kind === 'call' && isBound(handler.value) && functionsOf(link, handler).length > 0 ? shifted(handler.value, roles) : roles,
    handlers,
    at: call,
    range: headOf(call),
    ...(handlers.length === 0 && !isOff && { opaque: handler }),
  };
}

function isBound({ callee }: CallValue): boolean {
  return callee.kind === 'member' && callee.property === 'bind';
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
  const found = acceptModel(link, call);
  const chain = found && outermost(link, call);
  if (!chain) return undefined;
  const { handler, path } = chain;
  const { accepts, emitter, events } = found;
  if (events && !listensFor(link, handler, events)) return undefined;
  const event = functionOf(call.frame).events.find((item) => item.kind === 'call' && item.value === call.value);
  const premise = event && premisesOf(call.frame, event.when);
  const [own] = path;
  if (own && event) own.before = takenOver(call.frame, accepts, event.range[0]);
  const isRaw = accepts.arguments.includes('http:socket');
  const registered = accepts.isHidden ? link.handedTo(handler.frame.module, handler.value.fn).map((use) => wayInFor(link, use)?.emitter).find((found) => found?.root === emitter.root) : undefined;
  return {
    model: {
      phase: 'handshake',
      parameters: accepts.arguments,
      isSite: true,
      covers: registered || !accepts.isHidden ? 'emitter' : 'server',
      ...(accepts.rejectsByReturning && { rejectsByReturning: accepts.rejectsByReturning }),
      ...(accepts.forgets && { forgets: accepts.forgets }),
    },
    emitter: registered ?? emitter,
    roles: isRaw ? parameterRoles(handler, call) : begun(link, handler, accepts, call),
    handlers: [handler],
    at: call,
    range: isRaw ? headOf(listenedAt(link, handler, call)) : headOf(call),
    accept: { call, premise, path, ...(accepts.isHidden && { isHidden: true }) },
  };
}

/** `server.on('upgrade', sockets.handleUpgrade)`: what is called takes every connection over. */
function handedAcceptances(link: Link, call: Term<CallValue>): WayIn[] {
  return call.value.args.flatMap((argument): WayIn[] => {
    const method = argument.kind === 'call' && argument.callee.kind === 'member' && argument.callee.property === 'bind' ? argument.callee.object : argument;
    if (method.kind !== 'member' || typeof method.property !== 'string' || !link.catalogue.vocabulary.accepting.has(method.property)) return [];
    const { property } = method;
    return link.roles(termAt(method.object, call.frame)).flatMap((emitter): WayIn[] => {
      const accepts = link.catalogue.methodOfRole(emitter.role, property)?.accepts;
      if (!accepts || accepts.isHidden || accepts.emits) return [];
      return [{ model: { phase: 'handshake', parameters: accepts.arguments, isSite: true, covers: 'emitter' }, emitter, roles: [], handlers: [], at: call, range: headOf(call) }];
    });
  });
}

/** How a call takes a connection over, and whose connections these are. */
function acceptModel(link: Link, call: Term<CallValue>): { accepts: AcceptModel; emitter: RoleRef; events?: readonly string[] } | undefined {
  const { callee } = call.value;
  if (callee.kind === 'member' && typeof callee.property === 'string' && link.catalogue.vocabulary.accepting.has(callee.property)) {
    for (const ref of link.roles(termAt(callee.object, call.frame))) {
      const accepts = link.catalogue.methodOfRole(ref.role, callee.property)?.accepts;
      if (accepts) return { accepts, emitter: accepts.emits ? emitted(accepts.emits, call, ref.root) : ref };
    }
    const particular = link.roles(termAt(callee.object, call.frame)).length === 0 ? distinctiveAccept(link, call, callee.property) : undefined;
    if (particular) return particular;
  }
  const accepts = lookUpExport(link, termAt(callee, call.frame), (model) => model.accepts);
  const answers = accepts ? undefined : answerModel(link, call);
  if (answers?.accepts.emits) return { accepts: answers.accepts, emitter: emitted(answers.accepts.emits, call), events: answers.events };
  return accepts?.emits && { accepts, emitter: emitted(accepts.emits, call, classAround(link, call.frame)?.library?.ref.root) };
}

/** Where a connection is taken over for good, if that is later than the call. */
function takenOver(frame: Frame, { until }: AcceptModel, start: number): number {
  if (!until) return start;
  const taking = functionOf(frame).events.find((event) => {
    const { callee } = event.kind === 'call' && event.range[0] >= start ? event.value : {};
    return callee?.kind === 'member' && typeof callee.property === 'string' && until.includes(callee.property);
  });
  return taking?.range[0] ?? start;
}

/** What a runtime gives to the function in which it begins, where nothing else says what that is. */
function begun(link: Link, { value, frame }: Term<FunctionValue>, { begins }: AcceptModel, call: Term<CallValue>): readonly (RoleRef | undefined)[] {
  const { facts } = frame.module;
  const fn = facts.functions[value.fn];
  const own = classAround(link, { ...frame, fn: value.fn })?.library?.methods.find(({ handler }) => handler.value.fn === value.fn);
  if (own) return own.roles;
  const id = siteId(call);
  const roles = fn?.name === undefined ? undefined : entryOf(begins, fn.name);
  return (roles ?? []).map((role, index): RoleRef | undefined => {
    const parameter = fn?.parameters[index];
    const isDeclared = parameter && facts.bindings[parameter.binding]?.type !== undefined;
    return role && !isDeclared ? { role, id: `${id}(${String(index)})`, root: id, made: call } : undefined;
  });
}

/** A call that is known by itself, in a file that imports the library: `server.upgrade(request, { data })`. */
function distinctiveAccept(link: Link, call: Term<CallValue>, method: string): { accepts: AcceptModel; emitter: RoleRef } | undefined {
  const { args } = call.value;
  for (const { role, library, accepts } of link.catalogue.distinctiveAccepts(method)) {
    const { arguments: count = 0, given } = accepts.distinctive ?? {};
    if (args.length < count || !hasGiven(link, { given }, call)) continue;
    const isNamed = call.frame.module.facts.bindings.some(({ imported }) => imported && library.specifiers.includes(imported.specifier));
    if (isNamed) return { accepts, emitter: emitted(role, call) };
  }
  return undefined;
}

/** `socket.write('HTTP/1.1 101 Switching Protocols…')` */
function answerModel(link: Link, { value, frame }: Term<CallValue>): LibraryModel['answers'] {
  const { callee, args } = value;
  const [text] = args;
  if (!text || callee.kind !== 'member') return undefined;
  const { property } = callee;
  return link.catalogue.answers.find((answers) => typeof property === 'string' && answers.call.includes(property) && hasText(link, termAt(text, frame), answers.text));
}

/** Whether a function is a listener for one of the events. */
function listensFor(link: Link, handler: Term<FunctionValue>, events: readonly string[]): boolean {
  return link.handedTo(handler.frame.module, handler.value.fn).some(({ call }) => {
    const [event] = call.value.args;
    return event !== undefined && events.includes(textOf(link, termAt(event, call.frame)) ?? '');
  });
}

function emitted(role: RoleId, call: Term<CallValue>, root = siteId(call)): RoleRef {
  return { role, id: siteId(call), root, made: call };
}

/** Where the handler is registered, if that is in the same file; else where it takes the upgrade over. */
function listenedAt(link: Link, handler: Term<FunctionValue>, call: Term<CallValue>): Term<CallValue> {
  const use = link.handedTo(handler.frame.module, handler.value.fn).find((candidate) => candidate.call.value.callee.kind === 'member' && candidate.argument > 0);
  return use?.call.frame.module === call.frame.module ? use.call : call;
}

/** The function that the upgrade reaches first: up through callers and callbacks, as far as they are in reach. */
function outermost(link: Link, call: Term<CallValue>): { handler: Term<FunctionValue>; path: { frame: Frame; before: number }[] } | undefined {
  let { frame } = call;
  const path: { frame: Frame; before: number }[] = [{ frame, before: call.value.range[0] }];
  for (let depth = 0; depth < 6; depth += 1) {
    const fn = functionOf(frame);
    if (fn.kind === 'module') return undefined;
    const handed = link.handedTo(frame.module, fn.id);
    const isListener = handed.some((use) => use.property !== undefined || (use.call.value.callee.kind === 'member' && use.call.value.callee.property !== 'then'));
    const [caller] = link.callersOf(frame.module, fn.id);
    const outer = handed.length === 0 || !isListener ? ((caller && callTo(link, frame)) ?? handed[0]?.call) : undefined;
    if (!outer || functionOf(outer.frame).kind === 'module' || outer.frame.fn === frame.fn) break;
    ({ frame } = outer);
    path.push({ frame, before: outer.value.range[0] });
  }
  const fn = functionOf(frame);
  return { handler: termAt({ kind: 'function', fn: fn.id, range: fn.range }, frame.parent ?? frame), path };
}

function callTo(link: Link, { module, fn }: Frame): Term<CallValue> | undefined {
  return link.index.calls.find((call) => link.callees(call).some((frame) => frame.module === module && frame.fn === fn));
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
