import { roleChain } from '../models/index.js';
import type { WayInModel } from '../models/model.js';
import { goingWith } from './iterations.js';
import { type HandedOver, type Link, type RoleRef, siteId, type Term, termAt } from './link.js';
import { textOf } from './value-names.js';
import { exportOf, REGISTERING_METHODS } from './role-tables.js';

/** How a function that is handed to a call becomes a way in of new connections. */
export interface Registration {
  readonly model: WayInModel;
  readonly emitter: RoleRef;
  readonly roles: readonly (RoleRef | undefined)[];
  /** The function, where the argument stands for several: a loop registers one for each event. */
  readonly handler?: Term;
}

type Handing = Omit<HandedOver, 'target'>;

/** The way in that a library makes of a function handed to it; undefined if it makes none. */
export function wayInFor(link: Link, handing: HandedOver): Registration | undefined {
  const { value, frame } = handing.target;
  return waysInFor(link, handing).find(({ handler }) => !handler || link.origins(handler).some((origin) => origin.frame.module === frame.module && origin.value.kind === 'function' && origin.value.fn === value.fn));
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
    for (const model of waysInOf(ref)) {
      const handler = model.call?.includes(method) === true ? taken(link, model, handing) : undefined;
      if (handler) return [{ ...registration(model, model.onResult ? (link.roles(call)[0] ?? ref) : ref, call), ...(handler.value !== call.value.args[handing.argument] && { handler }) }];
    }
    return [];
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

/** The argument, or what stands for it in a loop over events, if the event is the right one. */
function taken(link: Link, { events }: WayInModel, { call: { value, frame }, argument }: Handing): Term | undefined {
  const [first] = value.args;
  const handler = value.args[argument];
  if (!handler) return undefined;
  if (events === undefined || (events.length === 0 && argument === 1)) return termAt(handler, frame);
  if (events.length === 0 || argument === 0 || !first) return undefined;
  const name = textOf(link, termAt(first, frame));
  if (name !== undefined) return events.includes(name) ? termAt(handler, frame) : undefined;
  return goingWith(link, termAt(first, frame), events, termAt(handler, frame));
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
