import { functionOf, type Link, type LinkedModule } from '../link/link.js';
import type { Companion } from '../link/program-index.js';
import { CLUSTER_MODULES, JOINING_PACKAGES, STARTING_PACKAGES } from '../models/processes.js';
import { forkedProcesses } from './forks.js';
import { type CountPlace, memoryCount } from './memory-counts.js';
import { joinedProcesses, startedProcesses } from './process-packages.js';
import type { Evidence, Guard, Site, SiteVerdict } from './verdict.js';

/** A count that one process keeps for itself, in a program that runs in several. */
interface ProcessLocalCount extends CountPlace {
  readonly evidence: Evidence;
}

/** The counts per user that each process of the program has one of. */
export function processLocalCounts(link: Link, sites: readonly SiteVerdict[]): readonly ProcessLocalCount[] {
  const known = new Map<LinkedModule, Evidence | undefined>();
  const evidenceOf = (site: Site): Evidence | undefined => {
    if (!known.has(site.module)) known.set(site.module, severalProcesses(link, site));
    return known.get(site.module);
  };
  return sites.flatMap(({ site, guards }) => {
    const counts = guards.map((guard) => (isInOnePlace(link, site, guard) ? undefined : memoryCount(link, guard)));
    const places = counts.filter((count) => count !== undefined);
    // One count that all processes see holds the limit, whatever else is counted.
    if (places.length === 0 || places.length < counts.length) return [];
    const evidence = evidenceOf(site);
    return evidence ? homesOf(link, places, site).map((place) => ({ ...place, evidence })) : [];
  });
}

/**
 * The trackers that are declared in files which are looked at by themselves. If there is none, the first of what else is
 * counted stands for all: a helper that no rule looks at has its place where connections come in.
 */
function homesOf(link: Link, places: readonly CountPlace[], { module, range }: Site): readonly CountPlace[] {
  const isSubject = (place: CountPlace): boolean => link.index.neighbours.isSubject(place.module);
  const trackers = places.filter((place) => place.isLibrarys !== true);
  const declared = trackers.filter(isSubject);
  if (declared.length > 0) return declared;
  return trackers.length > 0 || !places.some(isSubject) ? [{ module, range }] : places.filter(isSubject).slice(0, 1);
}

/** Kept by an object of the library that lives in one process alone, whoever asks for it. */
function isInOnePlace(link: Link, { way }: Site, { test }: Guard): boolean {
  const { role } = way.emitter;
  if (link.catalogue.lookUp(role, ({ instances }) => instances)) return true;
  const isAlone = link.catalogue.lookUp(role, ({ collections }) => Object.values(collections ?? {}).some(({ isShared }) => isShared) || undefined);
  const made = test?.count.holding.container.made;
  return isAlone === true && made !== undefined && functionOf(made.frame).owner !== undefined;
}

/** Where it is said that the program of a site runs in several processes: by its code, by what starts it, by what joins them. */
function severalProcesses(link: Link, site: Site): Evidence | undefined {
  const { neighbours } = link.index;
  const own: Companion = { link, module: site.module, isTogether: true };
  const importing = (specifiers: readonly string[]): readonly Companion[] => [own, ...neighbours.companions(specifiers, site.module)];
  const firstOf = (specifiers: readonly string[], find: (companion: Companion) => Evidence | undefined): Evidence | undefined => {
    for (const companion of importing(specifiers)) {
      const found = find(companion);
      if (found) return found;
    }
    return undefined;
  };
  return (
    firstOf(CLUSTER_MODULES, (companion) => forkedProcesses(companion, link, site)) ??
    firstOf(STARTING_PACKAGES.flatMap(({ specifiers }) => specifiers), startedProcesses) ??
    neighbours.deployments(site.module)[0] ??
    firstOf(JOINING_PACKAGES, joinedProcesses)
  );
}
