import ignore, { type Ignore } from 'ignore';

/** Patterns become regular expressions, in which each `*` may try every length: more in one pattern would take minutes. */
const MAX_WILDCARDS = 3;
const MAX_PATH = 300;
const MAX_PATTERNS = 5000;

/**
 * What a `.gitignore` says about paths from its folder. A pattern that nobody writes is left out, and a path that nobody
 * has is not ignored.
 */
export function ignoredBy(text: string): Pick<Ignore, 'test'> {
  const patterns = text.split(/\r?\n/u, MAX_PATTERNS).filter((line) => line.length <= MAX_PATH && (line.match(/\*+/gu) ?? []).length <= MAX_WILDCARDS);
  const known = ignore().add(patterns);
  return { test: (path) => (path.length > MAX_PATH ? { ignored: false, unignored: false } : known.test(path)) };
}
