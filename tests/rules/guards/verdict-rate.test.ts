import { enforced, example, fails, testExamples } from './examples.js';

export const examples = [
  example(
    'a known rate limiter per user',
    fails('rateOnly'),
    `
import { Server } from 'socket.io';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { authenticate } from './auth.js';

const io = new Server(3000);
const limiter = new RateLimiterMemory({ points: 5, duration: 60 });

io.use(authenticate);
io.use(async (socket, next) => {
  try {
    await limiter.consume(socket.data.userId);
    next();
  } catch {
    next(new Error('slow down'));
  }
});
io.on('connection', (socket) => socket.emit('hello'));
`,
  ),
  example(
    'stamps of the last minute',
    fails('rateOnly'),
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const wss = new WebSocketServer({ port: 8080 });
const attempts = new Map();

wss.on('connection', async (ws, req) => {
  const { sub } = await verify(req.headers.authorization);
  const now = Date.now();
  const recent = (attempts.get(sub) ?? []).filter((at) => now - at < 60_000);
  if (recent.length >= 5) {
    ws.close(1013);
    return;
  }
  recent.push(now);
  attempts.set(sub, recent);
});
`,
  ),
  example(
    'a record that is reset by the clock, named like connections',
    fails('rateOnly'),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
const connections = {};

io.use(authenticate);
io.use((socket, next) => {
  const id = socket.data.userId;
  const entry = connections[id];
  if (!entry || entry.resetAt < Date.now()) {
    connections[id] = { count: 1, resetAt: Date.now() + 60000 };
    return next();
  }
  if (entry.count >= 5) return next(new Error('Too many connections'));
  entry.count += 1;
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`,
  ),
  example(
    'counts that an interval clears',
    fails('rateOnly'),
    `
const WebSocket = require('ws');
const { verify } = require('./token');

const wss = new WebSocket.Server({ port: 8080 });
const openConnections = new Map();
setInterval(() => openConnections.clear(), 60 * 1000);

wss.on('connection', (ws, req) => {
  const user = verify(req.headers.authorization);
  const n = (openConnections.get(user.id) || 0) + 1;
  openConnections.set(user.id, n);
  if (n > 10) ws.close(1008);
});
`,
  ),
  example(
    'a key of Redis that expires and is never decremented',
    fails('rateOnly'),
    `
import { Server } from 'socket.io';
import Redis from 'ioredis';
import { authenticate } from './auth.js';

const io = new Server(3000);
const redis = new Redis();

io.use(authenticate);
io.use(async (socket, next) => {
  const key = \`connects:\${socket.data.userId}\`;
  const n = await redis.incr(key);
  if (n === 1) await redis.expire(key, 60);
  if (n > 5) return next(new Error('too many'));
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`,
  ),
  example(
    'a lease in Redis that the end of the connection gives back',
    enforced(5),
    `
import { Server } from 'socket.io';
import Redis from 'ioredis';
import { authenticate } from './auth.js';

const io = new Server(3000);
const redis = new Redis();

io.use(authenticate);
io.use(async (socket, next) => {
  const key = \`connects:\${socket.data.userId}\`;
  const n = await redis.incr(key);
  await redis.expire(key, 3600);
  socket.conn.once('close', () => redis.decr(key));
  if (n > 5) return next(new Error('too many'));
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`,
  ),
  example(
    'times are kept, and entries leave when connections do',
    enforced(3),
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const wss = new WebSocketServer({ port: 8080 });
const open = new Map();

wss.on('connection', async (ws, req) => {
  const { sub } = await verify(req.headers.authorization);
  const since = Date.now();
  const mine = open.get(sub) ?? new Map();
  if (mine.size >= 3) {
    ws.close(1013);
    return;
  }
  mine.set(ws, since);
  open.set(sub, mine);
  ws.on('close', () => {
    mine.delete(ws);
    console.log('open for', Date.now() - since);
  });
});
`,
  ),
  example(
    'a middleware for HTTP requests in front of the engine',
    fails('rateOnly'),
    `
import { Server } from 'socket.io';
import rateLimit from 'express-rate-limit';

const io = new Server(3000);
io.engine.use(rateLimit({ windowMs: 60_000, limit: 20 }));
io.on('connection', (socket) => socket.emit('hello'));
`,
  ),
  example(
    'a rate and a cap',
    enforced(2),
    `
import { Server } from 'socket.io';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { authenticate, redis } from './app.js';

const io = new Server(3000);
const limiter = new RateLimiterRedis({ storeClient: redis, points: 10, duration: 60 });
const open = new Map();

io.use(authenticate);
io.use((socket, next) => {
  limiter.consume(socket.data.userId).then(() => next(), () => next(new Error('slow down')));
});
io.on('connection', (socket) => {
  const mine = open.get(socket.data.userId) ?? new Set();
  if (mine.size >= 2) {
    socket.disconnect(true);
    return;
  }
  open.set(socket.data.userId, mine.add(socket));
  socket.once('disconnect', () => mine.delete(socket));
});
`,
  ),
];

testExamples('rates and caps', examples);
