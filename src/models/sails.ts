import type { LibraryModel } from './model.js';

/** The Socket.IO server of sails-hook-sockets, which Sails puts on its global. https://sailsjs.com/documentation/reference/web-sockets */
export const sails: LibraryModel = {
  name: 'sails',
  specifiers: ['sails-hook-sockets'],
  versions: 'sails-hook-sockets 3.0.2, by its source',
  isSubject: true,
  exports: {},
  globals: { sails: { members: { io: { holds: 'sails:io' } } } },
  roles: { 'sails:io': { extends: 'socket.io:server' } },
};
