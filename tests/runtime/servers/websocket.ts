import { fromDiff } from '../fixture.js';

export const requests = fromDiff(
  'websocket, before the request is accepted',
  'commonjs',
  String.raw`
 const http = require('node:http');
 const WebSocketServer = require('websocket').server;

+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();
+
 async function verifyToken(token) {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 }

 const server = http.createServer();
 const wsServer = new WebSocketServer({ httpServer: server, autoAcceptConnections: false });

 wsServer.on('request', async (request) => {
+  request.httpRequest.socket.on('error', () => request.httpRequest.socket.destroy());
   const user = await verifyToken(request.resourceURL.query.token);
   if (!user) {
     request.reject(401);
     return;
   }

+  const userId = user.id;
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (!request.httpRequest.socket.readable || connections.size >= MAX_CONNECTIONS_PER_USER) {
+    request.reject(429, 'Connection limit reached');
+    request.httpRequest.socket.destroySoon();
+    return;
+  }
+  connectionsPerUser.set(userId, connections.add(request.httpRequest.socket));
+  request.httpRequest.socket.once('close', () => {
+    connections.delete(request.httpRequest.socket);
+    if (connections.size === 0) connectionsPerUser.delete(userId);
+  });
+
   const connection = request.accept(null, request.origin);
   connection.sendUTF('welcome');
   connection.on('message', (message) => {
     connection.sendUTF(user.id + message.utf8Data);
   });
 });

 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: server.address().port }));
 });
`,
);

export const typed = fromDiff(
  'websocket, TypeScript, in a class',
  'typescript',
  String.raw`
 import { createServer, type Server } from 'node:http';
 import { type AddressInfo } from 'node:net';
 import websocket, { type request as Request, type server as WebSocketServer } from 'websocket';

+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();
+
 class Feed {
   private readonly sockets: WebSocketServer;

   constructor(httpServer: Server) {
     this.sockets = new websocket.server({ httpServer });
     this.sockets.on('request', (request) => {
+      request.httpRequest.socket.on('error', () => { request.httpRequest.socket.destroy(); });
       this.handle(request);
     });
   }

   private verify(token: unknown): { id: string } | undefined {
     return typeof token === 'string' ? { id: token } : undefined;
   }

   private handle(request: Request): void {
     const user = this.verify(request.resourceURL.query['token']);
     if (!user) {
       request.reject(401);
       return;
     }
+    const userId = user.id;
+    const connections = connectionsPerUser.get(userId) ?? new Set();
+    if (!request.httpRequest.socket.readable || connections.size >= MAX_CONNECTIONS_PER_USER) {
+      request.reject(429, 'Connection limit reached');
+      request.httpRequest.socket.destroySoon();
+      return;
+    }
+    connectionsPerUser.set(userId, connections.add(request.httpRequest.socket));
+    request.httpRequest.socket.once('close', () => {
+      connections.delete(request.httpRequest.socket);
+      if (connections.size === 0) connectionsPerUser.delete(userId);
+    });
     const connection = request.accept(null, request.origin);
     connection.sendUTF('welcome');
     connection.on('message', () => {
       connection.sendUTF(user.id);
     });
   }
 }

 const server = createServer();
 new Feed(server);
 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
 });
`,
);
