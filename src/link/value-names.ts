import type { ImportValue, Value } from '../facts/module-facts.js';
import { type Link, type Term } from './link.js';

const MAX_TEXT_DEPTH = 6;

/** Whether a text has another in it, as far as its parts are written down. */
export function hasText(link: Link, { value, frame }: Term, wanted: string, depth = 0): boolean {
  if (depth > MAX_TEXT_DEPTH) return false;
  const inner = (part: Value): boolean => hasText(link, { value: part, frame }, wanted, depth + 1);
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' && value.value.includes(wanted);
    case 'template':
      return value.texts.some((text) => text.includes(wanted)) || value.values.some(inner);
    case 'binary':
      return inner(value.left) || inner(value.right);
    case 'array':
      return value.elements.some(inner);
    case 'call':
      // `['HTTP/1.1 101 …', …].join('\r\n')`
      return value.callee.kind === 'member' && (inner(value.callee.object) || value.args.some(inner));
    case 'binding':
      return link.origins({ value, frame }).some((origin) => origin.value !== value && hasText(link, origin, wanted, depth + 1));
    default:
      return false;
  }
}

/** The text that a value is, if it is always the same. */
export function textOf(link: Link, term: Term): string | undefined {
  const origins = link.origins(term);
  const [only] = origins;
  if (origins.length !== 1 || !only) return undefined;
  const { value } = only;
  if (value.kind === 'literal' && typeof value.value === 'string') return value.value;
  return value.kind === 'template' && value.values.length === 0 ? value.texts.join('') : undefined;
}

/** `Number`, `Math.min`: the dotted name of a global function. */
export function calledName(callee: Value): string | undefined {
  const own = globalName(callee);
  if (own !== undefined || callee.kind !== 'member' || typeof callee.property !== 'string') return own;
  const object = globalName(callee.object);
  return object === undefined ? undefined : `${object}.${callee.property}`;
}

/** `Map` is `globalThis.Map`, too; what a program keeps there itself has no such name. */
function globalName(value: Value): string | undefined {
  if (value.kind === 'global') return value.name;
  const isOfAll = value.kind === 'member' && isGlobalObject(value.object);
  return isOfAll && typeof value.property === 'string' && /^[A-Z]/u.test(value.property) ? value.property : undefined;
}

const GLOBAL_OBJECTS: ReadonlySet<string> = new Set(['globalThis', 'global']);

/** The object whose members are the globals. */
export function isGlobalObject(value: Value): boolean {
  return value.kind === 'global' && GLOBAL_OBJECTS.has(value.name);
}

/** How the code names a value, for a reader: `config.maxSockets`. */
export function describe(value: Value, { frame }: Term): string {
  const inner = (part: Value): string => describe(part, { value: part, frame });
  switch (value.kind) {
    case 'binding':
      return frame.module.facts.bindings[value.id]?.name ?? 'value';
    case 'member':
      return typeof value.property === 'string' ? `${inner(value.object)}.${value.property}` : `${inner(value.object)}[…]`;
    case 'call':
      return `${inner(value.callee)}(…)`;
    case 'global':
      return value.name;
    case 'this':
      return 'this';
    case 'literal':
      return String(value.value);
    case 'await':
    case 'spread':
      return inner(value.value);
    case 'import':
      return importedName(frame.module, value);
    case 'logical':
    case 'binary':
      return inner(value.left);
    default:
      return 'value';
  }
}

/** The name that the file gives to what it imports. */
function importedName({ facts }: Term['frame']['module'], { specifier, name }: ImportValue): string {
  const [first = '', ...rest] = name.split('.');
  const local = facts.bindings.find(({ imported }) => imported?.specifier === specifier && (imported.name === first || imported.name === '*'));
  if (!local) return name === '*' ? specifier : name;
  return local.imported?.name === '*' && name !== '*' ? `${local.name}.${name}` : [local.name, ...rest].join('.');
}

/** The name by which code calls a value: of a variable, or of a member. */
export function writtenName({ value, frame }: Term): string | undefined {
  if (value.kind === 'binding') return frame.module.facts.bindings[value.id]?.name;
  return value.kind === 'member' && typeof value.property === 'string' ? value.property : undefined;
}
