import { socketIoHandling, socketIoHook } from './guard-texts.js';
import type { CollectionModel, ExportModel, LibraryModel, MethodModel, WayInModel } from './model.js';

const server: ExportModel = { constructs: 'socket.io:server', calls: 'socket.io:server', type: 'socket.io:server' };
const factory: ExportModel = {
  ...server,
  members: {
    Server: server,
    listen: { calls: 'socket.io:server' },
    Socket: { type: 'socket.io:connection' },
    Namespace: { type: 'socket.io:namespace' },
    ParentNamespace: { type: 'socket.io:namespace' },
  },
};

const chains: MethodModel = { chains: true };
const sockets: CollectionModel = { element: 'socket.io:connection', includesNew: 'accepted' };
// With an adapter, all processes are asked.
const asked: CollectionModel = { ...sockets, isShared: true };
const room: MethodModel = { gives: 'socket.io:broadcast', named: 0 };

const onConnection: WayInModel = {
  call: ['on', 'once', 'addListener'],
  events: ['connection', 'connect'],
  phase: 'accepted',
  parameters: ['socket.io:connection'],
  isSite: true,
  covers: 'emitter',
  onlyFirst: ['once'],
};
const middleware: WayInModel = {
  call: ['use'],
  phase: 'handshake',
  parameters: ['socket.io:connection', 'socket.io:next'],
  isSite: false,
  covers: 'emitter',
  skippedBy: ['connectionStateRecovery'],
};

/** https://socket.io/docs/v4/server-api/. In version 2 every client joins `/` first, in 3 and 4 it does not. */
export const socketIo: LibraryModel = {
  name: 'socket.io',
  specifiers: ['socket.io'],
  versions: '2.5, 3.1, 4.8',
  isSubject: true,
  exports: {
    default: factory,
    '*': factory,
    Server: server,
    Socket: { type: 'socket.io:connection' },
    Namespace: { type: 'socket.io:namespace' },
    ParentNamespace: { type: 'socket.io:namespace' },
    listen: { calls: 'socket.io:server' },
  },
  // Version 2's types are global: `SocketIO.Server`.
  globalTypes: {
    'SocketIO.Server': 'socket.io:server',
    'SocketIO.Socket': 'socket.io:connection',
    'SocketIO.Namespace': 'socket.io:namespace',
  },
  roles: {
    'socket.io:emitter': {
      methods: {
        on: chains,
        once: chains,
        use: chains,
        in: room,
        to: room,
        fetchSockets: { collection: asked },
        allSockets: { collection: asked },
        disconnectSockets: { evicts: true },
      },
      members: { adapter: 'socket.io:adapter' },
      handshakeHook: 'middleware (`use` of the server or the namespace)',
      waysIn: [onConnection, middleware],
      guards: [socketIoHook, socketIoHandling],
    },
    'socket.io:server': {
      extends: 'socket.io:emitter',
      members: { engine: 'socket.io:engine', eio: 'socket.io:engine' },
      aliases: { sockets: 'socket.io:namespace' },
      recovery: { option: 'connectionStateRecovery', property: 'skipMiddlewares', value: 'false' },
      methods: {
        of: { gives: 'socket.io:namespace', named: 0, main: '/' },
        attach: chains,
        listen: chains,
        bind: chains,
        attachApp: chains,
        adapter: chains,
        origins: chains,
        path: chains,
      },
      waysIn: [
        {
          option: 'allowRequest',
          phase: 'handshake',
          parameters: ['http:request', 'socket.io:allow'],
          isSite: false,
          covers: 'server',
        },
        // The handler may also be the second argument of `of`.
        { ...onConnection, call: ['of'], events: [], onResult: true },
        {
          call: ['on'],
          events: ['new_namespace'],
          phase: 'handshake',
          parameters: ['socket.io:later-namespace'],
          isSite: false,
          covers: 'later',
        },
      ],
      options: [
        'adapter',
        'addTrailingSlash',
        'allowEIO3',
        'allowRequest',
        'allowUpgrades',
        'cleanupEmptyChildNamespaces',
        'connectTimeout',
        'connectionStateRecovery',
        'cookie',
        'cors',
        'destroyUpgrade',
        'destroyUpgradeTimeout',
        'handlePreflightRequest',
        'httpCompression',
        'initialPacket',
        'maxHttpBufferSize',
        'origins',
        'parser',
        'path',
        'perMessageDeflate',
        'pingInterval',
        'pingTimeout',
        'serveClient',
        'transports',
        'upgradeTimeout',
        'wsEngine',
      ],
    },
    'socket.io:namespace': {
      extends: 'socket.io:emitter',
      collections: { sockets, connected: sockets },
    },
    'socket.io:later-namespace': { extends: 'socket.io:namespace', isLater: true },
    'socket.io:engine': {
      methods: { on: chains, use: chains },
      collections: {
        clientsCount: { element: 'socket.io:transport', includesNew: 'always', isCount: true },
        clients: { element: 'socket.io:transport', includesNew: 'always' },
      },
      waysIn: [
        {
          call: ['on', 'once'],
          events: ['connection'],
          phase: 'accepted',
          parameters: ['socket.io:transport'],
          isSite: false,
          covers: 'server',
        },
        {
          call: ['use'],
          phase: 'handshake',
          parameters: ['http:request', 'socket.io:response', 'socket.io:engine-next'],
          isSite: false,
          covers: 'server',
        },
      ],
    },
    'socket.io:adapter': {
      collections: {
        rooms: { element: 'socket.io:connection', includesNew: 'never', keyed: true },
        sids: { element: 'socket.io:connection', includesNew: 'accepted' },
      },
    },
    'socket.io:broadcast': {
      methods: {
        in: room,
        to: room,
        fetchSockets: { collection: { ...asked, includesNew: 'never', keyed: true } },
        allSockets: { collection: { ...asked, includesNew: 'never', keyed: true } },
        disconnectSockets: { evicts: true },
      },
    },
    'socket.io:connection': {
      bag: 'data',
      members: {
        conn: 'socket.io:transport',
        request: 'http:request',
        'handshake.request': 'http:request',
        nsp: 'socket.io:namespace',
        server: 'socket.io:server',
        client: 'socket.io:client',
      },
      methods: {
        // Before the namespace is joined it does nothing: the connection is made all the same.
        disconnect: { rejects: true, idleIn: 'handshake', endsAtOnce: true },
        on: chains,
        once: chains,
        join: { joins: true },
        in: room,
        to: room,
      },
      ends: ['disconnect', 'disconnecting'],
      endHeard: "{{0}}.once('disconnect'",
      isGone: '!{{0}}.connected',
      endsOnceAccepted: true,
      sources: {
        id: 'connection',
        'handshake.address': 'address',
        'handshake.headers.x-forwarded-for': 'address',
        'handshake.headers.x-real-ip': 'address',
        'handshake.headers.cf-connecting-ip': 'address',
        'handshake.headers': 'client',
        'handshake.query': 'client',
        'handshake.auth': 'client',
        'handshake.url': 'client',
        'client.id': 'connection',
      },
    },
    'socket.io:client': { members: { conn: 'socket.io:transport', request: 'http:request' } },
    'socket.io:transport': {
      members: { request: 'http:request', transport: 'socket.io:transport' },
      methods: { close: { rejects: true }, on: chains, once: chains },
      ends: ['close'],
      endHeard: "{{0}}.once('close'",
      isGone: "{{0}}.readyState !== 'open'",
      sources: { id: 'connection', remoteAddress: 'address' },
    },
    'socket.io:response': { methods: { end: { rejects: true }, destroy: { rejects: true } } },
    // Called with an error and without one, in either order, it refuses and connects: a client that ignores the refusal
    // goes on (tried with 4.8.4). Engine.IO's own ends the raw connection.
    'socket.io:next': { rejectsWhenCalled: [{ argument: 0, when: 'truthy' }], answersAll: true },
    'socket.io:engine-next': { rejectsWhenCalled: [{ argument: 0, when: 'truthy' }] },
    // allowRequest's callback: (error, success).
    'socket.io:allow': {
      rejectsWhenCalled: [
        { argument: 0, when: 'truthy' },
        { argument: 1, when: 'falsy' },
      ],
    },
  },
};
