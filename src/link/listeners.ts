import type { Value } from '../facts/module-facts.js';
import type { Phase } from '../models/model.js';
import { entryOf } from '../models/catalogue.js';
import { type Frame, type Link, termAt } from './link.js';

/** When the function is called that is put into a property of a library's object: `socket.onclose = …`. */
export function listenerPhase(link: Link, target: Value, frame: Frame): Phase | undefined {
  if (target.kind !== 'member' || typeof target.property !== 'string' || !link.catalogue.vocabulary.listeners.has(target.property)) return undefined;
  return phaseOf(link, target.object, target.property, frame);
}

/** When a listener is called: `socket.addEventListener('open', …)`. */
export function eventPhase(link: Link, callee: Value, event: Value | undefined, frame: Frame): Phase | undefined {
  if (callee.kind !== 'member' || event?.kind !== 'literal' || typeof event.value !== 'string') return undefined;
  const property = `on${event.value}`;
  return link.catalogue.vocabulary.listeners.has(property) ? phaseOf(link, callee.object, property, frame) : undefined;
}

function phaseOf(link: Link, object: Value, property: string, frame: Frame): Phase | undefined {
  for (const { role } of link.roles(termAt(object, frame))) {
    const phase = link.catalogue.lookUp(role, ({ listeners }) => entryOf(listeners, property));
    if (phase !== undefined) return phase;
  }
  return undefined;
}
