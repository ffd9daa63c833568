import type { Value } from '../facts/module-facts.js';
import type { Term } from '../link/link.js';
import { keySuggestion } from '../fixes/key-suggestion.js';
import { analyze, type FileAnalysis, locate } from '../report/analyze.js';
import { createRule } from '../report/create-rule.js';
import { givenIn } from '../report/given-in.js';
import { keyPlaces } from '../verdict/key-places.js';
import { keyFault, type KeyFault } from '../verdict/key-faults.js';
import type { Guard, Site } from '../verdict/verdict.js';

const CURE = 'Count by the id that comes out of verifying the session or token.';

export const noUntrustedLimitKey = createRule<KeyFault['id'] | 'countUser'>({
  name: 'no-untrusted-limit-key',
  meta: {
    type: 'problem',
    docs: { description: 'disallow limits that count by something the client chooses, or that one user has many of', recommended: true, cwe: 'CWE-770' },
    languages: ['js/js'],
    hasSuggestions: true,
    schema: [],
    messages: {
      clientSupplied: `The limit counts by {{key}}, which the client chooses: with another value it gets another budget, and with somebody else's it uses up theirs. ${CURE}`,
      forwardedHeader: `The limit counts by {{key}}, a header that a proxy is trusted to set: whoever reaches this server past the proxy writes it himself, and gets another budget with each value. ${CURE} Or take connections from the proxy alone, and have it overwrite the header.`,
      optionalKey: 'The limit counts by {{key}}, and {{consequence}}. Refuse a connection that has no user, before it is counted.',
      countUser: 'Count by `{{user}}`, here and wherever the same connections are counted.',
      narrowerThanUser: 'The limit counts by {{key}}, of which one user has many: each of them brings a budget of its own. Count by the id of the user alone.',
    },
  },
  create(context) {
    const analysis = analyze(context);
    if (!analysis) return {};
    const { link, module } = analysis;
    const textAt = ({ value, frame }: Term): string | undefined => (frame.module === module ? shortened(context.sourceCode.text.slice(...value.range)) : undefined);
    return {
      'Program:exit'() {
        const seen = new Set<number>();
        const told = new Set<Value>();
        for (const { site, guard, fault, at } of faultsIn(analysis)) {
          if (at.frame.module !== module || seen.has(at.value.range[0]) || told.has(guard.effect.at.value)) continue;
          seen.add(at.value.range[0]);
          // `if (open.has(user)) open.get(user).close()` asks twice under one key.
          told.add(guard.effect.at.value);
          const fallback = fault.fallback && textAt(fault.fallback);
          const consequence = fault.fallback ? `connections without it are counted by ${fallback ?? 'something else'}` : 'connections without it are not counted at all';
          const places = fault.id === 'optionalKey' ? undefined : keyPlaces(link, site, guard, fault.at, context.sourceCode.text);
          const suggestion = places && keySuggestion(places, context.sourceCode, context.filename);
          context.report({
            loc: locate(context, at.value.range),
            messageId: fault.id,
            data: { key: textAt(at) ?? '', consequence },
            suggest: suggestion ? [{ messageId: 'countUser', data: { user: suggestion.user }, fix: suggestion.fix }] : [],
          });
        }
      },
    };
  },
});

/** The bad keys of all guards, in the order of the places. */
function faultsIn(analysis: FileAnalysis): readonly { site: Site; guard: Guard; fault: KeyFault; at: Term }[] {
  const { link, verdict } = analysis;
  const found = verdict.sites.flatMap(({ site, guards }) =>
    guards.flatMap((guard) => {
      const fault = keyFault(link, site, guard);
      return fault ? [{ site, guard, fault, at: placeOf(analysis, site, fault) }] : [];
    }),
  );
  return found.sort((a, b) => a.at.value.range[0] - b.at.value.range[0]);
}

/** Where the file of the site gives the key, if a helper in another file counts. */
function placeOf({ link }: FileAnalysis, site: Site, { at }: KeyFault): Term {
  const found = link.keyClass([at]);
  return givenIn(link, at, site.module, (term) => link.keyClass([term]) === found) ?? at;
}

const LONGEST = 60;

/** On one line, and not too long for a message. */
function shortened(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
