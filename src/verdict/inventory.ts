import type { CallValue } from '../facts/module-facts.js';
import { type Container, functionOf, type Link, type Term, termAt } from '../link/link.js';
import { operationOf } from '../link/operations.js';
import { storings } from '../link/stored.js';
import { describe, writtenName } from '../link/value-names.js';
import type { KeyClass, Phase } from '../models/model.js';
import { type Spot, spotAt } from './evidence.js';
import { homeOf } from './memory-counts.js';
import type { Guard, Site, SiteVerdict } from './verdict.js';

/** State that says which connections are open, or how many. */
export interface Tracker extends Spot {
  /** How the code calls it. */
  readonly name: string;
  /** `memory`: a Map, Set, list or object; `counter`: a number; `library`: what the library itself keeps; `store`: outside the process, or out of reach. */
  readonly kind: 'memory' | 'counter' | 'library' | 'store';
}

/** A place where connections are turned away, or closed, by how many are open. */
export interface Enforcement extends Spot {
  readonly guard: Guard;
  readonly action: 'refuses' | 'closes' | 'evicts' | 'library';
  readonly phase: Phase;
  readonly countsBy: KeyClass;
  /** The key, as the code writes it. */
  readonly key?: string;
  /** Where the number of open connections is compared with the limit. */
  readonly compared?: Spot;
  readonly tracker?: Tracker;
}

/** Every place that turns away connections of a site, whatever it counts by. */
export function enforcementOf(link: Link, { found }: SiteVerdict): readonly Enforcement[] {
  return found.map((guard) => {
    const { effect, test, key, cap, evicts } = guard;
    const container = test?.count.holding.container ?? effect.from[0]?.container;
    const [counted] = test?.count.holding.keys ?? effect.from[0]?.keys ?? [];
    return {
      guard,
      ...spotAt(effect.at),
      action: cap ? 'library' : evicts ? 'evicts' : effect.phase === 'handshake' ? 'refuses' : 'closes',
      phase: effect.phase,
      countsBy: key,
      ...(counted && { key: describe(counted.value, counted) }),
      ...(test && { compared: spotAt(test.at) }),
      ...(container && { tracker: trackerOf(link, container) }),
    };
  });
}

/** What keeps count of a site's connections: what its guards look at, and what its connections are put into besides. */
export function trackersOf(link: Link, site: Site, enforcement: readonly Enforcement[]): readonly Tracker[] {
  const counted = enforcement.flatMap(({ tracker }) => tracker ?? []);
  const kept = keepersOf(link, site).map((container) => trackerOf(link, container));
  const all = [...counted, ...kept];
  return all.filter((tracker, index) => all.findIndex((other) => other.module === tracker.module && other.range[0] === tracker.range[0]) === index);
}

function trackerOf(link: Link, container: Container): Tracker {
  const { made, collection, isExternal, isCounter } = container;
  const kind = collection ? 'library' : isExternal ? 'store' : isCounter ? 'counter' : 'memory';
  const spot = collection || isExternal ? spotAt(made) : homeOf(link, container);
  return { ...spot, kind, name: nameOf(made) };
}

/** The variable or member that a value is first put into, or the value itself. */
function nameOf(made: Term): string {
  const { value, frame } = made;
  for (const { events } of frame.module.facts.functions) {
    for (const event of events) {
      if (event.kind !== 'assign' || event.value !== value) continue;
      const name = writtenName(termAt(event.target, frame));
      if (name) return name;
    }
  }
  if (value.kind === 'this') return frame.module.facts.classes[functionOf({ ...frame, fn: value.fn }).owner ?? -1]?.name ?? 'this';
  return describe(value, made);
}

/** What outlives a connection, and has connections of the site put into it. */
function keepersOf(link: Link, { ways, way }: Site): readonly Container[] {
  const roles = new Set(ways.flatMap((one) => one.roles.flatMap((ref) => (ref && ref.role !== way.emitter.role ? [ref.role] : []))));
  const isConnection = (term: Term): boolean => link.roles(term).some(({ role, isOther }) => roles.has(role) && isOther !== true);
  const stored = storings(link).flatMap(({ item, object }) => (isConnection(item) ? [object] : []));
  const added = ['add', 'push', 'unshift'].flatMap((method) => link.index.callsOf(method)).flatMap((call) => objectOf(link, call, isConnection));
  const containers = [...stored, ...added].flatMap((object) => link.holdings(object).map(({ container }) => container));
  return containers.filter(({ outlives, id }, index) => outlives && containers.findIndex((other) => other.id === id) === index);
}

function objectOf(link: Link, call: Term<CallValue>, isConnection: (term: Term) => boolean): Term[] {
  const operation = operationOf(link, call);
  const isGiven = operation?.model.does === 'add' && call.value.args.some((argument) => isConnection(termAt(argument, call.frame)));
  return isGiven ? [operation.object] : [];
}
