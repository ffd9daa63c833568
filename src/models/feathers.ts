import type { ExportModel, LibraryModel, WayInModel } from './model.js';

/** The transport itself lets clients call services: no listener is needed. */
const opened: WayInModel = { made: true, phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' };

const socketio: ExportModel = { calls: 'feathers:socketio', hands: ['feathers:socketio'] };
const primus: ExportModel = { calls: 'feathers:primus', hands: ['feathers:primus'] };

/** The transports of Feathers: servers of other libraries, which the function that is given sets up. https://feathersjs.com/api/socketio.html */
export const feathersSocketio: LibraryModel = {
  name: '@feathersjs/socketio',
  specifiers: ['@feathersjs/socketio', 'feathers-socketio'],
  versions: '5.0.50',
  isSubject: true,
  exports: { default: socketio, '*': socketio },
  roles: {
    'feathers:socketio': { extends: 'socket.io:server', waysIn: [opened] },
  },
};

/** The last version that has it is 4.5. */
export const feathersPrimus: LibraryModel = {
  name: '@feathersjs/primus',
  specifiers: ['@feathersjs/primus', 'feathers-primus'],
  versions: '4.5.15, by its source',
  isSubject: true,
  exports: { default: primus, '*': primus },
  roles: {
    'feathers:primus': { extends: 'primus:server', waysIn: [opened] },
  },
};
