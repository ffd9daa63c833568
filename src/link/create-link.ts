import type { Settings } from '../settings.js';
import { type CallGraph, NO_CALLS, readCallGraph, withEmissions, withHandedCalls } from './call-graph.js';
import { createCallees } from './calls.js';
import { findConversions, NO_CONVERSIONS } from './conversions.js';
import { createFrames } from './frames.js';
import { createHoldings } from './containers.js';
import { createCounts } from './counts.js';
import { declaredClass, findDeclaredType } from './declared-types.js';
import { createKeyClass } from './keys.js';
import { libraryClasses } from './class-roles.js';
import { functionKey, type LibraryClass, type Link, type LinkedModule, type RoleRef, siteId, type Term, type WayIn } from './link.js';
import { classesOf } from './classes.js';
import { createNumbers } from './numbers.js';
import { createOrigins, FOLLOWED, nextTerms } from './origins.js';
import { type Neighbours, ProgramIndex } from './program-index.js';
import { Questions } from './questions.js';
import { createRoles } from './roles.js';
import { perConnectionFunctions } from './activations.js';
import { findWaysIn } from './ways-in.js';

/** Joins the modules of a program, so that questions about its values can be asked. */
export function linkProgram(modules: readonly LinkedModule[], settings: Settings, neighbours?: Neighbours): Link {
  const index = new ProgramIndex(modules, settings.catalogue, neighbours);
  // Who calls a function is found without knowing it; the second look knows what the first one found.
  const first = createLink(index, settings, NO_CALLS);
  const direct = readCallGraph(first);
  const converted = findConversions(index, (known) => createLink(index, settings, direct, known));
  const second = createLink(index, settings, direct, converted);
  const graph = withHandedCalls(second, direct) ?? direct;
  const third = graph === direct ? second : createLink(index, settings, graph, converted);
  const emitted = withEmissions(third, graph);
  return emitted ? createLink(index, settings, emitted, converted) : third;
}

function createLink(index: ProgramIndex, settings: Settings, graph: CallGraph, converted = NO_CONVERSIONS): Link {
  let ways: readonly WayIn[] | undefined;
  let perConnection: ReadonlySet<string> | undefined;
  const link: Link = {
    index,
    settings,
    catalogue: settings.catalogue,
    origins: (term) => origins(term),
    next: (term) => next(term),
    roles: (term) => roles(term),
    callersOf: (module, fn) => graph.callers.get(functionKey(module, fn)) ?? [],
    callSitesOf: (module, fn) => graph.sites.get(functionKey(module, fn)) ?? [],
    handedTo: (module, fn) => graph.handed.get(functionKey(module, fn)) ?? [],
    activate: createFrames(),
    callees: (term) => callees(term),
    holdings: (term) => holdings(term),
    counts: (term) => counts(term),
    numbers: (term) => numbers(term),
    keyClass: (terms) => keyClass(terms),
    declaredType: (term) => types(term),
    declaredClass: (term) => declared(term),
    place: (term) => place(term),
    waysIn: () => (ways ??= findWaysIn(link)),
    classes: () => called,
    methodRoles: (module, fn) => methods.get(functionKey(module, fn)),
    isPerConnection: (module, fn) => (perConnection ??= perConnectionFunctions(link)).has(functionKey(module, fn)),
  };
  // While the classes are looked for, nobody knows of any.
  let called: readonly LibraryClass[] = [];
  let methods: ReadonlyMap<string, readonly (RoleRef | undefined)[]> = new Map();
  const questions = new Questions(index.effort);
  const origins = createOrigins(link, questions);
  const followed = questions.remember<readonly Term[]>((term) => [term], (term) => nextTerms(link, term));
  const next: Link['next'] = (term) => (FOLLOWED.has(term.value.kind) ? followed(term) : [term]);
  const callees = createCallees(link, questions);
  const roles = createRoles(link, questions, converted);
  const holdings = createHoldings(link, questions);
  const counts = createCounts(link, questions);
  const numbers = createNumbers(link, questions);
  const keyClass = createKeyClass(link, questions);
  const types = questions.remember<ReturnType<Link['declaredType']>>(() => undefined, (term) => findDeclaredType(link, term));
  const declared = questions.remember<ReturnType<Link['declaredClass']>>(() => undefined, (term) => declaredClass(link, term));
  const place = questions.remember<string | undefined>(() => undefined, (term) => placeOf(link, term));
  // Before all else, for what else is asked depends on them.
  called = libraryClasses(link);
  methods = new Map(called.flatMap((one) => one.methods.map(({ handler, roles: given }) => [functionKey(handler.frame.module, handler.value.fn), given] as const)));
  return link;
}

/** All instances of a class, and of those that it extends, are one place. */
function instancePlace(link: Link, term: Term): string | undefined {
  const last = classesOf(link, term).at(-1);
  return last && `${last.isStatic ? 'static' : 'class'} ${last.module.path}:${String(last.facts.id)}`;
}

/** The object in which fields lie; one place for all connections of a library, and for all instances of a class. */
function placeOf(link: Link, term: Term): string | undefined {
  const { value, frame } = term;
  const { path } = frame.module;
  const [role] = link.roles(term);
  if (role && !link.catalogue.isClassRole(role.role)) return `role ${role.role}`;
  switch (value.kind) {
    case 'object':
    case 'array':
      return `at ${siteId(term)}`;
    case 'this':
    case 'class':
    case 'call': {
      const instance = instancePlace(link, term);
      if (instance !== undefined) return instance;
      if (value.kind === 'this') return `this ${path}:${String(value.fn)}`;
      return value.kind === 'call' && value.isNew ? `at ${siteId(term)}` : undefined;
    }
    case 'member': {
      const instance = instancePlace(link, term);
      if (instance !== undefined) return instance;
      if (typeof value.property !== 'string') return undefined;
      const owners = link.origins({ value: value.object, frame }).map((owner) => link.place(owner));
      const owner = owners.find((found) => found !== undefined);
      return owner === undefined ? undefined : `${owner}.${value.property}`;
    }
    case 'function':
      return `function ${path}:${String(value.fn)}`;
    case 'import':
      return `import ${value.specifier}#${value.name}`;
    case 'global':
      return `global ${value.name}`;
    case 'binding':
      return instancePlace(link, term) ?? `binding ${path}:${String(value.id)}`;
    default:
      return undefined;
  }
}
