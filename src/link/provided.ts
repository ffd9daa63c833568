import type { CallValue, Value } from '../facts/module-facts.js';
import { PROVIDES } from '../models/meanings.js';
import { classBehind } from './classes.js';
import { bareFrame, type Link, type Term, termAt } from './link.js';
import { returnsOf } from './returns.js';

/** Containers wrap what they are given: a list with a factory, an object that says how it is used. */
const MAX_DEPTH = 3;
/** A module of more functions than this is no part that a container makes something of. */
const MAX_FUNCTIONS = 16;

/** What a container gives for what it was given: the value itself, what a factory returns, an instance of a class. */
export function provided(link: Link, put: Term, depth = 0): readonly Term[] {
  if (depth > MAX_DEPTH) return [];
  return link.origins(put).flatMap((origin): readonly Term[] => {
    const { value, frame } = origin;
    const inner = (part: Value): readonly Term[] => provided(link, termAt(part, frame), depth + 1);
    if (classBehind(frame.module, value) !== undefined) return [termAt(instanceOf(value), frame)];
    switch (value.kind) {
      case 'function':
        return returnsOf(bareFrame(frame.module, value.fn));
      case 'array':
        return value.elements.flatMap(inner);
      case 'object':
        return [origin, ...value.properties.flatMap(({ key, value: part }) => (key !== undefined && PROVIDES.test(key) ? inner(part) : []))];
      // `asFunction(createServer)`
      case 'call':
        return isWrapper(link, termAt(value, frame)) ? value.args.flatMap(inner) : [origin];
      default:
        return [origin];
    }
  });
}

/** A function of another package that is given nothing else. */
function isWrapper(link: Link, { value, frame }: Term<CallValue>): boolean {
  return !value.isNew && value.args.length === 1 && link.callees(termAt(value, frame)).length === 0 && link.origins(termAt(value.callee, frame)).some((origin) => origin.value.kind === 'import');
}

/** What calling it gives; of a module or an object, one of its functions is meant. */
export function resultsOf(link: Link, put: Term): readonly Term[] {
  return link.origins(put).flatMap((origin) => {
    const functions = origin.value.kind === 'function' ? [origin] : partsOf(link, origin).flatMap((part) => link.origins(part));
    return functions.slice(0, MAX_FUNCTIONS).flatMap(({ value, frame }) => (value.kind === 'function' ? returnsOf(bareFrame(frame.module, value.fn)) : []));
  });
}

function partsOf(link: Link, { value, frame }: Term): readonly Term[] {
  if (value.kind === 'object') return value.properties.map((property) => termAt(property.value, frame));
  const module = value.kind === 'import' && value.name === '*' ? link.index.moduleOf(frame.module, value.specifier) : undefined;
  return module ? module.facts.exports.flatMap((item) => (item.value ? [termAt(item.value, bareFrame(module, 0))] : [])) : [];
}

const INSTANCES = new WeakMap<Value, CallValue>();

/** The container says `new`. */
function instanceOf(callee: Value): CallValue {
  const { range } = callee;
  const known = INSTANCES.get(callee) ?? { kind: 'call', callee, args: [], isNew: true, range, headRange: range };
  INSTANCES.set(callee, known);
  return known;
}
