import { crosswsHooks } from './crossws.js';
import type { ExportModel, LibraryModel } from './model.js';

const handler: ExportModel = { calls: 'h3:socket-handler' };
const eventHandler: ExportModel = { calls: 'h3:event-handler' };

/** Nitro and Nuxt have these without an import. */
const named: Readonly<Record<string, ExportModel>> = {
  defineWebSocketHandler: handler,
  defineWebSocket: { calls: 'crossws:hooks' },
  eventHandler,
  defineEventHandler: eventHandler,
};

/** Mostly plain HTTP: the text of a websocket handler, and not the import, makes a file worth a look. https://h3.dev/guide/basics/websocket */
export const h3: LibraryModel = {
  name: 'h3',
  specifiers: ['h3', 'nitro', 'nitro/h3', 'nitropack', 'nitropack/runtime', '#imports'],
  versions: '1.15, 2.0.8',
  isSubject: false,
  exports: { ...named, Peer: { type: 'crossws:peer' }, WebSocketPeer: { type: 'crossws:peer' } },
  globals: named,
  roles: {
    'h3:socket-handler': {
      optionsAreReturned: true,
      waysIn: [{ made: true, phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' }, ...crosswsHooks()],
    },
    'h3:event-handler': {
      waysIn: [{ made: true, given: 'websocket', phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' }, ...crosswsHooks('websocket.')],
    },
  },
};
