import type { CallValue, MemberValue, Value } from '../facts/module-facts.js';
import * as meaning from '../models/meanings.js';
import type { KeyClass, RoleId } from '../models/model.js';
import { CONTAINER_OPERATIONS } from '../models/stores.js';
import { entryOf } from '../models/catalogue.js';
import { type Link, type RoleRef, type Term, termAt } from './link.js';
import { calledName } from './value-names.js';
import type { Questions } from './questions.js';
import { itemsIn, lookedUp, lookUpOf } from './stored-items.js';
import { type Proof, findProof, nameOfCall } from './proofs.js';

/** Where a key has several sources, the first of these decides: `user?.id ?? ip` counts by user. */
const PRECEDENCE: readonly KeyClass[] = ['user', 'unknown', 'narrower', 'client', 'address', 'room', 'connection', 'none'];

function strongest(classes: readonly KeyClass[]): KeyClass {
  return PRECEDENCE.find((candidate) => classes.includes(candidate)) ?? 'none';
}

/** Values that are made of what stands there. */
const TEXTS: ReadonlySet<string> = new Set(['literal', 'template', 'binary', 'array']);

/** What a key counts by, from where its value comes; a value that cannot be traced is `unknown`. */
export function createKeyClass(link: Link, questions: Questions): Link['keyClass'] {
  const classOf = questions.remember<KeyClass>(
    () => 'none',
    (term) => (isIdentity(link, term) ? 'user' : traced(term)),
  );
  const proofOf: (term: Term) => Proof | undefined = questions.remember<Proof | undefined>(
    () => undefined,
    (term) => findProof(link, term, proofOf),
  );
  return (terms) => strongest(terms.map(classOf));

  function traced(term: Term): KeyClass {
    const proof = proofOf(term);
    if (proof) return refine('user', proof.field);
    const next = link.next(term);
    if (next.every(({ value }) => value === term.value)) return ofOrigin(term);
    const found = strongest(next.map((item) => (item.value === term.value ? ofOrigin(item) : classOf(item))));
    const { value } = term;
    // What cannot be traced may still say by the field's name what it is.
    return found === 'unknown' && value.kind === 'member' && typeof value.property === 'string' ? refine(found, value.property) : found;
  }

  function ofOrigin(origin: Term): KeyClass {
    const { value, frame } = origin;
    const parts = (values: readonly Value[]): KeyClass => strongest(values.map((part) => classOf(termAt(part, frame))));
    switch (value.kind) {
      case 'literal':
      case 'class':
      case 'function':
        return 'none';
      case 'template':
        return madeUp(value.values, parts);
      case 'binary':
        return madeUp([value.left, value.right], parts);
      case 'array':
        return parts(value.elements);
      case 'call':
        return ofCall(termAt(value, frame));
      case 'member':
        return ofMember(termAt(value, frame));
      case 'binding':
        return ofBinding(link, origin);
      case 'each':
        return 'unknown';
      case 'global':
        return 'none';
      default:
        return link.roles(origin).length > 0 ? 'connection' : 'unknown';
    }
  }

  /** A text with something in it that is new for each connection is new for each connection. */
  function madeUp(values: readonly Value[], classOfParts: (values: readonly Value[]) => KeyClass): KeyClass {
    return values.some((part) => classOfParts([part]) === 'connection') ? 'connection' : classOfParts(values);
  }

  function ofCall(term: Term<CallValue>): KeyClass {
    const { value, frame } = term;
    const { callee, args } = value;
    const name = nameOfCall(link, term);
    const known = callee.kind === 'member' ? sourceClass(link, term) : undefined;
    if (known !== undefined) return known === 'client' || known === 'unknown' ? refine(known, wordOf(args[0])) : known;
    if (name !== undefined && meaning.DECODES.test(name)) return 'client';
    if (name !== undefined && meaning.UNIQUE.test(name) && args.length < 2) return 'connection';
    if (name !== undefined && meaning.VERIFIES.test(name)) return 'user';
    if (name !== undefined && meaning.ADDRESS.test(name)) return 'address';
    // What an unknown function makes of the connection itself may be anything.
    const given = args.map((argument) => termAt(argument, frame)).filter((argument) => link.roles(argument).length === 0).map(classOf);
    if (callee.kind === 'member') {
      const known = sourceClass(link, term);
      if (known !== undefined) return known === 'client' ? refine(known, wordOf(args[0])) : known;
      const owner = classOf(termAt(callee.object, frame));
      if (owner === 'client') return refine(owner, wordOf(args[0]));
      const method = typeof callee.property === 'string' ? callee.property : '';
      if (entryOf(CONTAINER_OPERATIONS, method)?.does === 'read' && link.holdings(termAt(callee.object, frame)).length > 0) return stored(term, []) ?? 'unknown';
      if (owner !== 'unknown' && owner !== 'none' && owner !== 'user') return owner;
      // A method of a text that is written down gives another such text: `'all'.trim()`.
      if (owner === 'none' && link.origins(termAt(callee.object, frame)).every((origin) => TEXTS.has(origin.value.kind))) return strongest(given);
    }
    const passed = strongest(given);
    const isConversion = calledName(callee) !== undefined || value.isNew;
    return passed === 'address' || passed === 'connection' || passed === 'room' || isConversion ? passed : 'unknown';
  }

  /** The class of what the program puts into a container, or of the same field of that, where it is looked up. */
  function stored(look: Term, path: readonly string[]): KeyClass | undefined {
    const { object, key } = lookUpOf(look) ?? {};
    const ids = object ? link.holdings(object).map(({ container }) => container.id) : [];
    if (ids.length === 0) return undefined;
    const classes = itemsIn(link, ids, path).map(classOf);
    if (classes.length === 0) return undefined;
    const found = strongest(classes);
    // What is kept under the connection itself was put there for it; what is looked up under a secret, by the server.
    const isOwn = key !== undefined && (link.roles(key).length > 0 || classOf(key) === 'connection');
    return !isOwn && (found === 'none' || found === 'client' || found === 'connection') ? 'unknown' : found;
  }

  function ofMember(term: Term<MemberValue>): KeyClass {
    const { value, frame } = term;
    const property = typeof value.property === 'string' ? value.property : wordOf(value.property);
    const known = sourceClass(link, term);
    if (known !== undefined) return known === 'client' ? refine(known, property) : known;
    const owner = classOf(termAt(value.object, frame));
    const { look, path } = lookedUp(link, term);
    const kept = path.length > 0 || typeof value.property !== 'string' ? stored(look, path) : undefined;
    if (kept !== undefined && kept !== 'unknown') return kept;
    if (property === undefined) return owner === 'none' ? 'unknown' : owner;
    if (owner === 'user') return refine(owner, property);
    if (owner === 'client') return refine(owner, property);
    if (owner === 'address') return owner;
    return refine('unknown', property);
  }
}

/** A field may say more than the object it lies in: a verified token's `tenantId` is no user. */
function refine(owner: KeyClass, property: string | undefined): KeyClass {
  if (property === undefined || meaning.USER.test(property)) return owner;
  if (meaning.ROOM.test(property)) return 'room';
  if (meaning.ADDRESS.test(property)) return 'address';
  return owner !== 'client' && meaning.NARROWER.test(property) ? 'narrower' : owner;
}

function wordOf(value: Value | undefined): string | undefined {
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}

/** Longer than any path in a model; a list that is followed (`node = node.next`) has no end. */
const MAX_PATH = 12;

/** What a library says of a member path: `socket.handshake.address`. */
function sourceClass(link: Link, term: Term): KeyClass | undefined {
  const path: string[] = [];
  for (let at: Term = term; path.length < MAX_PATH && (at.value.kind === 'member' || at.value.kind === 'call'); ) {
    const value: Value = at.value.kind === 'call' ? at.value.callee : at.value;
    if (value.kind !== 'member') return undefined;
    const member = asked(at.value);
    const step = member ?? (typeof value.property === 'string' ? value.property : wordOf(value.property));
    if (step === undefined) return undefined;
    const word = at.value.kind === 'call' && member === undefined ? wordOf(at.value.args[0]) : undefined;
    // Names of headers are the same in capitals.
    path.unshift(step, ...(word === undefined ? [] : [word.includes('-') ? word.toLowerCase() : word]));
    at = termAt(value.object, at.frame);
    for (const ref of link.roles(at)) {
      const found = longestSource(link, ref.role, path);
      if (found !== undefined) return found;
    }
    const [origin] = link.origins(at);
    if (origin && origin.value !== at.value) at = origin;
  }
  return undefined;
}

/** `headers.get('X-Real-IP')` asks for a member as `headers['x-real-ip']` does. */
function asked(value: Value): string | undefined {
  if (value.kind !== 'call' || value.callee.kind !== 'member' || value.callee.property !== 'get') return undefined;
  return wordOf(value.args[0])?.toLowerCase();
}

function longestSource(link: Link, role: RoleId, path: readonly string[]): KeyClass | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const key = path.slice(0, length).join('.');
    const found = link.catalogue.lookUp(role, ({ sources }) => entryOf(sources, key));
    if (found !== undefined) return found;
  }
  return link.catalogue.lookUp(role, ({ sources }) => entryOf(sources, '*'));
}

/** A name: the connection itself, or something that a client sent in a message. */
function ofBinding(link: Link, origin: Term): KeyClass {
  if (link.roles(origin).length > 0) return 'connection';
  if (origin.value.kind !== 'binding') return 'unknown';
  const { module } = origin.frame;
  const parameter = link.index.parameter(module, origin.value.id);
  if (!parameter) return 'unknown';
  const isMessage = link.handedTo(module, parameter.fn).some(({ call, argument }) => {
    const { callee } = call.value;
    return argument > 0 && callee.kind === 'member' && link.roles(termAt(callee.object, call.frame)).some((ref) => isConnection(link, ref));
  });
  return isMessage ? refine('client', module.facts.bindings[origin.value.id]?.name) : 'unknown';
}

function isConnection(link: Link, { role }: RoleRef): boolean {
  return link.catalogue.roleChain(role).some((model) => model.ends !== undefined);
}

/** Whether the settings name the expression as the authenticated user. */
function isIdentity(link: Link, term: Term): boolean {
  if (link.settings.identity.length === 0) return false;
  const path: string[] = [];
  let at = term;
  while (at.value.kind === 'member' && typeof at.value.property === 'string') {
    path.unshift(at.value.property);
    at = termAt(at.value.object, at.frame);
    const isOwned = link.roles(at).length > 0;
    if (isOwned && link.settings.identity.some((expression) => expression.split('.').slice(1).join('.') === path.join('.'))) return true;
  }
  return false;
}
