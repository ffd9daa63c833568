import { fromDiff } from '../fixture.js';

export const elysiaDerive = fromDiff(
  'Elysia, a hook finds the user',
  'esm',
  String.raw`
 import { Elysia } from 'elysia';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 const verifyToken = async (token) => {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 };

 const app = new Elysia()
   .derive(async ({ query }) => {
     const user = await verifyToken(query.token);
     return { userId: user.id };
   })
   .ws('/', {
     open(ws) {
+      const userId = ws.data.userId;
+      const connections = connectionsPerUser.get(userId) ?? new Set();
+      if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+        ws.close(1008, 'Connection limit reached');
+        setTimeout(() => ws.terminate(), 1000).unref();
+        return;
+      }
+      connectionsPerUser.set(userId, connections.add(ws.raw));
       ws.send('welcome');
+    },
+    close(ws) {
+      const userId = ws.data.userId;
+      const connections = connectionsPerUser.get(userId);
+      connections?.delete(ws.raw);
+      if (connections?.size === 0) connectionsPerUser.delete(userId);
     },
     message(ws, message) {
       ws.send(message);
     },
   })
   .listen({ port: 0, hostname: '127.0.0.1' });
 console.log(JSON.stringify({ port: app.server.port }));
`,
  'bun',
);

export const elysiaTypeScript = fromDiff(
  'TypeScript, Elysia with arrows',
  'typescript',
  String.raw`
 import { Elysia } from 'elysia';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();

 const verifyToken = async (token = ''): Promise<{ id: string }> => {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 };

 const app = new Elysia()
   .derive(async ({ query }) => ({ user: await verifyToken(query['token']) }))
   .ws('/', {
     open: (ws) => {
+      const userId = (ws.data as { user?: { id: unknown } }).user?.id;
+      const connections = connectionsPerUser.get(userId) ?? new Set();
+      if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+        ws.close(1008, 'Connection limit reached');
+        setTimeout(() => { ws.terminate(); }, 1000).unref();
+        return;
+      }
+      connectionsPerUser.set(userId, connections.add(ws.raw));
       ws.send('welcome');
     },
-    close: () => {
+    close: (ws) => {
+      const userId = (ws.data as { user?: { id: unknown } }).user?.id;
+      const connections = connectionsPerUser.get(userId);
+      connections?.delete(ws.raw);
+      if (connections?.size === 0) connectionsPerUser.delete(userId);
       console.error('gone');
     },
     message: (ws, message) => {
       ws.send(ws.data.user.id + String(message));
     },
   })
   .listen({ port: 0, hostname: '127.0.0.1' });
 console.log(JSON.stringify({ port: app.server?.port }));
`,
  'bun',
);
