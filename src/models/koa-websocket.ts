import { wsInContext } from './guard-texts.js';
import type { ExportModel, LibraryModel, MethodModel, WayInModel } from './model.js';
import { ROUTE_METHODS } from './routes.js';

const websockify: ExportModel = {
  calls: 'koa-websocket:app',
  converts: 'koa-websocket:app',
  members: {
    App: { type: 'koa-websocket:app' },
    Server: { type: 'koa-websocket:middleware' },
    Middleware: { parameters: ['koa:context', 'koa:next'] },
    MiddlewareContext: { type: 'koa:context' },
  },
};
const middleware: WayInModel = {
  call: ['use'],
  phase: 'accepted',
  parameters: ['koa:context', 'koa:next'],
  isSite: true,
  covers: 'server',
};

/**
 * The socket is open before any middleware runs, and what middleware throws or answers leaves it open (run with 7.0.0):
 * only the socket itself can be closed. https://github.com/kudos/koa-websocket
 */
export const koaWebsocket: LibraryModel = {
  name: 'koa-websocket',
  specifiers: ['koa-websocket'],
  versions: '7.0.0',
  isSubject: true,
  pitfalls: [
    'What middleware throws, or answers by a status, leaves the connection open.',
    'Middleware goes on for a client that left while an earlier one waited: a slot that is taken then is never given back.',
  ],
  marks: [String.raw`\.ws\.use\(`],
  exports: { default: websockify, '*': websockify, ...websockify.members },
  roles: {
    'koa-websocket:app': {
      guards: [wsInContext],
      members: { ws: 'koa-websocket:middleware' },
      waysIn: [
        {
          option: 'verifyClient',
          phase: 'handshake',
          parameters: ['ws:handshake', 'ws:verdict'],
          isSite: false,
          covers: 'server',
          rejectsByReturning: 'falsy',
        },
      ],
    },
    'koa-websocket:middleware': {
      guards: [wsInContext],
      members: { server: 'ws:server', app: 'koa-websocket:app' },
      methods: { use: { chains: true, converts: 'koa-websocket:router' } },
      waysIn: [{ ...middleware, wrappedBy: 'koa:route', emits: 'koa-websocket:route', covers: 'emitter' }, middleware],
    },
    'koa-websocket:router': {
      waysIn: [{ ...middleware, call: ['use', 'register', ...ROUTE_METHODS], handler: 'each', isSite: false }],
    },
    'koa-websocket:route': { guards: [wsInContext] },
  },
};

const route: ExportModel = { members: Object.fromEntries(['all', 'del', ...ROUTE_METHODS].map((method) => [method, { calls: 'koa:route' as const }])) };
const chains: MethodModel = { chains: true };

/** `route.all('/chat', handler)` is a middleware for one path. */
export const koaRoute: LibraryModel = {
  name: 'koa-route',
  specifiers: ['koa-route'],
  versions: '4.0, by its documentation',
  isSubject: false,
  exports: { default: route, '*': route, ...route.members },
  roles: { 'koa:route': {} },
};

/** Koa itself: what middleware is given. */
export const koa: LibraryModel = {
  name: 'koa',
  specifiers: ['koa'],
  versions: '3.3.0',
  isSubject: false,
  exports: {
    Context: { type: 'koa:context' },
    ParameterizedContext: { type: 'koa:context' },
    DefaultContext: { type: 'koa:context' },
    default: { members: { Context: { type: 'koa:context' }, ParameterizedContext: { type: 'koa:context' } } },
    '*': { members: { Context: { type: 'koa:context' }, ParameterizedContext: { type: 'koa:context' } } },
  },
  roles: {
    'koa:context': {
      bag: 'state',
      members: { websocket: 'ws:connection', req: 'http:request', request: 'http:request', socket: 'http:socket' },
      methods: { throw: {}, on: chains },
      sources: { ip: 'address', ips: 'address', headers: 'client', header: 'client', query: 'client', querystring: 'client', params: 'client', url: 'client', path: 'client', cookies: 'client' },
    },
    'koa:next': {},
  },
};
