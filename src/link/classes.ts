import type { ClassFacts, ClassMember, FunctionValue, ThisValue, Value } from '../facts/module-facts.js';
import { bareFrame, type Frame, functionOf, type Link, type LinkedModule, type Term, termAt } from './link.js';
import { returnsOf } from './returns.js';

export interface OwnedClass {
  readonly module: LinkedModule;
  readonly facts: ClassFacts;
  readonly isStatic: boolean;
}

/** The classes in reach that an object is made of, nearest first: its own, then those that it extends. */
export function classesOf(link: Link, { value, frame }: Term): readonly OwnedClass[] {
  const own = classBehind(frame.module, value);
  if (own !== undefined) return lineage(link, frame.module, own, true);
  if (value.kind === 'this') {
    const owner = frame.module.facts.functions[value.fn]?.owner;
    return owner === undefined ? [] : lineage(link, frame.module, owner, isStaticMember(frame.module, owner, value.fn));
  }
  if (value.kind === 'binding' || value.kind === 'member') {
    // A service that is handed in is what its type says.
    const declared = link.declaredClass({ value, frame });
    return declared ? lineage(link, declared.module, declared.id, false) : [];
  }
  if (value.kind !== 'call') return [];
  if (value.isNew) return instancesOf(link, termAt(value.callee, frame));
  // A container out of reach that is asked for a class gives an instance of it: `container.resolve(Limiter)`.
  const element = link.declaredClass({ value, frame });
  if (element) return lineage(link, element.module, element.id, false);
  const [asked] = value.args;
  return asked && value.args.length === 1 && link.callees(termAt(value, frame)).length === 0 ? instancesOf(link, termAt(asked, frame)) : [];
}

/** The class that a value is; a function can be the constructor of one. */
export function classBehind({ facts }: LinkedModule, value: Value): number | undefined {
  if (value.kind === 'class') return value.id;
  const fn = value.kind === 'function' ? facts.functions[value.fn] : undefined;
  return fn?.kind === 'constructor' ? fn.owner : undefined;
}

export function isSuper(value: Value): boolean {
  return value.kind === 'global' && value.name === 'super';
}

/** The classes above the one in whose method `super` stands, and what `this` is there. */
export function classesAbove(link: Link, frame: Frame): { readonly classes: readonly OwnedClass[]; readonly self: Term } | undefined {
  for (let at: Frame | undefined = frame; at; at = at.parent) {
    const { id, owner, range } = functionOf(at);
    if (owner === undefined) continue;
    const self = at.self ?? termAt<ThisValue>({ kind: 'this', fn: id, range }, at);
    return { classes: lineage(link, at.module, owner, isStaticMember(at.module, owner, id)).slice(1), self };
  }
  return undefined;
}

/** The constructor that `new` runs: the nearest one. */
export function constructorOf(classes: readonly OwnedClass[]): (OwnedClass & { readonly fn: number; readonly at: ClassMember }) | undefined {
  for (const owned of classes) {
    const at = owned.facts.members.find(({ kind }) => kind === 'constructor');
    if (at?.fn !== undefined) return { ...owned, fn: at.fn, at };
  }
  return undefined;
}

function instancesOf(link: Link, named: Term): readonly OwnedClass[] {
  return link.origins(named).flatMap(({ value, frame }) => {
    const id = classBehind(frame.module, value);
    return id === undefined ? [] : lineage(link, frame.module, id, false);
  });
}

function isStaticMember(module: LinkedModule, owner: number, fn: number): boolean {
  return module.facts.classes[owner]?.members.some((member) => member.fn === fn && member.isStatic) ?? false;
}

/** A class and those that it extends, as far as they are in reach. */
export function lineage(link: Link, module: LinkedModule, id: number, isStatic: boolean, depth = 0): OwnedClass[] {
  const facts = module.facts.classes[id];
  if (!facts || depth > 8) return [];
  const { superClass } = facts;
  const above = superClass
    ? link
        .origins(termAt(superClass, bareFrame(module, facts.parent)))
        .flatMap(({ value, frame }) => {
          const inner = classBehind(frame.module, value);
          return inner === undefined ? [] : lineage(link, frame.module, inner, isStatic, depth + 1);
        })
    : [];
  return [{ module, facts, isStatic }, ...above];
}

/** The method, or what the getter gives, that a class has itself. */
export function methodOf(link: Link, owned: OwnedClass, property: string, self: Term): readonly Term[] {
  const { module, facts, isStatic } = owned;
  const member = facts.members.find(
    (candidate) => candidate.name === property && candidate.isStatic === isStatic && candidate.fn !== undefined,
  );
  if (!member) return [];
  const scope = link.activate({ ...bareFrame(module, facts.parent), self });
  const term = functionTerm(member, scope);
  if (!term) return [];
  if (member.kind !== 'getter') return [term];
  const activation = link.activate({ module, fn: term.value.fn, parent: scope, self, bound: [], depth: self.frame.depth + 1 });
  return returnsOf(activation);
}

const METHODS = new WeakMap<ClassMember, FunctionValue>();

function functionTerm(member: ClassMember, scope: Frame): Term<FunctionValue> | undefined {
  return member.fn === undefined ? undefined : termAt(functionValue(member, member.fn), scope);
}

/** The one value that stands for a method. */
export function functionValue(member: ClassMember, fn: number): FunctionValue {
  const value = METHODS.get(member) ?? { kind: 'function', fn, range: member.range };
  METHODS.set(member, value);
  return value;
}

const HEIRS = new WeakMap<Link, Map<string, readonly OwnedClass[]>>();

/** The classes in reach that extend the one in whose method `this` stands. */
export function heirsOf(link: Link, { value, frame }: Term<ThisValue>): readonly OwnedClass[] {
  const { module } = frame;
  const owner = module.facts.functions[value.fn]?.owner;
  if (owner === undefined || isStaticMember(module, owner, value.fn)) return [];
  const known = HEIRS.get(link) ?? new Map<string, readonly OwnedClass[]>();
  HEIRS.set(link, known);
  const key = `${module.path}#${String(owner)}`;
  const heirs = known.get(key) ?? link.index.modules.flatMap((other) =>
    other.facts.classes.flatMap(({ id, superClass }) => {
      const [own, ...above] = superClass ? lineage(link, other, id, false) : [];
      return own && above.some((base) => base.module === module && base.facts.id === owner) ? [own] : [];
    }),
  );
  known.set(key, heirs);
  return heirs;
}
