import { kept, type Repair } from './repair.js';

/** Gateways of NestJS, where what looks like a refusal often is none. */
const HEAD = kept(`
import { UseGuards } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import { Server, Socket } from 'socket.io';
import { verifyToken } from './token.js';

const MAX_CONNECTIONS_PER_USER = 3;
const connections = new Map<string, Set<unknown>>();
`);

export const gatewayRepairs: readonly Repair[] = [
  {
    finding: 'no-unenforced-limit-config/unusedGuard',
    says: 'it is attached where the library does not run it for new connections. Call it in the handshake or else in the connection handler, and refuse the connection when it says so;',
    beside: ['require-per-user-connection-limit/configuredOnly'],
    language: 'typescript',
    diff: `${HEAD}
 class LimitGuard {
   canActivate(userId: string): boolean {
     return (connections.get(userId)?.size ?? 0) < MAX_CONNECTIONS_PER_USER;
   }
 }

-@UseGuards(LimitGuard)
 @WebSocketGateway()
 export class Feed {
+  private readonly limit = new LimitGuard();
+
   afterInit(server: Server): void {
     server.use((socket: Socket, next: (error?: Error) => void) => {
       const { conn } = socket;
       const { userId } = verifyToken(socket.handshake.auth.token);
+      if (!this.limit.canActivate(userId)) {
+        next(new Error('Connection limit reached'));
+        return;
+      }
       const own = connections.get(userId) ?? new Set();
       connections.set(userId, own.add(conn));
       conn.once('close', () => {
         own.delete(conn);
         if (own.size === 0) connections.delete(userId);
       });
       next();
     });
   }
 }
`,
  },
  {
    finding: 'require-per-user-connection-limit/notRejected',
    says: 'a message, a return or, in some libraries, a throw leaves it open. Where the limit is reached, refuse the connection, in the handshake if the user is known there, or else close it, and do not count it.',
    language: 'typescript',
    diff: `${HEAD}
 @WebSocketGateway()
 export class Feed {
-  handleConnection(client: Socket): void {
-    const { conn } = client;
-    const { userId } = verifyToken(client.handshake.auth.token);
-    const own = connections.get(userId) ?? new Set();
-    if (own.size >= MAX_CONNECTIONS_PER_USER) throw new Error('Connection limit reached');
-    connections.set(userId, own.add(conn));
-    conn.once('close', () => {
-      own.delete(conn);
-      if (own.size === 0) connections.delete(userId);
-    });
-  }
+  afterInit(server: Server): void {
+    server.use((client: Socket, next: (error?: Error) => void) => {
+      const { conn } = client;
+      const { userId } = verifyToken(client.handshake.auth.token);
+      const own = connections.get(userId) ?? new Set();
+      if (own.size >= MAX_CONNECTIONS_PER_USER) {
+        next(new Error('Connection limit reached'));
+        return;
+      }
+      connections.set(userId, own.add(conn));
+      conn.once('close', () => {
+        own.delete(conn);
+        if (own.size === 0) connections.delete(userId);
+      });
+      next();
+    });
+  }
 }
`,
  },
];
