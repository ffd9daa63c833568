import type { Range } from '../facts/module-facts.js';
import { type Link, termAt, type WayIn } from '../link/link.js';
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

export function recoveryOptions(link: Link, { way, module }: Pick<Site, 'way' | 'module'>): Recovery | undefined {
  const { emitter } = way;
  for (const call of link.index.calls) {
    if (!call.value.isNew || call.frame.module !== module) continue;
    const ref = link.roles(call).find(({ id }) => id === emitter.root);
    const recovery = ref && link.catalogue.lookUp(ref.role, (model) => model.recovery);
    if (!recovery) continue;
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
