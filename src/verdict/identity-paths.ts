import type { Range, Value } from '../facts/module-facts.js';
import { bareFrame, type Frame, type Link, type Term, termAt, type WayIn } from '../link/link.js';
import { USER, USER_KEYS } from '../models/meanings.js';
import type { RoleId } from '../models/model.js';

/** Where the authenticated user is known on the way of a site's connections, and how it is read there. */
export interface Identity {
  /** The way in where it becomes known. */
  readonly way: WayIn;
  /** A member path of an object that the library passes, by its role; or a variable. */
  readonly root: { readonly kind: 'role'; readonly role: RoleId } | { readonly kind: 'local'; readonly name: string };
  /** The members that lead from there to the key: `['data', 'userId']`. */
  readonly path: readonly string[];
  /** The function in which it is known; for a hook, the one that is handed over. */
  readonly frame: Frame;
  /** From where on, inside that function: the assignment. Undefined: from its start. */
  readonly since?: Range;
  /** Where the same member is read already, so that the fix can repeat the text with its casts. */
  readonly read?: Range;
  /** Set on every path, by code that was read, from a source that was verified. */
  readonly isEvident: boolean;
  /** The variable is what the library keeps it in; the first step of the path asks for it. */
  readonly isKept?: boolean;
  /** No code that was read puts it there: it may be missing at run time. */
  readonly isDeclared?: boolean;
  /** Nor do the settings say so. */
  readonly isGuessed?: boolean;
}

/** The members that the program reads from a place with this name. */
export function readNames({ at }: WayIn, path: readonly string[]): string[] {
  const { functions } = at.frame.module.facts;
  return functions.flatMap(({ events }) => events.flatMap((event) => (event.kind === 'await' ? [] : namesReadFrom(event.value, path.at(-1) ?? ''))));
}

function namesReadFrom(value: Value, owner: string): string[] {
  const inner = innerValues(value).flatMap((part) => namesReadFrom(part, owner));
  if (value.kind !== 'member' || typeof value.property !== 'string') return inner;
  const { object } = value;
  return object.kind === 'member' && object.property === owner ? [value.property, ...inner] : inner;
}

/** The members between what a library passes and a member: `socket.data.user` is `['data', 'user']` of the connection. */
export function memberPath(link: Link, way: WayIn, term: Term): { role: RoleId; path: string[] } | undefined {
  const path: string[] = [];
  let at = term;
  while (at.value.kind === 'member' && typeof at.value.property === 'string') {
    path.unshift(at.value.property);
    at = termAt(at.value.object, at.frame);
    const [ref] = link.roles(at).filter(({ id, isOther }) => !isOther && way.roles.some((given) => given && (id === given.id || id.startsWith(`${given.id}.`))));
    if (ref) return { role: ref.role, path };
  }
  return undefined;
}

/** The path to the key itself: an object that holds the user needs one step more. */
export function keyPath(link: Link, path: readonly string[], value: Term, target: Term): { path: readonly string[]; isKnown: boolean; read?: Range } | undefined {
  const last = path.at(-1) ?? '';
  const reads = readsFrom(link, target);
  const fields = [...fieldsOf(link, value), ...reads.map(({ field }) => field)];
  const field = USER_KEYS.find((name) => fields.includes(name));
  if (field !== undefined && !isKeyName(last)) {
    const read = reads.find((candidate) => candidate.field === field)?.range;
    return { path: [...path, field], isKnown: true, ...(read && { read }) };
  }
  if (isKeyName(last) || isKey(link, value)) return { path, isKnown: true };
  return USER.test(last) || HOLDER.test(last) ? { path: [...path, 'id'], isKnown: false } : undefined;
}

/** Names of variables and fields that hold an object about the user. */
const HOLDER = /user|claims|payload|decoded|account|member|session|auth|identity|principal/iu;

export function isKeyName(name: string): boolean {
  return USER_KEYS.includes(name) || /(?:id|name|email|sub|login)$/iu.test(name);
}

/** `const user = claims.sub`: the variable is called like the user, and holds the id. */
function isKey(link: Link, term: Term): boolean {
  const origins = link.origins(term);
  return origins.length > 0 && origins.every(({ value }) => value.kind === 'member' && typeof value.property === 'string' && isKeyName(value.property));
}

function fieldsOf(link: Link, term: Term): string[] {
  return link.origins(term).flatMap(({ value }) => (value.kind === 'object' ? value.properties.flatMap(({ key }) => key ?? []) : []));
}

/** The fields that the program reads from the same variable or member. */
function readsFrom(link: Link, { value, frame }: Term): { field: string; range: Range }[] {
  const place = value.kind === 'member' ? link.place(termAt(value, frame)) : undefined;
  const found: { field: string; range: Range }[] = [];
  const visit = (part: Value, inside: Frame): void => {
    if (part.kind === 'member' && typeof part.property === 'string') {
      const { object } = part;
      const isSame =
        object.kind === 'binding' && value.kind === 'binding'
          ? object.id === value.id
          : object.kind === 'member' && place !== undefined && link.place(termAt(object, inside)) === place;
      if (isSame) found.push({ field: part.property, range: part.range });
    }
    for (const inner of innerValues(part)) visit(inner, inside);
  };
  const { module } = frame;
  for (const fn of module.facts.functions) {
    const inside = bareFrame(module, fn.id);
    for (const event of fn.events) if (event.kind !== 'await') visit(event.value, inside);
  }
  return found;
}

export function innerValues(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'member':
      return [value.object];
    case 'call':
      return [value.callee, ...value.args];
    case 'binary':
    case 'logical':
      return [value.left, value.right];
    case 'not':
    case 'await':
    case 'spread':
      return [value.value];
    case 'choice':
      return [value.test, value.then, value.otherwise];
    case 'template':
      return value.values;
    case 'object':
      return value.properties.map((property) => property.value);
    case 'array':
      return value.elements;
    default:
      return [];
  }
}
