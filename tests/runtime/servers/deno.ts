import { fromDiff } from '../fixture.js';

export const denoUpgrade = fromDiff(
  'Deno.upgradeWebSocket, the user in the handler',
  'esm',
  String.raw`
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();
+
 const verifyToken = async (token) => {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 };

 Deno.serve({ port: 0, hostname: '127.0.0.1', onListen: ({ port }) => console.log(JSON.stringify({ port })) }, async (request) => {
+  const signal = request.signal;
   const user = await verifyToken(new URL(request.url).searchParams.get('token'));
+  const userId = user.id;
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (signal.aborted || connections.size >= MAX_CONNECTIONS_PER_USER) {
+    return new Response('Connection limit reached', { status: 429 });
+  }
   const { socket, response } = Deno.upgradeWebSocket(request);
+  connectionsPerUser.set(userId, connections.add(socket));
+  const releaseConnection = () => {
+    if (connections.delete(socket) && connections.size === 0) connectionsPerUser.delete(userId);
+  };
+  socket.addEventListener('close', releaseConnection);
+  setTimeout(() => {
+    if (socket.readyState === socket.CONNECTING) releaseConnection();
+  }, 1000);
+  socket.addEventListener('open', () => {
+    if (!connections.has(socket)) socket.close(1008, 'Connection limit reached');
+  });
   socket.onopen = () => {
     socket.send('welcome');
   };
   socket.onmessage = (event) => {
     socket.send(user.id + event.data);
   };
   return response;
 });
`,
  'deno',
);
