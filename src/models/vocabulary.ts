import type { CarryModel, ExportModel, LibraryModel, MethodModel, Phase, RoleId, RoleModel, WayInModel } from './model.js';

/** What an argument says where it is written out; undefined where it is not. */
type Literal = string | number | boolean | null | undefined;

/** Whether it is about new connections, and not about those that are there: nearly every file listens for some 'close'. */
export function isOpening({ phase }: { readonly phase: Phase }): boolean {
  return phase === 'handshake' || phase === 'accepted';
}

/**
 * The names that libraries give a meaning to, whatever they are used on: most calls and members have none of them, and
 * need no closer look.
 */
export class Vocabulary {
  /** Methods that take an upgrade over. */
  readonly accepting: ReadonlySet<string>;
  /** Methods that take a function for new connections. */
  readonly registering: ReadonlySet<string>;
  /** Methods that give connections to loops. */
  readonly looped: ReadonlySet<string>;
  /** Methods that hand objects over for a connection. */
  readonly carrying: ReadonlySet<string>;
  /** Methods whose options hold functions for new connections. */
  readonly withOptions: ReadonlySet<string>;
  /** Methods that open an emitter to connections by being called. */
  readonly opening: ReadonlySet<string>;
  /** Methods that make something else of what they are called with. */
  readonly converting: ReadonlySet<string>;
  /** Methods by which libraries are plugged into others. */
  readonly plugging: ReadonlySet<string>;
  /** Methods by which servers are put on others. */
  readonly mounting: ReadonlySet<string>;
  /** Methods that give what was left under a name. */
  readonly keeping: ReadonlySet<string>;
  /** Methods that run hooks for a connection that came in elsewhere. */
  readonly serving: ReadonlySet<string>;
  /** Methods that give something that has a role, too. */
  readonly leading: ReadonlySet<string>;
  /** Members that may have a role. */
  readonly leadingMembers: ReadonlySet<string>;
  /** Members, and methods that give them, that hold the open connections. */
  readonly collections: ReadonlySet<string>;
  /** Methods that give roles to the parameters of what they are called with. */
  readonly handing: ReadonlySet<string>;
  /** Properties that hold a function for an event. */
  readonly listeners: ReadonlySet<string>;
  /** Members of what libraries export. */
  readonly exported: ReadonlySet<string>;
  /** Members that may hold what was handed over; undefined: the connection itself has it. */
  readonly carried: ReadonlySet<string | undefined>;
  /** Members that may be an object that itself has what was handed over. */
  readonly leadingToCarried: ReadonlySet<string>;
  /** What libraries export, by any name that says what it is. */
  readonly importable: ReadonlySet<string>;
  private readonly taking: ReadonlySet<string>;
  private readonly listening: ReadonlySet<string>;
  private readonly events: ReadonlySet<string>;
  private readonly emitting: ReadonlySet<string>;
  private readonly optionGroups: ReadonlySet<string>;
  /** Of these, the ones that may have any name in them. */
  private readonly anyNamedGroups: readonly string[];

  constructor(libraries: readonly LibraryModel[]) {
    const roles = libraries.flatMap((library) => Object.values(library.roles));
    const ways = roles.flatMap(({ waysIn = [] }) => waysIn);
    const methodsThat = (is: (method: MethodModel) => unknown): ReadonlySet<string> =>
      new Set(roles.flatMap(({ methods = {} }) => Object.entries(methods).flatMap(([name, method]) => (is(method) ? [name] : []))));
    const callsOf = (chosen: readonly WayInModel[]): ReadonlySet<string> => new Set(chosen.flatMap(({ call = [] }) => call));
    const withOption = ways.filter(({ option }) => option !== undefined);
    const carries = carriesOf(roles);

    this.accepting = methodsThat(({ accepts }) => accepts);
    this.registering = callsOf(ways);
    this.looped = callsOf(ways.filter(({ isLooped }) => isLooped));
    this.carrying = methodsThat(({ accepts }) => accepts?.carries);
    this.withOptions = callsOf(withOption);
    this.opening = callsOf(ways.filter(({ made }) => made));
    this.converting = methodsThat(({ converts }) => converts);
    this.plugging = new Set(libraries.flatMap(({ exports }) => Object.values(exports).flatMap(({ plugs }) => plugs?.call ?? [])));
    this.mounting = methodsThat(({ mounts }) => mounts);
    this.keeping = methodsThat(({ keeps }) => keeps);
    this.serving = methodsThat(({ serves }) => serves);
    this.leading = methodsThat(({ chains, gives }) => chains === true || gives !== undefined);
    this.leadingMembers = new Set(roles.flatMap(({ members = {}, aliases = {} }) => [...Object.keys(members), ...Object.keys(aliases)]));
    this.collections = new Set([...roles.flatMap(({ collections = {} }) => Object.keys(collections)), ...methodsThat(({ collection }) => collection)]);
    this.handing = methodsThat(({ hands }) => hands);
    this.listeners = new Set(roles.flatMap(({ listeners = {} }) => Object.keys(listeners)));
    this.exported = new Set(libraries.flatMap(({ exports, globals = {} }) => [...memberNames(exports), ...memberNames(globals), ...Object.keys(globals)]));
    this.carried = new Set(carries.map(({ member }) => member));
    this.leadingToCarried = membersTo(roles, new Set(carries.flatMap(({ to, member }) => (member === undefined ? [to] : []))));
    this.events = new Set(ways.filter(isOpening).flatMap(({ events = [] }) => events));
    this.importable = new Set(libraries.flatMap(({ exports }) => Object.keys(exports)).filter((name) => /[A-Z]/u.test(name)));
    this.listening = callsOf(ways.filter(({ events }) => events !== undefined));
    const unheard = callsOf(ways.filter(({ events }) => events === undefined));
    this.taking = new Set([...unheard, ...this.withOptions, ...this.opening, ...this.looped, ...this.accepting, ...this.plugging, ...this.mounting, ...this.handing, ...this.serving]);
    this.emitting = methodsThat(({ emits }) => emits);
    this.optionGroups = new Set([...withOption, ...roles.flatMap(({ caps = [] }) => caps)].flatMap(({ option = '' }) => groupsAbove(option)));
    this.anyNamedGroups = [...this.optionGroups].filter((group) => group.includes('*'));
  }

  /** Whether a call looks like the registration of a handler for new connections; its first argument, if that is written out. */
  isRegistering(method: string, first: Literal): boolean {
    return this.accepting.has(method) || (this.registering.has(method) && typeof first === 'string' && this.events.has(first));
  }

  /** Whether a call of a method, on whatever object, may have to do with new connections; its first argument, if that is written out. */
  mayRegister(method: string, first: Literal): boolean {
    if (this.taking.has(method)) return true;
    return this.listening.has(method) && (typeof first !== 'string' || this.events.has(first));
  }

  /** Whether a call of a method may announce a new connection; undefined for an event that is not written out. */
  mayEmit(method: string, event: Literal): boolean {
    return this.emitting.has(method) && (event === undefined || (typeof event === 'string' && this.events.has(event)));
  }

  /** Whether an option holds an object with functions, or one with such options, in it. */
  isOptionGroup(path: string): boolean {
    return this.optionGroups.has(path) || this.anyNamedGroups.some((group) => isOption(group, path));
  }
}

/** Whether a path of options is the one that a model names, where `*` is any name: `routes.*`. */
export function isOption(named: string, path: string): boolean {
  if (!named.includes('*')) return named === path;
  const [first = '', ...rest] = named.split('*');
  if (!path.startsWith(first) || path.length < named.length) return false;
  return rest.every((part) => path.endsWith(part));
}

/** `a.b.c` → `a`, `a.b`. */
function groupsAbove(option: string): string[] {
  return option.split('.').slice(0, -1).map((_, index, parts) => parts.slice(0, index + 1).join('.'));
}

export function carriesOf(roles: readonly RoleModel[]): readonly CarryModel[] {
  return roles.flatMap(({ methods = {}, waysIn = [] }) => [
    ...Object.values(methods).flatMap(({ accepts }) => accepts?.carries ?? []),
    ...waysIn.flatMap(({ carries }) => carries ?? []),
  ]);
}

function membersTo(roles: readonly RoleModel[], targets: ReadonlySet<RoleId>): ReadonlySet<string> {
  return new Set(roles.flatMap(({ members = {} }) => Object.entries(members).flatMap(([name, role]) => (targets.has(role) ? [name] : []))));
}

function memberNames(models: Readonly<Record<string, ExportModel>>): string[] {
  return Object.values(models).flatMap(({ members = {} }) => [...Object.keys(members), ...memberNames(members)]);
}
