import { roleChain } from '../models/index.js';
import type { WayInModel } from '../models/model.js';
import { type HandedOver, type Link, type RoleRef, siteId, termAt } from './link.js';
import { textOf } from './value-names.js';
import { exportOf, REGISTERING_METHODS } from './role-tables.js';

/** How a function that is handed to a call becomes a way in of new connections. */
export interface Registration {
  readonly model: WayInModel;
  readonly emitter: RoleRef;
  readonly roles: readonly (RoleRef | undefined)[];
}

type Handing = Omit<HandedOver, 'target'>;

/** The way in that a library makes of a function handed to it; undefined if it makes none. */
export function wayInFor(link: Link, handing: Handing): Registration | undefined {
  return waysInFor(link, handing)[0];
}

/** The same for each of the emitters that the receiver can be. */
export function waysInFor(link: Link, handing: Handing): readonly Registration[] {
  const { call, property } = handing;
  if (property !== undefined) {
    const own = link.roles(call).map((ref) => ({ ref, ways: waysInOf(ref) }));
    return [...own, ...attached(link, call)].flatMap(({ ref, ways }) => {
      const model = ways.find((way) => way.option === property);
      return model ? [registration(model, ref, call)] : [];
    });
  }
  const { callee } = call.value;
  if (callee.kind !== 'member' || typeof callee.property !== 'string') return [];
  const method = callee.property;
  if (!REGISTERING_METHODS.has(method)) return [];
  return link.roles(termAt(callee.object, call.frame)).flatMap((ref) => {
    const model = waysInOf(ref).find((way) => way.call?.includes(method) && takes(link, way, handing));
    if (!model) return [];
    return [registration(model, model.onResult ? (link.roles(call)[0] ?? ref) : ref, call)];
  });
}

/** The ways in that one library puts on another's server: `socketAuth(io, { authenticate })`. */
function attached(link: Link, { value, frame }: Handing['call']): { ref: RoleRef; ways: readonly WayInModel[] }[] {
  return link.origins(termAt(value.callee, frame)).flatMap((origin) => {
    const model = origin.value.kind === 'import' ? exportOf(link.index.packageOf(origin.frame.module, origin.value.specifier), origin.value.name)?.attaches : undefined;
    const server = model && value.args[model.emitter];
    return server ? link.roles(termAt(server, frame)).map((ref) => ({ ref, ways: model.ways })) : [];
  });
}

/** Whether the event is the right one, and the argument its handler. */
function takes(link: Link, { events }: WayInModel, { call, argument }: Handing): boolean {
  const [first] = call.value.args;
  if (events === undefined) return true;
  if (events.length === 0) return argument === 1;
  const name = first && textOf(link, termAt(first, call.frame));
  return argument > 0 && name !== undefined && events.includes(name);
}

function waysInOf(ref: RoleRef): WayInModel[] {
  return roleChain(ref.role).flatMap((model) => model.waysIn ?? []);
}

function registration(model: WayInModel, emitter: RoleRef, call: HandedOver['call']): Registration {
  const id = siteId(call);
  const roles = model.parameters.map((role, index): RoleRef | undefined =>
    role && { role, id: `${id}(${String(index)})`, root: emitter.root, made: call },
  );
  return { model, emitter, roles };
}
