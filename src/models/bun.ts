import { countingIn } from './guard-texts.js';
import type { ExportModel, LibraryModel, WayInModel } from './model.js';

const serve: ExportModel = { calls: 'bun:server' };
const types: Readonly<Record<string, ExportModel>> = { ServerWebSocket: { type: 'bun:connection' }, Server: { type: 'bun:server' } };
const ROUTES = ['routes.*', 'routes.*.GET'];
const bunModule: ExportModel = { members: { serve, ...types } };

const opening = countingIn({ open: 'websocket.open', close: 'websocket.close', kept: '{{0}}' });

/** https://bun.com/docs/runtime/http/websockets */
export const bun: LibraryModel = {
  name: 'bun',
  specifiers: ['bun'],
  versions: '1.4',
  isSubject: true,
  exports: { default: bunModule, '*': bunModule, serve, ...types },
  servesDefault: { has: ['fetch', 'websocket'], by: 'serve' },
  globals: { Bun: { members: { serve, ...types } } },
  roles: {
    'bun:server': {
      guards: [opening],
      handshakeHook: '`fetch`, before `server.upgrade`, with status 429',
      methods: {
        upgrade: {
          accepts: {
            arguments: ['bun:request'],
            callback: [],
            isHidden: true,
            rejectsByReturning: 'exit',
            distinctive: { arguments: 2, given: 'data' },
            carries: { argument: 1, option: 'data', to: 'bun:connection', member: 'data' },
          },
        },
      },
      waysIn: [
        { made: true, given: 'websocket', phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' },
        { option: 'fetch', phase: 'handshake', parameters: ['bun:request', 'bun:handle'], isSite: false, covers: 'emitter' },
        ...ROUTES.map((option): WayInModel => ({ option, phase: 'handshake', parameters: ['bun:request', 'bun:handle'], isSite: false, covers: 'emitter' })),
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
      methods: { close: { rejects: true, endsAtOnce: true }, terminate: { rejects: true, endsAtOnce: true } },
      sources: { remoteAddress: 'address' },
    },
  },
};
