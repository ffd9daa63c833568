import type { ExportModel, GuardModel, LibraryModel } from './model.js';

const serve: ExportModel = { calls: 'bun:server' };
const types: Readonly<Record<string, ExportModel>> = { ServerWebSocket: { type: 'bun:connection' }, Server: { type: 'bun:server' } };
const bunModule: ExportModel = { members: { serve, ...types } };

// `close` in `open` runs the close handler before it returns: giving back what was never taken must do no harm.
const opening: GuardModel = {
  place: 'handler',
  within: 'websocket.open',
  lines: [
    '{{identity}}',
    'const {{open}} = {{tracker}}.get({{user}}) ?? new {{Set}}();',
    'if ({{open}}.size >= {{max}}) {',
    "  {{0}}.close(1008, 'Connection limit reached');",
    'js|  {{timer}}(() => {{0}}.terminate(), 1000).unref();',
    'ts|  {{timer}}(() => { {{0}}.terminate(); }, 1000).unref();',
    '  return;',
    '}',
    '{{tracker}}.set({{user}}, {{open}}.add({{0}}));',
  ],
  release: {
    within: 'websocket.close',
    parameters: ['ws'],
    lines: ['{{identity}}', 'const {{open}} = {{tracker}}.get({{user}});', '{{open}}?.delete({{0}});', 'if ({{open}}?.size === 0) {{tracker}}.delete({{user}});'],
  },
};

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
      guards: [opening],
      methods: {
        upgrade: { accepts: { arguments: ['bun:request'], callback: [], isHidden: true, rejectsByReturning: 'exit', carries: { argument: 1, option: 'data', to: 'bun:connection', member: 'data' } } },
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
