import type { Value } from '../facts/module-facts.js';
import { isOpening, LIBRARIES, libraryOf, roleChain } from '../models/index.js';
import type { AcceptModel, ExportModel, LibraryModel, MethodModel, RoleId, RoleModel } from '../models/model.js';

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

/** Whether a role is another one, or has all that it has. */
export function isOfRole(role: RoleId, other: RoleId): boolean {
  const [model] = roleChain(other);
  return model !== undefined && roleChain(role).includes(model);
}

export function methodOfRole(role: RoleId, name: string): MethodModel | undefined {
  return lookUp(role, ({ methods }) => entryOf(methods, name));
}

const ROLES: readonly RoleModel[] = LIBRARIES.flatMap(({ roles }) => Object.values(roles));

/** The names of the methods, of any role, of which something is true. */
function methodsThat(is: (method: MethodModel) => unknown): ReadonlySet<string> {
  return new Set(ROLES.flatMap(({ methods = {} }) => Object.entries(methods).flatMap(([name, method]) => (is(method) ? [name] : []))));
}

/** Methods that take an upgrade over, of any role. */
export const ACCEPTING_METHODS: readonly string[] = [...methodsThat(({ accepts }) => accepts)];

/** Whether a method of any role takes an upgrade over. */
export function mayAccept(method: string): boolean {
  return ACCEPTING_METHODS.includes(method);
}

const LEADING_METHODS = methodsThat(({ chains, gives }) => chains === true || gives !== undefined);

/** Whether a method of any role gives something that has a role, too: most calls need no closer look. */
export function mayLeadOn(method: string): boolean {
  return LEADING_METHODS.has(method);
}

const LEADING_MEMBERS: ReadonlySet<string> = new Set(ROLES.flatMap(({ members = {}, aliases = {} }) => [...Object.keys(members), ...Object.keys(aliases)]));

/** The same for members. */
export function mayBeRole(member: string): boolean {
  return LEADING_MEMBERS.has(member);
}

const COLLECTIONS: ReadonlySet<string> = new Set([...ROLES.flatMap(({ collections = {} }) => Object.keys(collections)), ...methodsThat(({ collection }) => collection)]);

/** Whether a member of any role holds the open connections. */
export function mayCollect(member: string): boolean {
  return COLLECTIONS.has(member);
}

interface DistinctiveAccept {
  readonly role: RoleId;
  readonly library: LibraryModel;
  readonly accepts: AcceptModel;
}

const DISTINCTIVE_ACCEPTS: readonly (DistinctiveAccept & { readonly method: string })[] = LIBRARIES.flatMap((library) =>
  Object.entries(library.roles).flatMap(([role, { methods = {} }]) =>
    Object.entries(methods).flatMap(([method, { accepts }]) => (accepts?.distinctive ? [{ role: role as RoleId, library, accepts, method }] : [])),
  ),
);

/** Methods that take an upgrade over and are known by their arguments. */
export function distinctiveAccepts(named: string): readonly DistinctiveAccept[] {
  return DISTINCTIVE_ACCEPTS.filter(({ method }) => method === named);
}

/** Methods that take a function for new connections, of any role: most calls need no closer look. */
export const REGISTERING_METHODS: ReadonlySet<string> = new Set(ROLES.flatMap(({ waysIn = [] }) => waysIn.flatMap(({ call = [] }) => call)));

const EVENTS: ReadonlySet<string> = new Set(ROLES.flatMap(({ waysIn = [] }) => waysIn.filter(isOpening).flatMap(({ events = [] }) => events)));

/** Whether a call looks like the registration of a handler for new connections, whatever it is called on. */
export function isRegistering(method: string, first: Value | undefined): boolean {
  if (mayAccept(method)) return true;
  return REGISTERING_METHODS.has(method) && first?.kind === 'literal' && typeof first.value === 'string' && EVENTS.has(first.value);
}

const EMITTING_METHODS = methodsThat(({ emits }) => emits);

/** Whether a call of a method may announce a new connection, whatever it is called on. */
export function mayEmit(method: string, event: Value): boolean {
  return EMITTING_METHODS.has(method) && (event.kind !== 'literal' || (typeof event.value === 'string' && EVENTS.has(event.value)));
}

/** Whether handlers for new connections are put on it, by whoever has it; classes and options have theirs from the start. */
export function isEmitter(role: RoleId): boolean {
  return roleChain(role).some(({ waysIn = [] }) => waysIn.some(({ call }) => call !== undefined));
}

/** Whether connections come in at it, in whatever way. */
export function hasWaysIn(role: RoleId): boolean {
  return lookUp(role, ({ waysIn }) => waysIn) !== undefined;
}

const HANDING_METHODS = methodsThat(({ hands }) => hands);

/** Whether a method of any role gives roles to the parameters of what it is called with. */
export function mayHand(method: string): boolean {
  return HANDING_METHODS.has(method);
}

/** Libraries whose functions make something else of what they are called with. */
export const CONVERTING_LIBRARIES: ReadonlySet<LibraryModel | undefined> = new Set(LIBRARIES.filter(({ exports }) => Object.values(exports).some(({ converts }) => converts !== undefined)));

/** Methods that do. */
export const CONVERTING_METHODS: readonly string[] = [...methodsThat(({ converts }) => converts)];

/** Methods by which libraries are plugged into others. */
export const PLUGGING_METHODS: ReadonlySet<string> = new Set(LIBRARIES.flatMap(({ exports }) => Object.values(exports).flatMap(({ plugs }) => plugs?.call ?? [])));

/** Methods that give connections to loops. */
export const LOOPED_METHODS: ReadonlySet<string> = new Set(ROLES.flatMap(({ waysIn = [] }) => waysIn.flatMap(({ isLooped, call = [] }) => (isLooped ? call : []))));

const CARRIES = ROLES.flatMap(({ methods = {}, waysIn = [] }) => [
  ...Object.values(methods).flatMap(({ accepts }) => accepts?.carries ?? []),
  ...waysIn.flatMap(({ carries }) => carries ?? []),
]);

/** Methods that hand objects over for a connection. */
export const CARRYING_METHODS: ReadonlySet<string> = methodsThat(({ accepts }) => accepts?.carries);

const CARRYING_LIBRARIES = LIBRARIES.filter(({ roles }) => Object.values(roles).some(({ waysIn = [] }) => waysIn.some(({ carries }) => carries !== undefined)));

/** Libraries whose hooks do that, by what imports them and by what needs no import. */
export const CARRYING_SPECIFIERS: ReadonlySet<string> = new Set(CARRYING_LIBRARIES.flatMap(({ specifiers }) => specifiers));
export const CARRYING_GLOBALS: ReadonlySet<string> = new Set(CARRYING_LIBRARIES.flatMap(({ globals = {} }) => Object.keys(globals)));

const CARRIED_MEMBERS: ReadonlySet<string | undefined> = new Set(CARRIES.map(({ member }) => member));

/** Whether a member of this name may hold what was handed over, whatever it is a member of. */
export function mayBeCarried(member: string | undefined): boolean {
  return CARRIED_MEMBERS.has(member);
}

const CARRYING: ReadonlySet<string> = new Set(CARRIES.flatMap(({ to, member }) => (member === undefined ? [to] : [])));
const LEADS_TO_CARRYING: ReadonlySet<string> = new Set(ROLES.flatMap(({ members = {} }) => Object.entries(members).flatMap(([name, role]) => (CARRYING.has(role) ? [name] : []))));

/** Whether a member of this name may be an object that itself has what was handed over. */
export function mayCarry(member: string | undefined): boolean {
  return member !== undefined && LEADS_TO_CARRYING.has(member);
}

/** Whether a member of a role holds what the application handed over for the connection. */
export function isCarried(role: RoleId, member: string | undefined): boolean {
  return CARRIES.some((carry) => carry.member === member && isOfRole(role, carry.to));
}

const OPTION_WAYS = ROLES.flatMap(({ waysIn = [] }) => waysIn.filter(({ option }) => option !== undefined));

/** Methods whose options hold functions for new connections. */
export const OPTION_METHODS: ReadonlySet<string> = new Set(OPTION_WAYS.flatMap(({ call = [] }) => call));

/** Methods that open an emitter to connections by being called. */
export const OPENING_METHODS: ReadonlySet<string> = new Set(ROLES.flatMap(({ waysIn = [] }) => waysIn.flatMap(({ made, call = [] }) => (made ? call : []))));

/** Options that hold objects, and these the functions. */
const OPTION_GROUPS: ReadonlySet<string> = new Set([...OPTION_WAYS, ...ROLES.flatMap(({ caps = [] }) => caps)].flatMap(({ option = '' }) => option.split('.').slice(0, -1).map((_, index, parts) => parts.slice(0, index + 1).join('.'))));

/** Of these, the ones that may have any name in them. */
const ANY_NAMED: readonly string[] = [...OPTION_GROUPS].filter((group) => group.includes('*'));

export function isOptionGroup(path: string): boolean {
  return OPTION_GROUPS.has(path) || ANY_NAMED.some((group) => isOption(group, path));
}

/** Whether a path of options is the one that a model names, where `*` is any name: `routes.*`. */
export function isOption(named: string, path: string): boolean {
  if (!named.includes('*')) return named === path;
  const [first = '', ...rest] = named.split('*');
  if (!path.startsWith(first) || path.length < named.length) return false;
  return rest.every((part) => path.endsWith(part));
}

/** Methods by which servers are put on others. */
export const MOUNTING_METHODS: readonly string[] = [...methodsThat(({ mounts }) => mounts)];

/** Methods that give what was left under a name. */
export const KEEPING_METHODS: ReadonlySet<string> = methodsThat(({ keeps }) => keeps);

/** Roles whose ways in know a call by itself, whatever it is called on. */
export const DISTINCTIVE_ROLES: readonly RoleId[] = LIBRARIES.flatMap(({ roles }) =>
  Object.entries(roles).flatMap(([role, { waysIn = [] }]) => (waysIn.some(({ isDistinctive }) => isDistinctive) ? [role as RoleId] : [])),
);

/** Methods that only a class of one role has. */
export const DISTINCTIVE_MEMBERS: ReadonlyMap<string, RoleId> = new Map(
  LIBRARIES.flatMap(({ roles }) =>
    Object.entries(roles).flatMap(([role, { waysIn = [] }]) => waysIn.flatMap(({ member, isDistinctive }) => (member !== undefined && isDistinctive ? [[member, role as RoleId] as const] : []))),
  ),
);

/** Roles by their methods that are known whatever they are called on. */
export const DISTINCTIVE_METHODS: ReadonlyMap<string, RoleId> = new Map(
  LIBRARIES.flatMap(({ roles }) =>
    Object.entries(roles).flatMap(([role, { methods = {} }]) => Object.entries(methods).flatMap(([name, { isDistinctive }]) => (isDistinctive ? [[name, role as RoleId] as const] : []))),
  ),
);

/** Ways in that no call registers. */
export const ROUTED_WAYS = LIBRARIES.flatMap((library) =>
  Object.values(library.roles).flatMap(({ waysIn = [] }) => waysIn.flatMap((model) => (model.routed ? [{ model, routed: model.routed, library }] : []))),
);

/** Properties that hold a function for an event, of any role. */
export const LISTENERS: ReadonlySet<string> = new Set(ROLES.flatMap(({ listeners = {} }) => Object.keys(listeners)));

/** Whether its hooks run for the connections of other emitters. */
export function isServing(role: RoleId): boolean {
  return lookUp(role, (model) => model.isServing) === true;
}

/** The roles of that kind, and those that have a view of that kind. */
export const SERVING_ROLES: ReadonlySet<RoleId> = new Set(
  LIBRARIES.flatMap(({ roles }) => Object.keys(roles) as RoleId[]).filter((role) => isServing(role) || Object.values(lookUp(role, ({ aliases }) => aliases) ?? {}).some(isServing)),
);

/** Methods that run hooks for a connection that came in elsewhere. */
export const SERVING_METHODS: ReadonlySet<string> = methodsThat(({ serves }) => serves);

/** A role of classes: the library calls their methods. */
export function isClassRole(role: RoleId): boolean {
  return roleChain(role).some(({ waysIn = [], setups }) => setups !== undefined || waysIn.some(({ member }) => member !== undefined));
}

function memberNames(models: Readonly<Record<string, ExportModel>>): string[] {
  return Object.values(models).flatMap(({ members = {} }) => [...Object.keys(members), ...memberNames(members)]);
}

const EXPORTED_MEMBERS: ReadonlySet<string> = new Set(LIBRARIES.flatMap(({ exports, globals = {} }) => [...memberNames(exports), ...memberNames(globals), ...Object.keys(globals)]));

/** Whether a member of this name may be a part of what a library exports: most are not. */
export function mayBeExported(member: string): boolean {
  return EXPORTED_MEMBERS.has(member);
}

/** The names of globals, in the order of the libraries: the first that has one is meant. */
const GLOBALS = new Map<string, ExportModel>([...LIBRARIES].reverse().flatMap(({ globals = {} }) => Object.entries(globals)));

/** How connections are taken over by what is written to them. */
export const ANSWERS = LIBRARIES.flatMap(({ answers }) => answers ?? []);

/** The model of a global: `Runtime.serve`. */
export function globalOf(name: string): ExportModel | undefined {
  const [first = '', ...rest] = name.split('.');
  let model = GLOBALS.get(first);
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
