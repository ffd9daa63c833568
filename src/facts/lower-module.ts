import type { TSESTree } from '@typescript-eslint/types';
import type { Lowering } from './lowering.js';
import { nameOf } from './names.js';
import { tooDeep, type Value } from './values.js';

/** Imports and exports; false for any other statement, which is then lowered as such. */
export function lowerModuleItem(lower: Lowering, node: TSESTree.Node): boolean {
  const { build } = lower;
  switch (node.type) {
    case 'ImportDeclaration':
      for (const part of node.specifiers) bindImport(lower, part.local, node.source.value, importedName(part));
      return true;
    case 'TSImportEqualsDeclaration':
      if (node.moduleReference.type === 'TSExternalModuleReference') bindImport(lower, node.id, node.moduleReference.expression.value, '*');
      else lower.assign(node.id, entityValue(lower, node.moduleReference));
      return true;
    case 'ExportAllDeclaration':
      build.exports.push({ name: node.exported ? nameOf(node.exported) : '*', from: { specifier: node.source.value, name: '*' } });
      return true;
    case 'ExportNamedDeclaration':
      exportNamed(lower, node);
      return true;
    case 'ExportDefaultDeclaration':
      exportDefault(lower, node.declaration);
      return true;
    case 'TSExportAssignment':
      build.exports.push({ name: 'module.exports', value: lower.expression(node.expression) });
      return true;
    default:
      return false;
  }
}

function importedName(part: TSESTree.ImportClause): string {
  if (part.type === 'ImportDefaultSpecifier') return 'default';
  return part.type === 'ImportNamespaceSpecifier' ? '*' : nameOf(part.imported);
}

function bindImport(lower: Lowering, local: TSESTree.Identifier, specifier: string, name: string): void {
  lower.assign(local, { kind: 'import', specifier, name, range: local.range });
}

/** `import Server = Library.Server`. */
function entityValue(lower: Lowering, node: TSESTree.EntityName): Value {
  if (node.type !== 'TSQualifiedName') return lower.expression(node);
  const object = lower.build.deeper(() => entityValue(lower, node.left), () => tooDeep(node.left.range));
  return { kind: 'member', object, property: node.right.name, range: node.range };
}

function exportNamed(lower: Lowering, node: TSESTree.ExportNamedDeclaration): void {
  const { exports } = lower.build;
  const { declaration, source } = node;
  for (const { local, exported } of node.specifiers as readonly Specifier[]) {
    if (source) exports.push({ name: nameOf(exported), from: { specifier: source.value, name: local ? nameOf(local) : 'default' } });
    else if (local?.type === 'Identifier') exports.push({ name: nameOf(exported), value: lower.expression(local) });
  }
  if (!declaration) return;
  lower.statement(declaration);
  for (const name of declaredNames(lower, declaration)) {
    const value = lower.build.names.bindingFor(name);
    if (value) exports.push({ name: name.name, value });
  }
}

/** With Babel's `export v from './v'`, there is no local name. */
interface Specifier {
  readonly local?: TSESTree.Identifier | TSESTree.StringLiteral;
  readonly exported: TSESTree.Identifier | TSESTree.StringLiteral;
}

function declaredNames({ build }: Lowering, node: TSESTree.NamedExportDeclarations): TSESTree.Identifier[] {
  if (node.type === 'VariableDeclaration') return node.declarations.flatMap(({ id }) => patternNames(build, id));
  // An overload's signature; the function follows.
  if (node.type === 'TSDeclareFunction' && !node.declare) return [];
  return node.id?.type === 'Identifier' ? [node.id] : [];
}

function patternNames(build: Lowering['build'], node: TSESTree.Node | null): TSESTree.Identifier[] {
  const inner = (part: TSESTree.Node | null): TSESTree.Identifier[] => build.deeper(() => patternNames(build, part), () => []);
  switch (node?.type) {
    case 'Identifier':
      return [node];
    case 'ObjectPattern':
      return node.properties.flatMap((property) => inner(property.type === 'RestElement' ? property : property.value));
    case 'ArrayPattern':
      return node.elements.flatMap(inner);
    case 'AssignmentPattern':
      return inner(node.left);
    case 'RestElement':
      return inner(node.argument);
    default:
      return [];
  }
}

function exportDefault(lower: Lowering, node: TSESTree.DefaultExportDeclarations): void {
  const value = defaultValue(lower, node);
  if (value) lower.build.exports.push({ name: 'default', value });
}

function defaultValue(lower: Lowering, node: TSESTree.DefaultExportDeclarations): Value | undefined {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSInterfaceDeclaration':
      if (!node.id) return node.type === 'FunctionDeclaration' ? lower.functionValue(node) : lower.classValue(node);
      lower.statement(node);
      return lower.build.names.bindingFor(node.id);
    case 'TSDeclareFunction':
      return undefined;
    default:
      return lower.expression(node);
  }
}
