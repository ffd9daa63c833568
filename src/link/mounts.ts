import type { CallValue, Value } from '../facts/module-facts.js';
import { encloses } from '../facts/ranges.js';
import { type Link, type RoleRef, type Term, termAt } from './link.js';
import { textOf } from './value-names.js';

/** What is made to be handed to a server belongs to it: `app.get('/chat', upgradeWebSocket(…))`. */
export function mountedRole(link: Link, ref: RoleRef, term: Term<CallValue>): RoleRef {
  const methods = link.catalogue.lookUp(ref.role, ({ mountedBy }) => mountedBy);
  const host = methods && hostOf(link, term, methods);
  if (host?.value.callee.kind !== 'member') return ref;
  const [server] = link.roles(termAt(host.value.callee.object, host.frame));
  if (!server) return ref;
  const [path] = host.value.args;
  // What a server gives under another path knows its own part of it only.
  const isWhole = server.id === server.root;
  return { ...ref, root: server.root, ...(isWhole && path && path.kind !== 'call' && { key: termAt(path, host.frame) }) };
}

/** The call that takes a value, written in it or by a name: the nearest one. */
function hostOf(link: Link, { value, frame }: Term<CallValue>, methods: readonly string[]): Term<CallValue> | undefined {
  const calls = methods.flatMap((method) => link.index.callsOf(method));
  const [nearest] = calls
    .filter((call) => call.frame.module === frame.module && call.value.args.some((argument) => encloses(argument, value)))
    .sort((a, b) => b.value.range[0] - a.value.range[0] || a.value.range[1] - b.value.range[1]);
  return nearest ?? calls.find((call) => call.value.args.some((argument) => NAMES.has(argument.kind) && link.origins(termAt(argument, call.frame)).some((origin) => origin.value === value)));
}

const NAMES: ReadonlySet<Value['kind']> = new Set<Value['kind']>(['binding', 'member', 'import']);

/** A server that is reached through another one. */
export interface Mount {
  readonly root: string;
  readonly on: string;
  /** The path under which it is, if that is one text. */
  readonly path?: string;
}

const MOUNTS = new WeakMap<Link, readonly Mount[]>();

/** Which servers are mounted on which: `app.route('/chat', chat)`. */
export function mountsOf(link: Link): readonly Mount[] {
  const known = MOUNTS.get(link);
  if (known) return known;
  const found = [...link.catalogue.vocabulary.mounting].flatMap((method) =>
    link.index.callsOf(method).flatMap((call): Mount[] => {
      const { callee, args } = call.value;
      if (callee.kind !== 'member') return [];
      const on = link.roles(termAt(callee.object, call.frame)).filter(({ role }) => link.catalogue.methodOfRole(role, method)?.mounts);
      if (on.length === 0) return [];
      const [first] = args;
      const path = first && textOf(link, termAt(first, call.frame));
      const roots = args.flatMap((argument) => (argument.kind === 'literal' ? [] : link.roles(termAt(argument, call.frame)).map(({ root }) => root)));
      return on.flatMap((server) => roots.map((root) => ({ root, on: server.root, ...(path !== undefined && { path }) })));
    }),
  );
  MOUNTS.set(link, found);
  return found;
}
