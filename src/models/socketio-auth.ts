import type { ExportModel, LibraryModel } from './model.js';

const attach: ExportModel = {
  attaches: {
    emitter: 0,
    ways: [
      {
        option: 'authenticate',
        phase: 'accepted',
        parameters: ['socket.io:connection', undefined, 'socketio-auth:callback'],
        isSite: true,
        covers: 'emitter',
      },
      { option: 'postAuthenticate', phase: 'accepted', parameters: ['socket.io:connection'], isSite: false, covers: 'emitter' },
    ],
  },
};

/** Listens for connections on a Socket.IO server, and disconnects those whose `authenticate` calls back with an error. */
export const socketioAuth: LibraryModel = {
  name: 'socketio-auth',
  specifiers: ['socketio-auth'],
  versions: '0.1, by its documentation',
  isSubject: true,
  exports: { default: attach, '*': attach },
  roles: {
    // (error, isAuthenticated)
    'socketio-auth:callback': {
      rejectsWhenCalled: [
        { argument: 0, when: 'truthy' },
        { argument: 1, when: 'falsy' },
      ],
    },
  },
};
