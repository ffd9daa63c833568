import { hibernatingObject, hibernatingUserObject, wakefulObject } from './guard-texts.js';
import type { LibraryModel, RoleModel } from './model.js';

/** Objects that are asked for by a name; an id of its own has nothing to do with a user. */
export const OBJECTS: NonNullable<RoleModel['instances']> = { named: ['idFromName', 'getByName'], any: ['newUniqueId', 'idFromString'], otherwise: 'none' };

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
      instances: OBJECTS,
      guards: [hibernatingUserObject, hibernatingObject, wakefulObject],
    },
    'cloudflare-workers:client': { isOtherEnd: true },
    'cloudflare-workers:connection': {
      methods: { close: { rejects: true } },
      ends: ['close', 'error'],
    },
  },
  pitfalls: [
    'Each Durable Object has sockets of its own: where clients name the room, a user has the limit in every room. The fix writes a guard only where each object is one user\'s, or where there is one for all.',
    'Fields are lost while an object sleeps and its sockets stay open: behind `acceptWebSocket` the guard counts what `getWebSockets(tag)` gives; a Map in a field is for `server.accept()`, which keeps the object awake.',
    'A worker has no memory that two connections share: outside of an object no Map is a limit.',
    'A socket that was accepted stays in `getWebSockets` when its client went away before the answer, and no event tells of it: whoever can still accept the client\'s end of the pair, a second later, may close it.',
    'A socket that was accepted stays in `getWebSockets` if the answer is not 101: look at the count before it is accepted.',
  ],
};
