import type { CallValue, Range, Value } from '../facts/module-facts.js';
import { exportsOf } from './library-exports.js';
import { bareFrame, type Link, type Term, termAt } from './link.js';
import { classesOf, functionValue } from './classes.js';
import { returnsOf } from './returns.js';

/** A property of an object that a call is given. */
export interface Option {
  readonly key: string;
  readonly value: Term;
  /** Where its name stands, if that is in the call. */
  readonly keyRange?: Range;
}

/**
 * The properties of an object that a call is given; where the call makes something of a library or registers with it,
 * also by a name, a spread or a function that returns it. What lies deeper has dots in its key.
 */
export function optionsOf(link: Link, call: Term<CallValue>, argument: Value): readonly Option[] {
  if (argument.kind === 'literal') return [];
  if (argument.kind === 'array') return takesOptions(link, call) ? argument.elements.flatMap((element) => (element.kind === 'object' ? optionsOf(link, call, element) : [])) : [];
  let known: boolean | undefined;
  const isLibrary = (): boolean => (known ??= takesOptions(link, call));
  if (argument.kind !== 'object' && (MAY_NOT_BE_OPTIONS.has(argument.kind) || !isLibrary())) return [];
  const propertiesOf = (term: Term, depth: number, prefix: string): readonly Option[] => {
    const { value, frame } = term;
    if (value.kind === 'function') return prefix === '' && isBuilt(link, call) ? returnsOf(bareFrame(frame.module, value.fn)).flatMap((result) => propertiesOf(result, depth + 1, prefix)) : [];
    if (prefix !== '' && value.kind === 'array') return value.elements.flatMap((element) => propertiesOf(termAt(element, frame), depth, prefix));
    if (prefix !== '' && value.kind === 'call' && value.isNew) return methodsOf(link, term, prefix);
    if (value.kind !== 'object') return depth < MAX_SPREADS ? link.origins(term).flatMap((origin) => (CAN_HOLD.has(origin.value.kind) && origin.value !== value ? propertiesOf(origin, depth + 1, prefix) : [])) : [];
    return value.properties.flatMap(({ key, keyRange, value: part }): readonly Option[] => {
      if (key === undefined) return part.kind === 'spread' && isLibrary() ? propertiesOf(termAt(part.value, frame), depth + 1, prefix) : [];
      const path = prefix + key;
      const own: Option = { key: path, value: termAt(part, frame), ...(frame.fn === call.frame.fn && frame.module === call.frame.module && { keyRange }) };
      return link.catalogue.vocabulary.isOptionGroup(path) && isLibrary() ? [own, ...propertiesOf(termAt(part, frame), depth, `${path}.`)] : [own];
    });
  };
  return propertiesOf(termAt(argument, call.frame), 0, '');
}

/** An object of a class in reach has the functions that its class has. */
function methodsOf(link: Link, { value, frame }: Term, prefix: string): Option[] {
  return classesOf(link, termAt(value, frame)).flatMap(({ module, facts }) =>
    facts.members.flatMap((member): Option[] => (member.fn === undefined || member.isStatic ? [] : [{ key: prefix + member.name, value: termAt(functionValue(member, member.fn), bareFrame(module, facts.parent)) }])),
  );
}

/** Whether a library looks into the options of a call. */
function takesOptions(link: Link, call: Term<CallValue>): boolean {
  const { callee } = call.value;
  // What a function in reach does with them is seen in its code.
  if (!call.value.isNew && link.callees(call).length > 0) return false;
  if (link.roles(call).length > 0) return true;
  if (callee.kind === 'member' && typeof callee.property === 'string' && link.catalogue.vocabulary.withOptions.has(callee.property)) return link.roles(termAt(callee.object, call.frame)).length > 0;
  return exportsOf(link, termAt(callee, call.frame)).some(({ attaches }) => attaches !== undefined);
}

/** Whether a library calls a function for the options. */
function isBuilt(link: Link, call: Term<CallValue>): boolean {
  return link.roles(call).some(({ role }) => link.catalogue.lookUp(role, ({ optionsAreReturned }) => optionsAreReturned));
}

const MAY_NOT_BE_OPTIONS: ReadonlySet<Value['kind']> = new Set<Value['kind']>(['literal', 'template', 'class']);
const CAN_HOLD: ReadonlySet<Value['kind']> = new Set<Value['kind']>(['object', 'function', 'array', 'call']);
/** Options may be spread into options that are spread. */
const MAX_SPREADS = 4;
