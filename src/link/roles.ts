import type { BindingValue, CallValue, EachValue, MemberValue, TypeName, Value } from '../facts/module-facts.js';
import { libraryOf, LIBRARIES } from '../models/index.js';
import type { ExportModel, RoleId } from '../models/model.js';
import { frameOf, type HandedOver, type Link, type LinkedModule, type RoleRef, siteId, type Term, termAt } from './link.js';
import { classesOf } from './member-origins.js';
import { textOf } from './numbers.js';
import { wayInFor } from './registrations.js';
import { lookUp, methodOfRole } from './role-tables.js';

/** What a value is to the libraries: by how it was made, got, passed or annotated; never by its name. */
export function createRoles(link: Link): Link['roles'] {
  const known = new WeakMap<Value, Map<Term['frame'], readonly RoleRef[]>>();
  const open = new Set<Value>();
  const ofOrigin = (origin: Term): readonly RoleRef[] => {
    const frames = known.get(origin.value) ?? new Map<Term['frame'], readonly RoleRef[]>();
    const cached = frames.get(origin.frame);
    if (cached) return cached;
    if (open.has(origin.value)) return [];
    open.add(origin.value);
    const result = originRoles(link, origin);
    open.delete(origin.value);
    if (open.size === 0 || result.length > 0) {
      frames.set(origin.frame, result);
      known.set(origin.value, frames);
    }
    return result;
  };
  return (term) => {
    const refs = link.origins(term).flatMap(ofOrigin);
    return refs.filter((ref, index) => refs.findIndex((other) => other.id === ref.id && other.role === ref.role) === index);
  };
}

function originRoles(link: Link, origin: Term): readonly RoleRef[] {
  const { value, frame } = origin;
  switch (value.kind) {
    case 'binding':
      return bindingRoles(link, termAt(value, frame));
    case 'call':
      return callRoles(link, termAt(value, frame));
    case 'member':
      return memberRoles(link, termAt(value, frame));
    case 'each':
      return eachRoles(link, termAt(value, frame));
    case 'this':
      return classRoles(link, origin);
    case 'unknown':
    default:
      return [];
  }
}

function made(role: RoleId, term: Term): RoleRef {
  const id = siteId(term);
  return { role, id, root: id, made: term };
}

function bindingRoles(link: Link, term: Term<BindingValue>): readonly RoleRef[] {
  const { value, frame } = term;
  const parameter = link.index.parameter(frame.module, value.id);
  const facts = frame.module.facts.bindings[value.id];
  const typed = facts?.type ? typeRole(frame.module, facts.type) : undefined;
  const byType = typed ? [made(typed, termAt({ ...value, range: facts?.range ?? value.range }, frame))] : [];
  if (!parameter) return byType;
  const activation = frameOf(frame, parameter.fn);
  const given = activation.roles?.[parameter.index];
  if (given) return [given];
  const handed = link.handedTo(frame.module, parameter.fn).flatMap((use) => handedRole(link, use, parameter.index) ?? []);
  if (handed.length > 0) return handed;
  return byType.length > 0 ? byType : acceptedRole(link, term);
}

/** The role that a library gives to a parameter of the function that is handed to it. */
function handedRole(link: Link, use: HandedOver, index: number): RoleRef | undefined {
  const way = wayInFor(link, use);
  if (way) return way.roles[index];
  const { call, argument } = use;
  const { callee } = call.value;
  if (callee.kind !== 'member' || typeof callee.property !== 'string') return undefined;
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
  for (const call of link.index.calls) {
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
    const model = exportOf(origin.value.specifier, origin.value.name);
    const role = value.isNew ? model?.constructs : model?.calls;
    return role ? [made(role, term)] : [];
  });
  if (constructed.length > 0) return constructed;
  if (value.isNew) return classRoles(link, term);
  if (callee.kind !== 'member' || typeof callee.property !== 'string') return [];
  const { property } = callee;
  return link.roles(termAt(callee.object, frame)).flatMap((ref): RoleRef[] => {
    const method = methodOfRole(ref.role, property);
    if (method?.chains) return [ref];
    const gives = method?.gives;
    if (!gives) return [];
    const key = method.named === undefined ? undefined : value.args[method.named];
    const name = key && (textOf(link, termAt(key, frame)) ?? siteId(termAt(key, frame)));
    const id = name !== undefined && name === method.main ? ref.root : `${ref.root}|${property}:${name ?? ''}`;
    return [{ role: gives, id, root: ref.root, made: term, ...(key && { key: termAt(key, frame) }) }];
  });
}

function memberRoles(link: Link, term: Term<MemberValue>): readonly RoleRef[] {
  const { object, property } = term.value;
  if (typeof property !== 'string') return [];
  const owner = termAt(object, term.frame);
  const derived = link.roles(owner).flatMap((ref): RoleRef[] => {
    const role = lookUp(ref.role, (model) => (model.members && Object.hasOwn(model.members, property) ? model.members[property] : undefined));
    if (role) return [{ role, id: `${ref.id}.${property}`, root: ref.root, made: term, ...(ref.isOther && { isOther: true }) }];
    const alias = lookUp(ref.role, (model) => model.aliases?.[property]);
    return alias ? [{ ...ref, role: alias }] : [];
  });
  if (derived.length > 0) return derived;
  return link.origins(owner).flatMap((origin) =>
    classesOf(link, origin).flatMap(({ module, facts }): RoleRef[] => {
      const type = facts.members.find((member) => member.name === property && member.type)?.type;
      const role = type && typeRole(module, type);
      const id = `${module.path}:class${facts.id}.${property}`;
      return role ? [{ role, id, root: id, made: term }] : [];
    }),
  );
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
  const frame = { module, fn: facts.parent, depth: 0 };
  return link.origins(termAt(last.facts.superClass, frame)).flatMap((base): RoleRef[] => {
    const role = base.value.kind === 'import' ? exportOf(base.value.specifier, base.value.name)?.constructs : undefined;
    const id = `${module.path}:class${facts.id}`;
    return role ? [{ role, id, root: id, made: origin }] : [];
  });
}

/** The model of what an import gives: `WebSocketServer`, `default.Server`. */
function exportOf(specifier: string, name: string): ExportModel | undefined {
  const library = libraryOf(specifier);
  const [first = '', ...rest] = name.split('.');
  const table = library?.exports;
  let model = table && Object.hasOwn(table, first) ? table[first] : undefined;
  if (model === undefined && first === 'default' && rest.length > 0) return exportOf(specifier, rest.join('.'));
  for (const part of rest) model = model?.members?.[part];
  return model;
}

/** The role that a type annotation gives, through local names for the type. */
export function typeRole(module: LinkedModule, type: TypeName, depth = 0): RoleId | undefined {
  if (depth > 4) return undefined;
  const facts = type.binding === undefined ? undefined : module.facts.bindings[type.binding];
  if (!facts) {
    const name = type.path.join('.');
    return LIBRARIES.map((library) => library.globalTypes?.[name]).find((role) => role !== undefined);
  }
  if (facts.imported) {
    const { specifier, name } = facts.imported;
    const rest = type.path.slice(1).join('.');
    return exportOf(specifier, name === '*' && rest ? rest : [name, rest].filter(Boolean).join('.'))?.type;
  }
  return facts.type ? typeRole(module, facts.type, depth + 1) : undefined;
}
