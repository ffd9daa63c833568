/** One name in a path pattern of a workspace or tsconfig: `*`, `?` and `{a,b}`. */
function segmentSource(segment: string): string {
  return segment
    .replace(/[$()+.[\\\]^|]/g, String.raw`\$&`)
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
    .replace(/\{([^{}]*)\}/g, (_, names: string) => `(?:${names.replaceAll(',', '|')})`);
}

/** The paths that a pattern names; with `isFolder` also all that lies under them. */
export function globToRegExp(pattern: string, isFolder = false): RegExp {
  const segments = segmentsOf(pattern);
  const source = segments.map((segment, index) => {
    const slash = index < segments.length - 1 ? '/' : '';
    return segment === '**' ? (slash ? '(?:[^/]+/)*' : '.*') : segmentSource(segment) + slash;
  });
  return new RegExp(`^${source.join('')}${isFolder ? '(?:/.*)?' : ''}$`);
}

/** The names in a path pattern; `**` twice is `**`, and would be slow. */
export function segmentsOf(pattern: string): string[] {
  return slashed(pattern)
    .split('/')
    .filter((segment, index, all) => segment !== '**' || all[index - 1] !== '**');
}

export function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
