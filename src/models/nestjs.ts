import { socketIoHandling, wsHandling } from './guard-texts.js';
import type { LibraryModel } from './model.js';

/**
 * Gateways of both adapters. What a gateway's methods throw or return never refuses (tried with 11.2 and 12.1), and
 * guards do not run for connections. https://docs.nestjs.com/websockets/gateways
 */
export const nestjs: LibraryModel = {
  name: '@nestjs/websockets',
  specifiers: ['@nestjs/websockets'],
  versions: '11.2, 12.1',
  isSubject: true,
  exports: {
    WebSocketGateway: { decorates: 'nestjs:gateway' },
    WebSocketServer: { injects: 'socket.io:server' },
  },
  roles: {
    'nestjs:gateway': {
      waysIn: [
        { made: true, phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' },
        { member: 'handleConnection', phase: 'accepted', parameters: ['nestjs:client', 'http:request'], isSite: false, covers: 'emitter' },
        { member: 'handleDisconnect', phase: 'closed', parameters: ['nestjs:client'], isSite: false, covers: 'emitter' },
      ],
      guards: [
        { ...socketIoHandling, within: 'handleConnection', connection: ['socket.io:connection', 'nestjs:client'] },
        { ...wsHandling, within: 'handleConnection', connection: ['ws:connection'] },
      ],
      setups: { afterInit: ['nestjs:server'] },
    },
    'nestjs:server': { extends: 'socket.io:server', isRefined: true },
    // A socket of Socket.IO or of ws: the annotation says which.
    'nestjs:client': {
      extends: 'socket.io:connection',
      isRefined: true,
      methods: { close: { rejects: true }, terminate: { rejects: true } },
      ends: ['disconnect', 'disconnecting', 'close', 'error'],
    },
  },
};
