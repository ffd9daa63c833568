import path from 'node:path';
import { isInside } from '../link/source-files.js';

/** A path as the report shows it: from the audited folder, with `/`; absolute for a file outside it. */
export function shownPath(root: string, file: string): string {
  return (isInside(file, root) ? path.relative(root, file) : file).split(path.sep).join('/');
}
