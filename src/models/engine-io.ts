import type { ExportModel, LibraryModel, MethodModel } from './model.js';

const server: ExportModel = { constructs: 'engine.io:server', type: 'engine.io:server' };
const makes: ExportModel = { calls: 'engine.io:server' };
const parts: Readonly<Record<string, ExportModel>> = {
  Server: server,
  BaseServer: { type: 'engine.io:server' },
  uServer: server,
  attach: makes,
  listen: makes,
  Socket: { type: 'engine.io:connection' },
};
// `require('engine.io')(server)` attaches, too; there is no default export.
const module: ExportModel = { ...makes, members: parts };
const chains: MethodModel = { chains: true };

/** The transport of Socket.IO, by itself: https://github.com/socketio/engine.io */
export const engineIo: LibraryModel = {
  name: 'engine.io',
  specifiers: ['engine.io'],
  versions: '6.6.12',
  isSubject: true,
  exports: { default: module, '*': module, ...parts },
  roles: {
    'engine.io:server': {
      methods: { on: chains, once: chains, addListener: chains, use: chains, attach: {} },
      collections: {
        clientsCount: { element: 'engine.io:connection', includesNew: 'always', isCount: true },
        clients: { element: 'engine.io:connection', includesNew: 'always' },
      },
      waysIn: [
        {
          call: ['on', 'once', 'addListener'],
          events: ['connection'],
          phase: 'accepted',
          parameters: ['engine.io:connection'],
          isSite: true,
          covers: 'emitter',
          onlyFirst: ['once'],
        },
        {
          call: ['use'],
          phase: 'handshake',
          parameters: ['http:request', 'socket.io:response', 'socket.io:engine-next'],
          isSite: false,
          covers: 'emitter',
        },
        {
          option: 'allowRequest',
          phase: 'handshake',
          parameters: ['http:request', 'socket.io:allow'],
          isSite: false,
          covers: 'emitter',
        },
      ],
      options: [
        'addTrailingSlash',
        'allowEIO3',
        'allowRequest',
        'allowUpgrades',
        'cookie',
        'cors',
        'destroyUpgrade',
        'destroyUpgradeTimeout',
        'httpCompression',
        'initialPacket',
        'jsonp',
        'maxHttpBufferSize',
        'path',
        'perMessageDeflate',
        'pingInterval',
        'pingTimeout',
        'transports',
        'upgradeTimeout',
        'wsEngine',
      ],
    },
    'engine.io:connection': {
      members: { request: 'http:request' },
      methods: { close: { rejects: true }, on: chains, once: chains },
      ends: ['close'],
      sources: { id: 'connection', remoteAddress: 'address', 'request._query': 'client' },
    },
  },
};
