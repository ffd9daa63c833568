import { fromDiff } from '../fixture.js';

export const promised = fromDiff(
  'faye-websocket, the user is found by a promise',
  'commonjs',
  String.raw`
 const http = require('node:http');
 const WebSocket = require('faye-websocket');

+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();
+
 async function verifyToken(token) {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 }

 const server = http.createServer();

 server.on('upgrade', (request, socket, body) => {
+  socket.on('error', () => socket.destroy());
   const { searchParams } = new URL(request.url, 'http://localhost');
   verifyToken(searchParams.get('token')).then((user) => {
     if (!user) {
       socket.destroy();
       return;
     }
+    const userId = user.id;
+    const connections = connectionsPerUser.get(userId) ?? new Set();
+    if (!socket.readable || connections.size >= MAX_CONNECTIONS_PER_USER) {
+      socket.write('HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\n\r\n');
+      socket.destroy();
+      return;
+    }
+    connectionsPerUser.set(userId, connections.add(socket));
+    socket.once('close', () => {
+      connections.delete(socket);
+      if (connections.size === 0) connectionsPerUser.delete(userId);
+    });
     const ws = new WebSocket(request, socket, body);
     ws.on('open', () => ws.send('welcome'));
     ws.on('message', (event) => ws.send(event.data));
   });
 });

 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: server.address().port }));
 });
`,
);

export const upgrades = fromDiff(
  'faye-websocket, before the connection is made',
  'commonjs',
  String.raw`
 const http = require('node:http');
 const WebSocket = require('faye-websocket');

+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();
+
 async function verifyToken(token) {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 }

 const server = http.createServer();

 server.on('upgrade', async (request, socket, body) => {
+  socket.on('error', () => socket.destroy());
   if (!WebSocket.isWebSocket(request)) return;
   const user = await verifyToken(new URL(request.url, 'http://localhost').searchParams.get('token'));
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
   const ws = new WebSocket(request, socket, body);
   ws.on('open', () => ws.send('welcome'));
   ws.on('message', (event) => ws.send(user.id + event.data));
 });

 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: server.address().port }));
 });
`,
);
