import type { CallValue, Range } from '../facts/module-facts.js';
import { type Link, type Term, termAt, type WayIn } from '../link/link.js';
import type { RoleModel } from '../models/model.js';
import type { Site } from './verdict.js';

/** The options under which the server brings sessions back past its hooks. */
export interface Recovery {
  /** The object that is given for the option. */
  readonly object: Range;
  /** The property that makes the hooks run. */
  readonly text: string;
  /** The same property with another value. */
  readonly replaces?: Range;
}

interface Recovering {
  readonly call: Term<CallValue>;
  /** What the call makes. */
  readonly id: string;
  readonly recovery: NonNullable<RoleModel['recovery']>;
}

const RECOVERING = new WeakMap<Link, readonly Recovering[]>();

/** The calls that make servers which can bring sessions back. */
function recoveringCalls(link: Link): readonly Recovering[] {
  const known = RECOVERING.get(link);
  if (known) return known;
  const found = link.index.calls.flatMap((call) =>
    (call.value.isNew ? link.roles(call) : []).flatMap(({ id, role }): Recovering[] => {
      const recovery = link.catalogue.lookUp(role, (model) => model.recovery);
      return recovery ? [{ call, id, recovery }] : [];
    }),
  );
  RECOVERING.set(link, found);
  return found;
}

export function recoveryOptions(link: Link, { way, module }: Pick<Site, 'way' | 'module'>): Recovery | undefined {
  for (const { call, id, recovery } of recoveringCalls(link)) {
    if (id !== way.emitter.root || call.frame.module !== module) continue;
    for (const argument of call.value.args) {
      for (const { value } of link.origins(termAt(argument, call.frame))) {
        if (value.kind !== 'object') continue;
        const option = value.properties.find(({ key }) => key === recovery.option)?.value;
        if (option?.kind !== 'object') continue;
        const skip = option.properties.find(({ key }) => key === recovery.property);
        if (skip?.value.kind === 'literal' && String(skip.value.value) === recovery.value) continue;
        const text = `${recovery.property}: ${recovery.value}`;
        return { object: option.range, text, ...(skip && { replaces: [skip.keyRange[0], skip.value.range[1]] as const }) };
      }
    }
  }
  return undefined;
}

/** A hook that is not run for recovered sessions of this server. */
export function isSkipped(link: Link, site: Site, way: WayIn): boolean {
  return way.model.skippedBy !== undefined && recoveryOptions(link, site) !== undefined;
}
