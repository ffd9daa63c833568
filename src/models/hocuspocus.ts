import { upgradeHook } from './guard-texts.js';
import type { ExportModel, LibraryModel, RoleModel, WayInModel } from './model.js';

const NAMES = ['', 'extensions.'];

/**
 * Except for `onUpgrade`, hooks run for each document of an open socket. What they throw keeps the document from the
 * client, and the socket stays open (tried with 4.7).
 */
const hooks: readonly WayInModel[] = NAMES.flatMap((prefix): WayInModel[] => {
  const each = { parameters: ['hocuspocus:payload'], isSite: false, covers: 'emitter' } as const;
  return [
    { option: `${prefix}onUpgrade`, phase: 'handshake', parameters: ['hocuspocus:upgrade'], isSite: false, covers: 'emitter', rejectsByThrowing: true },
    { ...each, option: `${prefix}onConnect`, phase: 'accepted' },
    { ...each, option: `${prefix}onAuthenticate`, phase: 'accepted' },
    { ...each, option: `${prefix}connected`, phase: 'accepted' },
    { ...each, option: `${prefix}onDisconnect`, phase: 'closed' },
  ];
});

const made: WayInModel = { made: true, phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' };
const total: RoleModel['methods'] = { getConnectionsCount: { collection: { element: 'hocuspocus:connection', includesNew: 'accepted', isCount: true } } };

const payload: ExportModel = { type: 'hocuspocus:payload' };

/** https://tiptap.dev/docs/hocuspocus/server/hooks */
export const hocuspocus: LibraryModel = {
  name: '@hocuspocus/server',
  specifiers: ['@hocuspocus/server'],
  versions: '4.7; 1 to 3 by their documentation',
  isSubject: true,
  exports: {
    // Up to version 2 `Server` was an instance.
    Server: { constructs: 'hocuspocus:server', type: 'hocuspocus:server', members: { configure: { calls: 'hocuspocus:server' } } },
    Hocuspocus: { constructs: 'hocuspocus:instance', type: 'hocuspocus:instance' },
    Connection: { type: 'hocuspocus:connection' },
    onUpgradePayload: { type: 'hocuspocus:upgrade' },
    onConnectPayload: payload,
    onAuthenticatePayload: payload,
    connectedPayload: payload,
    onDisconnectPayload: payload,
  },
  roles: {
    'hocuspocus:server': {
      // The one hook for each socket, and not for each document. One that was ended is not upgraded (tried with 4.7); its own
      // `socket` has no type.
      guards: [upgradeHook('onUpgrade', 'request.socket')],
      aliases: { hocuspocus: 'hocuspocus:instance' },
      methods: { handleConnection: { serves: true }, configure: { chains: true }, ...total },
      waysIn: [made, ...hooks],
    },
    // It listens by itself in the first majors alone; otherwise connections come in at another server.
    'hocuspocus:instance': {
      methods: { handleConnection: { serves: true }, configure: { chains: true }, ...total },
      waysIn: [{ ...made, given: 'port' }, ...hooks, { ...made, made: false, call: ['listen'] }],
    },
    'hocuspocus:upgrade': { members: { request: 'http:request', socket: 'http:socket' } },
    'hocuspocus:payload': {
      bag: 'context',
      members: { request: 'hocuspocus:request', connection: 'hocuspocus:connection', instance: 'hocuspocus:instance' },
      sources: {
        documentName: 'room',
        socketId: 'connection',
        token: 'client',
        'requestHeaders.x-forwarded-for': 'address',
        'requestHeaders.x-real-ip': 'address',
        'requestHeaders.get.x-forwarded-for': 'address',
        'requestHeaders.get.x-real-ip': 'address',
        requestHeaders: 'client',
        requestParameters: 'client',
      },
    },
    'hocuspocus:request': { extends: 'http:request', sources: { 'headers.x-forwarded-for': 'address', 'headers.get.x-real-ip': 'address' } },
    // Its own `close` ends one document.
    'hocuspocus:connection': { members: { webSocket: 'hocuspocus:socket', request: 'hocuspocus:request' }, sources: { socketId: 'connection' } },
    'hocuspocus:socket': { methods: { close: { rejects: true }, terminate: { rejects: true } } },
  },
  pitfalls: [
    'What `onConnect` and `onAuthenticate` throw keeps a document from the client. The WebSocket stays open, and `onDisconnect` never runs.',
    'All hooks but `onUpgrade` run for each document: a socket with two documents is counted twice, unless by its `socketId`.',
    'An error that `onUpgrade` throws is an unhandled rejection, and leaves the client without an answer: write it to the socket, and reject with nothing.',
  ],
};
