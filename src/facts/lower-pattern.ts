import type { TSESTree } from '@typescript-eslint/types';
import { placeOf, staticKey } from './lower-expression.js';
import type { Lowering } from './lowering.js';
import type { Value } from './module-facts.js';
import { typeNameOf } from './type-names.js';

/** Assigns `value` to a name, a member or a destructuring pattern. Patterns become one assignment a name. */
export function lowerAssignment(lower: Lowering, target: TSESTree.Node, value: Value): void {
  const { build } = lower;
  const { range } = target;
  switch (target.type) {
    case 'Identifier': {
      const binding = build.bindingFor(target);
      const type = typeNameOf(build, target.typeAnnotation);
      if (binding && type) build.annotate(binding.id, type);
      if (binding && value.kind === 'import') build.importInto(binding.id, value.specifier, value.name);
      if (binding) build.emit({ kind: 'assign', target: binding, operator: '=', value, range });
      return;
    }
    case 'AssignmentPattern': {
      const fallback = lower.expression(target.right);
      lower.assign(target.left, { kind: 'logical', operator: '??', left: value, right: fallback, range });
      return;
    }
    case 'ObjectPattern':
      for (const property of target.properties) {
        if (property.type === 'RestElement') {
          lower.assign(property.argument, value);
          continue;
        }
        const key = staticKey(property.key, property.computed) ?? lower.expression(property.key);
        lower.assign(property.value, { kind: 'member', object: value, property: key, range: property.range });
      }
      return;
    case 'ArrayPattern':
      target.elements.forEach((element, index) => {
        if (!element) return;
        if (element.type === 'RestElement') {
          lower.assign(element.argument, value);
          return;
        }
        lower.assign(element, arrayElement(value, index, element.range));
      });
      return;
    case 'TSParameterProperty':
      lower.assign(target.parameter, value);
      return;
    case 'RestElement':
      lower.assign(target.argument, value);
      return;
    default: {
      const place = placeOf(lower, target);
      if (place) build.emit({ kind: 'assign', target: place, operator: '=', value, range });
    }
  }
}

function arrayElement(value: Value, index: number, range: Value['range']): Value {
  if (value.kind === 'array') return value.elements[index] ?? { kind: 'literal', value: undefined, range };
  return { kind: 'member', object: value, property: { kind: 'literal', value: index, range }, range };
}
