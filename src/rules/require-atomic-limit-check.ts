import { fixOf } from '../fixes/repairs/fix-of.js';
import { takenFirst } from '../fixes/repairs/taken-first.js';
import { readStyle } from '../fixes/source-style.js';
import { analyze, locate } from '../report/analyze.js';
import { createRule } from '../report/create-rule.js';
import { isMended } from '../report/rehearsal.js';
import { trailOf } from '../verdict/evidence.js';
import { shownIn } from '../verdict/moments.js';
import { type Race, racesOf } from '../verdict/races.js';
import { racePlaces } from '../verdict/repair-places.js';

const BURST = 'all connections of a burst are counted before the first of them is added, and all pass';

export const requireAtomicLimitCheck = createRule<Race['id'] | 'takeFirst'>({
  name: 'require-atomic-limit-check',
  meta: {
    type: 'problem',
    docs: { description: 'require connections to be counted and added in one step', recommended: true, cwe: 'CWE-367' },
    languages: ['js/js'],
    hasSuggestions: true,
    schema: [],
    messages: {
      awaitBetween: `The connections of the user are counted here, and the new one is added only after an \`await\`{{trail}}: ${BURST}. Add it right after the check, before anything is awaited, and take it out again where the connection is refused later.`,
      callbackBetween: `The connections of the user are counted here, and the new one is added only in a callback{{trail}}: ${BURST}. Add it right after the check, before anything asynchronous, and take it out again where the connection is refused later.`,
      readThenWrite: `The count is read from the store here, and written in a step of its own{{trail}}: ${BURST}. Count and add in one step, such as an INCR whose result is compared, or a Lua script.`,
      takeFirst: 'Take the slot right behind the check.',
    },
  },
  create(context) {
    const analysis = analyze(context);
    if (!analysis) return {};
    const { link, module, verdict } = analysis;
    return {
      'Program:exit'() {
        const seen = new Set<number>();
        for (const { site, race } of verdict.sites.flatMap((found) => racesOf(link, found).map((race) => ({ site: found.site, race })))) {
          const range = shownIn(link, module, race, race.counted);
          if (!range || seen.has(range[0])) continue;
          seen.add(range[0]);
          const trail = trailOf([...(race.between ? [race.between] : []), race.taken]);
          const places = race.id === 'readThenWrite' ? undefined : racePlaces(link, module, race, site);
          const edits = places && takenFirst(context.sourceCode, places, readStyle(context.sourceCode, context.filename));
          const isGood = edits !== undefined && isMended(analysis, context.sourceCode.text, race.id, edits);
          context.report({ loc: locate(context, range), messageId: race.id, data: { trail }, suggest: isGood ? [{ messageId: 'takeFirst', fix: fixOf(edits) }] : [] });
        }
      },
    };
  },
});
