import type { ClassFacts, TypeName } from '../facts/module-facts.js';
import { LIBRARIES } from '../models/index.js';
import type { RoleId } from '../models/model.js';
import { importedBinding } from './exports.js';
import { type Link, type LinkedModule, type Term, termAt } from './link.js';
import { classesOf } from './member-origins.js';
import { entryOf, exportOf } from './role-tables.js';

/** What a value is declared to be by an annotation: its own, or one that writes out the members of its object. */
interface DeclaredType {
  readonly module: LinkedModule;
  readonly type: TypeName;
  /** The same for the same declaration, wherever it is used. */
  readonly id: string;
}

/** Types that are their first argument, for what is asked here. */
const TRANSPARENT: ReadonlySet<string> = new Set(['Awaited', 'NonNullable', 'Omit', 'Partial', 'Pick', 'Promise', 'Readonly', 'Required']);

const MAX_DEPTH = 8;

/** The role that the declared type of a value gives it. */
export function declaredRole(link: Link, term: Term): { readonly role: RoleId; readonly id: string } | undefined {
  const declared = declaredType(link, term);
  const role = declared && typeRole(link, declared.module, declared.type, 0);
  return role && { role, id: declared.id };
}

/** The annotation that a value has. */
export function declaredType(link: Link, { value, frame }: Term, depth = 0): DeclaredType | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const { module } = frame;
  if (value.kind === 'binding') {
    const facts = module.facts.bindings[value.id];
    return facts?.type && { module, type: facts.type, id: `${module.path}:${String(facts.range[0])}:binding` };
  }
  if (value.kind !== 'member' || typeof value.property !== 'string') return undefined;
  const { property } = value;
  const object = termAt(value.object, frame);
  const others = link.origins(object).filter((origin) => origin.value !== object.value || origin.frame !== object.frame);
  for (const owner of [object, ...others]) {
    const declared = declaredType(link, owner, depth + 1);
    const found = fieldType(link, owner, property) ?? (declared && memberType(link, declared, property, 0));
    if (found) return found;
  }
  return undefined;
}

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
  const declared = declaredType(link, term);
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

/** The role that a type gives, through names for it. */
function typeRole(link: Link, module: LinkedModule, type: TypeName, depth: number): RoleId | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const own = namedRole(link, module, type, depth);
  return own ?? partsOf(type).map((part) => typeRole(link, module, part, depth + 1)).find((role) => role !== undefined);
}

function namedRole(link: Link, module: LinkedModule, { path, binding, from }: TypeName, depth: number): RoleId | undefined {
  const name = path.join('.');
  if (from !== undefined) return exportOf(link.index.packageOf(module, from), name)?.type;
  const facts = binding === undefined ? undefined : module.facts.bindings[binding];
  if (!facts || binding === undefined) return LIBRARIES.map(({ globalTypes }) => entryOf(globalTypes, name)).find((role) => role !== undefined);
  if (!facts.imported) return facts.type && typeRole(link, module, facts.type, depth + 1);
  const imported = facts.imported.name;
  const rest = path.slice(1).join('.');
  const named = imported === '*' && rest ? rest : [imported, rest].filter(Boolean).join('.');
  const own = exportOf(link.index.packageOf(module, facts.imported.specifier), named)?.type;
  if (own !== undefined) return own;
  const declared = importedBinding(link, module, binding);
  const type = declared?.module.facts.bindings[declared.binding]?.type;
  return declared && type && typeRole(link, declared.module, type, depth + 1);
}
