import { analyze, locate } from '../report/analyze.js';
import { createRule } from '../report/create-rule.js';
import { lateRefusal } from '../verdict/late-refusals.js';

export const preferHandshakeLimit = createRule<'afterAccept'>({
  name: 'prefer-handshake-limit',
  meta: {
    type: 'suggestion',
    docs: { description: 'disallow closing accepted connections of users at their limit where the handshake could refuse them', recommended: false, cwe: 'CWE-770' },
    languages: ['js/js'],
    schema: [],
    messages: {
      afterAccept:
        'The connection is accepted before it is refused here: the client sees it open, can send before it is closed, and holds it for as long as it does not answer. The user is known in the handshake already: count and refuse in {{hook}}.',
    },
  },
  create(context) {
    const analysis = analyze(context);
    if (!analysis) return {};
    const { link, module, verdict } = analysis;
    return {
      'Program:exit'() {
        const seen = new Set<number>();
        for (const { site, guards } of verdict.sites) {
          for (const guard of guards) {
            const late = lateRefusal(link, site, guard, guards);
            if (late?.at.frame.module !== module) continue;
            const { range } = late.at.value;
            if (seen.has(range[0])) continue;
            seen.add(range[0]);
            context.report({ loc: locate(context, range), messageId: 'afterAccept', data: { hook: late.hook } });
          }
        }
      },
    };
  },
});
