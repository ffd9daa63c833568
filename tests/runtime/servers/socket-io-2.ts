import { fromDiff } from '../fixture.js';

export const legacy = fromDiff(
  'Socket.IO 2, identity on the socket itself',
  'commonjs',
  String.raw`
 var http = require('http').createServer();
 var io = require('socket.io-2')(http);
+
+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();

 function verifyToken(token, callback) {
   if (!token) return callback(new Error('unauthorized'));
   setTimeout(function () {
     callback(null, { sub: token });
   }, 10 * token.length);
 }

 io.use(function (socket, next) {
   verifyToken(socket.handshake.query.token, function (error, claims) {
     if (error) return next(error);
     socket.userId = claims.sub;
     next();
   });
 });
+
+io.use((socket, next) => {
+  const { conn } = socket;
+  const userId = socket.userId;
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (!connections.has(conn)) {
+    if (conn.readyState !== 'open' || connections.size >= MAX_CONNECTIONS_PER_USER) {
+      next(new Error('Connection limit reached'));
+      setTimeout(() => {
+        conn.close(true);
+        conn.transport.socket?.terminate?.();
+      }, 1000).unref();
+      return;
+    }
+    connectionsPerUser.set(userId, connections.add(conn));
+    conn.once('close', () => {
+      connections.delete(conn);
+      if (connections.size === 0) connectionsPerUser.delete(userId);
+    });
+  }
+  next();
+});

 io.on('connection', function (socket) {
   socket.on('chat message', function (message) {
     io.emit('chat message', message);
   });
 });

 http.listen(0, '127.0.0.1', function () {
   console.log(JSON.stringify({ port: http.address().port }));
 });
`,
);
