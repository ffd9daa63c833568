import { dirname, join } from 'node:path';
import type { Disk } from '../../../src/link/disk.js';

/** The files of the playground, in the place of a disk. */
class MemoryDisk implements Disk {
  private files = new Map<string, { readonly text: string; readonly stamp: string }>();
  private version = 0;

  /** Has these files from now on, and no others; what has not changed keeps its stamp. */
  put(texts: ReadonlyMap<string, string>): void {
    const before = this.files;
    this.files = new Map([...texts].map(([path, text]) => {
      const known = before.get(path);
      return [path, known?.text === text ? known : { text, stamp: String(++this.version) }];
    }));
  }

  enter(): void {
    // Nothing is remembered that could have changed.
  }

  isFile(path: string): boolean {
    return this.files.has(path);
  }

  isFolder(path: string): boolean {
    return [...this.files.keys()].some((file) => file.startsWith(join(path, '/')));
  }

  read(path: string): string | undefined {
    return this.files.get(path)?.text;
  }

  realPath(path: string): string {
    return path;
  }

  list(folder: string): { name: string; isFolder: boolean }[] {
    const start = join(folder, '/');
    const under = [...this.files.keys()].filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
    const folders = new Set(under.map(dirname).filter((path) => path !== '.').map((path) => path.replace(/\/.*/u, '')));
    const files = under.filter((path) => !path.includes('/'));
    return [...Array.from(folders, (name) => ({ name, isFolder: true })), ...files.map((name) => ({ name, isFolder: false }))];
  }

  stamp(path: string): string | undefined {
    return this.files.get(path)?.stamp;
  }
}

export const disk = new MemoryDisk();
