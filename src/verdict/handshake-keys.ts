import type { Value } from '../facts/module-facts.js';
import { type Link, type RoleRef, type Term, termAt } from '../link/link.js';
import { callbacksWith } from './value-trails.js';

/** When a value is known: `early` in the handshake, `late` only when the client has sent something. */
export type Moment = 'early' | 'late' | 'unknown';

const ORDER: readonly Moment[] = ['late', 'early'];
const MAX_DEPTH = 30;

/** When a key is known, from all that it is made of. */
export function momentOf(link: Link, term: Term): Moment {
  const seen = new Set<Value>();
  return at(term, 0);

  function at(one: Term, depth: number): Moment {
    if (depth > MAX_DEPTH || seen.has(one.value)) return 'unknown';
    seen.add(one.value);
    if (link.roles(one).some((ref) => isRequest(link, ref))) return 'early';
    const next = link.next(one).filter(({ value }) => value !== one.value);
    if (next.length > 0 && !isRead(link, one)) return all(next, depth);
    return ofOrigin(one, depth);
  }

  function all(terms: readonly Term[], depth: number): Moment {
    const moments = terms.map((one) => at(one, depth + 1));
    return ORDER.find((moment) => moments.includes(moment)) ?? 'unknown';
  }

  function ofOrigin(one: Term, depth: number): Moment {
    const { value, frame } = one;
    const inside = (values: readonly Value[]): Moment => all(values.map((part) => termAt(part, frame)), depth);
    switch (value.kind) {
      case 'binding': {
        const uses = callbacksWith(link, termAt(value, frame));
        return uses.length > 0 ? all(uses.map(({ call }) => call), depth) : 'unknown';
      }
      case 'member':
        return isRead(link, one) ? 'early' : ownerMoment(one, depth);
      case 'call': {
        const { callee, args } = value;
        if (args.some((argument) => argument.kind === 'literal' && MESSAGES.has(argument.value))) return 'late';
        const object = callee.kind === 'member' ? at(termAt(callee.object, frame), depth + 1) : 'unknown';
        const isAsked = args.some((argument) => link.roles(termAt(argument, frame)).some((ref) => isHandshakeInside(link, ref)));
        const given = isAsked ? 'early' : inside(args);
        if (object === 'late' || given === 'late') return 'late';
        return object === 'early' || given === 'early' ? 'early' : 'unknown';
      }
      case 'template':
        return inside(value.values);
      case 'binary':
        return inside([value.left, value.right]);
      case 'array':
        return inside(value.elements);
      case 'object':
        return inside(value.properties.map((property) => property.value));
      case 'spread':
      case 'await':
        return inside([value.value]);
      default:
        return 'unknown';
    }
  }

  /** A field of something: of what comes early it is early, too; of a connection it may be set at any time. */
  function ownerMoment({ value, frame }: Term, depth: number): Moment {
    if (value.kind !== 'member') return 'unknown';
    const owner = termAt(value.object, frame);
    if (link.roles(owner).some((ref) => !isRequest(link, ref))) return 'unknown';
    return at(owner, depth + 1);
  }
}

/** The events by which messages are waited for. */
const MESSAGES: ReadonlySet<unknown> = new Set(['message', 'data', 'authenticate', 'auth', 'login', 'join']);

/** What libraries hand over of a first message. */
const AFTERWARDS: ReadonlySet<string> = new Set(['connectionParams', 'token', 'body']);

/** An object of the handshake: it says what the client asked with, and ends nothing. */
function isRequest(link: Link, { role }: RoleRef): boolean {
  const sources = link.catalogue.lookUp(role, (model) => model.sources) ?? {};
  const ends = link.catalogue.lookUp(role, (model) => model.ends);
  const methods = link.catalogue.lookUp(role, (model) => model.methods) ?? {};
  if (link.catalogue.lookUp(role, (model) => model.isRequest) === true) return true;
  return ends === undefined && !Object.values(methods).some(({ rejects }) => rejects) && ['headers', 'url', 'req.headers'].some((name) => sources[name] === 'client');
}

/** A connection that the library gives what came with the handshake: `authenticate(socket)`. */
function isHandshakeInside(link: Link, { role }: RoleRef): boolean {
  const sources = link.catalogue.lookUp(role, (model) => model.sources) ?? {};
  return Object.entries(sources).some(([path, found]) => found === 'client' && !AFTERWARDS.has(path));
}

/** A member of the connection by which the library gives what came with the handshake: `socket.handshake.auth`. */
function isRead(link: Link, { value, frame }: Term): boolean {
  const path: string[] = [];
  for (let one = value; one.kind === 'member' && typeof one.property === 'string'; one = one.object) {
    path.unshift(one.property);
    for (const { role } of link.roles(termAt(one.object, frame))) {
      const sources = link.catalogue.lookUp(role, (model) => model.sources) ?? {};
      if (path.some((_, index) => sources[path.slice(0, index + 1).join('.')] === 'client')) return !AFTERWARDS.has(path[0] ?? '');
    }
  }
  return false;
}
