import { isObject, type Json } from './manifests.js';

/** Conditions that hold in a server, or lead to its sources; those of browsers and other engines do not. */
const CONDITIONS = new Set(['import', 'require', 'node', 'node-addons', 'default', 'module', 'module-sync', 'development', 'production']);
const SOURCE_CONDITION = /(?:^|[-/:@_])(?:source|src|ts|typescript)$/;
/** Deeper nesting than any package has. */
const MAX_DEPTH = 20;

/**
 * The targets of a request (`.`, `./x` or `#x`) in the `exports` or `imports` of a package, best first. More than the
 * one that Node.js takes: what is built for it need not exist, and another can be nearer to the sources.
 */
export function mapTargets(map: unknown, request: string): string[] {
  const entries = isObject(map) && Object.keys(map).some((key) => /^[#.]/.test(key)) ? map : { '.': map };
  const [target, matched] = entryFor(entries, request);
  const ranked = leaves(target).flatMap(({ text, conditions }) => {
    const rank = rankOf(conditions);
    return rank === undefined ? [] : [{ rank, text: text.replaceAll('*', () => matched) }];
  });
  return ranked.sort((one, other) => one.rank - other.rank).map(({ text }) => text);
}

/** Sources first. Types last: they can lie in a folder of their own, away from the code. */
function rankOf(conditions: readonly string[]): number | undefined {
  if (conditions.some((name) => SOURCE_CONDITION.test(name))) return 0;
  if (!conditions.every((name) => CONDITIONS.has(name) || name === 'types')) return undefined;
  return conditions.includes('types') ? 2 : 1;
}

interface Leaf {
  readonly text: string;
  readonly conditions: readonly string[];
}

function leaves(target: unknown, conditions: readonly string[] = []): Leaf[] {
  if (typeof target === 'string') return [{ text: target, conditions }];
  if (conditions.length > MAX_DEPTH) return [];
  if (Array.isArray(target)) return (target as unknown[]).flatMap((part) => (Array.isArray(part) ? [] : leaves(part, conditions)));
  return isObject(target) ? Object.entries(target).flatMap(([name, part]) => leaves(part, [...conditions, name])) : [];
}

/** The entry that is the request, or else the one with the longest text before its `*`, with what the `*` stands for. */
function entryFor(entries: Json, request: string): [target: unknown, matched: string] {
  if (Object.hasOwn(entries, request) && !request.includes('*')) return [entries[request], ''];
  let best: { before: string; target: unknown; matched: string } | undefined;
  for (const [pattern, target] of Object.entries(entries)) {
    // A folder of exports, as Node.js had them until version 17.
    const [before = '', after] = (pattern.endsWith('/') ? `${pattern}*` : pattern).split('*');
    if (after === undefined || !request.startsWith(before) || !request.endsWith(after)) continue;
    if (request.length <= before.length + after.length || (best && best.before.length >= before.length)) continue;
    best = { before, target: pattern.endsWith('/') && typeof target === 'string' ? `${target}*` : target, matched: request.slice(before.length, request.length - after.length) };
  }
  return [best?.target, best?.matched ?? ''];
}
