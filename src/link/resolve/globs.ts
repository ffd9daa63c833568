/** Each `*` in a name may stand for every part of it: where one name has more, trying all of them would take minutes. */
const MAX_WILDCARDS = 3;

/** Whether a name is what one part of a path pattern says: `*`, `?` and `{a,b}`. */
function nameTest(segment: string): (name: string) => boolean {
  if ((segment.match(/\*+/g) ?? []).length > MAX_WILDCARDS) return () => false;
  const source = segment
    .replace(/[$()+.[\\\]^|]/g, String.raw`\$&`)
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.')
    .replace(/\{([^{}]*)\}/g, (_, names: string) => `(?:${names.replaceAll(',', '|')})`);
  const expression = new RegExp(`^${source}$`, 's');
  return (name) => expression.test(name);
}

/**
 * Which paths a pattern of a workspace or tsconfig names; with `isFolder` also all that lies under them. The names of a
 * path are gone through once, with all places of the pattern that can be reached, so no pattern takes long.
 */
export function globTest(pattern: string, isFolder = false): (path: string) => boolean {
  const segments = segmentsOf(pattern);
  const end = segments.length;
  const tests = segments.map(nameTest);
  // `**` before something may be no folder at all.
  const withNothing = (at: number): number[] => (segments[at] === '**' && at + 1 < end ? [at, at + 1] : [at]);
  return (path) => {
    let reached = new Set(withNothing(0));
    for (const name of path.split('/')) {
      if (isFolder && reached.has(end)) return true;
      const next = [...reached].flatMap((at) => {
        if (segments[at] === '**') return at + 1 === end ? [at, end] : [at];
        return tests[at]?.(name) ? [at + 1] : [];
      });
      reached = new Set(next.flatMap(withNothing));
    }
    return reached.has(end);
  };
}

/** The names in a path pattern; `**` twice is `**`. */
export function segmentsOf(pattern: string): string[] {
  return slashed(pattern)
    .split('/')
    .filter((segment, index, all) => segment !== '**' || all[index - 1] !== '**');
}

export function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
