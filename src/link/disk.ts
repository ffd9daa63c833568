import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { attempt, type SourceFiles } from './source-files.js';

/** Files that are remembered until they are to be looked at again. */
export interface Disk extends SourceFiles {
  /** What is asked from now on is looked up again. */
  forget(): void;
}

/**
 * The disk, remembered for as long as one file is linted: what an editor or a formatter changed meanwhile is seen at the
 * next one, by its time and size.
 */
class NodeDisk implements Disk {
  private stats = new Map<string, Stats | undefined>();

  forget(): void {
    this.stats = new Map();
  }

  isFile(file: string): boolean {
    return this.stat(file)?.isFile() === true;
  }

  isFolder(folder: string): boolean {
    return this.stat(folder)?.isDirectory() === true;
  }

  read(file: string): string | undefined {
    return attempt(() => readFileSync(file, 'utf8'));
  }

  realPath(file: string): string {
    return attempt(() => realpathSync(file)) ?? file;
  }

  list(folder: string): readonly { name: string; isFolder: boolean }[] {
    return attempt(() => readdirSync(folder, { withFileTypes: true }).map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))) ?? [];
  }

  stamp(file: string): string | undefined {
    const found = this.stat(file);
    return found?.isFile() ? `${String(found.mtimeMs)} ${String(found.size)}` : undefined;
  }

  private stat(file: string): Stats | undefined {
    if (!this.stats.has(file)) this.stats.set(file, attempt(() => statSync(file, { throwIfNoEntry: false })));
    return this.stats.get(file);
  }
}

/** The playground puts files in memory in the place of this module. */
export const disk: Disk = new NodeDisk();
