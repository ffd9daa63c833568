import type { TSESTree } from '@typescript-eslint/types';
import type { BindingFacts, TypeName } from './module-facts.js';
import { type ScopeManager, type Variable, variablesByIdentifier } from './scopes.js';
import type { BindingValue, Range } from './values.js';

const KINDS: ReadonlyMap<string | undefined, BindingFacts['kind']> = new Map([
  ['ImportBinding', 'import'],
  ['Parameter', 'parameter'],
  ['FunctionName', 'function'],
  ['ClassName', 'class'],
]);

type MutableFacts = { -readonly [Key in keyof BindingFacts]: BindingFacts[Key] };

/** The names of a module, numbered in the order in which the walk meets them. */
export class Bindings {
  readonly facts: MutableFacts[] = [];
  private readonly variables: ReadonlyMap<object, Variable>;
  private readonly idOf = new Map<Variable, number>();
  /** The function whose node this is, or the one in which the walk is. */
  private readonly functionOf: (block?: object) => number;

  constructor(scopes: ScopeManager, functionOf: (block?: object) => number) {
    this.variables = variablesByIdentifier(scopes);
    this.functionOf = functionOf;
  }

  /** The binding that an identifier node refers to or declares; undefined for a global name. */
  bindingFor(identifier: TSESTree.Identifier): BindingValue | undefined {
    const variable = this.variables.get(identifier);
    if (!variable) return undefined;
    return { kind: 'binding', id: this.idOf.get(variable) ?? this.addVariable(variable, identifier), range: identifier.range };
  }

  private addVariable(variable: Variable, seen: TSESTree.Identifier): number {
    const { defs } = variable;
    // An interface may stand before the class of the same name.
    const definition = defs.find(({ type }) => KINDS.has(type)) ?? defs[0];
    const declaration = definition?.parent;
    const id = this.add({
      name: variable.name,
      fn: this.functionOf(variable.scope.variableScope.block),
      kind: KINDS.get(definition?.type) ?? 'variable',
      isConst: declaration !== undefined && declaration !== null && 'kind' in declaration && declaration.kind === 'const',
      range: rangeOf(variable.identifiers[0]) ?? seen.range,
    });
    this.idOf.set(variable, id);
    return id;
  }

  private add(shape: Omit<BindingFacts, 'id'>): number {
    return this.facts.push({ ...shape, id: this.facts.length }) - 1;
  }

  /** A nameless variable, for what destructuring and parameters need. */
  hidden(range: Range): BindingValue {
    return { kind: 'binding', id: this.add({ name: '', fn: this.functionOf(), kind: 'hidden', isConst: true, range }), range };
  }

  typeOf(binding: number): TypeName | undefined {
    return this.facts[binding]?.type;
  }

  annotate(binding: number, type: TypeName): void {
    const facts = this.facts[binding];
    if (facts) facts.type = type;
  }

  importInto(binding: number, specifier: string, name: string): void {
    const facts = this.facts[binding];
    if (facts) facts.imported = { specifier, name };
  }
}

function rangeOf(node: object | undefined): Range | undefined {
  return node && 'range' in node && Array.isArray(node.range) ? (node.range as [number, number]) : undefined;
}
