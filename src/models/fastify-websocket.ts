import { wsHandling, wsOfStream } from './guard-texts.js';
import type { ExportModel, LibraryModel, WayInModel } from './model.js';
import { ROUTE_METHODS } from './routes.js';

/** Request hooks run before the upgrade, for every route behind them: https://github.com/fastify/fastify-websocket#using-hooks. */
const HOOKS = ['onRequest', 'preParsing', 'preValidation', 'preHandler'];

const hook: Omit<WayInModel, 'call'> = {
  phase: 'handshake',
  parameters: ['fastify:request', 'fastify:reply', 'fastify:done'],
  isSite: false,
  covers: 'emitter',
  rejectsByThrowing: true,
};
const route: Omit<WayInModel, 'call'> = {
  emits: 'fastify-websocket:route',
  phase: 'accepted',
  parameters: ['fastify-websocket:connection', 'fastify:request'],
  isSite: true,
  covers: 'emitter',
};

/** Fastify itself serves others; its plugins and routes lead to the server. */
export const fastify: LibraryModel = {
  name: 'fastify',
  specifiers: ['fastify'],
  versions: '4, 5.12',
  isSubject: false,
  exports: {
    default: { calls: 'fastify:app' },
    '*': { calls: 'fastify:app' },
    fastify: { calls: 'fastify:app' },
    Fastify: { calls: 'fastify:app' },
    FastifyInstance: { type: 'fastify:app' },
    FastifyRequest: { type: 'fastify:request' },
    FastifyReply: { type: 'fastify:reply' },
    FastifyPluginAsync: { parameters: ['fastify:app'] },
    FastifyPluginCallback: { parameters: ['fastify:app'] },
    FastifyPlugin: { parameters: ['fastify:app'] },
  },
  roles: {
    'fastify:app': {
      members: { server: 'http:server', websocketServer: 'ws:server', io: 'fastify-socket.io:server' },
      methods: {
        register: { chains: true, hands: ['self'] },
        after: { chains: true },
        addHook: { chains: true },
        withTypeProvider: { chains: true },
        decorate: { chains: true },
        ready: {},
      },
      waysIn: [
        { ...hook, call: ['addHook'], events: HOOKS, covers: 'server' },
        ...HOOKS.map((option): WayInModel => ({ ...hook, call: ROUTE_METHODS, given: 'websocket', option, emits: 'fastify-websocket:route' })),
        ...HOOKS.map((option): WayInModel => ({ ...hook, call: ['route'], option, emits: 'fastify-websocket:route' })),
        { ...route, call: ROUTE_METHODS, given: 'websocket', handler: 'last', isDistinctive: true },
        { ...route, call: ROUTE_METHODS, given: 'websocket', option: 'handler', isDistinctive: true },
        { ...route, call: ['route'], option: 'wsHandler', isDistinctive: true },
        { ...route, call: ['route'], given: 'websocket', option: 'handler', isDistinctive: true },
      ],
    },
    'fastify:request': {
      isRequest: true,
      members: { raw: 'http:request', socket: 'http:socket' },
      sources: { ip: 'address', ips: 'address', headers: 'client', query: 'client', params: 'client', body: 'client', url: 'client', cookies: 'client', id: 'connection' },
    },
    'fastify:reply': {
      methods: { send: { rejects: true }, code: { chains: true }, status: { chains: true }, header: { chains: true }, headers: { chains: true }, type: { chains: true } },
    },
    'fastify:done': { rejectsWhenCalled: [{ argument: 0, when: 'truthy' }] },
  },
};

const plugin: ExportModel = { plugs: { call: ['register'], role: 'fastify-websocket:plugin' } };

/** https://github.com/fastify/fastify-websocket; up to version 4 it was called fastify-websocket. */
export const fastifyWebsocket: LibraryModel = {
  name: '@fastify/websocket',
  specifiers: ['@fastify/websocket', 'fastify-websocket'],
  versions: '11.3',
  isSubject: true,
  exports: {
    default: plugin,
    '*': plugin,
    fastifyWebsocket: plugin,
    WebSocket: { type: 'ws:connection' },
    WebsocketHandler: { parameters: ['fastify-websocket:connection', 'fastify:request'] },
    SocketStream: { type: 'fastify-websocket:stream' },
  },
  marks: [String.raw`\bwebsocket\s*:\s*true\b`, String.raw`\bwsHandler\s*[:(]`],
  roles: {
    'fastify-websocket:route': {
      handshakeHook: 'a `preValidation` hook of the route, with status 429',
      guards: [
        { ...wsHandling, reading: { member: 'socket', is: false } },
        { ...wsOfStream, reading: { member: 'socket', is: true } },
      ],
    },
    'fastify-websocket:plugin': {
      waysIn: [{ option: 'options.verifyClient', phase: 'handshake', parameters: ['ws:handshake', 'ws:verdict'], isSite: false, covers: 'library', rejectsByReturning: 'falsy' }],
    },
    // What the handler is given is the connection, or has it.
    'fastify-websocket:connection': { extends: 'ws:connection', isRefined: true, members: { socket: 'ws:connection' }, methods: { destroy: { rejects: true }, end: { rejects: true } } },
    // Up to version 10 the handler was given a stream around the connection.
    'fastify-websocket:stream': { members: { socket: 'ws:connection' }, methods: { destroy: { rejects: true }, end: { rejects: true } }, ends: ['close', 'end'] },
  },
};
