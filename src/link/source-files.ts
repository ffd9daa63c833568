import path from 'node:path';

/** A longer text is generated, or bundled; it is not read for what it says. */
export const MAX_LENGTH = 250_000;

/**
 * The file system as the rest of the room sees it; answers may be remembered by whoever implements it. Paths are
 * absolute, '/'-separated or native. Nothing throws: what cannot be read is absent.
 */
export interface SourceFiles {
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** Undefined if it cannot be read. */
  read(path: string): string | undefined;
  /** The path itself where it has no other. */
  realPath(path: string): string;
  /** The names in a folder with their kinds; none if it cannot be read. */
  list(folder: string): readonly { name: string; isFolder: boolean }[];
  /** Changes when the file changes (mtime and size); undefined if it is absent. */
  stamp(path: string): string | undefined;
}

/** What cannot be read is not there. */
export function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** JavaScript or TypeScript, by the end of its name. */
export const SOURCE = /\.[cm]?[jt]sx?$/u;
export const DECLARATION = /\.d\.[cm]?ts$/u;

/** Whether a path lies in a folder, or is the folder. */
export function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
