import type { CallValue, ClassFacts, TypeName } from '../facts/module-facts.js';
import type { ExportModel, RoleId } from '../models/model.js';
import { entryOf } from '../models/catalogue.js';
import { importedBinding } from './exports.js';
import { type DeclaredType, type Link, type LinkedModule, type Term, termAt } from './link.js';
import { classesOf } from './classes.js';

/** Types that are their first argument, for what is asked here. */
const TRANSPARENT: ReadonlySet<string> = new Set(['Awaited', 'NonNullable', 'Omit', 'Partial', 'Pick', 'Promise', 'Readonly', 'Required']);

const MAX_DEPTH = 8;

/** The role that the declared type of a value gives it. */
export function declaredRole(link: Link, term: Term): { readonly role: RoleId; readonly id: string } | undefined {
  const declared = link.declaredType(term);
  const role = declared && typeModel(link, declared.module, declared.type, 'type')?.type;
  return role && { role, id: declared.id };
}

/** The role that a class has by the types that it implements. */
export function implementedRole(link: Link, module: LinkedModule, { interfaces = [] }: ClassFacts): RoleId | undefined {
  return interfaces.map((type) => typeModel(link, module, type, 'implemented')?.implemented).find((role) => role !== undefined);
}

/** What the declared type of a function says of its parameters. */
export function declaredParameters(link: Link, term: Term): readonly (RoleId | undefined)[] | undefined {
  const declared = link.declaredType(term);
  return declared && typeModel(link, declared.module, declared.type, 'parameters')?.parameters;
}

/** The annotation that a value has; asked through `link.declaredType`, which remembers it. */
export function findDeclaredType(link: Link, { value, frame }: Term): DeclaredType | undefined {
  const { module } = frame;
  if (value.kind === 'binding') {
    const facts = module.facts.bindings[value.id];
    return facts?.type && { module, type: facts.type, id: `${module.path}:${String(facts.range[0])}:binding` };
  }
  if (value.kind === 'call') return elementType(link, termAt(value, frame));
  if (value.kind !== 'member' || typeof value.property !== 'string') return undefined;
  const { property } = value;
  const object = termAt(value.object, frame);
  const others = link.origins(object).filter((origin) => origin.value !== object.value || origin.frame !== object.frame);
  for (const owner of [object, ...others]) {
    const declared = link.declaredType(owner);
    const found = fieldType(link, owner, property) ?? (declared && memberType(link, declared, property, 0));
    if (found) return found;
  }
  return undefined;
}

/** Methods that give one element, which is what the last argument of the type says. */
const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  Map: ['get'],
  ReadonlyMap: ['get'],
  WeakMap: ['get'],
  Array: ['at', 'find', 'findLast', 'pop', 'shift'],
};

/** `lobbies.get(id)` of a `Map<string, Lobby>` is a `Lobby`. */
function elementType(link: Link, { value: { callee }, frame }: Term<CallValue>): DeclaredType | undefined {
  if (callee.kind !== 'member' || typeof callee.property !== 'string' || !ELEMENT_METHODS.has(callee.property)) return undefined;
  const declared = link.declaredType(termAt(callee.object, frame));
  const [name = ''] = declared?.type.binding === undefined ? (declared?.type.path ?? []) : [];
  const type = entryOf(ELEMENTS, name)?.includes(callee.property) ? declared?.type.args.at(-1) : undefined;
  return declared && type && { module: declared.module, type, id: `${declared.id}[]` };
}

const ELEMENT_METHODS: ReadonlySet<string> = new Set(Object.values(ELEMENTS).flat());

function fieldType(link: Link, owner: Term, property: string): DeclaredType | undefined {
  for (const { module, facts } of classesOf(link, owner)) {
    const type = facts.members.find((member) => member.name === property && member.type)?.type;
    if (type) return { module, type, id: `${module.path}:class${String(facts.id)}.${property}` };
  }
  return undefined;
}

/** The type of a member, where the type of the object writes it out: in a literal, an interface, or a class. */
function memberType(link: Link, { module, type, id }: DeclaredType, name: string, depth: number): DeclaredType | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const own = type.members?.find((member) => member.name === name);
  if (own) return { module, type: own.type, id: `${id}.${name}` };
  for (const declared of [...namedTypes(link, module, type), ...partsOf(type).map((part) => ({ module, type: part, id }))]) {
    const found = memberType(link, declared, name, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** What a name of a type stands for: another type, or the fields of a class. */
function namedTypes(link: Link, module: LinkedModule, { binding }: TypeName): DeclaredType[] {
  const declared = binding === undefined ? undefined : importedBinding(link, module, binding);
  const facts = declared?.module.facts.bindings[declared.binding];
  if (!declared || !facts) return [];
  const id = `${declared.module.path}:${String(facts.range[0])}:type`;
  const fields = classesNamed(link, declared).flatMap(({ members }) => members.flatMap(({ name, type }) => (type ? [{ name, type }] : [])));
  const classes = fields.length > 0 ? [{ module: declared.module, type: { path: [], args: [], members: fields }, id }] : [];
  return facts.type ? [{ module: declared.module, type: facts.type, id }, ...classes] : classes;
}

function classesNamed(link: Link, { module, binding }: { readonly module: LinkedModule; readonly binding: number }): ClassFacts[] {
  return link.index.assignmentsTo(module, binding).flatMap(({ event }) => (event.value.kind === 'class' ? (module.facts.classes[event.value.id] ?? []) : []));
}

/** The class in reach that a value is declared to be an instance of: a service that is handed in. */
export function declaredClass(link: Link, term: Term): { readonly module: LinkedModule; readonly id: number } | undefined {
  const declared = link.declaredType(term);
  if (!declared) return undefined;
  for (const { module, type } of [declared, ...namedTypes(link, declared.module, declared.type), ...partsOf(declared.type).map((part) => ({ module: declared.module, type: part }))]) {
    const found = type.binding === undefined || type.path.length > 1 ? undefined : importedBinding(link, module, type.binding);
    const [facts] = found ? classesNamed(link, found) : [];
    if (found && facts) return { module: found.module, id: facts.id };
  }
  return undefined;
}

function partsOf({ path, binding, args, also = [] }: TypeName): readonly TypeName[] {
  const [name = ''] = path;
  return binding === undefined && TRANSPARENT.has(name) ? [...args.slice(0, 1), ...also] : also;
}

/** What a library's type says, through names for it. */
function typeModel(link: Link, module: LinkedModule, type: TypeName, says: Saying, depth = 0): ExportModel | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const own = namedModel(link, module, type, says, depth);
  return own ?? partsOf(type).map((part) => typeModel(link, module, part, says, depth + 1)).find((model) => model !== undefined);
}

/** What is asked of a type: types that do not say it are passed over. */
type Saying = 'type' | 'parameters' | 'implemented';

function namedModel(link: Link, module: LinkedModule, { path, binding, from }: TypeName, says: Saying, depth: number): ExportModel | undefined {
  const name = path.join('.');
  const saying = (model: ExportModel | undefined): ExportModel | undefined => (model?.[says] === undefined ? undefined : model);
  if (from !== undefined) return saying(link.catalogue.exportOf(link.index.packageOf(module, from), name));
  const facts = binding === undefined ? undefined : module.facts.bindings[binding];
  if (!facts || binding === undefined) return saying(link.catalogue.globalTypeOf(name));
  if (!facts.imported) return facts.type && typeModel(link, module, facts.type, says, depth + 1);
  const imported = facts.imported.name;
  const rest = path.slice(1).join('.');
  const named = imported === '*' && rest ? rest : [imported, rest].filter(Boolean).join('.');
  const own = saying(link.catalogue.exportOf(link.index.packageOf(module, facts.imported.specifier), named));
  if (own !== undefined) return own;
  const declared = importedBinding(link, module, binding);
  const type = declared?.module.facts.bindings[declared.binding]?.type;
  return declared && type && typeModel(link, declared.module, type, says, depth + 1);
}
