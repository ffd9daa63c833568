import { join } from 'node:path';
import { globTest, segmentsOf, slashed } from './globs.js';
import { foldersAbove, isObject, type Json, type Manifests, textsIn } from './manifests.js';

/** How long the packages of a repository are taken as they were found: to look for them all over takes many probes. */
const LOOK_AGAIN_AFTER_MS = 500;
/** Bounds on the search in a repository that declares no packages. */
const MAX_DEPTH = 3;
const MAX_FOLDERS = 2000;
const NO_PACKAGES = /^(?:\..*|node_modules|bower_components|dist|build|out|coverage)$/;

type Packages = ReadonlyMap<string, string>;

/** The packages of a repository by name, whether they are installed or not. */
export class Workspace {
  private readonly manifests: Manifests;
  private readonly found = new Map<string, { at: number; packages: Packages | undefined }>();

  constructor(manifests: Manifests) {
    this.manifests = manifests;
  }

  /** The folder of a package, as seen from a folder of the same repository. */
  folderOf(name: string, from: string): string | undefined {
    const root = this.rootAround(from);
    let isDeclared = false;
    for (const folder of foldersAbove(from)) {
      const linked = this.linkedFrom(folder, name);
      if (linked !== undefined) return linked;
      const packages = this.look(folder, () => this.declared(folder));
      const home = packages && this.still(packages.get(name), name);
      if (home !== undefined) return home;
      isDeclared ||= packages !== undefined;
      if (folder === root) break;
    }
    if (isDeclared || root === undefined) return undefined;
    return this.still(this.look(`${root}/**`, () => this.named(this.under(root, MAX_DEPTH)))?.get(name), name);
  }

  /** The folder that holds `.git`, or else the topmost that holds a package.json. */
  private rootAround(from: string): string | undefined {
    const { files } = this.manifests;
    let root: string | undefined;
    for (const folder of foldersAbove(from)) {
      const git = join(folder, '.git');
      if (files.isFolder(git) || files.isFile(git)) return folder;
      if (files.isFile(join(folder, 'package.json'))) root = folder;
    }
    return root;
  }

  /** A dependency by its folder, as in `"limits": "file:../limits"`. */
  private linkedFrom(folder: string, name: string): string | undefined {
    const manifest = this.manifests.json(join(folder, 'package.json'));
    for (const field of ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']) {
      const versions = manifest?.[field];
      const [version = ''] = isObject(versions) && Object.hasOwn(versions, name) ? textsIn(versions[name]) : [];
      const [, path] = /^(?:file|link|portal):(.+)$/.exec(version) ?? [];
      if (path !== undefined && this.manifests.files.isFolder(join(folder, path))) return join(folder, path);
    }
    return undefined;
  }

  private look(key: string, find: () => Packages | undefined): Packages | undefined {
    const known = this.found.get(key);
    const now = Date.now();
    if (known && Math.abs(now - known.at) < LOOK_AGAIN_AFTER_MS) return known.packages;
    const [packages] = this.manifests.watch(find);
    this.found.set(key, { at: now, packages });
    return packages;
  }

  /** A package that was removed or renamed since is not there. */
  private still(home: string | undefined, name: string): string | undefined {
    return home !== undefined && this.manifests.json(join(home, 'package.json'))?.['name'] === name ? home : undefined;
  }

  /** Undefined where a folder declares no packages. */
  private declared(folder: string): Packages | undefined {
    const patterns = declaredPatterns(this.manifests, folder);
    if (!patterns) return undefined;
    const excluded = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => globTest(slashed(join(folder, pattern.slice(1))), true));
    const homes = patterns
      .filter((pattern) => !pattern.startsWith('!'))
      .flatMap((pattern) => this.expand(folder, pattern))
      .filter((home) => !excluded.some((isExcluded) => isExcluded(slashed(home))));
    return this.named([...homes, folder]);
  }

  private expand(folder: string, pattern: string): string[] {
    let homes: readonly string[] = [folder];
    for (const segment of segmentsOf(pattern)) {
      const isNamed = globTest(segment);
      homes = homes.flatMap((home) => {
        if (segment === '**') return this.under(home, MAX_DEPTH + 1);
        return /[*?{]/.test(segment) ? this.subfolders(home).flatMap((inner) => (isNamed(inner) ? [join(home, inner)] : [])) : [join(home, segment)];
      });
      homes = [...new Set(homes)];
    }
    return [...homes];
  }

  /** The folders under a folder, the nearest first, and the folder itself. */
  private under(folder: string, depth: number): string[] {
    const found: string[] = [];
    let level = [folder];
    for (let at = 0; at < depth; at++) {
      level = level.flatMap((outer) => (found.length > MAX_FOLDERS ? [] : this.subfolders(outer).map((name) => join(outer, name))));
      found.push(...level.slice(0, MAX_FOLDERS));
    }
    return [...found, folder];
  }

  private subfolders(folder: string): string[] {
    return this.manifests.files.list(folder).flatMap(({ name, isFolder }) => (isFolder && !NO_PACKAGES.test(name) ? [name] : []));
  }

  /** Of two packages of one name, the first. */
  private named(homes: readonly string[]): Packages {
    const packages = new Map<string, string>();
    for (const home of homes) {
      const [name] = textsIn(this.manifests.json(join(home, 'package.json'))?.['name']);
      if (name !== undefined && !packages.has(name)) packages.set(name, home);
    }
    return packages;
  }
}

/** The patterns by which npm, yarn, pnpm or lerna find the packages in a folder. */
function declaredPatterns(manifests: Manifests, folder: string): string[] | undefined {
  const workspaces = manifests.json(join(folder, 'package.json'))?.['workspaces'];
  const pnpm = manifests.text(join(folder, 'pnpm-workspace.yaml'));
  const lerna = manifests.json(join(folder, 'lerna.json'));
  const patterns = [...textsIn(isObject(workspaces) ? workspaces['packages'] : workspaces), ...pnpmPatterns(pnpm ?? ''), ...lernaPatterns(lerna)];
  return patterns.length > 0 ? patterns : undefined;
}

function lernaPatterns(lerna: Json | undefined): string[] {
  return lerna ? textsIn(lerna['packages'] ?? 'packages/*') : [];
}

/** The list under `packages:`, on its own lines or in brackets. */
function pnpmPatterns(text: string): string[] {
  const [, body = ''] = /^packages[ \t]*:(.*(?:\n(?:[ \t-].*)?)*)/m.exec(text.replace(/\r/g, '').replace(/(?:^|\s)#.*$/gm, '')) ?? [];
  const items = body.trim().startsWith('[') ? body.split(/[,[\]]/) : body.split('\n').map((line) => line.replace(/^\s*-/, ''));
  return items.map((item) => item.trim().replace(/^["']|["']$/g, '')).filter((item) => item !== '');
}
