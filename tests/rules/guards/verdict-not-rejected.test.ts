import { enforced, example, fails, testExamples } from './examples.js';

export const examples = [
  example(
    'the client is told, and stays',
    fails('notRejected'),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
const open = new Map();

io.use(authenticate);
io.on('connection', (socket) => {
  const mine = open.get(socket.data.userId) ?? new Set();
  if (mine.size >= 3) {
    socket.emit('error', { code: 'LIMIT', message: 'Too many connections' });
    return;
  }
  mine.add(socket.id);
  open.set(socket.data.userId, mine);
  socket.on('disconnect', () => mine.delete(socket.id));
});
`,
  ),
  example(
    'a warning in the log',
    fails('notRejected'),
    `
const { WebSocketServer } = require('ws');
const { verify } = require('./token');

const wss = new WebSocketServer({ port: 8080 });
const tally = {};

wss.on('connection', (ws, req) => {
  const user = verify(req.headers.authorization);
  tally[user.id] = (tally[user.id] || 0) + 1;
  if (tally[user.id] > 5) {
    console.warn('user %s has %d connections', user.id, tally[user.id]);
  }
  ws.on('close', () => { tally[user.id]--; });
});
`,
  ),
  example(
    'a message and a return',
    fails('notRejected'),
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const wss = new WebSocketServer({ port: 8080 });
const open = new Map();

wss.on('connection', (ws, req) => {
  const { sub } = verify(req.headers.authorization);
  const mine = open.get(sub) ?? [];
  if (mine.length >= 2) {
    ws.send(JSON.stringify({ type: 'limit-reached' }));
    return;
  }
  open.set(sub, [...mine, ws]);
  ws.on('close', () => open.set(sub, open.get(sub).filter((other) => other !== ws)));
});
`,
  ),
  example(
    'the middleware lets everybody through',
    fails('notRejected'),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
const open = new Map();

io.use(authenticate);
io.use((socket, next) => {
  const n = open.get(socket.data.userId) ?? 0;
  if (n >= 3) {
    socket.data.overLimit = true;
    return next();
  }
  open.set(socket.data.userId, n + 1);
  socket.conn.once('close', () => open.set(socket.data.userId, open.get(socket.data.userId) - 1));
  next();
});
io.on('connection', (socket) => socket.emit('welcome'));
`,
  ),
  example(
    'an async verifyClient gives a promise, which is truthy',
    fails('notRejected'),
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const open = new Map();
const wss = new WebSocketServer({
  port: 8080,
  verifyClient: async ({ req }) => {
    const user = await verify(req.headers.authorization);
    req.user = user;
    return (open.get(user.id) ?? 0) < 3;
  },
});

wss.on('connection', (ws, req) => {
  const { id } = req.user;
  open.set(id, (open.get(id) ?? 0) + 1);
  ws.on('close', () => open.set(id, open.get(id) - 1));
});
`,
  ),
  example(
    'disconnecting in a middleware does nothing: the socket is not connected yet',
    fails('notRejected'),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
const open = new Map();

io.use(authenticate);
io.use((socket, next) => {
  const mine = open.get(socket.data.userId) ?? new Set();
  if (mine.size >= 3) socket.disconnect(true);
  open.set(socket.data.userId, mine.add(socket.id));
  socket.conn.once('close', () => mine.delete(socket.id));
  next();
});
io.on('connection', (socket) => socket.emit('welcome'));
`,
  ),
  example(
    'a helper answers false and nobody listens',
    fails('notRejected'),
    `
import { WebSocketServer, type WebSocket } from 'ws';
import { verify } from './token';

class Registry {
  private readonly open = new Map<string, Set<WebSocket>>();

  add(userId: string, ws: WebSocket): boolean {
    const mine = this.open.get(userId) ?? new Set<WebSocket>();
    if (mine.size >= 5) return false;
    this.open.set(userId, mine.add(ws));
    return true;
  }

  remove(userId: string, ws: WebSocket): void {
    this.open.get(userId)?.delete(ws);
  }
}

const registry = new Registry();
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws, req) => {
  const { sub } = verify(req.headers.authorization);
  registry.add(sub, ws);
  ws.on('close', () => registry.remove(sub, ws));
});
`,
  ),
  example(
    'an error thrown in an async handler closes nothing',
    fails('notRejected'),
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const open = new Map();
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', async (ws, req) => {
  const { sub } = await verify(req.headers.authorization);
  const n = open.get(sub) ?? 0;
  if (n >= 3) throw new Error('too many connections');
  open.set(sub, n + 1);
  ws.on('close', () => open.set(sub, open.get(sub) - 1));
});
`,
  ),
  example(
    'the error is caught and logged',
    fails('notRejected'),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
const open = new Map();

function acquire(id) {
  const n = open.get(id) ?? 0;
  if (n >= 3) throw new RangeError('limit');
  open.set(id, n + 1);
}

io.use(authenticate);
io.on('connection', (socket) => {
  const { userId } = socket.data;
  try {
    acquire(userId);
  } catch (error) {
    console.error(error);
    return;
  }
  socket.on('disconnect', () => open.set(userId, open.get(userId) - 1));
});
`,
  ),
  example(
    'the same with the socket closed in the catch',
    enforced(3),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
const open = new Map();

function acquire(id) {
  const n = open.get(id) ?? 0;
  if (n >= 3) throw new RangeError('limit');
  open.set(id, n + 1);
}

io.use(authenticate);
io.on('connection', (socket) => {
  const { userId } = socket.data;
  try {
    acquire(userId);
  } catch (error) {
    console.error(error);
    socket.disconnect(true);
    return;
  }
  socket.on('disconnect', () => open.set(userId, open.get(userId) - 1));
});
`,
  ),
];

testExamples('a comparison without an effect', examples);
