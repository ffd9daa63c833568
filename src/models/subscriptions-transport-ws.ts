import { wsHookHandling } from './guard-texts.js';
import type { ExportModel, LibraryModel, WayInModel } from './model.js';

const made: WayInModel = { made: true, phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' };

/** `onDisconnect` runs for every socket, also one that was refused or never said who it is. */
function hooks(prefix = ''): readonly WayInModel[] {
  const of = { isSite: false, covers: 'emitter' } as const;
  const parameters = ['subscriptions-transport-ws:params', 'subscriptions-transport-ws:socket', 'subscriptions-transport-ws:context'] as const;
  return [
    { ...of, option: `${prefix}onConnect`, phase: 'accepted', parameters, rejectsByReturning: 'false', rejectsByThrowing: true },
    { ...of, option: `${prefix}onDisconnect`, phase: 'closed', parameters: parameters.slice(1) },
  ];
}

const attach: ExportModel = { attaches: { emitter: 1, ways: [{ ...made, guards: [wsHookHandling('onConnect', undefined, 'return false;')] }, ...hooks()], otherwise: 'subscriptions-transport-ws:server' } };

/** https://github.com/apollographql/subscriptions-transport-ws; given options instead of a server, it makes its own. */
export const subscriptionsTransportWs: LibraryModel = {
  name: 'subscriptions-transport-ws',
  specifiers: ['subscriptions-transport-ws'],
  versions: '0.11',
  isSubject: true,
  exports: {
    SubscriptionServer: { ...attach, constructs: 'subscriptions-transport-ws:instance', members: { create: { ...attach, calls: 'subscriptions-transport-ws:instance' } } },
    ConnectionContext: { type: 'subscriptions-transport-ws:context' },
  },
  roles: {
    'subscriptions-transport-ws:instance': {},
    'subscriptions-transport-ws:server': { waysIn: hooks() },
    'subscriptions-transport-ws:params': { sources: { '*': 'client' } },
    'subscriptions-transport-ws:socket': { extends: 'ws:connection', members: { upgradeReq: 'http:request' } },
    'subscriptions-transport-ws:context': { members: { socket: 'subscriptions-transport-ws:socket', request: 'http:request' } },
  },
  pitfalls: ['`onDisconnect` runs for every socket, also one that was refused, and for an error as well as for the end: a counter that it lowers falls below the number of connections.'],
};

const server: ExportModel = { constructs: 'apollo-server:server', type: 'apollo-server:server' };

/** Version 2 has subscriptions-transport-ws in it: https://www.apollographql.com/docs/apollo-server/v2/data/subscriptions/. */
export const apolloServer: LibraryModel = {
  name: 'apollo-server',
  specifiers: ['apollo-server', ...['express', 'koa', 'fastify', 'hapi', 'micro'].map((name) => `apollo-server-${name}`)],
  versions: '2, by its documentation',
  isSubject: true,
  exports: { ApolloServer: server },
  roles: {
    'apollo-server:server': {
      waysIn: [
        { ...made, given: 'subscriptions' },
        { ...made, made: false, call: ['installSubscriptionHandlers'] },
        ...hooks('subscriptions.'),
      ],
    },
  },
};
