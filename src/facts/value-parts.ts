import type { Value } from './values.js';

/** The values that a value is made of. */
export function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'member':
      return [value.object, ...(typeof value.property === 'string' ? [] : [value.property])];
    case 'call':
      return [value.callee, ...value.args];
    case 'object':
      return value.properties.map((property) => property.value);
    case 'array':
      return value.elements;
    case 'binary':
    case 'logical':
      return [value.left, value.right];
    case 'choice':
      return [value.test, value.then, value.otherwise];
    case 'template':
      return value.values;
    case 'not':
    case 'await':
    case 'spread':
      return [value.value];
    case 'each':
      return [value.of];
    default:
      return [];
  }
}
