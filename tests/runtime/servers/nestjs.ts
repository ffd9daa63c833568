import { fromDiff } from '../fixture.js';

export const middleware = fromDiff(
  'NestJS on Socket.IO, middleware that is set in afterInit finds the user',
  'typescript',
  String.raw`
 import { type Server as HttpServer } from 'node:http';
 import { type AddressInfo } from 'node:net';
 import { Injectable, Module } from '@nestjs/common';
 import { NestFactory } from '@nestjs/core';
 import { type OnGatewayConnection, type OnGatewayInit, WebSocketGateway } from '@nestjs/websockets';
 import { type Server, type Socket } from 'socket.io';

+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();
+
 function verifyToken(token: unknown): { id: string } | undefined {
   return typeof token === 'string' ? { id: token } : undefined;
 }

 @Injectable()
 @WebSocketGateway()
 class ChatGateway implements OnGatewayInit, OnGatewayConnection {
   afterInit(server: Server): void {
     server.use((socket, next) => {
       const user = verifyToken(socket.handshake.auth['token']);
       if (!user) {
         next(new Error('Unauthorized'));
         return;
       }
       (socket.data as { userId: string }).userId = user.id;
       next();
     });
+
+    server.use((socket, next) => {
+      const { conn } = socket;
+      const userId = (socket.data as { userId: unknown }).userId;
+      const connections = connectionsPerUser.get(userId) ?? new Set();
+      if (!connections.has(conn)) {
+        if (conn.readyState !== 'open' || connections.size >= MAX_CONNECTIONS_PER_USER) {
+          next(new Error('Connection limit reached'));
+          setTimeout(() => {
+            conn.close(true);
+            (conn.transport as { socket?: { terminate?: () => void } }).socket?.terminate?.();
+          }, 1000).unref();
+          return;
+        }
+        connectionsPerUser.set(userId, connections.add(conn));
+        conn.once('close', () => {
+          connections.delete(conn);
+          if (connections.size === 0) connectionsPerUser.delete(userId);
+        });
+      }
+      next();
+    });
   }

   handleConnection(client: Socket): void {
     client.emit('welcome');
   }
 }

 @Module({ providers: [ChatGateway] })
 class AppModule {}

 const app = await NestFactory.create(AppModule, { logger: false });
 await app.listen(0, '127.0.0.1');
 console.log(JSON.stringify({ port: ((app.getHttpServer() as HttpServer).address() as AddressInfo).port }));
`,
);

export const socketIo = fromDiff(
  'NestJS on Socket.IO, the user is found in handleConnection',
  'typescript',
  String.raw`
 import { type Server } from 'node:http';
 import { type AddressInfo } from 'node:net';
 import { setTimeout as delay } from 'node:timers/promises';
 import { Injectable, Module } from '@nestjs/common';
 import { NestFactory } from '@nestjs/core';
 import { type OnGatewayConnection, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
 import { type Socket } from 'socket.io';

+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();
+
 @Injectable()
 @WebSocketGateway()
 class ChatGateway implements OnGatewayConnection {
   async handleConnection(client: Socket): Promise<void> {
     const user = await this.verifyToken(client.handshake.auth['token']);
     if (!user) {
       client.disconnect(true);
       return;
     }
+    const { conn } = client;
+    const userId = user.id;
+    const connections = connectionsPerUser.get(userId) ?? new Set();
+    if (!connections.has(conn)) {
+      if (conn.readyState !== 'open' || connections.size >= MAX_CONNECTIONS_PER_USER) {
+        client.disconnect(true);
+        setTimeout(() => {
+          (conn.transport as { socket?: { terminate?: () => void } }).socket?.terminate?.();
+        }, 1000).unref();
+        return;
+      }
+      connectionsPerUser.set(userId, connections.add(conn));
+      conn.once('close', () => {
+        connections.delete(conn);
+        if (connections.size === 0) connectionsPerUser.delete(userId);
+      });
+    }
     client.emit('welcome', user.id);
   }

   @SubscribeMessage('echo')
   echo(client: Socket, text: unknown): void {
     client.emit('echo', text);
   }

   private async verifyToken(token: unknown): Promise<{ id: string } | undefined> {
     const id = typeof token === 'string' ? token : '';
     await delay(10 * id.length);
     return id === '' ? undefined : { id };
   }
 }

 @Module({ providers: [ChatGateway] })
 class AppModule {}

 const app = await NestFactory.create(AppModule, { logger: false });
 await app.listen(0, '127.0.0.1');
 console.log(JSON.stringify({ port: ((app.getHttpServer() as Server).address() as AddressInfo).port }));
`,
);

export const ws = fromDiff(
  'NestJS on ws, the user is known at once',
  'typescript',
  String.raw`
 import { type IncomingMessage, type Server } from 'node:http';
 import { type AddressInfo } from 'node:net';
 import { Injectable, Module } from '@nestjs/common';
 import { NestFactory } from '@nestjs/core';
 import { WsAdapter } from '@nestjs/platform-ws';
 import { type OnGatewayConnection, type OnGatewayDisconnect, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
 import { type WebSocket } from 'ws';

+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();
+
 @Injectable()
 @WebSocketGateway()
 class ChatGateway implements OnGatewayConnection, OnGatewayDisconnect {
   private online = 0;

   handleConnection(client: WebSocket, request: IncomingMessage): void {
     const user = this.verifyToken(request);
     if (!user) {
       client.close(4401, 'Unauthorized');
       return;
     }
+    const userId = user.id;
+    const connections = connectionsPerUser.get(userId) ?? new Set();
+    if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+      client.pause();
+      setTimeout(() => { client.removeAllListeners('message').resume(); });
+      client.on('error', () => { client.terminate(); });
+      client.close(1008, 'Connection limit reached');
+      setTimeout(() => { client.terminate(); }, 1000).unref();
+      return;
+    }
+    connectionsPerUser.set(userId, connections.add(client));
+    client.once('close', () => {
+      connections.delete(client);
+      if (connections.size === 0) connectionsPerUser.delete(userId);
+    });
     this.online += 1;
     client.send('welcome');
   }

   handleDisconnect(): void {
     this.online -= 1;
   }

   @SubscribeMessage('log')
   log(_client: WebSocket, text: string): void {
     console.error(text, this.online);
   }

   private verifyToken(request: IncomingMessage): { id: string } | undefined {
     const id = new URL(request.url ?? '/', 'http://localhost').searchParams.get('token');
     return id === null ? undefined : { id };
   }
 }

 @Module({ providers: [ChatGateway] })
 class AppModule {}

 const app = await NestFactory.create(AppModule, { logger: false });
 app.useWebSocketAdapter(new WsAdapter(app));
 await app.listen(0, '127.0.0.1');
 console.log(JSON.stringify({ port: ((app.getHttpServer() as Server).address() as AddressInfo).port }));
`,
);
