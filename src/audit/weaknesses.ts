import type { Link } from '../link/link.js';
import { type Spot, spotAt } from '../verdict/evidence.js';
import { keyFault } from '../verdict/key-faults.js';
import { lateRefusal } from '../verdict/late-refusals.js';
import { leaksOf } from '../verdict/leaks.js';
import { processLocalCounts } from '../verdict/process-local.js';
import { racesOf } from '../verdict/races.js';
import type { SiteVerdict } from '../verdict/verdict.js';

/** What is wrong with a guard that counts per user, beyond its number. */
export interface Weakness extends Spot {
  readonly rule: keyof typeof WORDS;
  readonly id: string;
  readonly message: string;
}

/** By rule and message id of the lint rules, whose pages say more. */
const WORDS = {
  'require-connection-release': {
    neverReleased: 'A slot that is taken here is never given back: the slots add up until the user is locked out.',
    notOnAbort: 'A slot that is taken here is not given back when the handshake fails later, or the client goes away meanwhile.',
    releaseUnreachable: 'A path leaves between taking a slot here and attaching what gives it back.',
    keyGrowth: 'Empty entries stay in the tracker for every user ever seen.',
    doubleRelease: 'A slot can be given back twice, or by somebody who has none, so others are not counted.',
  },
  'require-atomic-limit-check': {
    awaitBetween: 'Something is awaited between counting and adding: a burst of connections slips through.',
    callbackBetween: 'A callback lies between counting and adding: a burst of connections slips through.',
    readThenWrite: 'The count is read from the store and written in a step of its own: a burst of connections slips through.',
  },
  'no-untrusted-limit-key': {
    clientSupplied: 'The client chooses the key that is counted by: with another value it gets another budget.',
    forwardedHeader: 'The key is a header that a proxy is trusted to set: who reaches the server past the proxy writes it himself.',
    optionalKey: 'Connections without the key are not counted, or share one budget.',
    narrowerThanUser: 'One user has many of what is counted by, and a budget for each.',
  },
  'prefer-handshake-limit': {
    afterAccept: 'The connection is accepted before it is refused, though the user is known in the handshake.',
  },
  'no-process-local-limit': {
    multiProcess: 'The count is kept in the memory of one process, and the program runs in several: the user gets the limit in each.',
  },
} as const;

/** The weaknesses of the guards of a file's sites, each once. */
export function weaknessesOf(link: Link, sites: readonly SiteVerdict[]): readonly Weakness[] {
  const found = [
    ...sites.flatMap((site) => [
      ...leaksOf(link, site).map((leak) => weakness('require-connection-release', leak.id, leak)),
      ...racesOf(link, site).map((race) => weakness('require-atomic-limit-check', race.id, race)),
      ...site.guards.flatMap((guard) => {
        const fault = keyFault(link, site.site, guard);
        const late = lateRefusal(link, site.site, guard, site.guards);
        return [
          ...(fault ? [weakness('no-untrusted-limit-key', fault.id, spotAt(fault.at))] : []),
          ...(late ? [weakness('prefer-handshake-limit', 'afterAccept', spotAt(late.at))] : []),
        ];
      }),
    ]),
    ...processLocalCounts(link, sites).map((count) => weakness('no-process-local-limit', 'multiProcess', count)),
  ];
  return found;
}

function weakness<Rule extends keyof typeof WORDS>(rule: Rule, id: keyof (typeof WORDS)[Rule] & string, { module, range }: Spot): Weakness {
  return { rule, id, message: WORDS[rule][id] as string, module, range };
}
