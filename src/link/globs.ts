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
  const segments = slashed(pattern).split('/');
  const source = segments.map((segment, index) => {
    const slash = index < segments.length - 1 ? '/' : '';
    return segment === '**' ? (slash ? '(?:[^/]+/)*' : '.*') : segmentSource(segment) + slash;
  });
  return new RegExp(`^${source.join('')}${isFolder ? '(?:/.*)?' : ''}$`);
}

export function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
