import path from 'node:path';
import type { ProjectIndex } from '../project-index.js';
import type { Resolve } from '../resolve/resolve.js';
import { isShowing } from './beside-files.js';

/** Imports are followed through this many files. */
const MAX_FILES = 400;
/** Who starts a program is looked for this far above a file. */
const MAX_ABOVE = 4;
const MAX_IMPORTERS = 12;

/** Which files of a project are parts of one program, by their imports alone. */
export class Companions {
  private readonly index: ProjectIndex;
  private readonly resolve: Resolve;

  constructor(index: ProjectIndex, resolve: Resolve) {
    this.index = index;
    this.resolve = resolve;
  }

  /** Files that import one of the packages, and are no tests or examples beside another file. */
  importing(specifiers: readonly string[], file: string): readonly string[] {
    const found = new Set(specifiers.flatMap((specifier) => this.index.importing(specifier, file)));
    return [...found].sort().filter((other) => !isShowing(other, file));
  }

  /** Whether the imports of a file lead to another. */
  leads(from: string, to: string): boolean {
    const seen = new Set([from]);
    for (const file of seen) {
      if (file === to) return true;
      if (seen.size > MAX_FILES) return false;
      for (const specifier of this.index.specifiersIn(file)) {
        const next = this.resolve(specifier, file);
        if (next !== undefined) seen.add(next);
      }
    }
    return false;
  }

  /** Whether a file leads to another, or something that imports the file does, or the other leads to it. */
  isTogether(one: string, other: string): boolean {
    if (this.leads(other, one)) return true;
    let files: readonly string[] = [one];
    for (let above = 0; above <= MAX_ABOVE && files.length > 0; above += 1) {
      if (files.some((file) => this.leads(file, other))) return true;
      files = files.flatMap((file) => this.importersOf(file)).slice(0, MAX_IMPORTERS);
    }
    return false;
  }

  private importersOf(file: string): string[] {
    return this.index.candidates(file).flatMap(({ importer, specifiers }) => (path.isAbsolute(importer) && specifiers.some((specifier) => this.resolve(specifier, importer) === file) ? [importer] : []));
  }
}
