import path from 'node:path';

/** A path as the report shows it: from the audited folder, with `/`; absolute for a file outside it. */
export function shownPath(root: string, file: string): string {
  const relative = path.relative(root, file);
  const isOutside = relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
  return (isOutside ? file : relative).split(path.sep).join('/');
}
