import type { AssignEvent, BindingValue, CallEvent, CallValue, Value } from '../facts/module-facts.js';
import type { Catalogue } from '../models/catalogue.js';
import { DECORATES, LEAVES } from '../models/meanings.js';
import type { Deployment } from './beside/program-place.js';
import { servedByDefault } from './default-servers.js';
import type { Effort } from './questions.js';
import { bareFrame, type Frame, type Link, type LinkedModule, type Term, termAt } from './link.js';

/** An assignment, in the function in which it stands. */
export interface Assignment {
  readonly event: AssignEvent;
  readonly frame: Frame;
}

/** A module that imports something particular, as a program of its own, without what it imports. */
export interface Companion {
  /** It leads to the other module, by its imports or those of what imports it. */
  readonly isTogether: boolean;
  readonly link: Link;
  readonly module: LinkedModule;
}

/** How the modules of a program lead to each other. */
export interface Neighbours {
  moduleOf(from: LinkedModule, specifier: string): LinkedModule | undefined;
  /** Whether the import leads to a file that can be read, part of the program or not. */
  isInReach(from: LinkedModule, specifier: string): boolean;
  /** Whether every file of the project that mentions a name is part of the program, so that nobody else can read it. */
  isSearched(name: string): boolean;
  /** Whether every file that imports a module is part of the program, and no other package can import it. */
  isComplete(module: LinkedModule): boolean;
  /** Whether the program is larger than what was read of it: who uses what is not known. */
  isCut(): boolean;
  /** The package whose main file a relative path leads to. */
  packageOf(from: LinkedModule, specifier: string): string | undefined;
  /** The modules that import one of the packages, and can be parts of the same program, reached by it or not. */
  companions(specifiers: readonly string[], of: LinkedModule): readonly Companion[];
  /** Whether an import path in one module leads to another, through whatever files. */
  leads(specifier: string, from: LinkedModule, to: LinkedModule): boolean;
  /** Whether a module, linted by itself, is one whose connections would be judged. */
  isSubject(module: LinkedModule): boolean;
  /** What is written beside a program about the processes that it runs in. */
  deployments(of: LinkedModule): readonly Deployment[];
}

const NO_NEIGHBOURS: Neighbours = {
  moduleOf: () => undefined,
  isInReach: () => false,
  isSearched: () => false,
  isComplete: () => false,
  isCut: () => false,
  packageOf: () => undefined,
  companions: () => [],
  leads: () => false,
  isSubject: () => true,
  deployments: () => [],
};

/** Look-ups over all modules of a program that need no meaning. */
export class ProgramIndex {
  readonly modules: readonly LinkedModule[];
  readonly calls: readonly Term<CallValue>[];
  private readonly byBinding = new Map<LinkedModule, Map<number, Assignment[]>>();
  private readonly byProperty = new Map<string, Assignment[]>();
  private readonly literals = new Map<string, Term[]>();
  private readonly left = new Map<string, Term[]>();
  private readonly decorated = new Map<string, Term[]>();
  private readonly byMethod = new Map<string, Term<CallValue>[]>();
  private readonly objects = new Map<LinkedModule, Map<number, Term>>();
  private readonly names = new Map<LinkedModule, Map<number, Term<BindingValue>>>();
  private readonly parameterOf = new Map<LinkedModule, Map<number, { fn: number; index: number }>>();

  /** What it took so far to answer questions about the program. */
  readonly effort: Effort = { steps: 0 };
  readonly catalogue: Catalogue;
  /** What lies around the program. */
  readonly neighbours: Neighbours;

  constructor(modules: readonly LinkedModule[], catalogue: Catalogue, neighbours: Neighbours = NO_NEIGHBOURS) {
    this.modules = modules;
    this.catalogue = catalogue;
    this.neighbours = neighbours;
    this.calls = modules.flatMap((module) => this.read(module));
    for (const call of this.calls) {
      const { callee } = call.value;
      if (callee.kind !== 'member' || typeof callee.property !== 'string') continue;
      push(this.byMethod, callee.property, call);
      const [name, value] = call.value.args;
      if (!LEAVES.has(callee.property) || !value || name?.kind !== 'literal' || typeof name.value !== 'string') continue;
      push(this.left, name.value, termAt(value, call.frame));
      if (DECORATES.has(callee.property)) push(this.decorated, name.value, termAt(value, call.frame));
    }
  }

  /** The module that an import leads to, if it is part of the program. */
  moduleOf(from: LinkedModule, specifier: string): LinkedModule | undefined {
    return this.neighbours.moduleOf(from, specifier);
  }

  /** Whether an import leads to a file that is not part of the program yet. */
  isUnread(from: LinkedModule, specifier: string): boolean {
    return this.moduleOf(from, specifier) === undefined && this.neighbours.isInReach(from, specifier);
  }

  isSearched(name: string): boolean {
    return this.neighbours.isSearched(name);
  }

  isComplete(module: LinkedModule): boolean {
    return this.neighbours.isComplete(module);
  }

  /** The package that an import means: the specifier, or the package whose own files import it by a path. */
  packageOf(from: LinkedModule, specifier: string): string {
    return specifier.startsWith('.') ? (this.neighbours.packageOf(from, specifier) ?? specifier) : specifier;
  }

  /** Every call of a method of this name, of whatever object. */
  callsOf(method: string): readonly Term<CallValue>[] {
    return this.byMethod.get(method) ?? [];
  }

  /** Every assignment to a name. */
  assignmentsTo(module: LinkedModule, binding: number): readonly Assignment[] {
    return this.byBinding.get(module)?.get(binding) ?? [];
  }

  /** Every assignment to a member of this name, of whatever object. */
  assignmentsToMember(property: string): readonly Assignment[] {
    return this.byProperty.get(property) ?? [];
  }

  /** What a variable, or a member of this name, is set to. */
  assignmentsOf(module: LinkedModule, value: Value): readonly Assignment[] {
    if (value.kind === 'binding') return this.assignmentsTo(module, value.id);
    return value.kind === 'member' && typeof value.property === 'string' ? this.assignmentsToMember(value.property) : [];
  }

  /** Every value that an object literal holds under this name. */
  literalsWith(property: string): readonly Term[] {
    return this.literals.get(property) ?? [];
  }

  /** Every value that is left under this name for other parts of the application. */
  leftUnder(name: string): readonly Term[] {
    return this.left.get(name) ?? [];
  }

  /** Of these, the ones that are members from then on. */
  decoratedWith(name: string): readonly Term[] {
    return this.decorated.get(name) ?? [];
  }

  /** The function and position of a parameter's name. */
  parameter(module: LinkedModule, binding: number): { fn: number; index: number } | undefined {
    return this.parameterOf.get(module)?.get(binding);
  }

  /** The name that a function is given where it is written. */
  nameOf(module: LinkedModule, fn: number): Term<BindingValue> | undefined {
    return this.names.get(module)?.get(fn);
  }

  /** The object literal that a method is written in: what `this` is there. */
  objectOf(module: LinkedModule, fn: number): Term | undefined {
    return this.objects.get(module)?.get(fn);
  }

  private read(module: LinkedModule): Term<CallValue>[] {
    const calls: Term<CallValue>[] = [];
    const names = new Map<number, Assignment[]>();
    const parameters = new Map<number, { fn: number; index: number }>();
    this.byBinding.set(module, names);
    this.parameterOf.set(module, parameters);
    const objects = new Map<number, Term>();
    this.objects.set(module, objects);
    const named = new Map<number, Term<BindingValue>>();
    this.names.set(module, named);
    for (const fn of module.facts.functions) {
      fn.parameters.forEach(({ binding }, index) => parameters.set(binding, { fn: fn.id, index }));
      const frame = bareFrame(module, fn.id);
      for (const event of fn.events) {
        if (event.kind === 'call') calls.push(termAt(event.value, frame));
        if (event.kind === 'call') for (const argument of event.value.args) this.noteObject(argument, frame, objects);
        if (event.kind === 'assign' || event.kind === 'return') this.noteObject(event.value, frame, objects);
        for (const assigned of event.kind === 'assign' ? [event] : event.kind === 'call' ? merged(event) : []) {
          const { target } = assigned;
          if (target.kind === 'binding' && assigned.value.kind === 'function') named.set(assigned.value.fn, termAt(target, frame));
          if (target.kind === 'binding') push(names, target.id, { event: assigned, frame });
          else if (typeof target.property === 'string') push(this.byProperty, target.property, { event: assigned, frame });
        }
      }
    }
    const served = servedByDefault(module, this.catalogue);
    if (served) this.noteObject(served.value.args[0], served.frame, objects);
    return served ? [...calls, served] : calls;
  }

  /** Notes what an object holds, and which object each of its functions belongs to; an arrow has no `this`, and never asks. */
  private noteObject(value: Value | undefined, frame: Frame, objects: Map<number, Term>): void {
    if (value?.kind === 'array') for (const element of value.elements) this.noteObject(element, frame, objects);
    if (value?.kind !== 'object') return;
    for (const { key, value: part } of value.properties) {
      if (key !== undefined && part.kind !== 'literal' && part.kind !== 'function') push(this.literals, key, termAt(part, frame));
      if (part.kind === 'function' && !objects.has(part.fn)) objects.set(part.fn, termAt(value, frame));
      else this.noteObject(part, frame, objects);
    }
  }
}

/** `Object.assign(target, { name: value })` assigns each property. */
function merged({ value, when, range }: CallEvent): AssignEvent[] {
  const { callee, args } = value;
  const [target, ...sources] = args;
  const isMerge = callee.kind === 'member' && callee.property === 'assign' && callee.object.kind === 'global' && callee.object.name === 'Object';
  if (!isMerge || (target?.kind !== 'binding' && target?.kind !== 'member')) return [];
  return sources.flatMap((source) =>
    source.kind === 'object'
      ? source.properties.flatMap(({ key, value: part }): AssignEvent[] =>
          key === undefined ? [] : [{ kind: 'assign', operator: '=', target: { kind: 'member', object: target, property: key, range }, value: part, when, range }],
        )
      : [],
  );
}

/** Adds to the list under a key. */
export function push<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

/** The object whose member is assigned. */
export function ownerOf({ event, frame }: Assignment): Term | undefined {
  return event.target.kind === 'member' ? termAt(event.target.object, frame) : undefined;
}
