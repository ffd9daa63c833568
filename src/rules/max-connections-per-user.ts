import { analyze, locate } from '../report/analyze.js';
import { createRule } from '../report/create-rule.js';
import type { Guard } from '../verdict/verdict.js';
import { limitSuggestion } from '../fixes/limit-suggestion.js';

type MessageIds = 'tooHigh' | 'tooLow' | 'notANumber' | 'unbounded';
interface Options {
  readonly min?: number;
  readonly max?: number;
}

export const maxConnectionsPerUser = createRule<MessageIds | 'setLimit', Options>({
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
      notANumber: 'The limit {{name}} is not a number when it is not set, so the comparison never holds and nothing is limited. Give it a default, such as `?? 3`.',
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
        for (const guard of analysis.verdict.sites.flatMap(({ guards }) => guards)) {
          const id = problem(guard, min, max);
          const limit = guard.test?.limit;
          if (!id || limit?.frame.module !== analysis.module) continue;
          const target = limitSuggestion(analysis.link, guard, context.sourceCode, (value) => !(value >= min && value <= max));
          if (seen.has(target.range[0])) continue;
          seen.add(target.range[0]);
          const worst = guard.limit.values.find((value) => !(value >= min && value <= max));
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

function problem({ limit }: Guard, min: number, max: number): MessageIds | undefined {
  const { values, unknown } = limit;
  if (unknown === undefined && values.some((value) => Number.isNaN(value))) return 'notANumber';
  if (values.includes(Number.POSITIVE_INFINITY)) return 'unbounded';
  if (values.some((value) => value > max)) return 'tooHigh';
  return values.some((value) => value < min) ? 'tooLow' : undefined;
}
