import type { ConfigNode } from './config-node.js';

/** A line that says something, with where it begins. */
interface Line {
  readonly number: number;
  readonly indent: number;
  readonly text: string;
}

/** Deeper nesting than this, no person wrote. */
const MAX_DEPTH = 40;

/**
 * Reads the tables, lists and texts of YAML documents: as much as files about deployments need. What it cannot read, such
 * as an anchor or a template, is left out; a document with a template in it need not be what is deployed, and says nothing.
 */
export function readYaml(source: string): readonly ConfigNode[] {
  const documents: Line[][] = [[]];
  for (const [index, raw] of source.replace(/^\uFEFF/u, '').split(/\r?\n/u).entries()) {
    if (/^---(?:\s|$)/u.test(raw)) documents.push([]);
    const text = withoutComment(raw.replace(/^---(?:\s|$)/u, '')).trimEnd();
    const indent = text.search(/\S/u);
    if (indent >= 0) documents.at(-1)?.push({ number: index + 1, indent, text: text.trim() });
  }
  return documents.filter((lines) => lines.length > 0 && !lines.some(({ text }) => text.includes('{{'))).map((lines) => new Reader(lines).block(0, 0));
}

class Reader {
  private readonly lines: readonly Line[];
  private at = 0;

  constructor(lines: readonly Line[]) {
    this.lines = lines;
  }

  /** All lines from here that are indented that far. */
  block(indent: number, depth: number): ConfigNode {
    const first = this.lines[this.at];
    if (!first || first.indent < indent || depth > MAX_DEPTH) return { line: first?.number ?? 1 };
    if (isItem(first.text)) return this.list(first, depth);
    return keyOf(first.text) ? this.table(first, depth) : this.loose(first);
  }

  private table({ indent, number }: Line, depth: number): ConfigNode {
    const entries = new Map<string, ConfigNode>();
    for (let line = this.lines[this.at]; line?.indent === indent && !isItem(line.text); line = this.lines[this.at]) {
      const found = keyOf(line.text);
      this.at += 1;
      if (found) entries.set(found.key, this.value(found.rest, line, depth));
      this.skip(indent);
    }
    return { line: number, entries };
  }

  private list({ indent, number }: Line, depth: number): ConfigNode {
    const items: ConfigNode[] = [];
    for (let line = this.lines[this.at]; line?.indent === indent && isItem(line.text); line = this.lines[this.at]) {
      items.push(this.item(line, depth));
      this.skip(indent);
    }
    return { line: number, items };
  }

  /** What stands behind a dash is indented by where it begins. */
  private item(line: Line, depth: number): ConfigNode {
    const text = line.text.slice(1).trimStart();
    const indent = line.indent + line.text.length - text.length;
    const found = keyOf(text);
    if (!found || isFlow(text)) {
      this.at += 1;
      return text === '' ? this.block(line.indent + 1, depth + 1) : scalar(text, line.number);
    }
    const entries = new Map<string, ConfigNode>();
    this.at += 1;
    entries.set(found.key, this.value(found.rest, { ...line, indent }, depth));
    this.skip(indent);
    const next = this.lines[this.at];
    const rest = next?.indent === indent && !isItem(next.text) ? this.table(next, depth) : undefined;
    for (const [key, node] of rest?.entries ?? []) entries.set(key, node);
    return { line: line.number, entries };
  }

  private value(rest: string, line: Line, depth: number): ConfigNode {
    const text = rest.replace(/^(?:[&!]\S*\s*)+/u, '');
    if (text !== '') return scalar(text, line.number);
    const next = this.lines[this.at];
    // The items of a list may be indented no further than its name.
    const isList = next?.indent === line.indent && isItem(next.text) && !isItem(line.text);
    return isList || (next && next.indent > line.indent) ? this.block(next.indent, depth + 1) : { line: line.number };
  }

  private loose({ number, text, indent }: Line): ConfigNode {
    this.at += 1;
    this.skip(indent);
    return scalar(text, number);
  }

  /** Leaves out what is indented further: a text of several lines. */
  private skip(indent: number): void {
    for (let line = this.lines[this.at]; line && line.indent > indent; line = this.lines[this.at]) this.at += 1;
  }
}

function isItem(text: string): boolean {
  return text === '-' || text.startsWith('- ');
}

function isFlow(text: string): boolean {
  return /^["'[{]/u.test(text) && !/^(?:"[^"]*"|'[^']*')\s*:/u.test(text);
}

function keyOf(text: string): { readonly key: string; readonly rest: string } | undefined {
  const groups = /^(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<plain>[^\s"'#[\]{},:][^:#]*)):(?!\S)(?<rest>.*)$/u.exec(text)?.groups;
  if (!groups) return undefined;
  return { key: (groups['double'] ?? groups['single'] ?? groups['plain'] ?? '').trim(), rest: (groups['rest'] ?? '').trim() };
}

/** A text, or a list or table that is written on one line. */
function scalar(text: string, line: number): ConfigNode {
  const inner = /^(?:\[(?<list>[^[\]{}]*)\]|\{(?<table>[^[\]{}]*)\})$/u.exec(text)?.groups;
  if (inner?.['list'] !== undefined) return { line, items: parts(inner['list']).map((part) => ({ line, text: unquoted(part) })) };
  if (inner?.['table'] === undefined) return { line, text: unquoted(text) };
  const entries = parts(inner['table']).flatMap((part): [string, ConfigNode][] => {
    const found = keyOf(part);
    return found ? [[found.key, { line, text: unquoted(found.rest) }]] : [];
  });
  return { line, entries: new Map(entries) };
}

function parts(text: string): string[] {
  return text.split(',').map((part) => part.trim()).filter((part) => part !== '');
}

function unquoted(text: string): string {
  return /^(["'])(?<inner>.*)\1$/u.exec(text)?.groups?.['inner'] ?? text;
}

/** A `#` begins a comment at the start of a line or behind a blank, outside of quotes. */
function withoutComment(line: string): string {
  let quote = '';
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") {
      // Within a word it is an apostrophe.
      if (index === 0 || /[\s:[{,(=-]/u.test(line.charAt(index - 1))) quote = character;
    } else if (character === '#' && (index === 0 || /\s/u.test(line.charAt(index - 1)))) {
      return line.slice(0, index);
    }
  }
  return line;
}
