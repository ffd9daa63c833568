import path from 'node:path';
import type { SourceFiles } from './source-files.js';

export type Resolve = (specifier: string, from: string) => string | undefined;
const EXT = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '/index.ts', '/index.tsx', '/index.js', '/index.mjs', '/index.cjs'];

export function createResolver(files: SourceFiles): Resolve {
  return (specifier, from) => {
    if (!specifier.startsWith('.')) return undefined;
    const base = path.resolve(path.dirname(from), specifier);
    const swapped = base.replace(/\.([cm]?)js(x?)$/u, '.$1ts$2');
    for (const start of new Set([swapped, base])) for (const ext of EXT) if (/\.[cm]?[jt]sx?$/u.test(start + ext) && files.isFile(start + ext)) return start + ext;
    return undefined;
  };
}
