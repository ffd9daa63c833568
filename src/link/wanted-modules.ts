import type { CallValue, Value } from '../facts/module-facts.js';
import { literalOf } from '../facts/values.js';
import { CONNECTION_LIMIT } from '../models/meanings.js';
import { idleClasses } from './class-roles.js';
import { testsOf } from './conditions.js';
import { followWayIn } from './effects.js';
import { type Import, type Imports, ImportTrace, listed } from './import-trace.js';
import { bareFrame, functionOf, type Link, type LinkedModule, type Premise, type Term, termAt } from './link.js';
import { provided } from './provided.js';
import { placedUnder, slotOf } from './slots.js';

/** What else must be read before the program can be judged. */
export interface Wanted {
  /** Imports, by the module in which they stand. */
  readonly imports: readonly Import[];
  /** Modules whose importers matter: they made the server, or put something on it. */
  readonly importedBy: ReadonlySet<LinkedModule>;
  /** Modules that are given something on the way of connections by whoever imports them. */
  readonly given: ReadonlySet<LinkedModule>;
  /** Names under which a server or a service is fetched, by the module that fetches it. */
  readonly slots: ReadonlyMap<string, LinkedModule>;
}

const MAX_DEPTH = 8;

/**
 * What a verdict needs and is not in reach: code that new connections pass, functions and classes that are given a server
 * or a connection, whatever a handler is registered on, and the files that use what a module gives out. Modules that were
 * asked for their importers before stay asked for.
 */
export function findWanted(link: Link, asked: ReadonlySet<LinkedModule>): Wanted {
  const imports: Imports = new Map();
  const importedBy = new Set<LinkedModule>(asked);
  const slots = new Map<string, LinkedModule>();
  const given = new Set<LinkedModule>();
  const trace = new ImportTrace(link, imports, given);
  for (const call of link.index.calls) {
    const { value, frame } = call;
    const { callee } = value;
    if (value.args.some((argument) => hasRole(link, termAt(argument, frame)))) trace.want(trace.leadsTo(callee, frame));
    if (value.args.length > 0 && link.roles(call).length > 0) for (const argument of value.args) trace.value(argument, frame);
    if (callee.kind !== 'member' || typeof callee.property !== 'string') continue;
    const object = termAt(callee.object, frame);
    const isRegistration = link.catalogue.vocabulary.isRegistering(callee.property, literalOf(value.args[0]));
    if (isRegistration && link.roles(object).length === 0) {
      trace.value(callee.object, frame);
      for (const maker of handingOver(link, object)) trace.value(maker.value, maker.frame);
      for (const module of givenTo(link, object)) importedBy.add(module).add(frame.module);
      addSlots(link, trace, object, slots);
    }
  }
  for (const way of link.waysIn()) {
    if (way.opaque) {
      trace.term(way.opaque);
      addSlots(link, trace, way.opaque, slots);
    }
    // An emitter that is known by its type alone was made elsewhere.
    const { made } = way.emitter;
    if (made && (made.value.kind === 'binding' || made.value.kind === 'member')) importedBy.add(made.frame.module);
    // A route stands on an application that was given to the file, and others may have put hooks on it.
    const { value: registered, frame: at } = way.at;
    if (made?.value === registered && registered.kind === 'call' && registered.callee.kind === 'member') for (const module of givenTo(link, termAt(registered.callee.object, at))) importedBy.add(module);
    const { frames, effects } = followWayIn(link, way);
    for (const { frame, phase } of frames) {
      for (const event of functionOf(frame).events) {
        if (event.kind !== 'call') continue;
        const call = termAt(event.value, frame);
        wantCall(link, trace, call, phase === 'message');
        addService(link, trace, call, slots);
      }
    }
    for (const { premise } of effects) wantPremises(link, trace, premise);
    // What one of many objects counts in total depends on how they are asked for.
    if (link.catalogue.lookUp(way.emitter.role, ({ instances }) => instances)?.named.length && effects.some(({ premise }) => countsInTotal(link, premise))) importedBy.add(way.at.frame.module);
  }
  // What a class extends may be a class of a library.
  for (const module of link.index.modules) for (const { superClass, parent } of module.facts.classes) if (superClass) trace.value(superClass, bareFrame(module, parent));
  for (const { module, facts } of link.classes()) {
    for (const decorator of [facts, ...facts.members].flatMap(({ decorators = [] }) => decorators)) {
      const frame = bareFrame(module, facts.parent);
      if (decorator.kind !== 'call') continue;
      for (const argument of decorator.args) trace.value(argument, frame);
      const methods = idleClasses(link, decorator, frame).flatMap(({ frames }) => frames);
      for (const method of methods) for (const event of functionOf(method).events) if (event.kind === 'call') trace.want(trace.leadsTo(event.value, method));
    }
  }
  for (const module of link.index.modules) {
    for (const { name, imported } of module.facts.bindings) if (imported && CONNECTION_LIMIT.test(name)) trace.want([{ module, specifier: imported.specifier, name: imported.name }]);
    if (givesOutEmitter(link, module)) importedBy.add(module);
  }
  // Who imports a barrel imports what it hands on.
  for (let before = -1; before < importedBy.size; ) {
    before = importedBy.size;
    for (const module of link.index.modules) {
      if (handsOn(link, module, importedBy)) importedBy.add(module);
    }
  }
  return { imports: listed(imports), importedBy, given, slots };
}

const MAY_HAVE_ROLE: ReadonlySet<Value['kind']> = new Set<Value['kind']>(['binding', 'member', 'call', 'this', 'each', 'await', 'logical', 'choice', 'import']);

function hasRole(link: Link, term: Term): boolean {
  const { value, frame } = term;
  if (value.kind === 'object') return value.properties.some((property) => hasRole(link, termAt(property.value, frame)));
  return MAY_HAVE_ROLE.has(value.kind) && link.roles(term).length > 0;
}

/** The modules that are given a value by somebody out of reach: as a parameter, a field or a call result. */
function givenTo(link: Link, term: Term, depth = 0): readonly LinkedModule[] {
  if (depth > MAX_DEPTH) return [];
  return link.origins(term).flatMap(({ value, frame }) => {
    if (value.kind === 'member') return givenTo(link, termAt(value.object, frame), depth + 1);
    if (value.kind === 'call') return givenTo(link, termAt(value.callee, frame), depth + 1);
    return value.kind === 'binding' || value.kind === 'this' || value.kind === 'literal' ? [frame.module] : [];
  });
}

/** The functions that were given the callback whose parameter a value is: `prepare((error, server) => …)`. */
function handingOver(link: Link, term: Term): readonly Term[] {
  return link.origins(term).flatMap(({ value, frame }) => {
    const parameter = value.kind === 'binding' ? link.index.parameter(frame.module, value.id) : undefined;
    return parameter ? link.handedTo(frame.module, parameter.fn).map(({ call }) => termAt(call.value.callee, call.frame)) : [];
  });
}

/** A method of an object that nothing in reach gives, and that is given a connection: `app.sessions.open(socket)`. */
function addService(link: Link, trace: ImportTrace, call: Term<CallValue>, slots: Map<string, LinkedModule>): void {
  const { callee, args } = call.value;
  if (callee.kind !== 'member' || link.callees(call).length > 0 || !args.some((argument) => hasRole(link, termAt(argument, call.frame)))) return;
  const object = termAt(callee.object, call.frame);
  if (link.roles(object).length === 0) addSlots(link, trace, object, slots);
}

/** The names on the way to a value that nothing in reach gives, and what lies in containers under them. */
function addSlots(link: Link, trace: ImportTrace, term: Term, slots: Map<string, LinkedModule>, depth = 0): void {
  if (depth > 3) return;
  for (const origin of link.origins(term)) {
    const slot = slotOf(link, origin);
    if (slot && !slots.has(slot.name)) {
      slots.set(slot.name, origin.frame.module);
      for (const put of placedUnder(link, slot)) {
        if (slot.by !== 'member') for (const value of [put, ...provided(link, put)]) trace.term(value);
        addSlots(link, trace, put, slots, depth + 1);
      }
    }
    if (slot?.owner) addSlots(link, trace, slot.owner, slots, depth + 1);
    else if (origin.value.kind === 'call' && origin.value.callee.kind === 'member') addSlots(link, trace, termAt(origin.value.callee.object, origin.frame), slots, depth + 1);
  }
}

function handsOn(link: Link, module: LinkedModule, modules: ReadonlySet<LinkedModule>): boolean {
  const { bindings, exports } = module.facts;
  return exports.some(({ value, from }) => {
    const specifier = from?.specifier ?? (value?.kind === 'binding' ? bindings[value.id]?.imported?.specifier : undefined);
    const source = specifier === undefined ? undefined : link.index.moduleOf(module, specifier);
    return source !== undefined && modules.has(source);
  });
}

/** Whether a module hands a server or namespace on: as an export, by a function that gives it, in a field of an object. */
function givesOutEmitter(link: Link, module: LinkedModule): boolean {
  const { exports, functions } = module.facts;
  if (exports.length === 0) return false;
  const top = bareFrame(module, 0);
  const exported = exports.flatMap(({ value }) => (value ? [value, ...(value.kind === 'object' ? value.properties.map((property) => property.value) : [])] : []));
  const given = functions.flatMap(({ id, events }) => {
    const frame = bareFrame(module, id);
    return events.flatMap((event) => {
      if (event.kind === 'return' && !event.implicit) return [termAt(event.value, frame)];
      return event.kind === 'assign' && event.target.kind === 'member' ? [termAt(event.value, frame)] : [];
    });
  });
  return [...exported.map((value) => termAt(value, top)), ...given].some((term) => link.roles(term).some(({ role }) => link.catalogue.isEmitter(role) || link.catalogue.isServing(role)));
}

/** A call on the way of new connections matters if it is given the connection, its user, or what is kept of them. */
function wantCall(link: Link, trace: ImportTrace, { value, frame }: Term<CallValue>, isMessage: boolean): void {
  const terms = value.args.map((argument) => termAt(argument, frame));
  const isConnection = terms.some((term) => hasRole(link, term));
  const code = isConnection || !isMessage ? trace.leadsTo(value, frame) : [];
  if (code.length === 0) return;
  if (!isConnection && !terms.some((term) => isUser(link, term) || isKept(link, term))) return;
  trace.want(code);
  for (const { value: argument } of terms) if (argument.kind !== 'function') trace.value(argument, frame);
}

/** What the conditions of an effect look at, with the keys and limits of what they count. */
function wantPremises(link: Link, trace: ImportTrace, premise: Premise | undefined): void {
  for (let at = premise; at; at = at.outer) {
    const { condition, frame } = at;
    if (condition.kind === 'test') trace.value(condition.value, frame);
    if (condition.kind !== 'threw') continue;
    for (const event of functionOf(frame).events.slice(condition.first, condition.last)) if (event.kind === 'call') trace.value(event.value, frame);
  }
  for (const { count, limit } of testsOf(link, premise).counts) {
    for (const key of count.holding.keys) trace.term(key);
    if (limit) trace.term(limit);
  }
}

function countsInTotal(link: Link, premise: Premise | undefined): boolean {
  return testsOf(link, premise).counts.some(({ count: { holding } }) => holding.keys.length === 0 && !holding.container.isExternal);
}

function isUser(link: Link, term: Term): boolean {
  if (term.value.kind === 'literal' || term.value.kind === 'function') return false;
  const key = link.keyClass([term]);
  return key === 'user' || key === 'client';
}

function isKept(link: Link, term: Term): boolean {
  return MAY_HAVE_ROLE.has(term.value.kind) && link.holdings(term).some(({ container }) => container.outlives);
}
