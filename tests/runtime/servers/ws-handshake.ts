import { fromDiff } from '../fixture.js';

const asynchronousHandler = (firstLine: string): string => String.raw`
 import { createServer } from 'node:http';
 import { setTimeout as delay } from 'node:timers/promises';
 import { WebSocketServer } from 'ws';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 const server = createServer();
 const wss = new WebSocketServer({ noServer: true });

 async function authenticate(request) {
   const token = new URL(request.url, 'http://localhost').searchParams.get('token');
   if (!token) return undefined;
   await delay(10 * token.length);
   return { id: token };
 }

 server.on('upgrade', async (request, socket, head) => {
${firstLine}
   const user = await authenticate(request);
   if (!user) {
     socket.write('HTTP/1.1 401 Unauthorized\r\n\r\n');
     socket.destroy();
     return;
   }

+  const userId = user.id;
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (!socket.readable || connections.size >= MAX_CONNECTIONS_PER_USER) {
+    socket.write('HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\n\r\n');
+    socket.destroy();
+    return;
+  }
+  connectionsPerUser.set(userId, connections.add(socket));
+  socket.once('close', () => {
+    connections.delete(socket);
+    if (connections.size === 0) connectionsPerUser.delete(userId);
+  });
+
   wss.handleUpgrade(request, socket, head, (ws) => {
     wss.emit('connection', ws, request, user);
   });
 });

 wss.on('connection', (ws) => {
   ws.on('error', console.error);
   ws.send('welcome');
 });

 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: server.address().port }));
 });
`;

export const asynchronousUpgrade = fromDiff(
  'ES module, upgrade handler with asynchronous authentication',
  'esm',
  asynchronousHandler(`   socket.on('error', console.error);`),
);

export const bareUpgrade = fromDiff(
  'ES module, asynchronous upgrade handler that has no error listener',
  'esm',
  asynchronousHandler(`+  socket.on('error', () => socket.destroy());`),
);

export const synchronousUpgrade = fromDiff(
  'TypeScript, upgrade handler with synchronous authentication',
  'typescript',
  String.raw`
 import { createServer, type IncomingMessage } from 'node:http';
 import { type AddressInfo } from 'node:net';
 import { WebSocketServer } from 'ws';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();

 const server = createServer();
 const wss = new WebSocketServer({ noServer: true });

 function verifyToken(request: IncomingMessage): string | null {
   return new URL(request.url ?? '/', 'http://localhost').searchParams.get('token');
 }

 server.on('upgrade', (request, socket, head) => {
   const userId = verifyToken(request);
   if (userId === null) {
     socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
     return;
   }
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+    socket.write('HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\n\r\n');
+    socket.destroy();
+    return;
+  }
+  connectionsPerUser.set(userId, connections.add(socket));
+  socket.once('close', () => {
+    connections.delete(socket);
+    if (connections.size === 0) connectionsPerUser.delete(userId);
+  });
   wss.handleUpgrade(request, socket, head, (ws) => {
     wss.emit('connection', ws, request);
   });
 });

 wss.on('connection', (ws) => {
   ws.on('error', console.error);
   ws.send('welcome');
 });

 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
 });
`,
);

export const verifyClient = fromDiff(
  'CommonJS, verifyClient with a callback',
  'commonjs',
  String.raw`
 const http = require('http');
 const WebSocket = require('ws');
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 const server = http.createServer();

 function authenticate(req, callback) {
   const id = new URL(req.url, 'http://localhost').searchParams.get('token');
   if (!id) return callback(new Error('Unauthorized'));
   setTimeout(() => callback(null, { id }), 10 * id.length);
 }

 const wss = new WebSocket.Server({
   server,
   verifyClient: ({ req }, done) => {
     authenticate(req, (error, user) => {
       if (error) return done(false, 401, error.message);
       req.user = user;
+      const userId = req.user.id;
+      const connections = connectionsPerUser.get(userId) ?? new Set();
+      if (!req.socket.readable || connections.size >= MAX_CONNECTIONS_PER_USER) {
+        done(false, 429, 'Connection limit reached');
+        return;
+      }
+      connectionsPerUser.set(userId, connections.add(req.socket));
+      req.socket.once('close', () => {
+        connections.delete(req.socket);
+        if (connections.size === 0) connectionsPerUser.delete(userId);
+      });
       done(true);
     });
   },
 });

 wss.on('connection', (ws, req) => {
   ws.on('error', console.error);
   ws.on('message', (data) => ws.send(req.user.id + ': ' + data));
   ws.send('welcome');
 });

 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: server.address().port }));
 });
`,
);
