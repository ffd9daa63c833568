import { dirname, join } from 'node:path/posix';
import type { SourceFiles } from '../../src/link/source-files.js';

/** Files in memory, under `/repo`; a text is a file, an object is JSON, and `link` leads elsewhere. */
export type Tree = Readonly<Record<string, string | object>>;

/** A place that a path leads to. */
export function link(target: string): string {
  return `-> ${target}`;
}

export class SourceTree implements SourceFiles {
  /** How often anything was asked. */
  probes = 0;
  private readonly texts = new Map<string, { text: string; version: number }>();
  private version = 0;

  constructor(tree: Tree) {
    for (const [path, content] of Object.entries(tree)) this.write(path, content);
  }

  write(path: string, content: string | object): void {
    this.texts.set(join('/repo', path), { text: typeof content === 'string' ? content : JSON.stringify(content), version: ++this.version });
  }

  remove(path: string): void {
    this.texts.delete(join('/repo', path));
  }

  isFile(path: string): boolean {
    return this.at(path) !== undefined;
  }

  isFolder(path: string): boolean {
    this.probes++;
    const real = this.realPath(path);
    return [...this.texts.keys()].some((file) => file.startsWith(real === '/' ? '/' : `${real}/`));
  }

  read(path: string): string | undefined {
    return this.at(path)?.text;
  }

  realPath(path: string): string {
    let real = path;
    for (let steps = 0; steps < 40; steps++) {
      const [from, to] = [...this.texts].find(([at, { text }]) => text.startsWith('-> ') && (real === at || real.startsWith(`${at}/`))) ?? [];
      if (from === undefined || !to) return real;
      real = join(dirname(from), to.text.slice(3)) + real.slice(from.length);
    }
    return path;
  }

  list(folder: string): { name: string; isFolder: boolean }[] {
    this.probes++;
    const start = `${this.realPath(folder)}/`;
    const under = [...this.texts.keys()].filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
    const names = new Set(under.map((path) => path.replace(/\/.*/, '')));
    return [...names].map((name) => ({ name, isFolder: this.isFolder(start + name) }));
  }

  stamp(path: string): string | undefined {
    return this.at(path)?.version.toString();
  }

  private at(path: string): { text: string; version: number } | undefined {
    this.probes++;
    const found = this.texts.get(this.realPath(path));
    return found?.text.startsWith('-> ') ? undefined : found;
  }
}
