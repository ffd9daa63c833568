import type { LibraryModel } from './model.js';

const module = { members: { MultiplexServer: { constructs: 'websocket-multiplex:server', belongsTo: 0 } } } as const;

/**
 * Channels over the connections of SockJS. What ends a channel leaves the connection open, by the source.
 * https://github.com/sockjs/websocket-multiplex
 */
export const websocketMultiplex: LibraryModel = {
  name: 'websocket-multiplex',
  specifiers: ['websocket-multiplex'],
  versions: '0.1, by its source',
  isSubject: true,
  exports: { default: module, '*': module, ...module.members },
  roles: {
    'websocket-multiplex:server': { methods: { registerChannel: { gives: 'websocket-multiplex:channel', named: 0 } } },
    'websocket-multiplex:channel': {
      methods: { on: { chains: true }, once: { chains: true } },
      waysIn: [
        {
          call: ['on', 'once', 'addListener'],
          events: ['connection'],
          phase: 'accepted',
          parameters: ['websocket-multiplex:connection'],
          isSite: true,
          covers: 'emitter',
          onlyFirst: ['once'],
        },
      ],
    },
    'websocket-multiplex:connection': { methods: { on: { chains: true }, once: { chains: true } }, ends: ['close'] },
  },
};
