import { styleText } from 'node:util';
import { placeText } from './programs.js';
import type { AuditReport, ConfiguredReport, EnforcementReport, ProgramReport, SiteReport, TrackerReport, UnreadFile, WeaknessReport } from './report.js';

type Style = (format: Parameters<typeof styleText>[0], text: string) => string;

const PLAIN: Style = (_, text) => text;

/** The report for a person at a terminal: by program, the worst first. */
export function textReport(report: AuditReport, { isColoured }: { readonly isColoured: boolean }): string {
  const style = isColoured ? colour : PLAIN;
  const { check, programs, unread } = report;
  const head = `${style('bold', 'Connections per user')} ${style('dim', `${check.id}, severity ${check.severity}, ${check.cwe}`)}`;
  const blocks = [head, ...programs.map((program) => programText(program, style)), ...(unread.length > 0 ? [unreadText(unread, style)] : []), closing(report, style)];
  return `${blocks.join('\n\n')}\n`;
}

/** Whether there is a terminal was asked before. */
function colour(format: Parameters<typeof styleText>[0], text: string): string {
  return styleText(format, text, { validateStream: false });
}

function programText(program: ProgramReport, style: Style): string {
  const { name, entry, sites, trackers, enforcement, configured, weaknesses } = program;
  const failed = sites.filter(({ verdict }) => verdict === 'fail').length;
  const counted = sites.length === 0 ? 'no connection site' : `${String(failed)} of ${String(sites.length)} ${sites.length === 1 ? 'site fails' : 'sites fail'}`;
  const title = `${mark(failed > 0, style)} ${style('bold', name)}  ${entry}  ${style('dim', failed === 0 && sites.length > 0 ? 'passes' : counted)}`;
  const lines = [
    ...sitesText(sites, style),
    ...list('counted in', trackers.map(trackerText)),
    ...list('limited at', firstOfEach(enforcement).map(enforcementText)),
    ...list('configured', configured.map(configuredText)),
    ...list('weak', weaknesses.map(weaknessText)),
  ];
  return [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

function mark(isFailing: boolean, style: Style): string {
  return isFailing ? style('red', '✗') : style('green', '✓');
}

/** What is said of several sites is said once. */
function sitesText(sites: readonly SiteReport[], style: Style): string[] {
  const messages = [...new Set(sites.map(({ message }) => message))];
  return messages.flatMap((message) => {
    const own = sites.filter((site) => site.message === message);
    const isFailing = own.some(({ verdict }) => verdict === 'fail');
    return [`${mark(isFailing, style)} ${message}`, ...own.map((site) => `    ${style('cyan', `${placeText(site)}:${String(site.column)}`)}  ${site.code}  ${style('dim', site.library)}`)];
  });
}

function list(title: string, items: readonly string[]): string[] {
  return items.map((item, index) => `${(index === 0 ? title : '').padEnd(12)}${item}`);
}

const KINDS = { memory: 'in memory', counter: 'a number in memory', library: "the library's own list", store: 'a store' } as const satisfies Record<TrackerReport['kind'], string>;

function trackerText(tracker: TrackerReport): string {
  const { name, kind } = tracker;
  // What is not named in the code has nothing to be called by.
  return `${placeText(tracker)}  ${name === 'value' ? '' : `${name}, `}${KINDS[kind]}`;
}

const ACTIONS = { refuses: 'refuses the handshake', closes: 'closes', evicts: 'closes an older connection', library: 'an option of the library' } as const satisfies Record<EnforcementReport['action'], string>;
const KEYS = {
  user: 'per user',
  unknown: 'per key',
  client: 'per key of the client',
  narrower: 'per session or device',
  address: 'per address',
  room: 'per room',
  connection: 'per connection',
  none: 'in total',
} as const satisfies Record<EnforcementReport['countsBy'], string>;

/** One comparison may lead to several calls: a refusal, and a timer that makes sure of it. */
function firstOfEach(points: readonly EnforcementReport[]): readonly EnforcementReport[] {
  const decisionOf = ({ comparedAt, countsBy, limit }: EnforcementReport): string => JSON.stringify([comparedAt, countsBy, limit]);
  return points.filter((point, index) => !point.comparedAt || points.findIndex((other) => decisionOf(other) === decisionOf(point)) === index);
}

function enforcementText(point: EnforcementReport): string {
  const { action, countsBy, key, limit, isRate, comparedAt } = point;
  const number = limit.isVoid ? 'a limit that is never reached' : [...limit.values.map(String), ...(limit.unknown === undefined ? [] : [`\`${limit.unknown}\``])].join(' or ');
  const by = `${KEYS[countsBy]}${key === undefined ? '' : ` (${key})`}`;
  const compared = comparedAt && placeText(comparedAt) !== placeText(point) ? `, compared at ${placeText(comparedAt)}` : '';
  return `${placeText(point)}  ${ACTIONS[action]} at ${number} ${by}${isRate ? ', a rate' : ''}${compared}`;
}

function configuredText(limit: ConfiguredReport): string {
  return `${placeText(limit)}  ${limit.message}`;
}

function weaknessText(weakness: WeaknessReport): string {
  return `${placeText(weakness)}  ${weakness.message} (${weakness.rule})`;
}

function unreadText(unread: readonly UnreadFile[], style: Style): string {
  return [`${style('yellow', '!')} ${style('bold', 'Not known')}`, ...unread.map(({ path, reason }) => `  ${path}  ${reason}`)].join('\n');
}

function closing({ message, verdict, summary }: AuditReport, style: Style): string {
  const line = `${mark(verdict === 'fail', style)} ${style('bold', message)}`;
  if (verdict === 'pass' || summary.sites === 0) return line;
  return `${line}\n  Count the open connections of each user, and refuse the handshake at 3 to 5. ESLint with this plugin inserts that where the user is known: npx eslint --fix.`;
}
