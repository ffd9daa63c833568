import type { FunctionFacts, Range, Value } from '../facts/module-facts.js';
import { type Frame, functionOf, type Link, type RoleRef, type Term, termAt, type WayIn } from '../link/link.js';
import type { GuardModel, RoleId } from '../models/model.js';
import { type Identity, innerValues } from './identity-paths.js';
import { holdsWherever } from './moments.js';

/** A piece of the inserted text: words, or what stands at a range of the file. */
export type TextPart = string | Range;

export interface UserExpression {
  readonly root: readonly TextPart[];
  readonly path: readonly string[];
  readonly isLocal: boolean;
  /** The first member is declared by the library, and holds whatever the application puts there. */
  readonly hasBag?: boolean;
  /** The first of the application's own members may be missing. */
  readonly mayLack?: boolean;
  /** So may what they are kept on. */
  readonly isGuessed?: boolean;
  /** Where the file reads the same member already. */
  readonly read?: Range;
}

/** Where a guard can be written for a site, and with which words; plain data, for a fix to print. */
export interface GuardPlace {
  readonly model: GuardModel;
  readonly insert:
    | { readonly at: 'before' | 'after'; readonly statement: Range }
    | { readonly at: 'body'; readonly body: Range }
    /** A function of its own, written beside this one. */
    | { readonly at: 'beside'; readonly function: Range };
  /** What the hook is registered on. */
  readonly receiver?: Range;
  /** What stands for `{{0}}`, `{{1}}` and `{{request}}`. */
  readonly words: Readonly<Record<string, readonly TextPart[]>>;
  /** The expression that holds the user: a root, and the members that follow. */
  readonly user: UserExpression;
  /** The user's variable, whose null checks come first. */
  readonly local?: string;
  /** Something asynchronous lies between the beginning and here. */
  readonly isLate: boolean;
  /** Messages of the connection may already be handled. */
  readonly isHeard: boolean;
  /** The beginning of the handler, where its raw socket needs a listener for errors. */
  readonly errorListenerAt?: Range;
  /** The beginning of the function, where what is asked later must be taken before. */
  readonly earlyAt?: Range;
  /** The user is known here on every path. */
  readonly isEvident: boolean;
  /** Nothing that was read puts the user there: the guard refuses who has none. */
  readonly isAssumed: boolean;
  readonly release?: ReleasePlace;
  readonly adds?: AddedParameters;
  /** A member that the parameter's pattern must take, too. */
  readonly taken?: TakenMember;
  readonly listed?: ListedElement;
}

/** One more element of a list that a call is given. */
export interface ListedElement {
  readonly call: Range;
  readonly argument: number;
  readonly element: string;
}

/** Parameters that a function lacks, behind those that it has. */
export interface AddedParameters {
  readonly function: Range;
  readonly after: number;
  readonly names: readonly string[];
}

export interface TakenMember {
  readonly pattern: Range;
  readonly name: string;
}

/** Where the slot is given back, if that is in a function of its own. */
export interface ReleasePlace {
  /** The lines to write, and what the function is called and given where there is none yet. */
  readonly model: NonNullable<GuardModel['release']>;
  /** The function that is there. */
  readonly body?: Range;
  /** The function beside which it is written otherwise. */
  readonly beside: Range;
  readonly words: GuardPlace['words'];
  readonly user: UserExpression;
  readonly adds?: AddedParameters;
}

export function isDeclaredOnRequest({ root, isDeclared }: Identity): boolean {
  return isDeclared === true && root.kind === 'role' && root.role === 'http:request';
}

export function calleeObject({ at }: WayIn): Range | undefined {
  const { value } = at;
  return value.kind === 'call' && value.callee.kind === 'member' ? value.callee.object.range : undefined;
}

export function hasBag(link: Link, root: Identity['root'], path: readonly string[]): boolean {
  const [first] = path;
  if (root.kind !== 'role' || first === undefined || path.length < 2) return false;
  return link.catalogue.lookUp(root.role, ({ bag }) => bag) === first || link.catalogue.lookUp(root.role, ({ members }) => members?.[first]) !== undefined;
}

/** How a role is written in terms of a parameter that has another: the request of a connection is `socket.request`. */
export function roleText(link: Link, own: RoleId, wanted: RoleId, name: string): string | undefined {
  if (own === wanted) return name;
  const members = link.catalogue.lookUp(own, (model) => model.members) ?? {};
  const member = Object.entries(members).find(([, role]) => role === wanted)?.[0];
  return member === undefined ? undefined : `${name}.${member}`;
}

export function isVisible({ frame }: Identity, fn: FunctionFacts): boolean {
  const { range } = functionOf(frame);
  return range[0] <= fn.range[0] && fn.range[1] <= range[1];
}

export function listensForErrors(...functions: readonly FunctionFacts[]): boolean {
  return functions.some(({ events }) =>
    events.some((event) => event.kind === 'call' && event.value.callee.kind === 'member' && event.value.args[0]?.kind === 'literal' && event.value.args[0].value === 'error'),
  );
}

export function isAsynchronousBefore({ events }: FunctionFacts, [start]: Range): boolean {
  return events.some((event) => event.kind === 'await' && event.range[0] < start);
}

/** `req`, taken out of the parameter; or `info.req`. */
export function requestText(frame: Frame): readonly TextPart[] | undefined {
  const { parameters, events } = functionOf(frame);
  const [first] = parameters;
  const { bindings } = frame.module.facts;
  if (!first) return undefined;
  const name = bindings[first.binding]?.name;
  if (name) return [`${name}.req`];
  const taken = events.find((event) => event.kind === 'assign' && event.value.kind === 'member' && event.value.property === 'req' && event.value.object.kind === 'binding' && event.value.object.id === first.binding);
  const local = taken?.kind === 'assign' && taken.target.kind === 'binding' ? bindings[taken.target.id]?.name : undefined;
  return local === undefined ? undefined : [local];
}

export function nameOfRole(names: readonly string[], roles: readonly (RoleRef | undefined)[], role: RoleId | undefined): string | undefined {
  const index = roles.findIndex((ref) => ref?.role === role);
  return names[index] === '' ? undefined : names[index];
}

/** How a member of what the function is given is called in it: `ctx.extra.socket`, or `socket` where a pattern took that. */
export function heldBy(
  fn: FunctionFacts,
  { facts }: Frame['module'],
  roles: readonly (RoleRef | undefined)[],
  role: RoleId | undefined,
  member: string | undefined,
): { readonly text: string; readonly taken?: TakenMember } | undefined {
  const parameter = fn.parameters[roles.findIndex((ref) => ref?.role === role)];
  const name = parameter && facts.bindings[parameter.binding]?.name;
  if (name) return { text: member === undefined ? name : `${name}.${member}` };
  if (!parameter || member === undefined) return undefined;
  const steps = member.split('.');
  for (let count = steps.length; count > 0; count -= 1) {
    const local = takenAs(fn, parameter.binding, steps.slice(0, count), facts);
    if (local !== undefined) return { text: [local, ...steps.slice(count)].join('.') };
  }
  const [first = ''] = steps;
  return { text: member, taken: { pattern: parameter.range, name: first } };
}

/** The name that a pattern gives a member of a parameter. */
function takenAs({ events }: FunctionFacts, binding: number, steps: readonly string[], { bindings }: Frame['module']['facts']): string | undefined {
  const isMeant = (value: Value, count: number): boolean =>
    count === 0 ? value.kind === 'binding' && value.id === binding : value.kind === 'member' && value.property === steps[count - 1] && isMeant(value.object, count - 1);
  const taken = events.find((event) => event.kind === 'assign' && event.target.kind === 'binding' && isMeant(event.value, steps.length));
  return taken?.kind === 'assign' && taken.target.kind === 'binding' ? bindings[taken.target.id]?.name : undefined;
}

/** The user, read from what the handler is given. */
export function userOfParameters(link: Link, { root, path }: Identity, names: readonly string[], roles: readonly (RoleRef | undefined)[]): GuardPlace['user'] | undefined {
  if (root.kind !== 'role') return undefined;
  for (const [index, ref] of roles.entries()) {
    const name = names[index];
    const text = ref && name ? roleText(link, ref.role, root.role, name) : undefined;
    if (text !== undefined) return { root: [text], path, isLocal: false, hasBag: hasBag(link, root, path) };
  }
  return undefined;
}

export function userOf(link: Link, { root, path, read, frame }: Identity, way: WayIn, request: readonly TextPart[]): GuardPlace['user'] | undefined {
  if (root.kind === 'local') return { root: [root.name], path, isLocal: true, ...(read && { read }) };
  if (root.role === 'http:request' && request.length > 0) return { root: request, path, isLocal: false };
  const names = functionOf(frame).parameters.map(({ binding }) => frame.module.facts.bindings[binding]?.name ?? '');
  const identity: Identity = { way, root, path, frame, isEvident: true };
  // An annotation may say more than the library, and the library what the identity is called by.
  return userOfParameters(link, identity, names, parameterRefs(link, frame, way)) ?? (frame.roles && userOfParameters(link, identity, names, way.roles));
}

function parameterRefs(link: Link, frame: Frame, way: WayIn): readonly (RoleRef | undefined)[] {
  return functionOf(frame).parameters.map(({ binding, range }, index): RoleRef | undefined => {
    const term: Term = termAt({ kind: 'binding', id: binding, range }, frame);
    return link.roles(term)[0] ?? (frame.roles ? way.roles[index] : undefined);
  });
}

/**
 * The code already looks whether the connection is still open: after the last wait, and before the guard. That stands right
 * behind the user; behind a variable, and the checks of it, that follow at once.
 */
export function testsState(fn: FunctionFacts, [, end]: Range, isVariable: boolean): boolean {
  const { events } = fn;
  const lastAwait = Math.max(-1, ...events.flatMap((event) => (event.kind === 'await' && event.range[0] < end ? [event.range[1]] : [])));
  const found = events.find((event) => event.kind === 'test' && event.range[0] > lastAwait && JSON.stringify(event.value).includes('"readyState"'));
  if (!found || found.range[0] < end) return found !== undefined;
  return isVariable && !events.some((event) => event.kind !== 'test' && event.range[0] >= end && event.range[0] < found.range[0] && holdsWherever(fn, event.when, found.when));
}

/** The events by which libraries tell of messages. */
const MESSAGES = new Set<unknown>(['message', 'data']);

export function isListenedTo({ events }: FunctionFacts, [, end]: Range): boolean {
  return events.some(
    (event) => event.kind === 'call' && event.range[0] < end && event.value.callee.kind === 'member' && event.value.args[0]?.kind === 'literal' && MESSAGES.has(event.value.args[0].value),
  );
}

/** Whether the handler reads a member of the first thing that it is given. */
export function readsMember({ handlers: [handler] }: WayIn, member: string): boolean {
  if (!handler) return false;
  const [first] = functionOf({ ...handler.frame, fn: handler.value.fn }).parameters;
  const reads = (value: Value): boolean => (value.kind === 'member' && value.property === member && value.object.kind === 'binding' && value.object.id === first?.binding) || innerValues(value).some(reads);
  return handler.frame.module.facts.functions.some(({ events }) => events.some((event) => event.kind !== 'await' && reads(event.value)));
}

/** Where the user is looked for, when nothing says where it is. */
export function assumedPath(link: Link, role: RoleId): string[] {
  const bag = link.catalogue.lookUp(role, (model) => model.bag);
  return [...(bag === undefined ? [] : [bag]), 'userId'];
}

/** What a function must be given, where it takes too little to have the connection. */
export function missingParameters(wanted: readonly string[] | undefined, names: readonly string[], { model, handlers }: WayIn): AddedParameters | undefined {
  const range = handlers[0]?.value.range;
  if (!wanted || !range || model.option === undefined || names.length >= wanted.length) return undefined;
  return { function: range, after: names.length, names: wanted.slice(names.length) };
}
