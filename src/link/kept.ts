import type { Value } from '../facts/module-facts.js';
import { type Link, type RoleRef, type Term, termAt } from './link.js';

/** What was left on a request under a name: `c.set('user', user)`, for `c.get('user')`. */
export function keptUnder(link: Link, object: Term, method: string, name: Value | undefined): readonly Term[] {
  if (!link.catalogue.vocabulary.keeping.has(method) || name?.kind !== 'literal' || typeof name.value !== 'string') return [];
  // Most of these are other methods of that name: who is asked is asked only where something is left.
  if (!link.index.callsOf('set').some(({ value: { args: [named] } }) => named?.kind === 'literal' && named.value === name.value)) return [];
  const keepers = link.roles(object).filter(({ role }) => link.catalogue.methodOfRole(role, method)?.keeps);
  return keepers.length > 0 ? leftUnder(link, name.value, keepers) : [];
}

function leftUnder(link: Link, name: string, keepers: readonly RoleRef[]): Term[] {
  return link.index.callsOf('set').flatMap((call) => {
    const { callee, args } = call.value;
    const [named, value] = args;
    if (callee.kind !== 'member' || named?.kind !== 'literal' || named.value !== name || !value) return [];
    const isKept = link.roles(termAt(callee.object, call.frame)).some((ref) => keepers.some((keeper) => ref.role === keeper.role));
    return isKept ? [termAt(value, call.frame)] : [];
  });
}
