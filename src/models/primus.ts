import type { ExportModel, GuardModel, LibraryModel, MethodModel, WayInModel } from './model.js';

const server: ExportModel = { constructs: 'primus:server', calls: 'primus:server', type: 'primus:server' };
const parts: Readonly<Record<string, ExportModel>> = {
  createServer: { calls: 'primus:listening-server' },
  Primus: server,
  Spark: { type: 'primus:spark' },
};
const module: ExportModel = { ...server, members: parts };
const chains: MethodModel = { chains: true };

const onConnection: WayInModel = {
  call: ['on', 'once', 'addListener'],
  events: ['connection'],
  phase: 'accepted',
  parameters: ['primus:spark'],
  isSite: true,
  covers: 'emitter',
  onlyFirst: ['once'],
};
const authorize: Omit<WayInModel, 'call' | 'option'> = {
  phase: 'handshake',
  parameters: ['http:request', 'primus:callback'],
  isSite: false,
  covers: 'emitter',
};

// The event comes a moment after the spark is made, which may have ended by then. A spark says nothing of its transport,
// which waits half a minute for the answer to its close frame: the request's raw socket is the connection, if it was upgraded.
const ending: GuardModel = {
  place: 'handler',
  lines: [
    '{{identity}}',
    'const {{open}} = {{tracker}}.get({{user}}) ?? new {{Set}}();',
    'if ({{0}}.readyState !== {{0}}.constructor.OPEN || {{open}}.size >= {{max}}) {',
    "heard|  {{0}}.removeAllListeners('data');",
    "  {{0}}.end('Connection limit reached');",
    '  {{timer}}(() => {',
    '    if ({{0}}.headers.upgrade) {{0}}.request?.socket.destroy();',
    '  }, 1000).unref();',
    '  return;',
    '}',
    '{{tracker}}.set({{user}}, {{open}}.add({{0}}));',
    "{{0}}.once('end', () => {",
    '  {{open}}.delete({{0}});',
    '  if ({{open}}.size === 0) {{tracker}}.delete({{user}});',
    '});',
  ],
};

/** https://github.com/primus/primus#readme. What `authorize` and middleware turn away gets no event (run with 8.0.9). */
export const primus: LibraryModel = {
  name: 'primus',
  specifiers: ['primus'],
  versions: '8.0.9',
  isSubject: true,
  pitfalls: [
    '`authorize` also runs for clients that never become sparks, and no event tells of their end: count in `connection`.',
    'A spark that ends while its listener waits for something emits no `end` again: look at `readyState` before it is counted.',
    '`spark.end` leaves a client that stays silent connected for half a minute.',
  ],
  exports: { default: module, '*': module, ...parts },
  roles: {
    'primus:server': {
      handshakeHook: '`authorize`',
      guards: [ending],
      methods: { on: chains, once: chains, addListener: chains, use: chains, plugin: chains, authorize: chains, spark: {} },
      collections: {
        connected: { element: 'primus:spark', includesNew: 'accepted', isCount: true },
        connections: { element: 'primus:spark', includesNew: 'accepted' },
      },
      waysIn: [
        onConnection,
        { ...onConnection, events: ['disconnection'], phase: 'closed', isSite: false },
        { ...authorize, call: ['authorize'] },
        { ...authorize, option: 'authorization' },
        // On an upgrade the response is the raw socket.
        { ...authorize, call: ['use'], parameters: ['http:request', 'primus:response', 'primus:callback'] },
      ],
    },
    // `Primus.createServer((spark) => …, options)`
    'primus:listening-server': {
      extends: 'primus:server',
      waysIn: [{ isGiven: true, phase: 'accepted', parameters: ['primus:spark'], isSite: true, covers: 'emitter' }],
    },
    'primus:spark': {
      members: { request: 'http:request' },
      methods: { end: { rejects: true }, on: chains, once: chains },
      ends: ['end'],
      sources: {
        id: 'connection',
        address: 'address',
        'headers.x-forwarded-for': 'address',
        'headers.x-real-ip': 'address',
        headers: 'client',
        query: 'client',
        uri: 'client',
      },
    },
    'primus:response': { methods: { end: { rejects: true }, destroy: { rejects: true } } },
    'primus:callback': { rejectsWhenCalled: [{ argument: 0, when: 'truthy' }] },
  },
};
