import { socketIoHandling, socketIoHook, wsHandlingHeard } from './guard-texts.js';
import type { LibraryModel, WayInModel } from './model.js';

const handshake: Omit<WayInModel, 'parameters' | 'covers'> = { phase: 'handshake', isSite: false };
const allowing: Omit<WayInModel, 'covers'> = { ...handshake, option: 'allowRequest', parameters: ['http:request', 'socket.io:allow'] };
const verifying: Omit<WayInModel, 'covers'> = { ...handshake, option: 'verifyClient', parameters: ['ws:handshake', 'ws:verdict'], rejectsByReturning: 'falsy' };

/**
 * Gateways of both adapters. What a gateway's methods throw or return never refuses (tried with 11.2 and 12.1), and
 * guards do not run for connections. https://docs.nestjs.com/websockets/gateways
 */
export const nestjs: LibraryModel = {
  name: '@nestjs/websockets',
  specifiers: ['@nestjs/websockets', '@nestjs/platform-socket.io', '@nestjs/platform-ws'],
  versions: '11.2, 12.1',
  isSubject: true,
  pitfalls: [
    'Guards, and what `handleConnection` throws or returns, refuse nobody.',
    'On ws, messages of a client that `handleConnection` has refused are handled until it is gone: Nest listens to them afterwards.',
    'On ws, `handleDisconnect` also runs for clients that were refused; on Socket.IO it does not for those refused at once.',
  ],
  exports: {
    WebSocketGateway: { decorates: 'nestjs:gateway' },
    WebSocketServer: { injects: 'socket.io:server' },
    IoAdapter: { constructs: 'nestjs:io-adapter' },
    WsAdapter: { constructs: 'nestjs:ws-adapter' },
  },
  roles: {
    'nestjs:gateway': {
      namespace: 'namespace',
      handshakeHook: 'middleware that `afterInit` puts on the server, or with the adapter for ws in `verifyClient`',
      alsoIn: ['@nestjs/platform-socket.io', '@nestjs/platform-ws', '@nestjs/websockets'],
      waysIn: [
        { made: true, phase: 'accepted', parameters: [], isSite: true, covers: 'emitter' },
        { member: 'handleConnection', phase: 'accepted', parameters: ['nestjs:client', 'http:request'], isSite: false, covers: 'emitter' },
        { member: 'handleDisconnect', phase: 'closed', parameters: ['nestjs:client'], isSite: false, covers: 'emitter', sparesAtOnce: 'socket.io:connection' },
        { ...allowing, covers: 'emitter' },
        { ...verifying, covers: 'emitter' },
      ],
      guards: [
        socketIoHook,
        { ...socketIoHandling, within: 'handleConnection', connection: ['socket.io:connection', 'nestjs:client'] },
        { ...wsHandlingHeard, within: 'handleConnection', connection: ['ws:connection'] },
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
    'nestjs:io-adapter': { methods: { createIOServer: { gives: 'nestjs:io-server' } }, setups: { createIOServer: [] } },
    // What an adapter makes serves every gateway; middleware of its own is for those without a namespace.
    'nestjs:io-server': {
      extends: 'socket.io:server',
      waysIn: [
        { ...allowing, covers: 'library' },
        { call: ['use'], phase: 'handshake', parameters: ['socket.io:connection', 'socket.io:next'], isSite: false, covers: 'main', skippedBy: ['connectionStateRecovery'] },
      ],
    },
    'nestjs:ws-adapter': { methods: { create: { gives: 'nestjs:ws-server' } }, setups: { create: [] } },
    'nestjs:ws-server': { extends: 'ws:server', waysIn: [{ ...verifying, covers: 'library' }] },
  },
};

/** Guards of Nest run for messages, and not for connections. */
export const nestCommon: LibraryModel = {
  name: '@nestjs/common',
  specifiers: ['@nestjs/common'],
  versions: '11.2, 12.1',
  isSubject: false,
  exports: { UseGuards: { idles: true } },
  roles: {},
};
