import { isBuiltin } from 'node:module';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { SourceFiles } from '../source-files.js';
import { isBuilt, sourceOfBuilt } from './built-files.js';
import { foldersAbove, Manifests } from './manifests.js';
import { folderSource, importsTarget, packageSource } from './package-entry.js';
import { mapTargets } from './package-maps.js';
import { isVendored, sourceFile } from './source-probes.js';
import { aliasTargets } from './tsconfig-paths.js';
import { Workspace } from './workspace.js';

/** The source file of the project that a specifier means in a file; undefined for code of others, and for what is no code. */
export type Resolve = (specifier: string, from: string) => string | undefined;

/** An answer, with what it rests on: it holds while that is there, and the files that led to it are as they were. */
interface Answer {
  readonly file?: string;
  /** The folder of an installed package. */
  readonly vendored?: string;
  readonly consulted: ReadonlyMap<string, string>;
}

export function createResolver(files: SourceFiles): Resolve {
  const resolution = new Resolution(files);
  const answers = new Map<string, Map<string, Answer>>();

  const holds = ({ file, vendored, consulted }: Answer): boolean =>
    (file === undefined || files.isFile(file)) &&
    (vendored === undefined || files.isFolder(vendored)) &&
    [...consulted].every(([path, stamp]) => files.stamp(path) === stamp);

  return (specifier, from) => {
    if (specifier === '' || isBuiltin(specifier) || isUrl(specifier)) return undefined;
    const folder = dirname(from);
    const inFolder = answers.get(folder) ?? new Map<string, Answer>();
    answers.set(folder, inFolder);
    const known = inFolder.get(specifier);
    if (known && holds(known)) return known.file;
    const answer = resolution.answer(specifier, from);
    // What is nowhere can appear in many places, so it is looked for each time.
    if (answer.file === undefined && answer.vendored === undefined) inFolder.delete(specifier);
    else inFolder.set(specifier, answer);
    return answer.file;
  };
}

/** `https:`, `data:` and the like; a single letter is a drive. */
function isUrl(specifier: string): boolean {
  return /^[a-z][\w+.-]+:/i.test(specifier);
}

/** A package that is installed: code of others. */
interface Vendored {
  readonly vendored: string;
}

class Resolution {
  private readonly files: SourceFiles;
  private readonly manifests: Manifests;
  private readonly workspace: Workspace;

  constructor(files: SourceFiles) {
    this.files = files;
    this.manifests = new Manifests(files);
    this.workspace = new Workspace(this.manifests);
  }

  answer(specifier: string, from: string): Answer {
    const [found, consulted] = this.manifests.watch(() => this.find(specifier, from));
    const file = typeof found === 'string' && !isVendored(this.files.realPath(found)) ? found : undefined;
    return { consulted, ...(file !== undefined && { file }), ...(typeof found === 'object' && found) };
  }

  private find(specifier: string, from: string): string | Vendored | undefined {
    const folder = dirname(from);
    if (/^\.{1,2}(?:$|[/\\])/.test(specifier) || isAbsolute(specifier)) return this.atPath(specifier, resolve(folder, specifier));
    for (const target of aliasTargets(this.manifests, this.findConfigPackage, specifier, from)) {
      const aliased = this.atPath(target, target);
      if (aliased !== undefined) return aliased;
    }
    return specifier.startsWith('#') ? this.byImports(specifier, folder) : this.inPackage(specifier, folder);
  }

  private atPath(specifier: string, path: string): string | undefined {
    // `.`, `..` and `x/` are folders, even where a file has that name.
    const isFolder = /(?:^|[/\\])\.{0,2}$/.test(specifier);
    return (isFolder ? undefined : sourceFile(this.files, path)) ?? folderSource(this.manifests, path) ?? this.unbuilt(path);
  }

  /** The source of a file that a build has yet to make. */
  private unbuilt(path: string): string | undefined {
    if (this.files.isFile(path)) return undefined;
    const [home = path] = this.manifests.packageAround(dirname(path)) ?? [];
    const inPackage = relative(home, path);
    return isBuilt(inPackage) ? sourceOfBuilt(this.files, home, inPackage) : undefined;
  }

  private byImports(specifier: string, folder: string): string | Vendored | undefined {
    const [home, manifest] = this.manifests.packageAround(folder) ?? [];
    if (home === undefined || manifest?.['imports'] === undefined) return undefined;
    const targets = mapTargets(manifest['imports'], specifier);
    const source = importsTarget(this.manifests, home, targets);
    if (source !== undefined) return source;
    const [named] = targets.filter((target) => !/^[#./]/.test(target) && !isBuiltin(target) && !isUrl(target));
    return named === undefined ? undefined : this.inPackage(named, home);
  }

  private inPackage(specifier: string, folder: string): string | Vendored | undefined {
    const [, name, rest] = /^(@[^/]+\/[^/]+|[^/@.][^/]*)(?:\/(.*))?$/.exec(specifier) ?? [];
    if (name === undefined) return undefined;
    const found = this.findPackage(name, folder);
    if (!found || 'vendored' in found) return found;
    return packageSource(this.manifests, found.home, rest ? `./${rest}` : '.');
  }

  private findPackage(name: string, folder: string): { readonly home: string } | Vendored | undefined {
    const [around, manifest] = this.manifests.packageAround(folder) ?? [];
    if (around !== undefined && manifest?.['name'] === name) return { home: around };
    const installed = this.installed(name, folder);
    if (installed === undefined) {
      const home = this.workspace.folderOf(name, folder);
      return home === undefined ? undefined : { home };
    }
    const real = this.files.realPath(installed);
    return isVendored(real) ? { vendored: installed } : { home: this.asSeenFrom(folder, real) };
  }

  private installed(name: string, folder: string): string | undefined {
    for (const around of foldersAbove(folder)) {
      const installed = join(around, 'node_modules', name);
      if (this.files.isFolder(installed)) return installed;
    }
    return undefined;
  }

  /** A file must have one path: where the project itself is reached by a link, so are all its files. */
  private asSeenFrom(folder: string, real: string): string {
    for (const around of foldersAbove(folder)) {
      const path = relative(this.files.realPath(around), real);
      if (!path.startsWith('..') && !isAbsolute(path)) return join(around, path);
    }
    return real;
  }

  /** A config may be in an installed package: it is no code. */
  private readonly findConfigPackage = (name: string, folder: string): string | undefined => this.installed(name, folder) ?? this.workspace.folderOf(name, folder);
}
