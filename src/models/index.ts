import type { ExportModel, LibraryModel, RoleId, RoleModel, WayInModel } from './model.js';
import { isLimitName } from './meanings.js';
import { actionhero } from './actionhero.js';
import { bun } from './bun.js';
import { engineIo } from './engine-io.js';
import { expressWs } from './express-ws.js';
import { fastify, fastifyWebsocket } from './fastify-websocket.js';
import { fayeWebsocket } from './faye-websocket.js';
import { feathersPrimus, feathersSocketio } from './feathers.js';
import { koa, koaRoute, koaWebsocket } from './koa-websocket.js';
import { awsApiGateway } from './aws-api-gateway.js';
import { azureWebPubsub } from './azure-web-pubsub.js';
import { cloudflareWorkers } from './cloudflare-workers.js';
import { agents } from './agents.js';
import { deno, denoStandard, oak } from './deno.js';
import { durableObjects } from './durable-objects.js';
import { fetchStandard } from './fetch.js';
import { crossws, crosswsNode, crosswsServer, crosswsWeb } from './crossws.js';
import { graphqlWs } from './graphql-ws.js';
import { h3, nitro } from './h3.js';
import { hocuspocus } from './hocuspocus.js';
import { elysia } from './elysia.js';
import { hono } from './hono.js';
import { honoDeno, honoWebsocket, honoWorkers } from './hono-websocket.js';
import { partykit, partyserver } from './partykit.js';
import { primus } from './primus.js';
import { sails } from './sails.js';
import { colyseus } from './colyseus.js';
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
import { websocketMultiplex } from './websocket-multiplex.js';
import { websocket, websocketParts } from './websocket.js';
import { apolloServer, subscriptionsTransportWs } from './subscriptions-transport-ws.js';
import { trpc } from './trpc.js';
import { uWebSockets } from './uwebsockets.js';
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
  websocketMultiplex,
  sails,
  actionhero,
  websocket,
  ...websocketParts,
  fayeWebsocket,
  engineIo,
  primus,
  feathersSocketio,
  feathersPrimus,
  koaWebsocket,
  koaRoute,
  koa,
  deno,
  oak,
  cloudflareWorkers,
  durableObjects,
  partykit,
  partyserver,
  agents,
  awsApiGateway,
  azureWebPubsub,
  crossws,
  crosswsNode,
  crosswsWeb,
  crosswsServer,
  hocuspocus,
  graphqlWs,
  subscriptionsTransportWs,
  apolloServer,
  trpc,
  nitro,
  h3,
  uWebSockets,
  honoDeno,
  honoWebsocket,
  honoWorkers,
  elysia,
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
  hono,
  denoStandard,
  fetchStandard,
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
    ...SUBJECTS.flatMap((library) => library.specifiers).map((specifier) => `['"\`](?:(?:npm|jsr):/?)?${escaped(specifier)}(?:@[^'"\`]{0,40})?['"\`]`),
    ...SUBJECTS.flatMap(({ globalTypes = {}, globals = {} }) => [...Object.keys(globalTypes), ...globalNames(globals)]).map((name) => String.raw`\b${escaped(name)}\b`),
    ...SUBJECTS.flatMap(({ marks = [] }) => marks),
  ].join('|'),
  'u',
);

const WAYS_IN = SUBJECTS.flatMap(({ roles }) => Object.values(roles)).flatMap(({ waysIn = [] }) => waysIn.filter(isOpening));
const ACCEPTING = SUBJECTS.flatMap(({ roles }) => Object.values(roles)).flatMap(({ methods = {} }) => Object.entries(methods).flatMap(([name, { accepts }]) => (accepts ? [{ name, isHanded: !accepts.isHidden }] : [])));

/** Whether it is about new connections, and not about those that are there: nearly every file listens for some 'close'. */
export function isOpening({ phase }: WayInModel): boolean {
  return phase === 'handshake' || phase === 'accepted';
}

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
    // What is a site may also be handed over: `server.on('upgrade', sockets.handleUpgrade)`.
    ...new Set(ACCEPTING.map(({ name, isHanded }) => String.raw`\.${escaped(name)}${isHanded ? String.raw`\b` : String.raw`\s*\(`}`)),
  ].join('|'),
  'u',
);

/** The import paths of a package, its own name first. */
export function specifiersOf(name: string): string[] {
  return LIBRARIES.flatMap(({ specifiers }) => specifiers).filter((specifier) => specifier === name || specifier.startsWith(`${name}/`)).sort((a, b) => a.length - b.length);
}

const BY_SPECIFIER = new Map<string, LibraryModel>([...LIBRARIES].reverse().flatMap((library) => library.specifiers.map((specifier) => [specifier, library] as const)));

/** The library that an import path belongs to, also as Deno writes it: `npm:ws@8`, `https://deno.land/x/oak@v17.1.0/mod.ts`. */
export function libraryOf(specifier: string): LibraryModel | undefined {
  const plain = specifier.includes(':') ? specifier.replace(/^(?:npm|jsr):\/?/u, '').replace(/(?<=[^/])@[^/]*/u, '') : specifier;
  return BY_SPECIFIER.get(plain);
}

const ROLES = new Map<string, RoleModel>(LIBRARIES.flatMap((library) => Object.entries(library.roles)));

const CHAINS = new Map<RoleId, readonly RoleModel[]>();

/** The role with all that it inherits, nearest first. */
export function roleChain(role: RoleId): readonly RoleModel[] {
  let chain = CHAINS.get(role);
  if (!chain) {
    const own = ROLES.get(role);
    chain = own ? [own, ...(own.extends ? roleChain(own.extends) : [])] : [];
    CHAINS.set(role, chain);
  }
  return chain;
}

/** The library whose role this is. */
export function libraryOfRole(role: RoleId): LibraryModel | undefined {
  return LIBRARIES.find((library) => role in library.roles);
}
