import { countingIn } from './guard-texts.js';
import type { ExportModel, LibraryModel, RoleModel, WayInModel } from './model.js';

const app: ExportModel = { constructs: 'elysia:app', type: 'elysia:app' };

const route: Pick<WayInModel, 'call' | 'emits' | 'covers'> = { call: ['ws'], emits: 'elysia:route', covers: 'emitter' };
const check: Pick<WayInModel, 'phase' | 'parameters' | 'isSite' | 'rejectsByThrowing'> = {
  phase: 'handshake',
  parameters: ['elysia:context'],
  isSite: false,
  rejectsByThrowing: true,
};
const WAYS: readonly WayInModel[] = [
  { ...route, made: true, phase: 'accepted', parameters: [], isSite: true },
  { ...route, ...check, option: 'beforeHandle', rejectsByReturning: 'value' },
  { ...route, ...check, option: 'transform' },
  { ...route, ...check, option: 'resolve', rejectsByReturning: 'response' },
  { ...route, ...check, option: 'upgrade' },
  { ...route, option: 'open', phase: 'accepted', parameters: ['elysia:connection'], isSite: false },
  { ...route, option: 'message', phase: 'message', parameters: ['elysia:connection'], isSite: false },
  { ...route, option: 'close', phase: 'closed', parameters: ['elysia:connection'], isSite: false },
];

/** A hook is for the routes behind it; with `{ as: 'scoped' }` or `{ as: 'global' }`, also where its plugin is used. */
function hook(call: string, more: Partial<WayInModel>): WayInModel[] {
  const own: WayInModel = { ...check, call: [call], handler: 'each', covers: 'server', isInOrder: true, ...more };
  return [{ ...own, given: 'as', covers: 'hosts' }, own];
}
const shared = (option: string, more: Partial<WayInModel>): WayInModel => ({ ...check, call: ['guard', 'group'], option, covers: 'server', isInOrder: true, ...more });

const CHAINED = ['get', 'post', 'put', 'patch', 'delete', 'options', 'all', 'head', 'connect', 'route', 'ws', 'use', 'group', 'guard', 'mount', 'derive', 'resolve', 'mapDerive', 'mapResolve', 'state', 'decorate', 'model', 'macro', 'as', 'on', 'onStart', 'onRequest', 'onParse', 'onTransform', 'onBeforeHandle', 'onAfterHandle', 'mapResponse', 'onAfterResponse', 'onError', 'onStop', 'trace', 'error', 'headers', 'parser', 'affix', 'prefix', 'suffix', 'env', 'compile', 'listen'];
const methods: RoleModel['methods'] = {
  ...Object.fromEntries(CHAINED.map((name) => [name, { chains: true }])),
  use: { chains: true, hands: ['self'], mounts: true },
  group: { chains: true, hands: ['self'] },
  guard: { chains: true, hands: ['self'] },
};

/** https://elysiajs.com/patterns/websocket */
export const elysia: LibraryModel = {
  name: 'elysia',
  specifiers: ['elysia'],
  versions: '1.4',
  isSubject: true,
  exports: {
    default: app,
    Elysia: app,
    Context: { type: 'elysia:context' },
    status: { calls: 'elysia:response' },
    error: { calls: 'elysia:response' },
    redirect: { calls: 'elysia:response' },
  },
  roles: {
    'elysia:app': {
      methods,
      waysIn: [
        ...WAYS,
        ...hook('onRequest', { rejectsByReturning: 'value' }),
        ...hook('onTransform', {}),
        ...hook('onBeforeHandle', { rejectsByReturning: 'value' }),
        ...hook('derive', { rejectsByReturning: 'response', carries: { to: 'elysia:context' } }),
        ...hook('resolve', { rejectsByReturning: 'response', carries: { to: 'elysia:context' } }),
        shared('beforeHandle', { rejectsByReturning: 'value' }),
        shared('resolve', { rejectsByReturning: 'response' }),
      ],
    },
    // Of what is called `ws` with a path, only this library has such an option.
    'elysia:any': { waysIn: WAYS.map((way) => ({ ...way, given: 'beforeHandle', isDistinctive: true })) },
    // Each event has an object of its own for the connection; what that wraps stays the same.
    'elysia:route': { handshakeHook: '`beforeHandle` of the route, with status 429', guards: [countingIn({ open: 'open', close: 'close', kept: '{{0}}.raw' })] },
    'elysia:context': {
      members: { status: 'elysia:status', error: 'elysia:status', redirect: 'elysia:status' },
      sources: { headers: 'client', query: 'client', params: 'client', body: 'client', cookie: 'client', path: 'client', request: 'client', ip: 'address' },
    },
    'elysia:status': { called: 'elysia:response' },
    'elysia:response': {},
    'elysia:connection': {
      bag: 'data',
      members: { data: 'elysia:context', raw: 'bun:connection' },
      methods: { close: { rejects: true }, terminate: { rejects: true } },
      sources: { id: 'connection', remoteAddress: 'address', body: 'client' },
    },
  },  pitfalls: [
    'A `beforeHandle` function of the route runs twice for each upgrade, and also for handshakes that fail later: count in `open`.',
    'Each event has an object of its own for the connection: what is added in `open` is found again in `close` by `ws.raw` or `ws.id` alone.',
  ],
};
