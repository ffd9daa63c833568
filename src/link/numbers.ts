import type { CallValue, ImportValue, MemberValue, ObjectValue, Value } from '../facts/module-facts.js';
import { type Link, type NumberSet, type Term, termAt } from './link.js';
import { writtenAt } from './member-origins.js';
import type { Questions } from './questions.js';

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
export function createNumbers(link: Link, questions: Questions): Link['numbers'] {
  const through = questions.remember(unknownSet, traced);
  return (term) => {
    const { isOptional, ...set } = through(term);
    const values = isOptional ? [...set.values, Number.NaN] : set.values;
    return { ...set, values: values.filter((item, index) => values.findIndex((other) => Object.is(other, item)) === index) };
  };

  function traced(term: Term): NumberSet {
    const { value, frame } = term;
    if (value.kind === 'logical' && value.operator !== '&&') return fallback(value.operator, through(termAt(value.left, frame)), () => through(termAt(value.right, frame)));
    const next = link.next(term).filter((item) => item.value !== value);
    if (next.length === 0 || value.kind === 'choice') return atEnd(term);
    const whole = union(next.map(through));
    return value.kind === 'binding' ? corrected(whole) : whole;
  }

  function atEnd(term: Term): NumberSet {
    const { value, frame } = term;
    const part = (inner: Value): NumberSet => through(termAt(inner, frame));
    switch (value.kind) {
      case 'literal':
        return value.value === undefined ? { values: [], isOptional: true } : literal(value.value);
      case 'choice':
        return corrected(union([part(value.then), part(value.otherwise)]));
      case 'binary':
        return arithmetic(value.operator, part(value.left), part(value.right), describe(value, term));
      case 'call':
        return conversion(termAt(value, frame), part);
      case 'global':
        if (value.name === 'Infinity') return { values: [Number.POSITIVE_INFINITY] };
        return value.name === 'NaN' ? { values: [Number.NaN] } : unknownSet(term);
      case 'import':
        return value.name.split('.').includes('env') ? { values: [], isOptional: true } : unknownSet(term);
      case 'member':
        if (isOfEnvironment(value)) return { values: [], isOptional: true };
        return namedNumber(value.property) ?? tableValues(link, termAt(value, frame), part) ?? schemaValue(link, termAt(value, frame), part) ?? unknownSet(term);
      default:
        return unknownSet(term);
    }
  }

  function conversion(call: Term<CallValue>, part: (inner: Value) => NumberSet): NumberSet {
    const { callee, args } = call.value;
    const name = calledName(callee);
    const [first] = args;
    if (name === 'Math.max' || name === 'Math.min') return clamp(name === 'Math.max', args.map(part), describe(call.value, call));
    if (name === undefined || first === undefined || !CONVERSIONS.has(name)) return schemaDefault(call.value, part) ?? unknownSet(call);
    const { isOptional, ...set } = part(first);
    // What is not there converts to NaN.
    return isOptional ? { ...set, values: [...set.values, Number.NaN] } : set;
  }
}

function unknownSet(term: Term): NumberSet {
  const { value, frame } = writtenAt(term);
  return { values: [], unknown: describe(value, { value, frame }) };
}

/** `a ?? b` and `a || b`: what the left side cannot be any more, and the right side where it is needed. */
function fallback(operator: '??' | '||', { isOptional, ...left }: NumberSet, right: () => NumberSet): NumberSet {
  const kept = operator === '??' ? left.values : left.values.filter((item) => !Number.isNaN(item) && item !== 0);
  const isComplete = left.unknown === undefined && !isOptional && kept.length === left.values.length && kept.length > 0;
  if (isComplete) return left;
  const other = right();
  const unknown = other.values.length === 0 ? (left.unknown ?? other.unknown) : other.unknown;
  return { values: [...kept, ...other.values], ...(unknown !== undefined && { unknown }), ...(other.isOptional && { isOptional: true }) };
}

/** Where there is a number as well, the code has seen to it that there is one. */
function corrected({ isOptional, ...set }: NumberSet): NumberSet {
  const numbers = set.values.filter((item) => !Number.isNaN(item));
  return numbers.length > 0 ? { ...set, values: numbers } : { ...set, ...(isOptional && { isOptional }) };
}

const CONVERSIONS: ReadonlySet<string> = new Set(['Number', 'parseInt', 'parseFloat', 'Number.parseInt', 'Number.parseFloat', 'Math.floor', 'Math.round', 'Math.ceil', 'Math.trunc', 'String', 'Math.abs', 'BigInt']);

function literal(value: string | number | boolean | null | undefined): NumberSet {
  if (typeof value === 'number') return { values: [value] };
  if (typeof value === 'string') return { values: [value.trim() === '' ? Number.NaN : Number.parseFloat(value)] };
  return { values: [Number(value)] };
}

function namedNumber(property: string | Value): NumberSet | undefined {
  if (property === 'POSITIVE_INFINITY') return { values: [Number.POSITIVE_INFINITY] };
  return property === 'MAX_SAFE_INTEGER' || property === 'MAX_VALUE' ? { values: [Number.POSITIVE_INFINITY] } : undefined;
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
  const isOfAll = value.kind === 'member' && value.object.kind === 'global' && GLOBAL_OBJECTS.has(value.object.name);
  return isOfAll && typeof value.property === 'string' && /^[A-Z]/u.test(value.property) ? value.property : undefined;
}

const GLOBAL_OBJECTS: ReadonlySet<string> = new Set(['globalThis', 'global']);

/** A schema's default, wherever in its chain: `z.number().default(4)`, `num({ default: 4 })`. */
function schemaDefault(value: Value, part: (inner: Value) => NumberSet): NumberSet | undefined {
  let call = value;
  while (call.kind === 'call') {
    const [first] = call.args;
    if (call.callee.kind === 'member' && call.callee.property === 'default' && first) return part(first);
    const option = first?.kind === 'object' ? first.properties.find(({ key }) => key === 'default')?.value : undefined;
    if (option) return part(option);
    if (call.callee.kind !== 'member') return undefined;
    call = call.callee.object;
  }
  return undefined;
}

/** A key of what a schema lets through: `schema.parse(process.env).MAX`. */
function schemaValue(link: Link, { value, frame }: Term<MemberValue>, part: (inner: Value) => NumberSet): NumberSet | undefined {
  for (const { value: made, frame: place } of link.origins(termAt(value.object, frame))) {
    if (made.kind !== 'call') continue;
    const described = describedObjects(link, termAt(made, place), 0);
    const property = described.flatMap(({ properties }) => properties).find(({ key }) => key === value.property);
    const found = property && schemaDefault(property.value, part);
    if (found) return found;
  }
  return undefined;
}

function describedObjects(link: Link, { value, frame }: Term, depth: number): ObjectValue[] {
  if (value.kind === 'object') return [value];
  if (value.kind !== 'call' || depth > 6) return [];
  const inside = value.callee.kind === 'member' ? [value.callee.object, ...value.args] : value.args;
  return inside.flatMap((item) => link.origins(termAt(item, frame))).flatMap((origin) => (origin.value === value ? [] : describedObjects(link, origin, depth + 1)));
}

/** `LIMITS[plan]` is one of the numbers in the table. */
function tableValues(link: Link, { value, frame }: Term<MemberValue>, part: (inner: Value) => NumberSet): NumberSet | undefined {
  if (typeof value.property === 'string') return undefined;
  const tables = link.origins(termAt(value.object, frame)).flatMap((origin) => (origin.value.kind === 'object' || origin.value.kind === 'array' ? [origin.value] : []));
  const values = tables.flatMap((table) => (table.kind === 'object' ? table.properties.map((property) => property.value) : table.elements));
  const sets = values.filter(({ kind }) => kind === 'literal').map(part);
  // A key that the table does not have is left to whoever asks for it.
  return sets.length > 0 && sets.length === values.length ? { ...union(sets), isOptional: false } : undefined;
}

/** Whether a value is read from the environment. */
export function isEnvironment(link: Link, term: Term): boolean {
  return link.origins(term).some(({ value }) => isOfEnvironment(value) || (value.kind === 'import' && value.name.split('.').includes('env')));
}

/** `process.env.MAX` and the like. */
export function isOfEnvironment(value: Value): boolean {
  return value.kind === 'member' && (value.property === 'env' || isOfEnvironment(value.object));
}

function union(sets: readonly NumberSet[]): NumberSet {
  const unknown = sets.map((set) => set.unknown).find((name) => name !== undefined);
  const isOptional = sets.some((set) => set.isOptional);
  return { values: sets.flatMap((set) => set.values), ...(unknown !== undefined && { unknown }), ...(isOptional && { isOptional }) };
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

/** A clamp of what is unknown is unknown; of NaN, NaN. */
function clamp(isMaximum: boolean, parts: readonly NumberSet[], name: string): NumberSet {
  if (parts.some(({ unknown, isOptional }) => unknown !== undefined || isOptional)) return { values: [], unknown: parts.find(({ unknown }) => unknown !== undefined)?.unknown ?? name };
  const values = parts.flatMap((set) => set.values);
  return { values: values.length === 0 ? [] : [isMaximum ? Math.max(...values) : Math.min(...values)] };
}

/** How the code names a value, for a reader: `config.maxSockets`. */
function describe(value: Value, { frame }: Term): string {
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
