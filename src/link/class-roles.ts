import type { ClassFacts, FunctionValue, Range, Value } from '../facts/module-facts.js';
import type { RoleId } from '../models/model.js';
import { declaredRole, implementedRole } from './declared-types.js';
import { exportsOf, lookUpExport } from './library-exports.js';
import { bareFrame, type Frame, type LibraryClass, type Link, type LinkedModule, type RoleRef, type Term, termAt } from './link.js';
import { classesOf, functionValue, lineage, type OwnedClass } from './classes.js';
import { type Option, optionsOf } from './options.js';
import { handlersOf } from './calls.js';
import { textOf } from './value-names.js';

/** The role that decorators, the library's class above, an interface or what it is constructed with give to a class. */
export function roleOfClass(link: Link, module: LinkedModule, facts: ClassFacts): RoleRef | undefined {
  const { decorators = [], superClass, id, parent } = facts;
  const frame = bareFrame(module, parent);
  const decorated = decorators.flatMap((decorator) => exportsOf(link, termAt(decoratorOf(decorator), frame)).flatMap(({ decorates }) => decorates ?? []));
  const extended = superClass && lookUpExport(link, termAt(superClass, frame), ({ constructs }) => constructs);
  const role = decorated[0] ?? extended ?? ownRole(link, module, facts);
  const name = `${module.path}:class${String(id)}`;
  return role && { role, id: name, root: name };
}

const OWN_ROLES = new WeakMap<Link, WeakMap<ClassFacts, { readonly role: RoleId | undefined }>>();

/** What a class is by its own text: asked wherever `this` is. */
function ownRole(link: Link, module: LinkedModule, facts: ClassFacts): RoleId | undefined {
  const known = OWN_ROLES.get(link) ?? new WeakMap<ClassFacts, { readonly role: RoleId | undefined }>();
  OWN_ROLES.set(link, known);
  const found = known.get(facts) ?? { role: implementedRole(link, module, facts) ?? roleByMembers(link, module, facts) };
  known.set(facts, found);
  return found.role;
}

/** `constructor(state: DurableObjectState)`, or a method that no other class has. */
function roleByMembers(link: Link, module: LinkedModule, { members, superClass, parent }: ClassFacts): RoleId | undefined {
  const constructor = members.find(({ kind }) => kind === 'constructor');
  const [first] = (constructor?.fn === undefined ? undefined : module.facts.functions[constructor.fn]?.parameters) ?? [];
  const given = first && declaredRole(link, termAt({ kind: 'binding', id: first.binding, range: first.range }, bareFrame(module, parent)))?.role;
  const constructed = given && link.catalogue.lookUp(given, ({ constructs }) => constructs);
  if (constructed || superClass) return constructed;
  return members.map(({ name, fn, isStatic }) => (fn === undefined || isStatic ? undefined : link.catalogue.distinctiveMembers.get(name))).find((role) => role !== undefined);
}

/** `@Gateway` and `@Gateway({ … })`. */
function decoratorOf(value: Value): Value {
  return value.kind === 'call' ? value.callee : value;
}

/** A decorator with its `@`, behind which its value begins. */
export function decoratorRange({ range: [start, end] }: Value): Range {
  return [start - '@'.length, end];
}

/** The classes that a decorator is given and that are not run for new connections, with their methods. */
export function idleClasses(link: Link, decorator: Value, frame: Frame): { readonly name: string; readonly frames: readonly Frame[] }[] {
  if (decorator.kind !== 'call' || !exportsOf(link, termAt(decorator.callee, frame)).some(({ idles }) => idles)) return [];
  return decorator.args.flatMap((argument) => {
    const classes = classesOf(link, termAt(argument, frame));
    const instances = classes.length > 0 ? classes : link.origins(termAt(argument, frame)).flatMap((origin) => classesOf(link, origin));
    const [own] = instances;
    const frames = instances.flatMap(({ module, facts }) => facts.members.flatMap(({ fn }) => (fn === undefined ? [] : [bareFrame(module, fn)])));
    return own ? [{ name: own.facts.name ?? 'the guard', frames }] : [];
  });
}

/** The role of a field that a decorator fills: it belongs to the server of its class. */
export function injectedRole(link: Link, owner: Term, property: string): RoleRef | undefined {
  for (const { module, facts } of classesOf(link, owner)) {
    const member = facts.members.find(({ name, decorators }) => name === property && decorators !== undefined);
    const frame = bareFrame(module, facts.parent);
    const models = member?.decorators?.flatMap((decorator) => exportsOf(link, termAt(decoratorOf(decorator), frame)));
    const injects = models?.map((model) => model.injects).find((found) => found !== undefined);
    const server = injects && roleOfClass(link, module, facts);
    if (!injects || !server) continue;
    const declared = declaredRole(link, termAt({ kind: 'member', object: owner.value, property, range: owner.value.range }, owner.frame));
    return { role: declared?.role ?? injects, id: server.id, root: server.root, made: owner };
  }
  return undefined;
}

/** The class around a function, and what a library makes of it. */
export function classAround(link: Link, { module, fn }: Frame): { readonly library: LibraryClass | undefined } | undefined {
  for (let at = module.facts.functions[fn]; at; at = module.facts.functions[at.parent]) {
    const { owner } = at;
    if (owner !== undefined) return { library: link.classes().find((one) => one.module === module && one.facts.id === owner) };
  }
  return undefined;
}

/** The classes of the program that a library calls; one that others extend is called through these. */
export function libraryClasses(link: Link): readonly LibraryClass[] {
  const all = link.index.modules.flatMap((module) => module.facts.classes.map((facts) => lineage(link, module, facts.id, false)));
  const extended = new Set(all.flatMap((classes) => classes.slice(1).map(({ facts }) => facts)));
  return all.flatMap((classes): LibraryClass[] => {
    const [own] = classes;
    if (!own || (extended.has(own.facts) && !own.facts.decorators)) return [];
    const ref = classes.map(({ module, facts }) => roleOfClass(link, module, facts)).find((found) => found !== undefined);
    if (!ref || !link.catalogue.isClassRole(ref.role)) return [];
    const id = `${own.module.path}:class${String(own.facts.id)}`;
    const emitter: RoleRef = { ...ref, id, root: id };
    const options = decoratorOptions(link, classes);
    const namespace = namespaceOf(link, emitter, options);
    const methods = [...methodsOf(link, classes, emitter), ...optionMethods(link, emitter, options)];
    return [{ module: own.module, facts: own.facts, ref: emitter, methods, ...(namespace !== undefined && { namespace }) }];
  });
}

/** What the library's decorators of a class are given: `@WebSocketGateway(81, { namespace: 'chat' })`. */
function decoratorOptions(link: Link, classes: readonly OwnedClass[]): readonly Option[] {
  return classes.flatMap(({ module, facts }) =>
    (facts.decorators ?? []).flatMap((decorator) => {
      const frame = bareFrame(module, facts.parent);
      if (decorator.kind !== 'call' || !exportsOf(link, termAt(decorator.callee, frame)).some(({ decorates }) => decorates)) return [];
      return decorator.args.flatMap((argument) => link.origins(termAt(argument, frame)).flatMap(({ value }) => optionsOf(link, termAt(decorator, frame), value)));
    }),
  );
}

/** The name of the namespace, after a slash or not; empty for the main one. */
function namespaceOf(link: Link, { role }: RoleRef, options: readonly Option[]): string | undefined {
  const named = link.catalogue.lookUp(role, ({ namespace }) => namespace);
  if (named === undefined) return undefined;
  const option = options.find(({ key }) => key === named);
  return option ? textOf(link, option.value)?.replace(/^\//u, '') : '';
}

/** Functions among the options of a class: `@WebSocketGateway({ verifyClient })`. */
function optionMethods(link: Link, emitter: RoleRef, options: readonly Option[]): LibraryClass['methods'] {
  const models = link.catalogue.roleChain(emitter.role).flatMap(({ waysIn = [] }) => waysIn.filter(({ option, call }) => option !== undefined && !call));
  return models.flatMap((model) =>
    options.filter(({ key }) => key === model.option).flatMap(({ value }) =>
      handlersOf(link, value).map((handler) => ({ model, handler, roles: rolesFor(emitter, model.parameters, model.option ?? '', false) })),
    ),
  );
}

/** The parameters of a function of the class: those that are given the server itself, or each a thing of its own. */
function rolesFor(emitter: RoleRef, roles: readonly (RoleId | undefined)[], name: string, isOwn: boolean): readonly (RoleRef | undefined)[] {
  return roles.map((role, index) => role && { role, id: isOwn ? emitter.id : `${emitter.id}.${name}(${String(index)})`, root: emitter.root });
}

function methodsOf(link: Link, classes: readonly OwnedClass[], emitter: RoleRef): LibraryClass['methods'] {
  const models = link.catalogue.roleChain(emitter.role);
  const ways = models.flatMap(({ waysIn = [] }) => waysIn).flatMap((model) => {
    const { member, unlessMember, parameters } = model;
    if (member === undefined || (unlessMember !== undefined && methodNamed(link, classes, unlessMember))) return [];
    const handler = methodNamed(link, classes, member);
    return handler ? [{ model, handler, roles: rolesFor(emitter, parameters, member, false) }] : [];
  });
  const setups = models.flatMap(({ setups: named = {} }) => Object.entries(named)).flatMap(([name, roles]) => {
    const handler = methodNamed(link, classes, name);
    return handler ? [{ handler, roles: rolesFor(emitter, roles, name, true) }] : [];
  });
  return [...ways, ...setups];
}

/** A method of the nearest class that has it; `static onAuth` is one of the class itself. */
function methodNamed(link: Link, classes: readonly OwnedClass[], named: string): Term<FunctionValue> | undefined {
  const isStatic = named.startsWith('static ');
  const name = isStatic ? named.slice('static '.length) : named;
  for (const { module, facts } of classes) {
    const member = facts.members.find((candidate) => candidate.name === name && candidate.isStatic === isStatic);
    const frame = bareFrame(module, facts.parent);
    if (member?.fn !== undefined) return termAt(functionValue(member, member.fn), frame);
    // `handleConnection = (client) => { … }`
    const field = member && link.index.assignmentsToMember(name).find(({ event, frame: at }) => event.value.kind === 'function' && at.module === module && isFieldOf(facts, module, at.fn));
    if (field?.event.value.kind === 'function') return termAt(field.event.value, field.frame);
  }
  return undefined;
}

function isFieldOf({ id }: ClassFacts, { facts }: LinkedModule, fn: number): boolean {
  const at = facts.functions[fn];
  return at?.owner === id && (at.kind === 'initializer' || at.kind === 'constructor');
}
