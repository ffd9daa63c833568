import { type Link, termAt } from '../link/link.js';
import { sentCommand } from '../link/operations.js';
import { REDIS_EXPIRY, SCRIPT_COMMANDS } from '../models/stores.js';
import { textOf } from '../link/value-names.js';
import type { GivingBack } from './givings-back.js';
import { evidenceOf, type Finding, type Tracked } from './leak.js';
import { changesOf, isTimed } from './trackers.js';

/** Slots in Redis outlive the process: what is given back at the end of a connection alone is lost when the process dies. */
export function redisLeak(link: Link, { container }: Tracked, released: readonly GivingBack[]): Finding | undefined {
  if (expiresSomehow(link)) return undefined;
  const isCleaned = changesOf(link, container).some(({ frame, removes }) => removes && (frame.fn === 0 || isTimed(link, frame)));
  if (isCleaned) return undefined;
  return released.length > 0 ? { id: 'neverReleased', because: 'crash', evidence: released.slice(0, 1).map(evidenceOf) } : { id: 'neverReleased', because: 'nothing', evidence: [] };
}

/** Whether anything in reach gives keys of Redis an end: a command, an option of one, or a script. */
function expiresSomehow(link: Link): boolean {
  return link.index.calls.some((call) => {
    const sent = sentCommand(link, call);
    if (!sent) return false;
    if (REDIS_EXPIRY.commands.has(sent.command)) return true;
    return call.value.args.some((argument) => {
      if (argument.kind === 'object') return argument.properties.some(({ key }) => key !== undefined && REDIS_EXPIRY.options.test(key));
      const text = argument.kind === 'literal' ? argument.value : SCRIPT_COMMANDS.has(sent.command) ? textOf(link, termAt(argument, call.frame)) : undefined;
      return typeof text === 'string' && REDIS_EXPIRY.words.test(text);
    });
  });
}
