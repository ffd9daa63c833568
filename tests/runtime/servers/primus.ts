import { fromDiff } from '../fixture.js';

export const authorized = fromDiff(
  'Primus, the user is put on the request by authorize',
  'commonjs',
  String.raw`
 const http = require('node:http');
 const Primus = require('primus');

+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();
+
 async function verifyToken(token) {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 }

 const server = http.createServer();
 const primus = new Primus(server, { transformer: 'websockets' });

 primus.authorize(async (req, done) => {
   const user = await verifyToken(req.query.token);
   if (!user) return done(new Error('Unauthorized'));
   req.user = user;
   done();
 });

 primus.on('connection', (spark) => {
+  const userId = spark.request.user.id;
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (spark.readyState !== spark.constructor.OPEN || connections.size >= MAX_CONNECTIONS_PER_USER) {
+    spark.end('Connection limit reached');
+    setTimeout(() => {
+      if (spark.headers.upgrade) spark.request?.socket.destroy();
+    }, 1000).unref();
+    return;
+  }
+  connectionsPerUser.set(userId, connections.add(spark));
+  spark.once('end', () => {
+    connections.delete(spark);
+    if (connections.size === 0) connectionsPerUser.delete(userId);
+  });
   spark.on('data', (data) => spark.write(spark.request.user.id + data));
   spark.write('welcome');
 });

 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: server.address().port }));
 });
`,
);

export const sparks = fromDiff(
  'Primus, the user is found in the listener',
  'commonjs',
  String.raw`
 const http = require('node:http');
 const Primus = require('primus');

+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();
+
 async function verifyToken(token) {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 }

 const server = http.createServer();
 const primus = new Primus(server, { transformer: 'websockets' });

 primus.on('connection', async (spark) => {
   const user = await verifyToken(spark.query.token);
   if (!user) {
     spark.end();
     return;
   }
+  const userId = user.id;
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (spark.readyState !== spark.constructor.OPEN || connections.size >= MAX_CONNECTIONS_PER_USER) {
+    spark.end('Connection limit reached');
+    setTimeout(() => {
+      if (spark.headers.upgrade) spark.request?.socket.destroy();
+    }, 1000).unref();
+    return;
+  }
+  connectionsPerUser.set(userId, connections.add(spark));
+  spark.once('end', () => {
+    connections.delete(spark);
+    if (connections.size === 0) connectionsPerUser.delete(userId);
+  });
   spark.on('data', (data) => spark.write(user.id + data));
   spark.write('welcome');
 });

 server.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: server.address().port }));
 });
`,
);
