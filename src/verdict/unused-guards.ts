import type { FunctionFacts } from '../facts/module-facts.js';
import { decoratorRange, idleClasses } from '../link/class-roles.js';
import type { Passage } from '../link/effects.js';
import { bareFrame, type Frame, functionKey, type Link, type LinkedModule, type Premise, type Term } from '../link/link.js';
import { testsOf } from '../link/conditions.js';
import { classBehind } from '../link/classes.js';
import { keyOf } from './guards.js';
import { reserves } from './reservations.js';
import { isRate } from './trackers.js';
import type { IdleLimit } from './verdict.js';

export interface UnusedGuard {
  readonly finding: IdleLimit;
  readonly limits: readonly Term[];
}

/** Functions that compare a count of connections with a limit and that no connection reaches. */
export function unusedGuards(link: Link, passages: readonly Passage[]): readonly UnusedGuard[] {
  const decorating = decoratingGuards(link);
  const told = new Set([...decorating.flatMap(({ functions }) => functions), ...releasing(link)]);
  const reached = new Set(passages.flatMap(({ frames }) => frames.map(({ frame }) => functionKey(frame.module, frame.fn))));
  const uncalled = link.index.modules.flatMap((module) =>
    module.facts.functions.flatMap((fn): UnusedGuard[] => {
      if (told.has(functionKey(module, fn.id)) || fn.kind === 'module' || fn.kind === 'initializer' || isReached(link, module, fn, reached)) return [];
      const limits = comparedLimits(link, bareFrame(module, fn.id));
      if (limits.length === 0) return [];
      const name = fn.name ?? nameOf(link, module, fn) ?? 'limiter';
      return [{ finding: { id: 'unusedGuard', name, module, range: nameRange(module, fn) }, limits }];
    }),
  );
  return [...decorating, ...uncalled];
}

/** What the library calls at the end of a connection compares a count with nothing, and limits nobody. */
function releasing(link: Link): string[] {
  return link.waysIn().flatMap(({ model, handlers }) => (model.phase === 'closed' ? handlers.map(({ value, frame }) => functionKey(frame.module, value.fn)) : []));
}

/** Limiters that a decorator puts on a class, or on its handler of new connections, where the library runs them for other things. */
function decoratingGuards(link: Link): (UnusedGuard & { readonly functions: readonly string[] })[] {
  return link.classes().flatMap(({ module, facts, methods }) => {
    const handlers = new Set(methods.flatMap(({ model, handler }) => (model ? [handler.value.fn] : [])));
    const own = facts.members.filter(({ fn }) => fn !== undefined && handlers.has(fn));
    return [facts, ...own].flatMap(({ decorators = [] }) => decorators).flatMap((decorator) =>
      idleClasses(link, decorator, bareFrame(module, facts.parent)).flatMap(({ name, frames }) => {
        const limits = frames.flatMap((frame) => comparedLimits(link, frame));
        const functions = frames.map((frame) => functionKey(frame.module, frame.fn));
        return limits.length > 0 ? [{ finding: { id: 'unusedGuard' as const, name, module, range: decoratorRange(decorator) }, limits, functions }] : [];
      }),
    );
  });
}

function isReached(link: Link, module: LinkedModule, fn: FunctionFacts, reached: ReadonlySet<string>): boolean {
  if (reached.has(functionKey(module, fn.id))) return true;
  if (link.callersOf(module, fn.id).length > 0 || link.handedTo(module, fn.id).length > 0 || (isExported(link, module, fn) && !link.index.isComplete(module))) return true;
  return fn.parent > 0 && link.isPerConnection(module, fn.parent);
}

/** Exported, itself or its class: code out of reach may call it. */
function isExported(link: Link, module: LinkedModule, fn: FunctionFacts): boolean {
  return module.facts.exports.some(({ value }) => {
    if (!value) return false;
    return link.origins({ value, frame: bareFrame(module, 0) }).some((origin) => {
      const inner = origin.value;
      if (inner.kind === 'object') return inner.properties.some((property) => isFunction(link, { value: property.value, frame: origin.frame }, fn));
      if (fn.owner !== undefined && classBehind(origin.frame.module, inner) === fn.owner) return true;
      if (inner.kind === 'call' && inner.isNew) return fn.owner !== undefined;
      return inner.kind === 'function' && inner.fn === fn.id;
    });
  });
}

function isFunction(link: Link, term: Term, fn: FunctionFacts): boolean {
  return link.origins(term).some(({ value }) => value.kind === 'function' && value.fn === fn.id);
}

/** The limits that the function's own tests and results compare a count per key with. */
function comparedLimits(link: Link, frame: Frame): Term[] {
  const events = frame.module.facts.functions[frame.fn]?.events ?? [];
  return events.flatMap((event): Term[] => {
    if (event.kind !== 'test' && event.kind !== 'return') return [];
    const premise: Premise = { condition: { kind: 'test', value: event.value, truthy: true, parent: -1 }, frame };
    return testsOf(link, premise).counts.flatMap((test) => {
      const { container } = test.count.holding;
      const isPerKey = test.kind === 'compare' && test.limit && keyOf(link, test.count.holding) !== 'none' && !container.collection;
      return isPerKey && mayBeLimit(link, test.limit) && !isRate(link, container) && isTracked(link, container) ? [test.limit] : [];
    });
  });
}

/** `size === 0` and `size > 0` ask whether there is anybody. */
function mayBeLimit(link: Link, limit: Term): boolean {
  const { values, unknown } = link.numbers(limit);
  return unknown !== undefined || values.length === 0 || values.some((value) => value >= 1);
}

/** Something in the program puts entries into it. */
function isTracked(link: Link, container: Parameters<typeof reserves>[3]): boolean {
  return link.index.modules.some((module) =>
    module.facts.functions.some(({ id, events }) => events.some((event) => reserves(link, event, bareFrame(module, id), container))),
  );
}

function nameOf(link: Link, module: LinkedModule, fn: FunctionFacts): string | undefined {
  return module.facts.bindings.find((binding) => binding.kind === 'variable' && link.index.assignmentsTo(module, binding.id).some(({ event }) => event.value.kind === 'function' && event.value.fn === fn.id))?.name;
}

function nameRange(module: LinkedModule, fn: FunctionFacts): FunctionFacts['range'] {
  const member = module.facts.classes.flatMap(({ members }) => members).find((candidate) => candidate.fn === fn.id);
  if (member) return member.range;
  const binding = module.facts.bindings.find(({ name, kind, range }) => name === fn.name && kind === 'function' && range[0] >= fn.range[0] && range[1] <= fn.range[1]);
  return binding?.range ?? [fn.range[0], Math.min(fn.body[0], fn.range[1])];
}
