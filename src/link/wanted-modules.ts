import type { CallEvent, Event, TypeName, Value } from '../facts/module-facts.js';
import { CONNECTION_LIMIT } from '../models/meanings.js';
import { followWayIn } from './effects.js';
import { bareFrame, type Frame, functionOf, type Link, type LinkedModule, type Premise, type Term, termAt } from './link.js';
import { isEmitter, isRegistering } from './role-tables.js';

/** What else must be read before the program can be judged. */
export interface Wanted {
  /** Imports, by the module in which they stand. */
  readonly imports: ReadonlyMap<LinkedModule, ReadonlySet<string>>;
  /** Modules whose importers matter: they made the server, or put something on it. */
  readonly importedBy: ReadonlySet<LinkedModule>;
}

const MAX_DEPTH = 8;

/**
 * What a verdict needs and is not in reach: code that new connections pass, functions and classes that are given a server
 * or a connection, whatever a handler is registered on, and the files that use what a module gives out.
 */
export function findWanted(link: Link): Wanted {
  const imports = new Map<LinkedModule, Set<string>>();
  const importedBy = new Set<LinkedModule>();
  const trace = new Trace(link, imports);
  for (const call of link.index.calls) {
    const { value, frame } = call;
    const { callee } = value;
    const isGiven = value.args.some((argument) => hasRole(link, termAt(argument, frame)));
    if (isGiven) trace.value(callee, frame);
    if (link.roles(call).length > 0) for (const argument of value.args) trace.value(argument, frame);
    if (callee.kind !== 'member' || typeof callee.property !== 'string') continue;
    const object = termAt(callee.object, frame);
    const isRegistration = isRegistering(callee.property, value.args[0]);
    if (isRegistration && link.roles(object).length === 0) {
      trace.value(callee.object, frame);
      if (isFromOutside(link, object)) importedBy.add(frame.module);
    }
  }
  for (const way of link.waysIn()) {
    if (way.opaque) trace.term(way.opaque);
    // An emitter that is known by its type alone was made elsewhere.
    const { made } = way.emitter;
    if (made && (made.value.kind === 'binding' || made.value.kind === 'member')) importedBy.add(made.frame.module);
    const { frames, effects } = followWayIn(link, way);
    for (const { frame, phase } of frames) for (const event of functionOf(frame).events) trace.event(event, frame, phase === 'message');
    for (const { premise } of effects) trace.premises(premise);
  }
  for (const module of link.index.modules) {
    for (const { name, imported } of module.facts.bindings) if (imported && CONNECTION_LIMIT.test(name)) trace.specifier(module, imported.specifier);
    if (givesOutEmitter(link, module)) importedBy.add(module);
  }
  return { imports, importedBy };
}

function hasRole(link: Link, term: Term): boolean {
  const { value, frame } = term;
  if (value.kind === 'literal' || value.kind === 'function') return false;
  if (value.kind === 'object') return value.properties.some((property) => hasRole(link, termAt(property.value, frame)));
  return link.roles(term).length > 0;
}

/** A parameter, a field or a call result that nothing in reach gives. */
function isFromOutside(link: Link, term: Term, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  return link.origins(term).some(({ value, frame }) => {
    if (value.kind === 'member') return isFromOutside(link, termAt(value.object, frame), depth + 1);
    if (value.kind === 'call') return isFromOutside(link, termAt(value.callee, frame), depth + 1);
    if (value.kind === 'binding') return true;
    return value.kind === 'this' || value.kind === 'literal';
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

/** Collects the imports that values lead to. */
class Trace {
  private readonly link: Link;
  private readonly imports: Map<LinkedModule, Set<string>>;
  private readonly seen = new Map<Value, Set<Frame>>();

  constructor(link: Link, imports: Map<LinkedModule, Set<string>>) {
    this.link = link;
    this.imports = imports;
  }

  specifier(module: LinkedModule, specifier: string): void {
    if (this.link.index.moduleOf(module, specifier)) return;
    const known = this.imports.get(module) ?? new Set<string>();
    this.imports.set(module, known.add(specifier));
  }

  /** An event on the way of new connections; of what happens on their messages, only what is done to the connection. */
  event(event: Event, frame: Frame, isMessage: boolean): void {
    if (event.kind === 'call') {
      if (!isMessage || event.value.args.some((argument) => hasRole(this.link, termAt(argument, frame)))) this.call(event, frame);
    } else if ((event.kind === 'test' || event.kind === 'return' || event.kind === 'assign') && !isMessage) this.value(event.value, frame);
  }

  premises(premise: Premise | undefined): void {
    for (let at = premise; at; at = at.outer) if (at.condition.kind === 'test') this.value(at.condition.value, at.frame);
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

  private call({ value }: CallEvent, frame: Frame): void {
    this.value(value, frame);
    for (const argument of value.args) if (argument.kind !== 'function') this.value(argument, frame);
  }

  private origin({ value, frame }: Term, depth: number): void {
    const inner = (part: Value): void => {
      this.value(part, frame, depth + 1);
    };
    switch (value.kind) {
      case 'import':
        this.specifier(frame.module, value.specifier);
        return;
      case 'member':
        inner(value.object);
        if (typeof value.property !== 'string') inner(value.property);
        this.types(frame.module, this.typeOf({ value, frame }));
        return;
      case 'call':
        inner(value.callee);
        for (const argument of value.args) if (argument.kind !== 'function') inner(argument);
        return;
      case 'class':
        this.superClasses(frame.module, value.id);
        return;
      case 'this': {
        const owner = frame.module.facts.functions[value.fn]?.owner;
        if (owner !== undefined) this.superClasses(frame.module, owner);
        return;
      }
      case 'binding':
        this.types(frame.module, frame.module.facts.bindings[value.id]?.type);
        return;
      case 'object':
      case 'array':
        if (depth < MAX_DEPTH) this.value(value, frame, depth + 1);
        return;
      default:
    }
  }

  private superClasses(module: LinkedModule, id: number): void {
    const facts = module.facts.classes[id];
    if (facts?.superClass) this.value(facts.superClass, bareFrame(module, facts.parent));
  }

  /** The type of a field, where the class says it. */
  private typeOf({ value, frame }: Term): TypeName | undefined {
    if (value.kind !== 'member' || value.object.kind !== 'this') return undefined;
    const owner = frame.module.facts.functions[value.object.fn]?.owner;
    return owner === undefined ? undefined : frame.module.facts.classes[owner]?.members.find(({ name }) => name === value.property)?.type;
  }

  private types(module: LinkedModule, type: TypeName | undefined, depth = 0): void {
    if (!type || depth > 4) return;
    const imported = type.binding === undefined ? undefined : module.facts.bindings[type.binding]?.imported;
    if (imported) this.specifier(module, imported.specifier);
    const local = type.binding === undefined || imported ? undefined : module.facts.bindings[type.binding]?.type;
    for (const part of [...type.args, ...(type.also ?? []), ...(local ? [local] : [])]) this.types(module, part, depth + 1);
  }
}
