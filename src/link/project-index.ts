import path from 'node:path';
import type { Catalogue } from '../models/catalogue.js';
import { isLimitName, MAY_NAME_LIMIT } from '../models/meanings.js';
import { ignoredBy } from './ignored-paths.js';
import { push } from './program-index.js';
import { isBuilt } from './resolve/built-files.js';
import { foldersAbove, type Manifests } from './resolve/manifests.js';
import { DECLARATION, MAX_LENGTH, SOURCE, type SourceFiles } from './source-files.js';

/** Names of folders that hold no sources of the project. */
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', 'bower_components', 'dist', 'build', 'out', 'coverage', 'vendor']);
/** A test makes servers with parts that stand in for the real ones, and says nothing of production. */
const TEST = /(?:^|[/._-])(?:test|tests|spec|specs|__tests__|__mocks__|e2e|fixtures)(?:\/|\.[cm]?[jt]sx?$)/u;
/** A project of more files than this is looked at only near the file that is linted. */
const MAX_FILES = 20_000;
/** Looking for changes may take this share of the time. */
const MAX_SHARE = 1 / 40;

const SPECIFIER = /(?:\bfrom|\brequire\s*\(|\bimport\s*\(|\bimport)\s*["'`]([^"'`\n]+)["'`]/gu;

/**
 * Names under which something that sounds like a server is put. It is looked for near the name: to the end of the line,
 * a table of 100 kB on one line would take half a second, and one twice as long four times that.
 */
const ASSIGNED = /(?<![\w$])([\w$]+)\s*[:=](?![=>])[^\n;]{0,200}?(?:\bio\b|[sS]erver|[sS]ocket|\bwss\b|\.of\()/gu;
/** What each of these ends in; most texts have none of it. */
const SERVER = /\bio\b|[sS]erver|[sS]ocket|\bwss\b|\.of\(/u;
/** Names under which something is left for others. */
const LEFT = /\.(?:set|put|share|store|constant|value|factory|singleton|decorate|(?:provide|register|add|service)\w*)\(\s*["'`]([\w$:.-]+)["'`]/gu;
/** A line longer than this nobody wrote. */
const MAX_LINE = 5000;
const SHORTHAND = /\b(?:io|wss|server|socketServer|socketIO|websocketServer|wsServer)\b/gu;

/** Words among which the names of connection limits are. */
const LIMIT_WORD = /\b\w*(?:conn|sock|ws|client|session|tabs|device)\w*/giu;

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
  readonly byTail: ReadonlyMap<string, readonly string[]>;
  /** By the last part of an import path, then by the path that it leads to; filled as it is asked for. */
  readonly byPath: Map<string, Map<string, string[]>>;
  readonly byName: ReadonlyMap<string, readonly string[]>;
  readonly byLimit: ReadonlyMap<string, readonly string[]>;
  readonly subjects: readonly string[];
}

/** Finds, by their texts alone, the files of a project that import a file. */
export class ProjectIndex {
  private readonly files: SourceFiles;
  private readonly manifests: Manifests;
  private readonly catalogue: Catalogue;
  private readonly texts = new Map<string, KnownText>();
  private readonly roots = new Map<string, string>();
  private readonly lists = new Map<string, Texts & { readonly until: number }>();

  constructor(manifests: Manifests, catalogue: Catalogue) {
    this.manifests = manifests;
    this.catalogue = catalogue;
    this.files = manifests.files;
  }

  /** Files that may import `file`, with the import paths that may mean it: their last part is its name. In the order of their paths. */
  candidates(file: string): readonly Candidate[] {
    const texts = this.read(this.rootOf(path.dirname(file)));
    const stem = tailOf(file);
    const names = new Set([stem, ...(stem === 'index' ? [path.basename(path.dirname(file))] : []), ...this.packageNames(file)]);
    const paths = [withoutEnding(file), path.dirname(file), ...(this.manifests.packageAround(path.dirname(file))?.slice(0, 1) ?? []).map(String)];
    const importers = new Set([...names].flatMap((name) => this.mentionsOf(texts, name, paths)));
    importers.delete(file);
    return [...importers].sort().map((importer) => ({ importer, specifiers: this.specifiersIn(importer).filter((specifier) => names.has(tailOf(specifier))) }));
  }

  /** The files that mention import paths of this last part, save those that lead from their folders to other paths. */
  private mentionsOf({ byTail, byPath }: Texts, tail: string, paths: readonly string[]): readonly string[] {
    const known = byPath.get(tail) ?? new Map<string, string[]>();
    if (!byPath.has(tail)) {
      byPath.set(tail, known);
      for (const file of byTail.get(tail) ?? []) {
        const specifiers = this.specifiersIn(file).filter((specifier) => tailOf(specifier) === tail);
        for (const target of new Set(specifiers.map((specifier) => targetOf(specifier, file)))) push(known, target, file);
      }
    }
    return [ANYWHERE, ...paths].flatMap((target) => known.get(target) ?? []);
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
    const found = this.read(this.rootOf(path.dirname(file))).byLimit.get(word) ?? [];
    return found.filter((other) => other !== file && this.textOf(other)?.limits.has(word)).sort();
  }

  /** Files that name a websocket library. In the order of their paths. */
  subjects(file: string): readonly string[] {
    return this.read(this.rootOf(path.dirname(file))).subjects.filter((other) => this.textOf(other)?.isSubject).sort();
  }

  /** The files of the same package that import another. */
  importing(specifier: string, file: string): readonly string[] {
    const home = this.packageOf(file);
    const mentions = this.read(this.rootOf(path.dirname(file))).byTail.get(tailOf(specifier)) ?? [];
    return mentions.filter((other) => other !== file && this.specifiersIn(other).includes(specifier) && this.packageOf(other) === home).sort();
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
    const byLimit = new Map<string, string[]>();
    const subjects: string[] = [];
    for (const file of this.walk(root)) {
      const text = this.textOf(file);
      if (!text) continue;
      for (const tail of new Set(text.specifiers.map(tailOf))) push(byTail, tail, file);
      for (const name of text.placed) push(byName, name, file);
      for (const word of text.limits) push(byLimit, word, file);
      if (text.isSubject) subjects.push(file);
    }
    const end = performance.now();
    const texts = { until: end + (end - start) / MAX_SHARE, byTail, byPath: new Map<string, Map<string, string[]>>(), byName, byLimit, subjects };
    this.lists.set(root, texts);
    return texts;
  }

  /** The import paths that a text mentions. */
  specifiersIn(file: string): readonly string[] {
    return this.textOf(file)?.specifiers ?? [];
  }

  private textOf(file: string): KnownText | undefined {
    const stamp = this.files.stamp(file);
    const known = this.texts.get(file);
    if (stamp === undefined || known?.stamp === stamp) return known;
    const full = this.files.read(file) ?? '';
    const text = full.length > MAX_LENGTH || isBundle(full) ? '' : full;
    const specifiers = [...new Set([...text.matchAll(SPECIFIER)].map(([, specifier = '']) => specifier))];
    const placed = [...(SERVER.test(text) ? text.matchAll(ASSIGNED) : []), ...text.matchAll(LEFT)].map(([, name = '']) => name);
    const isSubject = this.catalogue.namesLibrary(text);
    const short = isSubject ? [...text.matchAll(SHORTHAND)].map(([name]) => name) : [];
    const words = MAY_NAME_LIMIT.test(text) ? text.match(LIMIT_WORD) : undefined;
    const limits = new Set([...new Set(words ?? [])].filter(isLimitName));
    const found = { stamp, specifiers: ownCopies(specifiers), isSubject, limits: new Set(ownCopies([...limits])), placed: new Set(ownCopies([...new Set([...placed, ...short])])) };
    this.texts.set(file, found);
    return found;
  }

  private walk(root: string): string[] {
    const found: string[] = [];
    const ignoring = ignoredBy(this.files.read(path.join(root, '.gitignore')) ?? '');
    const isIgnored = (relative: string): boolean => ignoring.test(relative).ignored;
    const folders = [root];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for (const { name, isFolder } of this.files.list(folder)) {
        const full = path.join(folder, name);
        const relative = path.relative(root, full).split(path.sep).join('/');
        if (isFolder) {
          if (!name.startsWith('.') && !LEFT_OUT.has(name) && !isIgnored(`${relative}/`)) folders.push(full);
        } else if (SOURCE.test(name) && !DECLARATION.test(name) && !TEST.test(relative) && !isIgnored(relative)) {
          if (found.push(full) > MAX_FILES) return found;
        }
      }
    }
    return found;
  }
}

/** The same words without the text that they were found in, which a part of a text keeps in memory; none has a line break. */
function ownCopies(words: readonly string[]): readonly string[] {
  return JSON.parse(JSON.stringify(words)) as string[];
}

/** Where an import path leads that is a package, an alias, or the place of a file that has yet to be built. */
const ANYWHERE = '';

/** The path that a relative import leads to, without its ending. */
function targetOf(specifier: string, importer: string): string {
  if (!/^\.{1,2}(?:$|[/\\])/u.test(specifier)) return ANYWHERE;
  const target = path.resolve(path.dirname(importer), specifier);
  return isBuilt(target) ? ANYWHERE : withoutEnding(target);
}

function withoutEnding(file: string): string {
  return file.replace(SOURCE, '');
}

/** `../socket/handlers.js` → `handlers`; `.` and `..` stay. */
function tailOf(specifier: string): string {
  const last = specifier.split(/[/\\]/u).findLast((part) => part !== '') ?? specifier;
  return last === '.' || last === '..' ? 'index' : last.replace(SOURCE, '');
}

/** What a bundler made of everything has every name in it, and would take the longest to read. */
function isBundle(text: string): boolean {
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf('\n', start);
    const end = next === -1 ? text.length : next;
    if (end - start > MAX_LINE) return true;
    start = end + 1;
  }
  return false;
}
