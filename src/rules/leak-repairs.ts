import type { TSESLint } from '@typescript-eslint/utils';
import type { Edit } from '../fixes/guard-fix.js';
import { askedOpen } from '../fixes/repairs/asked-open.js';
import { attachedBehindCheck, attachedFirst } from '../fixes/repairs/attached-first.js';
import { fixOf } from '../fixes/repairs/fix-of.js';
import { heardByTransport } from '../fixes/repairs/heard-by-transport.js';
import { emptyDeleted, ownDeleted, ownReleased, releasedAtEnd } from '../fixes/repairs/release-edits.js';
import { releasedOnce } from '../fixes/repairs/released-once.js';
import { readStyle, type SourceStyle } from '../fixes/source-style.js';
import type { FileAnalysis } from '../report/analyze.js';
import { isMended } from '../report/rehearsal.js';
import type { Leak } from '../verdict/leak.js';
import { leakPlaces, type RepairPlaces } from '../verdict/repair-places.js';

/** What suggestions say. */
export const REPAIRS = {
  releaseAtEnd: 'Give the slot back when the connection ends.',
  hearTransport: 'Give the slot back when the transport closes.',
  askWhetherOpen: 'Refuse a connection that is gone already.',
  attachFirst: 'Attach the release right behind the addition.',
  deleteEmpty: 'Delete the entry when nothing is left in it.',
  deleteOwn: 'Delete the entry only if it still holds this connection.',
  releaseOwn: 'Take out this connection alone.',
  attachBehindCheck: 'Attach the release behind the check.',
  releaseOnce: 'Give back once, whichever event comes first.',
} as const;

export type RepairId = keyof typeof REPAIRS;

interface Context {
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
  readonly filename: string;
}

interface Repair {
  readonly messageId: RepairId;
  readonly edits: readonly Edit[] | undefined;
}

type Search = (sourceCode: Context['sourceCode'], places: RepairPlaces, style: SourceStyle) => readonly Repair[];

const one =
  (messageId: RepairId, edit: (...given: Parameters<Search>) => readonly Edit[] | undefined): Search =>
  (...given) => [{ messageId, edits: edit(...given) }];

const released: Search = (sourceCode, places, style) =>
  places.connections.flatMap((connection) => {
    const release = releasedAtEnd(sourceCode, places, connection, style);
    const asked = release && askedOpen(sourceCode, places, connection, style);
    return [{ messageId: 'releaseAtEnd', edits: release && [release] }, { messageId: 'releaseAtEnd', edits: asked && [...asked, release] }] as const;
  });

/** What may repair a leak, by its kind, best first. */
const SEARCHES: Readonly<Record<string, Search>> = {
  'neverReleased nothing': released,
  'neverReleased evicts': released,
  'notOnAbort accepted': (sourceCode, places, style) => places.connections.map((connection) => ({ messageId: 'hearTransport', edits: heardByTransport(sourceCode, places, connection, style) })),
  'notOnAbort stale': (sourceCode, places, style) => places.connections.map((connection) => ({ messageId: 'askWhetherOpen', edits: askedOpen(sourceCode, places, connection, style) })),
  'releaseUnreachable await': one('attachFirst', attachedFirst),
  'releaseUnreachable callback': one('attachFirst', attachedFirst),
  'releaseUnreachable return': one('attachFirst', attachedFirst),
  'releaseUnreachable throw': one('attachFirst', attachedFirst),
  'keyGrowth set': one('deleteEmpty', emptyDeleted),
  'keyGrowth count': one('deleteEmpty', emptyDeleted),
  'doubleRelease evicted': one('deleteOwn', ownDeleted),
  'doubleRelease all': one('releaseOwn', ownReleased),
  'doubleRelease refused': one('attachBehindCheck', attachedBehindCheck),
  'doubleRelease twice': one('releaseOnce', releasedOnce),
};

/** The first repair after which the file has one leak less, and nothing new. */
export function leakRepair(analysis: FileAnalysis, leak: Leak, context: Context): { messageId: RepairId; fix: TSESLint.ReportFixFunction } | undefined {
  const search = SEARCHES[`${leak.id} ${leak.because}`];
  const places = search && leakPlaces(analysis.link, analysis.module, leak);
  if (!places) return undefined;
  for (const { messageId, edits } of search(context.sourceCode, places, readStyle(context.sourceCode, context.filename))) {
    if (edits && isMended(analysis, context.sourceCode.text, leak.id, edits)) return { messageId, fix: fixOf(edits) };
  }
  return undefined;
}
