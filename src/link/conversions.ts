import type { Value } from '../facts/module-facts.js';
import type { RoleId } from '../models/model.js';
import { lookUpExport } from './library-exports.js';
import { type Link, type LinkedModule, type RoleRef, siteId, type Term, termAt } from './link.js';
import type { ProgramIndex } from './program-index.js';

/** What values are to a library that were something else when they were made. */
export type Conversions = ReadonlyMap<Value, RoleRef>;

export const NO_CONVERSIONS: Conversions = new Map<Value, RoleRef>();

/**
 * What libraries make of values of the program: `expressWs(app)`, `app.ws.use(router.routes())`. Each step is looked for
 * in the program as it is known by the one before.
 */
export function findConversions(index: ProgramIndex, linkWith: (known: Conversions) => Link): Conversions {
  const isConcerned = index.modules.some((module) => importsOf(module).some((specifier) => index.catalogue.converts(index.packageOf(module, specifier))));
  if (!isConcerned) return NO_CONVERSIONS;
  const known = new Map<Value, RoleRef>();
  addByFunctions(linkWith(NO_CONVERSIONS), known);
  if (known.size > 0) addByMethods(linkWith(new Map(known)), known);
  return known;
}

/** What a module imports, in any way. */
function importsOf({ facts }: LinkedModule): string[] {
  return [
    ...facts.bindings.flatMap(({ imported }) => imported?.specifier ?? []),
    ...facts.functions.flatMap(({ events }) => events.flatMap((event) => (event.kind === 'call' || event.kind === 'assign' ? rootOf(event.value) : []))),
  ];
}

/** `require('library')(app)` */
function rootOf(value: Value): string[] {
  let at = value;
  while (at.kind === 'call' || at.kind === 'member') at = at.kind === 'call' ? at.callee : at.object;
  return at.kind === 'import' ? [at.specifier] : [];
}

function add(known: Map<Value, RoleRef>, of: Term, role: RoleId, root: string, id = siteId(of)): void {
  if (!known.has(of.value)) known.set(of.value, { role, id, root, made: of });
}

/** The server is what the call makes, and what was converted belongs to it. */
function addByFunctions(link: Link, known: Map<Value, RoleRef>): void {
  for (const call of link.index.calls) {
    const { args, callee } = call.value;
    const [first] = args;
    if (!first || first.kind === 'literal') continue;
    const role = lookUpExport(link, termAt(callee, call.frame), ({ converts }) => converts);
    if (role) for (const of of link.origins(termAt(first, call.frame))) add(known, of, role, siteId(call));
  }
}

interface Conversion {
  readonly receiver: Term;
  readonly method: string;
  readonly given: readonly Term[];
}

/**
 * Routers are given to routers: what may yet be converted has a role when it is found among those that were.
 */
function addByMethods(link: Link, known: Map<Value, RoleRef>): void {
  let open = [...link.catalogue.vocabulary.converting].flatMap((method) => link.index.callsOf(method)).flatMap((call): Conversion[] => {
    const { callee, args } = call.value;
    if (callee.kind !== 'member' || typeof callee.property !== 'string') return [];
    const given = args.flatMap((argument) => givenTo(link, termAt(argument, call.frame)));
    return given.length > 0 ? [{ receiver: termAt(callee.object, call.frame), method: callee.property, given }] : [];
  });
  const candidates = new Set(open.flatMap(({ given }) => given.map(({ value }) => value)));
  for (let before = -1; before !== open.length; ) {
    before = open.length;
    open = open.filter(({ receiver, method, given }) => {
      const origins = link.origins(receiver);
      const mayCome = origins.some(({ value }) => candidates.has(value));
      const refs = mayCome ? origins.flatMap(({ value }) => known.get(value) ?? []) : link.roles(receiver);
      const found = refs.flatMap((ref) => {
        const role = link.catalogue.methodOfRole(ref.role, method)?.converts;
        return role ? [{ role, ref }] : [];
      });
      for (const { role, ref } of found) for (const of of given) add(known, of, role, ref.root, ref.id);
      return found.length === 0 && mayCome;
    });
  }
}

/** What may be converted: an object that was made; and what a call without arguments was asked of, such as `router.routes()`. */
function givenTo(link: Link, { value, frame }: Term): readonly Term[] {
  if (value.kind === 'literal' || value.kind === 'function' || value.kind === 'object') return [];
  return link.origins(termAt(value, frame)).flatMap((origin) => {
    if (origin.value.kind !== 'call') return [];
    const { callee, args, isNew } = origin.value;
    if (isNew || args.length > 0 || callee.kind !== 'member') return [origin];
    return [origin, ...link.origins(termAt(callee.object, origin.frame)).filter(({ value: of }) => of.kind === 'call')];
  });
}
