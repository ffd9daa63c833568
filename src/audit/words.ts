import { trailOf } from '../verdict/evidence.js';
import { limitProblem, limitWords } from '../verdict/limits.js';
import type { FailId, IdleLimit, SiteVerdict } from '../verdict/verdict.js';
import { CHECK, type EvidenceReport } from './report.js';

const NONE = 'No per-user connection limit detected.';

/** What there is instead of a limit per user, as it follows the first sentence. */
const INSTEAD: Readonly<Record<FailId, string>> = {
  missing: 'A single user could theoretically open unlimited connections.',
  configuredOnly: 'The connection limit {{subject}}{{trail}} is configured, and nothing enforces it.',
  globalOnly: 'Only the total number of connections is capped{{trail}}: one user can take every slot.',
  perAddressOnly: 'Only connections per network address are capped{{trail}}: one user can connect from many addresses.',
  perRoomOnly: 'Only connections per room, tenant, document or topic are capped{{trail}}: one user can open connections in any number of them.',
  rateOnly: 'Only how often a user connects is limited{{trail}}, not how many connections stay open.',
  perConnection: 'The limit{{trail}} counts under a key that is unique to each connection, so the count never passes one.',
  notRejected: 'The connections of a user are compared with a limit{{trail}}, and the connection goes on all the same.',
  uncovered: 'The limit of this program{{trail}} is gone round by {{subject}}.',
  overwritten: 'The tracker keeps one entry per user, and each connection overwrites it{{trail}}, so the count never passes one.',
  unverifiable: 'The code of {{subject}} cannot be read, so it is unknown whether it limits the connections of a user.',
};

/** The verdict on a site in words, and whether it passes: enforced, and with a number in the range of the check. */
export function siteWords({ id, guard, guards, subject }: SiteVerdict, evidence: readonly EvidenceReport[]): { readonly passes: boolean; readonly message: string } {
  const trail = trailOf(evidence);
  if (id !== 'enforced' && id !== 'evicts' && id !== 'void') {
    return { passes: false, message: `${NONE} ${INSTEAD[id].replace('{{subject}}', subject ?? 'what is called').replace('{{trail}}', trail)}` };
  }
  const { min, max } = CHECK.limit;
  const limit = guard?.limit ?? { values: [], unknown: 'limit' };
  const problem = limitProblem(limit, min, max);
  if (id === 'void' || problem === 'notANumber') {
    const what = problem === 'unbounded' ? 'is Infinity' : 'is not a number when it is not set';
    return { passes: false, message: `${NONE} The limit${trail} ${what}, so the comparison never holds.` };
  }
  const isInRange = problem === undefined || guards.some((other) => limitProblem(other.limit, min, max) === undefined);
  const range = isInRange ? '' : ` That is outside ${String(min)} to ${String(max)}, so the check fails.`;
  return { passes: isInRange, message: `Per-user limit set${limitWords(limit)}.${range}` };
}

/** What a limit that nothing enforces is, in words. */
export function configuredWords({ id, name, library }: IdleLimit): string {
  switch (id) {
    case 'neverRead':
      return `The connection limit ${name} is set, and no code reads it: nothing is limited.`;
    case 'unusedGuard':
      return `The connection limiter ${name} is never reached by a connection, so it limits nothing.`;
    case 'readNotEnforced':
      return `The connection limit ${name} is set and read, and no guard compares the open connections with it: nothing is limited.`;
    case 'ignoredOption':
      return `${library ?? 'The library'} has no option ${name} and ignores it: nothing is limited.`;
  }
}
