import type { LibraryModel } from './model.js';

/** Node's HTTP server: the upgrade request and the raw socket that libraries take over. */
export const nodeHttp: LibraryModel = {
  name: 'node:http',
  specifiers: ['node:http', 'node:https', 'http', 'https', 'node:net', 'net', 'node:stream', 'stream'],
  versions: 'Node 20.20',
  isSubject: false,
  exports: {
    createServer: { calls: 'http:server' },
    Server: { constructs: 'http:server', type: 'http:server' },
    IncomingMessage: { type: 'http:request' },
    Duplex: { type: 'http:socket' },
    Socket: { type: 'http:socket' },
  },
  roles: {
    'http:server': { methods: { on: { chains: true }, listen: { chains: true } } },
    'http:request': {
      members: { socket: 'http:socket', connection: 'http:socket' },
      sources: {
        'socket.remoteAddress': 'address',
        'connection.remoteAddress': 'address',
        'headers.x-forwarded-for': 'address',
        'headers.x-real-ip': 'address',
        'headers.cf-connecting-ip': 'address',
        'headers.sec-websocket-key': 'connection',
        ip: 'address',
        ips: 'address',
        clientIp: 'address',
        headers: 'client',
        url: 'client',
        query: 'client',
        params: 'client',
        body: 'client',
      },
    },
    'http:socket': {
      methods: { destroy: { rejects: true }, end: { rejects: true }, destroySoon: { rejects: true } },
      ends: ['close', 'end'],
      endHeard: "{{0}}.once('close'",
      isGone: '!{{0}}.readable',
      sources: { remoteAddress: 'address' },
    },
  },
};

/**
 * Answering an upgrade by hand takes the connection over. `101` in what is written to the raw socket is the handshake's
 * answer (RFC 6455, section 4.2.2).
 */
export const nodeUpgrade: LibraryModel = {
  name: 'node:http upgrade',
  specifiers: [],
  versions: 'Node 20.20',
  isSubject: true,
  exports: {},
  marks: [String.raw`\bHTTP\/1\.1 101\b`],
  answers: { events: ['upgrade'], call: ['write', 'end'], text: 'HTTP/1.1 101', accepts: { arguments: ['http:request', 'http:socket'], callback: [], emits: 'node:upgrade' } },
  roles: { 'node:upgrade': {} },
};
