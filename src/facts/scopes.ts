/** The part of a scope manager that this room needs; eslint-scope's, typescript-eslint's and Babel's all have it. */
export interface ScopeManager {
  readonly scopes: readonly {
    readonly variables: readonly Variable[];
    readonly references: readonly { readonly identifier: object; readonly resolved: Variable | null }[];
  }[];
}
export interface Variable {
  readonly name: string;
  readonly identifiers: readonly object[];
  readonly defs: readonly { readonly type: string; readonly parent?: object | null | undefined }[];
  readonly scope: { readonly variableScope: { readonly block: object } };
}

/** The variable of each identifier that declares or mentions one; a name that nothing declares has none. */
export function variablesByIdentifier({ scopes }: ScopeManager): ReadonlyMap<object, Variable> {
  const found = new Map<object, Variable>();
  for (const { variables } of scopes) {
    for (const variable of variables) {
      // A class has its name twice, outside and inside of its body; scopes come outermost first.
      for (const identifier of variable.identifiers) found.set(identifier, found.get(identifier) ?? variable);
    }
  }
  for (const { references } of scopes) {
    for (const { identifier, resolved } of references) {
      const [declared] = resolved?.identifiers ?? [];
      const variable = declared && found.get(declared);
      if (variable) found.set(identifier, variable);
    }
  }
  return found;
}
