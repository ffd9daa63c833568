import { analyze, locate } from '../report/analyze.js';
import { createRule } from '../report/create-rule.js';
import { trailOf } from '../verdict/evidence.js';
import { processLocalCounts } from '../verdict/process-local.js';

export const noProcessLocalLimit = createRule<'multiProcess'>({
  name: 'no-process-local-limit',
  meta: {
    type: 'problem',
    docs: { description: 'disallow counting in the memory of one process where the program runs in several', recommended: true, cwe: 'CWE-770' },
    languages: ['js/js'],
    schema: [],
    messages: {
      multiProcess:
        'The connections of a user are counted in the memory of one process, and {{evidence}}{{place}} says that there are several: the user gets the whole limit in each. Keep the count where all processes see it, such as Redis, with an expiry that outlives a crash.',
    },
  },
  create(context) {
    const analysis = analyze(context);
    if (!analysis) return {};
    return {
      'Program:exit'() {
        const seen = new Set<number>();
        for (const { module, range, evidence } of processLocalCounts(analysis.link, analysis.verdict.sites)) {
          if (module !== analysis.module || seen.has(range[0])) continue;
          seen.add(range[0]);
          context.report({ loc: locate(context, range), messageId: 'multiProcess', data: { evidence: evidence.what, place: trailOf([evidence]) } });
        }
      },
    };
  },
});
