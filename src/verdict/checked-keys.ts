import { followWayIn } from '../link/effects.js';
import { functionOf, type Link, type Term, termAt } from '../link/link.js';
import { nameOfCall } from '../link/proofs.js';
import { writtenName } from '../link/value-names.js';
import { PROVES, VERIFIES } from '../models/meanings.js';
import { identityOf, trailOf } from './value-trails.js';
import type { Site } from './verdict.js';

/** The name under which a value is read: of a field, of what is asked for, of a variable. */
export function nameOf(term: Term): string | undefined {
  const [first] = term.value.kind === 'call' ? term.value.args : [];
  return first?.kind === 'literal' && typeof first.value === 'string' ? first.value : writtenName(term);
}

/**
 * Whether what a client says is looked at on the way, though the key is what it said: it is handed to a verification, or
 * compared with what came out of one.
 */
export function isCheckedElsewhere(link: Link, site: Site, key: Term, isNarrow: boolean): boolean {
  const names = namesIn(link, trailOf(link, key));
  const isOfKey = (term: Term): boolean => trailOf(link, term, { noOwners: true, calls: true }).some((part) => names.has(identityOf(link, part) ?? ''));
  const checks = isNarrow ? VERIFIES : PROVES;
  return site.ways.some((way) =>
    followWayIn(link, way).frames.some(({ frame }) =>
      functionOf(frame).events.some((event) => {
        if (event.kind === 'call') return checks.test(nameOfCall(link, termAt(event.value, frame)) ?? '') && event.value.args.some((argument) => isOfKey(termAt(argument, frame)));
        return event.kind === 'test' && isComparison(link, termAt(event.value, frame), isOfKey);
      }),
    ),
  );
}

/** `claims.sub !== userId` */
function isComparison(link: Link, { value, frame }: Term, isOfKey: (term: Term) => boolean): boolean {
  if (value.kind === 'not') return isComparison(link, termAt(value.value, frame), isOfKey);
  if (value.kind === 'logical') return [value.left, value.right].some((part) => isComparison(link, termAt(part, frame), isOfKey));
  if (value.kind !== 'binary' || !/^[!=]==?$/u.test(value.operator)) return false;
  const [left, right] = [termAt(value.left, frame), termAt(value.right, frame)];
  const isProven = (term: Term): boolean => link.keyClass([term]) === 'user';
  return (isOfKey(left) && isProven(right)) || (isOfKey(right) && isProven(left));
}

/** What a value is called on its way; not what the library passes. */
function namesIn(link: Link, trail: readonly Term[]): ReadonlySet<string> {
  return new Set(trail.flatMap((term) => (link.roles(term).length > 0 ? [] : (identityOf(link, term) ?? []))));
}
