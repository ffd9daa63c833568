import { analyze, type FileAnalysis, locate } from '../report/analyze.js';
import { createRule } from '../report/create-rule.js';
import type { IdleLimit } from '../verdict/verdict.js';
import { chosen, type GuardEdit, guardEdits } from './guard-edits.js';

export const noUnenforcedLimitConfig = createRule<IdleLimit['id'] | 'enforceIt'>({
  name: 'no-unenforced-limit-config',
  meta: {
    type: 'problem',
    docs: { description: 'disallow connection limits that are configured and never enforced', recommended: true, cwe: 'CWE-770' },
    languages: ['js/js'],
    fixable: 'code',
    hasSuggestions: true,
    schema: [],
    messages: {
      enforceIt: 'Insert a guard that compares the connections of a user, counted by `{{user}}`, with {{name}}.',
      neverRead: 'The connection limit {{name}} is set here, and no code reads it: nothing is limited. Compare the number of open connections of a user with it in the handshake, and refuse when it is reached; or remove it.',
      unusedGuard: 'The connection limiter {{name}} is never reached by a connection, so it limits nothing: nothing calls it, or it is attached where the library does not run it for new connections. Call it in the handshake or else in the connection handler, and refuse the connection when it says so; or remove it.',
      readNotEnforced: 'The connection limit {{name}} is set here and read, and no guard compares the open connections with it: nothing is limited. Refuse the handshake when a user has that many open.',
      ignoredOption: '{{library}} has no option {{name}} and ignores it: nothing is limited. Remove it, and count the open connections of each authenticated user and refuse the handshake instead.',
    },
  },
  create(context) {
    const analysis = analyze(context);
    if (!analysis) return {};
    return {
      'Program:exit'() {
        for (const { id, name, module, range, library, expression } of analysis.verdict.idle) {
          if (module !== analysis.module) continue;
          const edits = expression === undefined ? [] : enforcingEdits(analysis, context, expression);
          const { fix, suggested } = chosen(edits);
          context.report({
            loc: locate(context, range),
            messageId: id,
            data: { name, library: library ?? '' },
            fix: fix ?? null,
            suggest: suggested.map(({ user, fix: apply }) => ({ messageId: 'enforceIt' as const, data: { user, name }, fix: apply })),
          });
        }
      },
    };
  },
});

/** The guards for the first site without one that would compare with this very limit. */
function enforcingEdits(analysis: FileAnalysis, context: Parameters<typeof guardEdits>[2], expression: string): readonly GuardEdit[] {
  const site = analysis.verdict.sites.find((verdict) => verdict.site.module === analysis.module && verdict.id === 'configuredOnly');
  return site ? guardEdits(analysis, site, context, 3).filter(({ configured }) => configured === expression) : [];
}
