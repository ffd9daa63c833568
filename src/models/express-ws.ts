import { wsHandling } from './guard-texts.js';
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

/** Accepts before any middleware runs; `wsOptions.verifyClient` alone is earlier. https://github.com/HenningM/express-ws */
export const expressWs: LibraryModel = {
  name: 'express-ws',
  specifiers: ['express-ws'],
  versions: '5.0',
  isSubject: true,
  marks: [String.raw`\.ws\(\s*['"\x60/]`],
  exports: { default: attach, '*': attach, ...attach.members },
  roles: {
    'express-ws:instance': {
      members: { app: 'express-ws:app' },
      methods: { getWss: { gives: 'ws:server' } },
    },
    'express-ws:app': { waysIn: [route] },
    'express-ws:route': { guards: [wsHandling] },
  },
};
