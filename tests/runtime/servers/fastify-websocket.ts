import { fromDiff } from '../fixture.js';

export const hook = fromDiff(
  '@fastify/websocket, a hook that finds the user',
  'esm',
  String.raw`
 import Fastify from 'fastify';
 import websocket from '@fastify/websocket';

+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();
+
 async function verifyToken(token) {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 }

 const app = Fastify();
 await app.register(websocket);
 app.decorateRequest('user', null);

 app.addHook('preValidation', async (request, reply) => {
   const user = await verifyToken(request.query.token);
   if (!user) {
     await reply.code(401).send();
     return;
   }
   request.user = user;
 });

 app.get('/', { websocket: true }, (socket, request) => {
+  const userId = request.user.id;
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+    socket.on('error', () => socket.terminate());
+    socket.close(1008, 'Connection limit reached');
+    setTimeout(() => socket.terminate(), 1000).unref();
+    return;
+  }
+  connectionsPerUser.set(userId, connections.add(socket));
+  socket.once('close', () => {
+    connections.delete(socket);
+    if (connections.size === 0) connectionsPerUser.delete(userId);
+  });
   socket.on('message', (message) => socket.send(request.user.id + message));
   socket.send('welcome');
 });

 await app.listen({ port: 0, host: '127.0.0.1' });
 console.log(JSON.stringify({ port: app.server.address().port }));
`,
);

export const typed = fromDiff(
  '@fastify/websocket, TypeScript, the user is found in the handler of a plugin',
  'typescript',
  String.raw`
 import { type AddressInfo } from 'node:net';
 import Fastify, { type FastifyPluginCallback, type FastifyRequest } from 'fastify';
 import websocket from '@fastify/websocket';

+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();
+
 async function authenticate(request: FastifyRequest): Promise<{ id: string } | undefined> {
   const token = new URL(request.url, 'http://localhost').searchParams.get('token');
   await new Promise((resolve) => setTimeout(resolve, 10 * (token?.length ?? 0)));
   return token === null ? undefined : { id: token };
 }

 const chat: FastifyPluginCallback = (app, _options, done) => {
   app.get('/', { websocket: true }, async (socket, request) => {
     const user = await authenticate(request);
     if (!user) {
       socket.close(4401, 'Unauthorized');
       return;
     }
+    const userId = user.id;
+    const connections = connectionsPerUser.get(userId) ?? new Set();
+    if (socket.readyState > socket.OPEN || connections.size >= MAX_CONNECTIONS_PER_USER) {
+      socket.on('error', () => { socket.terminate(); });
+      socket.close(1008, 'Connection limit reached');
+      setTimeout(() => { socket.terminate(); }, 1000).unref();
+      return;
+    }
+    connectionsPerUser.set(userId, connections.add(socket));
+    socket.once('close', () => {
+      connections.delete(socket);
+      if (connections.size === 0) connectionsPerUser.delete(userId);
+    });
     socket.on('message', () => {
       socket.send(user.id);
     });
     socket.send('welcome');
   });
   done();
 };

 const app = Fastify();
 await app.register(websocket);
 await app.register(chat);
 await app.listen({ port: 0, host: '127.0.0.1' });
 console.log(JSON.stringify({ port: (app.server.address() as AddressInfo).port }));
`,
);
