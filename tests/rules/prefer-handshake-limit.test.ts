import { describe, expect, it } from 'vitest';
import { Linter } from 'eslint';
import { type Files, withProgram } from '../link/program.js';
import plugin from '../../src/index.js';
import { type Language, lint } from './lint.js';

const RULE = 'prefer-handshake-limit';
const found = (code: string, language?: Language): string[] =>
  lint(code, language, {}, [RULE]).map(({ messageId, line, column, endColumn }) => `${messageId} ${(code.split('\n')[line - 1] ?? '').slice(column - 1, endColumn - 1)}`);
const hookOf = (code: string, language?: Language): string => lint(code, language, {}, [RULE])[0]?.message.split('refuse in ')[1] ?? '';

interface Parts {
  readonly before?: string;
  readonly refuse?: string;
  readonly outside?: string;
}

const ws = (key: string, { before = '', refuse = 'ws.close(4029);', outside = '' }: Parts = {}): string => `
import { WebSocketServer } from 'ws';
import { verifyToken, authenticate } from './auth.js';

const wss = new WebSocketServer({ port: 8080 });
const open = new Map();
${outside}
wss.on('connection', async (ws, request) => {
  ${before}
  const mine = open.get(${key}) ?? new Set();
  if (mine.size >= 3) {
    ${refuse}
    return;
  }
  open.set(${key}, mine.add(ws));
  ws.on('close', () => mine.delete(ws));
});
`;
const io = (key: string, { before = '', refuse = 'socket.disconnect(true);', outside = '' }: Parts = {}): string => `
const { Server } = require('socket.io');
const { verifyToken, authenticate } = require('./auth');

const io = new Server(3000);
const open = new Map();
${outside}
io.on('connection', async (socket) => {
  ${before}
  const mine = open.get(${key}) ?? new Set();
  if (mine.size >= 3) {
    ${refuse}
    return;
  }
  open.set(${key}, mine.add(socket));
  socket.on('disconnect', () => mine.delete(socket));
});
`;
const VERIFY_IO = 'io.use(async (socket, next) => {\n  socket.data.user = await verifyToken(socket.handshake.auth.token);\n  next();\n});';
const fastify = (key: string, before = ''): string => `
import Fastify from 'fastify';
import websocket from '@fastify/websocket';
import { verifyToken } from './auth.js';

const app = Fastify();
app.register(websocket);
const open: Map<string, Set<unknown>> = new Map();
app.get('/live', { websocket: true }, (socket, request) => {
  ${before}
  const mine = open.get(${key}) ?? new Set();
  if (mine.size >= 3) return socket.close(4029);
  open.set(${key}, mine.add(socket));
  socket.on('close', () => mine.delete(socket));
});
`;
const bun = (refuse: string): string => `
import { verifyToken } from './auth.js';

const open = new Map();
Bun.serve({
  async fetch(request, server) {
    const user = await verifyToken(request.headers.get('authorization'));
    server.upgrade(request, { data: { userId: user.id } });
  },
  websocket: {
    open(ws) {
      const mine = open.get(ws.data.userId) ?? new Set();
      if (mine.size >= 3) {
        ${refuse}
        return;
      }
      open.set(ws.data.userId, mine.add(ws));
    },
    message() {},
    close(ws) {
      open.get(ws.data.userId)?.delete(ws);
    },
  },
});
`;
const gateway = (key: string): string => `
import { WebSocketGateway, OnGatewayConnection } from '@nestjs/websockets';
import { Socket } from 'socket.io';
import { verifyToken } from './auth';

@WebSocketGateway()
export class ChatGateway implements OnGatewayConnection {
  private readonly open = new Map<string, Set<Socket>>();

  handleConnection(client: Socket) {
    const user = verifyToken(client.handshake.auth.token);
    const mine = this.open.get(${key}) ?? new Set();
    if (mine.size >= 3) {
      client.disconnect(true);
      return;
    }
    this.open.set(${key}, mine.add(client));
  }

  handleDisconnect(client: Socket) {
    for (const sockets of this.open.values()) sockets.delete(client);
  }
}
`;
const upgraded = (inside: string, listener = "wss.on('connection', (ws) => ws.send('hello'));"): string => `
const http = require('http');
const { WebSocketServer } = require('ws');
const { verifyToken } = require('./auth');

const server = http.createServer();
const wss = new WebSocketServer({ noServer: true });
const open = new Map();
server.on('upgrade', async (request, raw, head) => {
  const user = await verifyToken(request.headers.authorization);
${inside}
});
${listener}
`;

type Case = readonly [name: string, code: string, at: string, language?: Language];
const bad: readonly Case[] = [
  ['a token in the query', ws('user.id', { before: "const user = await verifyToken(new URL(request.url, 'http://x').searchParams.get('token'));" }), 'ws.close(4029)'],
  ['a cookie', ws('session.userId', { before: 'const session = await authenticate(request.headers.cookie);' }), 'ws.close(4029)'],
  ['a header, unverified', ws("request.headers['x-user-id']"), 'ws.close(4029)'],
  ['the session of the request', ws('request.session.userId'), 'ws.close(4029)'],
  ['an auth payload', io('user.id', { before: 'const user = await verifyToken(socket.handshake.auth.token);' }), 'socket.disconnect(true)', 'cjs'],
  ['what middleware put on the socket', io('socket.data.user.id', { outside: VERIFY_IO }), 'socket.disconnect(true)', 'cjs'],
  ['what the upgrade handed over', upgraded("  wss.handleUpgrade(request, raw, head, (ws) => wss.emit('connection', ws, request, user));", "wss.on('connection', (ws, request, user) => {\n  const n = open.get(user.id) ?? 0;\n  if (n >= 3) return ws.close(4029);\n  open.set(user.id, n + 1);\n  ws.on('close', () => open.set(user.id, open.get(user.id) - 1));\n});"), 'ws.close(4029)', 'cjs'],
  ['behind the call that took it over', upgraded("  wss.handleUpgrade(request, raw, head, (ws) => {\n    const n = open.get(user.id) ?? 0;\n    if (n >= 3) return ws.close(4029);\n    open.set(user.id, n + 1);\n    ws.on('close', () => open.set(user.id, open.get(user.id) - 1));\n    wss.emit('connection', ws, request);\n  });"), 'ws.close(4029)', 'cjs'],
  ['a route of Fastify', fastify('user.id', 'const user = verifyToken(request.headers.authorization);'), 'socket.close(4029)', 'ts'],
  ['data of Bun', bun('ws.close(4029);'), 'ws.close(4029)'],
  ['a gateway of Nest', gateway('user.id'), 'client.disconnect(true)', 'ts'],
];

type Silent = readonly [name: string, code: string, language?: Language];
const good: readonly Silent[] = [
  ['a timer ends who stays silent', ws('user.id', { before: 'const user = await verifyToken(request.headers.authorization);', refuse: 'ws.close(4029);\n    setTimeout(() => ws.terminate(), 1000).unref();' })],
  ['a timer with a bound method', ws('user.id', { before: 'const user = await verifyToken(request.headers.authorization);', refuse: 'ws.close(4029);\n    setTimeout(ws.terminate.bind(ws), 1000);' })],
  ['a timer in the function that refuses', ws('user.id', { before: 'const user = await verifyToken(request.headers.authorization);', refuse: 'refuse(ws);', outside: 'function refuse(socket) {\n  socket.close(4029);\n  setTimeout(() => socket.terminate(), 500);\n}' })],
  ['ended at once', ws('user.id', { before: 'const user = await verifyToken(request.headers.authorization);', refuse: 'ws.terminate();' })],
  ['a timer in Bun', bun('ws.close(4029);\n        setTimeout(() => ws.terminate(), 1000);')],
  ['an older connection makes room', ws('user.id', { before: 'const user = await verifyToken(request.headers.authorization);', refuse: '[...mine][0].close();' })],
  ['a first message', `
import { WebSocketServer } from 'ws';
import { verifyToken } from './auth.js';

const wss = new WebSocketServer({ port: 8080 });
const open = new Map();
wss.on('connection', (ws) => {
  ws.on('message', async (data) => {
    const user = await verifyToken(JSON.parse(data).token);
    const mine = open.get(user.id) ?? new Set();
    if (mine.size >= 3) return ws.close(4029);
    open.set(user.id, mine.add(ws));
    ws.on('close', () => mine.delete(ws));
  });
});
`],
  ['a first message that is waited for', ws('user.id', { before: "const [first] = await once(ws, 'message');\n  const user = await verifyToken(first);", outside: "import { once } from 'node:events';" })],
  ['connectionParams', `
import { WebSocketServer } from 'ws';
import { useServer } from 'graphql-ws/use/ws';
import { verifyToken } from './auth.js';

const wss = new WebSocketServer({ port: 8080 });
const open = new Map();
useServer({
  schema,
  onConnect: async (ctx) => {
    const user = await verifyToken(ctx.connectionParams.token);
    const mine = open.get(user.id) ?? new Set();
    if (mine.size >= 3) return false;
    open.set(user.id, mine.add(ctx.extra.socket));
  },
}, wss);
`],
  ['a key that cannot be traced', io('socket.data.userId'), 'cjs'],
  ['who it is, is asked in another way', ws('await whoIs(ws)', { outside: "import { whoIs } from './who.js';" })],
  ['no hook in the library', `
import sockjs from 'sockjs';
import { verifyToken } from './auth.js';

const echo = sockjs.createServer();
const open = new Map();
echo.on('connection', (conn) => {
  const user = verifyToken(new URL(conn.url, 'http://x').searchParams.get('token'));
  const mine = open.get(user.id) ?? new Set();
  if (mine.size >= 3) return conn.close(4029, 'limit');
  open.set(user.id, mine.add(conn));
  conn.on('close', () => mine.delete(conn));
});
`],
  ['refused in the handshake', io('x').replace(/io\.on\([\s\S]*/u, `io.use(async (socket, next) => {
  const user = await verifyToken(socket.handshake.auth.token);
  const mine = open.get(user.id) ?? new Set();
  if (mine.size >= 3) return next(new Error('limit'));
  open.set(user.id, mine.add(socket.conn));
  socket.conn.once('close', () => mine.delete(socket.conn));
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`), 'cjs'],
  ['refused before the upgrade is taken over', upgraded("  const n = open.get(user.id) ?? 0;\n  if (n >= 3) return raw.destroy();\n  open.set(user.id, n + 1);\n  raw.once('close', () => open.set(user.id, open.get(user.id) - 1));\n  wss.handleUpgrade(request, raw, head, (ws) => wss.emit('connection', ws, request));"), 'cjs'],
  ['checked once more behind the handshake', io('socket.data.user.id', { outside: `io.use(async (socket, next) => {
  socket.data.user = await verifyToken(socket.handshake.auth.token);
  if ((open.get(socket.data.user.id)?.size ?? 0) >= 3) return next(new Error('limit'));
  next();
});` }), 'cjs'],
  ['refused for another reason, behind the count', ws('user.id', { before: 'const user = await verifyToken(request.headers.authorization);', refuse: 'ws.close(4029);\n    setTimeout(() => ws.terminate(), 1000);' }).replace('  open.set', "  if (!request.url.startsWith('/chat')) {\n    ws.close(4004);\n    return;\n  }\n  open.set")],
  ['told to go, and ended by a timer in another way', io('socket.data.user.id', { outside: VERIFY_IO, refuse: 'socket.disconnect(true);\n    setTimeout(() => socket.conn.close(true), 1000).unref();' }), 'cjs'],
  ['nothing but a message', io('socket.data.user.id', { outside: VERIFY_IO, refuse: "socket.emit('limit');" }), 'cjs'],
];

describe('refused after it was accepted', () => {
  it.each(bad.map((item) => [item[0], item] as const))('%s', (_name, [, code, at, language]) => {
    expect(found(code, language)).toEqual([`afterAccept ${at}`]);
  });
});

describe('refused in time, or not earlier', () => {
  it.each(good.map((item) => [item[0], item] as const))('%s', (_name, [, code, language]) => {
    expect(found(code, language)).toEqual([]);
  });
});

describe('the hook', () => {
  it.each([
    ['ws', ws('request.session.userId'), 'handleUpgrade', 'esm'],
    ['Socket.IO', io('socket.data.user.id', { outside: VERIFY_IO }), 'middleware', 'cjs'],
    ['Fastify', fastify('request.headers.user'), 'preValidation', 'ts'],
    ['Bun', bun('ws.close(4029);'), 'server.upgrade', 'esm'],
    ['Nest', gateway('user.id'), 'afterInit', 'ts'],
  ] as const)('of %s is named', (_name, code, name, language) => {
    expect(hookOf(code, language)).toContain(name);
  });
});

describe('across files', () => {
  const files: Files = {
    'server.mjs': `
import { WebSocketServer } from 'ws';
import { attach } from './connection.mjs';

attach(new WebSocketServer({ port: 8080 }));
`,
    'connection.mjs': `
import { verifyToken } from 'some-tokens';

const open = new Map();
export function attach(wss) {
  wss.on('connection', (ws, request) => {
    const user = verifyToken(request.headers.authorization);
    const mine = open.get(user.id) ?? new Set();
    if (mine.size >= 3) {
      ws.close(4029);
      return;
    }
    open.set(user.id, mine.add(ws));
    ws.on('close', () => mine.delete(ws));
  });
}
`,
  };
  const lintFile = (path: string): string[] =>
    withProgram(files, ({ root }) => {
      const linter = new Linter({ configType: 'flat', cwd: root });
      const rules = { [`websocket-limits/${RULE}`]: 'error' as const };
      return linter.verify(files[path] ?? '', [{ files: ['**/*.mjs'], plugins: { 'websocket-limits': plugin }, rules }], { filename: `${root}/${path}` }).map(({ messageId }) => messageId ?? '');
    });

  it('is told of in the file of the refusal', () => {
    expect(lintFile('connection.mjs')).toEqual(['afterAccept']);
    expect(lintFile('server.mjs')).toEqual([]);
  });
});
