import type { ExportModel, GuardModel, LibraryModel, MethodModel } from './model.js';

const server: ExportModel = { constructs: 'websocket:server', type: 'websocket:server' };
const router: ExportModel = { constructs: 'websocket:router', type: 'websocket:router' };
const parts: Readonly<Record<string, ExportModel>> = {
  server,
  router,
  request: { type: 'websocket:request' },
  connection: { type: 'websocket:connection' },
};
const module: ExportModel = { members: parts };

const chains: MethodModel = { chains: true };
const listening: Readonly<Record<string, MethodModel>> = { on: chains, once: chains, addListener: chains };

// `reject` ends one half of the raw socket alone.
const rejecting: GuardModel = {
  place: 'verdict',
  lines: [
    '{{identity}}',
    'const {{open}} = {{tracker}}.get({{user}}) ?? new {{Set}}();',
    'late|if (!{{0}}.httpRequest.socket.readable || {{open}}.size >= {{max}}) {',
    'soon|if ({{open}}.size >= {{max}}) {',
    "  {{0}}.reject(429, 'Connection limit reached');",
    '  {{0}}.httpRequest.socket.destroySoon();',
    '  return;',
    '}',
    '{{tracker}}.set({{user}}, {{open}}.add({{0}}.httpRequest.socket));',
    "{{0}}.httpRequest.socket.once('close', () => {",
    '  {{open}}.delete({{0}}.httpRequest.socket);',
    '  if ({{open}}.size === 0) {{tracker}}.delete({{user}});',
    '});',
  ],
  errorListener: [
    "js|{{0}}.httpRequest.socket.on('error', () => {{0}}.httpRequest.socket.destroy());",
    "ts|{{0}}.httpRequest.socket.on('error', () => { {{0}}.httpRequest.socket.destroy(); });",
  ],
};

/**
 * WebSocket-Node. A request is answered by `accept` or `reject`; with `autoAcceptConnections` no listener is asked (run
 * with 1.0.35). https://github.com/theturtle32/WebSocket-Node/blob/master/docs/index.md
 */
export const websocket: LibraryModel = {
  name: 'websocket',
  specifiers: ['websocket', 'websocket/lib/websocket', 'websocket/lib/websocket.js'],
  versions: '1.0.35',
  isSubject: true,

  pitfalls: [
    '`reject` ends one half of the connection alone: a client that stays silent remains until its socket is destroyed.',
    'A client that resets the connection while a request listener waits ends the process: the raw socket has no listener for errors.',
  ],
  marks: [String.raw`\bWebSocketRouter\b`],
  exports: { default: module, '*': module, ...parts },
  roles: {
    'websocket:server': {
      handshakeHook: 'the `request` listener, by `request.reject(429)`',
      guards: [rejecting],
      methods: listening,
      collections: { connections: { element: 'websocket:connection', includesNew: 'accepted' } },
      waysIn: [
        {
          call: ['on', 'once', 'addListener', 'prependListener'],
          events: ['request'],
          phase: 'handshake',
          parameters: ['websocket:request'],
          isSite: true,
          covers: 'emitter',
          onlyFirst: ['once'],
          unless: 'autoAcceptConnections',
        },
        {
          call: ['on', 'once', 'addListener', 'prependListener'],
          events: ['connect'],
          phase: 'accepted',
          parameters: ['websocket:connection'],
          isSite: true,
          covers: 'emitter',
          onlyFirst: ['once'],
        },
        {
          call: ['on', 'addListener'],
          events: ['close'],
          phase: 'closed',
          parameters: ['websocket:connection'],
          isSite: false,
          covers: 'emitter',
        },
      ],
      options: [
        'httpServer',
        'assembleFragments',
        'autoAcceptConnections',
        'closeTimeout',
        'disableNagleAlgorithm',
        'dropConnectionOnKeepaliveTimeout',
        'fragmentOutgoingMessages',
        'fragmentationThreshold',
        'ignoreXForwardedFor',
        'keepalive',
        'keepaliveGracePeriod',
        'keepaliveInterval',
        'maxReceivedFrameSize',
        'maxReceivedMessageSize',
        'parseCookies',
        'parseExtensions',
        'useNativeKeepalive',
      ],
    },
    // Hands requests on by their path and protocol.
    'websocket:router': {
      methods: listening,
      waysIn: [
        {
          call: ['mount'],
          handler: 'last',
          emits: 'websocket:route',
          phase: 'handshake',
          parameters: ['websocket:request'],
          isSite: true,
          covers: 'emitter',
        },
      ],
    },
    'websocket:route': { guards: [rejecting] },
    'websocket:request': {
      members: { httpRequest: 'http:request', socket: 'http:socket' },
      methods: { ...listening, accept: { gives: 'websocket:connection', admits: true }, reject: { rejects: true } },
      sources: {
        remoteAddress: 'address',
        remoteAddresses: 'address',
        key: 'connection',
        cookies: 'client',
        host: 'client',
        origin: 'client',
        requestedProtocols: 'client',
        resource: 'client',
        resourceURL: 'client',
        webSocketVersion: 'client',
      },
    },
    'websocket:connection': {
      members: { socket: 'http:socket' },
      methods: { ...listening, close: { rejects: true }, drop: { rejects: true } },
      ends: ['close', 'error'],
      endHeard: "{{0}}.once('close'",
      sources: { remoteAddress: 'address' },
    },
  },
};

function part(file: string, exported: ExportModel): LibraryModel {
  const name = `websocket/lib/${file}`;
  return { name: 'websocket', specifiers: [name, `${name}.js`], versions: '1.0.35', isSubject: true, exports: { default: exported, '*': exported }, roles: {} };
}

/** Files of the package that are imported by themselves. */
export const websocketParts: readonly LibraryModel[] = [part('WebSocketServer', server), part('WebSocketRouter', router)];
