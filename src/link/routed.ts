import type { BinaryValue, Value } from '../facts/module-facts.js';
import { partsOf } from '../facts/value-parts.js';
import type { RoutedModel, WayInModel } from '../models/model.js';
import { entryOf } from '../models/catalogue.js';
import { bareFrame, type Frame, functionKey, functionOf, type Link, type LinkedModule, type Premise, type Term, termAt, type WayIn } from './link.js';
import { declaredParameters } from './declared-types.js';
import { textOf } from './value-names.js';

/** A comparison of what a function is called for with a name of that. */
interface Question {
  /** The function whose first argument is asked. */
  readonly asked: Frame;
  readonly member: string;
  readonly name: string;
  readonly at: Term;
  /** Whether it holds where the two are the same. */
  readonly isEqual: boolean;
}

/** Functions that nothing registers, and that ask by their first argument whether they are called for a new connection. */
export function routedWays(link: Link): WayIn[] {
  return link.catalogue.routedWays.flatMap(({ model, routed, library }) => {
    const found = new Map<string, WayIn>();
    const asking = new Set<string>();
    for (const module of link.index.modules) {
      const isKnown = module.facts.bindings.some(({ imported }) => imported && link.catalogue.libraryOf(imported.specifier) === library);
      for (const { asked, member, name, at } of questionsIn(link, module, routed, isKnown)) {
        const key = functionKey(asked.module, asked.fn);
        asking.add(key);
        if (entryOf(routed.asks, member) === name && !found.has(key)) found.set(key, wayOf(model, asked, at, at.value.range));
      }
      if (isKnown) for (const way of declaredWays(link, module, model, routed, asking)) found.set(way.emitter.id, way);
    }
    return [...found.values()];
  });
}

function wayOf(model: WayInModel, entry: Frame, at: Term, range: Value['range']): WayIn {
  const id = functionKey(entry.module, entry.fn);
  const { emits } = model;
  const fn = functionOf(entry);
  const handler = termAt({ kind: 'function' as const, fn: fn.id, range: fn.range }, bareFrame(entry.module, Math.max(fn.parent, 0)));
  return {
    model,
    emitter: { role: emits ?? 'unknown:handler', id, root: id, made: handler },
    handlers: [handler],
    roles: model.parameters.map((role, index) => role && { role, id: `${id}(${String(index)})`, root: id, made: handler }),
    at,
    range,
  };
}

/** The comparisons of a module, each at its decision; where nothing says that it has to do with the library, only plain ones. */
function questionsIn(link: Link, module: LinkedModule, routed: RoutedModel, isKnown: boolean): Question[] {
  const names = new Set(Object.values(routed.asks));
  const isName = (side: Value): boolean => side.kind === 'literal' && typeof side.value === 'string' && names.has(side.value);
  return module.facts.functions.flatMap((fn) =>
    fn.events.flatMap((event): Question[] => {
      if (event.kind !== 'test' && event.kind !== 'assign' && event.kind !== 'return') return [];
      const asking = comparisons(event.value).filter(({ left, right }) => isKnown || isName(left) || isName(right));
      return asking.flatMap((value) => questionOf(link, routed, termAt(value, bareFrame(module, fn.id))));
    }),
  );
}

function comparisons(value: Value): BinaryValue[] {
  switch (value.kind) {
    case 'binary':
      return /^[!=]==?$/u.test(value.operator) ? [value] : [];
    case 'logical':
      return [...comparisons(value.left), ...comparisons(value.right)];
    case 'not':
      return comparisons(value.value);
    case 'choice':
      return comparisons(value.test);
    default:
      return [];
  }
}

function questionOf(link: Link, { asks }: RoutedModel, { value, frame }: Term<BinaryValue>): Question[] {
  return [
    [value.left, value.right],
    [value.right, value.left],
  ].flatMap(([subject, other]): Question[] => {
    const name = other && subject && subject.kind !== 'literal' ? textOf(link, termAt(other, frame)) : undefined;
    const found = name !== undefined && subject && other ? pathOf(link, termAt(subject, frame)) : undefined;
    const member = found?.path.join('.') ?? '';
    if (!found || !other || name === undefined || entryOf(asks, member) === undefined) return [];
    return [{ asked: found.asked, member, name, at: termAt(other, frame), isEqual: value.operator.startsWith('=') }];
  });
}

const MAX_STEPS = 16;

/** The members that lead to a value from the first argument of a function. */
function pathOf(link: Link, term: Term): { readonly asked: Frame; readonly path: readonly string[] } | undefined {
  const path: string[] = [];
  let at = term;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const { value, frame } = at;
    if (value.kind === 'member') {
      if (typeof value.property !== 'string') return undefined;
      path.unshift(value.property);
      at = termAt(value.object, frame);
    } else if (value.kind === 'logical') at = termAt(value.left, frame);
    else {
      const [next] = link.next(at);
      const parameter = value.kind === 'binding' ? link.index.parameter(frame.module, value.id) : undefined;
      if (parameter && (!next || next.value === value)) return parameter.index === 0 ? { asked: bareFrame(frame.module, parameter.fn), path } : undefined;
      if (!next || next.value === value) return undefined;
      at = next;
    }
  }
  return undefined;
}

/** Functions that are declared to be given such events, and are for new connections alone. */
function declaredWays(link: Link, module: LinkedModule, model: WayInModel, routed: RoutedModel, asking: ReadonlySet<string>): WayIn[] {
  const [role] = model.parameters;
  const file = module.path.split(/[/\\]/u).slice(-2);
  return module.facts.functions.flatMap((fn): WayIn[] => {
    const [first] = fn.parameters;
    const frame = bareFrame(module, fn.id);
    const name = link.index.nameOf(module, fn.id);
    const called = name && module.facts.bindings[name.value.id]?.name;
    if (fn.parent !== 0 || !name || called === undefined || asking.has(functionKey(module, fn.id))) return [];
    const event = first && termAt({ kind: 'binding', id: first.binding, range: first.range } as const, frame);
    const isGiven = event ? link.roles(event).some((ref) => ref.role === role) : declaredParameters(link, name)?.[0] === role;
    const isFor = isGiven && ([called, ...file].some((part) => isNamed(part, routed)) || (first !== undefined && fn.events.some((one) => 'value' in one && reads(one.value, first.binding, routed.reads))));
    return isFor ? [wayOf(model, frame, name, [name.value.range[0], name.value.range[0] + called.length])] : [];
  });
}

function isNamed(name: string, { named, unlike }: RoutedModel): boolean {
  const word = name.toLowerCase();
  return named.some((part) => word.includes(part)) && !unlike.some((part) => word.includes(part));
}

/** Whether one of the members of a name is read. */
function reads(value: Value, binding: number, members: readonly string[]): boolean {
  if (value.kind === 'member' && value.object.kind === 'binding' && value.object.id === binding && typeof value.property === 'string' && members.includes(value.property)) return true;
  return partsOf(value).some((part) => reads(part, binding, members));
}

/** Whether something happens only where the function is called for another thing. */
export function isElsewhere(link: Link, { model: { routed } }: WayIn, premise: Premise | undefined): boolean {
  for (let at = premise; routed && at; at = at.outer) {
    const { condition, frame } = at;
    if (condition.kind === 'test' && isOther(link, routed, termAt(condition.value, frame), condition.truthy)) return true;
  }
  return false;
}

function isOther(link: Link, routed: RoutedModel, { value, frame }: Term, truthy: boolean): boolean {
  const inner = (part: Value, want = truthy): boolean => isOther(link, routed, termAt(part, frame), want);
  switch (value.kind) {
    case 'not':
      return inner(value.value, !truthy);
    case 'logical':
      // Both sides of what holds altogether hold; of what may hold by either side, both must lead elsewhere.
      return (value.operator === '&&') === truthy ? inner(value.left) || inner(value.right) : inner(value.left) && inner(value.right);
    case 'binary': {
      const [question] = comparisons(value).length > 0 ? questionOf(link, routed, termAt(value, frame)) : [];
      return question !== undefined && (question.isEqual === truthy) !== (entryOf(routed.asks, question.member) === question.name);
    }
    default:
      return false;
  }
}
