import path from 'node:path';
import { COMMAND_FILES, COMPOSE_FILES, MANAGER_FILES, PLATFORM_FILES } from '../../models/processes.js';
import { foldersAbove } from '../resolve/manifests.js';
import type { SourceFiles } from '../source-files.js';

/** Folders that hold nothing that is deployed. */
const LEFT_OUT = /^(?:node_modules|bower_components|dist|build|out|coverage|vendor|\.(?!k8s|kube|deploy|docker|platform).*)$/u;
/** Parts of paths of what shows or tries something: it says nothing of what is deployed. */
const SHOWING = /^(?:tests?|specs?|__tests__|__mocks__|e2e|fixtures?|examples?|samples?|demos?|bench(?:mark)?s?|docs?|templates?|\.github)$/iu;
const SHOWING_FILE = /(?:^|[._-])(?:tests?|spec|e2e|ci|example|sample|bench)(?:[._-]|$)/iu;
const MAX_FOLDERS = 600;
const MAX_DEPTH = 6;
/** A folder without a package of its own may be looked at this far above the package. */
const MAX_ABOVE = 3;
/** Looking for new files may take this share of the time. */
const MAX_SHARE = 1 / 40;

type Kind = 'manager' | 'compose' | 'commands' | 'platform' | 'workload';

/** A file beside programs that may say in how many processes one of them runs. */
export interface BesideFile {
  readonly kind: Kind;
  readonly path: string;
}

/** Finds the files that say how the programs of a project are started. */
export class BesideFiles {
  private readonly files: SourceFiles;
  private readonly lists = new Map<string, { readonly until: number; readonly found: readonly BesideFile[] }>();

  constructor(files: SourceFiles) {
    this.files = files;
  }

  /** In the order of their paths; none that shows or tries something, unless the file itself is a part of that. */
  around(file: string): readonly BesideFile[] {
    return this.under(this.rootOf(path.dirname(file))).filter((one) => !isShowing(one.path, file));
  }

  /** The repository, or the outermost package. */
  rootOf(start: string): string {
    let outermost: string | undefined;
    let above = 0;
    for (const folder of foldersAbove(start)) {
      const isPackage = this.files.isFile(path.join(folder, 'package.json'));
      if (isPackage) outermost = folder;
      if (this.files.isFolder(path.join(folder, '.git'))) return folder;
      above = isPackage ? 0 : above + 1;
      if (outermost !== undefined && above > MAX_ABOVE) break;
    }
    return outermost ?? start;
  }

  private under(root: string): readonly BesideFile[] {
    const start = performance.now();
    const known = this.lists.get(root);
    if (known && start < known.until) return known.found;
    const found = this.walk(root).sort((a, b) => (a.path < b.path ? -1 : 1));
    const end = performance.now();
    this.lists.set(root, { until: end + (end - start) / MAX_SHARE, found });
    return found;
  }

  private walk(root: string): BesideFile[] {
    const found: BesideFile[] = [];
    const folders: [folder: string, depth: number][] = [[root, 0]];
    for (let count = 0; count < MAX_FOLDERS; count += 1) {
      const [folder, depth] = folders.shift() ?? [];
      if (folder === undefined || depth === undefined) break;
      for (const { name, isFolder } of this.files.list(folder)) {
        const full = path.join(folder, name);
        const kind = isFolder ? undefined : kindOf(name);
        if (kind) found.push({ kind, path: full });
        if (isFolder && depth < MAX_DEPTH && !LEFT_OUT.test(name)) folders.push([full, depth + 1]);
      }
    }
    return found;
  }
}

function kindOf(name: string): Kind | undefined {
  if (MANAGER_FILES.test(name)) return 'manager';
  if (COMPOSE_FILES.test(name)) return 'compose';
  if (COMMAND_FILES.test(name)) return 'commands';
  if (PLATFORM_FILES.has(name)) return 'platform';
  return /\.ya?ml$/u.test(name) ? 'workload' : undefined;
}

/** Whether a path leads, from where it parts from a file's, through a folder for tests or examples. */
export function isShowing(other: string, file: string): boolean {
  const own = file.split(/[/\\]/u);
  const parts = other.split(/[/\\]/u);
  const apart = parts.findIndex((part, index) => part !== own[index]);
  if (apart === -1) return false;
  const rest = parts.slice(apart);
  return SHOWING_FILE.test(rest.at(-1) ?? '') || rest.slice(0, -1).some((part) => SHOWING.test(part));
}
