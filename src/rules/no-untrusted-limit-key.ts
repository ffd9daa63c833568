import { analyze, locate } from '../report/analyze.js';
import { createRule } from '../report/create-rule.js';
import { givenIn } from '../report/given-in.js';

export const noUntrustedLimitKey = createRule<'clientSupplied'>({
  name: 'no-untrusted-limit-key',
  meta: {
    type: 'problem',
    docs: { description: 'disallow limits that count by something the client chooses', recommended: true, cwe: 'CWE-770' },
    languages: ['js/js'],
    schema: [],
    messages: {
      clientSupplied:
        'The limit counts by {{key}}, which the client chooses: with another value it gets another budget, and with somebody else\'s it uses up theirs. Count by the id that comes out of verifying the session or token.',
    },
  },
  create(context) {
    const analysis = analyze(context);
    if (!analysis) return {};
    const { link, module, verdict } = analysis;
    return {
      'Program:exit'() {
        const seen = new Set<number>();
        for (const { site, guard } of verdict.sites.flatMap(({ site, guards }) => guards.map((guard) => ({ site, guard })))) {
          const { test, effect, key } = guard;
          if (key !== 'client') continue;
          const keys = test?.count.holding.keys ?? effect.from.flatMap((from) => from.keys);
          const chosen = keys.find((term) => link.keyClass([term]) === 'client') ?? keys[0];
          const at = chosen ? givenIn(link, chosen, site.module, (term) => link.keyClass([term]) === 'client') ?? chosen : effect.at;
          const { range } = at.value;
          if (at.frame.module !== module || seen.has(range[0])) continue;
          seen.add(range[0]);
          context.report({ loc: locate(context, range), messageId: 'clientSupplied', data: { key: context.sourceCode.text.slice(...range) } });
        }
      },
    };
  },
});
