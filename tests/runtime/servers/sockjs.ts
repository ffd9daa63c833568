import { fromDiff } from '../fixture.js';

export const connections = fromDiff(
  'SockJS, the user is found in the listener',
  'commonjs',
  String.raw`
 const http = require('node:http');
 const sockjs = require('sockjs');

+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();
+
 async function verifyToken(token) {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 }

 const echo = sockjs.createServer({ log: () => undefined });

 echo.on('connection', async (conn) => {
   const user = await verifyToken(new URL(conn.url, 'http://localhost').searchParams.get('token'));
   if (!user) {
     conn.close(4401, 'Unauthorized');
     return;
   }
+  const userId = user.id;
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (!conn.readable || connections.size >= MAX_CONNECTIONS_PER_USER) {
+    const raw = conn._session?.recv?.connection;
+    conn.close(4029, 'Connection limit reached');
+    setTimeout(() => raw?.destroy(), 1000).unref();
+    return;
+  }
+  connectionsPerUser.set(userId, connections.add(conn));
+  conn.once('close', () => {
+    connections.delete(conn);
+    if (connections.size === 0) connectionsPerUser.delete(userId);
+  });
   conn.on('data', (message) => conn.write(user.id + message));
   conn.write('welcome');
 });

 const server = http.createServer();
 echo.installHandlers(server);
 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: server.address().port }));
 });
`,
);

export const typed = fromDiff(
  'SockJS, TypeScript, the user is known at once',
  'typescript',
  String.raw`
 import { createServer } from 'node:http';
 import { type AddressInfo } from 'node:net';
 import sockjs, { type Connection } from 'sockjs';

+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();
+
 function verifyToken(url: string): { id: string } | undefined {
   const id = new URL(url, 'http://localhost').searchParams.get('token');
   return id === null ? undefined : { id };
 }

 const echo = sockjs.createServer({ log: () => undefined });

 function handle(connection: Connection): void {
   const user = verifyToken(connection.url);
   if (!user) {
     connection.end();
     return;
   }
+  const userId = user.id;
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (!connection.readable || connections.size >= MAX_CONNECTIONS_PER_USER) {
+    const raw = (connection as { _session?: { recv?: { connection?: { destroy: () => void } } | null } })._session?.recv?.connection;
+    connection.close('4029', 'Connection limit reached');
+    setTimeout(() => { raw?.destroy(); }, 1000).unref();
+    return;
+  }
+  connectionsPerUser.set(userId, connections.add(connection));
+  connection.once('close', () => {
+    connections.delete(connection);
+    if (connections.size === 0) connectionsPerUser.delete(userId);
+  });
   connection.on('data', (message) => {
     connection.write(user.id + message);
   });
   connection.write('welcome');
 }

 echo.on('connection', handle);

 const server = createServer();
 echo.installHandlers(server);
 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
 });
`,
);
