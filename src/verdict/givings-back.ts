import type { Event, Value } from '../facts/module-facts.js';
import { partsOf } from '../facts/value-parts.js';
import { bareFrame, type Container, type Frame, functionKey, functionOf, type Link, type Premise, premisesOf, type Term, termAt } from '../link/link.js';
import { operationOf, redisOperation } from '../link/operations.js';
import { type Ending, endingsOf } from './endings.js';
import { type Change, changesOf, isLess } from './trackers.js';

/**
 * How a slot is given back. `own`: what this connection put in is taken out, so that a second time does nothing. `entry`:
 * all that is kept under the user. `count`: a number is lowered.
 */
type Way = 'own' | 'entry' | 'count';

/** Where a slot is given back. */
export interface GivingBack {
  readonly change: Change;
  readonly event: Event;
  readonly frame: Frame;
  readonly how: Way;
  /** What it runs at the end of. */
  readonly endings: readonly Ending[];
}

/** Every place where something is taken out of a tracker. */
export function givingsBack(link: Link, container: Container): readonly GivingBack[] {
  return changesOf(link, container).flatMap((change): GivingBack[] => {
    const event = change.removes ? eventOf(change) : undefined;
    if (!event) return [];
    const key = functionKey(change.frame.module, change.frame.fn);
    return [{ change, event, frame: change.frame, how: howOf(link, container, change, event), endings: endingsOf(link).filter(({ functions }) => functions.has(key)) }];
  });
}

function eventOf({ call, event, frame }: Change): Event | undefined {
  return event ?? functionOf(frame).events.find((other) => other.kind === 'call' && other.value === call?.value);
}

function howOf(link: Link, container: Container, { call, frame }: Change, event: Event): Way {
  if (event.kind === 'assign') {
    if (event.operator === '-' || isLess(link, termAt(event.value, frame))) return 'count';
    if (event.operator !== 'delete') return 'own';
    return event.target.kind === 'member' && typeof event.target.property !== 'string' ? entryOrOwn(link, container, termAt(event.target.object, frame), termAt(event.target.property, frame)) : 'own';
  }
  if (!call) return 'own';
  const operation = operationOf(link, call);
  if (!operation) return redisOperation(link, call)?.command.startsWith('decr') ? 'count' : 'own';
  const { args } = call.value;
  if (operation.model.does === 'add') return args.some((argument) => isLess(link, termAt(argument, frame))) ? 'count' : 'own';
  if (operation.model.does !== 'remove' || operation.model.key === undefined || !args[0]) return 'own';
  return entryOrOwn(link, container, operation.object, termAt(args[0], frame));
}

/** Taken from the whole under a key of many connections, or from what is kept under such a key. */
function entryOrOwn(link: Link, { id }: Container, object: Term, key: Term): Way {
  const isWhole = link.holdings(object).some((holding) => holding.container.id === id && holding.keys.length === 0 && !holding.isElement);
  return isWhole && link.keyClass([key]) !== 'connection' ? 'entry' : 'own';
}

/** The conditions under which it happens, in its function and those around it. */
export function conditionsOf({ frame, event }: Pick<GivingBack, 'frame' | 'event'>): readonly Premise[] {
  const found: Premise[] = [];
  for (let at = premisesOf(bareFrame(frame.module, frame.fn), event.when); at; at = at.outer) if (at.condition.kind === 'test') found.push(at);
  return found;
}

/** Whether some part of a value is as asked for. */
export function hasPart(value: Value, is: (part: Value) => boolean): boolean {
  return is(value) || partsOf(value).some((part) => hasPart(part, is));
}

/** Whether a condition looks at what the tracker holds. */
export function looksAt(link: Link, { id }: Container, { condition, frame }: Premise): boolean {
  if (condition.kind !== 'test') return false;
  return hasPart(condition.value, (part) => {
    const term = termAt(part, frame);
    return link.holdings(term).some(({ container }) => container.id === id) || link.counts(term).some(({ holding }) => holding.container.id === id);
  });
}
