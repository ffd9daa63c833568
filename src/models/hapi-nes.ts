import type { ExportModel, LibraryModel } from './model.js';

const nes: ExportModel = { plugs: { call: ['register'], role: 'nes:server' } };

/**
 * The one library here that limits connections per user by itself: `auth.maxConnectionsPerUser`, which wants `index: true`.
 * Who has not authenticated is dropped after `auth.timeout`, unless that is off. `maxConnections` counts everybody.
 * https://github.com/hapijs/nes/blob/master/API.md
 */
export const hapiNes: LibraryModel = {
  name: '@hapi/nes',
  specifiers: ['@hapi/nes', 'nes'],
  versions: '14.0',
  isSubject: true,
  exports: { default: nes, '*': nes, plugin: nes, Nes: { members: { Socket: { type: 'nes:socket' } } } },
  roles: {
    'nes:server': {
      caps: [
        { option: 'options.auth.maxConnectionsPerUser', key: 'user', unless: 'options.auth.timeout' },
        { option: 'options.maxConnections', key: 'none' },
      ],
      waysIn: [
        { made: true, phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' },
        // What it throws is only logged.
        { option: 'options.onConnection', phase: 'accepted', parameters: ['nes:socket'], isSite: false, covers: 'emitter' },
        { option: 'options.onMessage', phase: 'message', parameters: ['nes:socket'], isSite: false, covers: 'emitter' },
        { option: 'options.onDisconnection', phase: 'closed', parameters: ['nes:socket'], isSite: false, covers: 'emitter' },
      ],
    },
    'nes:socket': {
      bag: 'app',
      methods: { disconnect: { rejects: true } },
      sources: { id: 'connection', 'info.remoteAddress': 'address', 'info.x-forwarded-for': 'address', auth: 'user' },
    },
  },
};
