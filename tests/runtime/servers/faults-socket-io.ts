const START = String.raw`
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const connectionsPerUser = new Map();
const server = createServer();
const io = new Server(server);
`;
const END = String.raw`
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: server.address().port }));
});
`;

/** Some are turned away behind the guard. */
export const releasesOnDisconnect = `${START}
io.use((socket, next) => {
  const userId = socket.handshake.auth.token;
  const own = connectionsPerUser.get(userId) ?? new Set();
  if (own.size >= 3) return next(new Error('Connection limit reached'));
  connectionsPerUser.set(userId, own.add(socket));
  socket.on('disconnect', () => {
    own.delete(socket);
    if (own.size === 0) connectionsPerUser.delete(userId);
  });
  next();
});
io.use((socket, next) => {
  next(socket.handshake.auth.banned ? new Error('Banned') : undefined);
});
io.on('connection', (socket) => socket.emit('welcome'));
${END}`;

const RELEASE = `
  socket.conn.once('close', () => {
    own.delete(socket.conn);
    if (own.size === 0) connectionsPerUser.delete(userId);
  });`;

export const acceptsFirst = `${START}
io.on('connection', (socket) => {
  const userId = socket.handshake.auth.token;
  const own = connectionsPerUser.get(userId) ?? new Set();
  if (own.size >= 3) return socket.disconnect(true);
  connectionsPerUser.set(userId, own.add(socket.conn));${RELEASE}
  socket.emit('welcome');
});
${END}`;
export const refusesFirst = `${START}
io.use((socket, next) => {
  const userId = socket.handshake.auth.token;
  const own = connectionsPerUser.get(userId) ?? new Set();
  if (own.size >= 3) return next(new Error('Connection limit reached'));
  connectionsPerUser.set(userId, own.add(socket.conn));${RELEASE}
  next();
});
io.on('connection', (socket) => socket.emit('welcome'));
${END}`;
