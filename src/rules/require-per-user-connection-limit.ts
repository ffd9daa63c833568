import { createRule } from '../report/create-rule.js';
import { analyze, locate } from '../report/analyze.js';
import { trailOf } from '../verdict/evidence.js';
import type { FailId, SiteVerdict } from '../verdict/verdict.js';
import { chosen, guardEdits } from './guard-edits.js';
import type { RequirePerUserConnectionLimitOptions } from './options.js';

const CURE = 'Count the open connections of each authenticated user, refuse the handshake at {{limit}}, and take a connection out of the count however it ends.';
const GO_THROUGH = "Put the same guard on this way in, with the same tracker, so that the budget is the user's.";

/** A file is judged again so often, to see whether a fix holds. */
const MAX_TRIES = 3;
/** Nobody looks through the guards for more sites than these; each takes names that are free in all of the file. */
const MAX_OFFERED = 30;

export const requirePerUserConnectionLimit = createRule<FailId | 'insertGuard', RequirePerUserConnectionLimitOptions>({
  name: 'require-per-user-connection-limit',
  meta: {
    type: 'problem',
    docs: { description: 'require a limit on the connections that one user can hold open', recommended: true, cwe: 'CWE-770' },
    languages: ['js/js'],
    fixable: 'code',
    hasSuggestions: true,
    schema: [
      {
        type: 'object',
        description: 'How the guard is written that the fix inserts.',
        properties: {
          limit: { type: 'integer', minimum: 1, maximum: 10, description: 'The number of connections per user in the inserted guard.' },
          fix: { type: 'string', enum: ['auto', 'suggest', 'off'], description: 'Insert the guard with --fix, offer it as a suggestion only, or not at all.' },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ limit: 3, fix: 'auto' }],
    messages: {
      missing: `No per-user connection limit detected. A single user could theoretically open unlimited connections. ${CURE}`,
      configuredOnly: `The connection limit {{subject}}{{trail}} is configured, and nothing enforces it: a single user can open unlimited connections. ${CURE}`,
      globalOnly: `Only the total number of connections is capped{{trail}}: one user can take every slot. ${CURE}`,
      perAddressOnly: `Only connections per network address are capped{{trail}}: one user can connect from many addresses, and users behind one address share a cap. ${CURE}`,
      perRoomOnly: `Only connections per room, tenant, document or topic are capped{{trail}}: one user can open connections in any number of them. ${CURE}`,
      rateOnly: `How often a user connects is limited{{trail}}, not how many connections stay open: a patient user collects them without end. ${CURE}`,
      perConnection: `The limit{{trail}} is counted under a key that is unique to each connection, so the count never passes one. Count under the authenticated user's id instead, and refuse the handshake at {{limit}}.`,
      notRejected: `The connections of a user are counted and compared with a limit{{trail}}, and the connection goes on all the same: a message, a return or, in some libraries, a throw leaves it open. Where the limit is reached, refuse the connection, in the handshake if the user is known there, or else close it, and do not count it.`,
      uncovered: `A per-user connection limit exists in this program{{trail}}, and {{subject}} goes round it. {{advice}}`,
      overwritten: `The tracker keeps one entry per user, and each connection overwrites it{{trail}}, so the count never passes one. Keep a Set of connections under each user, compare its size, and take out of it the connection that ends.`,
      insertGuard: 'Insert a limit of {{limit}} connections per user, counted by `{{user}}`.',
      unverifiable: `The code of {{subject}} cannot be read here, so it is unknown whether it limits the connections of a user. If it does, declare it in the ESLint configuration: settings['websocket-limits'].guards = [{ module, name, limit }]. If it does not, count the open connections of each authenticated user here.`,
    },
  },
  create(context, { limit = 3, fix: mode = 'auto' }) {
    const analysis = analyze(context);
    if (!analysis) return {};
    const { module, verdict } = analysis;
    return {
      'Program:exit'() {
        let tries = MAX_TRIES;
        let offered = 0;
        for (const found of verdict.sites) {
          const id = failure(found);
          if (!id || found.site.module !== module) continue;
          const isOffered = mode !== 'off' && id !== 'unverifiable' && offered < MAX_OFFERED;
          const edits = isOffered ? guardEdits(analysis, found, context, limit) : [];
          offered += edits.length;
          // One insertion at a time: the next pass sees what this one declared.
          const { fix, suggested }: ReturnType<typeof chosen> = mode === 'auto' && tries > 0 ? chosen(edits) : { suggested: edits };
          const suggest = suggested.map(({ user, fix: apply }) => ({ messageId: 'insertGuard' as const, data: { limit: String(limit), user }, fix: apply }));
          tries = fix ? 0 : tries - (edits.length - suggested.length);
          context.report({
            loc: locate(context, found.site.range),
            messageId: id,
            data: { limit: String(limit), subject: found.subject ?? '', trail: trailOf(found.evidence), advice: adviceFor(found) },
            fix: fix ?? null,
            suggest,
          });
        }
      },
    };
  },
});

/** What lets the connections that go round a guard pass it. */
function adviceFor({ recovery }: SiteVerdict): string {
  return recovery === undefined ? GO_THROUGH : `Set \`${recovery}\` in it: without that, a session that is brought back skips the guard.`;
}

function failure({ id }: SiteVerdict): FailId | undefined {
  return id === 'enforced' || id === 'evicts' || id === 'void' ? undefined : id;
}
