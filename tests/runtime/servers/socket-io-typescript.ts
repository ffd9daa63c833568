import { type Fixture, fromDiff } from '../fixture.js';

/** The guard's body, after the line that reads the user. */
const body = String.raw`
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (!connections.has(conn)) {
+    if (conn.readyState !== 'open' || connections.size >= MAX_CONNECTIONS_PER_USER) {
+      next(new Error('Connection limit reached'));
+      setTimeout(() => {
+        conn.close(true);
+        (conn.transport as { socket?: { terminate?: () => void } }).socket?.terminate?.();
+      }, 1000).unref();
+      return;
+    }
+    connectionsPerUser.set(userId, connections.add(conn));
+    conn.once('close', () => {
+      connections.delete(conn);
+      if (connections.size === 0) connectionsPerUser.delete(userId);
+    });
+  }
+  next();
`.trim();

const declarations = String.raw`
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();
`.trim();

export const typed = fromDiff(
  'TypeScript, typed socket.data, asynchronous authentication',
  'typescript',
  String.raw`
 import { createServer } from 'node:http';
 import { type AddressInfo } from 'node:net';
 import { setTimeout as delay } from 'node:timers/promises';
 import { type DefaultEventsMap, Server } from 'socket.io';
${declarations}

 interface ServerEvents {
   said: (userId: string, text: string) => void;
 }
 interface ClientEvents {
   say: (text: string) => void;
 }
 interface SocketData {
   userId: string;
 }

 const httpServer = createServer();
 const io = new Server<ClientEvents, ServerEvents, DefaultEventsMap, SocketData>(httpServer);

 async function authenticate(token: unknown): Promise<string> {
   if (typeof token !== 'string') throw new Error('Unauthorized');
   await delay(10 * token.length);
   return token;
 }

 io.use((socket, next) => {
   authenticate(socket.handshake.auth.token)
     .then((userId) => {
       socket.data.userId = userId;
       next();
     })
     .catch(() => {
       next(new Error('Unauthorized'));
     });
 });
+
+io.use((socket, next) => {
+  const { conn } = socket;
+  const userId = (socket.data as { userId: unknown }).userId;
${body}
+});

 io.on('connection', (socket) => {
   socket.on('say', (text) => {
     io.emit('said', socket.data.userId, text);
   });
 });

 httpServer.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: (httpServer.address() as AddressInfo).port }));
 });
`,
);

export const untyped = fromDiff(
  'TypeScript, untyped socket.data',
  'typescript',
  String.raw`
 import { createServer } from 'node:http';
 import { type AddressInfo } from 'node:net';
 import { Server } from 'socket.io';
${declarations}

 const httpServer = createServer();
 const io = new Server(httpServer);

 function verifyToken(token: unknown): { id: string } | undefined {
   return typeof token === 'string' ? { id: token } : undefined;
 }

 io.use((socket, next) => {
   const user = verifyToken(socket.handshake.auth.token);
   if (!user) {
     next(new Error('Unauthorized'));
     return;
   }
   socket.data.user = { id: user.id };
   next();
 });
+
+io.use((socket, next) => {
+  const { conn } = socket;
+  const userId = (socket.data as { user: { id: unknown } }).user.id;
${body}
+});

 io.on('connection', (socket) => {
   socket.on('say', (text: string) => {
     io.emit('said', text);
   });
 });

 httpServer.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: (httpServer.address() as AddressInfo).port }));
 });
`,
);

const bare = (text: string): string => text.replaceAll(/;$/gmu, '').replaceAll(/^( +)\(/gmu, '$1;(');

/** Without its semicolon, the line that begins with a bracket would call what stands above it. */
export const withoutSemicolons: Fixture = {
  name: 'TypeScript without semicolons',
  language: 'typescript',
  runtime: 'node',
  before: bare(untyped.before),
  after: bare(untyped.after),
};

export const typedNamespaces = fromDiff(
  'TypeScript, namespaces that share one budget',
  'typescript',
  String.raw`
 import { createServer } from 'node:http';
 import { type AddressInfo } from 'node:net';
 import { type DefaultEventsMap, Server, type Socket } from 'socket.io';
${declarations}
+
+const limitConnectionsPerUser: Parameters<typeof io.use>[0] = (socket, next) => {
+  const { conn } = socket;
+  const userId = (socket.data as { userId: unknown }).userId;
${body}
+};

 interface SocketData {
   userId: string;
 }
 type AppSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;

 const httpServer = createServer();
 const io = new Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>(httpServer);

 function verifyToken(token: unknown): string | undefined {
   return typeof token === 'string' ? token : undefined;
 }

 const authenticate = (socket: AppSocket, next: (error?: Error) => void): void => {
   const userId = verifyToken(socket.handshake.auth.token);
   if (userId === undefined) {
     next(new Error('Unauthorized'));
     return;
   }
   socket.data.userId = userId;
   next();
 };

 io.use(authenticate);
+io.use(limitConnectionsPerUser);
 io.on('connection', (socket) => {
   socket.emit('hello');
 });

 for (const name of ['/chat', '/news']) {
   const namespace = io.of(name);
   namespace.use(authenticate);
+  namespace.use(limitConnectionsPerUser);
   namespace.on('connection', (socket) => {
     socket.emit('hello', name);
   });
 }

 httpServer.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: (httpServer.address() as AddressInfo).port }));
 });
`,
);
