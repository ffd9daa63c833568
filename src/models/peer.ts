import type { ExportModel, LibraryModel } from './model.js';

const server: ExportModel = { calls: 'peer:server' };
const module: Readonly<Record<string, ExportModel>> = {
  PeerServer: server,
  ExpressPeerServer: server,
  PeerServerEvents: { type: 'peer:server' },
  IClient: { type: 'peer:client' },
};

/**
 * Making the server opens it. `concurrent_limit` counts everybody; who is refused by it is never announced (run with 1.0).
 * https://github.com/peers/peerjs-server
 */
export const peer: LibraryModel = {
  name: 'peer',
  specifiers: ['peer'],
  versions: '0.6, 1.0',
  isSubject: true,
  exports: { ...module, '*': { members: module }, default: { members: module } },
  roles: {
    'peer:server': {
      caps: [{ option: 'concurrent_limit', key: 'none' }],
      methods: { on: { chains: true } },
      waysIn: [
        { made: true, phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' },
        { call: ['on', 'once', 'addListener'], events: ['connection'], phase: 'accepted', parameters: ['peer:client'], isSite: true, covers: 'emitter', onlyFirst: ['once'] },
        { call: ['on', 'once', 'addListener'], events: ['disconnect'], phase: 'closed', parameters: ['peer:client'], isSite: false, covers: 'emitter' },
      ],
    },
    'peer:client': {
      methods: { getSocket: { gives: 'ws:connection' }, setSocket: {} },
      sources: { getId: 'client', getToken: 'client' },
    },
  },
};
