import type { TSESTree } from '@typescript-eslint/types';
import type {
  BindingFacts,
  BindingValue,
  ClassFacts,
  Condition,
  Event,
  ExportFacts,
  FunctionFacts,
  ModuleFacts,
  Range,
  TypeName,
  Value,
} from './module-facts.js';

/** The part of a scope manager that this room needs; eslint-scope's, typescript-eslint's and Babel's all have it. */
export interface ScopeManager {
  readonly scopes: readonly {
    readonly variables: readonly Variable[];
    readonly references: readonly { readonly identifier: object; readonly resolved: Variable | null }[];
  }[];
}
interface Variable {
  readonly name: string;
  readonly identifiers: readonly object[];
  readonly defs: readonly { readonly type: string; readonly name: object; readonly parent?: object | null | undefined }[];
  readonly scope: { readonly variableScope: { readonly block: object } };
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type OpenFunction = Mutable<Omit<FunctionFacts, 'events' | 'conditions'>> & { events: Event[]; conditions: Condition[] };

/** Distributes over the union, so that each kind of event keeps its own fields. */
type WithoutWhen<T> = T extends unknown ? Omit<T, 'when'> : never;
type WithoutParent<T> = T extends unknown ? Omit<T, 'parent'> : never;

/** The facts under construction: where the walk is, and under which condition. */
export class ModuleBuilder {
  readonly classes: ClassFacts[] = [];
  readonly exports: ExportFacts[] = [];
  depth = 0;
  private readonly functions: OpenFunction[] = [];
  private readonly open: { fn: OpenFunction; when: number }[] = [];
  private readonly bindings: Mutable<BindingFacts>[] = [];
  private readonly variables = new Map<object, Variable>();
  private readonly bindingOf = new Map<Variable, number>();
  private readonly functionOfBlock = new Map<object, number>();

  constructor(scopes: ScopeManager) {
    for (const { variables } of scopes.scopes) {
      for (const variable of variables) {
        // A class has its name twice, outside and inside of its body; scopes come outermost first.
        for (const identifier of variable.identifiers) this.variables.set(identifier, this.variables.get(identifier) ?? variable);
      }
    }
    for (const { references } of scopes.scopes) {
      for (const { identifier, resolved } of references) {
        const [declared] = resolved?.identifiers ?? [];
        const variable = declared && this.variables.get(declared);
        if (variable) this.variables.set(identifier, variable);
      }
    }
  }

  get current(): OpenFunction {
    const top = this.open.at(-1);
    if (!top) throw new Error('no function is open');
    return top.fn;
  }

  /** Index of the condition that holds here, for what is emitted next. */
  get when(): number {
    return this.open.at(-1)?.when ?? -1;
  }
  set when(condition: number) {
    const top = this.open.at(-1);
    if (top) top.when = condition;
  }

  openFunction(shape: Omit<FunctionFacts, 'id' | 'parent' | 'events' | 'conditions' | 'parameters'>, block: object): OpenFunction {
    const parent = this.open.at(-1)?.fn.id ?? -1;
    const fn: OpenFunction = { ...shape, id: this.functions.length, parent, parameters: [], events: [], conditions: [] };
    this.functions.push(fn);
    this.open.push({ fn, when: -1 });
    this.functionOfBlock.set(block, fn.id);
    return fn;
  }

  closeFunction(): void {
    this.open.pop();
  }

  emit(event: WithoutWhen<Event>): void {
    this.current.events.push({ ...event, when: this.when });
  }

  /** Adds a condition to the chain that holds here; it holds until `when` is set back. */
  assume(condition: WithoutParent<Condition>): void {
    const { conditions } = this.current;
    conditions.push({ ...condition, parent: this.when });
    this.when = conditions.length - 1;
  }

  /** Runs `work` under one more condition, and goes back to the former. */
  under<T>(condition: WithoutParent<Condition>, work: () => T): T {
    const before = this.when;
    this.assume(condition);
    const result = work();
    this.when = before;
    return result;
  }

  /** The function whose own `this` is seen here. */
  thisFunction(): number {
    let fn: OpenFunction | undefined = this.current;
    while (fn && fn.kind === 'arrow') fn = this.functions[fn.parent];
    return fn?.id ?? 0;
  }

  /** The binding that an identifier node refers to or declares; undefined for a global name. */
  bindingFor(identifier: TSESTree.Identifier | TSESTree.JSXIdentifier): BindingValue | undefined {
    const variable = this.variables.get(identifier);
    if (!variable) return undefined;
    const id = this.bindingOf.get(variable) ?? this.addVariable(variable, identifier);
    return { kind: 'binding', id, range: identifier.range };
  }

  private addVariable(variable: Variable, seen: TSESTree.Identifier | TSESTree.JSXIdentifier): number {
    const definition = variable.defs[0];
    const kinds: Partial<Record<string, BindingFacts['kind']>> = {
      ImportBinding: 'import',
      Parameter: 'parameter',
      FunctionName: 'function',
      ClassName: 'class',
    };
    const declaration = definition?.parent;
    const id = this.addBinding({
      name: variable.name,
      fn: this.functionOfBlock.get(variable.scope.variableScope.block) ?? this.current.id,
      kind: kinds[definition?.type ?? ''] ?? 'variable',
      isConst: declaration !== undefined && declaration !== null && 'kind' in declaration && declaration.kind === 'const',
      range: rangeOf(variable.identifiers[0]) ?? seen.range,
    });
    this.bindingOf.set(variable, id);
    return id;
  }

  addBinding(shape: Omit<BindingFacts, 'id'>): number {
    this.bindings.push({ ...shape, id: this.bindings.length });
    return this.bindings.length - 1;
  }

  /** A nameless variable, for what destructuring and parameters need. */
  hidden(range: Range): BindingValue {
    const id = this.addBinding({ name: '', fn: this.current.id, kind: 'hidden', isConst: true, range });
    return { kind: 'binding', id, range };
  }

  annotate(binding: number, type: TypeName): void {
    const facts = this.bindings[binding];
    if (facts) facts.type = type;
  }

  importInto(binding: number, specifier: string, name: string): void {
    const facts = this.bindings[binding];
    if (facts) facts.imported = { specifier, name };
  }

  finish(lineStarts: readonly number[]): ModuleFacts {
    const { functions, classes, bindings, exports } = this;
    return { functions, classes, bindings, exports, lineStarts };
  }
}

function rangeOf(node: object | undefined): Range | undefined {
  return node && 'range' in node && Array.isArray(node.range) ? (node.range as [number, number]) : undefined;
}

export function unknownValue(range: Range, reason: string): Value {
  return { kind: 'unknown', reason, range };
}
