import { fromDiff } from '../fixture.js';

export const serverOfUser = fromDiff(
  'PartyServer, a server for each user',
  'esm',
  `
 import { getServerByName, Server } from 'partyserver';
+
+const MAX_CONNECTIONS_PER_USER = 3;

 const verifyToken = async (token) => {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 };

 export class Chat extends Server {
   static options = { hibernate: true };

   onConnect(connection) {
     connection.send('welcome');
+  }
+
+  async fetch(request) {
+    if (request.headers.has('Upgrade') && this.ctx.getWebSockets().length >= MAX_CONNECTIONS_PER_USER) {
+      return new Response('Connection limit reached', { status: 429 });
+    }
+    return super.fetch(request);
   }

   onMessage(connection, message) {
     connection.send(message);
   }
 }

 export default {
   async fetch(request, env) {
     const user = await verifyToken(new URL(request.url).searchParams.get('token'));
     const server = await getServerByName(env.CHAT, user.id);
     return server.fetch(request);
   },
 };
`,
  'workerd',
);

export const serverOfTypes = fromDiff(
  'PartyServer, a server for each user, with types, which is slow to welcome',
  'typescript',
  `
 import { type Connection, getServerByName, Server } from 'partyserver';
+
+const MAX_CONNECTIONS_PER_USER = 3;

 interface Env {
   CHAT: DurableObjectNamespace<Chat>;
 }

 const verifyToken = (token: string): { id: string } => ({ id: token });

 export class Chat extends Server {
   static override options = { hibernate: true };

   override async onConnect(connection: Connection): Promise<void> {
     await new Promise((resolve) => setTimeout(resolve, this.name.length * 10));
     connection.send('welcome');
   }

+  override async fetch(request: Request): Promise<Response> {
+    if (request.headers.has('Upgrade') && this.ctx.getWebSockets().length >= MAX_CONNECTIONS_PER_USER) {
+      return new Response('Connection limit reached', { status: 429 });
+    }
+    const response = await super.fetch(request);
+    const { webSocket } = response;
+    setTimeout(() => {
+      try {
+        webSocket?.accept();
+        webSocket?.close();
+      } catch {
+        // The client has it.
+      }
+    }, 1000);
+    return response;
+  }
+
   override onMessage(connection: Connection, message: string): void {
     connection.send(message);
   }
 }

 export default {
   async fetch(request, env) {
     const user = verifyToken(new URL(request.url).searchParams.get('token') ?? '');
     const server = await getServerByName(env.CHAT, user.id);
     return server.fetch(request);
   },
 } satisfies ExportedHandler<Env>;
`,
  'workerd',
);
