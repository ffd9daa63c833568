import { describe, expect, it } from 'vitest';
import { type Language, lint, type Report } from '../lint.js';

/** A report that is expected. */
export interface Expected {
  readonly rule: string;
  /** `a|b` where either is true. */
  readonly messageId: string;
  /** The text under the squiggle, at its first occurrence; `line` where only the line is fixed, `anywhere` where nothing is. */
  readonly at?: string;
  readonly line?: string;
  readonly anywhere?: boolean;
  /** The whole message, or something that it must contain. */
  readonly message?: string;
  readonly contains?: string;
}

export interface Example {
  readonly name: string;
  readonly expected: readonly Expected[];
  readonly code: string;
  readonly language: Language;
  readonly settings: Readonly<Record<string, unknown>>;
}

const REQUIRE = 'require-per-user-connection-limit';
const REPORT = 'report-connection-limit';
const RANGE = 'max-connections-per-user';
const CONFIG = 'no-unenforced-limit-config';

const MISSING = 'No per-user connection limit detected. A single user could theoretically open unlimited connections.';

function limitText(limit: number | string): string {
  if (typeof limit === 'string') return limit.startsWith('`') ? `Per-user limit set, its value is not known here (${limit}).` : `Per-user limit set to ${limit} connections.`;
  return `Per-user limit set to ${String(limit)} ${limit === 1 ? 'connection' : 'connections'}.`;
}

/** The site passes; a limit in backticks is one that is not known, `5 or 8` is a set. */
export const enforced = (limit: number | string, at?: string): Expected => ({ rule: REPORT, messageId: 'enforced', message: limitText(limit), ...(at !== undefined && { at }) });
export const evicts = (limit: number | string, at?: string): Expected => ({ ...enforced(limit, at), messageId: 'evicts' });
/** The site passes with a limit whose number and wording do not matter here. */
export const passes = (at?: string): Expected => ({ rule: REPORT, messageId: 'enforced', contains: 'Per-user limit set', ...(at !== undefined && { at }) });

/** The site fails. */
export const fails = (messageId: string, at?: string, contains?: string): Expected => ({
  rule: REQUIRE,
  messageId,
  ...(at !== undefined && { at }),
  ...(contains !== undefined ? { contains } : messageId === 'missing' && { contains: MISSING }),
});
export const outOfRange = (messageId: string, at?: string): Expected => ({ rule: RANGE, messageId, ...(at === undefined ? { anywhere: true } : { at }) });
export const idle = (messageId: string, line: string, contains?: string): Expected => ({ rule: CONFIG, messageId, line, ...(contains !== undefined && { contains }) });

interface More {
  readonly language?: Language;
  readonly settings?: Readonly<Record<string, unknown>>;
}

export function example(name: string, expected: Expected | readonly Expected[], code: string, { language, settings = {} }: More = {}): Example {
  const list = 'messageId' in expected ? [expected] : expected;
  return { name, expected: list, code: code.trim(), language: language ?? languageOf(code), settings };
}

/** Types make it TypeScript, `require` makes it CommonJS. */
function languageOf(code: string): Language {
  if (/^import |^export /mu.test(code)) return /^import type |^import \w+ = require|: (?:string|number|boolean|void|Map|Set|Socket|Server|WebSocket|WebSocketServer|IncomingMessage)\b|\bas const\b|<[A-Za-z]+, |\binterface \w+ \{/mu.test(code) ? 'ts' : 'esm';
  return /\brequire\(/u.test(code) ? 'cjs' : 'esm';
}

/** Registers a test for each example. */
export function testExamples(theme: string, examples: readonly Example[]): void {
  describe(theme, () => {
    it.each(examples.map((item) => [item.name, item] as const))('%s', (_name, item) => {
      const reports = lint(item.code, item.language, item.settings);
      for (const { line, endLine, message } of reports) expect(endLine, `on one line: ${message}`).toBe(line);
      expect(reports.map(shown).join("\n")).toEqual(matched(item, reports).join("\n"));
    });
  });
}

/** Where nothing else is said, the first listener for connections; the engine's own is none. */
const SITE = /\b(?:[\w$]+(?:\([^()\n]*\))?\.)+(?<!engine\.)(?:on|once|addListener)\(['"`]connect(?:ion)?['"`]/u;

/** The expected list in the shape of what was reported; a field that is not asked for is taken from the report. */
function matched({ code, expected }: Example, reports: readonly Report[]): string[] {
  const shaped = expected.map((item) => {
    const like = reports.filter(({ rule, messageId }) => rule === item.rule && item.messageId.split('|').includes(messageId));
    const place = item.anywhere === true ? undefined : placeOf(code, item);
    const report = like.find(({ line }) => place === undefined || line === lineAt(code, place.start)) ?? like[0];
    const range = place && (item.line === undefined || report?.line !== lineAt(code, place.start)) ? rangeText(code, place) : report && rangeOf(report);
    const message = item.message ?? (item.contains === undefined || report?.message.includes(item.contains) ? report?.message : `…${item.contains}…`);
    return [item.rule, report?.messageId ?? item.messageId, range ?? 'somewhere', message ?? '…'].join(' | ');
  });
  const order = reports.map(shown);
  return shaped.sort((a, b) => rank(order, a) - rank(order, b));
}

/** Reports of one place come in no particular order. */
function rank(order: readonly string[], text: string): number {
  const index = order.indexOf(text);
  return index === -1 ? order.length : index;
}

function placeOf(code: string, { at, line, rule }: Expected): { start: number; end: number } {
  const text = at ?? line ?? SITE.exec(code)?.[0];
  if (text === undefined || !code.includes(text)) throw new Error(`${text ?? rule} is not in\n${code}`);
  const start = code.indexOf(text);
  return { start, end: start + text.length };
}

function rangeText(code: string, { start, end }: { start: number; end: number }): string {
  return `${positionAt(code, start)}-${positionAt(code, end)}`;
}

function shown(report: Report): string {
  return [report.rule, report.messageId, rangeOf(report), report.message].join(' | ');
}

function rangeOf({ line, column, endLine, endColumn }: Report): string {
  return `${String(line)}:${String(column)}-${String(endLine)}:${String(endColumn)}`;
}

function lineAt(code: string, offset: number): number {
  return code.slice(0, offset).split('\n').length;
}

function positionAt(code: string, offset: number): string {
  const before = code.slice(0, offset).split('\n');
  return `${String(before.length)}:${String((before.at(-1) ?? '').length + 1)}`;
}
