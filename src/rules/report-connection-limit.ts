import { analyze, locate } from '../report/analyze.js';
import { createRule } from '../report/create-rule.js';
import { limitWords } from '../verdict/limits.js';

export const reportConnectionLimit = createRule<'enforced' | 'evicts'>({
  name: 'report-connection-limit',
  meta: {
    type: 'suggestion',
    docs: { description: 'say on a passing connection site which limit per user is enforced', recommended: false },
    languages: ['js/js'],
    schema: [],
    messages: {
      // The number agrees with its noun, or is not known here; `value` holds the rest of the sentence.
      enforced: 'Per-user limit set{{value}}.',
      evicts: 'Per-user limit set{{value}}.',
    },
  },
  create(context) {
    const analysis = analyze(context);
    if (!analysis) return {};
    return {
      'Program:exit'() {
        for (const { site, id, guard } of analysis.verdict.sites) {
          if ((id !== 'enforced' && id !== 'evicts') || site.module !== analysis.module || !guard) continue;
          context.report({ loc: locate(context, site.range), messageId: id, data: { value: limitWords(guard.limit) } });
        }
      },
    };
  },
});
