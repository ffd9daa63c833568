import type { MemberValue, ObjectValue, ThisValue, Value } from '../facts/module-facts.js';
import { carriedTo } from './carried.js';
import { classesAbove, classesOf, constructorOf, heirsOf, isSuper, methodOf } from './classes.js';
import { importMember } from './exports.js';
import { entriesAt } from './iterations.js';
import { type Frame, frameOf, functionOf, type Link, type Term, termAt } from './link.js';
import { elementsAt, indexOf } from './lists.js';
import { ownerOf } from './program-index.js';
import { provided } from './provided.js';
import { askedFor } from './slots.js';
import { answersAt } from './transactions.js';

/** `this` is the instance that the method was called on, if the call is known. */
export function thisOrigins(link: Link, term: Term<ThisValue>): readonly Term[] {
  const activation = frameOf(term.frame, term.value.fn);
  // What a literal puts on a prototype is a method of the class.
  const object = functionOf(activation).owner === undefined ? link.index.objectOf(activation.module, term.value.fn) : undefined;
  return [activation.self ?? object ?? termAt(term.value, activation)];
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
  if (found.length === 0) found.push(...decorations(link, term, property), ...servedBy(link, term, property));
  const own = found.length > 0 ? [] : [canonical(link, term)];
  return [...found, ...own];
}

/** What a base class has not, the classes of the instances have that its method is called on, or those that extend it. */
function ofInstances(link: Link, { value, frame }: Term, property: string): readonly Term[] {
  if (value.kind !== 'this') return [];
  const self = termAt(value, frame);
  const found = link.callersOf(frame.module, value.fn).flatMap((caller) => (caller.self && caller.self.value.kind !== 'this' ? propertyOf(link, caller.self, property) : []));
  return found.length > 0 ? found : heirsOf(link, self).flatMap((heir) => methodOf(link, heir, property, self));
}

/** A service that was made a member: `app.decorate('limiter', limiter)`. */
function decorations(link: Link, { value, frame }: Term<MemberValue>, property: string): readonly Term[] {
  const left = link.index.decoratedWith(property);
  if (left.length === 0) return [];
  const refs = link.roles(termAt(value.object, frame));
  return refs.every(({ role }) => link.catalogue.methodOfRole(role, 'decorate')) ? left : [];
}

/** A method of a service that a container was asked for: `container.get('limiter').admit`. */
function servedBy(link: Link, { value, frame }: Term<MemberValue>, property: string): readonly Term[] {
  const services = link.origins(termAt(value.object, frame)).flatMap((owner) => askedFor(link, owner)).flatMap((put) => provided(link, put));
  return services.flatMap((service) => link.origins(service)).flatMap((service) => propertyOf(link, service, property)).filter((member) => member.value.kind === 'function');
}

/** What a list holds at a place; the term itself where that is not known. */
function elementOrigins(link: Link, term: Term<MemberValue>): readonly Term[] {
  const index = indexOf(term.value.property);
  if (index === undefined) return namedOrigins(link, term) ?? [term];
  const owners = link.origins(termAt(term.value.object, term.frame)).map((owner) => [...elementsAt(link, owner, index), ...entriesAt(link, owner, index), ...answersAt(link, owner, index)]);
  const isKnown = owners.length > 0 && owners.every((elements) => elements.length > 0);
  return isKnown ? owners.flat() : [...owners.flat(), term];
}

/** `handlers[event]`, where both the object and its keys are written down. */
function namedOrigins(link: Link, { value, frame }: Term<MemberValue>): readonly Term[] | undefined {
  if (typeof value.property === 'string' || value.property.kind === 'literal') return undefined;
  const owners = link.origins(termAt(value.object, frame));
  if (!owners.every((owner) => owner.value.kind === 'object')) return undefined;
  const names = link.origins(termAt(value.property, frame)).map((name) => (name.value.kind === 'literal' && typeof name.value.value === 'string' ? name.value.value : undefined));
  const found = names.map((name) => (name === undefined ? [] : owners.flatMap((owner) => propertyOf(link, owner, name))));
  return found.length > 0 && found.every((terms) => terms.length > 0) ? found.flat() : undefined;
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

/** What is assigned to the member, anywhere, on an object in the same place. */
function assignedTo(link: Link, owner: Term, property: string): readonly Term[] {
  const candidates = link.index.assignmentsToMember(property);
  const place = candidates.length > 0 ? link.place(owner) : undefined;
  if (place === undefined) return [];
  const assignments = candidates.filter((assignment) => {
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

function superMember(link: Link, term: Term<MemberValue>, property: string): readonly Term[] {
  const above = classesAbove(link, term.frame);
  const [method] = above?.classes.map((owned) => methodOf(link, owned, property, above.self)).filter((found) => found.length > 0) ?? [];
  return method ?? [term];
}
