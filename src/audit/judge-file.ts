import { lineAt } from '../facts/module-facts.js';
import type { Link, NumberSet } from '../link/link.js';
import { loadText } from '../link/load.js';
import type { Settings } from '../settings.js';
import type { Spot } from '../verdict/evidence.js';
import { enforcementOf, trackersOf } from '../verdict/inventory.js';
import { judgeProgram } from '../verdict/judge-program.js';
import type { SiteVerdict } from '../verdict/verdict.js';
import type { ConfiguredReport, EnforcementReport, LimitReport, Place, SiteReport, TrackerReport, WeaknessReport } from './report.js';
import { shownPath } from './shown-path.js';
import { weaknessesOf } from './weaknesses.js';
import { configuredWords, siteWords } from './words.js';

/** What one file adds to the report: its own sites and limits, and what it knows of the rest of its program. */
export interface FileAudit {
  readonly path: string;
  /** Every file of its program. */
  readonly members: readonly string[];
  readonly sites: readonly SiteReport[];
  readonly trackers: readonly TrackerReport[];
  readonly enforcement: readonly EnforcementReport[];
  readonly configured: readonly ConfiguredReport[];
  readonly weaknesses: readonly WeaknessReport[];
}

/**
 * Judges one file as the lint rules do: with the files that its verdict needs.
 *
 * @param file its absolute path
 * @param root the folder that paths in the report start from
 * @returns undefined for a text that cannot be parsed
 */
export function judgeFile(file: string, text: string, settings: Settings, root: string): FileAudit | undefined {
  const loaded = loadText(file, text, settings, root);
  if (!loaded) return undefined;
  const { link, module } = loaded;
  const { sites, idle } = judgeProgram(link);
  const own = sites.filter(({ site }) => site.module === module);
  const inventories = own.map((verdict) => ({ site: verdict.site, enforcement: enforcementOf(link, verdict) }));
  const place = ({ module: { path: at, facts }, range }: Spot): Place => ({ path: shownPath(root, at), line: lineAt(facts, range[0]) });
  return {
    path: shownPath(root, file),
    members: link.index.modules.map(({ path: at }) => shownPath(root, at)),
    sites: own.map((verdict) => siteReport(link, verdict, place, { root, text })),
    trackers: inventories.flatMap(({ site, enforcement }) => trackersOf(link, site, enforcement)).map((tracker) => ({ ...place(tracker), name: tracker.name, kind: tracker.kind })),
    enforcement: inventories.flatMap(({ enforcement }) => enforcement).map(({ guard, action, phase, countsBy, key, compared, tracker, ...spot }) => ({
      ...place(spot),
      action,
      phase,
      countsBy,
      ...(key !== undefined && { key }),
      limit: limitReport(guard.limit),
      isRate: guard.isRate,
      ...(compared && { comparedAt: place(compared) }),
      ...(tracker && { tracker: tracker.name }),
    })),
    configured: idle.filter((limit) => limit.module === module).map((limit) => ({ ...place(limit), name: limit.name, id: limit.id, message: configuredWords(limit) })),
    weaknesses: weaknessesOf(link, own).map(({ rule, id, message, ...spot }) => ({ ...place(spot), rule, id, message })),
  };
}

function siteReport(link: Link, verdict: SiteVerdict, place: (spot: Spot) => Place, { root, text }: { readonly root: string; readonly text: string }): SiteReport {
  const { site, id, guard } = verdict;
  const { facts } = site.module;
  const evidence = verdict.evidence.map(({ what, path: at, line }) => ({ what, path: shownPath(root, at), line }));
  const { passes, message } = siteWords(verdict, evidence);
  const { made, role } = site.way.emitter;
  const column = (offset: number): number => offset - (facts.lineStarts[lineAt(facts, offset) - 1] ?? 0) + 1;
  const [start, end] = site.range;
  return {
    ...place(site),
    column: column(start),
    endLine: lineAt(facts, end),
    endColumn: column(end),
    code: text.replace(/^\uFEFF/u, '').slice(start, end).replaceAll(/\s+/gu, ' '),
    verdict: passes ? 'pass' : 'fail',
    id,
    message,
    library: link.catalogue.libraryOfRole(role)?.name ?? 'unknown',
    ...(made && { server: place({ module: made.frame.module, range: made.value.range }) }),
    ...(guard && { limit: limitReport(guard.limit) }),
    evidence,
  };
}

function limitReport({ values, unknown }: NumberSet): LimitReport {
  const finite = values.filter((value) => Number.isFinite(value));
  return { values: finite, ...(unknown !== undefined && { unknown }), ...(finite.length < values.length && unknown === undefined && { isVoid: true }) };
}
