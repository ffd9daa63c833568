import type { ExportModel, LibraryModel, MethodModel, WayInModel } from './model.js';

const parts: Readonly<Record<string, ExportModel>> = {
  createServer: { calls: 'nodejs-websocket:server' },
  // The package has no types; applications that declare them name what it makes.
  Server: { type: 'nodejs-websocket:server' },
  Connection: { type: 'nodejs-websocket:connection' },
};
const module: ExportModel = { members: parts };

const chains: MethodModel = { chains: true };
const listening: Readonly<Record<string, MethodModel>> = { on: chains, once: chains, addListener: chains };
const onConnection: WayInModel = { phase: 'accepted', parameters: ['nodejs-websocket:connection'], isSite: true, covers: 'emitter' };

/** Answers the handshake by itself, on a server of `node:net`. https://github.com/sitegui/nodejs-websocket */
export const nodejsWebsocket: LibraryModel = {
  name: 'nodejs-websocket',
  specifiers: ['nodejs-websocket'],
  versions: '1.7.2',
  isSubject: true,
  pitfalls: [
    'No hook runs before a connection is accepted: `selectProtocol` is called only for clients that ask for a protocol, and whatever it answers they are let in.',
    'A client that does not answer the close frame keeps its connection until its `socket` is destroyed. `close` is told of at once all the same, and `connections` no longer has it.',
  ],
  exports: { default: module, '*': module, ...parts },
  roles: {
    'nodejs-websocket:server': {
      methods: { ...listening, listen: chains },
      collections: { connections: { element: 'nodejs-websocket:connection', includesNew: 'accepted' } },
      waysIn: [
        { ...onConnection, isGiven: true },
        { ...onConnection, call: ['on', 'once', 'addListener', 'prependListener'], events: ['connection'], onlyFirst: ['once'] },
      ],
    },
    'nodejs-websocket:connection': {
      members: { socket: 'http:socket' },
      methods: { ...listening, close: { rejects: true, endsAtOnce: true } },
      ends: ['close'],
      sources: {
        key: 'connection',
        'headers.sec-websocket-key': 'connection',
        'headers.x-forwarded-for': 'address',
        'headers.x-real-ip': 'address',
        headers: 'client',
        path: 'client',
        protocol: 'client',
        protocols: 'client',
      },
    },
  },
};
