import { wsHookHandling } from './guard-texts.js';
import type { ExportModel, LibraryModel, WayInModel } from './model.js';

const of = { isSite: false, covers: 'emitter' } as const;

/** `onConnect` runs when an open socket has said who it is; `onClose` for every socket, `onDisconnect` only for those let in. */
const hooks: readonly WayInModel[] = [
  { ...of, option: 'onConnect', phase: 'accepted', parameters: ['graphql-ws:context'], rejectsByReturning: 'false', rejectsByThrowing: true },
  { ...of, option: 'onClose', phase: 'closed', parameters: ['graphql-ws:context'] },
  { ...of, option: 'onDisconnect', phase: 'closed', parameters: ['graphql-ws:context'] },
];
const made: WayInModel = { made: true, phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' };
// Released by the socket itself: the user may be known in `onConnect` alone, and `onDisconnect` is only for clients let in.
const guarded: WayInModel = { ...made, guards: [wsHookHandling('onConnect', 'extra.socket', 'return false;')] };

const serving: ExportModel = { calls: 'graphql-ws:handler' };

/** https://the-guild.dev/graphql/ws/recipes; the adapters were under `lib` in version 5. */
export const graphqlWs: LibraryModel = {
  name: 'graphql-ws',
  specifiers: ['graphql-ws', ...['graphql-ws/use', 'graphql-ws/lib/use'].flatMap((at) => ['ws', '@fastify/websocket', 'fastify-websocket', 'bun', 'deno', 'uWebSockets', 'crossws'].map((name) => `${at}/${name}`))],
  versions: '6.4.2; 5 by its documentation',
  isSubject: true,
  exports: {
    useServer: { attaches: { emitter: 1, ways: [guarded, ...hooks], otherwise: 'graphql-ws:server' } },
    makeHandler: serving,
    makeBehavior: serving,
    makeHooks: serving,
    makeServer: serving,
    Context: { type: 'graphql-ws:context' },
    Extra: { type: 'graphql-ws:extra' },
  },
  roles: {
    'graphql-ws:server': { waysIn: hooks },
    'graphql-ws:handler': { isServing: true, waysIn: hooks, methods: { opened: { serves: true } } },
    'graphql-ws:context': {
      bag: 'extra',
      members: { extra: 'graphql-ws:extra' },
      sources: { connectionParams: 'client' },
    },
    'graphql-ws:extra': {
      members: { socket: 'graphql-ws:socket', request: 'graphql-ws:request', persistedRequest: 'http:request' },
    },
    // Of the server that it is used with: ws, Fastify, Bun, Deno, uWebSockets.js.
    'graphql-ws:socket': { extends: 'ws:connection', methods: { end: { rejects: true } } },
    'graphql-ws:request': { extends: 'http:request', members: { raw: 'http:request' }, sources: { cookies: 'client' } },
  },
  pitfalls: [
    '`onDisconnect` runs only for clients that were let in, `onClose` for every socket: a slot that is taken in `onConnect` is given back in `onClose`.',
    'A socket that never says who it is stays open and uncounted until `connectionInitWaitTimeout`.',
    'A socket that another listener closes still runs `onConnect` for what it has sent before.',
  ],
};
