/**
 * The values of the desugared form. A value stands where the code computes it, so it has a place; it is data, and
 * comes back the same from JSON: what is not known is left out, never `undefined`.
 */

/** Offsets into the source text, end exclusive. */
export type Range = readonly [start: number, end: number];

interface Located {
  readonly range: Range;
}
export interface LiteralValue extends Located {
  readonly kind: 'literal';
  /** Left out for `undefined`. A bigint is kept as its decimal text. */
  readonly value?: string | number | boolean | null;
}
export interface BindingValue extends Located {
  readonly kind: 'binding';
  readonly id: number;
}
/** A name that nothing in the module declares: `process`, or an undeclared variable. */
interface GlobalValue extends Located {
  readonly kind: 'global';
  readonly name: string;
}
export interface ThisValue extends Located {
  readonly kind: 'this';
  /** The nearest function that is no arrow. */
  readonly fn: number;
}
export interface MemberValue extends Located {
  readonly kind: 'member';
  readonly object: Value;
  /** A static name, or the computed key. */
  readonly property: string | Value;
}
export interface CallValue extends Located {
  readonly kind: 'call';
  readonly callee: Value;
  readonly args: readonly Value[];
  readonly isNew: boolean;
  /** From the start of the call to the end of its first argument: what a report points at. */
  readonly headRange: Range;
}
/** A value that is imported: by declaration, by `require('…')` or by `import('…')`. */
export interface ImportValue extends Located {
  readonly kind: 'import';
  readonly specifier: string;
  /** `*` is the module itself. */
  readonly name: string;
}
export interface FunctionValue extends Located {
  readonly kind: 'function';
  readonly fn: number;
}
export interface ClassValue extends Located {
  readonly kind: 'class';
  readonly id: number;
}
export interface ObjectProperty {
  /** Left out for a spread, and for a key that is not known before run time. */
  readonly key?: string;
  readonly keyRange: Range;
  readonly value: Value;
}
export interface ObjectValue extends Located {
  readonly kind: 'object';
  readonly properties: readonly ObjectProperty[];
}
interface ArrayValue extends Located {
  readonly kind: 'array';
  readonly elements: readonly Value[];
}
export interface BinaryValue extends Located {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Value;
  readonly right: Value;
}
interface LogicalValue extends Located {
  readonly kind: 'logical';
  readonly operator: '&&' | '||' | '??';
  readonly left: Value;
  readonly right: Value;
}
interface NotValue extends Located {
  readonly kind: 'not';
  readonly value: Value;
}
interface ChoiceValue extends Located {
  readonly kind: 'choice';
  readonly test: Value;
  readonly then: Value;
  readonly otherwise: Value;
}
interface AwaitValue extends Located {
  readonly kind: 'await';
  readonly value: Value;
}
interface TemplateValue extends Located {
  readonly kind: 'template';
  readonly texts: readonly string[];
  readonly values: readonly Value[];
}
/** One of the values that iterating over `of` gives; of its keys if `keys` (`for … in`). */
export interface EachValue extends Located {
  readonly kind: 'each';
  readonly of: Value;
  readonly keys: boolean;
}
interface SpreadValue extends Located {
  readonly kind: 'spread';
  readonly value: Value;
}
export interface UnknownValue extends Located {
  readonly kind: 'unknown';
  readonly reason: string;
}
export type Value =
  | LiteralValue
  | BindingValue
  | GlobalValue
  | ThisValue
  | MemberValue
  | CallValue
  | ImportValue
  | FunctionValue
  | ClassValue
  | ObjectValue
  | ArrayValue
  | BinaryValue
  | LogicalValue
  | NotValue
  | ChoiceValue
  | AwaitValue
  | TemplateValue
  | EachValue
  | SpreadValue
  | UnknownValue;

/** What a literal says; undefined for any other value. */
export function literalOf(value: Value | undefined): LiteralValue['value'] {
  return value?.kind === 'literal' ? value.value : undefined;
}

export function undefinedValue(range: Range): LiteralValue {
  return { kind: 'literal', range };
}

export function unknownValue(range: Range, reason: string): UnknownValue {
  return { kind: 'unknown', reason, range };
}

export function tooDeep(range: Range): UnknownValue {
  return unknownValue(range, 'nested too deeply');
}
