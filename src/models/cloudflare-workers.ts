import type { LibraryModel } from './model.js';

/**
 * A pair of sockets, one of which the client is given. Workers come and go, so that what is counted outside of an object
 * is counted for nobody. https://developers.cloudflare.com/workers/runtime-apis/websockets/
 */
export const cloudflareWorkers: LibraryModel = {
  name: 'cloudflare-workers',
  specifiers: [],
  versions: 'miniflare 4.20260426, @cloudflare/workers-types 5.20261117',
  isSubject: true,
  exports: {},
  globals: {
    WebSocketPair: {
      constructs: 'cloudflare-workers:pair',
      accepts: {
        arguments: [],
        callback: [],
        emits: 'cloudflare-workers:pair',
        rejectsByReturning: 'exit',
        until: ['accept', 'acceptWebSocket'],
        begins: { fetch: ['fetch:request'] },
        forgets: 'outside classes',
      },
    },
  },
  roles: {
    'cloudflare-workers:pair': {
      members: { 0: 'cloudflare-workers:client', 1: 'cloudflare-workers:connection' },
      instances: { named: ['idFromName', 'getByName'], otherwise: 'none' },
    },
    'cloudflare-workers:client': {},
    'cloudflare-workers:connection': {
      methods: { close: { rejects: true } },
      ends: ['close', 'error'],
    },
  },
};
