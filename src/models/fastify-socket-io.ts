import type { ExportModel, LibraryModel } from './model.js';

const plugin: ExportModel = { plugs: { call: ['register'], role: 'fastify-socket.io:plugin' } };

/**
 * Puts a Socket.IO server on the application, as `fastify.io`. Hooks of Fastify do not run for it.
 * https://github.com/alemures/fastify-socket.io
 */
export const fastifySocketIo: LibraryModel = {
  name: 'fastify-socket.io',
  specifiers: ['fastify-socket.io'],
  versions: '5.1, by its types',
  isSubject: true,
  exports: { default: plugin, '*': plugin },
  roles: {
    'fastify-socket.io:plugin': {
      waysIn: [{ option: 'allowRequest', phase: 'handshake', parameters: ['http:request', 'socket.io:allow'], isSite: false, covers: 'library' }],
    },
    'fastify-socket.io:server': { extends: 'socket.io:server', isApart: true },
  },
};
