import { type Dirent, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { ProjectDisk } from '../link/disk.js';
import { ignoredBy } from '../link/ignored-paths.js';
import { foldersAbove } from '../link/resolve/manifests.js';
import { attempt, DECLARATION, isInside, SOURCE } from '../link/source-files.js';

const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', 'bower_components', '.git', '.hg', '.svn']);

/** What the caller asked for is not there, or cannot be meant. The message is for the person who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Ignoring {
  /** The folder that the patterns are about. */
  readonly folder: string;
  readonly patterns: Pick<Ignore, 'test'>;
}

/**
 * The source files in what was asked for, in a fixed order. Folders are searched without `node_modules` and what
 * `.gitignore` files name; links to folders are not followed. A file that is named itself is taken whatever ignores it.
 *
 * @param asked files, folders or patterns (`src/**`), as typed
 * @param except patterns as in a `.gitignore`, from `root`
 * @throws UsageError for what is not there
 */
export function findFiles(asked: readonly string[], root: string, except: readonly string[]): readonly string[] {
  const own: Ignoring[] = except.length > 0 ? [{ folder: root, patterns: ignore().add([...except]) }] : [];
  const found = new Set<string>();
  for (const one of asked) {
    const target = path.resolve(root, one);
    const stats = statSync(target, { throwIfNoEntry: false });
    const files = stats ? filesAt(target, stats.isDirectory(), root, own) : filesLike(one, root, own);
    for (const file of files) found.add(file);
  }
  return [...found].sort();
}

function filesAt(target: string, isFolder: boolean, root: string, own: readonly Ignoring[]): readonly string[] {
  if (isFolder) return filesUnder(target, root, own);
  if (!SOURCE.test(target)) throw new UsageError(`${target} is no JavaScript or TypeScript file. Name files, folders or patterns such as 'src/**/*.ts'.`);
  return [target];
}

/** Patterns that the shell did not expand. */
function filesLike(pattern: string, root: string, own: readonly Ignoring[]): readonly string[] {
  if (!/[*?[\]{}]/u.test(pattern)) throw new UsageError(`There is no file or folder ${path.resolve(root, pattern)}. Paths start from ${root}.`);
  const matching = ignore().add(alternatives(pattern.replace(/^\.\//u, '')).map((one) => `/${one}`));
  const files = filesUnder(root, root, own).filter((file) => matching.ignores(relativeTo(root, file)));
  if (files.length === 0) throw new UsageError(`No source file matches ${pattern}. Patterns start from ${root}.`);
  return files;
}

/** `src/*.{js,ts}` → `src/*.js`, `src/*.ts`. */
function alternatives(pattern: string): string[] {
  const { before = '', inner, after = '' } = /^(?<before>[^{}]*)\{(?<inner>[^{}]*)\}(?<after>.*)$/u.exec(pattern)?.groups ?? {};
  return inner === undefined ? [pattern] : inner.split(',').flatMap((one) => alternatives(`${before}${one}${after}`));
}

function filesUnder(folder: string, root: string, own: readonly Ignoring[]): readonly string[] {
  const disk = new ProjectDisk();
  disk.enter(path.join(folder, 'any.js'), root);
  return [...walk(folder, disk, [...own, ...above(folder, disk)])];
}

/** The ignore files of the folders around: those of the repository that a folder lies in. */
function above(folder: string, disk: ProjectDisk): Ignoring[] {
  const around = [...foldersAbove(folder)];
  const repository = around.findIndex(isRepository);
  return around.slice(1, repository + 1).flatMap((parent) => ignoringIn(parent, disk));
}

function isRepository(folder: string): boolean {
  return statSync(path.join(folder, '.git'), { throwIfNoEntry: false }) !== undefined;
}

function* walk(folder: string, disk: ProjectDisk, around: readonly Ignoring[]): Generator<string> {
  const ignoring = [...around, ...ignoringIn(folder, disk)];
  for (const entry of attempt(() => readdirSync(folder, { withFileTypes: true })) ?? []) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!LEFT_OUT.has(entry.name) && !isIgnored(ignoring, full, true)) yield* walk(full, disk, ignoring);
    } else if (SOURCE.test(entry.name) && !DECLARATION.test(entry.name) && isFile(entry, full) && !isIgnored(ignoring, full, false)) {
      yield full;
    }
  }
}

/** Itself, or by a link; neither a pipe nor a device, which can be read for ever. */
function isFile(entry: Dirent, full: string): boolean {
  return entry.isSymbolicLink() ? attempt(() => statSync(full).isFile()) === true : entry.isFile();
}

function ignoringIn(folder: string, disk: ProjectDisk): Ignoring[] {
  const text = disk.read(path.join(folder, '.gitignore'));
  return text === undefined ? [] : [{ folder, patterns: ignoredBy(text) }];
}

/** The innermost file that says something decides. */
function isIgnored(ignoring: readonly Ignoring[], full: string, isFolder: boolean): boolean {
  for (const { folder, patterns } of ignoring.toReversed()) {
    if (!isInside(full, folder)) continue;
    const relative = relativeTo(folder, full);
    const { ignored, unignored } = patterns.test(isFolder ? `${relative}/` : relative);
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

function relativeTo(folder: string, full: string): string {
  return path.relative(folder, full).split(path.sep).join('/');
}
