import type { ExportModel, GuardModel, LibraryModel } from './model.js';

const module: ExportModel = {
  members: {
    createServer: { calls: 'sockjs:server' },
    listen: { calls: 'sockjs:server' },
    Server: { type: 'sockjs:server', constructs: 'sockjs:server' },
    Connection: { type: 'sockjs:connection' },
  },
};

// The library waits half a minute for the answer to its close frame, and has no other way to end the raw connection.
const closing: GuardModel = {
  place: 'handler',
  lines: [
    '{{identity}}',
    'const {{open}} = {{tracker}}.get({{user}}) ?? new {{Set}}();',
    'if (!{{0}}.readable || {{open}}.size >= {{max}}) {',
    'js|  const raw = {{0}}._session?.recv?.connection;',
    'ts|  const raw = ({{0}} as { _session?: { recv?: { connection?: { destroy: () => void } } | null } })._session?.recv?.connection;',
    "heard|  {{0}}.removeAllListeners('data');",
    "js|  {{0}}.close(4029, 'Connection limit reached');",
    "ts|  {{0}}.close('4029', 'Connection limit reached');",
    'js|  {{timer}}(() => raw?.destroy(), 1000).unref();',
    'ts|  {{timer}}(() => { raw?.destroy(); }, 1000).unref();',
    '  return;',
    '}',
    '{{tracker}}.set({{user}}, {{open}}.add({{0}}));',
    "{{0}}.once('close', () => {",
    '  {{open}}.delete({{0}});',
    '  if ({{open}}.size === 0) {{tracker}}.delete({{user}});',
    '});',
  ],
};

/** No hook before a connection; cookies never reach it. https://github.com/sockjs/sockjs-node */
export const sockjs: LibraryModel = {
  name: 'sockjs',
  specifiers: ['sockjs'],
  versions: '0.3.24',
  isSubject: true,
  pitfalls: [
    'A client that does not answer the close frame keeps its WebSocket for half a minute, and nothing public ends it sooner.',
    'A client that leaves while its listener waits for something is gone without another `close`: look at `readable` before it is counted.',
  ],
  exports: { default: module, '*': module, ...module.members },
  roles: {
    'sockjs:server': {
      guards: [closing],
      methods: { on: { chains: true }, once: { chains: true }, addListener: { chains: true } },
      waysIn: [
        {
          call: ['on', 'once', 'addListener'],
          events: ['connection'],
          phase: 'accepted',
          parameters: ['sockjs:connection'],
          isSite: true,
          // The channels of websocket-multiplex lie behind it.
          covers: 'server',
          onlyFirst: ['once'],
        },
      ],
    },
    'sockjs:connection': {
      methods: {
        close: { rejects: true },
        end: { rejects: true },
        destroy: { rejects: true },
        on: { chains: true },
        once: { chains: true },
        addListener: { chains: true },
      },
      ends: ['close', 'end'],
      endHeard: "{{0}}.once('close'",
      sources: {
        id: 'connection',
        remoteAddress: 'address',
        'address.address': 'address',
        'headers.x-forwarded-for': 'address',
        'headers.x-real-ip': 'address',
        headers: 'client',
        pathname: 'client',
        url: 'client',
      },
    },
  },
};
