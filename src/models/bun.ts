import type { ExportModel, LibraryModel } from './model.js';

const serve: ExportModel = { calls: 'bun:server' };
const types: Readonly<Record<string, ExportModel>> = { ServerWebSocket: { type: 'bun:connection' }, Server: { type: 'bun:server' } };
const bunModule: ExportModel = { members: { serve, ...types } };

/** https://bun.com/docs/runtime/http/websockets */
export const bun: LibraryModel = {
  name: 'bun',
  specifiers: ['bun'],
  versions: '1.4',
  isSubject: true,
  exports: { default: bunModule, '*': bunModule, serve, ...types },
  globals: { Bun: { members: { serve, ...types } } },
  roles: {
    'bun:server': {
      methods: {
        upgrade: { accepts: { arguments: ['bun:request'], callback: [], isHidden: true, rejectsByReturning: 'exit' } },
      },
      waysIn: [
        { made: true, given: 'websocket', phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' },
        { option: 'fetch', phase: 'handshake', parameters: ['bun:request', 'bun:handle'], isSite: false, covers: 'emitter' },
        { option: 'websocket.open', phase: 'accepted', parameters: ['bun:connection'], isSite: false, covers: 'emitter' },
        { option: 'websocket.message', phase: 'message', parameters: ['bun:connection'], isSite: false, covers: 'emitter' },
        { option: 'websocket.close', phase: 'closed', parameters: ['bun:connection'], isSite: false, covers: 'emitter' },
      ],
    },
    'bun:handle': { extends: 'bun:server' },
    'bun:request': {
      sources: { headers: 'client', url: 'client', cookies: 'client' },
    },
    'bun:connection': {
      bag: 'data',
      methods: { close: { rejects: true }, terminate: { rejects: true } },
      sources: { remoteAddress: 'address' },
    },
  },
};
