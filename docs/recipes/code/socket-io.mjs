import { Server } from 'socket.io';
import { verifyToken } from './auth.mjs';

const MAX_CONNECTIONS_PER_USER = 3;

const connectionsPerUser = new Map();
const io = new Server();

io.use(async (socket, next) => {
  const userId = await verifyToken(socket.handshake.auth.token).catch(() => undefined);
  socket.data.userId = userId;
  next(userId === undefined ? new Error('Unauthorized') : undefined);
});

io.use((socket, next) => {
  const { conn } = socket;
  const { userId } = socket.data;
  const connections = connectionsPerUser.get(userId) ?? new Set();
  if (!connections.has(conn)) {
    if (conn.readyState !== 'open' || connections.size >= MAX_CONNECTIONS_PER_USER) {
      next(new Error('Connection limit reached'));
      setTimeout(() => {
        conn.close(true);
        conn.transport.socket?.terminate?.();
      }, 1000).unref();
      return;
    }
    connectionsPerUser.set(userId, connections.add(conn));
    conn.once('close', () => {
      connections.delete(conn);
      if (connections.size === 0) connectionsPerUser.delete(userId);
    });
  }
  next();
});

io.on('connection', (socket) => {
  socket.on('message', (text) => io.emit('message', socket.data.userId, text));
});

io.listen(Number(process.env.PORT ?? 3000));
