import type { BindingValue, CallValue, EachValue, MemberValue, Value } from '../facts/module-facts.js';
import { FETCHES } from '../models/meanings.js';
import type { RoleId } from '../models/model.js';
import { VIEWS } from '../models/stores.js';
import { entryOf } from '../models/catalogue.js';
import { injectedRole, roleOfClass } from './class-roles.js';
import type { Conversions } from './conversions.js';
import { declaredParameters, declaredRole } from './declared-types.js';
import { exportsOf, lookUpExport } from './library-exports.js';
import { type Frame, frameOf, type HandedOver, type Link, type LinkedModule, type RoleRef, siteId, type Term, termAt } from './link.js';
import { indexOf, restOf } from './lists.js';
import { classesAbove, classesOf, isSuper } from './classes.js';
import { FOLLOWED } from './origins.js';
import { calledName, textOf } from './value-names.js';
import { mountedRole } from './mounts.js';
import type { Questions } from './questions.js';
import { loopedWay, wayInFor } from './registrations.js';
import { slotRoles } from './slots.js';

/** What a value is to the libraries: by how it was made, got, passed or annotated; never by its name. */
export function createRoles(link: Link, questions: Questions, converted: Conversions): Link['roles'] {
  const ofOrigin = questions.remember<readonly RoleRef[]>(() => [], (origin) => originRoles(link, origin, converted));
  const byAnnotation: Link['roles'] = questions.remember<readonly RoleRef[]>(() => [], (term) => declaredOnTheWay(link, term, byAnnotation));
  const ofTerm = questions.remember<readonly RoleRef[]>(() => [], (term) => {
    const seen = link.origins(term).flatMap(ofOrigin);
    const refs = seen.length > 0 ? seen : byAnnotation(term);
    return refs.filter((ref, index) => refs.findIndex((other) => other.id === ref.id && other.role === ref.role) === index);
  });
  return (term) => (FOLLOWED.has(term.value.kind) || term.value.kind === 'global' ? ofTerm(term) : []);
}

function originRoles(link: Link, origin: Term, converted: Conversions): readonly RoleRef[] {
  const { value, frame } = origin;
  switch (value.kind) {
    case 'binding':
      return bindingRoles(link, termAt(value, frame));
    case 'call':
      return orSlot(link, origin, callRoles(link, termAt(value, frame)), converted);
    case 'member':
      return orSlot(link, origin, [...heldRoles(link, origin), ...memberRoles(link, termAt(value, frame))], converted);
    case 'each':
      return eachRoles(link, termAt(value, frame));
    case 'this':
      return classRoles(link, origin);
    case 'import':
      return heldRoles(link, origin);
    case 'global': {
      const held = heldRoles(link, origin);
      if (held.length > 0) return held;
      return isSuper(value) ? superRoles(link, origin) : slotRoles(link, origin);
    }
    case 'unknown':
    default:
      return [];
  }
}

/** What a library exports ready-made is one thing, wherever it is imported. */
function heldRoles(link: Link, origin: Term): readonly RoleRef[] {
  return exportsOf(link, origin).flatMap(({ holds }) => (holds ? [{ role: holds, id: holds, root: holds, made: origin }] : []));
}

function orSlot(link: Link, origin: Term, found: readonly RoleRef[], converted: Conversions): readonly RoleRef[] {
  if (found.length > 0) return found;
  const own = converted.get(origin.value);
  return own ? [own] : slotRoles(link, origin);
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
  if (passed.length > 0) return passed.map((ref) => refined(link, ref, byType));
  return byType.length > 0 ? byType : acceptedRole(link, term);
}

/** What a library hands over may be one of several things: an annotation tells which. */
function refined(link: Link, ref: RoleRef, [declaredAs]: readonly RoleRef[]): RoleRef {
  return declaredAs && link.catalogue.lookUp(ref.role, ({ isRefined }) => isRefined) ? { ...ref, role: declaredAs.role } : ref;
}

/** The roles that libraries give to an argument of a function. */
function argumentRoles(link: Link, { module, fn, roles }: Frame, index: number): readonly RoleRef[] {
  const given = roles?.[index] ?? link.methodRoles(module, fn)?.[index];
  if (given) return [given];
  const handed = link.handedTo(module, fn).flatMap((use) => handedRole(link, use, index) ?? []);
  return handed.length > 0 ? handed : declaredParameter(link, module, fn, index);
}

/** `const plugin: Plugin = async (app) => …` */
function declaredParameter(link: Link, module: LinkedModule, fn: number, index: number): readonly RoleRef[] {
  const found = link.index.nameOf(module, fn);
  const role = found && declaredParameters(link, found)?.[index];
  return found && role ? [made(role, found)] : [];
}

/** The role that a library gives to a parameter of the function that is handed to it. */
function handedRole(link: Link, use: HandedOver, index: number): RoleRef | undefined {
  const way = wayInFor(link, use);
  if (way) return way.roles[index];
  const { call, argument } = use;
  const { callee } = call.value;
  if (use.property !== undefined) return undefined;
  const hands = lookUpExport(link, termAt(callee, call.frame), (model) => model.hands)?.[index];
  if (hands) return made(hands, call);
  if (callee.kind !== 'member' || typeof callee.property !== 'string' || !(link.catalogue.vocabulary.accepting.has(callee.property) || link.catalogue.vocabulary.handing.has(callee.property))) return undefined;
  for (const ref of link.roles(termAt(callee.object, call.frame))) {
    const method = link.catalogue.methodOfRole(ref.role, callee.property);
    const given = method?.hands?.[index];
    if (given === 'self') return ref;
    const accepts = method?.accepts;
    const role = given ?? (accepts && argument >= accepts.arguments.length ? accepts.callback[index] : undefined);
    if (role) return { ...made(role, call), root: ref.root };
  }
  return undefined;
}

const ACCEPTED = new WeakMap<Link, readonly { readonly of: Term<BindingValue>; readonly role: RoleId }[]>();

/** The names that functions of libraries are called with to take a connection over: `Runtime.upgradeWebSocket(request)`. */
function acceptedArguments(link: Link): readonly { readonly of: Term<BindingValue>; readonly role: RoleId }[] {
  const known = ACCEPTED.get(link);
  if (known) return known;
  // While they are looked for, there are none.
  ACCEPTED.set(link, []);
  const found = link.index.calls.flatMap(({ value, frame }) => {
    if (!value.args.some(({ kind }) => kind === 'binding')) return [];
    const accepts = lookUpExport(link, termAt(value.callee, frame), (model) => model.accepts);
    return accepts ? value.args.flatMap((argument, index) => (argument.kind === 'binding' && accepts.arguments[index] ? [{ of: termAt(argument, frame), role: accepts.arguments[index] }] : [])) : [];
  });
  ACCEPTED.set(link, found);
  return found;
}

/** A parameter that is passed on to the call that takes an upgrade over has the role that this argument has. */
function acceptedRole(link: Link, term: Term<BindingValue>): readonly RoleRef[] {
  const { value, frame } = term;
  const parameter = link.index.parameter(frame.module, value.id);
  if (!parameter) return [];
  for (const { of, role } of acceptedArguments(link)) if (of.value.id === value.id && of.frame.module === frame.module) return [made(role, term)];
  for (const call of [...link.catalogue.vocabulary.accepting].flatMap((method) => link.index.callsOf(method))) {
    const { callee, args } = call.value;
    if (call.frame.module !== frame.module || callee.kind !== 'member' || typeof callee.property !== 'string') continue;
    const index = args.findIndex((argument) => argument.kind === 'binding' && argument.id === value.id);
    if (index === -1) continue;
    for (const ref of link.roles(termAt(callee.object, call.frame))) {
      const role = link.catalogue.methodOfRole(ref.role, callee.property)?.accepts?.arguments[index];
      if (role) return [made(role, term)];
    }
  }
  return [];
}

function callRoles(link: Link, term: Term<CallValue>): readonly RoleRef[] {
  const { value, frame } = term;
  const { callee } = value;
  const constructed = exportsOf(link, termAt(callee, frame)).flatMap((model): RoleRef[] => {
    const role = value.isNew ? model.constructs : model.calls;
    const server = model.belongsTo === undefined ? undefined : value.args[model.belongsTo];
    const [above] = server ? link.roles(termAt(server, frame)) : [];
    return role ? [above ? { ...made(role, term), root: above.root } : mountedRole(link, made(role, term), term)] : [];
  });
  if (constructed.length > 0) return constructed;
  if (value.isNew) return classRoles(link, term);
  const plugged = pluggedRole(link, term);
  return plugged ? [plugged, ...givenRoles(link, term)] : givenRoles(link, term);
}

/** `app.register(plugin, options)`, `server.register({ plugin, options })` */
function pluggedRole(link: Link, term: Term<CallValue>): RoleRef | undefined {
  const { callee, args } = term.value;
  if (callee.kind !== 'member' || typeof callee.property !== 'string' || !link.catalogue.vocabulary.plugging.has(callee.property)) return undefined;
  const method = callee.property;
  const roleIn = (part: Value, depth: number): RoleId | undefined => {
    if (depth > MAX_PLUG_DEPTH) return undefined;
    if (part.kind === 'object') return part.properties.map(({ value }) => roleIn(value, depth + 1)).find((role) => role !== undefined);
    if (part.kind === 'array') return part.elements.map((element) => roleIn(element, depth + 1)).find((role) => role !== undefined);
    if (!MAY_BE_PLUGIN.has(part.kind)) return undefined;
    return lookUpExport(link, termAt(part, term.frame), ({ plugs }) => (plugs?.call.includes(method) ? plugs.role : undefined));
  };
  const role = args.map((argument) => roleIn(argument, 0)).find((found) => found !== undefined);
  return role && made(role, term);
}

/** A list of objects that name the plugin. */
const MAX_PLUG_DEPTH = 2;
const MAY_BE_PLUGIN: ReadonlySet<Value['kind']> = new Set<Value['kind']>(['binding', 'import', 'member', 'await']);

/** What the thing that is called gives. */
function givenRoles(link: Link, term: Term<CallValue>): readonly RoleRef[] {
  const { value, frame } = term;
  const given = methodRoles(link, term);
  if (given.length > 0) return given;
  return link.roles(termAt(value.callee, frame)).flatMap((ref): RoleRef[] => {
    const role = link.catalogue.lookUp(ref.role, (model) => model.called);
    return role ? [mountedRole(link, { ...made(role, term), root: ref.root }, term)] : [];
  });
}

/** What a method of a role gives: `io.of('/chat')`. */
function methodRoles(link: Link, term: Term<CallValue>): readonly RoleRef[] {
  const { value, frame } = term;
  const { callee } = value;
  if (callee.kind !== 'member' || typeof callee.property !== 'string') return [];
  const { property } = callee;
  // A container that is asked for a class.
  const asked = FETCHES.has(property) ? classRoles(link, term) : [];
  if (asked.length > 0 || !link.catalogue.vocabulary.leading.has(property)) return asked;
  return link.roles(termAt(callee.object, frame)).flatMap((ref): RoleRef[] => {
    const method = link.catalogue.methodOfRole(ref.role, property);
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
  const owner = termAt(object, term.frame);
  const injected = injectedRole(link, owner, property);
  if (injected) return [injected];
  const derived = (link.catalogue.vocabulary.leadingMembers.has(property) ? link.roles(owner) : []).flatMap((ref): RoleRef[] => {
    const role = link.catalogue.lookUp(ref.role, ({ members }) => entryOf(members, property));
    if (role) return [{ role, id: `${ref.id}.${property}`, root: link.catalogue.lookUp(role, ({ isApart }) => isApart) ? `${ref.id}.${property}` : ref.root, made: term, ...(ref.isOther && { isOther: true }) }];
    const alias = link.catalogue.lookUp(ref.role, ({ aliases }) => entryOf(aliases, property));
    return alias ? [{ ...ref, role: alias }] : [];
  });
  return derived.length > 0 ? derived : declared(link, term);
}

/** The same for one of the arguments that a list holds. */
function elementRoles(link: Link, { value, frame }: Term<MemberValue>): readonly RoleRef[] {
  const index = indexOf(value.property);
  if (index === undefined) return [];
  const library = memberAt(link, termAt(value.object, frame), index);
  return library.length > 0 ? library : link.origins(termAt(value.object, frame)).flatMap((owner) => {
    const rest = restOf(link, owner);
    return rest ? argumentRoles(link, rest.activation, rest.from + index) : [];
  });
}

/** `pair[1]`, also of `Object.values(pair)`. */
function memberAt(link: Link, owner: Term, index: number): readonly RoleRef[] {
  return [owner, ...link.origins(owner)].flatMap((origin) => {
    const viewed = origin.value.kind === 'call' ? origin.value.args[entryOf(VIEWS, calledName(origin.value.callee) ?? '') ?? -1] : undefined;
    return link.roles(viewed ? termAt(viewed, origin.frame) : origin).flatMap((ref): RoleRef[] => {
      const role = link.catalogue.lookUp(ref.role, ({ members }) => entryOf(members, String(index)));
      return role ? [{ role, id: `${ref.id}.${String(index)}`, root: ref.root, made: origin }] : [];
    });
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
  const looped = loopedRoles(link, term);
  if (looped.length > 0) return looped;
  return link.holdings(termAt(term.value.of, term.frame)).flatMap(({ container }): RoleRef[] => {
    if (!container.collection) return [];
    return [{ role: container.collection.element, id: `${container.id}[]`, root: container.id, made: term, isOther: true }];
  });
}

/** `for await (const { socket } of server.listener('connection'))` */
function loopedRoles(link: Link, { value, frame }: Term<EachValue>): readonly RoleRef[] {
  const of = termAt(value.of, frame);
  return link.origins(of).flatMap((origin) => {
    const role = origin.value.kind === 'call' ? loopedWay(link, termAt(origin.value, origin.frame))?.roles[0] : undefined;
    if (role) return [role];
    return link.roles(origin).flatMap((ref) => {
      const inner = link.catalogue.lookUp(ref.role, ({ looped }) => looped);
      return inner ? [{ role: inner, id: `${ref.id}[]`, root: ref.root, made: of }] : [];
    });
  });
}

/** `super.create()` is the library's own. */
function superRoles(link: Link, { frame }: Term): readonly RoleRef[] {
  const self = classesAbove(link, frame)?.self;
  return self ? classRoles(link, self) : [];
}

/** An instance of a class that extends a library's, or is decorated by it. */
function classRoles(link: Link, origin: Term): readonly RoleRef[] {
  for (const owned of classesOf(link, origin)) {
    const ref = roleOfClass(link, owned.module, owned.facts);
    if (ref) return [{ ...ref, made: origin }];
  }
  return [];
}
