import path from 'node:path';
import ignore from 'ignore';
import { PREFILTER } from '../models/index.js';
import { isLimitName } from '../models/meanings.js';
import { push } from './program-index.js';
import { foldersAbove, type Manifests } from './resolve/manifests.js';
import { MAX_LENGTH, type SourceFiles } from './source-files.js';

/** Names of folders that hold no sources of the project. */
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', 'bower_components', 'dist', 'build', 'out', 'coverage', 'vendor']);
const SOURCE = /\.[cm]?[jt]sx?$/u;
const DECLARATION = /\.d\.[cm]?ts$/u;
/** A test makes servers with parts that stand in for the real ones, and says nothing of production. */
const TEST = /(?:^|[/._-])(?:test|tests|spec|specs|__tests__|__mocks__|e2e|fixtures)(?:\/|\.[cm]?[jt]sx?$)/u;
/** A project of more files than this is looked at only near the file that is linted. */
const MAX_FILES = 20_000;
/** Looking for changes may take this share of the time. */
const MAX_SHARE = 1 / 40;

const SPECIFIER = /(?:\bfrom|\brequire\s*\(|\bimport\s*\(|\bimport)\s*["'`]([^"'`\n]+)["'`]/gu;

/**
 * Names under which something that sounds like a server, or is left for others, is put. It is looked for near the name:
 * to the end of the line, a table of 100 kB on one line would take half a second, and one twice as long four times that.
 */
const PLACED = /(?:\.|\b)(?<assigned>[\w$]+)\s*[:=](?![=>])[^\n;]{0,200}?(?:\bio\b|[sS]erver|[sS]ocket|\bwss\b|\.of\()|\.(?:set|decorate|provide|register)\(\s*["'`](?<left>[\w$]+)["'`]/gu;
const SHORTHAND = /\b(?:io|wss|server|socketServer|socketIO|websocketServer|wsServer)\b/gu;

/** Words among which the names of connection limits are. */
const LIMIT_WORD = /\b\w*(?:conn|sock|ws|client|session|tabs|device)\w*\b/giu;

interface KnownText {
  readonly stamp: string;
  readonly specifiers: readonly string[];
  readonly placed: ReadonlySet<string>;
  /** Words that speak of a limit on connections. */
  readonly limits: ReadonlySet<string>;
  /** Names a websocket library. */
  readonly isSubject: boolean;
}

interface Candidate {
  readonly importer: string;
  readonly specifiers: readonly string[];
}

interface Texts {
  readonly files: readonly string[];
  readonly byTail: ReadonlyMap<string, readonly string[]>;
  readonly byName: ReadonlyMap<string, readonly string[]>;
}

/** Finds, by their texts alone, the files of a project that import a file. */
export class ProjectIndex {
  private readonly files: SourceFiles;
  private readonly manifests: Manifests;
  private readonly texts = new Map<string, KnownText>();
  private readonly roots = new Map<string, string>();
  private readonly lists = new Map<string, Texts & { readonly until: number }>();

  constructor(manifests: Manifests) {
    this.manifests = manifests;
    this.files = manifests.files;
  }

  /** Files that may import `file`, with the import paths that may mean it: their last part is its name. In the order of their paths. */
  candidates(file: string): readonly Candidate[] {
    const { byTail } = this.read(this.rootOf(path.dirname(file)));
    const stem = tailOf(file);
    const names = new Set([stem, ...(stem === 'index' ? [path.basename(path.dirname(file))] : []), ...this.packageNames(file)]);
    const importers = new Set([...names].flatMap((name) => byTail.get(name) ?? []));
    importers.delete(file);
    return [...importers].sort().map((importer) => ({ importer, specifiers: this.specifiersIn(importer).filter((specifier) => names.has(tailOf(specifier))) }));
  }

  /** Files that put something under a name; first those that name a websocket library, then the nearest, then by their paths. */
  placing(name: string, file: string): readonly string[] {
    const { byName } = this.read(this.rootOf(path.dirname(file)));
    const rank = (path: string): number => (this.textOf(path)?.isSubject ? 0 : 1);
    const above = [...foldersAbove(path.dirname(file))];
    const distance = (other: string): number => above.findIndex((folder) => other.startsWith(`${folder}${path.sep}`));
    return [...(byName.get(name) ?? [])].sort((a, b) => rank(a) - rank(b) || distance(a) - distance(b) || (a < b ? -1 : 1));
  }

  /** The other files that have the name of a connection limit in them. In the order of their paths. */
  mentioning(word: string, file: string): readonly string[] {
    const { files } = this.read(this.rootOf(path.dirname(file)));
    return files.filter((other) => other !== file && this.textOf(other)?.limits.has(word)).sort();
  }

  /** Files that name a websocket library. In the order of their paths. */
  subjects(file: string): readonly string[] {
    return this.read(this.rootOf(path.dirname(file))).files.filter((other) => this.textOf(other)?.isSubject).sort();
  }

  /** The files of the same package that import another. */
  importing(specifier: string, file: string): readonly string[] {
    const home = this.packageOf(file);
    return this.read(this.rootOf(path.dirname(file))).files.filter((other) => other !== file && this.textOf(other)?.specifiers.includes(specifier) && this.packageOf(other) === home).sort();
  }

  private packageOf(file: string): string | undefined {
    return this.manifests.packageAround(path.dirname(file))?.[0];
  }

  /** What other packages, and the files beside it, call the main file of a package. */
  private packageNames(file: string): string[] {
    const name = this.manifests.packageAround(path.dirname(file))?.[1]['name'];
    return typeof name === 'string' ? [tailOf(name)] : [];
  }

  /** The nearest folder above with a package.json, or the workspace that it belongs to. */
  private rootOf(start: string): string {
    const known = this.roots.get(start);
    if (known !== undefined) return known;
    let nearest: string | undefined;
    let workspace: string | undefined;
    for (const folder of foldersAbove(start)) {
      const manifest = this.manifests.json(path.join(folder, 'package.json'));
      if (manifest) nearest ??= folder;
      if (manifest?.['workspaces'] !== undefined || this.files.isFile(path.join(folder, 'pnpm-workspace.yaml')) || this.files.isFile(path.join(folder, 'lerna.json'))) workspace = folder;
      if (this.files.isFolder(path.join(folder, '.git'))) break;
    }
    const root = workspace ?? nearest ?? start;
    this.roots.set(start, root);
    return root;
  }

  private read(root: string): Texts {
    const known = this.lists.get(root);
    const start = performance.now();
    if (known && start < known.until) return known;
    const byTail = new Map<string, string[]>();
    const byName = new Map<string, string[]>();
    const files = this.walk(root);
    for (const file of files) {
      for (const tail of new Set(this.specifiersIn(file).map(tailOf))) push(byTail, tail, file);
      for (const name of this.textOf(file)?.placed ?? []) push(byName, name, file);
    }
    const end = performance.now();
    const texts = { until: end + (end - start) / MAX_SHARE, files, byTail, byName };
    this.lists.set(root, texts);
    return texts;
  }

  /** The import paths that a text mentions. */
  private specifiersIn(file: string): readonly string[] {
    return this.textOf(file)?.specifiers ?? [];
  }

  private textOf(file: string): KnownText | undefined {
    const stamp = this.files.stamp(file);
    const known = this.texts.get(file);
    if (stamp === undefined || known?.stamp === stamp) return known;
    const full = this.files.read(file) ?? '';
    const text = full.length > MAX_LENGTH ? '' : full;
    const specifiers = [...new Set([...text.matchAll(SPECIFIER)].map(([, specifier = '']) => specifier))];
    const names = [...text.matchAll(PLACED)].map(({ groups }) => groups?.['assigned'] ?? groups?.['left'] ?? '');
    const isSubject = PREFILTER.test(text);
    const short = isSubject ? [...text.matchAll(SHORTHAND)].map(([name]) => name) : [];
    const limits = new Set([...new Set(text.match(LIMIT_WORD) ?? [])].filter(isLimitName));
    const found = { stamp, specifiers, isSubject, limits, placed: new Set([...names, ...short]) };
    this.texts.set(file, found);
    return found;
  }

  private walk(root: string): string[] {
    const found: string[] = [];
    const ignored = ignore();
    const gitignore = this.files.read(path.join(root, '.gitignore'));
    if (gitignore !== undefined) ignored.add(gitignore);
    const folders = [root];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for (const { name, isFolder } of this.files.list(folder)) {
        const full = path.join(folder, name);
        const relative = path.relative(root, full).split(path.sep).join('/');
        if (isFolder) {
          if (!name.startsWith('.') && !LEFT_OUT.has(name) && !ignored.ignores(`${relative}/`)) folders.push(full);
        } else if (SOURCE.test(name) && !DECLARATION.test(name) && !TEST.test(relative) && !ignored.ignores(relative)) {
          if (found.push(full) > MAX_FILES) return found;
        }
      }
    }
    return found;
  }
}

/** `../socket/handlers.js` → `handlers`; `.` and `..` stay. */
function tailOf(specifier: string): string {
  const last = specifier.split(/[/\\]/u).findLast((part) => part !== '') ?? specifier;
  return last === '.' || last === '..' ? 'index' : last.replace(SOURCE, '');
}
