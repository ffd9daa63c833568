import plugin from '../../../../src/index.js';
import { measure, type Workshop } from '../measure.js';
import type { Plan } from '../plan.js';
import type { RuleShares } from '../results.js';
import { spreadOf } from '../spread.js';
import { withPrograms } from './programs.js';

/** Each rule by itself. Together they cost hardly more, since all of them ask one analysis. */
export async function measureRules(workshop: Workshop, { ruleModules, rounds }: Plan): Promise<RuleShares[]> {
  const names = Object.keys(plugin.rules);
  const byProgram = await withPrograms(workshop, ruleModules, 'js', async (_, files) => {
    const shares = new Map<string, number[]>(names.map((name) => [name, []]));
    for (let round = 0; round < Math.min(3, rounds); round += 1) {
      for (const name of names) shares.get(name)?.push((await measure(workshop, 'rule', { ...files, rule: name })).share);
    }
    return shares;
  });
  return names.map((rule) => ({ rule, shares: byProgram.map((shares) => spreadOf(shares.get(rule) ?? [])) }));
}
