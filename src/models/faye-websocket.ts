import { refusingUpgrade } from './guard-texts.js';
import type { ExportModel, LibraryModel } from './model.js';

const connection: ExportModel = {
  constructs: 'faye-websocket:connection',
  type: 'faye-websocket:connection',
  // Making one answers the upgrade.
  accepts: { arguments: ['http:request', 'http:socket'], callback: [], emits: 'faye-websocket:server' },
};

/** https://github.com/faye/faye-websocket-node. Its `close` throws for every other code (run with 0.11.4). */
export const fayeWebsocket: LibraryModel = {
  name: 'faye-websocket',
  specifiers: ['faye-websocket'],
  versions: '0.11.4',
  isSubject: true,
  pitfalls: [
    '`close` throws for codes other than 1000 and 3000 to 4999, 1008 among them, and the connection stays.',
  ],
  exports: { default: connection, '*': connection },
  roles: {
    'faye-websocket:server': { guards: [refusingUpgrade] },
    'faye-websocket:connection': {
      methods: {
        on: { chains: true },
        once: { chains: true },
        close: {
          rejects: true,
          codes: [
            [1000, 1000],
            [3000, 4999],
          ],
        },
        end: { rejects: true },
      },
      ends: ['close'],
    },
  },
};
