import type { ExportModel, LibraryModel, WayInModel } from './model.js';

const attach: ExportModel = { calls: 'socketcluster:server' };
const module: Readonly<Record<string, ExportModel>> = {
  attach,
  listen: attach,
  AGServer: { constructs: 'socketcluster:server', type: 'socketcluster:server' },
  SCServer: { constructs: 'socketcluster:server', type: 'socketcluster:server' },
  AGServerSocket: { type: 'socketcluster:connection' },
};

const onConnection: WayInModel = {
  call: ['on', 'once'],
  events: ['connection'],
  phase: 'accepted',
  parameters: ['socketcluster:connection'],
  isSite: true,
  covers: 'emitter',
  onlyFirst: ['once'],
};
const hook: WayInModel = { call: ['setMiddleware'], events: ['MIDDLEWARE_HANDSHAKE', 'handshake'], phase: 'handshake', parameters: ['socketcluster:stream'], isSite: false, covers: 'emitter' };

/**
 * From version 15 on, connections come out of a stream that a loop reads, and a middleware blocks actions; before, there
 * were listeners and `next`. https://socketcluster.io/docs/api-ag-server
 */
export const socketCluster: LibraryModel = {
  name: 'socketcluster-server',
  specifiers: ['socketcluster-server', 'socketcluster/scworker'],
  versions: '20.0; 14 by its documentation',
  isSubject: true,
  exports: { ...module, '*': { members: module, constructs: 'socketcluster:worker' }, default: { members: module, constructs: 'socketcluster:worker' } },
  roles: {
    'socketcluster:server': {
      handshakeHook: 'the handshake middleware',
      members: { httpServer: 'http:server' },
      methods: { on: { chains: true } },
      collections: {
        clients: { element: 'socketcluster:connection', includesNew: 'accepted' },
        clientsCount: { element: 'socketcluster:connection', includesNew: 'accepted', isCount: true },
      },
      waysIn: [
        { ...onConnection, call: ['listener'], isLooped: true, parameters: ['socketcluster:connected'] },
        onConnection,
        hook,
        { ...hook, call: ['addMiddleware'], events: ['MIDDLEWARE_HANDSHAKE_WS', 'handshakeWS'], parameters: ['http:request', 'socketcluster:next'] },
        { ...hook, call: ['addMiddleware'], events: ['MIDDLEWARE_HANDSHAKE_SC', 'handshakeSC'], parameters: ['socketcluster:action', 'socketcluster:next'] },
      ],
    },
    // A class of the application runs in every worker.
    'socketcluster:worker': { members: { scServer: 'socketcluster:server' }, setups: { run: [] } },
    'socketcluster:connected': { members: { socket: 'socketcluster:connection' }, sources: { id: 'connection' } },
    'socketcluster:stream': { looped: 'socketcluster:action' },
    'socketcluster:action': { members: { socket: 'socketcluster:connection', request: 'http:request' }, methods: { block: { rejects: true } } },
    'socketcluster:next': { rejectsWhenCalled: [{ argument: 0, when: 'truthy' }] },
    'socketcluster:connection': {
      members: { request: 'http:request' },
      methods: { disconnect: { rejects: true }, on: { chains: true } },
      ends: ['disconnect', 'close', 'connectAbort', 'end'],
      sources: { id: 'connection', remoteAddress: 'address', forwardedForAddress: 'address', authToken: 'user' },
    },
  },
};
