import type { BindingValue, CallEvent, TypeName, Value } from '../facts/module-facts.js';
import { CONNECTION_LIMIT } from '../models/meanings.js';
import { testsOf } from './conditions.js';
import { declaredType } from './declared-types.js';
import { followWayIn } from './effects.js';
import { bareFrame, type Frame, functionOf, type Link, type LinkedModule, type Premise, type Term, termAt } from './link.js';
import { isSuper } from './member-origins.js';
import { isEmitter, isRegistering } from './role-tables.js';
import { placedUnder, slotName, slotOwner } from './slots.js';

/** What else must be read before the program can be judged. */
export interface Wanted {
  /** Imports, by the module in which they stand. */
  readonly imports: readonly Import[];
  /** Modules whose importers matter: they made the server, or put something on it. */
  readonly importedBy: ReadonlySet<LinkedModule>;
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
  const trace = new Trace(link, imports, importedBy);
  for (const call of link.index.calls) {
    const { value, frame } = call;
    const { callee } = value;
    const code = trace.leadsTo(callee, frame);
    const isGiven = code.length > 0 && value.args.some((argument) => hasRole(link, termAt(argument, frame)));
    if (isGiven) trace.want(code);
    if (link.roles(call).length > 0) for (const argument of value.args) trace.value(argument, frame);
    if (callee.kind !== 'member' || typeof callee.property !== 'string') continue;
    const object = termAt(callee.object, frame);
    const isRegistration = isRegistering(callee.property, value.args[0]);
    if (isRegistration && link.roles(object).length === 0) {
      trace.value(callee.object, frame);
      for (const module of givenTo(link, object)) importedBy.add(module).add(frame.module);
      addSlots(link, object, slots);
    }
  }
  for (const way of link.waysIn()) {
    if (way.opaque) trace.term(way.opaque);
    // An emitter that is known by its type alone was made elsewhere.
    const { made } = way.emitter;
    if (made && (made.value.kind === 'binding' || made.value.kind === 'member')) importedBy.add(made.frame.module);
    const { frames, effects } = followWayIn(link, way);
    for (const { frame, phase } of frames) for (const event of functionOf(frame).events) if (event.kind === 'call') {
      trace.call(event, frame, phase === 'message');
      const { callee, args } = event.value;
      const isGiven = callee.kind === 'member' && link.callees(termAt(event.value, frame)).length === 0 && args.some((argument) => hasRole(link, termAt(argument, frame)));
      if (isGiven && link.roles(termAt(callee.object, frame)).length === 0) addSlots(link, termAt(callee.object, frame), slots);
    }
    for (const { premise } of effects) trace.premises(premise);
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
  return { imports: listed(imports), importedBy, slots };
}

const MAY_HAVE_ROLE: ReadonlySet<Value['kind']> = new Set<Value['kind']>(['binding', 'member', 'call', 'this', 'each', 'await', 'logical', 'choice', 'import']);

function hasRole(link: Link, term: Term): boolean {
  const { value, frame } = term;
  if (value.kind === 'object') return value.properties.some((property) => hasRole(link, termAt(property.value, frame)));
  return MAY_HAVE_ROLE.has(value.kind) && link.roles(term).length > 0;
}

/** A parameter of a function that nothing in reach calls, and whose type says nothing of it. */
function isGivenFromOutside(link: Link, term: Term<BindingValue>): boolean {
  const { module } = term.frame;
  const parameter = link.index.parameter(module, term.value.id);
  if (!parameter || module.facts.exports.length === 0 || link.roles(term).length > 0 || link.declaredClass(term)) return false;
  return link.callersOf(module, parameter.fn).length === 0 && link.handedTo(module, parameter.fn).length === 0;
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

/** The names on the way to a value that nothing in reach gives. */
function addSlots(link: Link, term: Term, slots: Map<string, LinkedModule>, depth = 0): void {
  if (depth > 3) return;
  for (const origin of link.origins(term)) {
    const name = slotName(origin);
    const owner = slotOwner(origin);
    if (name !== undefined && !slots.has(name)) {
      slots.set(name, origin.frame.module);
      for (const put of placedUnder(link, name)) addSlots(link, put, slots, depth + 1);
    }
    if (owner) addSlots(link, owner, slots, depth + 1);
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
  return [...exported.map((value) => termAt(value, top)), ...given].some((term) => link.roles(term).some(({ role }) => isEmitter(role)));
}

/** A name that a module imports. */
interface Import {
  readonly module: LinkedModule;
  readonly specifier: string;
  /** `*` for the module itself. */
  readonly name: string;
}

/** By module, then by specifier, the names. */
type Imports = Map<LinkedModule, Map<string, Set<string>>>;

/** A name that a module imports, or whoever imports the module. */
type Source = Import | { readonly module: LinkedModule; readonly specifier?: never };

function listed(imports: Imports): Import[] {
  return [...imports].flatMap(([module, bySpecifier]) => [...bySpecifier].flatMap(([specifier, names]) => [...names].map((name) => ({ module, specifier, name }))));
}

/** Collects the imports that values lead to, and the modules that get them from outside. */
class Trace {
  private readonly link: Link;
  private readonly imports: Imports;
  private readonly importedBy: Set<LinkedModule>;
  private readonly led = new Map<Value, Map<Frame, readonly Source[]>>();
  private readonly seen = new Map<Value, Set<Frame>>();

  constructor(link: Link, imports: Imports, importedBy: Set<LinkedModule>) {
    this.link = link;
    this.imports = imports;
    this.importedBy = importedBy;
  }

  want(code: readonly Source[]): void {
    for (const source of code) {
      if (source.specifier === undefined) {
        this.importedBy.add(source.module);
        continue;
      }
      const { module, specifier, name } = source;
      if (!this.link.index.isUnread(module, specifier)) continue;
      const bySpecifier = this.imports.get(module) ?? new Map<string, Set<string>>();
      this.imports.set(module, bySpecifier);
      const [first = name] = name.split('.');
      bySpecifier.set(specifier, (bySpecifier.get(specifier) ?? new Set<string>()).add(first));
    }
  }

  /** The imports that a value leads to, without asking for them. */
  leadsTo(value: Value, frame: Frame): readonly Source[] {
    const known = this.led.get(value)?.get(frame);
    if (known) return known;
    const found: Imports = new Map();
    const from = new Set<LinkedModule>();
    new Trace(this.link, found, from).value(value, frame);
    const imports = [...listed(found), ...[...from].map((module) => ({ module }))];
    const frames = this.led.get(value) ?? new Map<Frame, readonly Source[]>();
    this.led.set(value, frames.set(frame, imports));
    return imports;
  }

  /** A call on the way of new connections matters if it is given the connection, the user whose connection it is, or what is kept of them. */
  call({ value }: CallEvent, frame: Frame, isMessage: boolean): void {
    const code = this.leadsTo(value, frame);
    if (code.length === 0) return;
    const terms = value.args.map((argument) => termAt(argument, frame));
    const isGiven = terms.some((term) => hasRole(this.link, term)) || (!isMessage && terms.some((term) => this.isUser(term) || this.isKept(term)));
    if (!isGiven) return;
    this.want(code);
    for (const { value: argument } of terms) if (argument.kind !== 'function') this.value(argument, frame);
  }

  /** What the conditions of an effect look at, with the keys and limits of what they count. */
  premises(premise: Premise | undefined): void {
    for (let at = premise; at; at = at.outer) {
      const { condition, frame } = at;
      if (condition.kind === 'test') this.value(condition.value, frame);
      if (condition.kind !== 'threw') continue;
      for (const event of functionOf(frame).events.slice(condition.first, condition.last)) if (event.kind === 'call') this.value(event.value, frame);
    }
    for (const { count, limit } of testsOf(this.link, premise).counts) {
      for (const key of count.holding.keys) this.term(key);
      if (limit) this.term(limit);
    }
  }

  private isUser(term: Term): boolean {
    if (term.value.kind === 'literal' || term.value.kind === 'function') return false;
    const key = this.link.keyClass([term]);
    return key === 'user' || key === 'client';
  }

  private isKept(term: Term): boolean {
    return MAY_HAVE_ROLE.has(term.value.kind) && this.link.holdings(term).some(({ container }) => container.outlives);
  }

  term({ value, frame }: Term): void {
    this.value(value, frame);
  }

  value(value: Value, frame: Frame, depth = 0): void {
    const frames = this.seen.get(value) ?? new Set<Frame>();
    if (depth > MAX_DEPTH || frames.has(frame)) return;
    this.seen.set(value, frames.add(frame));
    const inner = (part: Value): void => {
      this.value(part, frame, depth + 1);
    };
    switch (value.kind) {
      case 'logical':
      case 'binary':
        inner(value.left);
        inner(value.right);
        return;
      case 'not':
      case 'await':
      case 'spread':
        inner(value.value);
        return;
      case 'choice':
        inner(value.test);
        inner(value.then);
        inner(value.otherwise);
        return;
      case 'template':
        for (const part of value.values) inner(part);
        return;
      case 'object':
        for (const property of value.properties) inner(property.value);
        return;
      case 'array':
        for (const element of value.elements) inner(element);
        return;
      default:
        for (const origin of this.link.origins(termAt(value, frame))) this.origin(origin, depth);
    }
  }

  private origin({ value, frame }: Term, depth: number): void {
    const inner = (part: Value): void => {
      this.value(part, frame, depth + 1);
    };
    switch (value.kind) {
      case 'import':
        this.want([{ module: frame.module, specifier: value.specifier, name: value.name }]);
        return;
      case 'member':
        inner(value.object);
        if (typeof value.property !== 'string') inner(value.property);
        this.declared({ value, frame });
        return;
      case 'call':
        inner(value.callee);
        for (const argument of value.args) if (argument.kind !== 'function') inner(argument);
        return;
      case 'each':
        inner(value.of);
        return;
      case 'class':
        this.superClasses(frame.module, value.id);
        return;
      case 'this':
        this.superClasses(frame.module, frame.module.facts.functions[value.fn]?.owner);
        return;
      case 'global':
        for (let at: Frame | undefined = isSuper(value) ? frame : undefined; at; at = at.parent) this.superClasses(at.module, functionOf(at).owner);
        return;
      case 'binding':
        this.declared({ value, frame });
        if (isGivenFromOutside(this.link, { value, frame })) this.importedBy.add(frame.module);
        return;
      case 'object':
      case 'array':
        if (depth < MAX_DEPTH) this.value(value, frame, depth + 1);
        return;
      default:
    }
  }

  private superClasses(module: LinkedModule, id: number | undefined): void {
    const facts = id === undefined ? undefined : module.facts.classes[id];
    if (facts?.superClass) this.value(facts.superClass, bareFrame(module, facts.parent));
  }

  private declared(term: Term): void {
    const declared = declaredType(this.link, term);
    if (declared) this.types(declared.module, declared.type);
  }

  private types(module: LinkedModule, type: TypeName | undefined, depth = 0): void {
    if (!type || depth > 4) return;
    const imported = type.binding === undefined ? undefined : module.facts.bindings[type.binding]?.imported;
    if (imported) this.want([{ module, specifier: imported.specifier, name: imported.name }]);
    const local = type.binding === undefined || imported ? undefined : module.facts.bindings[type.binding]?.type;
    for (const part of [...type.args, ...(type.also ?? []), ...(local ? [local] : [])]) this.types(module, part, depth + 1);
  }
}
