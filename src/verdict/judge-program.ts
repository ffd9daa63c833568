import { followWayIn, type Passage } from '../link/effects.js';
import type { CountTest, Link, WayIn } from '../link/link.js';
import { configuredLimits, idleLimits } from './configured-limits.js';
import { evidenceAt, spotAt } from './evidence.js';
import { guardsOf, idleComparisons, keyOf } from './guards.js';
import { foreignLimiter, declaredGuard } from './limiters.js';
import { libraryCaps } from './library-caps.js';
import { isSkipped, recoveryOptions } from './recovery.js';
import { findSites, isForFirst } from './sites.js';
import type { ConfiguredLimit, Evidence, FailId, Guard, ProgramVerdict, Site, SiteVerdict } from './verdict.js';

/** Judges every connection site of a program, and every configured limit. Pure: the same program, the same findings. */
export function judgeProgram(link: Link): ProgramVerdict {
  const passages = new Map<WayIn, Passage>(link.waysIn().filter(({ model }) => model.phase !== 'closed').map((way) => [way, followWayIn(link, way)]));
  const all = [...passages.values()];
  const guards = new Map<WayIn, readonly Guard[]>([...passages].map(([way, passage]) => [way, guardsOf(link, passage, all)]));
  const configured = configuredLimits(link);
  const found = findSites(link);
  const caps = new Map<Site, readonly Guard[]>(found.map((site) => [site, libraryCaps(link, site)]));
  const first = found.map((site) => judgeSite(link, site, all, passages, guards, caps.get(site) ?? []));
  const elsewhere = first.find(isPass)?.guard ?? [...guards.values()].flat().find((guard) => countsPerUser(guard) && !enforcesNothing(guard) && !isForFirst(guard.effect.way));
  const explained = first.map((verdict) => explain(link, verdict, elsewhere, configured, guards));
  // One registration may serve several emitters: one report, and a failing one if there is any.
  const sites = explained.filter((verdict) => {
    const together = explained.filter((other) => other.site.way.at.value === verdict.site.way.at.value);
    return (together.find((other) => !isPass(other)) ?? together[0]) === verdict;
  });
  return { sites, idle: idleLimits(link, configured, [...guards.values(), ...caps.values()].flat(), all, sites) };
}

export function isPass({ id }: Pick<SiteVerdict, 'id'>): boolean {
  return id === 'enforced' || id === 'evicts';
}

/** Keys that stand for a user, best first. */
const PER_USER: readonly Guard['key'][] = ['user', 'unknown', 'client', 'narrower'];

function judgeSite(link: Link, site: Site, all: readonly Passage[], passages: ReadonlyMap<WayIn, Passage>, guards: ReadonlyMap<WayIn, readonly Guard[]>, caps: readonly Guard[]): SiteVerdict {
  const ways = site.ways.filter((way) => !isSkipped(link, site, way));
  const found = [...ways.flatMap((way) => guards.get(way) ?? []), ...caps];
  const own = ways.flatMap((way) => passages.get(way) ?? []);
  const capped = found.filter(countsPerUser);
  const effective = capped.filter((guard) => !enforcesNothing(guard));
  const [best] = [...effective].sort((a, b) => PER_USER.indexOf(a.key) - PER_USER.indexOf(b.key) || Number(a.evicts) - Number(b.evicts));
  const result = (id: SiteVerdict['id'], guard?: Guard, subject?: string): SiteVerdict => ({
    site,
    id,
    guards: effective.length > 0 ? effective : capped,
    found,
    evidence: guard ? evidenceOf(guard) : [],
    ...(guard && { guard }),
    ...(subject !== undefined && { subject }),
  });
  const declared = declaredGuard(link, own);
  if (best) return result(best.evicts ? 'evicts' : 'enforced', best);
  if (declared) return { ...result('enforced', declared), guards: [declared], found: [...found, declared] };
  if (capped[0]) return result('void', capped[0]);
  const foreign = foreignLimiter(link, own);
  if (foreign && !foreign.isRate) return result('unverifiable', undefined, foreign.name);
  const other = failingGuard(found, OTHER_KEYS);
  if (other) return result(other.id, other.guard);
  const idle = perUserComparison(link, own, all);
  if (idle) return { ...result('notRejected'), evidence: [evidenceAt('compared', spotAt(idle.at))] };
  const useless = failingGuard(found, USELESS);
  if (useless) return result(useless.id, useless.guard);
  return foreign ? result('rateOnly', undefined, foreign.name) : result('missing');
}

function countsPerUser({ key, isRate, isOverwritten }: Guard): boolean {
  return PER_USER.includes(key) && !isRate && !isOverwritten;
}

function enforcesNothing({ limit }: Guard): boolean {
  return limit.unknown === undefined && limit.values.length > 0 && limit.values.every((value) => !Number.isFinite(value));
}

type Failing = readonly [id: FailId, test: (guard: Guard) => boolean];

/** What else a guard can count by, best first. */
const OTHER_KEYS: readonly Failing[] = [
  ['perAddressOnly', ({ key, isRate }) => key === 'address' && !isRate],
  ['perRoomOnly', ({ key, isRate }) => key === 'room' && !isRate],
  ['globalOnly', ({ key, evicts, isRate }) => key === 'none' && !evicts && !isRate],
  ['perConnection', ({ key, isRate }) => key === 'connection' && !isRate],
];
/** Guards that count by the user, and never reach their limit. */
const USELESS: readonly Failing[] = [
  ['overwritten', ({ isOverwritten, key }) => isOverwritten && PER_USER.includes(key)],
  ['rateOnly', ({ isRate }) => isRate],
];

function failingGuard(guards: readonly Guard[], kinds: readonly Failing[]): { id: FailId; guard: Guard } | undefined {
  for (const [id, test] of kinds) {
    const guard = guards.find(test);
    if (guard) return { id, guard };
  }
  return undefined;
}

function perUserComparison(link: Link, passages: readonly Passage[], all: readonly Passage[]): CountTest | undefined {
  return passages
    .flatMap((passage) => idleComparisons(link, passage, all))
    .find(({ count }) => count.holding.keys.length > 0 && PER_USER.includes(keyOf(link, count.holding)));
}

/** A site without a guard of its own: is it gone round, or was a limit at least meant? */
function explain(
  link: Link,
  verdict: SiteVerdict,
  elsewhere: Guard | undefined,
  configured: readonly ConfiguredLimit[],
  guards: ReadonlyMap<WayIn, readonly Guard[]>,
): SiteVerdict {
  if (verdict.id !== 'missing') return verdict;
  const skipped = verdict.site.ways.flatMap((way) => (isSkipped(link, verdict.site, way) ? (guards.get(way) ?? []) : [])).find(countsPerUser);
  const recovery = skipped && recoveryOptions(link, verdict.site)?.text;
  const guard = skipped ?? elsewhere;
  if (guard) return { ...verdict, id: 'uncovered', subject: skipped ? 'connectionStateRecovery' : emitterName(link, verdict.site), evidence: evidenceOf(guard), ...(recovery !== undefined && { recovery }) };
  const [limit] = configured;
  if (!limit) return verdict;
  return { ...verdict, id: 'configuredOnly', subject: limit.name, evidence: [evidenceAt(limit.name, limit)] };
}

function emitterName(link: Link, { way }: Site): string {
  const { key, role } = way.emitter;
  if (key?.value.kind === 'literal' && typeof key.value.value === 'string') return key.value.value;
  return link.catalogue.roleChain(role).length > 1 ? 'this namespace' : 'this server';
}

function evidenceOf({ test, effect }: Guard): Evidence[] {
  return [...(test ? [evidenceAt('compared', spotAt(test.at))] : []), evidenceAt(effect.kind === 'reject' ? 'refused' : 'closed', spotAt(effect.at))];
}
