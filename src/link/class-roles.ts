import type { ClassFacts, FunctionValue, Value } from '../facts/module-facts.js';
import { roleChain } from '../models/index.js';
import type { RoleId } from '../models/model.js';
import { declaredRole } from './declared-types.js';
import { exportsOf } from './library-exports.js';
import { bareFrame, type LibraryClass, type Link, type LinkedModule, type RoleRef, type Term, termAt } from './link.js';
import { classesOf, functionValue, lineage, type OwnedClass } from './classes.js';
import { isClassRole } from './role-tables.js';

/** The role that decorators, or the library's class above, give to a class. */
export function roleOfClass(link: Link, module: LinkedModule, facts: ClassFacts): RoleRef | undefined {
  const { decorators = [], superClass, id, parent } = facts;
  const frame = bareFrame(module, parent);
  const decorated = decorators.flatMap((decorator) => exportsOf(link, termAt(decoratorOf(decorator), frame)).flatMap(({ decorates }) => decorates ?? []));
  const [role = superClass && exportsOf(link, termAt(superClass, frame)).map(({ constructs }) => constructs).find((found) => found !== undefined)] = decorated;
  const name = `${module.path}:class${String(id)}`;
  return role && { role, id: name, root: name };
}

/** `@Gateway` and `@Gateway({ … })`. */
function decoratorOf(value: Value): Value {
  return value.kind === 'call' ? value.callee : value;
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

/** The classes of the program that a library calls; one that others extend is called through these. */
export function libraryClasses(link: Link): readonly LibraryClass[] {
  const all = link.index.modules.flatMap((module) => module.facts.classes.map((facts) => lineage(link, module, facts.id, false)));
  const extended = new Set(all.flatMap((classes) => classes.slice(1).map(({ facts }) => facts)));
  return all.flatMap((classes): LibraryClass[] => {
    const [own] = classes;
    if (!own || (extended.has(own.facts) && !own.facts.decorators)) return [];
    const ref = classes.map(({ module, facts }) => roleOfClass(link, module, facts)).find((found) => found !== undefined);
    if (!ref || !isClassRole(ref.role)) return [];
    const id = `${own.module.path}:class${String(own.facts.id)}`;
    const emitter: RoleRef = { ...ref, id, root: id };
    return [{ module: own.module, facts: own.facts, ref: emitter, methods: methodsOf(link, classes, emitter) }];
  });
}

function methodsOf(link: Link, classes: readonly OwnedClass[], emitter: RoleRef): LibraryClass['methods'] {
  const models = roleChain(emitter.role);
  const rolesOf = (roles: readonly (RoleId | undefined)[], name: string, isOwn: boolean): readonly (RoleRef | undefined)[] =>
    roles.map((role, index) => role && { role, id: isOwn ? emitter.id : `${emitter.id}.${name}(${String(index)})`, root: emitter.root });
  const ways = models.flatMap(({ waysIn = [] }) => waysIn).flatMap((model) => {
    const handler = model.member === undefined ? undefined : methodNamed(link, classes, model.member);
    return handler ? [{ model, handler, roles: rolesOf(model.parameters, model.member ?? '', false) }] : [];
  });
  const setups = models.flatMap(({ setups: named = {} }) => Object.entries(named)).flatMap(([name, roles]) => {
    const handler = methodNamed(link, classes, name);
    return handler ? [{ handler, roles: rolesOf(roles, name, true) }] : [];
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
