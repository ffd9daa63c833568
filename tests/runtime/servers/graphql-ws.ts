import { fromDiff } from '../fixture.js';

export const graphqlServer = fromDiff(
  'graphql-ws, the user is known in onConnect',
  'esm',
  String.raw`
 import { createServer } from 'node:http';
 import { setTimeout as delay } from 'node:timers/promises';
 import { buildSchema } from 'graphql';
 import { useServer } from 'graphql-ws/use/ws';
 import { WebSocketServer } from 'ws';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 const verifyToken = async (token) => {
   await delay(10 * token.length);
   return { id: token };
 };

 const server = createServer();
 const wss = new WebSocketServer({ server, path: '/graphql' });

 useServer({
   schema: buildSchema('type Query { hello: String }'),
   onConnect: async (ctx) => {
     const user = await verifyToken(ctx.connectionParams?.token);
     if (!user) return false;
+    const userId = user.id;
+    const connections = connectionsPerUser.get(userId) ?? new Set();
+    if (ctx.extra.socket.readyState > ctx.extra.socket.OPEN || connections.size >= MAX_CONNECTIONS_PER_USER) {
+      ctx.extra.socket.on('error', () => ctx.extra.socket.terminate());
+      ctx.extra.socket.close(1008, 'Connection limit reached');
+      setTimeout(() => ctx.extra.socket.terminate(), 1000).unref();
+      return false;
+    }
+    connectionsPerUser.set(userId, connections.add(ctx.extra.socket));
+    ctx.extra.socket.once('close', () => {
+      connections.delete(ctx.extra.socket);
+      if (connections.size === 0) connectionsPerUser.delete(userId);
+    });
     ctx.extra.user = user;
   },
   context: (ctx) => ({ user: ctx.extra.user }),
 }, wss);

 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: server.address().port }));
 });
`,
);

export const graphqlTypeScript = fromDiff(
  'TypeScript, graphql-ws, onConnect with a pattern',
  'typescript',
  String.raw`
 import { createServer } from 'node:http';
 import { type AddressInfo } from 'node:net';
 import { setTimeout as delay } from 'node:timers/promises';
 import { buildSchema } from 'graphql';
 import { useServer } from 'graphql-ws/use/ws';
 import { WebSocketServer } from 'ws';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();

 async function verifyToken(token: unknown): Promise<{ id: string } | undefined> {
   if (typeof token !== 'string') return undefined;
   await delay(10 * token.length);
   return { id: token };
 }

 const server = createServer();
 const wss = new WebSocketServer({ server });

 useServer(
   {
     schema: buildSchema('type Query { hello: String }'),
-    async onConnect({ connectionParams }) {
+    async onConnect({ connectionParams, extra }) {
       const user = await verifyToken(connectionParams?.['token']);
       if (!user) return false;
+      const userId = user.id;
+      const connections = connectionsPerUser.get(userId) ?? new Set();
+      if (extra.socket.readyState > extra.socket.OPEN || connections.size >= MAX_CONNECTIONS_PER_USER) {
+        extra.socket.on('error', () => { extra.socket.terminate(); });
+        extra.socket.close(1008, 'Connection limit reached');
+        setTimeout(() => { extra.socket.terminate(); }, 1000).unref();
+        return false;
+      }
+      connectionsPerUser.set(userId, connections.add(extra.socket));
+      extra.socket.once('close', () => {
+        connections.delete(extra.socket);
+        if (connections.size === 0) connectionsPerUser.delete(userId);
+      });
       return { user: user.id };
     },
     onClose() {
       console.log('closed');
     },
   },
   wss,
 );

 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
 });
`,
);
