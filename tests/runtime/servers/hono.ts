import { fromDiff } from '../fixture.js';

// On Node.js the last line is what keeps a client that resets its connection during the handshake from ending the process.
export const honoNode = fromDiff(
  'Hono on Node, the user beside the events',
  'esm',
  String.raw`
 import { serve } from '@hono/node-server';
 import { createNodeWebSocket } from '@hono/node-ws';
 import { Hono } from 'hono';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 const verifyToken = async (token) => {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 };

 const app = new Hono();
 const { injectWebSocket, upgradeWebSocket } = createNodeWebSocket({ app });
 app.get(
   '/',
   upgradeWebSocket(async (c) => {
     const user = await verifyToken(c.req.query('token'));
     return {
       onOpen(event, ws) {
+        const userId = user.id;
+        const connections = connectionsPerUser.get(userId) ?? new Set();
+        if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+          ws.close(1008, 'Connection limit reached');
+          setTimeout(() => ws.raw?.terminate?.(), 1000).unref();
+          return;
+        }
+        connectionsPerUser.set(userId, connections.add(ws.raw));
         ws.send('welcome');
+      },
+      onClose(_event, ws) {
+        const userId = user.id;
+        const connections = connectionsPerUser.get(userId);
+        connections?.delete(ws.raw);
+        if (connections?.size === 0) connectionsPerUser.delete(userId);
       },
       onMessage(event, ws) {
         ws.send(user.id + event.data);
       },
     };
   }),
 );
 const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
   console.log(JSON.stringify({ port }));
 });
 injectWebSocket(server);
 server.on('upgrade', (request, socket) => socket.on('error', () => socket.destroy()));
`,
);

export const honoBun = fromDiff(
  'Hono on Bun, a listener without parameters',
  'esm',
  String.raw`
 import { Hono } from 'hono';
 import { upgradeWebSocket, websocket } from 'hono/bun';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 const verifyToken = async (token) => {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 };

 const app = new Hono();
 app.get(
   '/',
   upgradeWebSocket(async (c) => {
     const { id: userId } = await verifyToken(c.req.query('token'));
     return {
       onOpen(event, ws) {
+        const connections = connectionsPerUser.get(userId) ?? new Set();
+        if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+          ws.close(1008, 'Connection limit reached');
+          setTimeout(() => ws.raw?.terminate?.(), 1000).unref();
+          return;
+        }
+        connectionsPerUser.set(userId, connections.add(ws.raw));
         ws.send('welcome');
       },
       onMessage(event, ws) {
         ws.send(userId + event.data);
       },
-      onClose: () => {
+      onClose: (_event, ws) => {
+        const connections = connectionsPerUser.get(userId);
+        connections?.delete(ws.raw);
+        if (connections?.size === 0) connectionsPerUser.delete(userId);
         console.error(userId);
       },
     };
   }),
 );
 const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: app.fetch, websocket });
 console.log(JSON.stringify({ port: server.port }));
`,
  'bun',
);

export const honoTypeScript = fromDiff(
  'TypeScript, Hono on Node, middleware leaves the user on the context',
  'typescript',
  String.raw`
 import { serve } from '@hono/node-server';
 import { createNodeWebSocket } from '@hono/node-ws';
 import { Hono } from 'hono';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();

 const verifyToken = async (token = ''): Promise<{ id: string }> => {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 };

 const app = new Hono<{ Variables: { userId: string } }>();
 const { injectWebSocket, upgradeWebSocket } = createNodeWebSocket({ app });

 app.use(async (c, next) => {
   const user = await verifyToken(c.req.query('token'));
   c.set('userId', user.id);
   await next();
 });
 app.get(
   '/',
   upgradeWebSocket((c) => ({
     onOpen: (_event, ws) => {
+      const userId = c.get('userId') as unknown;
+      const connections = connectionsPerUser.get(userId) ?? new Set();
+      if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+        ws.close(1008, 'Connection limit reached');
+        setTimeout(() => { (ws.raw as { terminate?: () => void } | undefined)?.terminate?.(); }, 1000).unref();
+        return;
+      }
+      connectionsPerUser.set(userId, connections.add(ws.raw));
       ws.send('welcome');
     },
     onMessage: (event, ws) => {
       ws.send(c.get('userId') + String(event.data));
     },
-    onClose: () => {
+    onClose: (_event, ws) => {
+      const userId = c.get('userId') as unknown;
+      const connections = connectionsPerUser.get(userId);
+      connections?.delete(ws.raw);
+      if (connections?.size === 0) connectionsPerUser.delete(userId);
       console.log('gone');
     },
   })),
 );
 const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
   console.log(JSON.stringify({ port }));
 });
 injectWebSocket(server);
 server.on('upgrade', (_request, socket) => socket.on('error', () => socket.destroy()));
`,
);
