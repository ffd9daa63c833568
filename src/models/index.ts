import type { ExportModel, LibraryModel, RoleId, RoleModel } from './model.js';
import { isLimitName } from './meanings.js';
import { bun } from './bun.js';
import { colyseus } from './colyseus.js';
import { expressWs } from './express-ws.js';
import { fastify, fastifyWebsocket } from './fastify-websocket.js';
import { fastifySocketIo } from './fastify-socket-io.js';
import { hapiNes } from './hapi-nes.js';
import { meteor } from './meteor.js';
import { nestCommon, nestjs } from './nestjs.js';
import { nextWs } from './next-ws.js';
import { nodeHttp, nodeUpgrade } from './node-http.js';
import { peer } from './peer.js';
import { socketCluster } from './socketcluster.js';
import { sockjs } from './sockjs.js';
import { socketIo } from './socket-io.js';
import { socketioAuth } from './socketio-auth.js';
import { ws } from './ws.js';

/** Every library that is known, in the order in which they are asked. */
export const LIBRARIES: readonly LibraryModel[] = [
  socketIo,
  socketioAuth,
  ws,
  fastifyWebsocket,
  expressWs,
  nestjs,
  bun,
  sockjs,
  fastifySocketIo,
  colyseus,
  socketCluster,
  meteor,
  hapiNes,
  nextWs,
  peer,
  nodeUpgrade,
  fastify,
  nestCommon,
  nodeHttp,
];

const SUBJECTS = LIBRARIES.filter((library) => library.isSubject);

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`);
}

/** The globals that do something, with dots: `Bun.serve`. */
function globalNames(globals: Readonly<Record<string, ExportModel>>): string[] {
  return Object.entries(globals).flatMap(([name, { members, ...own }]) => [
    ...(Object.keys(own).length > 0 ? [name] : []),
    ...globalNames(members ?? {}).map((member) => `${name}.${member}`),
  ]);
}

/** One expression over the text: does a file name a websocket library at all? */
export const PREFILTER = new RegExp(
  [
    ...SUBJECTS.flatMap((library) => library.specifiers).map((specifier) => `['"\`]${escaped(specifier)}['"\`]`),
    ...SUBJECTS.flatMap(({ globalTypes = {}, globals = {} }) => [...Object.keys(globalTypes), ...globalNames(globals)]).map((name) => String.raw`\b${escaped(name)}\b`),
    ...SUBJECTS.flatMap(({ marks = [] }) => marks),
  ].join('|'),
  'u',
);

const WAYS_IN = SUBJECTS.flatMap(({ roles }) => Object.values(roles)).flatMap(({ waysIn = [] }) => waysIn);
const ACCEPTING = SUBJECTS.flatMap(({ roles }) => Object.values(roles)).flatMap(({ methods = {} }) => Object.entries(methods).flatMap(([name, { accepts }]) => (accepts ? [name] : [])));

/** What every name of a limit has in it; nearly every file is done with here. */
const MAY_NAME_LIMIT = /(?:conn(?:ection)?s?|sock(?:et)?s?|sessions?|clients?)_?(?:per|limit|max|cap|quota)|max_?\w{0,40}(?:conn|sock|session|client)/iu;

/** Does a file that names no library speak of a limit on connections? */
export function namesLimit(text: string): boolean {
  if (!MAY_NAME_LIMIT.test(text)) return false;
  const words = text.match(/\b\w*(?:conn|sock|session|client)\w*\b/giu) ?? [];
  return words.some(isLimitName);
}

/** Does a file that names no library look as if it were given a server: a handler for an event of new connections? */
export const RELATED = new RegExp(
  [
    ...[...new Set(WAYS_IN.flatMap(({ events = [] }) => events))].map((event) => String.raw`\(\s*['"\x60]${escaped(event)}['"\x60]\s*,`),
    ...[...new Set(ACCEPTING)].map((method) => String.raw`\.${escaped(method)}\s*\(`),
  ].join('|'),
  'u',
);

/** The library that an import path belongs to. */
export function libraryOf(specifier: string): LibraryModel | undefined {
  return LIBRARIES.find((library) => library.specifiers.includes(specifier));
}

const ROLES = new Map<string, RoleModel>(LIBRARIES.flatMap((library) => Object.entries(library.roles)));

/** The role with all that it inherits, nearest first. */
export function roleChain(role: RoleId): RoleModel[] {
  const own = ROLES.get(role);
  return own ? [own, ...(own.extends ? roleChain(own.extends) : [])] : [];
}

/** The library whose role this is. */
export function libraryOfRole(role: RoleId): LibraryModel | undefined {
  return LIBRARIES.find((library) => role in library.roles);
}
