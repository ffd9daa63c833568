import { fromDiff } from '../fixture.js';

export const hocuspocusServer = fromDiff(
  'Hocuspocus, onUpgrade',
  'esm',
  String.raw`
 import { setTimeout as delay } from 'node:timers/promises';
 import { Server } from '@hocuspocus/server';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 const verifyToken = async (token) => {
   await delay(10 * token.length);
   return { id: token };
 };

 const server = new Server({
   quiet: true,
   stopOnSignals: false,
   address: '127.0.0.1',
   port: 0,
   async onUpgrade({ request }) {
+    request.socket.on('error', () => request.socket.destroy());
     const user = await verifyToken(new URL(request.url, 'http://localhost').searchParams.get('token'));
+    const userId = user.id;
+    const connections = connectionsPerUser.get(userId) ?? new Set();
+    if (!request.socket.readable || connections.size >= MAX_CONNECTIONS_PER_USER) {
+      request.socket.write('HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\n\r\n');
+      request.socket.destroy();
+      return;
+    }
+    connectionsPerUser.set(userId, connections.add(request.socket));
+    request.socket.once('close', () => {
+      connections.delete(request.socket);
+      if (connections.size === 0) connectionsPerUser.delete(userId);
+    });
     request.user = user;
   },
 });

 await server.listen();
 console.log(JSON.stringify({ port: server.address.port }));
`,
);

export const hocuspocusTypeScript = fromDiff(
  'TypeScript, Hocuspocus, onUpgrade with an annotation',
  'typescript',
  String.raw`
 import { setTimeout as delay } from 'node:timers/promises';
 import { type onUpgradePayload, Server } from '@hocuspocus/server';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();

 async function verifyToken(token: string | null): Promise<{ id: string } | undefined> {
   await delay(10 * (token?.length ?? 0));
   return token === null ? undefined : { id: token };
 }

 const server = new Server({
   quiet: true,
   stopOnSignals: false,
   address: '127.0.0.1',
   port: 0,
   async onUpgrade(data: onUpgradePayload) {
+    data.request.socket.on('error', () => { data.request.socket.destroy(); });
     const user = await verifyToken(new URL(data.request.url ?? '/', 'http://localhost').searchParams.get('token'));
     if (!user) {
       data.socket.destroy();
       return;
     }
+    const userId = user.id;
+    const connections = connectionsPerUser.get(userId) ?? new Set();
+    if (!data.request.socket.readable || connections.size >= MAX_CONNECTIONS_PER_USER) {
+      data.request.socket.write('HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\n\r\n');
+      data.request.socket.destroy();
+      return;
+    }
+    connectionsPerUser.set(userId, connections.add(data.request.socket));
+    data.request.socket.once('close', () => {
+      connections.delete(data.request.socket);
+      if (connections.size === 0) connectionsPerUser.delete(userId);
+    });
     console.log(user.id);
   },
 });

 await server.listen();
 console.log(JSON.stringify({ port: server.address.port }));
`,
);
