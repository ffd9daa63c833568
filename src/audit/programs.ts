import type { FileAudit } from './judge-file.js';
import type { Place, ProgramReport } from './report.js';

/**
 * Joins what was found file by file into programs: files that are linked with each other serve one.
 *
 * @param nameOf the name of the package that a file lies in
 * @returns the programs, those with the most failing sites first
 */
export function groupPrograms(files: readonly FileAudit[], nameOf: (file: string) => string): readonly ProgramReport[] {
  const leaders = new Map<FileAudit, FileAudit>();
  const leaderOf = (file: FileAudit): FileAudit => {
    let leader = file;
    for (let next = leaders.get(leader); next; next = leaders.get(leader)) leader = next;
    return leader;
  };
  const serving = new Map(files.filter(({ sites }) => sites.length > 0).map((file) => [file.path, file]));
  for (const file of files) {
    const others = file.members.flatMap((member) => serving.get(member) ?? []);
    // A file without a site of its own is told with one of the programs that it is part of.
    for (const other of file.sites.length > 0 ? others : others.slice(0, 1)) {
      if (leaderOf(other) !== leaderOf(file)) leaders.set(leaderOf(file), leaderOf(other));
    }
  }
  const programs = new Map<FileAudit, FileAudit[]>();
  for (const file of files) {
    const leader = leaderOf(file);
    programs.set(leader, [...(programs.get(leader) ?? []), file]);
  }
  const reports = [...programs.values()].map((members) => programOf(members, nameOf));
  return reports.sort((a, b) => failures(b) - failures(a) || b.sites.length - a.sites.length || compare(a.entry, b.entry));
}

function programOf(files: readonly FileAudit[], nameOf: (file: string) => string): ProgramReport {
  const sites = files.flatMap((file) => file.sites).sort((a, b) => compare(a.verdict, b.verdict) || byPlace(a, b));
  const made = sites.flatMap(({ server }) => server?.path ?? []).filter((file) => files.some((member) => member.members.includes(file)));
  const entry = made[0] ?? sites[0]?.path ?? files[0]?.path ?? '';
  return {
    name: nameOf(entry),
    entry,
    verdict: sites.some(({ verdict }) => verdict === 'fail') ? 'fail' : 'pass',
    sites,
    trackers: distinct(files.flatMap((file) => file.trackers), ({ name }) => name),
    enforcement: distinct(files.flatMap((file) => file.enforcement), ({ countsBy, comparedAt }) => `${countsBy} ${comparedAt ? placeText(comparedAt) : ''}`),
    configured: distinct(files.flatMap((file) => file.configured), ({ name }) => name),
    weaknesses: distinct(files.flatMap((file) => file.weaknesses), ({ rule, id }) => `${rule} ${id}`),
  };
}

function failures({ sites }: ProgramReport): number {
  return sites.filter(({ verdict }) => verdict === 'fail').length;
}

/** Each once, in the order of the places. */
function distinct<Item extends Place>(items: readonly Item[], kind: (item: Item) => string): Item[] {
  const found = new Map(items.map((item) => [`${placeText(item)} ${kind(item)}`, item]));
  return [...found.values()].sort(byPlace);
}

function byPlace(a: Place, b: Place): number {
  return compare(a.path, b.path) || a.line - b.line;
}

/** By code unit: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function placeText({ path, line }: Place): string {
  return `${path}:${String(line)}`;
}
