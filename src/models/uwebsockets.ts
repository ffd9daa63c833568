import { countingIn } from './guard-texts.js';
import type { ExportModel, LibraryModel, RoleModel, WayInModel } from './model.js';

const app: ExportModel = { calls: 'uwebsockets:app', constructs: 'uwebsockets:app' };
const module: ExportModel = {
  members: {
    App: app,
    SSLApp: app,
    TemplatedApp: { type: 'uwebsockets:app' },
    HttpRequest: { type: 'uwebsockets:request' },
    HttpResponse: { type: 'uwebsockets:response' },
    WebSocket: { type: 'uwebsockets:connection' },
  },
};

const route: Pick<WayInModel, 'call' | 'emits' | 'covers'> = { call: ['ws'], emits: 'uwebsockets:route', covers: 'emitter' };
const WAYS: readonly WayInModel[] = [
  { ...route, made: true, phase: 'accepted', parameters: [], isSite: true },
  { ...route, option: 'upgrade', phase: 'handshake', parameters: ['uwebsockets:response', 'uwebsockets:request'], isSite: false, acceptsAtOnce: true },
  { ...route, option: 'open', phase: 'accepted', parameters: ['uwebsockets:connection'], isSite: false },
  { ...route, option: 'message', phase: 'message', parameters: ['uwebsockets:connection'], isSite: false },
  { ...route, option: 'close', phase: 'closed', parameters: ['uwebsockets:connection'], isSite: false },
];

const ROUTES = ['get', 'post', 'options', 'del', 'patch', 'put', 'head', 'connect', 'trace', 'any'];
const OTHERS = ['ws', 'listen', 'listen_unix', 'filter', 'addServerName', 'removeServerName', 'missingServerName', 'close', 'domain'];
const methods: RoleModel['methods'] = {
  ...Object.fromEntries(OTHERS.map((name) => [name, { chains: true }])),
  ...Object.fromEntries(ROUTES.map((name) => [name, { chains: true, hands: ['uwebsockets:response', 'uwebsockets:request'] as const }])),
};

/** By its types: it is not on npm. https://unetworking.github.io/uWebSockets.js/generated/ */
export const uWebSockets: LibraryModel = {
  name: 'uWebSockets.js',
  specifiers: ['uWebSockets.js', 'uwebsockets.js'],
  versions: '18 to 20, by its types',
  isSubject: true,
  exports: { default: module, '*': module, ...module.members },
  roles: {
    'uwebsockets:app': { methods, waysIn: WAYS },
    // Of what is called `ws` with a path, only this library and Elysia have such an option.
    'uwebsockets:any': { waysIn: WAYS.map((way) => ({ ...way, given: 'upgrade', isDistinctive: true })) },
    // `end` calls `close` at once, after which the object must not be touched; a client that stays silent then has the shorter
    // timeout of a ping (source of 20).
    'uwebsockets:route': { guards: [countingIn({ open: 'open', close: 'close', kept: '{{0}}', refuse: ["{{0}}.end(1008, 'Connection limit reached');"] })] },
    'uwebsockets:response': {
      methods: {
        // It calls `open` before it returns.
        upgrade: { accepts: { arguments: [], callback: [], isHidden: true, rejectsByReturning: 'exit', distinctive: { arguments: 5 }, carries: { argument: 0, to: 'uwebsockets:connection', member: 'getUserData()' } } },
        writeStatus: { chains: true },
        writeHeader: { chains: true },
        cork: { chains: true },
        onAborted: { chains: true },
        end: { rejects: true },
        tryEnd: { rejects: true },
        endWithoutBody: { rejects: true },
        close: { rejects: true },
      },
      sources: { getRemoteAddress: 'address', getRemoteAddressAsText: 'address', getProxiedRemoteAddress: 'address', getProxiedRemoteAddressAsText: 'address' },
    },
    'uwebsockets:request': {
      sources: { getHeader: 'client', getQuery: 'client', getUrl: 'client', getParameter: 'client' },
    },
    'uwebsockets:connection': {
      bag: 'getUserData()',
      methods: {
        end: { rejects: true },
        close: { rejects: true },
        getUserData: { gives: 'uwebsockets:data' },
        cork: { chains: true },
      },
      sources: { getRemoteAddress: 'address', getRemoteAddressAsText: 'address' },
    },
    'uwebsockets:data': {},
  },  pitfalls: ['`ws.end` and `ws.close` call the `close` function before they return, and the object must not be touched after that.'],
};
