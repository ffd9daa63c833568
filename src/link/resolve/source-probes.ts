import { extname, join } from 'node:path';
import type { SourceFiles } from '../source-files.js';
import { slashed } from './globs.js';

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** What a file with this extension is compiled from: of two files of one name, the compiled one is not the source. */
const COMPILED_FROM: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};
/** What else a file with this extension may be, where it is not there itself. */
const INSTEAD_OF: Readonly<Record<string, readonly string[]>> = { '.js': ['.jsx'], '.ts': ['.js'], '.tsx': ['.jsx', '.js'], '.mts': ['.mjs'], '.cts': ['.cjs'] };

const DECLARATIONS = /\.d(?:\.[^./\\]+)?\.[cm]?ts$/;
const VENDORED = /(?:^|\/)node_modules(?:\/|$)/;

/** Code of others, which is not read. */
export function isVendored(path: string): boolean {
  return VENDORED.test(slashed(path));
}

/** The source file that a path names, with its extension, without, or with that of what it is compiled to. */
export function sourceFile(files: SourceFiles, path: string): string | undefined {
  const extension = extname(path);
  const isCode = EXTENSIONS.includes(extension);
  if (DECLARATIONS.test(path)) return sourceFile(files, path.replace(DECLARATIONS, ''));
  if (!isCode && extension !== '' && files.isFile(path)) return undefined;
  const stem = path.slice(0, path.length - extension.length);
  const candidates = [
    ...(COMPILED_FROM[extension] ?? []).map((from) => stem + from),
    ...(isCode ? [path] : []),
    ...(INSTEAD_OF[extension] ?? []).map((other) => stem + other),
    ...EXTENSIONS.map((added) => path + added),
  ];
  return candidates.find((candidate) => !DECLARATIONS.test(candidate) && files.isFile(candidate));
}

/** The source file that a folder stands for where no package.json says otherwise. */
export function indexOf(files: SourceFiles, folder: string): string | undefined {
  return files.isFolder(folder) ? sourceFile(files, join(folder, 'index')) : undefined;
}
