import type { Settings } from '../settings.js';
import { linkProgram } from './create-link.js';
import type { Link, LinkedModule } from './link.js';
import type { Neighbours } from './program-index.js';
import { findWanted } from './wanted-modules.js';

/** The files around a module, as far as they can be read. */
export interface Project {
  /** The file that an import leads to. */
  resolve(specifier: string, from: LinkedModule): string | undefined;
  /** The files that import a module, in a fixed order. */
  importersOf(module: LinkedModule): readonly string[];
  /** Whether a file may export a name: it has the word in it, or hands on what others export. */
  mentions(path: string, name: string): boolean;
  /** The files that put something under a name, on whatever object, in a fixed order. */
  placing(name: string, from: LinkedModule): readonly string[];
  /** The package whose main file this is, if its own files import it by a path. */
  packageAt(path: string): string | undefined;
  read(path: string): LinkedModule | undefined;
}

/** A guard that lies further away than this is not found. */
const MAX_ROUNDS = 8;
/** A program of more modules than this is judged by those that were needed first. */
const MAX_MODULES = 200;
/** Barrels within barrels. */
const MAX_BARRELS = 8;
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
  };
  for (let round = 0; ; round += 1) {
    const link = linkProgram([...modules.values()], settings, neighbours);
    if (round >= MAX_ROUNDS || modules.size >= MAX_MODULES) return link;
    const { imports, importedBy, slots } = findWanted(link, asked);
    const paths: string[] = [];
    const before = modules.size;
    for (const { module, specifier, name } of imports) readExport(pathOf(module, specifier), name, 0);
    for (const module of importedBy) {
      if (asked.has(module)) continue;
      asked.add(module);
      paths.push(...project.importersOf(module).slice(0, MAX_IMPORTERS));
    }
    for (const [name, from] of slots) {
      if (fetched.has(name)) continue;
      fetched.add(name);
      paths.push(...project.placing(name, from).slice(0, MAX_PLACING));
    }
    for (const path of paths) readFile(path);
    if (modules.size === before) return link;
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
