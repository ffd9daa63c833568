import { fromDiff } from '../fixture.js';

const body = String.raw`
+  const { conn } = socket;
+  const userId = socket.data.userId;
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (!connections.has(conn)) {
+    if (conn.readyState !== 'open' || connections.size >= MAX_CONNECTIONS_PER_USER) {
+      next(new Error('Connection limit reached'));
+      setTimeout(() => {
+        conn.close(true);
+        conn.transport.socket?.terminate?.();
+      }, 1000).unref();
+      return;
+    }
+    connectionsPerUser.set(userId, connections.add(conn));
+    conn.once('close', () => {
+      connections.delete(conn);
+      if (connections.size === 0) connectionsPerUser.delete(userId);
+    });
+  }
+  next();
`.trim();

export const commonJs = fromDiff(
  'CommonJS, synchronous authentication',
  'commonjs',
  String.raw`
 const { createServer } = require('node:http');
 const { Server } = require('socket.io');
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 const server = createServer();
 const io = new Server(server);

 const verify = (token) => (token ? { id: token } : undefined);

 io.use((socket, next) => {
   const user = verify(socket.handshake.auth.token);
   if (!user) return next(new Error('Unauthorized'));
   socket.data.userId = user.id;
   next();
 });
+
+io.use((socket, next) => {
${body}
+});

 io.on('connection', (socket) => {
   socket.on('message', (text) => io.emit('message', text));
 });

 server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
`,
);

export const asynchronous = fromDiff(
  'ES module, asynchronous authentication and a later middleware that may refuse',
  'esm',
  String.raw`
 import { createServer } from 'node:http';
 import { setTimeout as delay } from 'node:timers/promises';
 import { Server } from 'socket.io';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 const httpServer = createServer();
 const io = new Server(httpServer, { cors: { origin: '*' } });

 async function verifyToken(token) {
   if (!token) throw new Error('Unauthorized');
   await delay(10 * token.length);
   return { sub: token };
 }

 io.use(async (socket, next) => {
   try {
     const claims = await verifyToken(socket.handshake.auth.token);
     socket.data.userId = claims.sub;
     next();
   } catch (error) {
     next(error);
   }
 });
+
+io.use((socket, next) => {
${body}
+});

 io.use(async (socket, next) => {
   await delay(10 * socket.data.userId.length);
   next(socket.handshake.auth.banned ? new Error('Banned') : undefined);
 });

 io.on('connection', (socket) => {
   socket.join(socket.data.userId);
 });

 httpServer.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: httpServer.address().port }));
 });
`,
);

export const namespaces = fromDiff(
  'ES module, three namespaces that share one budget',
  'esm',
  String.raw`
 import { createServer } from 'node:http';
 import { Server } from 'socket.io';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();
+
+const limitConnectionsPerUser = (socket, next) => {
${body}
+};

 const httpServer = createServer();
 const io = new Server(httpServer);

 const verifyToken = (token) => (token ? { id: token } : undefined);

 function authenticate(socket, next) {
   const user = verifyToken(socket.handshake.auth.token);
   if (!user) return next(new Error('Unauthorized'));
   socket.data.userId = user.id;
   next();
 }

 const chat = io.of('/chat');
 const news = io.of('/news');
 io.use(authenticate);
+io.use(limitConnectionsPerUser);
 chat.use(authenticate);
+chat.use(limitConnectionsPerUser);
 news.use(authenticate);
+news.use(limitConnectionsPerUser);

 io.on('connection', (socket) => socket.emit('hello'));
 chat.on('connection', (socket) => {
   socket.on('say', (text) => chat.emit('said', socket.data.userId, text));
 });
 news.on('connection', (socket) => socket.emit('headlines', []));

 httpServer.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: httpServer.address().port }));
 });
`,
);
