import { fromDiff } from '../fixture.js';

export const peers = fromDiff(
  'crossws, the user is the context of the upgrade',
  'esm',
  String.raw`
 import { createServer } from 'node:http';
 import { setTimeout as delay } from 'node:timers/promises';
 import crossws from 'crossws/adapters/node';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 const verifyToken = async (token) => {
   await delay(10 * token.length);
   return { id: token };
 };

 const ws = crossws({
   hooks: {
     async upgrade(request) {
       const token = new URL(request.url).searchParams.get('token');
       if (!token) return new Response('Unauthorized', { status: 401 });
       const user = await verifyToken(token);
       return { context: { userId: user.id } };
     },
     open(peer) {
+      const userId = peer.context.userId;
+      const connections = connectionsPerUser.get(userId) ?? new Set();
+      if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+        peer.close(1008, 'Connection limit reached');
+        setTimeout(() => peer.terminate(), 1000);
+        return;
+      }
+      connectionsPerUser.set(userId, connections.add(peer));
       peer.send('welcome');
+    },
+    close(peer) {
+      const userId = peer.context.userId;
+      const connections = connectionsPerUser.get(userId);
+      connections?.delete(peer);
+      if (connections?.size === 0) connectionsPerUser.delete(userId);
     },
     message(peer, message) {
       peer.send(message.text());
     },
   },
 });

 const server = createServer();
 server.on('upgrade', (request, socket, head) => {
   socket.on('error', () => socket.destroy());
   ws.handleUpgrade(request, socket, head);
 });
 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: server.address().port }));
 });
`,
);

export const hooksForServer = fromDiff(
  'TypeScript, hooks of crossws for its own server, the user is an object',
  'typescript',
  String.raw`
 import { setTimeout as delay } from 'node:timers/promises';
 import { defineHooks } from 'crossws';
 import { serve } from 'crossws/server';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();

 async function verifyToken(token: string): Promise<{ id: string }> {
   await delay(10 * token.length);
   return { id: token };
 }

 const chat = defineHooks({
   async upgrade(request) {
     const token = new URL(request.url).searchParams.get('token');
     if (token === null) return new Response('Unauthorized', { status: 401 });
     const user = await verifyToken(token);
     return { context: { user } };
   },
   open(peer) {
+    const userId = (peer.context as { user: { id: unknown } }).user.id;
+    const connections = connectionsPerUser.get(userId) ?? new Set();
+    if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+      peer.close(1008, 'Connection limit reached');
+      setTimeout(() => { peer.terminate(); }, 1000);
+      return;
+    }
+    connectionsPerUser.set(userId, connections.add(peer));
     peer.send('welcome');
   },
   close(peer, details) {
+    const userId = (peer.context as { user: { id: unknown } }).user.id;
+    const connections = connectionsPerUser.get(userId);
+    connections?.delete(peer);
+    if (connections?.size === 0) connectionsPerUser.delete(userId);
     console.log(peer.id, details.code);
   },
 });

 const server = serve({ fetch: () => new Response('hello'), websocket: chat, port: 0, hostname: '127.0.0.1' });
 await server.ready();
 console.log(JSON.stringify({ port: Number(new URL(server.url ?? '').port) }));
`,
);

export const h3Route = fromDiff(
  'h3, a route with hooks',
  'esm',
  String.raw`
 import { setTimeout as delay } from 'node:timers/promises';
 import { plugin as websockets } from 'crossws/server';
 import { defineWebSocketHandler, H3, serve } from 'h3';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 const verifyToken = async (token) => {
   await delay(10 * token.length);
   return { id: token };
 };

 const app = new H3();

 app.get('/', defineWebSocketHandler({
   async upgrade(request) {
     const user = await verifyToken(new URL(request.url).searchParams.get('token'));
     return { context: { userId: user.id } };
   },
   open(peer) {
+    const userId = peer.context.userId;
+    const connections = connectionsPerUser.get(userId) ?? new Set();
+    if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+      peer.close(1008, 'Connection limit reached');
+      setTimeout(() => peer.terminate(), 1000);
+      return;
+    }
+    connectionsPerUser.set(userId, connections.add(peer));
     peer.send('welcome');
+  },
+  close(peer) {
+    const userId = peer.context.userId;
+    const connections = connectionsPerUser.get(userId);
+    connections?.delete(peer);
+    if (connections?.size === 0) connectionsPerUser.delete(userId);
   },
   message(peer, message) {
     peer.send(message.text());
   },
 }));

 const server = serve(app, { port: 0, hostname: '127.0.0.1', plugins: [websockets({ resolve: async (request) => (await app.fetch(request)).crossws })] });
 await server.ready();
 console.log(JSON.stringify({ port: Number(new URL(server.url).port) }));
`,
);
