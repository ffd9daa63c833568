import { enforced, example, type Example, fails } from '../rules/guards/examples.js';

/** How the same guard is written for one place where a library can refuse. */
export interface GuardPlace {
  readonly name: string;
  /** The program around the guard. */
  readonly program: (guard: string) => string;
  /** What the report points at. */
  readonly at: string;
  /** The request or connection whose headers are read. */
  readonly headers: string;
  /** What is kept in the tracker, and the event that ends it. */
  readonly kept: string;
  readonly end: string;
  readonly refuse: string;
  readonly address?: string;
  readonly connection?: string;
}

const BEFORE = "import { verify } from './token.js';\nconst open = new Map();\n";
const BEFORE_COMMONJS = "const { verify } = require('./token');\nconst open = new Map();\n";

/** The guard, counting by a key. */
function guardBy(key: string, { kept, end }: GuardPlace, refuse: string): string {
  return `const key = ${key};
  const mine = open.get(key) ?? new Set();
  if (mine.size >= 3) { ${refuse}; return; }
  open.set(key, mine.add(${kept}));
  ${kept}.on('${end}', () => mine.delete(${kept}));`;
}

export function programWith(place: GuardPlace, key: string, refuse = place.refuse): string {
  const code = place.program(guardBy(key, place, refuse));
  return (/\brequire\(/u.test(code) ? BEFORE_COMMONJS : BEFORE) + code;
}

/** The user is verified. */
export function userOf(place: GuardPlace): string {
  return `verify(${place.headers}.authorization).sub`;
}

/** The server without a guard, with a right one, and with guards that count by something else or refuse nobody. */
export function guardCases(place: GuardPlace): Example[] {
  const { name, at, program, address, connection } = place;
  const counting = (what: string, expected: string, key: string): Example => example(`${name}: ${what}`, fails(expected, at), programWith(place, key));
  return [
    example(`${name}: no guard`, fails('missing', at), program('')),
    example(`${name}: per user`, enforced(3, at), programWith(place, userOf(place))),
    counting('all together', 'globalOnly', "'all'"),
    ...(address === undefined ? [] : [counting('per address', 'perAddressOnly', address)]),
    ...(connection === undefined ? [] : [counting('per connection', 'perConnection', connection)]),
    example(`${name}: only logged`, fails('notRejected', at), programWith(place, userOf(place), 'console.warn(key)').replace('; return; }', '; }')),
  ];
}
