import { analyze, locate } from '../report/analyze.js';
import { createRule } from '../report/create-rule.js';
import { trailOf } from '../verdict/evidence.js';
import type { Leak, LeakId } from '../verdict/leak.js';
import { shownIn } from '../verdict/moments.js';
import { leaksOf } from '../verdict/leaks.js';
import { leakRepair, REPAIRS, type RepairId } from './leak-repairs.js';

const LOCKED_OUT = 'The slots add up until the user is locked out for good.';

/** What is wrong and what to do, by kind. */
const WORDS: Readonly<Record<string, string>> = {
  'neverReleased nothing': `nothing gives it back when the connection ends. ${LOCKED_OUT} Take it out again on the event that tells of the end of the connection, under the same key`,
  'neverReleased elsewhere': `the end of the connection does not give it back: what does{{trail}} runs for something else. ${LOCKED_OUT} Take it out again on the event that tells of the end of the connection, under the same key`,
  'neverReleased otherKey': `it is given back under another key{{trail}}, where nothing is found. ${LOCKED_OUT} Use the key under which it was added`,
  'neverReleased evicts': `nothing takes it out when the connection ends: the tracker keeps connections that are long gone, one for every user ever seen. Take it out on the event that tells of the end of the connection, if it is still there`,
  'neverReleased crash': `only the end of the connection gives it back{{trail}}: when the process dies, the slots of its connections stay taken for good. Give the key an expiry, and renew it while connections are open`,
  'notOnAbort accepted': `what gives it back{{trail}} runs only for connections that were accepted. A handshake that fails later, or a client that goes away before, keeps the slot: the user is locked out for good. Give it back when the transport closes, and attach that together with the addition`,
  'notOnAbort stale': `something is waited for before that{{trail}}: a client that went away meanwhile has had its last event, and keeps the slot for good. Ask whether the connection is still open right before it is added`,
  'releaseUnreachable await': `what gives it back is attached only after an \`await\`{{trail}}: if that fails, or the connection ends meanwhile, the slot is kept for good. Attach it right after the addition, before anything is awaited`,
  'releaseUnreachable callback': `what gives it back is attached only in a callback{{trail}}: if that does not come, or the connection ends before, the slot is kept for good. Attach it right after the addition`,
  'releaseUnreachable return': `a \`return\` lies between it and what gives it back{{trail}}: on that path the slot is kept for good. Attach the release right after the addition`,
  'releaseUnreachable throw': `a \`throw\` lies between it and what gives it back{{trail}}: on that path the slot is kept for good. Attach the release right after the addition`,
  'keyGrowth set': `when the last connection of a user ends, the empty entry stays{{trail}}: the tracker grows by one entry for every user ever seen. Delete the entry when it is empty`,
  'keyGrowth count': `when the last connection of a user ends, a zero stays{{trail}}: the tracker grows by one entry for every user ever seen. Delete the entry when it reaches zero`,
  'doubleRelease all': `when one of the user's connections ends, the whole entry is deleted{{trail}}: the others stay open and are no longer counted. Take out this connection alone, and delete the entry when it is empty`,
  'doubleRelease evicted': `the older connection that is closed here deletes the user's entry when it ends{{trail}}, which is the new one's by then: every second connection is not counted. Delete the entry only if it still holds the connection that has ended`,
  'doubleRelease refused': `a connection that was refused gives a slot back, too{{trail}}, and it has taken none: each refusal makes room for one more. Give back only what was taken: keep a Set of connections, whose \`delete\` does nothing for others`,
  'doubleRelease twice': `two events of the connection lower the number{{trail}}, and both may come: the second one frees somebody else's slot. Keep a Set of connections, whose second \`delete\` does nothing`,
};

const message = 'A connection takes a slot of its user here, and {{what}}.';

export const requireConnectionRelease = createRule<LeakId | RepairId>({
  name: 'require-connection-release',
  meta: {
    type: 'problem',
    docs: { description: 'require a counted connection to be given back exactly once, however it ends', recommended: true, cwe: 'CWE-772' },
    languages: ['js/js'],
    hasSuggestions: true,
    schema: [],
    messages: { neverReleased: message, notOnAbort: message, releaseUnreachable: message, keyGrowth: message, doubleRelease: message, ...REPAIRS },
  },
  create(context) {
    const analysis = analyze(context);
    if (!analysis) return {};
    const { link, module, verdict } = analysis;
    return {
      'Program:exit'() {
        const seen = new Set<string>();
        for (const leak of verdict.sites.flatMap((site) => leaksOf(link, site))) {
          const range = shownIn(link, module, leak, leak.reservation);
          const key = `${leak.id} ${String(range?.[0])}`;
          if (!range || seen.has(key)) continue;
          seen.add(key);
          const repair = leakRepair(analysis, leak, context);
          context.report({ loc: locate(context, range), messageId: leak.id, data: { what: whatOf(leak) }, suggest: repair ? [repair] : [] });
        }
      },
    };
  },
});

function whatOf({ id, because, evidence }: Leak): string {
  return (WORDS[`${id} ${because}`] ?? '').replace('{{trail}}', trailOf(evidence));
}
