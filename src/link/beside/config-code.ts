import { lineAt, type Value } from '../../facts/module-facts.js';
import { bareFrame, type Link, type LinkedModule, type Term, termAt } from '../link.js';
import type { ConfigNode } from './config-node.js';

const MAX_DEPTH = 12;
/** Names of what gives the number of processors. */
const PROCESSORS: ReadonlySet<string> = new Set(['cpus', 'availableParallelism', 'hardwareConcurrency']);

/** What a configuration file that is code exports, as far as it is written down. Nothing is run. */
export function readConfigCode(link: Link, module: LinkedModule): ConfigNode | undefined {
  const { exports } = module.facts;
  const exported = exports.find(({ name }) => name === 'module.exports') ?? exports.find(({ name }) => name === 'default');
  const own = exports.filter(({ name }) => name === 'apps');
  const [value] = [exported?.value, ...own.map((item) => item.value)].filter((found) => found !== undefined);
  if (!value) return undefined;
  const frame = bareFrame(module, 0);
  const node = nodeOf(link, termAt(value, frame), 0);
  return exported ? node : { line: node.line, entries: new Map([['apps', node]]) };
}

function nodeOf(link: Link, term: Term, depth: number): ConfigNode {
  const { value, frame } = term;
  const line = lineAt(frame.module.facts, value.range[0]);
  const inner = (part: Value): ConfigNode => nodeOf(link, termAt(part, frame), depth + 1);
  if (depth > MAX_DEPTH) return { line };
  switch (value.kind) {
    case 'literal':
      return { line, ...(value.value !== undefined && { text: String(value.value) }) };
    case 'array':
      return { line, items: value.elements.map(inner) };
    case 'object': {
      const entries = value.properties.flatMap(({ key, value: part }): [string, ConfigNode][] => {
        if (key !== undefined) return [[key, { ...inner(part), line: lineAt(frame.module.facts, part.range[0]) }]];
        return part.kind === 'spread' ? [...(inner(part.value).entries ?? [])] : [...(inner(part).entries ?? [])];
      });
      return { line, entries: new Map(entries) };
    }
    case 'logical':
      return oneOf(line, [value.left, value.right].map(inner));
    case 'choice':
      return oneOf(line, [value.then, value.otherwise].map(inner));
    case 'call': {
      const [first] = value.args;
      if (isProcessors(value.callee)) return { line, text: 'max' };
      const isNumber = value.callee.kind === 'global' && ['parseInt', 'Number'].includes(value.callee.name);
      return isNumber && first ? inner(first) : { line };
    }
    case 'member':
      if (isProcessors(value)) return { line, text: 'max' };
      return follow(link, term, line, depth);
    case 'binding':
      return follow(link, term, line, depth);
    case 'not':
    case 'binary':
      return hasProcessors(value) ? { line, text: 'max' } : { line };
    default:
      return { line };
  }
}

function follow(link: Link, term: Term, line: number, depth: number): ConfigNode {
  const [next, ...others] = link.next(term).filter(({ value }) => value !== term.value);
  return next && others.length === 0 ? { ...nodeOf(link, next, depth + 1), line } : { line };
}

/** Of two that a configuration can have, the one that says something other than one. */
function oneOf(line: number, nodes: readonly ConfigNode[]): ConfigNode {
  const known = nodes.filter(({ text, entries, items }) => text !== undefined || entries !== undefined || items !== undefined);
  return { ...(known.find(({ text }) => text !== '1') ?? known[0]), line };
}

/** `os.cpus().length`, `availableParallelism()`. */
function isProcessors(value: Value): boolean {
  if (value.kind === 'call') return isProcessors(value.callee);
  if (value.kind === 'member') return (typeof value.property === 'string' && PROCESSORS.has(value.property)) || isProcessors(value.object);
  return value.kind === 'import' && PROCESSORS.has(value.name);
}

function hasProcessors(value: Value): boolean {
  return value.kind === 'binary' ? hasProcessors(value.left) || hasProcessors(value.right) : isProcessors(value);
}
