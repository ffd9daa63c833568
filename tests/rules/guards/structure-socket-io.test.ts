import { enforced, example, passes, testExamples } from './examples.js';

export const examples = [
  example(
    'a function that is given the server',
    enforced(3),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

function limit(server, most = 3) {
  const open = new Map();
  server.use((socket, next) => {
    const n = open.get(socket.data.userId) ?? 0;
    if (n >= most) return next(new Error('limit'));
    open.set(socket.data.userId, n + 1);
    socket.conn.once('close', () => open.set(socket.data.userId, open.get(socket.data.userId) - 1));
    next();
  });
}

const io = new Server(3000);
io.use(authenticate);
limit(io);
io.on('connection', (socket) => socket.emit('hello'));
`,
  ),
  example(
    'a function that makes the middleware',
    enforced(4),
    `
const { Server } = require('socket.io');
const { authenticate } = require('./auth');

const perUser = (most) => {
  const open = Object.create(null);
  return (socket, next) => {
    const id = socket.data.user.id;
    open[id] = open[id] || new Set();
    if (open[id].size >= most) return next(new Error('limit'));
    open[id].add(socket.id);
    socket.conn.on('close', () => open[id].delete(socket.id));
    return next();
  };
};

const io = new Server(3000);
io.use(authenticate);
io.use(perUser(4));
io.on('connection', (socket) => socket.emit('hello'));
`,
  ),
  example(
    'counted in the connection handler, compared in the middleware',
    enforced(3),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const open = new Map();
const io = new Server(3000);

io.use(authenticate);
io.use((socket, next) => {
  const mine = open.get(socket.data.userId);
  if (mine && mine.size >= 3) next(new Error('limit'));
  else next();
});
io.on('connection', (socket) => {
  const id = socket.data.userId;
  if (!open.has(id)) open.set(id, new Set());
  open.get(id).add(socket.id);
  socket.on('disconnect', () => {
    open.get(id).delete(socket.id);
    if (open.get(id).size === 0) open.delete(id);
  });
});
`,
  ),
  example(
    'authentication and the limit in one middleware',
    enforced(3),
    `
import { Server } from 'socket.io';
import jwt from 'jsonwebtoken';

const io = new Server(3000);
const sessions = new Map();

io.use((socket, next) => {
  const { token } = socket.handshake.auth;
  jwt.verify(token, process.env.SECRET, (error, claims) => {
    if (error) return next(new Error('unauthorized'));
    const mine = sessions.get(claims.sub) ?? [];
    if (mine.length >= 3) return next(new Error('limit'));
    sessions.set(claims.sub, [...mine, socket.id]);
    socket.userId = claims.sub;
    next();
  });
});
io.on('connection', (socket) => {
  socket.on('disconnect', () => {
    sessions.set(socket.userId, sessions.get(socket.userId).filter((id) => id !== socket.id));
  });
});
`,
  ),
  example(
    'an async function around it all',
    enforced(3),
    `
import { Server } from 'socket.io';
import { createClient } from 'redis';
import { authenticate } from './auth.js';

async function main() {
  const redis = createClient();
  await redis.connect();
  const io = new Server(3000);
  const open = new Map();

  io.use(authenticate);
  io.on('connection', async (socket) => {
    const { userId } = socket.data;
    const mine = open.get(userId) ?? new Set();
    if (mine.size >= 3) return socket.disconnect(true);
    open.set(userId, mine.add(socket));
    socket.on('disconnect', () => mine.delete(socket));
    socket.emit('history', await redis.lRange('history', 0, 50));
  });
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
`,
  ),
  example(
    'an object of the module that is the whole service',
    passes(),
    `
const socketio = require('socket.io');
const { authenticate } = require('./auth');

const service = {
  io: null,
  sockets: {},
  start(http) {
    service.io = socketio(http);
    service.io.use(authenticate);
    service.io.on('connection', service.connected);
  },
  connected(socket) {
    const mine = service.sockets[socket.user.id] || [];
    if (mine.length >= 3) return socket.disconnect(true);
    service.sockets[socket.user.id] = mine.concat(socket);
    socket.on('disconnect', () => {
      service.sockets[socket.user.id] = service.sockets[socket.user.id].filter((s) => s !== socket);
    });
  },
};

module.exports = service;
`,
  ),
];

testExamples('guards of Socket.IO in functions', examples);
