import { Catalogue } from './catalogue.js';
import type { LibraryModel } from './model.js';
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
import { rpcWebsockets } from './rpc-websockets.js';
import { sails } from './sails.js';
import { colyseus } from './colyseus.js';
import { fastifySocketIo } from './fastify-socket-io.js';
import { hapiNes } from './hapi-nes.js';
import { meteor } from './meteor.js';
import { nestCommon, nestjs } from './nestjs.js';
import { nextWs } from './next-ws.js';
import { nodeHttp, nodeUpgrade } from './node-http.js';
import { nodejsWebsocket } from './nodejs-websocket.js';
import { peer } from './peer.js';
import { simpleWebsocket, simpleWebsocketServer } from './simple-websocket.js';
import { socketCluster } from './socketcluster.js';
import { sockjs } from './sockjs.js';
import { socketIo } from './socket-io.js';
import { socketioAuth } from './socketio-auth.js';
import { websocketMultiplex } from './websocket-multiplex.js';
import { websocketStream } from './websocket-stream.js';
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
  nodejsWebsocket,
  websocketStream,
  simpleWebsocketServer,
  simpleWebsocket,
  rpcWebsockets,
  nodeUpgrade,
  fastify,
  nestCommon,
  hono,
  denoStandard,
  fetchStandard,
  nodeHttp,
];

/** What is known without settings. */
export const BUILT_IN = new Catalogue(LIBRARIES);
