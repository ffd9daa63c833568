import { fromDiff } from '../fixture.js';

export const middleware = fromDiff(
  'express-ws, middleware that finds the user',
  'commonjs',
  String.raw`
 const express = require('express');
 const expressWs = require('express-ws');

+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map();
+
 async function verifyToken(token) {
   await new Promise((resolve) => setTimeout(resolve, token.length * 10));
   return { id: token };
 }

 const { app } = expressWs(express());

 app.use(async (req, res, next) => {
   const user = await verifyToken(req.query.token);
   if (!user) {
     res.sendStatus(401);
     return;
   }
   req.user = user;
   next();
 });

 app.ws('/', (ws, req) => {
+  const userId = req.user.id;
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (ws.readyState > ws.OPEN || connections.size >= MAX_CONNECTIONS_PER_USER) {
+    ws.on('error', () => ws.terminate());
+    ws.close(1008, 'Connection limit reached');
+    setTimeout(() => ws.terminate(), 1000).unref();
+    return;
+  }
+  connectionsPerUser.set(userId, connections.add(ws));
+  ws.once('close', () => {
+    connections.delete(ws);
+    if (connections.size === 0) connectionsPerUser.delete(userId);
+  });
   ws.on('message', (message) => ws.send(req.user.id + message));
   ws.send('welcome');
 });

 const server = app.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: server.address().port }));
 });
`,
);

export const typed = fromDiff(
  'express-ws, TypeScript, the user is found in the handler',
  'typescript',
  String.raw`
 import { type AddressInfo } from 'node:net';
 import express from 'express';
 import expressWs from 'express-ws';

+const MAX_CONNECTIONS_PER_USER = 3;
+const connectionsPerUser = new Map<unknown, Set<unknown>>();
+
 async function verifyToken(token: unknown): Promise<{ id: string } | undefined> {
   const id = typeof token === 'string' ? token : '';
   await new Promise((resolve) => setTimeout(resolve, id.length * 10));
   return id === '' ? undefined : { id };
 }

 const { app } = expressWs(express());

 app.ws('/', async (ws, req) => {
   const user = await verifyToken(req.query['token']);
   if (!user) {
     ws.close(4401, 'Unauthorized');
     return;
   }
+  const userId = user.id;
+  const connections = connectionsPerUser.get(userId) ?? new Set();
+  if (ws.readyState > ws.OPEN || connections.size >= MAX_CONNECTIONS_PER_USER) {
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
   ws.on('message', () => {
     ws.send(user.id);
   });
   ws.send('welcome');
 });

 const server = app.listen(0, '127.0.0.1', () => {
   console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
 });
`,
);
