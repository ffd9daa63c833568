import type { Link, LinkedModule, RoleRef, WayIn } from '../link/link.js';
import { type Mount, mountsOf } from '../link/mounts.js';
import { push } from '../link/program-index.js';
import { isInOrder, isMountedOn, isUnder, pathsTo } from './coverage.js';
import type { Site } from './verdict.js';

/**
 * The connection sites: one for each emitter and file, at its first registration there. Where a server both takes
 * upgrades over and listens for connections, the listener is the site.
 */
export function findSites(link: Link): readonly Site[] {
  const ways = link.waysIn();
  const mounts = mountsOf(link);
  const candidates = ways.filter((way) => way.model.isSite && !((way.accept ?? way.model.made) && hasListener(ways, way)));
  const spaces = new Map(link.classes().map(({ ref, namespace }) => [ref.id, namespace]));
  const sites = new Map<string, Site>();
  const inOrder = [...candidates].sort((a, b) => a.range[0] - b.range[0]);
  const passed = passedBy(link, ways, spaces);
  for (const way of [...inOrder.filter((one) => !isForAnEarlierServer(candidates, one)), ...inOrder]) {
    const { module } = way.at.frame;
    const key = `${module.path} ${way.emitter.id}`;
    if (!sites.has(key)) sites.set(key, { way, module, range: way.range, ways: coveringWays(link, mounts, passed(way), way, spaces) });
  }
  return [...sites.values()].sort((a, b) => order(a.module, b.module) || a.range[0] - b.range[0]);
}

/** A variable may hold two servers, one after the other: what stands before the second is made was written for the first. */
function isForAnEarlierServer(candidates: readonly WayIn[], { at, range, emitter }: WayIn): boolean {
  const { made } = emitter;
  if (made?.frame.module !== at.frame.module || made.value.range[0] < range[0]) return false;
  return candidates.some((other) => other.at.frame.module === at.frame.module && other.range[0] === range[0] && other.emitter.id !== emitter.id);
}

function order(a: LinkedModule, b: LinkedModule): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

function hasListener(ways: readonly WayIn[], accepting: WayIn): boolean {
  const { emitter, accept, model } = accepting;
  return ways.some(
    (way) => way.model.isSite && !way.accept && (!model.made || way.model.events !== undefined) && (way.emitter.id === emitter.id || (accept?.isHidden === true && way.emitter.root === emitter.root)),
  );
}

/** The ways in that the connections of an emitter may pass: most are its own, and of no concern to the others. */
function passedBy(link: Link, ways: readonly WayIn[], spaces: ReadonlyMap<string, string | undefined>): (site: WayIn) => readonly WayIn[] {
  const isOwn = ({ model, emitter }: WayIn): boolean => model.covers === 'emitter' && !isLater(link, emitter) && spaces.get(emitter.id) === undefined;
  const own = new Map<string, WayIn[]>();
  for (const way of ways) if (isOwn(way)) push(own, way.emitter.id, way);
  const shared = ways.filter((way) => !isOwn(way));
  if (shared.length === 0) return ({ emitter }) => own.get(emitter.id) ?? [];
  const places = new Map(ways.map((way, index) => [way, index]));
  return ({ emitter }) => [...shared, ...(own.get(emitter.id) ?? [])].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
}

/** All ways in that the connections of an emitter pass. */
function coveringWays(link: Link, mounts: readonly Mount[], ways: readonly WayIn[], site: WayIn, spaces: ReadonlyMap<string, string | undefined>): WayIn[] {
  const { emitter } = site;
  const paths = pathsTo(link, mounts, emitter);
  const space = spaces.get(emitter.id);
  return ways.filter((way) => {
    if (way !== site && isForFirst(way)) return false;
    const isNear = link.catalogue.libraryOfRole(way.emitter.role) === link.catalogue.libraryOfRole(emitter.role);
    if (way.model.covers === 'library') return isNear;
    if (way.model.covers === 'main' && isNear) return space === '';
    if (space !== undefined && way.model.covers === 'emitter' && spaces.get(way.emitter.id) === space) return true;
    const isAbove = way.emitter.root !== emitter.root && (way.model.covers === 'server' || way.model.covers === 'hosts') && paths.has(way.emitter.root);
    if (!isAbove && way.model.covers === 'hosts' && isMountedOn(mounts, way.emitter.root, paths)) return true;
    if (way.emitter.root !== emitter.root && !isAbove) return false;
    if (way.model.covers === 'server' || way.model.covers === 'hosts') return (isAbove || isInOrder(way, site)) && isUnder(link, way, paths.get(way.emitter.root));
    if (isLater(link, way.emitter)) return emitter.id !== emitter.root && !isMadeBefore(emitter, way.emitter);
    return way.model.covers === 'emitter' && way.emitter.id === emitter.id;
  });
}

/** `once('connection')` sees the next connection, and no other. */
export function isForFirst({ at, model }: WayIn): boolean {
  const callee = at.value.kind === 'call' ? at.value.callee : undefined;
  return callee?.kind === 'member' && typeof callee.property === 'string' && model.onlyFirst?.includes(callee.property) === true;
}

/** The announcement of new emitters says nothing of those that are there already. */
function isMadeBefore({ made: one }: RoleRef, { made: other }: RoleRef): boolean {
  return one !== undefined && one.frame.module === other?.frame.module && one.frame.fn === other.frame.fn && one.value.range[0] < other.value.range[0];
}

function isLater(link: Link, { role }: RoleRef): boolean {
  return link.catalogue.roleChain(role).some((model) => model.isLater);
}
