import { kept, type Repair, withSocketIo, withWs } from './repair.js';

const CHAT = "\n io.on('connection', (socket) => socket.emit('welcome'));";
const CHECK = `
   const own = connections.get(id) ?? new Set();
   if (own.size >= 3) {
     ws.terminate();
     return;
   }`;
const TAKE = `
   connections.set(id, own.add(ws));
   ws.once('close', () => {
     own.delete(ws);
     if (own.size === 0) connections.delete(id);
   });`;
const plus = (text: string): string => text.replaceAll('\n ', '\n+');
const minus = (text: string): string => text.replaceAll('\n ', '\n-');
const REDIS = " import { Redis } from 'ioredis';\n\n const redis = new Redis();";

const raceRepairs: readonly Repair[] = [
  {
    finding: 'require-atomic-limit-check/awaitBetween',
    says: 'Add it right after the check, before anything is awaited, and take it out again where the connection is refused later.',
    diff: withWs(`${CHECK}${plus(TAKE)}
   const profile = await loadProfile(id);
   if (profile.isBanned) {
     ws.terminate();
     return;
   }
-  if (ws.readyState !== ws.OPEN) return;${minus(TAKE)}`),
  },
  {
    finding: 'require-atomic-limit-check/callbackBetween',
    says: 'Add it right after the check, before anything asynchronous, and take it out again where the connection is refused later.',
    diff: withWs(`${CHECK}${plus(TAKE)}
   loadProfile(id, (profile) => {
     if (profile.isBanned || ws.readyState !== ws.OPEN) {
       ws.terminate();
       return;
     }${minus(TAKE)}
     ws.send(profile.name);
   });`),
  },
  {
    finding: 'require-atomic-limit-check/readThenWrite',
    says: 'Count and add in one step, such as an INCR whose result is compared, or a Lua script.',
    diff: withSocketIo(
      `
 io.use(async (socket, next) => {
   const key = \`connections:\${socket.data.userId}\`;
-  const open = Number(await redis.get(key));
-  if (open >= 3) {
+  const open = await redis.incr(key);
+  await redis.expire(key, 60);
+  if (open > 3 || socket.conn.readyState !== 'open') {
+    await redis.decr(key);
     next(new Error('Connection limit reached'));
     return;
   }
-  await redis.incr(key);
-  await redis.expire(key, 60);
   socket.conn.once('close', () => redis.decr(key));
   next();
 });${CHAT}`,
      REDIS,
    ),
  },
];

/** A guard in a middleware of Socket.IO: `key` is a diff of how the key is found. */
const counting = (key: string, above = ''): string =>
  withSocketIo(
    `
 io.use((socket, next) => {
   const { conn } = socket;${key}
   const own = connections.get(key) ?? new Set();
   if (own.size >= 3) {
     next(new Error('Connection limit reached'));
     return;
   }
   connections.set(key, own.add(conn));
   conn.once('close', () => {
     own.delete(conn);
     if (own.size === 0) connections.delete(key);
   });
   next();
 });${CHAT}`,
    `${above} const connections = new Map();`,
  );

const VERIFIED = 'Count by the id that comes out of verifying the session or token.';
const keyRepairs: readonly Repair[] = [
  {
    finding: 'no-untrusted-limit-key/clientSupplied',
    says: VERIFIED,
    diff: counting('\n-  const key = socket.handshake.query.userId;\n+  const key = authenticate(socket.handshake.auth.token).id;'),
  },
  {
    finding: 'no-untrusted-limit-key/forwardedHeader',
    says: VERIFIED,
    diff: counting("\n-  const key = socket.handshake.headers['x-forwarded-user'];\n+  const key = authenticate(socket.handshake.auth.token).id;"),
  },
  {
    finding: 'no-untrusted-limit-key/optionalKey',
    says: 'Refuse a connection that has no user, before it is counted.',
    diff: counting(`
   const user = authenticate(socket.handshake.auth.token);
-  const key = user?.id ?? socket.handshake.address;
+  if (!user) {
+    next(new Error('Unauthorized'));
+    return;
+  }
+  const key = user.id;`),
  },
  {
    finding: 'no-untrusted-limit-key/narrowerThanUser',
    says: 'Count by the id of the user alone.',
    diff: counting('\n-  const key = authenticate(socket.handshake.auth.token).sessionId;\n+  const key = authenticate(socket.handshake.auth.token).id;'),
  },
];

const placeRepairs: readonly Repair[] = [
  {
    finding: 'prefer-handshake-limit/afterAccept',
    says: 'count and refuse in an `upgrade` listener, before `handleUpgrade`, or in `verifyClient`.',
    diff: `${kept(`
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { authenticate } from './auth.js';

const connections = new Map();
const server = createServer();`)}
-const wss = new WebSocketServer({ server });
-wss.on('connection', (ws, request) => {
+const wss = new WebSocketServer({ noServer: true });
+server.on('upgrade', (request, socket, head) => {
   const { id } = authenticate(request.headers.cookie);
   const own = connections.get(id) ?? new Set();
   if (own.size >= 3) {
-    ws.close(1008, 'Connection limit reached');
+    socket.end('HTTP/1.1 429 Too Many Requests\\r\\nConnection: close\\r\\n\\r\\n');
     return;
   }
-  connections.set(id, own.add(ws));
-  ws.once('close', () => {
-    own.delete(ws);
+  connections.set(id, own.add(socket));
+  socket.once('close', () => {
+    own.delete(socket);
     if (own.size === 0) connections.delete(id);
   });
+  wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, request));
 });
+wss.on('connection', (ws) => ws.send('welcome'));
`,
  },
  {
    finding: 'no-process-local-limit/multiProcess',
    says: 'Keep the count where all processes see it, such as Redis, with an expiry that outlives a crash.',
    diff: withSocketIo(
      `
-io.use((socket, next) => {
+io.use(async (socket, next) => {
   const { conn } = socket;
-  const { userId } = socket.data;
-  const own = connections.get(userId) ?? new Set();
-  if (own.size >= 3) {
+  const key = \`connections:\${socket.data.userId}\`;
+  const open = await redis.incr(key);
+  await redis.expire(key, 60);
+  if (open > 3 || conn.readyState !== 'open') {
+    await redis.decr(key);
     next(new Error('Connection limit reached'));
     return;
   }
-  connections.set(userId, own.add(conn));
-  conn.once('close', () => {
-    own.delete(conn);
-    if (own.size === 0) connections.delete(userId);
-  });
+  const renewal = setInterval(() => void redis.expire(key, 60), 20_000);
+  conn.once('close', () => {
+    clearInterval(renewal);
+    void redis.decr(key);
+  });
   next();
 });
 io.adapter(createAdapter(redis.duplicate(), redis.duplicate()));${CHAT}`,
      " import { createAdapter } from '@socket.io/redis-adapter';\n import { Redis } from 'ioredis';\n\n const redis = new Redis();\n-const connections = new Map();",
    ),
  },
];

export const guardRepairs: readonly Repair[] = [...raceRepairs, ...keyRepairs, ...placeRepairs];
