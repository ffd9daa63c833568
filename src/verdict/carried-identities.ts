import type { Value } from '../facts/module-facts.js';
import { carriedByCall, objectsIn, resultsOf } from '../link/carried.js';
import type { Passage } from '../link/effects.js';
import { type Frame, functionOf, type Link, termAt, type WayIn } from '../link/link.js';
import { returnsOf } from '../link/returns.js';
import { USER } from '../models/meanings.js';
import type { CarryModel } from '../models/model.js';
import { type Identity, keyPath } from './identity-paths.js';

/** `server.upgrade(request, { data: { userId: user.id } })`: what is handed over is on every connection. */
export function carriedIdentities(link: Link, { way, frames }: Passage): Identity[] {
  const [entry] = frames;
  if (!entry) return [];
  const { carries } = way.model;
  const whole = carries ? returnedIdentities(link, way, entry.frame, carries) : [];
  const carried = [...(way.accept ? carriedByCall(link, way.accept.call) : []), ...(carries ? [{ carry: carries, objects: resultsOf(link, entry.frame, carries) }] : [])];
  const isAlways = !carries || isAlwaysReturned(link, way, entry.frame, carries);
  const parts = carried.flatMap(({ carry, objects }) =>
    objects.flatMap(({ value, frame }) => {
      const properties = value.kind === 'object' ? value.properties : [];
      return properties.flatMap(({ key, value: part }): Identity[] => {
        if (key === undefined) return [];
        const given = termAt(part, frame);
        const path = [...(carry.member === undefined ? [] : [carry.member]), key];
        const keyClass = link.keyClass([given]);
        const found = keyClass === 'user' || (keyClass === 'unknown' && USER.test(key)) ? keyPath(link, path, given, given) : undefined;
        return found ? [{ way, root: { kind: 'role', role: carry.to }, path: found.path, frame: entry.frame, isEvident: keyClass === 'user' && found.isKnown && objects.length === 1 && isAlways }] : [];
      });
    }),
  );
  return [...whole, ...parts];
}

/** Whether each end of a hook hands something over, or refuses. */
function isAlwaysReturned(link: Link, { model }: WayIn, frame: Frame, carry: CarryModel): boolean {
  const refuses = (value: Value): boolean => (model.rejectsByReturning === 'response' ? value.kind === 'call' : value.kind === 'literal' && !value.value);
  return functionOf(frame).events.every((event) => event.kind !== 'return' || refuses(event.value) || objectsIn(link, termAt(event.value, frame), carry).length > 0);
}

/** `return verifyToken(token)` in a hook: what is handed over is the user itself. */
function returnedIdentities(link: Link, way: WayIn, frame: Frame, { to, member, option }: CarryModel): Identity[] {
  if (member === undefined || option !== undefined) return [];
  const returned = returnsOf(frame).filter(({ value }) => value.kind !== 'literal' || value.value);
  const [first] = returned;
  if (!first || link.keyClass(returned) !== 'user' || returned.some(({ value }) => value.kind === 'object')) return [];
  const key = keyPath(link, [member], first, first);
  return key ? [{ way, root: { kind: 'role', role: to }, path: key.path, frame, isEvident: key.isKnown && returned.length === 1 }] : [];
}
