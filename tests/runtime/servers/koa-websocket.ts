import { fromDiff } from '../fixture.js';

export const middleware = fromDiff(
  'koa-websocket, middleware that finds the user',
  'commonjs',
  String.raw`
 const Koa = require('koa');
 const websockify = require('koa-websocket');

+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();
+
 async function verifyToken(token) {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 }

 const app = websockify(new Koa());

 app.ws.use(async (ctx, next) => {
   const user = await verifyToken(ctx.query.token);
   if (!user) {
     ctx.websocket.close(4401, 'Unauthorized');
     return;
   }
+  const userId = user.id;
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (ctx.websocket.readyState > ctx.websocket.OPEN || connections.size >= MAX_CONNECTIONS_PER_USER) {
+    ctx.websocket.on('error', () => ctx.websocket.terminate());
+    ctx.websocket.close(1008, 'Connection limit reached');
+    setTimeout(() => ctx.websocket.terminate(), 1000).unref();
+    return;
+  }
+  connectionsPerUser.set(userId, connections.add(ctx.websocket));
+  ctx.websocket.once('close', () => {
+    connections.delete(ctx.websocket);
+    if (connections.size === 0) connectionsPerUser.delete(userId);
+  });
   ctx.state.user = user;
   await next();
 });

 app.ws.use((ctx) => {
   ctx.websocket.on('message', (message) => ctx.websocket.send(ctx.state.user.id + message));
   ctx.websocket.send('welcome');
 });

 const server = app.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: server.address().port }));
 });
`,
);

export const typed = fromDiff(
  'koa-websocket, TypeScript',
  'typescript',
  String.raw`
 import { type AddressInfo } from 'node:net';
 import Koa from 'koa';
 import websockify, { type MiddlewareContext } from 'koa-websocket';

+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();
+
 interface State {
   userId: string;
 }

 function verifyToken(token: unknown): { id: string } | undefined {
   return typeof token === 'string' ? { id: token } : undefined;
 }

 const app = websockify<State>(new Koa<State>());

 app.ws.use((ctx: MiddlewareContext<State>) => {
   const user = verifyToken(ctx.query['token']);
   if (!user) {
     ctx.websocket.close(4401, 'Unauthorized');
     return;
   }
+  const userId = user.id;
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (ctx.websocket.readyState > ctx.websocket.OPEN || connections.size >= MAX_CONNECTIONS_PER_USER) {
+    ctx.websocket.on('error', () => { ctx.websocket.terminate(); });
+    ctx.websocket.close(1008, 'Connection limit reached');
+    setTimeout(() => { ctx.websocket.terminate(); }, 1000).unref();
+    return;
+  }
+  connectionsPerUser.set(userId, connections.add(ctx.websocket));
+  ctx.websocket.once('close', () => {
+    connections.delete(ctx.websocket);
+    if (connections.size === 0) connectionsPerUser.delete(userId);
+  });
   ctx.state.userId = user.id;
   ctx.websocket.on('message', () => {
     ctx.websocket.send(ctx.state.userId);
   });
   ctx.websocket.send('welcome');
 });

 const server = app.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
 });
`,
);
