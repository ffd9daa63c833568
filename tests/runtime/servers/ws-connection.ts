import { fromDiff } from '../fixture.js';

export const verified = fromDiff(
  'CommonJS, verifyClient puts the user on the request',
  'commonjs',
  String.raw`
 const http = require('http');
 const WebSocket = require('ws');
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 const server = http.createServer();

 const verifyToken = (token) => (token ? { id: token } : null);

 const wss = new WebSocket.Server({
   server,
   maxPayload: 1024,
   verifyClient: ({ req }) => {
     const user = verifyToken(new URL(req.url, 'http://localhost').searchParams.get('token'));
     if (!user) return false;
     req.userId = user.id;
     return true;
   },
 });

 wss.on('connection', (ws, req) => {
+  const userId = req.userId;
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+    ws.on('error', () => ws.terminate());
+    ws.close(1008, 'Connection limit reached');
+    setTimeout(() => ws.terminate(), 1000).unref();
+    return;
+  }
+  connectionsPerUser.set(userId, connections.add(ws));
+  ws.once('close', () => {
+    connections.delete(ws);
+    if (connections.size === 0) connectionsPerUser.delete(userId);
+  });
   ws.on('error', console.error);
   ws.on('message', (data) => ws.send(data));
   ws.send('welcome');
 });

 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: server.address().port }));
 });
`,
);

export const synchronous = fromDiff(
  'ES module, user computed in the handler',
  'esm',
  String.raw`
 import { WebSocketServer } from 'ws';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 const wss = new WebSocketServer({ port: 0, host: '127.0.0.1' }, () => {
   console.log(JSON.stringify({ port: wss.address().port }));
 });

 const verify = (token) => (token ? { id: token } : null);

 wss.on('connection', (ws, request) => {
   const user = verify(new URL(request.url, 'http://localhost').searchParams.get('token'));
   if (!user) {
     ws.close(4401, 'Unauthorized');
     return;
   }

+  const userId = user.id;
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+    ws.on('error', () => ws.terminate());
+    ws.close(1008, 'Connection limit reached');
+    setTimeout(() => ws.terminate(), 1000).unref();
+    return;
+  }
+  connectionsPerUser.set(userId, connections.add(ws));
+  ws.once('close', () => {
+    connections.delete(ws);
+    if (connections.size === 0) connectionsPerUser.delete(userId);
+  });
+
   ws.on('error', console.error);
   ws.on('message', (data) => {
     for (const client of wss.clients) client.send(String(data));
   });
   ws.send('welcome');
 });
`,
);

export const asynchronous = fromDiff(
  'ES module, user known after an await in the handler',
  'esm',
  String.raw`
 import { createServer } from 'node:http';
 import { setTimeout as delay } from 'node:timers/promises';
 import { WebSocketServer } from 'ws';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 const server = createServer();
 const wss = new WebSocketServer({ server });

 async function authenticate(request) {
   const token = new URL(request.url, 'http://localhost').searchParams.get('token');
   if (!token) return undefined;
   await delay(10 * token.length);
   return { id: token };
 }

 wss.on('connection', async (ws, request) => {
   ws.on('error', console.error);
   const user = await authenticate(request);
   if (!user) {
     ws.close(4401, 'Unauthorized');
     return;
   }
+  const userId = user.id;
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (ws.readyState > ws.OPEN || connections.size >= MAX_CONNECTIONS_PER_USER) {
+    ws.on('error', () => ws.terminate());
+    ws.close(1008, 'Connection limit reached');
+    setTimeout(() => ws.terminate(), 1000).unref();
+    return;
+  }
+  connectionsPerUser.set(userId, connections.add(ws));
+  ws.once('close', () => {
+    connections.delete(ws);
+    if (connections.size === 0) connectionsPerUser.delete(userId);
+  });
   ws.on('message', (data) => ws.send(data));
   ws.send('welcome');
 });

 server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
`,
);
