import { crosswsGuards, crosswsHooks } from './crossws.js';
import type { ExportModel, LibraryModel, WayInModel } from './model.js';

const made: WayInModel = { made: true, phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' };
const sockets: Readonly<Record<string, ExportModel>> = {
  defineWebSocketHandler: { calls: 'nitro:route' },
  defineWebSocket: { calls: 'crossws:hooks' },
};
const events: Readonly<Record<string, ExportModel>> = {
  eventHandler: { calls: 'h3:event-handler' },
  defineEventHandler: { calls: 'h3:event-handler' },
};

/** Nitro and Nuxt have the functions of h3 without an import. https://nitro.build/guide/websocket */
export const nitro: LibraryModel = {
  name: 'nitro',
  specifiers: [],
  versions: 'h3 1.15, 2.0.8',
  isSubject: true,
  marks: [String.raw`\b(?:defineE|e)ventHandler\(\s*\{`],
  exports: {},
  globals: sockets,
  roles: { 'nitro:route': { guards: crosswsGuards(), optionsAreReturned: true, waysIn: [made, ...crosswsHooks()] } },
  pitfalls: ['The hooks are those of crossws: `upgrade` also runs for handshakes that fail later, and what `open` throws leaves the connection open.'],
};

/** Mostly plain HTTP: what it is used for, and not the import, makes a file worth a look. https://h3.dev/guide/basics/websocket */
export const h3: LibraryModel = {
  name: 'h3',
  specifiers: ['h3', 'nitro', 'nitro/h3', 'nitropack', 'nitropack/runtime', '#imports'],
  versions: '1.15, 2.0.8',
  isSubject: false,
  exports: { ...sockets, ...events, Peer: { type: 'crossws:peer' }, WebSocketPeer: { type: 'crossws:peer' } },
  globals: events,
  roles: { 'h3:event-handler': { guards: [...crosswsGuards('websocket.'), ...crosswsGuards()], waysIn: [{ ...made, given: 'websocket' }, ...crosswsHooks('websocket.')] } },
};
