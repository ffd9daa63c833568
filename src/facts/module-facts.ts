/**
 * What the analysis keeps of one module: plain data that can be printed as JSON, compared and cached.
 * Casts, parentheses, `!`, optional chaining, destructuring, defaults, increments and statement forms are desugared;
 * no syntax node leaves this room. A field that has nothing to say is left out.
 */

import type { BindingValue, CallValue, MemberValue, Range, Value } from './values.js';

export type * from './values.js';

/** A type annotation, as far as it names something or lists members. */
export interface TypeName {
  /** The dotted name that it refers to (`WebSocket.Server`); empty for a type that is written out. */
  readonly path: readonly string[];
  /** The binding of the first segment, if it is declared or imported in this module. */
  readonly binding?: number;
  /** The module of an `import('…')` type. */
  readonly from?: string;
  readonly args: readonly TypeName[];
  /** Of a type literal or an interface; those whose own type says something. */
  readonly members?: readonly { readonly name: string; readonly type: TypeName }[];
  /** The other parts of a union or an intersection; what an interface extends. */
  readonly also?: readonly TypeName[];
}

/**
 * Under which condition an event happens: a link of a chain, innermost first; `parent` is an index into
 * `FunctionFacts.conditions`, -1 at the end.
 */
export type Condition = { readonly parent: number } & (
  | { readonly kind: 'test'; readonly value: Value; readonly truthy: boolean }
  | { readonly kind: 'loop'; readonly over?: Value }
  /** One of the events `first` to `last` (exclusive) of the same function threw: in a `catch`, and behind one. */
  | { readonly kind: 'threw'; readonly first: number; readonly last: number }
);

interface Happening {
  readonly range: Range;
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
interface ReturnEvent extends Happening {
  readonly kind: 'return';
  readonly value: Value;
  /** The end of the body, reached without a `return`. */
  readonly implicit: boolean;
}
interface ThrowEvent extends Happening {
  readonly kind: 'throw';
  readonly value: Value;
}
interface AwaitEvent extends Happening {
  readonly kind: 'await';
}
/** A branch was decided by `value`. */
interface TestEvent extends Happening {
  readonly kind: 'test';
  readonly value: Value;
}
export type Event = CallEvent | AssignEvent | ReturnEvent | ThrowEvent | AwaitEvent | TestEvent;

export interface Parameter {
  readonly range: Range;
  /** A destructured parameter has a nameless binding, from which the names are assigned. */
  readonly binding: number;
  readonly rest: boolean;
  readonly fallback?: Value;
  readonly decorators?: readonly Value[];
}

export interface FunctionFacts {
  readonly id: number;
  /** The function around this one; -1 for the module body, which is number 0. */
  readonly parent: number;
  readonly kind: 'module' | 'function' | 'arrow' | 'method' | 'constructor' | 'getter' | 'setter' | 'initializer';
  readonly name?: string;
  /** The class whose member this is. */
  readonly owner?: number;
  readonly isAsync: boolean;
  readonly range: Range;
  /** The block with its braces, or the expression of a short arrow. */
  readonly body: Range;
  readonly parameters: readonly Parameter[];
  readonly conditions: readonly Condition[];
  /** In order of evaluation. */
  readonly events: readonly Event[];
}

export interface ClassMember {
  readonly range: Range;
  /** Empty for a key that is not known before run time. */
  readonly name: string;
  readonly isStatic: boolean;
  readonly kind: 'method' | 'getter' | 'setter' | 'constructor' | 'field';
  readonly fn?: number;
  /** Of a field, or of what a getter gives. */
  readonly type?: TypeName;
  readonly decorators?: readonly Value[];
}
export interface ClassFacts {
  readonly range: Range;
  readonly id: number;
  readonly name?: string;
  readonly nameRange?: Range;
  readonly superClass?: Value;
  /** The types that it implements. */
  readonly interfaces?: readonly TypeName[];
  readonly members: readonly ClassMember[];
  readonly decorators?: readonly Value[];
  /** The function in which the class is declared. */
  readonly parent: number;
}

export interface BindingFacts {
  readonly range: Range;
  readonly id: number;
  readonly name: string;
  /** The function whose scope holds it. */
  readonly fn: number;
  readonly kind: 'import' | 'parameter' | 'function' | 'class' | 'variable' | 'hidden';
  readonly isConst: boolean;
  /** The annotated type; for a name of a type, what the name stands for. */
  readonly type?: TypeName;
  readonly imported?: { readonly specifier: string; readonly name: string };
}

export interface ExportFacts {
  /** `default`, a name, `module.exports` for the whole of a CommonJS module, or `*` for everything of `from`. */
  readonly name: string;
  readonly value?: Value;
  readonly from?: { readonly specifier: string; readonly name: string };
}

/** A module that is loaded where the code says so, and not before all else: `require('./server')`, `import('./server.js')`. */
export interface LoadFacts extends Happening {
  readonly specifier: string;
  /** The function in which it happens. */
  readonly fn: number;
}

export interface ModuleFacts {
  readonly functions: readonly FunctionFacts[];
  readonly classes: readonly ClassFacts[];
  readonly bindings: readonly BindingFacts[];
  readonly exports: readonly ExportFacts[];
  readonly loads?: readonly LoadFacts[];
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
