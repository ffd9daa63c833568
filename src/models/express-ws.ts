import { wsHandlingLate } from './guard-texts.js';
import type { ExportModel, LibraryModel, WayInModel } from './model.js';

const attach: ExportModel = {
  calls: 'express-ws:instance',
  converts: 'express-ws:app',
  members: {
    Application: { type: 'express-ws:app' },
    Router: { type: 'express-ws:app' },
    Instance: { type: 'express-ws:instance' },
    WebsocketRequestHandler: { parameters: ['ws:connection', 'http:request'] },
    WebsocketMethod: {},
    WithWebsocketMethod: { type: 'express-ws:app' },
  },
};
const route: WayInModel = {
  call: ['ws'],
  handler: 'rest',
  isDistinctive: true,
  emits: 'express-ws:route',
  phase: 'accepted',
  parameters: ['ws:connection', 'http:request'],
  isSite: true,
  covers: 'emitter',
};

/** Middleware runs behind the accepted socket; an answer closes that (run with 5.0.2). */
const middleware: WayInModel = {
  call: ['use'],
  handler: 'each',
  phase: 'accepted',
  parameters: ['http:request', 'express-ws:response'],
  isSite: false,
  covers: 'server',
};

/** Accepts before any middleware runs; `wsOptions.verifyClient` alone is earlier. https://github.com/HenningM/express-ws */
export const expressWs: LibraryModel = {
  name: 'express-ws',
  specifiers: ['express-ws'],
  versions: '5.0',
  isSubject: true,
  pitfalls: [
    'The connection is open before any middleware runs: an answer of 429 reaches the client as an orderly close.',
    'The handler also runs for a client that left while middleware waited: a slot that is taken then is never given back.',
  ],
  marks: [String.raw`\.ws\(\s*['"\x60/]`],
  exports: { default: attach, '*': attach, ...attach.members },
  roles: {
    'express-ws:instance': {
      members: { app: 'express-ws:app' },
      methods: { getWss: { gives: 'ws:server' }, applyTo: { converts: 'express-ws:app' } },
      waysIn: [
        {
          option: 'wsOptions.verifyClient',
          phase: 'handshake',
          parameters: ['ws:handshake', 'ws:verdict'],
          isSite: false,
          covers: 'server',
          rejectsByReturning: 'falsy',
        },
      ],
    },
    'express-ws:app': { methods: { use: { chains: true, converts: 'express-ws:router' } }, waysIn: [route, middleware] },
    // What it is given runs for its own routes alone.
    'express-ws:router': { extends: 'express-ws:app', waysIn: [] },
    'express-ws:route': { guards: [wsHandlingLate], handshakeHook: '`wsOptions.verifyClient`' },
    'express-ws:response': {
      methods: {
        end: { rejects: true },
        json: { rejects: true },
        send: { rejects: true },
        sendStatus: { rejects: true },
        status: { chains: true },
      },
    },
  },
};
