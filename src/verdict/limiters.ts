import type { CallValue } from '../facts/module-facts.js';
import type { Passage } from '../link/effects.js';
import { testsOf } from '../link/conditions.js';
import { functionOf, type Link, type Term, termAt } from '../link/link.js';
import { nameOfCall } from '../link/proofs.js';
import { writtenName } from '../link/value-names.js';
import { LIMITER, RATE, RATE_PACKAGES } from '../models/meanings.js';
import type { Guard } from './verdict.js';

/** A limiter whose code cannot be read. */
export interface ForeignLimiter {
  readonly name: string;
  readonly isRate: boolean;
}

/** A call on the way whose code is out of reach, whose result leads to a rejection, and that is named like a limiter. */
export function foreignLimiter(link: Link, passages: readonly Passage[]): ForeignLimiter | undefined {
  const calls = passages.flatMap(({ effects }) => effects.flatMap((effect) => testsOf(link, effect.premise).opaque.map(({ call }) => call)));
  const byResult = calls.map((call) => limiterNamed(link, call));
  const byHandler = passages.flatMap(({ way }) => (way.opaque ? [limiterHandler(link, way.opaque)] : []));
  const byConnection = passages.flatMap((passage) =>
    callsWithConnection(link, passage).map((call) => (LIMITER.test(nameOfCall(link, call) ?? '') ? limiterNamed(link, call) : undefined)),
  );
  const found = [...byConnection, ...byHandler, ...byResult].filter((item) => item !== undefined);
  return found.find(({ isRate }) => !isRate) ?? found[0];
}

function limiterNamed(link: Link, call: Term<CallValue>): ForeignLimiter | undefined {
  if (link.callees(call).length > 0) return undefined;
  const name = nameOfCall(link, call);
  const { callee } = call.value;
  const owner = callee.kind === 'member' ? termAt(callee.object, call.frame) : termAt(callee, call.frame);
  // A library's own method is what the library says: `state.blockConcurrencyWhile(…)`.
  if (callee.kind === 'member' && (isLibrarys(link, owner) || isGlobal(link, owner))) return undefined;
  return limiter(link, [name, writtenName(owner), ...moduleNames(link, owner)], name ?? 'the limiter', owner);
}

function isLibrarys(link: Link, owner: Term): boolean {
  return link.roles(owner).length > 0;
}

/** `Math.max`, `Promise.all`. */
function isGlobal(link: Link, owner: Term): boolean {
  return link.origins(owner).some(({ value }) => value.kind === 'global');
}

function limiterHandler(link: Link, handler: Term): ForeignLimiter | undefined {
  const { value, frame } = handler;
  if (value.kind === 'call') return limiterNamed(link, termAt(value, frame));
  const name = writtenName(handler);
  return limiter(link, [name, ...moduleNames(link, handler)], name ?? 'the limiter', handler);
}

function limiter(link: Link, names: readonly (string | undefined)[], name: string, owner: Term): ForeignLimiter | undefined {
  const specifiers = moduleSpecifiers(link, owner);
  if (specifiers.some((specifier) => RATE_PACKAGES.includes(specifier))) return { name, isRate: true };
  const hits = names.filter((candidate) => candidate !== undefined && LIMITER.test(candidate));
  if (hits.length === 0) return undefined;
  return { name, isRate: hits.every((candidate) => candidate !== undefined && RATE.test(candidate)) };
}

/** How far a limiter is traced to the package that it comes from. */
const MAX_DEPTH = 8;

function moduleSpecifiers(link: Link, term: Term, depth = 0): string[] {
  if (depth > MAX_DEPTH) return [];
  return link.origins(term).flatMap((origin): string[] => {
    const { value, frame } = origin;
    if (value.kind === 'import') return [value.specifier];
    if (value.kind === 'call') return moduleSpecifiers(link, termAt(value.callee, frame), depth + 1);
    if (value.kind === 'member' && value.object !== term.value) return moduleSpecifiers(link, termAt(value.object, frame), depth + 1);
    return [];
  });
}

function moduleNames(link: Link, term: Term): string[] {
  // Another file of the program may only declare it: `export declare function …`.
  const declaring = link.origins(term).flatMap(({ value, frame: { module } }) => (value.kind === 'binding' && module !== term.frame.module ? [module.path] : []));
  return [...moduleSpecifiers(link, term), ...declaring].map((path) => path.split(/[/\\]/u).at(-1) ?? path);
}

/** Calls that are given the connection itself: they may close it. */
function callsWithConnection(link: Link, { frames, way }: Passage): Term<CallValue>[] {
  return frames
    .filter(({ phase }) => phase !== 'message')
    .flatMap(({ frame }) =>
      functionOf(frame).events.flatMap((event) => {
        if (event.kind !== 'call' || event.value.isNew) return [];
        const isGiven = event.value.args.some((argument) => argument.kind === 'binding' && link.roles(termAt(argument, frame)).some(({ id }) => way.roles.some((ref) => ref?.id === id)));
        return isGiven ? [termAt(event.value, frame)] : [];
      }),
    );
}

/** A function that the settings declare to enforce a limit, on the way of the site's connections. */
export function declaredGuard(link: Link, passages: readonly Passage[]): Guard | undefined {
  for (const { way, frames } of passages) {
    const calls = frames.flatMap(({ frame }) =>
      functionOf(frame).events.flatMap((event) => (event.kind === 'call' ? [termAt(event.value, frame)] : [])),
    );
    for (const call of calls) {
      const limit = declaredLimit(link, termAt(call.value.callee, call.frame));
      if (limit) return declared(way, call, limit);
    }
    for (const handler of handlersOf(way)) {
      const { value, frame } = handler;
      const limit = declaredLimit(link, handler) ?? (value.kind === 'call' ? declaredLimit(link, termAt(value.callee, frame)) : undefined);
      if (limit) return declared(way, handler, limit);
    }
  }
  return undefined;
}

/** What is registered: out of reach, or read without a guard being seen in it. */
function handlersOf({ opaque, at }: Passage['way']): Term[] {
  return [...(opaque ? [opaque] : []), ...(at.value.kind === 'call' ? at.value.args.map((argument) => termAt(argument, at.frame)) : [])];
}

function declared(way: Passage['way'], at: Term, limit: Guard['limit']): Guard {
  const effect = { kind: 'reject', at, premise: undefined, phase: way.model.phase, entry: at.frame, way, from: [] } as const;
  return { effect, key: 'user', limit, evicts: false, isRate: false, isOverwritten: false };
}

function declaredLimit(link: Link, callee: Term): Guard['limit'] | undefined {
  for (const { value, frame } of [callee, ...link.origins(callee)]) {
    const method = value.kind === 'member' && typeof value.property === 'string' ? value.property : undefined;
    const owner = value.kind === 'member' ? termAt(value.object, frame) : termAt(value, frame);
    for (const imported of [owner, ...link.origins(owner)].flatMap((term) => importsOf(link, term))) {
      const name = [imported.name === '*' ? undefined : imported.name, method].filter((part) => part !== undefined).join('.');
      const setting = link.settings.guards.find((guard) => guard.name === name && isModule(guard.module, imported.specifier));
      if (setting) return setting.limit === undefined ? { values: [], unknown: name } : { values: [setting.limit] };
    }
  }
  return undefined;
}

/** What a name, or the class of an instance, is imported as: also from a file that is read, where its value is another one. */
function importsOf(link: Link, { value, frame }: Term): { readonly specifier: string; readonly name: string }[] {
  if (value.kind === 'call' && value.isNew) {
    const made = termAt(value.callee, frame);
    return [made, ...link.origins(made)].flatMap((term) => (term.value.kind === 'call' ? [] : importsOf(link, term)));
  }
  if (value.kind === 'import') return [value];
  const imported = value.kind === 'binding' ? frame.module.facts.bindings[value.id]?.imported : undefined;
  return imported ? [imported] : [];
}

/** `./limits` is `src/limits.ts` seen from its neighbour: the end of the path decides. */
function isModule(declaredPath: string, specifier: string): boolean {
  const plain = (text: string): string => text.replace(/^(?:\.{1,2}\/)+/u, '').replace(/\.[cm]?[jt]s$/u, '');
  const [a, b] = [plain(declaredPath), plain(specifier)];
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);
}
