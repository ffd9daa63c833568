import type { CallValue, Value } from '../facts/module-facts.js';
import { type Link, type NumberSet, type Term, termAt } from './link.js';

const NOTHING: NumberSet = { values: [] };

/** The text that a value is, if it is always the same. */
export function textOf(link: Link, term: Term): string | undefined {
  const origins = link.origins(term);
  const [only] = origins;
  if (origins.length !== 1 || !only) return undefined;
  const { value } = only;
  if (value.kind === 'literal' && typeof value.value === 'string') return value.value;
  return value.kind === 'template' && value.values.length === 0 ? value.texts.join('') : undefined;
}

/**
 * The numbers that a value can be, through constants, defaults, conversions, clamps and alternatives. NaN and Infinity
 * are values; what cannot be known is named as the code names it.
 */
export function createNumbers(link: Link): Link['numbers'] {
  return (term) => distinct(through(term, 0));

  function through(term: Term, depth: number): NumberSet {
    const { value, frame } = term;
    if (depth > 16) return { values: [], unknown: describe(value, term) };
    // A default behind a conversion counts where the conversion fails: `Number(x) || 5`.
    if (value.kind === 'logical' && value.operator !== '&&') {
      const left = through(termAt(value.left, frame), depth + 1);
      const kept = left.values.filter((item) => !Number.isNaN(item) && (value.operator === '??' || item !== 0));
      if (left.unknown === undefined && kept.length > 0 && kept.length === left.values.length) return left;
      const right = through(termAt(value.right, frame), depth + 1);
      return union([{ values: kept, ...(right.values.length === 0 && left.unknown !== undefined && { unknown: left.unknown }) }, right]);
    }
    const next = link.next(term);
    const isEnd = next.every((item) => item.value === value);
    if (isEnd || value.kind === 'choice') return ofOrigin(term, term, depth);
    const sets = next.map((item) => (item.value === value ? NOTHING : through(item, depth + 1)));
    return union(sets);
  }

  function ofOrigin({ value, frame }: Term, asked: Term, depth: number): NumberSet {
    if (depth > 16) return { values: [], unknown: describe(asked.value, asked) };
    const part = (inner: Value): NumberSet => through(termAt(inner, frame), depth + 1);
    switch (value.kind) {
      case 'literal':
        return literal(value.value);
      case 'choice':
        return union([part(value.then), part(value.otherwise)]);
      case 'await':
        return part(value.value);
      case 'binary':
        return arithmetic(value.operator, part(value.left), part(value.right), describe(asked.value, asked));
      case 'call':
        return conversion(termAt(value, frame), part, asked);
      case 'global':
        if (value.name === 'Infinity') return { values: [Number.POSITIVE_INFINITY] };
        return value.name === 'NaN' ? { values: [Number.NaN] } : { values: [], unknown: value.name };
      case 'member':
        return namedNumber(value.property) ?? { values: [], unknown: describe(asked.value, asked) };
      default:
        return { values: [], unknown: describe(asked.value, asked) };
    }
  }

  function conversion(call: Term<CallValue>, part: (inner: Value) => NumberSet, asked: Term): NumberSet {
    const { callee, args } = call.value;
    const name = calledName(callee);
    const [first] = args;
    if (name === 'Math.max' || name === 'Math.min') return clamp(name === 'Math.max', args.map(part));
    if (name === undefined || first === undefined) return schemaDefault(call, part) ?? { values: [], unknown: describe(asked.value, asked) };
    if (!CONVERSIONS.has(name)) return schemaDefault(call, part) ?? { values: [], unknown: describe(asked.value, asked) };
    const given = part(first);
    // The environment may leave the variable out, and then the conversion gives NaN.
    if (given.values.length === 0 && isEnvironment(link, termAt(first, call.frame))) return { values: [Number.NaN] };
    return given;
  }
}

const CONVERSIONS: ReadonlySet<string> = new Set(['Number', 'parseInt', 'parseFloat', 'Number.parseInt', 'Number.parseFloat', 'Math.floor', 'Math.round', 'Math.ceil', 'Math.trunc', 'String', 'Math.abs', 'BigInt']);

function literal(value: string | number | boolean | null | undefined): NumberSet {
  if (typeof value === 'number') return { values: [value] };
  if (typeof value === 'string') return { values: [value.trim() === '' ? Number.NaN : Number.parseFloat(value)] };
  if (value === undefined) return { values: [Number.NaN] };
  return { values: [Number(value)] };
}

function namedNumber(property: string | Value): NumberSet | undefined {
  if (property === 'POSITIVE_INFINITY') return { values: [Number.POSITIVE_INFINITY] };
  return property === 'MAX_SAFE_INTEGER' || property === 'MAX_VALUE' ? { values: [Number.POSITIVE_INFINITY] } : undefined;
}

/** `Number`, `Math.min`: the dotted name of a global function. */
export function calledName(callee: Value): string | undefined {
  if (callee.kind === 'global') return callee.name;
  if (callee.kind !== 'member' || typeof callee.property !== 'string' || callee.object.kind !== 'global') return undefined;
  return `${callee.object.name}.${callee.property}`;
}

/** A schema's `.default(n)`, wherever in its chain. */
function schemaDefault({ value }: Term<CallValue>, part: (inner: Value) => NumberSet): NumberSet | undefined {
  let call: Value = value;
  while (call.kind === 'call' && call.callee.kind === 'member') {
    const [first] = call.args;
    if (call.callee.property === 'default' && first) return part(first);
    call = call.callee.object;
  }
  return undefined;
}

/** Whether a value is read from the environment. */
export function isEnvironment(link: Link, term: Term): boolean {
  return link.origins(term).some((origin) => {
    let { value } = origin;
    while (value.kind === 'member') {
      if (value.property === 'env') return true;
      value = value.object;
    }
    return value.kind === 'import' && value.name.split('.').includes('env');
  });
}

function union(sets: readonly NumberSet[]): NumberSet {
  const unknown = sets.map((set) => set.unknown).find((name) => name !== undefined);
  return { values: sets.flatMap((set) => set.values), ...(unknown !== undefined && { unknown }) };
}

function distinct(set: NumberSet): NumberSet {
  return { ...set, values: set.values.filter((item, index) => set.values.findIndex((other) => Object.is(other, item)) === index) };
}

function arithmetic(operator: string, left: NumberSet, right: NumberSet, name: string): NumberSet {
  const apply: Partial<Record<string, (a: number, b: number) => number>> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
  };
  const operation = apply[operator];
  if (!operation || left.values.length === 0 || right.values.length === 0) return { values: [], unknown: name };
  return { values: left.values.flatMap((a) => right.values.map((b) => operation(a, b))) };
}

/** A clamp with one known bound and one unknown value is not known; with the bounds alone it is. */
function clamp(isMaximum: boolean, parts: readonly NumberSet[]): NumberSet {
  const unknown = parts.map((set) => set.unknown).find((name) => name !== undefined);
  const values = parts.flatMap((set) => set.values);
  if (unknown !== undefined) return { values: [], unknown };
  return { values: values.length === 0 ? [] : [isMaximum ? Math.max(...values) : Math.min(...values)] };
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
      return value.name === '*' ? value.specifier : value.name;
    case 'logical':
    case 'binary':
      return inner(value.left);
    default:
      return 'value';
  }
}
