import type { TSESTree } from '@typescript-eslint/types';
import { placeOf } from './lower-assignment.js';
import type { Lowering } from './lowering.js';
import { staticKey } from './names.js';
import { withoutWrappers } from './parser-differences.js';
import { typeNameOf } from './type-names.js';
import { undefinedValue, type Value } from './values.js';

/** Assigns `value` to a name, a member or a destructuring pattern. Patterns become one assignment a name. */
export function lowerAssignment(lower: Lowering, target: TSESTree.Node, value: Value): void {
  lower.build.deeper(
    () => {
      assign(lower, withoutWrappers(target), value);
    },
    () => undefined,
  );
}

function assign(lower: Lowering, target: TSESTree.Node, value: Value): void {
  const { build } = lower;
  const { range } = target;
  switch (target.type) {
    case 'Identifier': {
      const binding = build.names.bindingFor(target);
      if (!binding) return;
      const type = typeNameOf(build.names, target.typeAnnotation);
      if (type) build.names.annotate(binding.id, type);
      if (value.kind === 'import') build.names.importInto(binding.id, value.specifier, value.name);
      build.emit({ kind: 'assign', target: binding, operator: '=', value, range });
      return;
    }
    case 'AssignmentPattern': {
      const right = build.under({ kind: 'test', value, truthy: false }, () => lower.expression(target.right));
      lower.assign(target.left, { kind: 'logical', operator: '??', left: value, right, range });
      return;
    }
    case 'ObjectPattern': {
      const object = annotated(lower, target, value);
      for (const property of target.properties) {
        if (property.type === 'RestElement') lower.assign(property.argument, object);
        else {
          const key = staticKey(property.key, property.computed) ?? lower.expression(property.key);
          lower.assign(property.value, { kind: 'member', object, property: key, range: property.range });
        }
      }
      return;
    }
    case 'ArrayPattern':
      target.elements.forEach((element, index) => {
        if (element?.type === 'RestElement') lower.assign(element.argument, value);
        else if (element) lower.assign(element, elementOf(value, index, element.range));
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

/** A pattern with a type gives the type to a nameless binding, from which the names are taken. */
function annotated({ build }: Lowering, { range, typeAnnotation }: TSESTree.ObjectPattern, value: Value): Value {
  const type = typeNameOf(build.names, typeAnnotation);
  if (!type || (value.kind === 'binding' && build.names.typeOf(value.id))) return value;
  const whole = build.names.hidden(range);
  build.names.annotate(whole.id, type);
  build.emit({ kind: 'assign', target: whole, operator: '=', value, range });
  return whole;
}

function elementOf(value: Value, index: number, range: Value['range']): Value {
  const awaited = value.kind === 'await' ? allOf(value.value) : undefined;
  const array = awaited ?? value;
  const isPlain = array.kind === 'array' && array.elements.slice(0, index + 1).every(({ kind }) => kind !== 'spread');
  if (!isPlain) return { kind: 'member', object: value, property: { kind: 'literal', value: index, range }, range };
  const element = array.elements[index] ?? undefinedValue(range);
  return awaited ? { kind: 'await', value: element, range } : element;
}

/** `const [user, count] = await Promise.all([findUser(), countOpen()])`. */
function allOf(value: Value): Value | undefined {
  if (value.kind !== 'call' || value.callee.kind !== 'member' || value.callee.property !== 'all') return undefined;
  const { object } = value.callee;
  return object.kind === 'global' && object.name === 'Promise' ? value.args[0] : undefined;
}
