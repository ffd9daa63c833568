import { fromDiff } from '../fixture.js';

export const colyseusRoom = fromDiff(
  'Colyseus, the user comes from onAuth',
  'esm',
  String.raw`
 import { createServer } from 'node:http';
 import { setTimeout as delay } from 'node:timers/promises';
 import { Room, Server } from '@colyseus/core';
 import { WebSocketTransport } from '@colyseus/ws-transport';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 const verifyToken = async (token) => {
   await delay(1);
   return { id: token, name: 'somebody' };
 };

 class Arena extends Room {
   static async onAuth(token) {
     const user = await verifyToken(token);
     return { userId: user.id };
   }

   async onJoin(client) {
+    const userId = client.auth.userId;
+    const connections = connectionsPerUser.get(userId) ?? new Set();
+    if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+      setTimeout(() => client.ref.terminate?.(), 1000).unref();
+      throw new Error('Connection limit reached');
+    }
+    connectionsPerUser.set(userId, connections.add(client));
+    client.ref.once('close', () => {
+      connections.delete(client);
+      if (connections.size === 0) connectionsPerUser.delete(userId);
+    });
     await delay(10 * client.auth.userId.length);
   }
 }

 const server = createServer();
 const game = new Server({ greet: false, transport: new WebSocketTransport({ server }) });
 game.define('arena', Arena);
 await game.listen(0, '127.0.0.1');
 console.log(JSON.stringify({ port: server.address().port }));
`,
);

export const colyseusTypeScript = fromDiff(
  'TypeScript, Colyseus, onLeave is there',
  'typescript',
  String.raw`
 import { createServer } from 'node:http';
 import { type AddressInfo } from 'node:net';
 import { setTimeout as delay } from 'node:timers/promises';
 import { type Client, Room, Server } from '@colyseus/core';
 import { WebSocketTransport } from '@colyseus/ws-transport';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();

 interface User {
   id: string;
 }

 async function verifyToken(token: string): Promise<User> {
   await delay(1);
   return { id: token };
 }

 class Arena extends Room {
   static override async onAuth(token: string): Promise<User> {
     return verifyToken(token);
   }

   override async onJoin(client: Client<{ auth: User }>): Promise<void> {
+    const userId = (client as { auth?: { id: unknown } }).auth?.id;
+    const connections = connectionsPerUser.get(userId) ?? new Set();
+    if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+      setTimeout(() => { (client.ref as { terminate?: () => void }).terminate?.(); }, 1000).unref();
+      throw new Error('Connection limit reached');
+    }
+    connectionsPerUser.set(userId, connections.add(client));
+    client.ref.once('close', () => {
+      connections.delete(client);
+      if (connections.size === 0) connectionsPerUser.delete(userId);
+    });
     await delay(10 * (client.auth?.id.length ?? 0));
   }

   override onLeave(client: Client): void {
     this.broadcast('left', client.sessionId);
   }
 }

 const server = createServer();
 const game = new Server({ greet: false, transport: new WebSocketTransport({ server }) });
 game.define('arena', Arena);
 await game.listen(0, '127.0.0.1');
 console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
`,
);
