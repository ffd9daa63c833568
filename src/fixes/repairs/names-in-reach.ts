import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Range } from '../../facts/module-facts.js';

type SourceCode = Readonly<TSESLint.SourceCode>;
type Reference = TSESLint.Scope.Reference;

/** Every use of a name inside a range. */
export function referencesIn({ scopeManager }: SourceCode, [start, end]: Range): Reference[] {
  const all = scopeManager?.scopes.flatMap(({ references }) => references) ?? [];
  return all.filter(({ identifier }) => identifier.range[0] >= start && identifier.range[1] <= end);
}

/** What a name means at a place. */
export function variableAt(sourceCode: SourceCode, offset: number, name: string): TSESLint.Scope.Variable | undefined {
  const node = sourceCode.getNodeByRangeIndex(offset);
  for (let scope: TSESLint.Scope.Scope | null = node ? sourceCode.getScope(node) : null; scope; scope = scope.upper) {
    const found = scope.set.get(name);
    if (found) return found;
  }
  return undefined;
}

/** Whether an expression says the same at another place: its names mean the same there, and so does `this`. */
export function meansTheSame(sourceCode: SourceCode, node: TSESTree.Node, offset: number): boolean {
  const isSame = referencesIn(sourceCode, node.range).every(({ identifier, resolved }) => {
    const there = variableAt(sourceCode, offset, nameOf(identifier));
    return there === (resolved ?? undefined) || (resolved === null && (there?.defs.length ?? 0) === 0);
  });
  if (!isSame || !sourceCode.getTokens(node).some(({ value }) => value === 'this')) return isSame;
  const there = sourceCode.getNodeByRangeIndex(offset);
  return there !== null && ownerOfThis(there) === ownerOfThis(node);
}

function nameOf(identifier: Reference['identifier']): string {
  return identifier.type === 'Identifier' ? identifier.name : '';
}

function ownerOfThis(node: TSESTree.Node): TSESTree.Node | undefined {
  let at: TSESTree.Node | undefined = node;
  while (at && at.type !== 'FunctionDeclaration' && at.type !== 'FunctionExpression' && at.type !== 'PropertyDefinition') at = at.parent;
  return at;
}

const PURE: ReadonlySet<string> = new Set(['Math', 'Number', 'undefined']);

/** Whether a function looks after nothing but what some other code names, too. */
export function isOnlyAbout(sourceCode: SourceCode, fn: TSESTree.Node, other: Range): boolean {
  const named = new Set(referencesIn(sourceCode, other).map(({ resolved }) => resolved));
  return referencesIn(sourceCode, fn.range).every(({ resolved, identifier }) => {
    if (!resolved || resolved.defs.length === 0) return PURE.has(nameOf(identifier));
    return named.has(resolved) || resolved.defs.some(({ name }) => name.range[0] >= fn.range[0] && name.range[1] <= fn.range[1]);
  });
}

/** Whether the name is a parameter of a function around a place. */
export function isParameterAt(sourceCode: SourceCode, offset: number, name: string): boolean {
  return variableAt(sourceCode, offset, name)?.defs.some((definition) => isA(definition, 'Parameter')) ?? false;
}

export function isA({ type }: TSESLint.Scope.Definition, kind: 'FunctionName' | 'ImportBinding' | 'Parameter'): boolean {
  const name: string = type;
  return name === kind;
}

/**
 * Whether what a range does can be done earlier, at an offset: all names are declared by then, and nothing in between
 * writes one of them.
 */
export function canComeEarlier(sourceCode: SourceCode, moved: Range, offset: number): boolean {
  return referencesIn(sourceCode, moved).every(({ resolved }) => {
    if (!resolved) return true;
    const isOwn = resolved.defs.some(({ name }) => name.range[0] >= moved[0] && name.range[1] <= moved[1]);
    return isOwn || (isDeclaredBy(resolved, offset) && resolved.references.every((use) => !use.isWrite() || !isBetween(use.identifier.range[0], offset, moved[0])));
  });
}

function isDeclaredBy({ defs, scope }: TSESLint.Scope.Variable, offset: number): boolean {
  const [start, end] = scope.block.range;
  if (scope.type !== 'global' && scope.type !== 'module' && (offset < start || offset > end)) return false;
  return defs.every((definition) => isA(definition, 'FunctionName') || isA(definition, 'ImportBinding') || definition.name.range[0] < offset);
}

function isBetween(at: number, first: number, last: number): boolean {
  return at >= first && at < last;
}
