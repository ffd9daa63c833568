import type { Value } from '../facts/module-facts.js';
import { LIBRARIES, libraryOf, roleChain } from '../models/index.js';
import type { ExportModel, MethodModel, RoleId, RoleModel } from '../models/model.js';

/** What a table has under a name from the linted code, which may be `constructor` or `toString`. */
export function entryOf<Item>(table: Readonly<Record<string, Item>> | undefined, name: string): Item | undefined {
  return table && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Looks a table up through what a role inherits. */
export function lookUp<Item>(role: RoleId, find: (model: RoleModel) => Item | undefined): Item | undefined {
  for (const model of roleChain(role)) {
    const found = find(model);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function methodOfRole(role: RoleId, name: string): MethodModel | undefined {
  return lookUp(role, ({ methods }) => entryOf(methods, name));
}

const ROLES: readonly RoleModel[] = LIBRARIES.flatMap(({ roles }) => Object.values(roles));

/** Methods that take an upgrade over, of any role. */
export const ACCEPTING_METHODS: readonly string[] = [
  ...new Set(ROLES.flatMap(({ methods = {} }) => Object.entries(methods).flatMap(([name, { accepts }]) => (accepts ? [name] : [])))),
];

/** Whether a method of any role takes an upgrade over. */
export function mayAccept(method: string): boolean {
  return ACCEPTING_METHODS.includes(method);
}

const LEADING_METHODS: ReadonlySet<string> = new Set(ROLES.flatMap(({ methods = {} }) => Object.entries(methods).flatMap(([name, { chains, gives }]) => (chains || gives ? [name] : []))));

/** Whether a method of any role gives something that has a role, too: most calls need no closer look. */
export function mayLeadOn(method: string): boolean {
  return LEADING_METHODS.has(method);
}

const LEADING_MEMBERS: ReadonlySet<string> = new Set(ROLES.flatMap(({ members = {}, aliases = {} }) => [...Object.keys(members), ...Object.keys(aliases)]));

/** The same for members. */
export function mayBeRole(member: string): boolean {
  return LEADING_MEMBERS.has(member);
}

const COLLECTIONS: ReadonlySet<string> = new Set(
  ROLES.flatMap(({ methods = {}, collections = {} }) => [...Object.keys(collections), ...Object.entries(methods).flatMap(([name, { collection }]) => (collection ? [name] : []))]),
);

/** Whether a member of any role holds the open connections. */
export function mayCollect(member: string): boolean {
  return COLLECTIONS.has(member);
}

/** Methods that take a function for new connections, of any role: most calls need no closer look. */
export const REGISTERING_METHODS: ReadonlySet<string> = new Set(ROLES.flatMap(({ waysIn = [] }) => waysIn.flatMap(({ call = [] }) => call)));

const EVENTS: ReadonlySet<string> = new Set(ROLES.flatMap(({ waysIn = [] }) => waysIn.flatMap(({ events = [] }) => events)));

/** Whether a call looks like the registration of a handler for new connections, whatever it is called on. */
export function isRegistering(method: string, first: Value | undefined): boolean {
  if (mayAccept(method)) return true;
  return REGISTERING_METHODS.has(method) && first?.kind === 'literal' && typeof first.value === 'string' && EVENTS.has(first.value);
}

const EMITTING_METHODS: ReadonlySet<string> = new Set(ROLES.flatMap(({ methods = {} }) => Object.entries(methods).flatMap(([name, { emits }]) => (emits ? [name] : []))));

/** Whether a call of a method may announce a new connection, whatever it is called on. */
export function mayEmit(method: string, event: Value): boolean {
  return EMITTING_METHODS.has(method) && (event.kind !== 'literal' || (typeof event.value === 'string' && EVENTS.has(event.value)));
}

/** Whether new connections come in at it. */
export function isEmitter(role: RoleId): boolean {
  return lookUp(role, ({ waysIn }) => waysIn) !== undefined;
}

/** The model of what an import gives: `WebSocketServer`, `default.Server`. */
export function exportOf(specifier: string, name: string): ExportModel | undefined {
  const [first = '', ...rest] = name.split('.');
  let model = entryOf(libraryOf(specifier)?.exports, first);
  if (model === undefined && first === 'default' && rest.length > 0) return exportOf(specifier, rest.join('.'));
  for (const part of rest) model = entryOf(model?.members, part);
  return model;
}
