import { limitSuggestion, type LimitTarget } from '../fixes/limit-suggestion.js';
import type { Term } from '../link/link.js';
import { analyze, type FileAnalysis, locate } from '../report/analyze.js';
import { createRule } from '../report/create-rule.js';
import { givenIn } from '../report/given-in.js';
import { type LimitProblem, limitProblem } from '../verdict/limits.js';
import type { Site } from '../verdict/verdict.js';
import type { MaxConnectionsPerUserOptions } from './options.js';

export const maxConnectionsPerUser = createRule<LimitProblem | 'setLimit', MaxConnectionsPerUserOptions>({
  name: 'max-connections-per-user',
  meta: {
    type: 'problem',
    docs: { description: 'require the enforced limit per user to lie in a range, 1 to 10 by default', recommended: true, cwe: 'CWE-770' },
    languages: ['js/js'],
    hasSuggestions: true,
    schema: [
      {
        type: 'object',
        description: 'The range in which an enforced limit must lie.',
        properties: {
          min: { type: 'integer', minimum: 1, description: 'The lowest limit that is accepted.' },
          max: { type: 'integer', minimum: 1, description: 'The highest limit that is accepted.' },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ min: 1, max: 10 }],
    messages: {
      tooHigh: 'The limit lets one user hold {{limit}} connections, more than {{max}}. Set it to 3 to 5: a stolen account uses all that it gets.',
      tooLow: 'The limit lets one user hold {{limit}} connections, fewer than {{min}}: nobody can connect. Set it to 3 to 5.',
      notANumber: 'The limit {{name}} is not a number when it is not set, so the comparison never holds and nothing is limited. Give what is converted a default, as in `Number(process.env.LIMIT ?? 3)`: behind the conversion it comes too late.',
      unbounded: 'The limit {{name}} is Infinity, so the comparison never holds and nothing is limited. Set it to 3 to 5.',
      setLimit: 'Set the limit to 3.',
    },
  },
  create(context, { min = 1, max = 10 }) {
    const analysis = analyze(context);
    if (!analysis) return {};
    return {
      'Program:exit'() {
        const seen = new Set<number>();
        const isOutside = (value: number): boolean => !(value >= min && value <= max);
        for (const { site, guard } of analysis.verdict.sites.flatMap(({ site, guards }) => guards.map((guard) => ({ site, guard })))) {
          const id = limitProblem(guard.limit, min, max);
          const limit = guard.test?.limit ?? guard.cap;
          if (!id || !limit) continue;
          const target = limit.frame.module === analysis.module ? limitSuggestion(analysis.link, guard, context.sourceCode, isOutside) : limitOf(analysis, site, limit, isOutside);
          if (!target) continue;
          if (seen.has(target.range[0])) continue;
          seen.add(target.range[0]);
          const worst = guard.limit.values.find(isOutside);
          context.report({
            loc: locate(context, target.range),
            messageId: id,
            data: { limit: String(worst), min: String(min), max: String(max), name: target.name },
            suggest: target.fix ? [{ messageId: 'setLimit', fix: target.fix }] : [],
          });
        }
      },
    };
  },
});

/**
 * A limit that is compared in a helper, which no rule looks at for its own sake: it is shown where the site's file gives
 * it, or at the site.
 */
function limitOf({ link, module }: FileAnalysis, site: Site, limit: Term, isOutside: (value: number) => boolean): LimitTarget | undefined {
  const hasOwnReport = link.waysIn().some(({ at }) => at.frame.module === limit.frame.module);
  if (site.module !== module || hasOwnReport) return undefined;
  const given = givenIn(link, limit, module, (term) => link.numbers(term).values.some(isOutside));
  return { range: given?.value.range ?? site.range, name: `in ${limit.frame.module.path.split(/[/\\]/u).at(-1) ?? 'another file'}` };
}
