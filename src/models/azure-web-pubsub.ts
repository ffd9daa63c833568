import type { LibraryModel } from './model.js';

/**
 * The service asks the application by `handleConnect` before it lets a client in, and tells of the rest afterwards.
 * https://learn.microsoft.com/azure/azure-web-pubsub/howto-develop-eventhandler
 */
export const azureWebPubsub: LibraryModel = {
  name: '@azure/web-pubsub-express',
  specifiers: ['@azure/web-pubsub-express'],
  versions: '1.1',
  isSubject: true,
  exports: {
    WebPubSubEventHandler: { constructs: 'azure-web-pubsub:handler', type: 'azure-web-pubsub:handler' },
    ConnectRequest: { type: 'azure-web-pubsub:request' },
    ConnectResponseHandler: { type: 'azure-web-pubsub:response' },
    ConnectedRequest: { type: 'azure-web-pubsub:notice' },
    DisconnectedRequest: { type: 'azure-web-pubsub:notice' },
  },
  roles: {
    'azure-web-pubsub:handler': {
      waysIn: [
        { made: true, phase: 'handshake', parameters: [], isSite: true, covers: 'emitter' },
        { option: 'handleConnect', phase: 'handshake', parameters: ['azure-web-pubsub:request', 'azure-web-pubsub:response'], isSite: false, covers: 'emitter' },
        { option: 'onConnected', phase: 'accepted', parameters: ['azure-web-pubsub:notice'], isSite: false, covers: 'emitter' },
        { option: 'handleUserEvent', phase: 'message', parameters: ['azure-web-pubsub:notice'], isSite: false, covers: 'emitter' },
        { option: 'onDisconnected', phase: 'closed', parameters: ['azure-web-pubsub:notice'], isSite: false, covers: 'emitter' },
      ],
    },
    'azure-web-pubsub:request': {
      sources: { 'context.userId': 'user', 'context.connectionId': 'connection', 'context.hub': 'room', claims: 'user', queries: 'client', query: 'client', headers: 'client' },
    },
    'azure-web-pubsub:notice': {
      sources: { 'context.userId': 'user', 'context.connectionId': 'connection', 'context.hub': 'room' },
    },
    'azure-web-pubsub:response': { methods: { fail: { rejects: true }, failWith: { rejects: true } } },
  },
};
