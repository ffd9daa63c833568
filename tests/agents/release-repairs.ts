import { type Repair, withSocketIo, withWs } from './repair.js';

const RULE = 'require-connection-release';
const CHAT = "\n io.on('connection', (socket) => socket.emit('welcome'));";
const CHECK = `
   const own = connections.get(id) ?? new Set();
   if (own.size >= 3) {
     ws.terminate();
     return;
   }`;
const ADD = '\n   connections.set(id, own.add(ws));';
const RELEASE = `
   ws.once('close', () => {
     own.delete(ws);
     if (own.size === 0) connections.delete(id);
   });`;
const plus = (text: string): string => text.replaceAll('\n ', '\n+');
const minus = (text: string): string => text.replaceAll('\n ', '\n-');

const leaks: readonly Repair[] = [
  {
    finding: `${RULE}/neverReleased`,
    says: 'Take it out again on the event that tells of the end of the connection, under the same key',
    diff: withWs(`${CHECK}${ADD}${plus(RELEASE)}`),
  },
  {
    finding: `${RULE}/neverReleased`,
    says: 'runs for something else. The slots add up until the user is locked out for good. Take it out again on the event that tells of the end of the connection, under the same key',
    diff: withWs(`${CHECK}${ADD}${minus(RELEASE).replace("'close'", "'message'")}${plus(RELEASE)}`),
  },
  {
    finding: `${RULE}/neverReleased`,
    says: 'Use the key under which it was added',
    diff: withSocketIo(`
 io.use((socket, next) => {
   const { conn } = socket;
   const { userId } = socket.data;
   if (connections.has(userId)) {
     next(new Error('Already connected'));
     return;
   }
   connections.set(userId, conn);
-  conn.once('close', () => connections.delete(conn.id));
+  conn.once('close', () => connections.delete(userId));
   next();
 });${CHAT}`),
  },
  {
    finding: `${RULE}/neverReleased`,
    says: 'Take it out on the event that tells of the end of the connection, if it is still there',
    diff: withWs(`
   connections.get(id)?.terminate();
   connections.set(id, ws);
+  ws.once('close', () => {
+    if (connections.get(id) === ws) connections.delete(id);
+  });`),
  },
  {
    finding: `${RULE}/neverReleased`,
    says: 'Give the key an expiry, and renew it while connections are open',
    diff: withSocketIo(
      `
 io.use(async (socket, next) => {
   const key = \`connections:\${socket.data.userId}\`;
+  const renewal = setInterval(() => void redis.expire(key, 60), 20_000);
   socket.conn.once('close', () => {
+    clearInterval(renewal);
     void redis.decr(key);
   });
   const open = await redis.incr(key);
+  await redis.expire(key, 60);
   next(open > 3 ? new Error('Connection limit reached') : undefined);
 });${CHAT}`,
      " import { Redis } from 'ioredis';\n\n const redis = new Redis();",
    ),
  },
  {
    finding: `${RULE}/notOnAbort`,
    says: 'Give it back when the transport closes, and attach that together with the addition',
    diff: withSocketIo(`
 io.use((socket, next) => {
+  const { conn } = socket;
   const { userId } = socket.data;
   const own = connections.get(userId) ?? new Set();
   if (own.size >= 3) {
     next(new Error('Connection limit reached'));
     return;
   }
-  connections.set(userId, own.add(socket));
-  socket.once('disconnect', () => {
-    own.delete(socket);
+  connections.set(userId, own.add(conn));
+  conn.once('close', () => {
+    own.delete(conn);
     if (own.size === 0) connections.delete(userId);
   });
   next();
 });
 io.use((socket, next) => next(socket.handshake.query.version === '2' ? undefined : new Error('Too old')));${CHAT}`),
  },
  {
    finding: `${RULE}/notOnAbort`,
    says: 'Ask whether the connection is still open right before it is added',
    diff: withWs(`
   const profile = await loadProfile(id);
   const own = connections.get(id) ?? new Set();
-  if (own.size >= 3) {
+  if (ws.readyState !== ws.OPEN || own.size >= 3) {
     ws.terminate();
     return;
   }${ADD}${RELEASE}
   ws.send(profile.name);`),
  },
  {
    finding: `${RULE}/releaseUnreachable`,
    says: 'Attach it right after the addition, before anything is awaited',
    diff: withWs(`${CHECK}${ADD}${plus(RELEASE)}
   const profile = await loadProfile(id);${minus(RELEASE)}
   ws.send(profile.name);`),
  },
  {
    finding: `${RULE}/releaseUnreachable`,
    says: 'is attached only in a callback',
    diff: withWs(`${CHECK}${ADD}${plus(RELEASE)}
-  loadProfile(id, (profile) => {${minus(RELEASE)}
+  loadProfile(id, (profile) => {
     ws.send(profile.name);
   });`),
  },
  {
    finding: `${RULE}/releaseUnreachable`,
    says: 'A connection takes a slot of its user here, and a `return` lies between it and what gives it back',
    diff: withWs(`${CHECK}${ADD}${plus(RELEASE)}
   if (request.url === '/ping') return;${minus(RELEASE)}`),
  },
  {
    finding: `${RULE}/releaseUnreachable`,
    says: 'A connection takes a slot of its user here, and a `throw` lies between it and what gives it back',
    diff: withWs(`${CHECK}${ADD}${plus(RELEASE)}
   if (request.url === '/') throw new Error('No room');${minus(RELEASE)}`),
  },
  {
    finding: `${RULE}/keyGrowth`,
    says: 'Delete the entry when it is empty',
    diff: withWs(`${CHECK}${ADD}
-  ws.once('close', () => own.delete(ws));${plus(RELEASE)}`),
  },
];

const numbers = (release: string, check = ''): string =>
  withWs(`
   const count = connections.get(id) ?? 0;${check}
   if (count >= 3) {
     ws.terminate();
     return;
   }
   connections.set(id, count + 1);${release}`);

const counters: readonly Repair[] = [
  {
    finding: `${RULE}/keyGrowth`,
    says: 'Delete the entry when it reaches zero',
    diff: numbers(`
   ws.once('close', () => {
     connections.set(id, connections.get(id) - 1);
+    if (connections.get(id) === 0) connections.delete(id);
   });`),
  },
  {
    finding: `${RULE}/doubleRelease`,
    says: 'Take out this connection alone, and delete the entry when it is empty',
    diff: withWs(`${CHECK}${ADD}
-  ws.once('close', () => connections.delete(id));${plus(RELEASE)}`),
  },
  {
    finding: `${RULE}/doubleRelease`,
    says: 'Delete the entry only if it still holds the connection that has ended',
    diff: withWs(`
   connections.get(id)?.terminate();
   connections.set(id, ws);
-  ws.once('close', () => connections.delete(id));
+  ws.once('close', () => {
+    if (connections.get(id) === ws) connections.delete(id);
+  });`),
  },
  {
    finding: `${RULE}/doubleRelease`,
    says: 'Give back only what was taken: keep a Set of connections, whose `delete` does nothing for others',
    diff: withWs(`
-  const count = connections.get(id) ?? 0;
-  ws.once('close', () => {
-    connections.set(id, connections.get(id) - 1);
-    if (connections.get(id) === 0) connections.delete(id);
-  });
-  if (count >= 3) {
+  const own = connections.get(id) ?? new Set();
+  ws.once('close', () => {
+    own.delete(ws);
+    if (own.size === 0) connections.delete(id);
+  });
+  if (own.size >= 3) {
     ws.terminate();
     return;
   }
-  connections.set(id, count + 1);
+  connections.set(id, own.add(ws));`),
  },
  {
    finding: `${RULE}/doubleRelease`,
    says: 'Keep a Set of connections, whose second `delete` does nothing',
    diff: withWs(`
-  const count = connections.get(id) ?? 0;
-  if (count >= 3) {
+  const own = connections.get(id) ?? new Set();
+  if (own.size >= 3) {
     ws.terminate();
     return;
   }
-  connections.set(id, count + 1);
+  connections.set(id, own.add(ws));
   const release = () => {
-    connections.set(id, connections.get(id) - 1);
-    if (connections.get(id) === 0) connections.delete(id);
+    own.delete(ws);
+    if (own.size === 0) connections.delete(id);
   };
   ws.on('close', release);
   ws.on('error', release);`),
  },
];

export const releaseRepairs: readonly Repair[] = [...leaks, ...counters];
