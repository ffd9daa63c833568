import type { AcceptModel, CarryModel, ExportModel, LibraryModel, MethodModel, RoleId, RoleModel, RoutedModel, WayInModel } from './model.js';
import { createPrefilter, LEADING_DOTS } from './prefilter.js';
import { carriesOf, Vocabulary } from './vocabulary.js';

/** What a table has under a name from the linted code, which may be `constructor` or `toString`. */
export function entryOf<Item>(table: Readonly<Record<string, Item>> | undefined, name: string): Item | undefined {
  return table && Object.hasOwn(table, name) ? table[name] : undefined;
}

const FILE_ENDING = /\.[cm]?[jt]sx?$/u;

interface DistinctiveAccept {
  readonly role: RoleId;
  readonly library: LibraryModel;
  readonly accepts: AcceptModel;
}

interface RoutedWay {
  readonly model: WayInModel;
  readonly routed: RoutedModel;
  readonly library: LibraryModel;
}

/** The libraries that are known, and what there is to look up in them. */
export class Catalogue {
  readonly libraries: readonly LibraryModel[];
  readonly vocabulary: Vocabulary;
  /** The members on which applications keep their own data, of any connection. */
  readonly bags: ReadonlySet<string>;
  /** Exports that a runtime calls with what a module exports by default. */
  readonly defaultServers: readonly (NonNullable<LibraryModel['servesDefault']> & { readonly specifier: string })[];
  /** How connections are taken over by what is written to them. */
  readonly answers: readonly NonNullable<LibraryModel['answers']>[];
  /** Ways in that no call registers. */
  readonly routedWays: readonly RoutedWay[];
  /** Roles whose ways in know a call by itself, whatever it is called on. */
  readonly distinctiveRoles: readonly RoleId[];
  /** Methods that only a class of one role has. */
  readonly distinctiveMembers: ReadonlyMap<string, RoleId>;
  /** Roles by their methods that are known whatever they are called on. */
  readonly distinctiveMethods: ReadonlyMap<string, RoleId>;
  /** Libraries whose hooks hand objects over for a connection, by what imports them and by what needs no import. */
  readonly carryingSpecifiers: ReadonlySet<string>;
  readonly carryingGlobals: ReadonlySet<string>;
  /** Roles with hooks that run for the connections of other emitters, and those that have a view of that kind. */
  readonly servingRoles: ReadonlySet<RoleId>;
  /** Does a text name a websocket library, look as if it were given a server, or speak of a limit on connections? */
  readonly mayMatter: (text: string) => boolean;
  /** Does a text name a websocket library? */
  readonly namesLibrary: (text: string) => boolean;
  private readonly bySpecifier: ReadonlyMap<string, LibraryModel>;
  private readonly byEnding: readonly (readonly [string, LibraryModel])[];
  private readonly globals: ReadonlyMap<string, ExportModel>;
  private readonly roles: ReadonlyMap<string, RoleModel>;
  private readonly chains = new Map<RoleId, readonly RoleModel[]>();
  private readonly carries: readonly CarryModel[];
  private readonly distinctive: readonly (DistinctiveAccept & { readonly method: string })[];

  /**
   * @param builtIn in the order in which they are asked: the first that has a name is meant
   * @param declared asked before them; an import path may be longer than what they say, and end with it
   */
  constructor(builtIn: readonly LibraryModel[], declared: readonly LibraryModel[] = []) {
    const libraries = [...declared, ...builtIn];
    this.libraries = libraries;
    this.byEnding = declared.flatMap((library) => library.specifiers.map((specifier) => [`/${specifier.replace(LEADING_DOTS, '')}`, library] as const));
    const reversed = [...libraries].reverse();
    this.bySpecifier = new Map(reversed.flatMap((library) => library.specifiers.map((specifier) => [specifier, library] as const)));
    this.globals = new Map(reversed.flatMap(({ globals = {} }) => Object.entries(globals)));
    this.roles = new Map(libraries.flatMap((library) => Object.entries(library.roles)));
    const roles = [...this.roles.values()];
    this.vocabulary = new Vocabulary(libraries);
    this.bags = new Set(roles.flatMap(({ bag }) => bag ?? []));
    this.defaultServers = libraries.flatMap(({ specifiers: [specifier], servesDefault }) => (specifier !== undefined && servesDefault ? [{ specifier, ...servesDefault }] : []));
    this.carries = carriesOf(roles);
    this.answers = libraries.flatMap(({ answers }) => answers ?? []);
    this.routedWays = libraries.flatMap((library) =>
      Object.values(library.roles).flatMap(({ waysIn = [] }) => waysIn.flatMap((model) => (model.routed ? [{ model, routed: model.routed, library }] : []))),
    );
    const waysOfRoles = libraries.flatMap((library) => Object.entries(library.roles).flatMap(([role, { waysIn = [] }]) => waysIn.map((way) => ({ role: role as RoleId, way }))));
    const methodsOfRoles = libraries.flatMap((library) =>
      Object.entries(library.roles).flatMap(([role, { methods = {} }]) => Object.entries(methods).map(([method, model]) => ({ role: role as RoleId, library, method, model }))),
    );
    this.distinctiveRoles = [...new Set(waysOfRoles.flatMap(({ role, way }) => (way.isDistinctive ? [role] : [])))];
    this.distinctiveMembers = new Map(waysOfRoles.flatMap(({ role, way: { member, isDistinctive } }) => (member !== undefined && isDistinctive ? [[member, role] as const] : [])));
    this.distinctiveMethods = new Map(methodsOfRoles.flatMap(({ role, method, model }) => (model.isDistinctive ? [[method, role] as const] : [])));
    this.distinctive = methodsOfRoles.flatMap(({ model: { accepts }, ...method }) => (accepts?.distinctive ? [{ ...method, accepts }] : []));
    const carrying = libraries.filter((library) => Object.values(library.roles).some(({ waysIn = [] }) => waysIn.some(({ carries }) => carries !== undefined)));
    this.carryingSpecifiers = new Set(carrying.flatMap(({ specifiers }) => specifiers));
    this.carryingGlobals = new Set(carrying.flatMap(({ globals = {} }) => Object.keys(globals)));
    this.servingRoles = new Set([...this.roles.keys()].flatMap((name) => (this.serves(name as RoleId) ? [name as RoleId] : [])));
    ({ mayMatter: this.mayMatter, namesLibrary: this.namesLibrary } = createPrefilter(builtIn, declared));
  }

  /** The library that an import path belongs to, also as Deno writes it: `npm:ws@8`, `https://deno.land/x/oak@v17.1.0/mod.ts`. */
  libraryOf(specifier: string): LibraryModel | undefined {
    const plain = specifier.includes(':') ? specifier.replace(/^(?:npm|jsr):\/?/u, '').replace(/(?<=[^/])@[^/]*/u, '') : specifier;
    return this.bySpecifier.get(plain) ?? this.byEnding.find(([ending]) => `/${plain.replace(FILE_ENDING, '')}`.endsWith(ending))?.[1];
  }

  /** The library whose role this is. */
  libraryOfRole(role: RoleId): LibraryModel | undefined {
    return this.libraries.find(({ roles }) => Object.hasOwn(roles, role));
  }

  /** The import paths of a package, its own name first. */
  specifiersOf(name: string): string[] {
    return [...this.bySpecifier.keys()].filter((specifier) => specifier === name || specifier.startsWith(`${name}/`)).sort((a, b) => a.length - b.length);
  }

  /** The role with all that it inherits, nearest first. */
  roleChain(role: RoleId): readonly RoleModel[] {
    let chain = this.chains.get(role);
    if (!chain) {
      const own = this.roles.get(role);
      chain = own ? [own, ...(own.extends ? this.roleChain(own.extends) : [])] : [];
      this.chains.set(role, chain);
    }
    return chain;
  }

  /** Looks a table up through what a role inherits. */
  lookUp<Item>(role: RoleId, find: (model: RoleModel) => Item | undefined): Item | undefined {
    for (const model of this.roleChain(role)) {
      const found = find(model);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  methodOfRole(role: RoleId, name: string): MethodModel | undefined {
    return this.lookUp(role, ({ methods }) => entryOf(methods, name));
  }

  /** Whether a role is another one, or has all that it has. */
  isOfRole(role: RoleId, other: RoleId): boolean {
    const [model] = this.roleChain(other);
    return model !== undefined && this.roleChain(role).includes(model);
  }

  /** Whether handlers for new connections are put on it, by whoever has it; classes and options have theirs from the start. */
  isEmitter(role: RoleId): boolean {
    return this.roleChain(role).some(({ waysIn = [] }) => waysIn.some(({ call }) => call !== undefined));
  }

  /** Whether connections come in at it, in whatever way. */
  hasWaysIn(role: RoleId): boolean {
    return this.lookUp(role, ({ waysIn }) => waysIn) !== undefined;
  }

  /** Whether its hooks run for the connections of other emitters. */
  isServing(role: RoleId): boolean {
    return this.lookUp(role, ({ isServing }) => isServing) === true;
  }

  /** A role of classes: the library calls their methods. */
  isClassRole(role: RoleId): boolean {
    return this.roleChain(role).some(({ waysIn = [], setups }) => setups !== undefined || waysIn.some(({ member }) => member !== undefined));
  }

  /** Whether a member of a role holds what the application handed over for the connection. */
  isCarried(role: RoleId, member: string | undefined): boolean {
    return this.carries.some((carry) => carry.member === member && this.isOfRole(role, carry.to));
  }

  /** Methods that take an upgrade over and are known by their arguments. */
  distinctiveAccepts(named: string): readonly DistinctiveAccept[] {
    return this.distinctive.filter(({ method }) => method === named);
  }

  /** Whether functions of a library make something else of what they are called with. */
  converts(specifier: string): boolean {
    return Object.values(this.libraryOf(specifier)?.exports ?? {}).some(({ converts }) => converts !== undefined);
  }

  /** The model of a global: `Runtime.serve`. */
  globalOf(name: string): ExportModel | undefined {
    const [first = '', ...rest] = name.split('.');
    return memberOf(this.globals.get(first), rest);
  }

  /** The model of a type that needs no import. */
  globalTypeOf(name: string): ExportModel | undefined {
    const role = this.libraries.map(({ globalTypes }) => entryOf(globalTypes, name)).find((found) => found !== undefined);
    return role ? { type: role } : this.globalOf(name);
  }

  /** The model of what an import gives: `WebSocketServer`, `default.Server`. */
  exportOf(specifier: string, name: string): ExportModel | undefined {
    const [first = '', ...rest] = name.split('.');
    const model = entryOf(this.libraryOf(specifier)?.exports, first);
    if (model === undefined && first === 'default' && rest.length > 0) return this.exportOf(specifier, rest.join('.'));
    return memberOf(model, rest);
  }

  private serves(role: RoleId): boolean {
    return this.isServing(role) || Object.values(this.lookUp(role, ({ aliases }) => aliases) ?? {}).some((alias) => this.isServing(alias));
  }
}

function memberOf(model: ExportModel | undefined, path: readonly string[]): ExportModel | undefined {
  return path.reduce((found, part) => entryOf(found?.members, part), model);
}
