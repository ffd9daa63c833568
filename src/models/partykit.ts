import { OBJECTS } from './cloudflare-workers.js';
import { hibernatingServer } from './guard-texts.js';
import type { ExportModel, LibraryModel, MethodModel, RoleId, RoleModel, WayInModel } from './model.js';

/** What a class is asked for once the platform has accepted a connection; one that does nothing then accepts them all the same. */
export const CONNECTED: WayInModel = {
  member: 'onConnect',
  phase: 'accepted',
  parameters: ['partyserver:connection', 'partyserver:context'],
  isSite: true,
  covers: 'emitter',
  // Closed with 1011, after a message with the error's stack.
  rejectsByThrowing: true,
};
export const ENDED: readonly WayInModel[] = [
  { member: 'onClose', phase: 'closed', parameters: ['partyserver:connection'], isSite: false, covers: 'emitter' },
  { member: 'onError', phase: 'closed', parameters: ['partyserver:connection'], isSite: false, covers: 'emitter' },
];
/** Asked in a worker, before there is a room: nothing is remembered there. */
export const ASKED_BEFORE: Omit<WayInModel, 'covers'> = {
  phase: 'handshake',
  parameters: ['fetch:request'],
  isSite: false,
  rejectsByReturning: 'response',
  rejectsByThrowing: true,
  forgets: 'always',
};
const OPENED: WayInModel = { made: true, lacking: 'onConnect', phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' };

const getConnections: MethodModel = { named: 0, collection: { element: 'partyserver:connection', includesNew: 'accepted', keyed: true, isTagged: true } };
const room: readonly RoleId[] = ['partykit:room'];
const rooms: RoleModel['instances'] = { named: [], otherwise: 'room' };
const connection: ExportModel = { type: 'partyserver:connection' };
const context: ExportModel = { type: 'partyserver:context' };

/**
 * Servers of rooms: each has connections of its own. A client may choose the id of its connection (`?_pk=`).
 * https://github.com/cloudflare/partykit
 */
export const partyserver: LibraryModel = {
  name: 'partyserver',
  specifiers: ['partyserver', 'y-partyserver'],
  versions: '0.5.10',
  isSubject: true,
  exports: {
    Server: { constructs: 'partyserver:server', type: 'partyserver:server' },
    YServer: { constructs: 'partyserver:server', type: 'partyserver:server' },
    Connection: connection,
    ConnectionContext: context,
    routePartykitRequest: { calls: 'partyserver:router' },
  },
  roles: {
    'partyserver:server': {
      extends: 'durable-objects:object',
      methods: { getConnections },
      waysIn: [
        CONNECTED,
        OPENED,
        { member: 'onMessage', phase: 'message', parameters: ['partyserver:connection'], isSite: false, covers: 'emitter' },
        ...ENDED,
        { member: 'fetch', phase: 'handshake', parameters: ['durable-objects:request'], isSite: false, covers: 'emitter', rejectsByReturning: 'response', rejectsByThrowing: true },
      ],
      // A router lets the client name the room.
      instances: { named: OBJECTS.named, asked: { getServerByName: 1 }, any: [...(OBJECTS.any ?? []), 'routePartykitRequest'], otherwise: 'room' },
      guards: [hibernatingServer],
    },
    'partyserver:router': { waysIn: [{ ...ASKED_BEFORE, option: 'onBeforeConnect', covers: 'library' }] },
    'partyserver:connection': {
      methods: { close: { rejects: true } },
      ends: ['close', 'error'],
      sources: { id: 'connection', uri: 'client' },
    },
    'partyserver:context': { members: { request: 'fetch:request' } },
  },
  pitfalls: [
    'Each server has connections of its own: where `routePartykitRequest` lets clients name it, a user has the limit in every room. The fix writes a guard only where `getServerByName` is given the user.',
    'A client that chooses the id of another connection (`?_pk=`) takes its place in `getConnections()` of a server that does not hibernate, and both stay open.',
    '`onConnect` runs when the connection is accepted: a client that never answers `close` stays, and with hibernation the others are told late. Refuse in `fetch`, before `super.fetch(request)`.',
    'Behind a client that goes away while `onConnect` waits for something, its connection stays open on the side of the server.',
  ],
};

/** The platform that came before: its classes are given a room. https://docs.partykit.io/reference/partyserver-api/ */
export const partykit: LibraryModel = {
  name: 'partykit',
  specifiers: ['partykit/server'],
  versions: '0.0.115',
  isSubject: true,
  exports: {
    Server: { implemented: 'partykit:server' },
    PartyServer: { implemented: 'partykit:server' },
    Room: { type: 'partykit:room' },
    Party: { type: 'partykit:room' },
    Context: { type: 'partykit:room' },
    Connection: connection,
    PartyConnection: connection,
    ConnectionContext: context,
    PartyConnectionContext: context,
    Request: { type: 'fetch:request' },
    PartyRequest: { type: 'fetch:request' },
  },
  roles: {
    'partykit:server': {
      setups: { constructor: room },
      waysIn: [
        CONNECTED,
        OPENED,
        { ...ASKED_BEFORE, member: 'static onBeforeConnect', covers: 'emitter' },
        { member: 'onMessage', phase: 'message', parameters: [undefined, 'partyserver:connection'], isSite: false, covers: 'emitter' },
        ...ENDED,
      ],
      instances: rooms,
    },
    'partykit:room': {
      constructs: 'partykit:server',
      methods: { getConnections },
      collections: { connections: { element: 'partyserver:connection', includesNew: 'accepted' } },
      sources: { id: 'room' },
    },
  },
};
