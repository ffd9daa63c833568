import { lstatSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { foldersAbove } from './resolve/manifests.js';
import { attempt, isInside, MAX_LENGTH, type SourceFiles } from './source-files.js';

/** No text of `MAX_LENGTH` takes more. */
const MAX_BYTES = 4 * MAX_LENGTH;

/** Files that are remembered until they are to be looked at again. */
export interface Disk extends SourceFiles {
  /**
   * Forgets all it knew, and reads no further than the project of a file.
   *
   * @param cwd the folder that the tool was started in
   */
  enter(file: string, cwd: string): void;
}

/**
 * The folder around a file that may be read: its repository, or else its outermost package; and the folder that the
 * tool was started in, where the file lies in that. Without any of them, the folder of the file.
 */
export function projectAround(file: string, cwd: string): string {
  const folder = path.dirname(file);
  let found: string | undefined;
  for (const around of foldersAbove(folder)) {
    const isRepository = exists(path.join(around, '.git'));
    if (isRepository || exists(path.join(around, 'package.json'))) found = around;
    if (isRepository) break;
  }
  if (!isInside(file, cwd)) return found ?? folder;
  return found !== undefined && isInside(cwd, found) ? found : cwd;
}

function exists(file: string): boolean {
  return attempt(() => statSync(file, { throwIfNoEntry: false })) !== undefined;
}

/**
 * The disk, as far as the project reaches, remembered for as long as one file is linted: what an editor or a formatter
 * changed meanwhile is seen at the next one, by its time and size. What lies outside of the project, also by a link,
 * is not there; nor is what is no plain file: to read from a pipe can take for ever.
 */
export class ProjectDisk implements Disk {
  private stats = new Map<string, Stats | undefined>();
  private folders = new Map<string, string>();
  private root = '';

  enter(file: string, cwd: string): void {
    this.stats = new Map();
    this.folders = new Map();
    this.root = this.realPath(projectAround(file, cwd));
  }

  isFile(file: string): boolean {
    return this.stat(file)?.isFile() === true;
  }

  isFolder(folder: string): boolean {
    return this.stat(folder)?.isDirectory() === true;
  }

  read(file: string): string | undefined {
    const found = this.stat(file);
    return found?.isFile() && found.size <= MAX_BYTES ? attempt(() => readFileSync(file, 'utf8')) : undefined;
  }

  realPath(file: string): string {
    return attempt(() => realpathSync(file)) ?? file;
  }

  list(folder: string): readonly { name: string; isFolder: boolean }[] {
    if (!this.isFolder(folder)) return [];
    return attempt(() => readdirSync(folder, { withFileTypes: true }).map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))) ?? [];
  }

  stamp(file: string): string | undefined {
    const found = this.stat(file);
    return found?.isFile() ? `${String(found.mtimeMs)} ${String(found.size)}` : undefined;
  }

  private stat(file: string): Stats | undefined {
    if (!this.stats.has(file)) this.stats.set(file, attempt(() => this.look(file)));
    return this.stats.get(file);
  }

  private look(file: string): Stats | undefined {
    const own = lstatSync(file, { throwIfNoEntry: false });
    const isLink = own?.isSymbolicLink() === true;
    const real = isLink ? realpathSync(file) : path.join(this.realFolder(path.dirname(file)), path.basename(file));
    if (!own || !isInside(real, this.root)) return undefined;
    return isLink ? statSync(file, { throwIfNoEntry: false }) : own;
  }

  private realFolder(folder: string): string {
    const known = this.folders.get(folder) ?? this.realPath(folder);
    this.folders.set(folder, known);
    return known;
  }
}

/** The playground puts files in memory in the place of this module. */
export const disk: Disk = new ProjectDisk();
