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

const ROLE_MODELS = new Map<string, RoleModel>(LIBRARIES.flatMap(({ roles }) => Object.entries(roles)));

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

/** Whether calling what has a role of any library gives another one. */
export const CALLS: boolean = ROLES.some(({ called }) => called !== undefined);

const HANDING_METHODS: ReadonlySet<string> = new Set(ROLES.flatMap(({ methods = {} }) => Object.entries(methods).flatMap(([name, { hands }]) => (hands ? [name] : []))));

/** Whether a method of any role gives roles to the parameters of what it is called with. */
export function mayHand(method: string): boolean {
  return HANDING_METHODS.has(method);
}

/** Whether any library gives roles to what it is called with. */
export const CONVERTS: boolean = LIBRARIES.some(({ exports }) => Object.values(exports).some(({ converts }) => converts !== undefined));

/** Methods by which libraries are plugged into others. */
export const PLUGGING_METHODS: ReadonlySet<string> = new Set(LIBRARIES.flatMap(({ exports }) => Object.values(exports).flatMap(({ plugs }) => plugs?.call ?? [])));

/** Methods that give connections to loops. */
export const LOOPED_METHODS: ReadonlySet<string> = new Set(ROLES.flatMap(({ waysIn = [] }) => waysIn.flatMap(({ isLooped, call = [] }) => (isLooped ? call : []))));

const CARRIES = ROLES.flatMap(({ methods = {}, waysIn = [] }) => [
  ...Object.values(methods).flatMap(({ accepts }) => accepts?.carries ?? []),
  ...waysIn.flatMap(({ carries }) => carries ?? []),
]);

const CARRIED_MEMBERS: ReadonlySet<string | undefined> = new Set(CARRIES.map(({ member }) => member));

/** Whether a member of this name may hold what was handed over, whatever it is a member of. */
export function mayBeCarried(member: string | undefined): boolean {
  return CARRIED_MEMBERS.has(member);
}

/** Whether a member of a role holds what the application handed over for the connection. */
export function isCarried(role: RoleId, member: string | undefined): boolean {
  return CARRIES.some((carry) => carry.member === member && roleChain(role).some((model) => model === ROLE_MODELS.get(carry.to)));
}

const OPTION_WAYS = ROLES.flatMap(({ waysIn = [] }) => waysIn.filter(({ option }) => option !== undefined));

/** Methods whose options hold functions for new connections. */
export const OPTION_METHODS: ReadonlySet<string> = new Set(OPTION_WAYS.flatMap(({ call = [] }) => call));

/** Options that hold objects, and these the functions. */
const OPTION_GROUPS: ReadonlySet<string> = new Set([...OPTION_WAYS, ...ROLES.flatMap(({ caps = [] }) => caps)].flatMap(({ option = '' }) => option.split('.').slice(0, -1).map((_, index, parts) => parts.slice(0, index + 1).join('.'))));

export function isOptionGroup(path: string): boolean {
  return OPTION_GROUPS.has(path);
}

/** Roles whose ways in know a call by itself, whatever it is called on. */
export const DISTINCTIVE_ROLES: readonly RoleId[] = LIBRARIES.flatMap(({ roles }) =>
  Object.entries(roles).flatMap(([role, { waysIn = [] }]) => (waysIn.some(({ isDistinctive }) => isDistinctive) ? [role as RoleId] : [])),
);

/** A role of classes: the library calls their methods. */
export function isClassRole(role: RoleId): boolean {
  return roleChain(role).some(({ waysIn = [], setups }) => setups !== undefined || waysIn.some(({ member }) => member !== undefined));
}

/** The model of a global: `Bun.serve`. */
export function globalOf(name: string): ExportModel | undefined {
  const [first = '', ...rest] = name.split('.');
  let model = LIBRARIES.map(({ globals }) => entryOf(globals, first)).find((found) => found !== undefined);
  for (const part of rest) model = entryOf(model?.members, part);
  return model;
}

/** The model of what an import gives: `WebSocketServer`, `default.Server`. */
export function exportOf(specifier: string, name: string): ExportModel | undefined {
  const [first = '', ...rest] = name.split('.');
  let model = entryOf(libraryOf(specifier)?.exports, first);
  if (model === undefined && first === 'default' && rest.length > 0) return exportOf(specifier, rest.join('.'));
  for (const part of rest) model = entryOf(model?.members, part);
  return model;
}
