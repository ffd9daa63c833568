import type { Value } from '../facts/module-facts.js';
import { partsOf } from '../facts/value-parts.js';
import { isLimitName } from '../models/meanings.js';
import type { Settings } from '../settings.js';
import { linkProgram } from './create-link.js';
import { mayServe } from './bystanders.js';
import type { Link, LinkedModule } from './link.js';
import type { Neighbours } from './program-index.js';
import { findWanted } from './wanted-modules.js';

/** The files around a module, as far as they can be read. */
export interface Project extends Pick<Neighbours, 'companions' | 'leads' | 'isSubject' | 'deployments'> {
  /** The file that an import leads to. */
  resolve(specifier: string, from: LinkedModule): string | undefined;
  /** The files that import a module, in a fixed order. */
  importersOf(module: LinkedModule): readonly string[];
  /** The other files of the project that have the name of a connection limit in them. */
  mentioning(name: string, from: LinkedModule): readonly string[];
  /** The files of the project that name a websocket library. */
  subjects(from: LinkedModule): readonly string[];
  /** The files of the project that import a package. */
  importing(specifier: string, from: LinkedModule): readonly string[];
  /** Whether it is what another package imports. */
  isMain(path: string): boolean;
  /** Whether a file may export a name: it has the word in it, or hands on what others export. */
  mentions(path: string, name: string): boolean;
  /** The files that put something under a name, on whatever object, in a fixed order. */
  placing(name: string, from: LinkedModule): readonly string[];
  /** The package whose main file this is, or the path in it that others import, if its own files import it by a path. */
  packageAt(path: string): string | undefined;
  read(path: string): LinkedModule | undefined;
}

/** A guard that lies further away than this is not found. */
const MAX_ROUNDS = 8;
/** A program of more modules than this is judged by those that were needed first. */
const MAX_MODULES = 200;
/**
 * The same for the questions that it took to find them, over all rounds. Each round asks all of the program anew, and what
 * a large program wants in a late one is hardly ever a guard: on a hundred repositories, no verdict needs more than half of it.
 */
const MAX_STEPS = 100_000;
/** For a file that only speaks of a limit, and may have to do with something else. */
const FEW_STEPS = 40_000;
/** Barrels within barrels. */
const MAX_BARRELS = 8;
/** What is given something by more files than this is a common tool, and not a guard. */
const MAX_GIVERS = 6;
/** A name that is used in more places than this is a common word. */
const MAX_PLACING = 10;
/** What is imported in more places than this is a common tool, and says nothing of a server. */
const MAX_IMPORTERS = 40;

/**
 * Joins a file with the files that its verdict needs, and with no others: each round reads what the one before it asked
 * for, so a file that names no websocket library costs nothing until it is reached.
 */
export function growProgram(entry: LinkedModule, project: Project, settings: Settings): Link {
  const modules = new Map<string, LinkedModule>([[entry.path, entry]]);
  const asked = new Set<LinkedModule>();
  const fetched = new Set<string>();
  const served = new Set<LinkedModule>();
  const searched = new Set<string>();
  const complete = new Set<LinkedModule>();
  const names = limitNames(entry);
  let isCut = false;
  const resolved = remembered((from, specifier) => project.resolve(specifier, from));
  const packageOf = remembered((from, specifier) => {
    const path = resolved(from, specifier);
    return path === undefined ? undefined : project.packageAt(path);
  });
  // What a model describes is not read, not even in the library's own repository.
  const pathOf: Lookup = (from, specifier) => (packageOf(from, specifier) === undefined ? resolved(from, specifier) : undefined);
  const neighbours: Neighbours = {
    moduleOf: (from, specifier) => modules.get(pathOf(from, specifier) ?? ''),
    isInReach: (from, specifier) => pathOf(from, specifier) !== undefined,
    packageOf,
    isSearched: (name) => !isCut && searched.has(name),
    isComplete: (module) => !isCut && complete.has(module) && !isPublic(module),
    isCut: () => isCut,
    companions: (specifiers, module) => project.companions(specifiers, module),
    leads: (specifier, from, to) => project.leads(specifier, from, to),
    isSubject: (module) => module === entry || project.isSubject(module),
    deployments: (module) => project.deployments(module),
  };
  let most = MAX_STEPS;
  for (let round = 0, steps = 0; ; round += 1) {
    const link = linkProgram([...modules.values()], settings, neighbours);
    isCut = round >= MAX_ROUNDS || modules.size >= MAX_MODULES || steps + link.index.effort.steps >= most;
    if (isCut) return link;
    if (round === 0 && !mayServe(link, entry)) {
      if (names.length === 0 && entry.facts.exports.length === 0) return link;
      most = FEW_STEPS;
    }
    const { imports, importedBy, given, slots } = findWanted(link, asked);
    const paths: string[] = [];
    const before = modules.size;
    for (const { module, specifier, name } of imports) readExport(pathOf(module, specifier), name, 0);
    for (const module of importedBy) paths.push(...importersOf(module));
    for (const module of given) {
      if (asked.has(module) || served.has(module)) continue;
      served.add(module);
      const importers = project.importersOf(module);
      if (importers.length <= MAX_GIVERS) paths.push(...importers);
    }
    for (const [name, from] of slots) {
      if (fetched.has(name)) continue;
      fetched.add(name);
      paths.push(...project.placing(name, from).slice(0, MAX_PLACING));
    }
    for (const specifier of saying(link)) {
      if (fetched.has(specifier)) continue;
      fetched.add(specifier);
      paths.push(...project.importing(specifier, entry).slice(0, MAX_PLACING));
    }
    if (round === 0) paths.push(...readers(link));
    for (const path of paths) readFile(path);
    if (modules.size === before) return link;
    steps += link.index.effort.steps;
  }

  /** The files that import a module; none for one that was asked for before. */
  function importersOf(module: LinkedModule): readonly string[] {
    if (asked.has(module)) return [];
    asked.add(module);
    const importers = project.importersOf(module);
    if (importers.length <= MAX_IMPORTERS) complete.add(module);
    return importers.slice(0, MAX_IMPORTERS);
  }

  /** Who may read the limits of the linted file; where that serves no connection itself, whoever does. */
  function readers(link: Link): string[] {
    if (!isReadByOthers(entry)) return [];
    const importers = importersOf(entry);
    const found = names.filter((name) => isHandedOut(entry, name)).flatMap((name) => {
      const files = project.mentioning(name, entry);
      // Where not all can be read, none says who else reads it.
      if (files.length > MAX_IMPORTERS) return [];
      searched.add(name);
      return files;
    });
    const servers = link.waysIn().length > 0 ? [] : project.subjects(entry).slice(0, MAX_PLACING);
    return [...importers, ...found, ...servers];
  }

  /** Another package may import it: it is the main file of its own, or handed on by that. */
  function isPublic(module: LinkedModule): boolean {
    return [...modules.values()].some((other) => project.isMain(other.path) && (other === module || other.facts.exports.some(({ from }) => from && modules.get(pathOf(other, from.specifier) ?? '') === module)));
  }

  function readFile(path: string): LinkedModule | undefined {
    const known = modules.get(path);
    if (known || modules.size >= MAX_MODULES) return known;
    const module = project.read(path);
    if (module) modules.set(path, module);
    return module;
  }

  /** Reads the file that gives a name, through the barrels between, and leaves the other files of these unread. */
  function readExport(path: string | undefined, name: string, depth: number): void {
    const module = path === undefined || depth > MAX_BARRELS ? undefined : readFile(path);
    if (!module || name === '*') return;
    const { exports } = module.facts;
    const own = exports.filter((item) => item.name === name);
    for (const { value, from } of own) {
      const imported = value?.kind === 'binding' ? module.facts.bindings[value.id]?.imported : undefined;
      const next = from ?? imported;
      if (next) readExport(pathOf(module, next.specifier), next.name, depth + 1);
    }
    if (own.length > 0 || name === 'default') return;
    for (const { name: all, from } of exports) {
      const next = all === '*' && from ? pathOf(module, from.specifier) : undefined;
      if (next !== undefined && project.mentions(next, name)) readExport(next, name, depth + 1);
    }
  }
}

/** The packages whose importers have a say in the connections of the program. */
function saying(link: Link): string[] {
  const roles = new Set(link.waysIn().filter(({ model }) => model.isSite).map(({ emitter }) => emitter.role));
  return [...roles].flatMap((role) => link.catalogue.roleChain(role).flatMap(({ alsoIn = [] }) => alsoIn));
}

type Lookup = (from: LinkedModule, specifier: string) => string | undefined;

/** For as long as one program grows, nothing changes. */
function remembered(find: Lookup): Lookup {
  const known = new Map<LinkedModule, Map<string, string | undefined>>();
  return (from, specifier) => {
    const own = known.get(from) ?? new Map<string, string | undefined>();
    known.set(from, own);
    if (!own.has(specifier)) own.set(specifier, find(from, specifier));
    return own.get(specifier);
  };
}

/** Whether a file that is linted asks for those who read it: it speaks of a limit on connections, and exports something. */
export function isReadByOthers(module: LinkedModule): boolean {
  return module.facts.exports.length > 0 && limitNames(module).length > 0;
}

/** The names in a module that speak of a limit on connections. */
function limitNames({ facts }: LinkedModule): string[] {
  const names = facts.bindings.filter(({ kind }) => kind !== 'import').map(({ name }) => name);
  const members = facts.classes.flatMap((item) => item.members.map(({ name }) => name));
  const keys = facts.functions.flatMap(({ events }) => events.flatMap((event) => ('value' in event ? keysIn(event.value) : [])));
  return [...new Set([...names, ...members, ...keys])].filter(isLimitName).sort();
}

/** Whether other files can get at what has the name: a variable that is not exported is the module's own. */
function isHandedOut({ facts }: LinkedModule, name: string): boolean {
  if (facts.exports.some((item) => item.name === name)) return true;
  const own = facts.bindings.filter((binding) => binding.name === name && binding.kind !== 'import');
  return own.length === 0 || facts.exports.some(({ value }) => value?.kind === 'binding' && own.some(({ id }) => id === value.id));
}

function keysIn(value: Value): string[] {
  const own = value.kind === 'object' ? value.properties.flatMap(({ key }) => (key === undefined ? [] : [key])) : [];
  return [...own, ...partsOf(value).flatMap(keysIn)];
}
