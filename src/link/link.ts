import type { CallValue, ClassFacts, Condition, FunctionFacts, FunctionValue, ModuleFacts, Range, TypeName, Value } from '../facts/module-facts.js';
import type { Catalogue } from '../models/catalogue.js';
import type { CollectionModel, KeyClass, RoleId, WayInModel } from '../models/model.js';
import type { Settings } from '../settings.js';
import type { ProgramIndex } from './program-index.js';

/** A function that is handed to a call: directly, by name, bound, or as a property of an object. */
export interface HandedOver {
  readonly target: Term<FunctionValue>;
  readonly call: Term<CallValue>;
  readonly argument: number;
  readonly property?: string;
}

/** A module of the program, by its path; the path of the linted file is the one that ESLint gives. */
export interface LinkedModule {
  readonly path: string;
  readonly facts: ModuleFacts;
}

/**
 * A function in one of its activations, as far as it is known: what its parameters are bound to, and the activation of
 * the function around it. Without `bound` it stands for all activations.
 */
export interface Frame {
  readonly module: LinkedModule;
  readonly fn: number;
  readonly parent?: Frame;
  readonly bound?: readonly (Term | undefined)[];
  /** Roles of the parameters, where a library calls the function. */
  readonly roles?: readonly (RoleRef | undefined)[];
  /** What `this` is. */
  readonly self?: Term;
  /** The call that it runs for. */
  readonly from?: Term;
  readonly depth: number;
}

/** A value in the activation in which it is evaluated. */
export interface Term<V extends Value = Value> {
  readonly value: V;
  readonly frame: Frame;
}

/** What a value is to a library. */
export interface RoleRef {
  readonly role: RoleId;
  /** The same for the same server, namespace or other object. */
  readonly id: string;
  /** The id of the server that it belongs to. */
  readonly root: string;
  /** Where it was made, if seen. */
  readonly made?: Term;
  /** The name or key under which it was asked for. */
  readonly key?: Term;
  /** True for a connection that is not the new one: taken from a collection or a container. */
  readonly isOther?: boolean;
  /** Known by a call alone, whatever it is called on. */
  readonly isGuessed?: boolean;
}

/** Something that outlives statements and holds values. */
export interface Container {
  readonly id: string;
  readonly made: Term;
  /** Whether it lives longer than one connection. */
  readonly outlives: boolean;
  readonly collection?: CollectionModel;
  /** Its code is not in reach. */
  readonly isExternal?: boolean;
  /** A record that a call out of reach gave: that it is there says nothing about connections. */
  readonly isRecord?: boolean;
  /** It is a number. */
  readonly isCounter?: boolean;
}

/** A part of a container: what is found in it under the keys. */
export interface Holding {
  readonly container: Container;
  readonly keys: readonly Term[];
  /** One element, whichever. */
  readonly isElement: boolean;
  readonly isAtomic?: boolean;
  /** Found by looking through all of it. */
  readonly isScan?: boolean;
}

/** How many connections there are, as a number in the program. */
export interface Count {
  readonly holding: Holding;
  /** What the expression adds to the number held. */
  readonly delta: number;
  readonly at: Term;
  readonly isAtomic?: boolean;
}

/** What a number can be. */
export interface NumberSet {
  readonly values: readonly number[];
  /** It may be undefined: read from the environment, which need not have it. */
  readonly isOptional?: boolean;
  /** Set where a part of it is not known: how the code names it. */
  readonly unknown?: string;
}

/** A condition of the facts, in an activation; a chain, innermost first. */
export interface Premise {
  readonly condition: Condition;
  readonly frame: Frame;
  readonly outer?: Premise | undefined;
}

/** A comparison of a count with a limit, or a question whether there is any, that must come out so. */
export interface CountTest {
  readonly kind: 'compare' | 'exists';
  readonly count: Count;
  readonly limit?: Term;
  /** `high`: true when there are many. */
  readonly direction: 'high' | 'low';
  /** The most connections that pass, counted from the limit: limit + margin. */
  readonly margin: number;
  readonly at: Term;
  /** Where in the function's events the count was looked at. */
  readonly premise: Premise;
}

/** A call whose code is not in reach, in a condition. */
export interface OpaqueTest {
  readonly call: Term<CallValue>;
  readonly premise: Premise;
}

/** Where a handler takes a connection over. */
interface Acceptance {
  readonly call: Term<CallValue>;
  readonly premise: Premise | undefined;
  /** The functions on the way to it, innermost first, with the offset at which each goes on inwards. */
  readonly path: readonly { readonly frame: Frame; readonly before: number }[];
  /** Reported only where its server has no place of its own. */
  readonly isHidden?: boolean;
}

/** A function that a library calls for new connections. */
export interface WayIn {
  readonly model: WayInModel;
  readonly emitter: RoleRef;
  /** The functions that it runs. */
  readonly handlers: readonly Term<FunctionValue>[];
  /** The handler's code is not in reach. */
  readonly opaque?: Term;
  readonly roles: readonly (RoleRef | undefined)[];
  /** The registration: a call, or the option's value. */
  readonly at: Term;
  readonly range: Range;
  /** Where the connection is taken over in this handler, for upgrade handlers. */
  readonly accept?: Acceptance;
}

/** A class that a library calls: one that is decorated by it, or that extends one of its own. */
export interface LibraryClass {
  readonly module: LinkedModule;
  readonly facts: ClassFacts;
  readonly ref: RoleRef;
  /** Empty for the main one; undefined where the library has none, or the name is not known. */
  readonly namespace?: string;
  /** Without a model: one that is called once, to set things up. */
  readonly methods: readonly { readonly model?: WayInModel; readonly handler: Term<FunctionValue>; readonly roles: readonly (RoleRef | undefined)[] }[];
}

/** What a value is declared to be by an annotation: its own, or one that writes out the members of its object. */
export interface DeclaredType {
  readonly module: LinkedModule;
  readonly type: TypeName;
  /** The same for the same declaration, wherever it is used. */
  readonly id: string;
}

/** Questions about the program; each part of the room answers some, and asks the others through this. */
export interface Link {
  readonly index: ProgramIndex;
  readonly settings: Settings;
  readonly catalogue: Catalogue;
  /** Where a value comes from, through names, parameters, returns, fields and awaits. */
  origins(term: Term): readonly Term[];
  /** The terms that a value is taken from, one step away; the term itself where the trail ends. */
  next(term: Term): readonly Term[];
  roles(term: Term): readonly RoleRef[];
  /** The activations of a function by the calls in reach. */
  callersOf(module: LinkedModule, fn: number): readonly Frame[];
  /** The functions that call a function. */
  callSitesOf(module: LinkedModule, fn: number): readonly Frame[];
  /** The calls that a function is handed to. */
  handedTo(module: LinkedModule, fn: number): readonly HandedOver[];
  /** The one frame for an activation. */
  activate(frame: Frame): Frame;
  /** The functions that a call runs, with what `this` and the parameters are. */
  callees(term: Term<CallValue>): readonly Frame[];
  holdings(term: Term): readonly Holding[];
  counts(term: Term): readonly Count[];
  numbers(term: Term): NumberSet;
  keyClass(terms: readonly Term[]): KeyClass;
  /** What a value is declared to be by an annotation. */
  declaredType(term: Term): DeclaredType | undefined;
  /** The class in reach that a value is declared to be an instance of. */
  declaredClass(term: Term): { readonly module: LinkedModule; readonly id: number } | undefined;
  /** Identifies the object in which a field lies; equal for all connections of a library, for all instances of a class. */
  place(term: Term): string | undefined;
  waysIn(): readonly WayIn[];
  /** The classes that a library calls. */
  classes(): readonly LibraryClass[];
  /** The roles of a method's parameters, where a library calls it. */
  methodRoles(module: LinkedModule, fn: number): readonly (RoleRef | undefined)[] | undefined;
  /** Whether a function runs once for each connection. */
  isPerConnection(module: LinkedModule, fn: number): boolean;
}

/** How deep calls are followed; beyond it a value is unknown. */
export const MAX_CALL_DEPTH = 8;

export function functionOf(frame: Frame): FunctionFacts {
  const fn = frame.module.facts.functions[frame.fn];
  if (!fn) throw new Error(`${frame.module.path} has no function ${frame.fn}`);
  return fn;
}

/** The activation of `fn` that can be seen from here, or one that stands for all. */
export function frameOf(frame: Frame, fn: number): Frame {
  for (let outer: Frame | undefined = frame; outer; outer = outer.parent) if (outer.fn === fn) return outer;
  return bareFrame(frame.module, fn);
}

const BARE = new WeakMap<LinkedModule, Map<number, Frame>>();

/** A function in any activation. */
export function bareFrame(module: LinkedModule, fn: number): Frame {
  let known = BARE.get(module);
  if (!known) BARE.set(module, (known = new Map<number, Frame>()));
  let frame = known.get(fn);
  if (!frame) {
    const parent = module.facts.functions[fn]?.parent ?? -1;
    frame = { module, fn, depth: 0, ...(parent >= 0 && { parent: bareFrame(module, parent) }) };
    known.set(fn, frame);
  }
  return frame;
}

export function termAt<V extends Value>(value: V, frame: Frame): Term<V> {
  return { value, frame };
}

const KEYS = new WeakMap<LinkedModule, string[]>();

/** Names a function of the program; one text, since it is asked for very often. */
export function functionKey(module: LinkedModule, fn: number): string {
  const keys = KEYS.get(module) ?? [];
  if (keys.length === 0) KEYS.set(module, keys);
  return (keys[fn] ??= `${module.path}#${String(fn)}`);
}

/** Names a place in the program: `path:offset`. */
export function siteId({ value, frame }: Term): string {
  return `${frame.module.path}:${value.range[0]}:${value.kind}`;
}

// Both keys are weak: the frames of a module that is kept must not keep the programs that it was part of.
const PREMISES = new WeakMap<Frame, WeakMap<Premise, (Premise | undefined)[]>>();
const NO_PREMISE: Premise = { condition: { kind: 'loop', parent: -1 }, frame: { module: { path: '', facts: { functions: [], classes: [], bindings: [], exports: [], lineStarts: [] } }, fn: 0, depth: 0 } };

/** The chain of premises under which an event of a function happens: one chain, however often it is asked for. */
export function premisesOf(frame: Frame, when: number, outer?: Premise): Premise | undefined {
  const { conditions } = functionOf(frame);
  const byOuter = PREMISES.get(frame) ?? new WeakMap<Premise, (Premise | undefined)[]>();
  PREMISES.set(frame, byOuter);
  const known = byOuter.get(outer ?? NO_PREMISE) ?? [];
  byOuter.set(outer ?? NO_PREMISE, known);
  const missing: [index: number, condition: Condition][] = [];
  let index = when;
  for (let condition = conditions[index]; condition && !known[index]; condition = conditions[index]) {
    missing.push([index, condition]);
    index = condition.parent;
  }
  let premise = known[index] ?? outer;
  for (const [at, condition] of missing.reverse()) premise = known[at] = { condition, frame, outer: premise };
  return premise;
}

/** Whether a test came out one way, wherever a premise holds. */
export function holdsUnder(premise: Premise | undefined, value: Value, truthy: boolean): boolean {
  for (let one = premise; one; one = one.outer) {
    const { condition } = one;
    if (condition.kind === 'test' && condition.value === value && condition.truthy === truthy) return true;
  }
  return false;
}
