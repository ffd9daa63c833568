import { Catalogue } from './models/catalogue.js';
import { isObject, type LibraryDeclaration, type WrongDeclaration, readLibrary } from './declared-libraries.js';
import { BUILT_IN, LIBRARIES } from './models/index.js';
import type { LibraryModel } from './models/model.js';

/** Settings shared by all rules, as users write them under `settings['websocket-limits']`. */
export interface WebsocketLimitsSettings {
  /** Expressions that hold the authenticated user, on a connection or its request, such as `socket.data.user.id`. */
  readonly identity?: readonly string[];
  /** Functions that are known to enforce a limit per user, and whose code cannot be read. */
  readonly guards?: readonly GuardDeclaration[];
  /** Libraries of your own, in the shape of the built-in ones. */
  readonly libraries?: readonly LibraryDeclaration[];
  /** Follow imports and find the server's other files: true unless given. */
  readonly crossFile?: boolean;
}

/** The settings as they were read, with the defaults. */
export interface Settings {
  readonly identity: readonly string[];
  readonly guards: readonly GuardDeclaration[];
  /** The libraries that are known: the built-in ones, and those that the settings declare. */
  readonly catalogue: Catalogue;
  /** Follow imports and find the server's other files. */
  readonly crossFile: boolean;
}

/** A function that is known to enforce a limit per user. */
export interface GuardDeclaration {
  /** The import path, as written in the importing file, or the end of it. */
  readonly module: string;
  /** The exported name; `default` for the default export; `Class.method` for a method. */
  readonly name: string;
  /** The number of connections that it lets one user hold. */
  readonly limit?: number;
  /** What it counts by. */
  readonly key?: string;
}

const SETTINGS_KEY = 'websocket-limits';

const KEYS: readonly (keyof WebsocketLimitsSettings)[] = ['identity', 'guards', 'libraries', 'crossFile'];

const GUARD_KEYS: readonly string[] = ['module', 'name', 'limit', 'key'];

const DEFAULTS: Settings = { identity: [], guards: [], catalogue: BUILT_IN, crossFile: true };

/** Reads the settings; a value of the wrong type is an error that names the key, because a silent default would hide it. */
export function readSettings(all: Readonly<Record<string, unknown>>): Settings {
  const given = all[SETTINGS_KEY];
  if (given === undefined) return DEFAULTS;
  if (!isObject(given)) throw wrong('', 'an object');
  const unknown = Object.keys(given).find((key) => !(KEYS as readonly string[]).includes(key));
  if (unknown !== undefined) throw new TypeError(`settings['${SETTINGS_KEY}'] has no key ${unknown}. It can have ${KEYS.join(', ')}.`);
  const { identity = [], guards = [], libraries, crossFile = true } = given;
  if (!Array.isArray(identity) || !identity.every((item) => typeof item === 'string')) {
    throw wrong('.identity', "an array of strings such as 'socket.data.user.id'");
  }
  if (!Array.isArray(guards)) throw wrong('.guards', 'an array of { module, name, limit?, key? }');
  if (typeof crossFile !== 'boolean') throw wrong('.crossFile', 'true or false');
  return { identity, guards: guards.map(readGuard), catalogue: catalogueWith(libraries), crossFile };
}

function readGuard(given: unknown, index: number): GuardDeclaration {
  const at = `.guards[${index}]`;
  if (!isObject(given)) throw wrong(at, 'an object { module, name, limit?, key? }');
  const unknown = Object.keys(given).find((part) => !GUARD_KEYS.includes(part));
  if (unknown !== undefined) throw wrong(at, `an object { module, name, limit?, key? }: it has no ${unknown}`);
  const { module, name, limit, key } = given;
  if (typeof module !== 'string') throw wrong(`${at}.module`, 'the path that the guard is imported from');
  if (typeof name !== 'string') throw wrong(`${at}.name`, 'the name that the guard is exported as');
  if (limit !== undefined && typeof limit !== 'number') throw wrong(`${at}.limit`, 'a number');
  if (key !== undefined && typeof key !== 'string') throw wrong(`${at}.key`, 'a string');
  return { module, name, ...(limit !== undefined && { limit }), ...(key !== undefined && { key }) };
}

/** By the value that the configuration holds: it stays the same for all files. */
const CATALOGUES = new WeakMap<object, Catalogue>();

function catalogueWith(given: unknown): Catalogue {
  if (given === undefined) return BUILT_IN;
  if (!Array.isArray(given)) throw wrong('.libraries', 'an array of libraries, each as { name, specifiers, exports, roles }');
  let catalogue = CATALOGUES.get(given);
  if (!catalogue) {
    catalogue = new Catalogue(LIBRARIES, readLibraries(given));
    CATALOGUES.set(given, catalogue);
  }
  return catalogue;
}

function readLibraries(given: readonly unknown[]): LibraryModel[] {
  const roles = new Set(LIBRARIES.flatMap((library) => Object.keys(library.roles)));
  return given.map((item, index) => {
    const library = readLibrary(item, roles);
    if (isWrong(library)) throw wrong(`.libraries[${String(index)}]${library.at}`, library.expected);
    for (const role of Object.keys(library.roles)) roles.add(role);
    return library;
  });
}

function isWrong(read: LibraryModel | WrongDeclaration): read is WrongDeclaration {
  return 'expected' in read;
}

function wrong(at: string, expected: string): TypeError {
  return new TypeError(`settings['${SETTINGS_KEY}']${at} must be ${expected}.`);
}
