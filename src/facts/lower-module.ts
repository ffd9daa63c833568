import type { TSESTree } from '@typescript-eslint/types';
import type { Lowering } from './lowering.js';
import type { BindingValue, Value } from './module-facts.js';

/** Imports and exports; false for any other statement, which is then lowered as such. */
export function lowerModuleItem(lower: Lowering, node: TSESTree.Node): boolean {
  switch (node.type) {
    case 'ImportDeclaration':
      for (const part of node.specifiers) bindImport(lower, part.local, node.source.value, importedName(part));
      return true;
    case 'TSImportEqualsDeclaration':
      if (node.moduleReference.type === 'TSExternalModuleReference' && node.moduleReference.expression.type === 'Literal') {
        bindImport(lower, node.id, String(node.moduleReference.expression.value), '*');
      } else lower.assign(node.id, lower.expression(node.moduleReference));
      return true;
    case 'ExportAllDeclaration':
      lower.build.exports.push({ name: node.exported?.name ?? '*', from: { specifier: node.source.value, name: '*' } });
      return true;
    case 'ExportNamedDeclaration':
      exportNamed(lower, node);
      return true;
    case 'ExportDefaultDeclaration':
      exportDefault(lower, node.declaration);
      return true;
    case 'TSExportAssignment':
      lower.build.exports.push({ name: 'module.exports', value: lower.expression(node.expression) });
      return true;
    default:
      return false;
  }
}

function importedName(part: TSESTree.ImportClause): string {
  if (part.type === 'ImportDefaultSpecifier') return 'default';
  if (part.type === 'ImportNamespaceSpecifier') return '*';
  return nameOf(part.imported);
}

function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value;
}

function bindImport({ build }: Lowering, local: TSESTree.Identifier, specifier: string, name: string): void {
  const binding = build.bindingFor(local);
  if (!binding) return;
  build.importInto(binding.id, specifier, name);
  build.emit({
    kind: 'assign',
    target: binding,
    operator: '=',
    value: { kind: 'import', specifier, name, range: local.range },
    range: local.range,
  });
}

function exportNamed(lower: Lowering, node: TSESTree.ExportNamedDeclaration): void {
  const { exports } = lower.build;
  for (const { local, exported } of node.specifiers) {
    if (node.source) exports.push({ name: nameOf(exported), from: { specifier: node.source.value, name: nameOf(local) } });
    else if (local.type === 'Identifier') exports.push({ name: nameOf(exported), value: lower.expression(local) });
  }
  const { declaration } = node;
  if (!declaration) return;
  lower.statement(declaration);
  for (const { value, name } of declaredNames(lower, declaration)) exports.push({ name, value });
}

function declaredNames({ build }: Lowering, node: TSESTree.Node): { name: string; value: BindingValue }[] {
  const identifiers =
    node.type === 'VariableDeclaration'
      ? node.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id] : []))
      : 'id' in node && node.id?.type === 'Identifier'
        ? [node.id]
        : [];
  return identifiers.flatMap((identifier) => {
    const value = build.bindingFor(identifier);
    return value ? [{ name: identifier.name, value }] : [];
  });
}

function exportDefault(lower: Lowering, node: TSESTree.DefaultExportDeclarations): void {
  let value: Value | undefined;
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
    if (node.id) {
      lower.statement(node);
      value = lower.build.bindingFor(node.id);
    } else value = node.type === 'FunctionDeclaration' ? lower.functionValue(node) : lower.classValue(node);
  } else value = lower.expression(node);
  if (value) lower.build.exports.push({ name: 'default', value });
}
