import type { Value } from '../facts/module-facts.js';
import type { RoleId } from '../models/model.js';
import { exportsOf } from './library-exports.js';
import { type Link, type RoleRef, siteId, type Term, termAt } from './link.js';
import { CONVERTING_METHODS, methodOfRole } from './role-tables.js';

type Conversions = Map<Value, RoleRef>;

const CONVERSIONS = new WeakMap<Link, Conversions>();

/** What a library makes of a value that was something else: `expressWs(app)`, `app.ws.use(router.routes())`. */
export function convertedRole(link: Link, origin: Term): RoleRef | undefined {
  let known = CONVERSIONS.get(link);
  if (!known) {
    // While they are looked for, there are only those that were found.
    CONVERSIONS.set(link, (known = new Map<Value, RoleRef>()));
    addByFunctions(link, known);
    addByMethods(link, known);
  }
  return known.get(origin.value);
}

function add(known: Conversions, of: Term, role: RoleId, root: string, id = siteId(of)): void {
  if (!known.has(of.value)) known.set(of.value, { role, id, root, made: of });
}

/** The server is what the call makes, and what was converted belongs to it. */
function addByFunctions(link: Link, known: Conversions): void {
  for (const call of link.index.calls) {
    const { args, callee } = call.value;
    const [first] = args;
    if (!first || first.kind === 'literal') continue;
    const role = exportsOf(link, termAt(callee, call.frame)).map(({ converts }) => converts).find((converts) => converts !== undefined);
    if (role) for (const of of link.origins(termAt(first, call.frame))) add(known, of, role, siteId(call));
  }
}

interface Conversion {
  readonly receiver: Term;
  readonly method: string;
  readonly given: readonly Term[];
}

/**
 * Routers are given to routers. What may yet be converted is not asked for its role, which would be answered for good:
 * it has one when it is found among those that were.
 */
function addByMethods(link: Link, known: Conversions): void {
  let open = CONVERTING_METHODS.flatMap((method) => link.index.callsOf(method)).flatMap((call): Conversion[] => {
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
        const role = methodOfRole(ref.role, method)?.converts;
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
