import type { CallValue, FunctionFacts } from '../facts/module-facts.js';
import { classBehind } from './classes.js';
import { bareFrame, functionKey, type Link, type LinkedModule, type Term, termAt } from './link.js';
import { push } from './program-index.js';
import { wayInFor } from './registrations.js';
import { isKept } from './stored.js';

/**
 * The functions that run once for each connection: handlers of ways in, callbacks that get a connection, and what is
 * written inside them; and the constructors of classes that only these make instances of.
 */
export function perConnectionFunctions(link: Link): ReadonlySet<string> {
  const found = new Set<string>();
  const called = new Set(link.classes().flatMap(({ methods }) => methods.flatMap(({ model, handler }) => (model ? [functionKey(handler.frame.module, handler.value.fn)] : []))));
  for (const module of link.index.modules) {
    for (const fn of module.facts.functions) {
      const key = functionKey(module, fn.id);
      const isInside = fn.parent >= 0 && found.has(functionKey(module, fn.parent));
      if (isInside || called.has(key) || isHandedConnections(link, module, fn.id) || isGivenConnection(link, module, fn)) found.add(key);
    }
  }
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const module of link.index.modules) addCalled(link, module, found);
  }
  const instances = instancesByClass(link);
  for (const module of link.index.modules) {
    for (const { id, members } of module.facts.classes) {
      const made = instances.get(classKey(module, id)) ?? [];
      const isMadeEachTime = ({ value, frame }: Term): boolean =>
        found.has(functionKey(frame.module, frame.fn)) && !isKept(link, termAt(value, frame), (at, fn) => found.has(functionKey(at, fn)));
      if (made.length === 0 || !made.every(isMadeEachTime)) continue;
      for (const { fn } of members) if (fn !== undefined) found.add(functionKey(module, fn));
      for (const fn of module.facts.functions) if (fn.kind === 'initializer' && fn.owner === id) found.add(functionKey(module, fn.id));
    }
  }
  return found;
}

function classKey(module: LinkedModule, id: number): string {
  return `${module.path}#${String(id)}`;
}

/** The calls that make an instance of each class in reach. */
function instancesByClass(link: Link): ReadonlyMap<string, readonly Term<CallValue>[]> {
  const instances = new Map<string, Term<CallValue>[]>();
  for (const call of link.index.calls) {
    if (!call.value.isNew) continue;
    const classes = link.origins(termAt(call.value.callee, call.frame)).flatMap(({ value, frame }) => {
      const id = classBehind(frame.module, value);
      return id === undefined ? [] : [classKey(frame.module, id)];
    });
    for (const key of new Set(classes)) push(instances, key, call);
  }
  return instances;
}

/** Functions that only functions of this kind call, and what is written inside them. */
function addCalled(link: Link, module: LinkedModule, found: Set<string>): void {
  for (const fn of module.facts.functions) {
    const sites = link.callSitesOf(module, fn.id);
    const isCalled = sites.length > 0 && sites.every((site) => found.has(functionKey(site.module, site.fn)));
    const isInside = fn.parent >= 0 && found.has(functionKey(module, fn.parent));
    if (isCalled || isInside) found.add(functionKey(module, fn.id));
  }
}

/** Makes containers of its own, and is given a new connection, by whoever calls it. */
function isGivenConnection(link: Link, module: LinkedModule, { id, parameters, events }: FunctionFacts): boolean {
  if (parameters.length === 0 || !events.some((event) => event.kind === 'call' && event.value.isNew && event.value.callee.kind === 'global')) return false;
  return parameters.some(({ binding, range }) =>
    link.roles(termAt({ kind: 'binding', id: binding, range }, bareFrame(module, id))).some(({ role, isOther }) => !isOther && link.catalogue.lookUp(role, ({ ends }) => ends) !== undefined),
  );
}

function isHandedConnections(link: Link, module: LinkedModule, fn: number): boolean {
  return link.handedTo(module, fn).some((use) => {
    if (wayInFor(link, use)) return use.property !== undefined || !wayInFor(link, use)?.model.covers.includes('later');
    const { callee } = use.call.value;
    if (callee.kind !== 'member' || typeof callee.property !== 'string') return false;
    const method = callee.property;
    return link.catalogue.vocabulary.accepting.has(method) && link.roles(termAt(callee.object, use.call.frame)).some((ref) => link.catalogue.methodOfRole(ref.role, method)?.accepts !== undefined);
  });
}
