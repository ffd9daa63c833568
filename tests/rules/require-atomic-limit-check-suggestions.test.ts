import { testNoSuggestion, testSuggestion } from './suggestions.js';

const RULE = 'require-atomic-limit-check';

const withWs = (body: string, head = ''): string => ` import { WebSocketServer } from 'ws';
 import { audit, verify, profile } from './users.js';${head}

 const connections = new Map();
 const wss = new WebSocketServer({ port: 8080 });

 wss.on('connection', async (ws, request) => {
   const { id } = await verify(request.headers.authorization);${body}
 });
 `;

testSuggestion(RULE, 'takeFirst', 'awaitBetween', {
  'a Set, and the listener right behind it': withWs(`
   const own = connections.get(id) ?? new Set();
   if (ws.readyState !== ws.OPEN || own.size >= 3) return ws.terminate();
-  ws.profile = await profile(id);
   connections.set(id, own.add(ws));
   ws.on('close', () => {
     own.delete(ws);
     if (own.size === 0) connections.delete(id);
   });
+  ws.profile = await profile(id);
   ws.send('welcome');`),
  'a counter, with a comment': withWs(`
   if ((connections.get(id) ?? 0) >= 3) {
     ws.terminate();
     return;
   }
+  // One more.
+  connections.set(id, (connections.get(id) ?? 0) + 1);
   const user = await profile(id);
-  // One more.
-  connections.set(id, (connections.get(id) ?? 0) + 1);
   ws.send(user.name);`),
  'the Set is asked for once more': withWs(`
   if ((connections.get(id)?.size ?? 0) >= 3) return ws.terminate();
+  const own = connections.get(id) ?? new Set();
+  own.add(ws);
+  connections.set(id, own);
   const user = await profile(id);
-  const own = connections.get(id) ?? new Set();
-  own.add(ws);
-  connections.set(id, own);
   ws.send(user.name);`),
  'functions for the check and the addition': withWs(`
   if (!canConnect(id)) return ws.terminate();
+  add(id, ws);
   await audit(id);
-  add(id, ws);
   ws.send('welcome');`, `
 function canConnect(id) { return (connections.get(id)?.size ?? 0) < 3; }
 function add(id, ws) { connections.set(id, (connections.get(id) ?? new Set()).add(ws)); }`),
});

testSuggestion(RULE, 'takeFirst', 'callbackBetween', {
  'out of then': withWs(`
   const own = connections.get(id) ?? new Set();
   if (own.size >= 3) return ws.terminate();
+  connections.set(id, own.add(ws));
   profile(id).then((user) => {
     ws.profile = user;
-    connections.set(id, own.add(ws));
   });`),
  'out of the callback of a query, with its listener': withWs(`
   const own = connections.get(id) ?? new Set();
   if (own.size >= 3) return ws.terminate();
+  connections.set(id, own.add(ws));
+  ws.on('close', () => {
+    own.delete(ws);
+    if (own.size === 0) connections.delete(id);
+  });
   db.query('select 1 from users where id = $1', [id], (error, rows) => {
     if (error) return ws.close(1011);
-    connections.set(id, own.add(ws));
-    ws.on('close', () => {
-      own.delete(ws);
-      if (own.size === 0) connections.delete(id);
-    });
     ws.send(rows);
   });`, `
 import { db } from './db.js';`),
  'without semicolons': withWs(`
   const own = connections.get(id) ?? new Set()
   if (own.size >= 3) return ws.terminate()
+  connections.set(id, own.add(ws))
   profile(id).then((user) => {
-    connections.set(id, own.add(ws))
     ws.send(user.name)
   })`),
});

const plain = (body: string): string => withWs(body).replaceAll(/^ /gmu, '');

testNoSuggestion(RULE, 'awaitBetween', {
  'the count itself is older than the await': plain(`
   const count = connections.get(id)?.size ?? 0;
   const user = await profile(id);
   if (count >= 3) return ws.close(1013);
   connections.set(id, (connections.get(id) ?? new Set()).add(ws));
   ws.send(user.name);`),
  'what is added is known only later': plain(`
   const own = connections.get(id) ?? new Set();
   if (own.size >= 3) return ws.close(1013);
   const session = await profile(id);
   connections.set(id, own.add(session));`),
  'the code in between looks at the tracker': plain(`
   const own = connections.get(id) ?? new Set();
   if (own.size >= 3) return ws.close(1013);
   await audit(id, own.size);
   connections.set(id, own.add(ws));`),
  'a name that it uses is set in between': plain(`
   let key = id;
   if ((connections.get(key)?.size ?? 0) >= 3) return ws.close(1013);
   key = await profile(id);
   connections.set(key, (connections.get(key) ?? new Set()).add(ws));`),
  'the Set itself is put into the tracker later': plain(`
   const own = connections.get(id) ?? new Set();
   if (own.size >= 3) return ws.close(1013);
   await profile(id);
   own.add(ws);
   ws.send('welcome');
   connections.set(id, own);`),
  'only some connections are added': plain(`
   const own = connections.get(id) ?? new Set();
   if (own.size >= 3) return ws.close(1013);
   const user = await profile(id);
   if (user.isCounted) {
     ws.send('counted');
     connections.set(id, own.add(ws));
   }`),
  'the function that adds waits': `${plain(`
   const own = connections.get(id) ?? new Set();
   if (own.size >= 3) return ws.close(1013);
   await register(id, ws);`)}
async function register(id, ws) {
  await audit(id);
  connections.set(id, (connections.get(id) ?? new Set()).add(ws));
}`,
  'an older connection makes room': plain(`
   const old = connections.get(id);
   if (old) old.close(1000);
   await profile(id);
   connections.set(id, ws);
   ws.on('close', () => { if (connections.get(id) === ws) connections.delete(id); });`),
});

testNoSuggestion(RULE, 'callbackBetween', {
  'an expression': plain(`
   const own = connections.get(id) ?? new Set();
   if (own.size >= 3) return ws.close(1013);
   setTimeout(() => connections.set(id, own.add(ws)), 10);`),
  'nothing would be left of the listener': plain(`
   if ((connections.get(id)?.size ?? 0) >= 3) return ws.close(1013);
   ws.on('message', () => {
     connections.set(id, (connections.get(id) ?? new Set()).add(ws));
   });
   ws.on('close', () => connections.get(id)?.delete(ws));`),
});

testNoSuggestion(RULE, 'readThenWrite', {
  'a store needs a command that does both': `
import { WebSocketServer } from 'ws';
import { createClient } from 'redis';
import { verify } from './users.js';

const redis = createClient();
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', async (ws, request) => {
  const { id } = await verify(request.headers.authorization);
  if (Number(await redis.get('c:' + id)) >= 3) return ws.close(1013);
  await redis.incr('c:' + id);
  ws.on('close', () => redis.decr('c:' + id));
});`,
});
