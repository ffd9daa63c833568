import type { BindingValue, CallValue, EachValue, MemberValue } from '../facts/module-facts.js';
import type { RoleId } from '../models/model.js';
import { declaredRole } from './declared-types.js';
import { bareFrame, type Frame, frameOf, type HandedOver, type Link, type RoleRef, siteId, type Term, termAt } from './link.js';
import { indexOf, restOf } from './lists.js';
import { classesOf } from './member-origins.js';
import { FOLLOWED } from './origins.js';
import { textOf } from './value-names.js';
import type { Questions } from './questions.js';
import { wayInFor } from './registrations.js';
import { slotRoles } from './slots.js';
import { ACCEPTING_METHODS, entryOf, exportOf, lookUp, mayAccept, mayBeRole, mayLeadOn, methodOfRole } from './role-tables.js';

/** What a value is to the libraries: by how it was made, got, passed or annotated; never by its name. */
export function createRoles(link: Link, questions: Questions): Link['roles'] {
  const ofOrigin = questions.remember<readonly RoleRef[]>(() => [], (origin) => originRoles(link, origin));
  const byAnnotation: Link['roles'] = questions.remember<readonly RoleRef[]>(() => [], (term) => declaredOnTheWay(link, term, byAnnotation));
  const ofTerm = questions.remember<readonly RoleRef[]>(() => [], (term) => {
    const seen = link.origins(term).flatMap(ofOrigin);
    const refs = seen.length > 0 ? seen : byAnnotation(term);
    return refs.filter((ref, index) => refs.findIndex((other) => other.id === ref.id && other.role === ref.role) === index);
  });
  return (term) => (FOLLOWED.has(term.value.kind) ? ofTerm(term) : []);
}

function originRoles(link: Link, origin: Term): readonly RoleRef[] {
  const { value, frame } = origin;
  switch (value.kind) {
    case 'binding':
      return bindingRoles(link, termAt(value, frame));
    case 'call':
      return orSlot(link, origin, callRoles(link, termAt(value, frame)));
    case 'member':
      return orSlot(link, origin, memberRoles(link, termAt(value, frame)));
    case 'each':
      return eachRoles(link, termAt(value, frame));
    case 'this':
      return classRoles(link, origin);
    case 'unknown':
    default:
      return [];
  }
}

function orSlot(link: Link, origin: Term, found: readonly RoleRef[]): readonly RoleRef[] {
  return found.length > 0 ? found : slotRoles(link, origin);
}

function made(role: RoleId, term: Term): RoleRef {
  const id = siteId(term);
  return { role, id, root: id, made: term };
}

function bindingRoles(link: Link, term: Term<BindingValue>): readonly RoleRef[] {
  const { value, frame } = term;
  const parameter = link.index.parameter(frame.module, value.id);
  const byType = declared(link, term);
  if (!parameter) return byType;
  if (restOf(link, term)) return [];
  const passed = argumentRoles(link, frameOf(frame, parameter.fn), parameter.index);
  if (passed.length > 0) return passed;
  return byType.length > 0 ? byType : acceptedRole(link, term);
}

/** The roles that libraries give to an argument of a function. */
function argumentRoles(link: Link, { module, fn, roles }: Frame, index: number): readonly RoleRef[] {
  const given = roles?.[index];
  return given ? [given] : link.handedTo(module, fn).flatMap((use) => handedRole(link, use, index) ?? []);
}

/** The role that a library gives to a parameter of the function that is handed to it. */
function handedRole(link: Link, use: HandedOver, index: number): RoleRef | undefined {
  const way = wayInFor(link, use);
  if (way) return way.roles[index];
  const { call, argument } = use;
  const { callee } = call.value;
  if (callee.kind !== 'member' || typeof callee.property !== 'string' || !mayAccept(callee.property)) return undefined;
  for (const ref of link.roles(termAt(callee.object, call.frame))) {
    const accepts = methodOfRole(ref.role, callee.property)?.accepts;
    const role = accepts && argument >= accepts.arguments.length ? accepts.callback[index] : undefined;
    if (role) return { ...made(role, call), root: ref.root };
  }
  return undefined;
}

/** A parameter that is passed on to the call that takes an upgrade over has the role that this argument has. */
function acceptedRole(link: Link, term: Term<BindingValue>): readonly RoleRef[] {
  const { value, frame } = term;
  const parameter = link.index.parameter(frame.module, value.id);
  if (!parameter) return [];
  for (const call of ACCEPTING_METHODS.flatMap((method) => link.index.callsOf(method))) {
    const { callee, args } = call.value;
    if (call.frame.module !== frame.module || callee.kind !== 'member' || typeof callee.property !== 'string') continue;
    const index = args.findIndex((argument) => argument.kind === 'binding' && argument.id === value.id);
    if (index === -1) continue;
    for (const ref of link.roles(termAt(callee.object, call.frame))) {
      const role = methodOfRole(ref.role, callee.property)?.accepts?.arguments[index];
      if (role) return [made(role, term)];
    }
  }
  return [];
}

function callRoles(link: Link, term: Term<CallValue>): readonly RoleRef[] {
  const { value, frame } = term;
  const { callee } = value;
  const constructed = link.origins(termAt(callee, frame)).flatMap((origin): RoleRef[] => {
    if (origin.value.kind !== 'import') return [];
    const model = exportOf(link.index.packageOf(origin.frame.module, origin.value.specifier), origin.value.name);
    const role = value.isNew ? model?.constructs : model?.calls;
    return role ? [made(role, term)] : [];
  });
  if (constructed.length > 0) return constructed;
  if (value.isNew) return classRoles(link, term);
  if (callee.kind !== 'member' || typeof callee.property !== 'string' || !mayLeadOn(callee.property)) return [];
  const { property } = callee;
  return link.roles(termAt(callee.object, frame)).flatMap((ref): RoleRef[] => {
    const method = methodOfRole(ref.role, property);
    if (method?.chains) return [ref];
    const gives = method?.gives;
    if (!gives) return [];
    const key = method.named === undefined ? undefined : value.args[method.named];
    const name = key && nameOf(link, termAt(key, frame));
    const id = name !== undefined && name === method.main ? ref.root : `${ref.root}|${property}:${name ?? ''}`;
    return [{ role: gives, id, root: ref.root, made: term, ...(key && { key: termAt(key, frame) }) }];
  });
}

/** The same text, or at least the same variable, is the same namespace or room. */
function nameOf(link: Link, key: Term): string {
  const [origin = key] = link.origins(key);
  return textOf(link, key) ?? link.place(origin) ?? siteId(origin);
}

function memberRoles(link: Link, term: Term<MemberValue>): readonly RoleRef[] {
  const { object, property } = term.value;
  if (typeof property !== 'string') return elementRoles(link, term);
  const owners = mayBeRole(property) ? link.roles(termAt(object, term.frame)) : [];
  const derived = owners.flatMap((ref): RoleRef[] => {
    const role = lookUp(ref.role, ({ members }) => entryOf(members, property));
    if (role) return [{ role, id: `${ref.id}.${property}`, root: ref.root, made: term, ...(ref.isOther && { isOther: true }) }];
    const alias = lookUp(ref.role, ({ aliases }) => entryOf(aliases, property));
    return alias ? [{ ...ref, role: alias }] : [];
  });
  return derived.length > 0 ? derived : declared(link, term);
}

/** The same for one of the arguments that a list holds. */
function elementRoles(link: Link, { value, frame }: Term<MemberValue>): readonly RoleRef[] {
  const index = indexOf(value.property);
  if (index === undefined) return [];
  return link.origins(termAt(value.object, frame)).flatMap((owner) => {
    const rest = restOf(link, owner);
    return rest ? argumentRoles(link, rest.activation, rest.from + index) : [];
  });
}

/** By an annotation, where nothing else says what a value is. */
function declared(link: Link, term: Term): readonly RoleRef[] {
  const found = declaredRole(link, term);
  return found ? [{ ...found, root: found.id, made: term }] : [];
}

/** The same for what a value is taken from: `const { wss }: Options = …`. What a container holds is an older one. */
function declaredOnTheWay(link: Link, term: Term, inner: Link['roles']): readonly RoleRef[] {
  const found = declared(link, term);
  if (found.length > 0) {
    const isOther = link.holdings(term).some(({ isElement, container }) => isElement && container.outlives);
    return isOther ? found.map((ref) => ({ ...ref, isOther })) : found;
  }
  return link.next(term).flatMap((next) => (next.value === term.value ? [] : inner(next)));
}

function eachRoles(link: Link, term: Term<EachValue>): readonly RoleRef[] {
  return link.holdings(termAt(term.value.of, term.frame)).flatMap(({ container }): RoleRef[] => {
    if (!container.collection) return [];
    return [{ role: container.collection.element, id: `${container.id}[]`, root: container.id, made: term, isOther: true }];
  });
}

/** An instance of a class that extends a library's. */
function classRoles(link: Link, origin: Term): readonly RoleRef[] {
  const last = classesOf(link, origin).at(-1);
  if (!last?.facts.superClass) return [];
  const { module, facts } = last;
  return link.origins(termAt(last.facts.superClass, bareFrame(module, facts.parent))).flatMap((base): RoleRef[] => {
    const role = base.value.kind === 'import' ? exportOf(link.index.packageOf(base.frame.module, base.value.specifier), base.value.name)?.constructs : undefined;
    const id = `${module.path}:class${facts.id}`;
    return role ? [{ role, id, root: id, made: origin }] : [];
  });
}
