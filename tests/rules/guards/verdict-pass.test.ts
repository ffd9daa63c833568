import { enforced, evicts, example, testExamples } from './examples.js';

export const examples = [
  example(
    'a list that is made of the Set, by a method',
    enforced(5),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

class Connections {
  constructor() {
    this.byUser = new Map();
  }
  add(id, socket) {
    if (!this.byUser.has(id)) this.byUser.set(id, new Set());
    this.byUser.get(id).add(socket.id);
  }
  of(id) {
    return Array.from(this.byUser.get(id) ?? []);
  }
}

const connections = new Connections();
const io = new Server(3000);
io.use(authenticate);
io.use((socket, next) => {
  next(connections.of(socket.data.userId).length >= 5 ? new Error('limit') : undefined);
});
io.on('connection', (socket) => connections.add(socket.data.userId, socket));
`,
  ),
  example(
    'a registry that is handed in',
    enforced('`config.maxSockets`'),
    `
import { WebSocketServer } from 'ws';

export function createGateway({ registry, tokens, config }) {
  const wss = new WebSocketServer({ noServer: true });
  wss.on('connection', (ws, request) => {
    const user = tokens.verify(request.headers.authorization);
    const sockets = registry.sockets.get(user.id);
    if (sockets && sockets.size >= config.maxSockets) {
      ws.close(4429, 'too many');
      return;
    }
    registry.addSocket(user.id, ws);
    ws.on('close', () => registry.removeSocket(user.id, ws));
  });
  return wss;
}
`,
  ),
  example(
    'a date that is noted with each connection, and limits no rate',
    enforced(3),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const open = new Map();
const io = new Server(3000);
io.use(authenticate);
io.on('connection', (socket) => {
  const { userId } = socket.data;
  const own = open.get(userId) ?? [];
  if (own.length >= 3) return socket.disconnect(true);
  own.push({ socket, connectedAt: new Date() });
  open.set(userId, own);
});
`,
  ),
  example(
    'a Map of Sets in the middleware of a chat server',
    enforced(5),
    `
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { verifyToken } from './auth.js';

const httpServer = createServer();
const io = new Server(httpServer, { cors: { origin: '*' } });
const online = new Map();

io.use(async (socket, next) => {
  try {
    socket.data.user = await verifyToken(socket.handshake.auth.token);
    next();
  } catch {
    next(new Error('unauthorized'));
  }
});

io.use((socket, next) => {
  const { id } = socket.data.user;
  const mine = online.get(id) ?? new Set();
  if (mine.size >= 5) {
    next(new Error('too many tabs'));
    return;
  }
  mine.add(socket.id);
  online.set(id, mine);
  socket.conn.once('close', () => {
    mine.delete(socket.id);
    if (mine.size === 0) online.delete(id);
  });
  next();
});

io.on('connection', (socket) => {
  socket.on('say', (text) => io.emit('said', socket.data.user.id, text));
});

httpServer.listen(3000);
`,
  ),
  example(
    'a counter in the connection handler of ws, CommonJS',
    enforced(3),
    `
const http = require('http');
const WebSocket = require('ws');
const jwt = require('jsonwebtoken');

const server = http.createServer();
const wss = new WebSocket.Server({ server });
const counts = {};

wss.on('connection', function (ws, req) {
  let claims;
  try {
    claims = jwt.verify(req.headers['sec-websocket-protocol'], process.env.SECRET);
  } catch (e) {
    return ws.close(4401, 'bad token');
  }
  if ((counts[claims.sub] || 0) >= 3) {
    return ws.close(4429, 'enough');
  }
  counts[claims.sub] = (counts[claims.sub] || 0) + 1;
  ws.on('close', function () {
    counts[claims.sub]--;
    if (counts[claims.sub] === 0) delete counts[claims.sub];
  });
  ws.on('message', (data) => ws.send(data));
});

server.listen(8080);
`,
  ),
  example(
    'the oldest connection is closed to make room',
    evicts(3),
    `
import { WebSocketServer, WebSocket } from 'ws';
import type { IncomingMessage } from 'node:http';
import { sessionFromCookie } from './session';

const wss = new WebSocketServer({ port: 8080 });
const open = new Map<string, WebSocket[]>();

wss.on('connection', async (ws: WebSocket, req: IncomingMessage) => {
  const session = await sessionFromCookie(req.headers.cookie);
  if (!session) {
    ws.close(1008);
    return;
  }
  const list = open.get(session.userId) ?? [];
  while (list.length >= 3) {
    const oldest = list.shift();
    oldest?.close(4000, 'replaced');
  }
  list.push(ws);
  open.set(session.userId, list);
  ws.on('close', () => {
    open.set(session.userId, list.filter((other) => other !== ws));
  });
});
`,
  ),
  example(
    'one session a user: the previous one is told and closed',
    evicts(1),
    `
const { Server } = require('socket.io');
const { authenticate } = require('./auth');

module.exports = function attach(httpServer) {
  const io = new Server(httpServer);
  const current = new Map();

  io.use(authenticate);
  io.on('connection', (socket) => {
    const who = socket.data.userId;
    const previous = current.get(who);
    if (previous) {
      previous.emit('signed-in-elsewhere');
      previous.disconnect(true);
    }
    current.set(who, socket);
    socket.on('disconnect', () => {
      if (current.get(who) === socket) current.delete(who);
    });
  });
  return io;
};
`,
  ),
  example(
    'a class with bound methods',
    enforced(4),
    `
import { WebSocketServer, type WebSocket } from 'ws';
import type { IncomingMessage } from 'node:http';
import { verifyJwt } from './jwt';

export class Gateway {
  private readonly wss: WebSocketServer;
  private readonly perAccount = new Map<string, Set<WebSocket>>();
  private static readonly CAP = 4;

  constructor(port: number) {
    this.wss = new WebSocketServer({ port });
    this.wss.on('connection', this.onConnection.bind(this));
  }

  private onConnection(ws: WebSocket, req: IncomingMessage): void {
    const account = verifyJwt(req.headers.authorization ?? '').sub;
    if (this.isFull(account)) {
      ws.close(4008, 'limit');
      return;
    }
    this.register(account, ws);
  }

  private isFull(account: string): boolean {
    return (this.perAccount.get(account)?.size ?? 0) >= Gateway.CAP;
  }

  private register(account: string, ws: WebSocket): void {
    let set = this.perAccount.get(account);
    if (!set) {
      set = new Set();
      this.perAccount.set(account, set);
    }
    set.add(ws);
    ws.once('close', () => {
      set.delete(ws);
      if (set.size === 0) this.perAccount.delete(account);
    });
  }
}
`,
  ),
  example(
    'nonsense names',
    enforced(2),
    `
import { Server } from 'socket.io';
import { authenticate as zz } from './q.js';

const a = new Server(3000);
const b = new Map();
a.use(zz);
a.use((c, d) => {
  const e = c.data.userId;
  const f = b.get(e) ?? new Set();
  if (f.size >= 2) return d(new Error('no'));
  b.set(e, f.add(c));
  c.conn.once('close', () => f.delete(c));
  d();
});
a.on('connection', (c) => c.emit('hi'));
`,
  ),
];

testExamples('a guard on the user passes', examples);
