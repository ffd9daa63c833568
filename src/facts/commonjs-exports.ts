import type { ExportFacts, FunctionFacts } from './module-facts.js';
import type { MemberValue, Value } from './values.js';

/** What a module puts into `exports` and `module.exports`. */
export function commonJsExports(functions: readonly FunctionFacts[]): ExportFacts[] {
  return functions.flatMap(({ events }) =>
    events.flatMap((event): ExportFacts[] => {
      if (event.kind !== 'assign' || event.operator !== '=' || event.target.kind !== 'member') return [];
      return exportsOf(event.target, event.value);
    }),
  );
}

function exportsOf({ object, property }: MemberValue, value: Value): ExportFacts[] {
  if (isModuleExports(object, property)) {
    const names = value.kind === 'object' ? value.properties.flatMap(({ key, value: item }) => (key === undefined ? [] : [{ name: key, value: item }])) : [];
    return [{ name: 'module.exports', value }, ...names];
  }
  const isOfExports = (object.kind === 'global' && object.name === 'exports') || (object.kind === 'member' && isModuleExports(object.object, object.property));
  // Compilers begin with `exports.a = exports.b = void 0`.
  const isEmpty = value.kind === 'literal' && value.value === undefined;
  return isOfExports && typeof property === 'string' && !isEmpty ? [{ name: property, value }] : [];
}

function isModuleExports(object: Value, property: string | Value): boolean {
  return object.kind === 'global' && object.name === 'module' && property === 'exports';
}
