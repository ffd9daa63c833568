import type { Link, WayIn } from '../link/link.js';
import type { GuardModel } from '../models/model.js';
import type { Site } from './verdict.js';

/** How a guard is written for a site: what its emitter says, and what the ways in say, whatever the emitter is. */
export function guardModelsOf(link: Link, { way, ways }: Site): readonly GuardModel[] {
  const owners = [...link.catalogue.roleChain(way.emitter.role), ...ways.map(({ model }) => model)];
  return [...new Set(owners.flatMap(({ guards }) => guards ?? []))];
}

/** The way in whose function is an option, or a method of a class. */
export function wayWithin(site: Site, within: string | undefined): WayIn | undefined {
  if (within === undefined) return site.way;
  return site.ways.find(({ model, at }) => (model.option ?? model.member) === within && at.frame.module === site.module);
}

/** The ways in whose functions guards are written in. */
export function guardedWays(link: Link, site: Site): readonly WayIn[] {
  const ways = guardModelsOf(link, site).flatMap(({ place, within }) => (place === 'handler' ? (wayWithin(site, within) ?? []) : []));
  return site.way.handlers.length > 0 ? [site.way] : [...new Set(ways)];
}
