import type { ExportModel, LibraryModel } from './model.js';

const module: ExportModel = {
  members: {
    createServer: { calls: 'sockjs:server' },
    listen: { calls: 'sockjs:server' },
    Server: { type: 'sockjs:server', constructs: 'sockjs:server' },
    Connection: { type: 'sockjs:connection' },
  },
};

/** No hook before a connection; cookies never reach it. https://github.com/sockjs/sockjs-node */
export const sockjs: LibraryModel = {
  name: 'sockjs',
  specifiers: ['sockjs'],
  versions: '0.3.24',
  isSubject: true,
  exports: { default: module, '*': module, ...module.members },
  roles: {
    'sockjs:server': {
      methods: { on: { chains: true }, once: { chains: true }, addListener: { chains: true } },
      waysIn: [
        {
          call: ['on', 'once', 'addListener'],
          events: ['connection'],
          phase: 'accepted',
          parameters: ['sockjs:connection'],
          isSite: true,
          // The channels of websocket-multiplex lie behind it.
          covers: 'server',
          onlyFirst: ['once'],
        },
      ],
    },
    'sockjs:connection': {
      methods: {
        close: { rejects: true },
        end: { rejects: true },
        destroy: { rejects: true },
        on: { chains: true },
        once: { chains: true },
        addListener: { chains: true },
      },
      ends: ['close', 'end'],
      sources: {
        id: 'connection',
        remoteAddress: 'address',
        'address.address': 'address',
        'headers.x-forwarded-for': 'address',
        'headers.x-real-ip': 'address',
        headers: 'client',
        pathname: 'client',
        url: 'client',
      },
    },
  },
};
