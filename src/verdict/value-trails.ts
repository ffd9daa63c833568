import type { BindingValue, Value } from '../facts/module-facts.js';
import { functionOf, bareFrame, type HandedOver, type Link, type Term, termAt } from '../link/link.js';

/** More terms than this say nothing. */
const MAX_TERMS = 80;

interface TrailOptions {
  /** Also what a call out of reach is given, and what it is called on. */
  readonly calls?: boolean;
  /** Not the objects that members are read from. */
  readonly noOwners?: boolean;
}

/**
 * What a value is made of, itself first: what names, fields and readable calls stand for, the object that a member is
 * read from, and the parts of texts and conversions. Calls out of reach end the trail, unless they are to be looked into.
 */
export function trailOf(link: Link, start: Term, options: TrailOptions = {}): readonly Term[] {
  const found: Term[] = [];
  const waiting = [start];
  for (let term = waiting.shift(); term && found.length < MAX_TERMS; term = waiting.shift()) {
    const { value, frame } = term;
    if (found.some((other) => other.value === value && other.frame === frame)) continue;
    found.push(term);
    waiting.push(...link.next(term).filter((next) => next.value !== value), ...partsOf(term, options));
  }
  return found;
}

/** The values inside a value that it is made of. */
function partsOf({ value, frame }: Term, { calls, noOwners }: TrailOptions): Term[] {
  const inside = (values: readonly Value[]): Term[] => values.map((part) => termAt(part, frame));
  switch (value.kind) {
    case 'member':
      return noOwners && typeof value.property === 'string' ? [] : inside([value.object]);
    case 'template':
      return inside(value.values);
    case 'binary':
      return inside([value.left, value.right]);
    case 'array':
      return inside(value.elements);
    case 'await':
      return inside([value.value]);
    case 'object':
      return calls ? inside(value.properties.map((property) => property.value)) : [];
    case 'call':
      if (calls) return inside([...(value.callee.kind === 'member' ? [value.callee.object] : []), ...value.args]);
      return inside(convertedBy(value.callee, value.args));
    default:
      return [];
  }
}

const CONVERSIONS: ReadonlySet<string> = new Set(['String', 'Number', 'parseInt', 'BigInt', 'Boolean']);
const OWN_CONVERSIONS: ReadonlySet<string> = new Set(['toString', 'trim', 'toLowerCase', 'toUpperCase', 'valueOf', 'toHexString', 'join', 'split', 'slice', 'replace', 'at']);

/** `String(id)`, `id.toString()`, `[tenant, id].join(':')` */
function convertedBy(callee: Value, args: readonly Value[]): readonly Value[] {
  if (callee.kind === 'global') return CONVERSIONS.has(callee.name) ? args.slice(0, 1) : [];
  return callee.kind === 'member' && typeof callee.property === 'string' && OWN_CONVERSIONS.has(callee.property) ? [callee.object] : [];
}

/** What a term is called, so that two reads of one variable or field are known to be the same. */
export function identityOf(link: Link, term: Term): string | undefined {
  const { value, frame } = term;
  if (value.kind === 'binding') return `${frame.module.path}#${String(value.id)}`;
  return value.kind === 'member' ? link.place(term) : undefined;
}

/** The calls out of reach that a function is handed to, where the term is one of its parameters. */
export function callbacksWith(link: Link, { value, frame }: Term<BindingValue>): readonly (HandedOver & { readonly index: number; readonly last: number })[] {
  const parameter = link.index.parameter(frame.module, value.id);
  if (!parameter) return [];
  const last = functionOf(bareFrame(frame.module, parameter.fn)).parameters.length - 1;
  return link.handedTo(frame.module, parameter.fn).map((use) => ({ ...use, index: parameter.index, last }));
}
