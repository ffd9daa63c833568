import path from 'node:path';
import { extractFacts } from '../facts/extract-facts.js';
import type { ModuleFacts } from '../facts/module-facts.js';
import type { Catalogue } from '../models/catalogue.js';
import type { Settings } from '../settings.js';
import { Companions } from './beside/companions.js';
import { Deployments } from './beside/deployments.js';
import { linkProgram } from './create-link.js';
import { disk } from './disk.js';
import { growProgram, type Project } from './grow-program.js';
import type { Link, LinkedModule } from './link.js';
import { parseModule } from './parse-module.js';
import { ProjectIndex } from './project-index.js';
import type { Companion, Neighbours } from './program-index.js';
import { Manifests } from './resolve/manifests.js';
import { createResolver } from './resolve/resolve.js';
import { attempt, MAX_LENGTH } from './source-files.js';

/** Modules that are kept between files, by the length of their texts; the oldest make room. */
const MAX_KEPT = 10_000_000;

/** How many files were parsed, for whoever measures the cost. */
export const parsed = { files: 0 };

const resolve = createResolver(disk);
const manifests = new Manifests(disk);
const modules = new Map<string, { readonly stamp: string; readonly length: number; readonly module: LinkedModule | undefined }>();
let keptLength = 0;

/** The facts of another file, parsed once for each of its states; undefined for one that cannot be read or parsed. */
function readModule(file: string): LinkedModule | undefined {
  const stamp = disk.stamp(file);
  if (stamp === undefined) return undefined;
  const known = modules.get(file);
  if (known?.stamp === stamp) return known.module;
  const text = disk.read(file);
  const facts = text === undefined || text.length > MAX_LENGTH ? undefined : attempt(() => parse(file, text));
  const module = facts && { path: file, facts };
  const length = text?.length ?? 0;
  forget(file);
  modules.set(file, { stamp, length, module });
  keptLength += length;
  for (const oldest of modules.keys()) {
    if (keptLength <= MAX_KEPT) break;
    forget(oldest);
  }
  return module;
}

function forget(file: string): void {
  keptLength -= modules.get(file)?.length ?? 0;
  modules.delete(file);
}

function parse(file: string, source: string): ModuleFacts | undefined {
  parsed.files += 1;
  const module = parseModule(file, source);
  return module && extractFacts(module);
}

/** A file by its text, in its program; undefined where that is no program. */
export function loadText(file: string, text: string, settings: Settings, cwd: string): { readonly module: LinkedModule; readonly link: Link } | undefined {
  const facts = attempt(() => parse(file, text));
  const module = facts && { path: file, facts };
  return module && { module, link: loadProgram(module, settings, cwd) };
}

/** The same program with another text of one file; undefined where that is no program, or the text as it was cannot be read here. */
export function withText({ index, settings }: Link, module: LinkedModule, text: string): { readonly module: LinkedModule; readonly link: Link } | undefined {
  const facts = attempt(() => parse(module.path, text));
  if (!facts) return undefined;
  const changed = { path: module.path, facts };
  const modules = index.modules.map((other) => (other === module ? changed : other));
  return { module: changed, link: linkProgram(modules, settings, insteadOf(index.neighbours, module, changed)) };
}

/** What lies around a program does not change with one of its files. */
function insteadOf(neighbours: Neighbours, old: LinkedModule, changed: LinkedModule): Neighbours {
  const known = (module: LinkedModule): LinkedModule => (module === changed ? old : module);
  return {
    moduleOf: (from, specifier) => {
      const found = neighbours.moduleOf(known(from), specifier);
      return found === old ? changed : found;
    },
    isInReach: (from, specifier) => neighbours.isInReach(known(from), specifier),
    packageOf: (from, specifier) => neighbours.packageOf(known(from), specifier),
    isSearched: (name) => neighbours.isSearched(name),
    isComplete: (module) => neighbours.isComplete(known(module)),
    isCut: () => neighbours.isCut(),
    companions: (specifiers, module) => neighbours.companions(specifiers, known(module)),
    leads: (specifier, from, to) => neighbours.leads(specifier, known(from), known(to)),
    isSubject: (module) => neighbours.isSubject(known(module)),
    deployments: (module) => neighbours.deployments(known(module)),
  };
}

const projects = new WeakMap<Catalogue, Project>();

/** The project on the disk, as a set of libraries sees it. */
function projectOf(catalogue: Catalogue): Project {
  let project = projects.get(catalogue);
  if (!project) {
    project = createProject(catalogue);
    projects.set(catalogue, project);
  }
  return project;
}

function createProject(catalogue: Catalogue): Project {
  const index = new ProjectIndex(manifests, catalogue);
  const companions = new Companions(index, resolve);
  const leads = (from: string, to: string): boolean => companions.leads(from, to);
  const deployments = new Deployments({ manifests, resolve, leads, program: (file) => alone(file, catalogue) });
  return {
    // What a model describes is not read: in the library's own repository, its sources would stand for it.
    resolve: (specifier, from) => (catalogue.libraryOf(specifier) ? undefined : resolve(specifier, from.path)),
    importersOf: ({ path: file }) => index.candidates(file).flatMap(({ importer, specifiers }) => (specifiers.some((specifier) => resolve(specifier, importer) === file) ? [importer] : [])),
    mentions: (file, name) => new RegExp(String.raw`\b${name.replaceAll('$', String.raw`\$`)}\b|export\s*\*`, 'u').test(disk.read(file) ?? ''),
    mentioning: (name, { path: file }) => index.mentioning(name, file),
    subjects: ({ path: file }) => index.subjects(file),
    importing: (specifier, { path: file }) => index.importing(specifier, file),
    isMain: (file) => {
      const name = manifests.packageAround(path.dirname(file))?.[1]['name'];
      return typeof name === 'string' && resolve(name, file) === file;
    },
    placing: (name, { path: file }) => index.placing(name, file),
    packageAt: (file) => {
      const [folder = '', manifest = {}] = manifests.packageAround(path.dirname(file)) ?? [];
      const { name, main = 'index.js', module, exports } = manifest;
      const specifiers = typeof name === 'string' ? catalogue.specifiersOf(name) : [];
      if (typeof name !== 'string' || specifiers.length === 0) return undefined;
      const entries = JSON.stringify([main, module, exports]).matchAll(/"(?:\.\/)?([^"]+\.[cm]?js)"/gu);
      const isEntry = catalogue.libraryOf(name) !== undefined && [...entries].some(([, entry = '']) => path.join(folder, entry) === file);
      const known = specifiers.find((specifier) => resolve(specifier, file) === file) ?? (isEntry ? name : undefined);
      if (known !== undefined) return known;
      // A file that is also imported by itself: `websocket/lib/WebSocketServer.js`.
      const own = [name, ...path.relative(folder, file).split(path.sep)].join('/');
      return catalogue.libraryOf(own) && own;
    },
    companions: (specifiers, { path: file }) => companions.importing(specifiers, file).flatMap((other) => {
        const companion = alone(other, catalogue);
        return companion ? [{ ...companion, isTogether: companions.isTogether(other, file) }] : [];
      }),
    leads: (specifier, from, to) => {
      const start = resolve(specifier, from.path);
      return start !== undefined && companions.leads(start, to.path);
    },
    isSubject: ({ path: file }) => catalogue.mayMatter(disk.read(file) ?? ''),
    deployments: ({ path: file }) => deployments.of(file),
    read: readModule,
  };
}

/** A file as a program of its own, without what it imports. */
function alone(file: string, catalogue: Catalogue): Omit<Companion, 'isTogether'> | undefined {
  const module = readModule(file);
  return module && { module, link: linkProgram([module], { identity: [], guards: [], catalogue, crossFile: false }) };
}

/** A text that is in no file yet is imported by none. */
const IMPORTED_BY_NONE: Partial<Project> = { importersOf: () => [], mentioning: () => [], placing: () => [], subjects: () => [], importing: () => [], companions: () => [], deployments: () => [] };

/**
 * The program that a file is part of; the file alone where its path says nothing, or the settings ask for that.
 *
 * @param cwd the folder that the tool was started in
 */
export function loadProgram(entry: LinkedModule, settings: Settings, cwd: string): Link {
  if (!settings.crossFile || !path.isAbsolute(entry.path)) return linkProgram([entry], settings);
  disk.enter(entry.path, cwd);
  const project = projectOf(settings.catalogue);
  return growProgram(entry, disk.isFile(entry.path) ? project : { ...project, ...IMPORTED_BY_NONE }, settings);
}
