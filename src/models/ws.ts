import { refusingUpgrade, wsHandling } from './guard-texts.js';
import type { ExportModel, GuardModel, LibraryModel, WayInModel } from './model.js';

/** A listener for connections of a server that is an emitter of Node. */
export const onConnection: WayInModel = {
  call: ['on', 'once', 'addListener', 'prependListener'],
  events: ['connection'],
  phase: 'accepted',
  parameters: ['ws:connection', 'http:request'],
  isSite: true,
  covers: 'emitter',
  onlyFirst: ['once'],
};
/** The option by which a server, also one that is built on this one, asks before it accepts. */
export const verifyingClient: WayInModel = {
  option: 'verifyClient',
  phase: 'handshake',
  parameters: ['ws:handshake', 'ws:verdict'],
  isSite: false,
  covers: 'emitter',
  rejectsByReturning: 'falsy',
  acceptsAtOnce: true,
};

const server: ExportModel = { constructs: 'ws:server', type: 'ws:server' };
const client: ExportModel = {
  type: 'ws:connection',
  members: { Server: server, WebSocketServer: server, WebSocket: { type: 'ws:connection' } },
};

// Where the guard stands, what it must survive, and why each line is there was found by attacking servers:
// docs/rules/require-per-user-connection-limit.md, "Fix".
const deciding: GuardModel = {
  place: 'verdict',
  lines: [
    '{{identity}}',
    'const {{open}} = {{tracker}}.get({{user}}) ?? new {{Set}}();',
    'if (!{{request}}.socket.readable || {{open}}.size >= {{max}}) {',
    "  {{1}}(false, 429, 'Connection limit reached');",
    '  return;',
    '}',
    '{{tracker}}.set({{user}}, {{open}}.add({{request}}.socket));',
    "{{request}}.socket.once('close', () => {",
    '  {{open}}.delete({{request}}.socket);',
    '  if ({{open}}.size === 0) {{tracker}}.delete({{user}});',
    '});',
  ],
};
/**
 * https://github.com/websockets/ws/blob/8.23.0/doc/ws.md. Native ES modules have no `Server` export; CommonJS and
 * TypeScript compiled to it have, so it is recognised.
 */
export const ws: LibraryModel = {
  name: 'ws',
  // isomorphic-ws is ws under Node.js.
  specifiers: ['ws', 'isomorphic-ws'],
  versions: '7 to 8.23',
  isSubject: true,
  exports: { default: client, '*': client, WebSocket: client, WebSocketServer: server, Server: server },
  roles: {
    'ws:server': {
      methods: {
        on: { chains: true },
        once: { chains: true },
        addListener: { chains: true },
        handleUpgrade: {
          accepts: { arguments: ['http:request', 'http:socket'], callback: ['ws:connection', 'http:request'] },
        },
        emit: { emits: true },
      },
      handshakeHook: 'an `upgrade` listener, before `handleUpgrade`, or in `verifyClient`',
      collections: { clients: { element: 'ws:connection', includesNew: 'accepted' } },
      waysIn: [
        onConnection,
        verifyingClient,
      ],
      guards: [refusingUpgrade, deciding, wsHandling],
      options: [
        'host',
        'port',
        'backlog',
        'server',
        'verifyClient',
        'handleProtocols',
        'path',
        'noServer',
        'clientTracking',
        'perMessageDeflate',
        'maxPayload',
        'skipUTF8Validation',
        'WebSocket',
        'allowSynchronousEvents',
        'autoPong',
        'closeTimeout',
        'maxBufferedChunks',
        'maxFragments',
        'disableHixie',
      ],
    },
    'ws:handshake': {
      members: { req: 'http:request' },
      sources: { origin: 'client', 'req.headers': 'client', 'req.url': 'client' },
    },
    // verifyClient's callback: (result, code, name, headers).
    'ws:verdict': { rejectsWhenCalled: [{ argument: 0, when: 'falsy' }] },
    'ws:connection': {
      members: { _socket: 'http:socket' },
      methods: { close: { rejects: true }, terminate: { rejects: true }, on: { chains: true }, once: { chains: true } },
      ends: ['close', 'error'],
      endHeard: "{{0}}.once('close'",
      isGone: '{{0}}.readyState !== {{0}}.OPEN',
      sources: { '_socket.remoteAddress': 'address' },
    },
  },
};
