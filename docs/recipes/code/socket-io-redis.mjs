import { createAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { verifyToken } from './auth.mjs';
import { releaseAll, reserve } from './slots-node-redis.mjs';

const MAX_HANDSHAKE_MS = 10_000;

const publisher = createClient({ url: process.env.REDIS_URL, disableOfflineQueue: true });
const subscriber = createClient({ url: process.env.REDIS_URL });
for (const client of [publisher, subscriber]) client.on('error', (error) => console.error('Redis:', error.message));
await Promise.all([publisher.connect(), subscriber.connect()]);

// The adapter does not look at what becomes of a message: a failure would end the process.
const publish = publisher.publish.bind(publisher);
publisher.publish = (channel, message) => publish(channel, message).catch((error) => console.error('Not sent:', error.message));

const io = new Server({
  adapter: createAdapter(publisher, subscriber),
  transports: ['websocket'],
  connectTimeout: MAX_HANDSHAKE_MS,
});

/** For each connection and each of its users, the promise that says whether they are in. */
const admissions = new WeakMap();

async function authenticateUser(socket, next) {
  const userId = await verifyToken(socket.handshake.auth.token).catch(() => undefined);
  socket.data.userId = userId;
  next(userId === undefined ? new Error('Unauthorized') : undefined);
}

async function limitConnections(socket, next) {
  const { conn } = socket;
  const { userId } = socket.data;
  const own = admissions.get(conn) ?? new Map();
  const admission = own.get(userId) ?? admit(conn, userId);
  admissions.set(conn, own.set(userId, admission));
  try {
    if (await admission) next();
    else refuse(conn, next, 'Connection limit reached');
  } catch (error) {
    console.error('Refused:', error.message);
    refuse(conn, next, 'Connections cannot be counted now');
  }
}

async function admit(conn, userId) {
  const release = await reserve(userId);
  if (release === undefined) return false;
  if (conn.readyState !== 'open') {
    release();
    return false;
  }
  conn.once('close', release);
  return true;
}

function refuse(conn, next, reason) {
  next(new Error(reason));
  setTimeout(() => {
    conn.close(true);
    conn.transport.socket?.terminate?.();
  }, 1000).unref();
}

io.use(authenticateUser);
io.use(limitConnections);

io.on('connection', (socket) => {
  socket.on('message', (text) => io.emit('message', socket.data.userId, text));
});

process.once('SIGTERM', async () => {
  io.close();
  await releaseAll();
  process.exit();
});

io.listen(Number(process.env.PORT ?? 3000));
