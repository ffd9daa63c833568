import { fromDiff } from '../fixture.js';

export const trpcServer = fromDiff(
  'tRPC, createContext with a pattern',
  'esm',
  String.raw`
 import { createServer } from 'node:http';
 import { setTimeout as delay } from 'node:timers/promises';
 import { initTRPC } from '@trpc/server';
 import { applyWSSHandler } from '@trpc/server/adapters/ws';
 import { WebSocketServer } from 'ws';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 const t = initTRPC.context().create();
 const router = t.router({ hello: t.procedure.query(() => 'welcome') });

 const verifyToken = async (token) => {
   await delay(10 * token.length);
   return { id: token };
 };

 const server = createServer();
 const wss = new WebSocketServer({ server });

 applyWSSHandler({
   wss,
   router,
-  async createContext({ req }) {
+  async createContext({ req, res }) {
     const user = await verifyToken(new URL(req.url, 'http://localhost').searchParams.get('token'));
+    const userId = user.id;
+    const connections = connectionsPerUser.get(userId) ?? new Set();
+    if (res.readyState > res.OPEN || connections.size >= MAX_CONNECTIONS_PER_USER) {
+      res.on('error', () => res.terminate());
+      res.close(1008, 'Connection limit reached');
+      setTimeout(() => res.terminate(), 1000).unref();
+      throw new Error('Connection limit reached');
+    }
+    connectionsPerUser.set(userId, connections.add(res));
+    res.once('close', () => {
+      connections.delete(res);
+      if (connections.size === 0) connectionsPerUser.delete(userId);
+    });
     return { user };
   },
 });

 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: server.address().port }));
 });
`,
);

export const trpcTypeScript = fromDiff(
  'TypeScript, tRPC, createContext with an annotation',
  'typescript',
  String.raw`
 import { type IncomingMessage, createServer } from 'node:http';
 import { type AddressInfo } from 'node:net';
 import { setTimeout as delay } from 'node:timers/promises';
 import { initTRPC, TRPCError } from '@trpc/server';
 import { applyWSSHandler, type CreateWSSContextFnOptions } from '@trpc/server/adapters/ws';
 import { WebSocketServer } from 'ws';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();

 interface User {
   id: string;
 }

 const t = initTRPC.context<{ user: User }>().create();
 const router = t.router({ hello: t.procedure.query(({ ctx }) => ctx.user) });

 async function authenticate(request: IncomingMessage): Promise<User | undefined> {
   const token = new URL(request.url ?? '/', 'http://localhost').searchParams.get('token');
   await delay(10 * (token?.length ?? 0));
   return token === null ? undefined : { id: token };
 }

 const server = createServer();
 const wss = new WebSocketServer({ server });

 applyWSSHandler({
   wss,
   router,
   createContext: async (opts: CreateWSSContextFnOptions) => {
     const user = await authenticate(opts.req);
     if (!user) throw new TRPCError({ code: 'UNAUTHORIZED' });
+    const userId = user.id;
+    const connections = connectionsPerUser.get(userId) ?? new Set();
+    if (opts.res.readyState > opts.res.OPEN || connections.size >= MAX_CONNECTIONS_PER_USER) {
+      opts.res.on('error', () => { opts.res.terminate(); });
+      opts.res.close(1008, 'Connection limit reached');
+      setTimeout(() => { opts.res.terminate(); }, 1000).unref();
+      throw new Error('Connection limit reached');
+    }
+    connectionsPerUser.set(userId, connections.add(opts.res));
+    opts.res.once('close', () => {
+      connections.delete(opts.res);
+      if (connections.size === 0) connectionsPerUser.delete(userId);
+    });
     return { user };
   },
 });

 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
 });
`,
);
