import { roleChain } from '../models/index.js';
import type { WayInModel } from '../models/model.js';
import { type HandedOver, type Link, type RoleRef, siteId, termAt } from './link.js';
import { textOf } from './numbers.js';

/** How a function that is handed to a call becomes a way in of new connections. */
export interface Registration {
  readonly model: WayInModel;
  readonly emitter: RoleRef;
  readonly roles: readonly (RoleRef | undefined)[];
}

/** The way in that a library makes of a function handed to it; undefined if it does not. */
export function wayInFor(link: Link, { call, argument, property }: Omit<HandedOver, 'target'>): Registration | undefined {
  const { callee, args } = call.value;
  if (property !== undefined) {
    for (const ref of link.roles(call)) {
      const model = waysInOf(ref).find((way) => way.option === property);
      if (model) return registration(model, ref, call);
    }
  }
  if (callee.kind !== 'member' || typeof callee.property !== 'string') return undefined;
  const method = callee.property;
  for (const ref of link.roles(termAt(callee.object, call.frame))) {
    const model = waysInOf(ref).find((way) => way.call?.includes(method) && takes(way));
    if (model && property === undefined) return registration(model, model.onResult ? (link.roles(call)[0] ?? ref) : ref, call);
  }
  return undefined;

  function takes({ events }: WayInModel): boolean {
    const [first] = args;
    if (events === undefined) return true;
    if (events.length === 0) return argument === 1;
    const name = first && textOf(link, termAt(first, call.frame));
    return argument > 0 && name !== undefined && events.includes(name);
  }
}

export function waysInOf(ref: RoleRef): WayInModel[] {
  return roleChain(ref.role).flatMap((model) => model.waysIn ?? []);
}

function registration(model: WayInModel, emitter: RoleRef, call: HandedOver['call']): Registration {
  const id = siteId(call);
  const roles = model.parameters.map((role, index): RoleRef | undefined =>
    role && { role, id: `${id}(${String(index)})`, root: emitter.root, made: call },
  );
  return { model, emitter, roles };
}
