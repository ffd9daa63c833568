import { fromDiff } from '../fixture.js';

export const singleObject = fromDiff(
  'Durable Objects, one object for all',
  'esm',
  `
 import { DurableObject } from 'cloudflare:workers';
+
+const MAX_CONNECTIONS_PER_USER = 3;

 const verifyToken = async (token) => {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 };

 export class Chat extends DurableObject {
   async fetch(request) {
     const user = await verifyToken(new URL(request.url).searchParams.get('token'));
     const [client, server] = Object.values(new WebSocketPair());
+    const userId = user.id;
+    const userTag = \`user:\${userId}\`;
+    if (this.ctx.getWebSockets(userTag).length >= MAX_CONNECTIONS_PER_USER) {
+      return new Response('Connection limit reached', { status: 429 });
+    }
-    this.ctx.acceptWebSocket(server);
+    this.ctx.acceptWebSocket(server, [userTag]);
+    setTimeout(() => {
+      try {
+        client.accept();
+        client.close();
+      } catch {
+        // The client has it.
+      }
+    }, 1000);
     server.serializeAttachment({ name: user.id });
     server.send('welcome');
     return new Response(null, { status: 101, webSocket: client });
   }

   webSocketMessage(ws, message) {
     ws.send(message);
   }
 }

 export default {
   fetch(request, env) {
     return env.CHAT.getByName('all').fetch(request);
   },
 };
`,
  'workerd',
);

export const objectOfUser = fromDiff(
  'Durable Objects, an object for each user',
  'typescript',
  `
 import { DurableObject } from 'cloudflare:workers';
+
+const MAX_CONNECTIONS_PER_USER = 3;

 interface Env {
   CHAT: DurableObjectNamespace<Chat>;
 }

 const verifyToken = async (token: string): Promise<{ id: string }> => {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 };

 export class Chat extends DurableObject<Env> {
   override fetch(): Response {
     const pair = new WebSocketPair();
+    if (this.ctx.getWebSockets().length >= MAX_CONNECTIONS_PER_USER) {
+      return new Response('Connection limit reached', { status: 429 });
+    }
     this.ctx.acceptWebSocket(pair[1]);
     pair[1].send('welcome');
     return new Response(null, { status: 101, webSocket: pair[0] });
   }

   override webSocketMessage(ws: WebSocket, message: string): void {
     ws.send(message);
   }
 }

 export default {
   async fetch(request, env) {
     const user = await verifyToken(new URL(request.url).searchParams.get('token') ?? '');
     const id = env.CHAT.idFromName(user.id);
     return env.CHAT.get(id).fetch(request);
   },
 } satisfies ExportedHandler<Env>;
`,
  'workerd',
);
