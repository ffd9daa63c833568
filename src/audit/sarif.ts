import { createHash } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AuditReport, CHECK, type Place, type ProgramReport, type Region, type SiteReport } from './report.js';

const SOURCE_ROOT = '%SRCROOT%';

/** GitHub shows a severity by this number, from 0 to 10: 7.0 to 8.9 is high. */
const SECURITY_SEVERITY = '7.5';

interface Rule {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly cwe: string;
}

const RULES: readonly Rule[] = [
  { id: CHECK.id, name: 'PerUserConnectionLimits', text: 'One user must not be able to hold more than a few WebSocket connections open.', cwe: '770' },
  { id: 'websocket-limits/no-unenforced-limit-config', name: 'NoUnenforcedLimitConfig', text: 'A connection limit that is configured must be enforced.', cwe: '770' },
  { id: 'websocket-limits/require-connection-release', name: 'RequireConnectionRelease', text: 'A counted connection must be given back exactly once, however it ends.', cwe: '772' },
  { id: 'websocket-limits/require-atomic-limit-check', name: 'RequireAtomicLimitCheck', text: 'Connections must be counted and added in one step.', cwe: '367' },
  { id: 'websocket-limits/no-untrusted-limit-key', name: 'NoUntrustedLimitKey', text: 'A limit must not count by something the client chooses, or that one user has many of.', cwe: '770' },
  { id: 'websocket-limits/prefer-handshake-limit', name: 'PreferHandshakeLimit', text: 'A connection over the limit should be refused in the handshake.', cwe: '770' },
  { id: 'websocket-limits/no-process-local-limit', name: 'NoProcessLocalLimit', text: 'A program of several processes must count connections where all of them see it.', cwe: '770' },
];

/** The report as a SARIF 2.1.0 log: failing and passing sites, limits without effect, and weak guards. */
export function sarifReport(report: AuditReport): object {
  const { programs, unread, tool } = report;
  const seen = new Map<string, number>();
  const sites = programs.flatMap((program) => program.sites.map((site) => siteResult(site, program, fingerprint(site, seen))));
  const configured = programs.flatMap((program) => program.configured.map((limit) => lineResult('websocket-limits/no-unenforced-limit-config', 'error', limit, limit.message)));
  const weak = programs.flatMap((program) => program.weaknesses.map((one) => lineResult(`websocket-limits/${one.rule}`, 'warning', one, one.message)));
  const notes = report.summary.sites === 0 ? [{ level: 'note', message: { text: report.message } }] : [];
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: tool.name, version: tool.version, semanticVersion: tool.version, rules: RULES.map(ruleDescriptor) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [SOURCE_ROOT]: { uri: pathToFileURL(`${report.root}/`).href } },
        invocations: [
          {
            executionSuccessful: !unread.some(({ isInternal }) => isInternal),
            toolExecutionNotifications: [...notes, ...unread.map((file) => ({ level: file.isInternal ? 'error' : 'warning', message: { text: `${file.path}: ${file.reason}` }, locations: [{ physicalLocation: { artifactLocation: artifact(file.path) } }] }))],
          },
        ],
        results: [...sites, ...configured, ...weak],
        properties: { verdict: report.verdict, ...report.summary },
      },
    ],
  };
}

function ruleDescriptor({ id, name, text, cwe }: Rule): object {
  return {
    id,
    name,
    shortDescription: { text },
    fullDescription: { text: `${text} Without that, one user or one stolen account can exhaust the server for everybody (CWE-${cwe}).` },
    help: { text: 'Count the open connections of each user on the server, and refuse the handshake once 3 to 5 are open. ESLint with eslint-plugin-websocket-limits inserts such a guard.' },
    helpUri: `https://cwe.mitre.org/data/definitions/${cwe}.html`,
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['security', `external/cwe/cwe-${cwe}`], 'security-severity': SECURITY_SEVERITY, precision: 'high' },
  };
}

function siteResult(site: SiteReport, program: ProgramReport, id: string): object {
  const { verdict, message, library, limit } = site;
  const isFailing = verdict === 'fail';
  return {
    ...ruleOf(CHECK.id),
    kind: verdict,
    level: isFailing ? 'error' : 'none',
    message: { text: message },
    locations: [regionLocation(site)],
    partialFingerprints: { 'connectionSite/v1': id },
    codeFlows: [{ threadFlows: [{ locations: trailOf(site).map((location) => ({ location })) }] }],
    properties: { id: site.id, library, program: program.name, ...(limit && { limit }) },
  };
}

/** From the server over the site to where the verdict was decided. */
function trailOf(site: SiteReport): object[] {
  return [
    ...(site.server ? [{ ...lineLocation(site.server), message: { text: 'the server is made' } }] : []),
    { ...regionLocation(site), message: { text: 'connections come in' } },
    ...site.evidence.map((place) => ({ ...lineLocation(place), message: { text: place.what } })),
  ];
}

function lineResult(rule: string, level: 'error' | 'warning', place: Place, message: string): object {
  return { ...ruleOf(rule), kind: 'fail', level, message: { text: message }, locations: [lineLocation(place)] };
}

function ruleOf(id: string): object {
  return { ruleId: id, ruleIndex: RULES.findIndex((rule) => rule.id === id) };
}

function regionLocation({ path: file, line, column, endLine, endColumn, code }: Region & { readonly code: string }): object {
  return { physicalLocation: { artifactLocation: artifact(file), region: { startLine: line, startColumn: column, endLine, endColumn, snippet: { text: code } } } };
}

function lineLocation({ path: file, line }: Place): object {
  return { physicalLocation: { artifactLocation: artifact(file), region: { startLine: line } } };
}

function artifact(file: string): object {
  return path.isAbsolute(file) ? { uri: pathToFileURL(file).href } : { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: SOURCE_ROOT };
}

/** The same for a site that only moved to other lines. */
function fingerprint({ path: file, library, code }: SiteReport, seen: Map<string, number>): string {
  const text = [file, library, code].join('\n');
  const before = seen.get(text) ?? 0;
  seen.set(text, before + 1);
  return createHash('sha256').update(`${text}\n${String(before)}`).digest('hex').slice(0, 32);
}
