import type { ClassFacts, ClassMember, FunctionValue, ImportValue, MemberValue, ObjectValue, ThisValue, Value } from '../facts/module-facts.js';
import { carriedTo } from './carried.js';
import { bareFrame, type Frame, frameOf, functionOf, type Link, type LinkedModule, type Term, termAt } from './link.js';
import { elementsAt, indexOf } from './lists.js';
import { ownerOf } from './program-index.js';
import { methodOfRole } from './role-tables.js';
import { answersAt } from './transactions.js';

/** `this` is the instance that the method was called on, if the call is known. */
export function thisOrigins(link: Link, term: Term<ThisValue>): readonly Term[] {
  const activation = frameOf(term.frame, term.value.fn);
  return [activation.self ?? link.index.objectOf(activation.module, term.value.fn) ?? termAt(term.value, activation)];
}

/** `state = { ...state, user }` may go on for ever. */
const MAX_SPREADS = 4;

/** What a member of an object holds: its own property, a field of its class, or whatever the program puts there. */
export function memberOrigins(link: Link, term: Term<MemberValue>): readonly Term[] {
  const { object, property } = term.value;
  if (typeof property !== 'string') return elementOrigins(link, term);
  if (isSuper(object)) return superMember(link, term, property);
  const found: Term[] = [];
  for (const owner of link.origins(termAt(object, term.frame))) {
    const own = propertyOf(link, owner, property);
    const instances = own.length > 0 ? own : ofInstances(link, owner, property);
    const held = instances.length > 0 ? instances : carriedTo(link, owner).flatMap((carried) => propertyOf(link, carried, property));
    found.push(...held);
    // A record that lies in a container has the field, too, whatever a new record begins with.
    const isStored = owner.value.kind === 'member' || owner.value.kind === 'each' || (owner.value.kind === 'call' && !owner.value.isNew);
    if (held.length === 0 && isStored && owner.value !== object) found.push(memberOf(link, owner, term));
  }
  if (found.length === 0) found.push(...decorations(link, term, property));
  const own = found.length > 0 ? [] : [canonical(link, term)];
  return [...found, ...own];
}

/** What a base class has not, the classes of the instances have that its method is called on. */
function ofInstances(link: Link, { value, frame }: Term, property: string): readonly Term[] {
  if (value.kind !== 'this') return [];
  return link.callersOf(frame.module, value.fn).flatMap(({ self }) => (self && self.value.kind !== 'this' ? propertyOf(link, self, property) : []));
}

/** A service that was made a member: `app.decorate('limiter', limiter)`. */
function decorations(link: Link, { value, frame }: Term<MemberValue>, property: string): readonly Term[] {
  const left = link.index.decoratedWith(property);
  if (left.length === 0) return [];
  const refs = link.roles(termAt(value.object, frame));
  return refs.every(({ role }) => methodOfRole(role, 'decorate')) ? left : [];
}

/** What a list holds at a place; the term itself where that is not known. */
function elementOrigins(link: Link, term: Term<MemberValue>): readonly Term[] {
  const index = indexOf(term.value.property);
  if (index === undefined) return [term];
  const owners = link.origins(termAt(term.value.object, term.frame)).map((owner) => [...elementsAt(link, owner, index), ...answersAt(link, owner, index)]);
  const isKnown = owners.length > 0 && owners.every((elements) => elements.length > 0);
  return isKnown ? owners.flat() : [...owners.flat(), term];
}

/** The same member, of the object's only origin, so that the same field gives the same term wherever it is read. */
function canonical(link: Link, term: Term<MemberValue>): Term {
  const owners = link.origins(termAt(term.value.object, term.frame));
  const [owner] = owners;
  if (owners.length !== 1 || !owner || owner.value === term.value.object) return term;
  return owner.value.kind === 'binding' || owner.value.kind === 'this' ? term : memberOf(link, owner, term);
}

/** `node = node.next.next` may go on for ever. */
const MAX_OWNERS = 16;

interface MadeMembers {
  readonly byOwner: WeakMap<Value, Map<MemberValue, MemberValue>>;
  readonly owners: WeakMap<MemberValue, number>;
}

const MADE = new WeakMap<Link, MadeMembers>();
const WRITTEN = new WeakMap<Value, Term<MemberValue>>();

/** The member of another object that is meant by a member as it is written. */
function memberOf(link: Link, owner: Term, term: Term<MemberValue>): Term {
  const made = MADE.get(link) ?? { byOwner: new WeakMap<Value, Map<MemberValue, MemberValue>>(), owners: new WeakMap<MemberValue, number>() };
  MADE.set(link, made);
  const written = WRITTEN.get(term.value) ?? term;
  const known = made.byOwner.get(owner.value) ?? new Map<MemberValue, MemberValue>();
  made.byOwner.set(owner.value, known);
  let value = known.get(term.value);
  if (!value) {
    const owners = (made.owners.get(written.value) ?? 0) + 1;
    if (owners > MAX_OWNERS) return term;
    made.owners.set(written.value, owners);
    known.set(term.value, (value = { ...term.value, object: owner.value }));
  }
  WRITTEN.set(value, written);
  return termAt(value, owner.frame);
}

/** Where a term stands in the code, if it was got by looking behind names. */
export function writtenAt(term: Term): Term {
  return WRITTEN.get(term.value) ?? term;
}

function propertyOf(link: Link, owner: Term, property: string, depth = 0): readonly Term[] {
  const { value, frame } = owner;
  const assigned = assignedTo(link, owner, property);
  switch (value.kind) {
    case 'object':
      return [...ownProperty(link, value, frame, property, depth), ...assigned];
    case 'import': {
      const name = value.name === '*' ? property : `${value.name}.${property}`;
      return [importMember(owner, value, name), ...assigned];
    }
    case 'class':
    case 'this':
    case 'binding':
    case 'member':
    case 'call': {
      const methods = classesOf(link, owner).flatMap((owned) => methodOf(link, owned, property, owner));
      return [...methods, ...assigned];
    }
    default:
      return assigned;
  }
}

/** The property as it is at last: what comes later in the literal wins, spreads included. */
function ownProperty(link: Link, { properties }: ObjectValue, frame: Frame, property: string, depth: number): readonly Term[] {
  for (const entry of [...properties].reverse()) {
    if (entry.key === property) return [termAt(entry.value, frame)];
    if (entry.key !== undefined || entry.value.kind !== 'spread' || depth >= MAX_SPREADS) continue;
    const found = link.origins(termAt(entry.value.value, frame)).flatMap((inner) => propertyOf(link, inner, property, depth + 1));
    if (found.length > 0) return found;
  }
  return [];
}

const IMPORTED = new WeakMap<Value, Map<string, ImportValue>>();

function importMember(owner: Term, value: ImportValue, name: string): Term {
  let known = IMPORTED.get(value);
  if (!known) IMPORTED.set(value, (known = new Map<string, ImportValue>()));
  let member = known.get(name);
  if (!member) known.set(name, (member = { ...value, name }));
  return termAt(member, owner.frame);
}

/** What is assigned to the member, anywhere, on an object in the same place. */
function assignedTo(link: Link, owner: Term, property: string): readonly Term[] {
  const place = link.place(owner);
  if (place === undefined) return [];
  const assignments = link.index.assignmentsToMember(property).filter((assignment) => {
    const target = ownerOf(assignment);
    return target && (target.value === owner.value || link.origins(target).some((origin) => link.place(origin) === place));
  });
  // A field that is counted up is a counter; it is its own origin.
  if (assignments.some(({ event }) => event.operator === '+' || event.operator === '-')) return [];
  return assignments.flatMap(({ event, frame }) =>
    event.operator === '=' && event.value.kind !== 'unknown' ? [termAt(event.value, activationFor(link, frame, owner))] : [],
  );
}

/** A constructor's parameters are those of the `new` that made the instance; of one further up, those of `super(…)`. */
function activationFor(link: Link, frame: Frame, owner: Term): Frame {
  const fn = functionOf(frame);
  if (fn.kind !== 'constructor' || owner.value.kind !== 'call') return frame;
  const constructor = constructorOf(classesOf(link, owner));
  if (constructor && constructor.fn !== fn.id) return frame;
  return link.activate({ ...frame, bound: owner.value.args.map((argument) => termAt(argument, owner.frame)), self: owner, depth: owner.frame.depth + 1 });
}

export interface OwnedClass {
  readonly module: LinkedModule;
  readonly facts: ClassFacts;
  readonly isStatic: boolean;
}

/** The classes in reach that an object is made of, nearest first: its own, then those that it extends. */
export function classesOf(link: Link, { value, frame }: Term): readonly OwnedClass[] {
  if (value.kind === 'class') return lineage(link, frame.module, value.id, true);
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
  const [asked] = value.args;
  return asked && value.args.length === 1 && link.callees(termAt(value, frame)).length === 0 ? instancesOf(link, termAt(asked, frame)) : [];
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

function superMember(link: Link, term: Term<MemberValue>, property: string): readonly Term[] {
  const above = classesAbove(link, term.frame);
  const [method] = above?.classes.map((owned) => methodOf(link, owned, property, above.self)).filter((found) => found.length > 0) ?? [];
  return method ?? [term];
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
  return link.origins(named).flatMap((origin) => (origin.value.kind === 'class' ? lineage(link, origin.frame.module, origin.value.id, false) : []));
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
        .flatMap(({ value, frame }) => (value.kind === 'class' ? lineage(link, frame.module, value.id, isStatic, depth + 1) : []))
    : [];
  return [{ module, facts, isStatic }, ...above];
}

function methodOf(link: Link, owned: OwnedClass, property: string, self: Term): readonly Term[] {
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
  return functionOf(activation).events.flatMap((event) =>
    event.kind === 'return' && !event.implicit ? [termAt(event.value, activation)] : [],
  );
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
