import type { CallValue, Value } from '../facts/module-facts.js';
import type { MethodModel, Phase } from '../models/model.js';
import { type Frame, type Holding, type Link, type Premise, type RoleRef, type Term, termAt, type WayIn } from './link.js';
import { type Invocation, invocationsOf } from './invocations.js';

/** Something that is done to a connection on the way in. */
export interface Effect {
  readonly kind: 'reject' | 'evict';
  readonly at: Term;
  readonly premise: Premise | undefined;
  readonly phase: Phase;
  /** The handler, or the message listener, in which it happens. */
  readonly entry: Frame;
  readonly way: WayIn;
  /** What the connection that is closed was taken from. */
  readonly from: readonly Holding[];
}

/** Where on the way in an event stands. */
export type Stage = Pick<Effect, 'way' | 'phase' | 'entry'>;

/** What a call does to a connection: turns the new one away, or closes another. */
export function effectsOf(link: Link, call: Term<CallValue>, premise: Premise | undefined, on: Stage): Effect[] {
  if (call.value.isNew) return [];
  for (const invocation of invocationsOf(link, call)) {
    const found = effectsOfInvocation(link, invocation, { at: call, premise, ...on });
    if (found.length > 0) return found;
  }
  return [];
}

function effectsOfInvocation(link: Link, { callee: { value: callee, frame }, args }: Invocation, here: Omit<Effect, 'kind' | 'from'>): Effect[] {
  const { premise } = here;
  for (const ref of link.roles(termAt(callee, frame))) {
    const rules = link.catalogue.lookUp(ref.role, ({ rejectsWhenCalled }) => rejectsWhenCalled) ?? [];
    const found = rules.flatMap(({ argument, when }): Effect[] => {
      const given = args[argument];
      if (!given) return when === 'falsy' && argument === 0 ? [{ kind: 'reject', ...here, from: [] }] : [];
      const outcome = outcomePremise(given.value, when === 'truthy', given.frame, premise, link);
      return outcome === 'never' ? [] : [{ kind: 'reject', ...here, premise: outcome, from: [] }];
    });
    if (found.length > 0) return found.slice(0, 1);
  }
  if (callee.kind !== 'member' || typeof callee.property !== 'string') return [];
  const method = callee.property;
  const object = termAt(callee.object, frame);
  const refs = link.roles(object);
  const effects = refs.flatMap((ref): Effect[] => {
    const model = link.catalogue.methodOfRole(ref.role, method);
    if (model?.evicts) return [{ kind: 'evict', ...here, from: roomOf(ref) }];
    if (!model?.rejects || (!ref.isOther && model.idleIn === here.phase) || throws(link, model, args[0])) return [];
    const from = ref.isOther ? link.holdings(object) : [];
    return [{ kind: ref.isOther ? 'evict' : 'reject', ...here, from }];
  });
  if (effects.length > 0) return effects.slice(0, 1);
  return storedEviction(link, method, object, here);
}

/** With a code that is not allowed, the connection stays as it is. */
function throws(link: Link, { codes }: MethodModel, code: Term | undefined): boolean {
  const { values } = codes && code ? link.numbers(code) : { values: [] };
  return codes !== undefined && values.length > 0 && values.every((given) => !codes.some(([from, to]) => from <= given && given <= to));
}

function roomOf({ key, root, made, role }: RoleRef): Holding[] {
  if (!key || !made) return [];
  return [{ container: { id: `${root}.${role}`, made, outlives: true, isExternal: true }, keys: [key], isElement: false }];
}

/** Closing what was found in a container under a key closes an older connection. */
function storedEviction(link: Link, method: string, object: Term, here: Omit<Effect, 'kind' | 'from'>): Effect[] {
  const { way } = here;
  const connection = way.model.parameters[0];
  const closes = way.roles.some((ref) => ref && link.catalogue.methodOfRole(ref.role, method)?.rejects) || (connection && link.catalogue.methodOfRole(connection, method)?.rejects);
  if (!closes) return [];
  const from = link.holdings(object).filter((holding) => holding.container.outlives && (holding.isElement || holding.keys.length > 0));
  return from.length > 0 ? [{ kind: 'evict', ...here, from }] : [];
}

/** The premise that a value comes out as wanted; `never` where it cannot. */
export function outcomePremise(value: Value, truthy: boolean, frame: Frame, premise: Premise | undefined, link?: Link): Premise | undefined | 'never' {
  const origins = link && value.kind !== 'logical' ? link.origins(termAt(value, frame)).map((origin) => origin.value) : [value];
  const known = origins.map(truthOf);
  if (known.length > 0 && known.every((truth) => truth === !truthy)) return 'never';
  // A variable may have got its value under conditions of its own.
  const isDirect = value.kind !== 'binding' && value.kind !== 'member' && value.kind !== 'choice' && value.kind !== 'call';
  if ((isDirect || truthOf(value) === truthy) && known.length > 0 && known.every((truth) => truth === truthy)) return premise;
  return { condition: { kind: 'test', value, truthy, parent: -1 }, frame, outer: premise };
}

function truthOf(value: Value): boolean | undefined {
  if (value.kind === 'literal') return Boolean(value.value);
  if (value.kind === 'object' || value.kind === 'function' || value.kind === 'template' || (value.kind === 'call' && value.isNew)) return true;
  return undefined;
}
