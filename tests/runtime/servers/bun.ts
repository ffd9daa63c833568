import { fromDiff } from '../fixture.js';

export const bunServe = fromDiff(
  'Bun.serve, the user is handed over with the upgrade',
  'esm',
  String.raw`
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();
+
 const verifyToken = async (token) => {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 };

 const server = Bun.serve({
   port: 0,
   hostname: '127.0.0.1',
   async fetch(request, bun) {
     const user = await verifyToken(new URL(request.url).searchParams.get('token'));
     if (bun.upgrade(request, { data: { userId: user.id } })) return undefined;
     return new Response('Upgrade failed', { status: 400 });
   },
   websocket: {
     open(ws) {
+      const userId = ws.data.userId;
+      const connections = connectionsPerUser.get(userId) ?? new Set();
+      if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+        ws.close(1008, 'Connection limit reached');
+        setTimeout(() => ws.terminate(), 1000).unref();
+        return;
+      }
+      connectionsPerUser.set(userId, connections.add(ws));
       ws.send('welcome');
     },
+    close(ws) {
+      const userId = ws.data.userId;
+      const connections = connectionsPerUser.get(userId);
+      connections?.delete(ws);
+      if (connections?.size === 0) connectionsPerUser.delete(userId);
+    },
     message(ws, message) {
       ws.send(message);
     },
   },
 });
 console.log(JSON.stringify({ port: server.port }));
`,
  'bun',
);
