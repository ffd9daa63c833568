/**
 * What the analysis keeps of one module: plain data that can be printed as JSON, compared and cached.
 * Casts, parentheses, `!`, optional chaining, destructuring, defaults, increments and statement forms are desugared;
 * no syntax node leaves this room.
 */

/** Offsets into the source text, end exclusive. */
export type Range = readonly [start: number, end: number];

/** A type annotation, kept only as the dotted name that it refers to (`WebSocket.Server`), with its type arguments. */
export interface TypeName {
  readonly path: readonly string[];
  /** The binding of the first segment, if it is declared or imported in this module. */
  readonly binding?: number;
  readonly args: readonly TypeName[];
}

interface Located {
  readonly range: Range;
}
export interface LiteralValue extends Located {
  readonly kind: 'literal';
  /** `undefined` is a literal here; a bigint is kept as its decimal text. */
  readonly value: string | number | boolean | null | undefined;
}
export interface BindingValue extends Located {
  readonly kind: 'binding';
  readonly id: number;
}
/** A name that nothing in the module declares: `process`, `Bun`, or an undeclared variable. */
export interface GlobalValue extends Located {
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
  /** `undefined`: a spread, or a key that is not known before run time. */
  readonly key: string | undefined;
  readonly keyRange: Range;
  readonly value: Value;
}
export interface ObjectValue extends Located {
  readonly kind: 'object';
  readonly properties: readonly ObjectProperty[];
}
export interface ArrayValue extends Located {
  readonly kind: 'array';
  readonly elements: readonly Value[];
}
export interface BinaryValue extends Located {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Value;
  readonly right: Value;
}
export interface LogicalValue extends Located {
  readonly kind: 'logical';
  readonly operator: '&&' | '||' | '??';
  readonly left: Value;
  readonly right: Value;
}
export interface NotValue extends Located {
  readonly kind: 'not';
  readonly value: Value;
}
export interface ChoiceValue extends Located {
  readonly kind: 'choice';
  readonly test: Value;
  readonly then: Value;
  readonly otherwise: Value;
}
export interface AwaitValue extends Located {
  readonly kind: 'await';
  readonly value: Value;
}
export interface TemplateValue extends Located {
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
export interface SpreadValue extends Located {
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

/**
 * Under which condition an event happens: a link of a chain, innermost first; `parent` is an index into
 * `FunctionFacts.conditions`, -1 at the end.
 */
export type Condition = { readonly parent: number } & (
  | { readonly kind: 'test'; readonly value: Value; readonly truthy: boolean }
  | { readonly kind: 'loop'; readonly over: Value | undefined }
  /** In a `catch`: one of the events `first` to `last` (exclusive) of the same function threw. */
  | { readonly kind: 'threw'; readonly first: number; readonly last: number }
);

interface Happening extends Located {
  /** Index into `FunctionFacts.conditions`; -1: always. */
  readonly when: number;
}
export interface CallEvent extends Happening {
  readonly kind: 'call';
  readonly value: CallValue;
}
export interface AssignEvent extends Happening {
  readonly kind: 'assign';
  readonly target: BindingValue | MemberValue;
  /** `=` sets `value`; `+` and `-` add or subtract it; `delete` removes the target. */
  readonly operator: '=' | '+' | '-' | 'other' | 'delete';
  readonly value: Value;
}
export interface ReturnEvent extends Happening {
  readonly kind: 'return';
  readonly value: Value;
  /** The end of the body, reached without a `return`. */
  readonly implicit: boolean;
}
export interface ThrowEvent extends Happening {
  readonly kind: 'throw';
  readonly value: Value;
}
export interface AwaitEvent extends Happening {
  readonly kind: 'await';
}
/** A branch was decided by `value`. */
export interface TestEvent extends Happening {
  readonly kind: 'test';
  readonly value: Value;
}
export type Event = CallEvent | AssignEvent | ReturnEvent | ThrowEvent | AwaitEvent | TestEvent;

export interface Parameter extends Located {
  /** A destructured parameter has a nameless binding, from which the names are assigned. */
  readonly binding: number;
  readonly rest: boolean;
  readonly fallback?: Value;
}

export interface FunctionFacts {
  readonly id: number;
  /** The function around this one; -1 for the module body, which is number 0. */
  readonly parent: number;
  readonly kind: 'module' | 'function' | 'arrow' | 'method' | 'constructor' | 'getter' | 'setter' | 'initializer';
  readonly name: string | undefined;
  /** The class whose member this is. */
  readonly owner: number | undefined;
  readonly isAsync: boolean;
  readonly range: Range;
  /** The block with its braces, or the expression of a short arrow. */
  readonly body: Range;
  readonly parameters: readonly Parameter[];
  readonly conditions: readonly Condition[];
  /** In order of evaluation. */
  readonly events: readonly Event[];
}

export interface ClassMember extends Located {
  readonly name: string;
  readonly isStatic: boolean;
  readonly kind: 'method' | 'getter' | 'setter' | 'constructor' | 'field';
  readonly fn?: number;
  readonly type?: TypeName;
}
export interface ClassFacts extends Located {
  readonly id: number;
  readonly name: string | undefined;
  readonly superClass: Value | undefined;
  readonly members: readonly ClassMember[];
  /** The function in which the class is declared. */
  readonly parent: number;
}

export interface BindingFacts extends Located {
  readonly id: number;
  readonly name: string;
  /** The function whose scope holds it. */
  readonly fn: number;
  readonly kind: 'import' | 'parameter' | 'function' | 'class' | 'variable' | 'hidden';
  readonly isConst: boolean;
  readonly type?: TypeName;
  readonly imported?: { readonly specifier: string; readonly name: string };
}

export interface ExportFacts {
  /** `default`, a name, or `*` for everything of `from`. */
  readonly name: string;
  readonly value?: Value;
  readonly from?: { readonly specifier: string; readonly name: string };
}

export interface ModuleFacts {
  readonly functions: readonly FunctionFacts[];
  readonly classes: readonly ClassFacts[];
  readonly bindings: readonly BindingFacts[];
  readonly exports: readonly ExportFacts[];
  /** Offsets at which lines begin, so that evidence can be printed as `path:line`. */
  readonly lineStarts: readonly number[];
}

/** The line, from 1, of an offset. */
export function lineAt(facts: ModuleFacts, offset: number): number {
  let low = 0;
  let high = facts.lineStarts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((facts.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
