import type { CallValue, Event, Value } from '../facts/module-facts.js';
import { followWayIn } from '../link/effects.js';
import { type Frame, functionOf, type Link, type RoleRef, type Term, termAt, type WayIn } from '../link/link.js';
import { USER } from '../models/meanings.js';
import { type Identity, keyPath } from './identity-paths.js';
import type { Site } from './verdict.js';

interface Keeper {
  readonly way: WayIn;
  readonly frame: Frame;
  readonly name: string;
  readonly role: RoleRef;
  /** The method that gives what was left. */
  readonly method: string;
}

type IsAlways = (way: WayIn, frame: Frame, event: Event) => boolean;

/** `c.set('userId', user.id)` in a hook: `c.get('userId')` in the functions that are made with the same `c`. */
export function keptIdentities(link: Link, site: Site, isAlways: IsAlways): Identity[] {
  const keepers = site.ways.flatMap((way) => keeperOf(link, site, way));
  if (keepers.length === 0) return [];
  return site.ways.flatMap((way) =>
    followWayIn(link, way).frames.flatMap(({ frame }) =>
      functionOf(frame).events.flatMap((event) => {
        const left = event.kind === 'call' ? leftBy(event.value) : undefined;
        return left ? keepers.flatMap((keeper) => identityOf(link, keeper, left, frame, isAlways(way, frame, event))) : [];
      }),
    ),
  );
}

/** The function that makes the others, if it is given what keeps. */
function keeperOf(link: Link, { module }: Site, way: WayIn): Keeper[] {
  const [handler] = way.handlers;
  const [role] = way.roles;
  if (way.model.isGiven !== true || !handler || !role || handler.frame.module !== module) return [];
  const frame = { ...handler.frame, fn: handler.value.fn, roles: way.roles };
  const [parameter] = functionOf(frame).parameters;
  const name = parameter && module.facts.bindings[parameter.binding]?.name;
  const method = [...link.catalogue.vocabulary.keeping].find((candidate) => link.catalogue.methodOfRole(role.role, candidate)?.keeps);
  return name && method !== undefined ? [{ way, frame, name, role, method }] : [];
}

interface Left {
  readonly keeper: Value;
  readonly name: string;
  readonly value: Value;
}

function leftBy({ callee, args: [named, value] }: CallValue): Left | undefined {
  const isLeft = callee.kind === 'member' && callee.property === 'set' && named?.kind === 'literal' && typeof named.value === 'string' && /^[\w.:-]+$/u.test(named.value);
  return isLeft && value ? { keeper: callee.object, name: named.value, value } : undefined;
}

function identityOf(link: Link, { way, frame, name, role, method }: Keeper, left: Left, place: Frame, isAlways: boolean): Identity[] {
  if (!link.roles(termAt(left.keeper, place)).some((ref) => ref.role === role.role)) return [];
  const value: Term = termAt(left.value, place);
  const keyClass = link.keyClass([value]);
  const key = keyClass === 'user' || (keyClass === 'unknown' && USER.test(left.name)) ? keyPath(link, [left.name], value, value) : undefined;
  if (!key) return [];
  const path = [`${method}('${left.name}')`, ...key.path.slice(1)];
  return [{ way, root: { kind: 'local', name }, path, frame, isKept: true, isEvident: keyClass === 'user' && key.isKnown && isAlways }];
}
