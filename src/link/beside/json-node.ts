import type { ConfigNode } from './config-node.js';

/** A JSON value with the lines of its names, which are looked for in the order in which they were read. */
export function readJson(value: unknown, text: string): ConfigNode {
  let at = 0;
  const lineAt = (): number => text.slice(0, at).split('\n').length;
  const nodeOf = (part: unknown): ConfigNode => {
    const line = lineAt();
    if (Array.isArray(part)) return { line, items: part.map(nodeOf) };
    if (typeof part !== 'object' || part === null) return { line, text: String(part) };
    const entries = new Map<string, ConfigNode>();
    for (const [name, inner] of Object.entries(part)) {
      at = Math.max(at, text.indexOf(JSON.stringify(name), at));
      entries.set(name, nodeOf(inner));
    }
    return { line, entries };
  };
  return nodeOf(value);
}
