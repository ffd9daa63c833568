import type { ExportModel, LibraryModel, MethodModel } from './model.js';
import { onConnection, verifyingClient } from './ws.js';

const server: ExportModel = { constructs: 'simple-websocket:server', type: 'simple-websocket:server' };

const chains: MethodModel = { chains: true };
const listening: Readonly<Record<string, MethodModel>> = { on: chains, once: chains, addListener: chains };

/** The options go to the server of ws. https://github.com/feross/simple-websocket */
export const simpleWebsocketServer: LibraryModel = {
  name: 'simple-websocket/server',
  specifiers: ['simple-websocket/server', 'simple-websocket/server.js'],
  versions: '9.1.0',
  isSubject: true,
  pitfalls: [
    'The types name `clients` and `handleUpgrade`, and the server has neither: what counts them throws.',
    '`destroy` tells of its end at once and waits half a minute for a client that does not answer; `end` begins to close a second later, and what the client sends until then is still read.',
    'A connection without a listener for `error` ends the process as soon as its client sends a frame that is not valid.',
  ],
  exports: { default: server, '*': server },
  roles: {
    'simple-websocket:server': {
      handshakeHook: '`verifyClient`',
      methods: listening,
      waysIn: [
        { ...onConnection, parameters: ['simple-websocket:connection', 'http:request'] },
        verifyingClient,
      ],
    },
    'simple-websocket:connection': {
      members: { _ws: 'ws:connection' },
      methods: { ...listening, destroy: { rejects: true, endsAtOnce: true }, end: { rejects: true } },
      ends: ['close'],
      sources: { _id: 'connection' },
    },
  },
};

/** The client, and the class of the server's connections. */
export const simpleWebsocket: LibraryModel = {
  name: 'simple-websocket',
  specifiers: ['simple-websocket'],
  versions: '9.1.0',
  isSubject: false,
  exports: { default: { type: 'simple-websocket:connection' }, '*': { type: 'simple-websocket:connection' } },
  roles: {},
};
