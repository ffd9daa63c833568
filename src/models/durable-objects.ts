import { OBJECTS } from './cloudflare-workers.js';
import type { ExportModel, LibraryModel, RoleId, WayInModel } from './model.js';

const state: readonly RoleId[] = ['durable-objects:state'];
const called: Omit<WayInModel, 'member' | 'phase'> = { isDistinctive: true, parameters: ['cloudflare-workers:connection'], isSite: false, covers: 'server' };
const object: ExportModel = { constructs: 'durable-objects:object', implemented: 'durable-objects:object', type: 'durable-objects:object' };

/**
 * Objects of which each has an address of its own. Sockets that it accepts through its state outlive its fields: it sleeps
 * while they stay open. The sockets themselves come from pairs.
 * https://developers.cloudflare.com/durable-objects/best-practices/websockets/
 */
export const durableObjects: LibraryModel = {
  name: 'durable-objects',
  specifiers: ['cloudflare:workers'],
  versions: 'miniflare 4.20260426, @cloudflare/workers-types 5.20261117',
  isSubject: false,
  exports: { DurableObject: object },
  globals: { DurableObject: object },
  globalTypes: { DurableObjectState: 'durable-objects:state' },
  roles: {
    'durable-objects:object': {
      members: { ctx: 'durable-objects:state' },
      setups: { constructor: state, fetch: ['durable-objects:request'] },
      waysIn: [
        { ...called, member: 'webSocketMessage', phase: 'message' },
        { ...called, member: 'webSocketClose', phase: 'closed' },
        { ...called, member: 'webSocketError', phase: 'closed' },
      ],
      instances: OBJECTS,
    },
    'durable-objects:state': {
      constructs: 'durable-objects:object',
      methods: {
        getWebSockets: { isDistinctive: true, named: 0, collection: { element: 'cloudflare-workers:connection', includesNew: 'accepted', keyed: true, isTagged: true } },
      },
    },
    // The worker in front of it may have set the headers, and has most often let the address pass.
    'durable-objects:request': {
      sources: { 'headers.x-forwarded-for': 'address', 'headers.x-real-ip': 'address', 'headers.cf-connecting-ip': 'address', 'headers.sec-websocket-key': 'connection', url: 'client' },
    },
  },
  pitfalls: [
    'A socket that was accepted stays in `getWebSockets` if the answer is not 101: look at the count before it is accepted.',
    'Fields are lost while the object sleeps and its sockets stay open: count `getWebSockets(tag)`, and no Map.',
  ],
};
