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

export const wakefulObject = fromDiff(
  'Durable Objects, an object that stays awake',
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
+  connectionsPerUser = new Map();
+
   sockets = new Set();

   async fetch(request) {
     const user = await verifyToken(new URL(request.url).searchParams.get('token'));
     const [client, server] = Object.values(new WebSocketPair());
+    const userId = user.id;
+    const connections = this.connectionsPerUser.get(userId) ?? new Set();
+    if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+      return new Response('Connection limit reached', { status: 429 });
+    }
     server.accept();
+    this.connectionsPerUser.set(userId, connections.add(server));
+    const releaseConnection = () => {
+      if (connections.delete(server) && connections.size === 0) this.connectionsPerUser.delete(userId);
+    };
+    server.addEventListener('close', releaseConnection);
+    server.addEventListener('error', releaseConnection);
+    setTimeout(() => {
+      try {
+        client.accept();
+        client.close();
+      } catch {
+        // The client has it.
+      }
+    }, 1000);
     this.sockets.add(server);
     server.addEventListener('message', ({ data }) => {
       for (const socket of this.sockets) socket.send(\`\${user.id}: \${data}\`);
     });
     server.addEventListener('close', () => this.sockets.delete(server));
     server.send('welcome');
     return new Response(null, { status: 101, webSocket: client });
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

export const wakefulObjectOfTypes = fromDiff(
  'Durable Objects, an object that stays awake, with types',
  'typescript',
  `
+const MAX_CONNECTIONS_PER_USER = 3;
+
 interface Env {
   CHAT: DurableObjectNamespace;
 }

 const verifyToken = async (token: string): Promise<{ id: string }> => {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 };

 export class Chat implements DurableObject {
+  private readonly connectionsPerUser = new Map<unknown, Set<unknown>>();
+
   constructor(private readonly state: DurableObjectState) {}

   async fetch(request: Request): Promise<Response> {
     const user = await verifyToken(new URL(request.url).searchParams.get('token') ?? '');
     return this.accept(user);
   }

   private accept(user: { id: string }): Response {
     const pair = new WebSocketPair();
     const server = pair[1];
+    const userId = user.id;
+    const connections = this.connectionsPerUser.get(userId) ?? new Set();
+    if (connections.size >= MAX_CONNECTIONS_PER_USER) {
+      return new Response('Connection limit reached', { status: 429 });
+    }
     server.accept();
+    this.connectionsPerUser.set(userId, connections.add(server));
+    const releaseConnection = () => {
+      if (connections.delete(server) && connections.size === 0) this.connectionsPerUser.delete(userId);
+    };
+    server.addEventListener('close', releaseConnection);
+    server.addEventListener('error', releaseConnection);
+    setTimeout(() => {
+      try {
+        pair[0].accept();
+        pair[0].close();
+      } catch {
+        // The client has it.
+      }
+    }, 1000);
     server.addEventListener('message', ({ data }) => {
       server.send(\`\${user.id} at \${this.state.id.toString()}: \${String(data)}\`);
     });
     server.send('welcome');
     return new Response(null, { status: 101, webSocket: pair[0] });
   }
 }

 export default {
   async fetch(request, env) {
     return env.CHAT.get(env.CHAT.idFromName('all')).fetch(request);
   },
 } satisfies ExportedHandler<Env>;
`,
  'workerd',
);
