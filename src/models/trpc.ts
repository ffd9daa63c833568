import { wsHookHandling } from './guard-texts.js';
import type { LibraryModel, WayInModel } from './model.js';

/** Once for each connection; what it throws closes the socket. */
const hooks: readonly WayInModel[] = [
  { option: 'createContext', phase: 'accepted', parameters: ['trpc:context'], isSite: false, covers: 'emitter', rejectsByThrowing: true },
];
// What other adapters are given as `createContext`, too, has another `res`.
const guards = [{ ...wsHookHandling('createContext', 'res', "throw new {{Error}}('Connection limit reached');"), isInline: true }];
const made: WayInModel = { made: true, guards, phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' };

/** https://trpc.io/docs/server/websockets */
export const trpc: LibraryModel = {
  name: '@trpc/server',
  specifiers: ['@trpc/server/adapters/ws'],
  versions: '11.25.2',
  isSubject: true,
  exports: {
    applyWSSHandler: { attaches: { emitter: 'wss', ways: [made, ...hooks], otherwise: 'trpc:server' } },
    getWSConnectionHandler: { calls: 'trpc:handler' },
    CreateWSSContextFnOptions: { type: 'trpc:context' },
    CreateWSSContextFn: { parameters: ['trpc:context'] },
  },
  roles: {
    'trpc:server': { waysIn: hooks },
    'trpc:handler': { isServing: true, waysIn: hooks },
    'trpc:context': {
      members: { req: 'http:request', res: 'ws:connection' },
      sources: { 'info.connectionParams': 'client' },
    },
  },
  pitfalls: ['With connection parameters `createContext` waits for them: a client that never sends them stays open and uncounted.'],
};
