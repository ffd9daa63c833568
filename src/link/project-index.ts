import path from 'node:path';
import ignore from 'ignore';
import type { SourceFiles } from './source-files.js';

/** Names of folders that hold no sources of the project. */
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', 'bower_components', 'dist', 'build', 'out', 'coverage', 'vendor']);
const SOURCE = /\.[cm]?[jt]sx?$/u;
const DECLARATION = /\.d\.[cm]?ts$/u;
/** A project of more files than this is looked at only near the file that is linted. */
const MAX_FILES = 20_000;
/** A longer text is generated, or bundled. */
const MAX_LENGTH = 1_000_000;
/** Looking for changes may take this share of the time. */
const MAX_SHARE = 1 / 40;

const SPECIFIER = /(?:\bfrom|\brequire\s*\(|\bimport\s*\(|\bimport)\s*["'`]([^"'`\n]+)["'`]/gu;

interface KnownText {
  readonly stamp: string;
  readonly specifiers: readonly string[];
}

/** Finds, by their texts alone, the files of a project that import a file. */
export class ProjectIndex {
  private readonly files: SourceFiles;
  private readonly texts = new Map<string, KnownText>();
  private readonly roots = new Map<string, string>();
  private readonly lists = new Map<string, { readonly until: number; readonly byTail: ReadonlyMap<string, readonly string[]> }>();

  constructor(files: SourceFiles) {
    this.files = files;
  }

  /** Files that may import `file`: the last part of an import path is its name. In the order of their paths. */
  candidates(file: string): readonly string[] {
    const byTail = this.read(this.rootOf(path.dirname(file)));
    const stem = tailOf(file);
    const names = stem === 'index' ? [stem, path.basename(path.dirname(file)), ...this.packageNames(file)] : [stem, ...this.packageNames(file)];
    return [...new Set(names.flatMap((name) => byTail.get(name) ?? []))].filter((candidate) => candidate !== file).sort();
  }

  /** The last part of the name of the package that a file belongs to, by which other packages import it. */
  private packageNames(file: string): string[] {
    for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
      const name = packageName(this.files, folder);
      if (name !== undefined) return [tailOf(name)];
      if (folder === path.dirname(folder)) return ['.', '..'];
    }
  }

  /** The nearest folder above with a package.json, or the workspace that it belongs to. */
  private rootOf(start: string): string {
    const known = this.roots.get(start);
    if (known !== undefined) return known;
    let nearest: string | undefined;
    let workspace: string | undefined;
    for (let folder = start; ; folder = path.dirname(folder)) {
      if (this.files.isFile(path.join(folder, 'package.json'))) {
        nearest ??= folder;
        if (isWorkspace(this.files, folder)) workspace = folder;
      }
      if (folder === path.dirname(folder) || this.files.isFolder(path.join(folder, '.git'))) break;
    }
    const root = workspace ?? nearest ?? start;
    this.roots.set(start, root);
    return root;
  }

  private read(root: string): ReadonlyMap<string, readonly string[]> {
    const known = this.lists.get(root);
    const start = performance.now();
    if (known && start < known.until) return known.byTail;
    const byTail = new Map<string, string[]>();
    for (const file of this.walk(root)) {
      for (const tail of new Set(this.specifiersIn(file).map(tailOf))) {
        const list = byTail.get(tail);
        if (list) list.push(file);
        else byTail.set(tail, [file]);
      }
    }
    const end = performance.now();
    this.lists.set(root, { until: end + (end - start) / MAX_SHARE, byTail });
    return byTail;
  }

  /** The import paths that a text mentions. */
  specifiersIn(file: string): readonly string[] {
    const stamp = this.files.stamp(file);
    const known = this.texts.get(file);
    if (stamp === undefined) return [];
    if (known?.stamp === stamp) return known.specifiers;
    const text = this.files.read(file) ?? '';
    const specifiers = text.length > MAX_LENGTH ? [] : [...new Set([...text.matchAll(SPECIFIER)].map(([, specifier = '']) => specifier))];
    this.texts.set(file, { stamp, specifiers });
    return specifiers;
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
        } else if (SOURCE.test(name) && !DECLARATION.test(name) && !ignored.ignores(relative)) {
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

function packageName(files: SourceFiles, folder: string): string | undefined {
  const found = parsed(files.read(path.join(folder, 'package.json')))?.['name'];
  return typeof found === 'string' ? found : undefined;
}

function isWorkspace(files: SourceFiles, folder: string): boolean {
  if (files.isFile(path.join(folder, 'pnpm-workspace.yaml')) || files.isFile(path.join(folder, 'lerna.json'))) return true;
  return parsed(files.read(path.join(folder, 'package.json')))?.['workspaces'] !== undefined;
}

function parsed(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const found: unknown = text === undefined ? undefined : JSON.parse(text);
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
