import { wsHandlingHeard } from './guard-texts.js';
import type { ExportModel, LibraryModel, MethodModel, WayInModel } from './model.js';
import { verifyingClient, ws } from './ws.js';

const parts: Readonly<Record<string, ExportModel>> = {
  Server: { constructs: 'rpc-websockets:server', type: 'rpc-websockets:server' },
  IClientWebSocket: { type: 'rpc-websockets:connection' },
};
const module: ExportModel = { members: parts };

const chains: MethodModel = { chains: true };
const told: WayInModel = { call: ['on', 'once', 'addListener'], phase: 'accepted', parameters: ['rpc-websockets:connection', 'http:request'], isSite: false, covers: 'emitter' };

/** JSON-RPC over a server of ws, which takes connections with a listener for them or without. https://github.com/elpheria/rpc-websockets */
export const rpcWebsockets: LibraryModel = {
  name: 'rpc-websockets',
  specifiers: ['rpc-websockets'],
  versions: '10.0.1',
  isSubject: true,
  pitfalls: [
    'The function of `setAuth` runs when a client asks to log in, and what it answers leaves the connection open, also where it is `false`.',
    'A client chooses the `_id` of its connection by `?socket_id=`; two with the same one are a single entry of their namespace.',
  ],
  exports: { default: module, '*': module, ...parts },
  roles: {
    'rpc-websockets:server': {
      handshakeHook: '`verifyClient`',
      guards: [wsHandlingHeard],
      aliases: { wss: 'ws:server' },
      methods: { on: chains, once: chains, addListener: chains },
      waysIn: [
        { made: true, isFallback: true, phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' },
        { ...told, events: ['connection'], isSite: true, onlyFirst: ['once'] },
        { ...told, events: ['disconnection'], phase: 'closed', parameters: ['rpc-websockets:connection'] },
        verifyingClient,
      ],
      options: ws.roles['ws:server']?.options ?? [],
    },
    'rpc-websockets:connection': { extends: 'ws:connection', sources: { _id: 'connection', '_socket.remoteAddress': 'address' } },
  },
};
