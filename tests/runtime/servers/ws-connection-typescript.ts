import { fromDiff } from '../fixture.js';

export const listeningEarly = fromDiff(
  'TypeScript, message listener set before the user is known',
  'typescript',
  String.raw`
 import { createServer, type IncomingMessage } from 'node:http';
 import { type AddressInfo } from 'node:net';
 import { setTimeout as delay } from 'node:timers/promises';
 import { type WebSocket, WebSocketServer } from 'ws';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();

 const server = createServer();
 const wss = new WebSocketServer({ server });

 async function authenticate(request: IncomingMessage): Promise<string | null> {
   const token = new URL(request.url ?? '/', 'http://localhost').searchParams.get('token');
   await delay(10 * (token?.length ?? 0));
   return token;
 }

 async function onConnection(ws: WebSocket, request: IncomingMessage): Promise<void> {
   ws.on('error', console.error);
   ws.on('message', (data: Buffer) => {
     console.error(data.toString());
   });
   const userId = await authenticate(request);
   if (userId === null) {
     ws.close(4401, 'Unauthorized');
     return;
   }
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (ws.readyState > ws.OPEN || connections.size >= MAX_CONNECTIONS_PER_USER) {
+    ws.removeAllListeners('message');
+    ws.on('error', () => { ws.terminate(); });
+    ws.close(1008, 'Connection limit reached');
+    setTimeout(() => { ws.terminate(); }, 1000).unref();
+    return;
+  }
+  connectionsPerUser.set(userId, connections.add(ws));
+  ws.once('close', () => {
+    connections.delete(ws);
+    if (connections.size === 0) connectionsPerUser.delete(userId);
+  });
   ws.send('welcome');
 }

 wss.on('connection', (ws, request) => {
   void onConnection(ws, request);
 });

 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
 });
`,
);

export const inClass = fromDiff(
  'TypeScript, class with a bound handler',
  'typescript',
  String.raw`
 import { createServer, type IncomingMessage, type Server } from 'node:http';
 import { type AddressInfo } from 'node:net';
 import { type WebSocket, WebSocketServer } from 'ws';
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();

 interface User {
   id: string;
 }

 class Gateway {
   private readonly wss: WebSocketServer;

   constructor(server: Server) {
     this.wss = new WebSocketServer({ server });
     this.wss.on('connection', this.handleConnection.bind(this));
   }

   private verify(request: IncomingMessage): User | undefined {
     const id = new URL(request.url ?? '/', 'http://localhost').searchParams.get('token');
     return id === null ? undefined : { id };
   }

   private handleConnection(ws: WebSocket, request: IncomingMessage): void {
     const user = this.verify(request);
     if (!user) {
       ws.close(4401, 'Unauthorized');
       return;
     }

+    const userId = user.id;
+    const connections = connectionsPerUser.get(userId) ?? new Set();
+    if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+      ws.on('error', () => { ws.terminate(); });
+      ws.close(1008, 'Connection limit reached');
+      setTimeout(() => { ws.terminate(); }, 1000).unref();
+      return;
+    }
+    connectionsPerUser.set(userId, connections.add(ws));
+    ws.once('close', () => {
+      connections.delete(ws);
+      if (connections.size === 0) connectionsPerUser.delete(userId);
+    });
+
     ws.on('error', console.error);
     ws.on('message', () => {
       this.broadcast(user.id);
     });
     ws.send('welcome');
   }

   private broadcast(text: string): void {
     for (const client of this.wss.clients) client.send(text);
   }
 }

 const server = createServer();
 new Gateway(server);
 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
 });
`,
);
