import { fromDiff } from '../fixture.js';

export const subscriptionServer = fromDiff(
  'subscriptions-transport-ws, the user is known in onConnect',
  'esm',
  String.raw`
 import { createServer } from 'node:http';
 import { setTimeout as delay } from 'node:timers/promises';
 import { buildSchema, execute, subscribe } from 'graphql';
 import { SubscriptionServer } from 'subscriptions-transport-ws';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 const verifyToken = async (token) => {
   await delay(10 * token.length);
   return { id: token };
 };

 const server = createServer();

 SubscriptionServer.create(
   {
     schema: buildSchema('type Query { hello: String }'),
     execute,
     subscribe,
     async onConnect(connectionParams, webSocket) {
       const user = await verifyToken(connectionParams.token);
       if (!user) throw new Error('Unauthorized');
+      const userId = user.id;
+      const connections = connectionsPerUser.get(userId) ?? new Set();
+      if (webSocket.readyState > webSocket.OPEN || connections.size >= MAX_CONNECTIONS_PER_USER) {
+        webSocket.on('error', () => webSocket.terminate());
+        webSocket.close(1008, 'Connection limit reached');
+        setTimeout(() => webSocket.terminate(), 1000).unref();
+        return false;
+      }
+      connectionsPerUser.set(userId, connections.add(webSocket));
+      webSocket.once('close', () => {
+        connections.delete(webSocket);
+        if (connections.size === 0) connectionsPerUser.delete(userId);
+      });
       return { user, protocol: webSocket.protocol };
     },
   },
   { server, path: '/graphql' },
 );

 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: server.address().port }));
 });
`,
);
