import { join } from 'node:path';
import type { SourceFiles } from '../source-files.js';
import { slashed } from './globs.js';
import { indexOf, sourceFile } from './source-probes.js';

const BUILD_FOLDERS = new Set(['dist', 'build', 'lib', 'out', 'output', 'es', 'esm', 'cjs']);
/** Folders by the format of what is built, which sources do not have. */
const FORMATS = new Set(['cjs', 'esm', 'mjs', 'es', 'es6', 'commonjs', 'module', 'node', 'types', 'typings', 'src']);
const TYPESCRIPT = /\.[cm]?tsx?$/;

/** Whether a path, relative to its package, lies in a folder that a build fills. */
export function isBuilt(path: string): boolean {
  return partsOf(path).some((part) => BUILD_FOLDERS.has(part));
}

/** The source of a built file of a package: `dist/esm/a.js` is built from `src/a.ts`, or perhaps from `a.ts`. */
export function sourceOfBuilt(files: SourceFiles, home: string, path: string): string | undefined {
  const parts = partsOf(path);
  const at = parts.findIndex((part) => BUILD_FOLDERS.has(part));
  const before = join(home, ...parts.slice(0, at));
  const after = parts.slice(at + 1);
  for (const rest of FORMATS.has(after[0] ?? '') ? [after, after.slice(1)] : [after]) {
    for (const folder of ['src', 'source', 'lib', '']) {
      if (folder === parts[at]) continue;
      const place = join(before, folder, ...rest);
      const source = (rest.length > 0 ? sourceFile(files, place) : undefined) ?? indexOf(files, place);
      // What lies beside the build in JavaScript need not be what it is made from.
      if (source !== undefined && (folder !== '' || TYPESCRIPT.test(source))) return source;
    }
  }
  return undefined;
}

function partsOf(path: string): string[] {
  return slashed(path).split('/').filter((part) => part !== '' && part !== '.');
}
