/** A part of a configuration file, whatever it is written in: a text, a table or a list. */
export interface ConfigNode {
  /** From 1. */
  readonly line: number;
  readonly text?: string;
  readonly entries?: ReadonlyMap<string, ConfigNode>;
  readonly items?: readonly ConfigNode[];
}

/** What lies under a path of names; undefined where there is none. */
export function nodeAt(node: ConfigNode | undefined, ...names: readonly string[]): ConfigNode | undefined {
  return names.reduce((found, name) => found?.entries?.get(name), node);
}

export function textAt(node: ConfigNode | undefined, ...names: readonly string[]): string | undefined {
  return nodeAt(node, ...names)?.text;
}

/** The number that a text is: `3`, `"3"`, `${REPLICAS:-3}`. */
function numberOf(node: ConfigNode | undefined): number | undefined {
  const text = /^\$\{\w+:?-(\d+)\}$/u.exec(node?.text ?? '')?.[1] ?? node?.text;
  return text !== undefined && /^-?\d+$/u.test(text) ? Number(text) : undefined;
}

/** Whether a number under a path is two or more. */
export function isSeveral(node: ConfigNode | undefined): node is ConfigNode {
  return (numberOf(node) ?? 0) >= 2;
}
