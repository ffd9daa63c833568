import { classAround } from '../link/class-roles.js';
import { type Holding, type Link, type Term, termAt, type WayIn } from '../link/link.js';
import { ROOM, USER } from '../models/meanings.js';
import type { KeyClass } from '../models/model.js';

/** Whether a count is kept in memory that the next connection need not find. */
export function isForgotten(link: Link, { model, accept, handlers }: WayIn, { container }: Holding): boolean {
  if (model.forgets === undefined || container.isExternal || container.collection) return false;
  const frames = accept ? accept.path.map(({ frame }) => frame) : handlers.map(({ value, frame }) => ({ ...frame, fn: value.fn }));
  return model.forgets === 'always' || !frames.some((frame) => classAround(link, frame));
}

/** What a total is counted by, where there is one total for each of many objects. */
export function totalKey(link: Link, { emitter }: WayIn, { container }: Holding): KeyClass {
  const instances = container.isExternal ? undefined : link.catalogue.lookUp(emitter.role, (model) => model.instances);
  if (!instances) return 'none';
  const names = instances.named.flatMap((method) => link.index.callsOf(method)).flatMap(({ value, frame }) => value.args.slice(0, 1).map((name) => termAt(name, frame)));
  if (names.length === 0) return instances.otherwise;
  const classes = names.map((name) => nameClass(link, name));
  return BEST.find((one) => classes.includes(one)) ?? 'room';
}

/** Where they are asked for in several ways, the kindest reading. */
const BEST: readonly KeyClass[] = ['user', 'unknown', 'narrower', 'room', 'none'];

/** What an object is asked for under: what the client says which one it wants is a room, and a name may tell. */
function nameClass(link: Link, name: Term): KeyClass {
  const found = link.keyClass([name]);
  const word = wordOf(name);
  if (word !== undefined && (found === 'unknown' || found === 'client')) {
    if (ROOM.test(word)) return 'room';
    if (USER.test(word)) return 'user';
  }
  return found === 'client' ? 'room' : found;
}

/** `roomId`, `params.roomId`, `searchParams.get('room')`. */
function wordOf({ value, frame }: Term): string | undefined {
  if (value.kind === 'binding') return frame.module.facts.bindings[value.id]?.name;
  if (value.kind === 'member') return typeof value.property === 'string' ? value.property : undefined;
  const [first] = value.kind === 'call' ? value.args : [];
  return first?.kind === 'literal' && typeof first.value === 'string' ? first.value : undefined;
}
