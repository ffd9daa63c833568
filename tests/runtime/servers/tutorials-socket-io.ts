import { type Tutorial } from '../describe-tutorial.js';

const start = String.raw`
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Server } from 'socket.io';

const MAX_CONNECTIONS_PER_USER = 3;
const connectionsPerUser = new Map();

const server = createServer();
const io = new Server(server);

io.use(async (socket, next) => {
  const { token } = socket.handshake.auth;
  await delay(10 * token.length);
  socket.data.userId = token;
  next();
});
`;

const end = String.raw`
io.use(async (socket, next) => {
  await delay(10 * socket.data.userId.length);
  next(socket.handshake.auth.banned ? new Error('Banned') : undefined);
});

server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: server.address().port }));
});
`;

export const idsInMiddleware: Tutorial = {
  name: 'socket ids added in io.use, removed on disconnect',
  source: `${start}
io.use((socket, next) => {
  const { userId } = socket.data;
  if (!connectionsPerUser.has(userId)) connectionsPerUser.set(userId, new Set());
  const ids = connectionsPerUser.get(userId);
  if (ids.size >= MAX_CONNECTIONS_PER_USER) return next(new Error('Connection limit reached'));
  ids.add(socket.id);
  socket.on('disconnect', () => ids.delete(socket.id));
  next();
});
${end}`,
  fails: [
    'holds no slot for a client that hung up (FIN) while it was authenticated',
    'holds no slot for a client that was dropped (RST) while it was authenticated',
    'gives the slots back when a later middleware refuses',
    'gives the slots back when clients drop during a later middleware',
    'is rid of a silent refused client within 5 s',
    'keeps nothing about users who are gone',
    'counts connections that are open and in no namespace',
  ],
};

export const idsUntilConnectionCloses: Tutorial = {
  name: 'socket ids removed when the engine connection closes',
  source: `${start}
io.use((socket, next) => {
  const { userId } = socket.data;
  const ids = connectionsPerUser.get(userId) ?? new Set();
  if (ids.size >= MAX_CONNECTIONS_PER_USER) return next(new Error('Connection limit reached'));
  connectionsPerUser.set(userId, ids.add(socket.id));
  socket.conn.on('close', () => {
    ids.delete(socket.id);
    if (ids.size === 0) connectionsPerUser.delete(userId);
  });
  next();
});
${end}`,
  fails: [
    'holds no slot for a client that hung up (FIN) while it was authenticated',
    'holds no slot for a client that was dropped (RST) while it was authenticated',
    'is rid of a silent refused client within 5 s',
    'counts one connection once, however often it joins',
  ],
};

export const afterAccepting: Tutorial = {
  name: 'a limit in the connection handler that only disconnects the namespace',
  source: `${start}
io.on('connection', (socket) => {
  const { userId } = socket.data;
  const ids = connectionsPerUser.get(userId) ?? new Set();
  if (ids.size >= MAX_CONNECTIONS_PER_USER) {
    socket.emit('error', 'Connection limit reached');
    socket.disconnect();
    return;
  }
  connectionsPerUser.set(userId, ids.add(socket.id));
  socket.on('disconnect', () => {
    ids.delete(socket.id);
    if (ids.size === 0) connectionsPerUser.delete(userId);
  });
});
${end}`,
  fails: [
    'keeps a burst at the limit, and other users out of it',
    'gives the slot back after an orderly close',
    'gives no slot back for a refused client',
    'is rid of a silent refused client within 5 s',
    'counts connections that are open and in no namespace',
  ],
};
