import { testNoSuggestion, testSuggestion } from './suggestions.js';

const RULE = 'require-connection-release';

const withWs = (body: string, head = 'const connections = new Map();', isAsync = ''): string => ` import { WebSocketServer } from 'ws';
 import { verify, verifySync, profile, isAllowed } from './users.js';

 ${head}
 const wss = new WebSocketServer({ port: 8080 });

 wss.on('connection', ${isAsync}(ws, request) => {
   const { id } = verifySync(request.headers.authorization);${body}
 });
 `;
const waiting = (body: string): string => withWs(body, undefined, 'async ').replace('= verifySync', '= await verify');
const plain = (text: string): string => text.replaceAll(/^ /gmu, '');
const SET = `
   const own = connections.get(id) ?? new Set();
   if (own.size >= 3) return ws.terminate();`;
const TAKE = `${SET}
   connections.set(id, own.add(ws));`;
const COUNT = `
   const count = connections.get(id) ?? 0;
   if (count >= 3) return ws.terminate();`;

testSuggestion(RULE, 'releaseAtEnd', 'neverReleased', {
  'a Set': withWs(`${TAKE}
+  ws.once('close', () => {
+    own.delete(ws);
+    if (own.size === 0) connections.delete(id);
+  });
   ws.send('welcome');`),
  'a Set without a name': withWs(`
   if ((connections.get(id)?.size ?? 0) >= 3) return ws.terminate();
   connections.set(id, (connections.get(id) ?? new Set()).add(ws));
+  ws.once('close', () => {
+    const own = connections.get(id);
+    own?.delete(ws);
+    if (own?.size === 0) connections.delete(id);
+  });`),
  'in two statements': withWs(`${SET}
   own.add(ws);
   connections.set(id, own);
+  ws.once('close', () => {
+    own.delete(ws);
+    if (own.size === 0) connections.delete(id);
+  });`),
  'a counter, without semicolons': withWs(`
   const count = connections.get(id) ?? 0
   if (count >= 3) return ws.terminate()
   connections.set(id, count + 1)
+  ws.once('close', () => {
+    const left = (connections.get(id) ?? 1) - 1
+    if (left > 0) connections.set(id, left)
+    else connections.delete(id)
+  })
   ws.send('welcome')
   ws.send('have fun')`).replaceAll(';\n', '\n'),
  'raised first, compared then': withWs(`
   const count = (connections.get(id) ?? 0) + 1;
   connections.set(id, count);
+  ws.once('close', () => {
+    const left = (connections.get(id) ?? 1) - 1;
+    if (left > 0) connections.set(id, left);
+    else connections.delete(id);
+  });
   if (count > 3) return ws.terminate();`),
  'an object': withWs(`
   if ((connections[id] ?? 0) >= 3) return ws.terminate();
   connections[id] = (connections[id] ?? 0) + 1;
+  ws.once('close', () => {
+    const left = (connections[id] ?? 1) - 1;
+    if (left > 0) connections[id] = left;
+    else delete connections[id];
+  });`, 'const connections = {};'),
  'the one connection that a user may have': withWs(`
   if (connections.has(id)) return ws.terminate();
   connections.set(id, ws);
+  ws.once('close', () => {
+    if (connections.get(id) === ws) connections.delete(id);
+  });`),
  'the newest connection': withWs(`
   connections.get(id)?.close(1000);
   connections.set(id, ws);
+  ws.once('close', () => {
+    if (connections.get(id) === ws) connections.delete(id);
+  });`),
  'behind something asynchronous, with the question whether it is still open': waiting(`
   const own = connections.get(id) ?? new Set();
-  if (own.size >= 3) return ws.terminate();
+  if (ws.readyState !== ws.OPEN || own.size >= 3) return ws.terminate();
   connections.set(id, own.add(ws));
+  ws.once('close', () => {
+    own.delete(ws);
+    if (own.size === 0) connections.delete(id);
+  });`),
  'a middleware, where the transport tells': ` import { Server } from 'socket.io';
 import { verifySync } from './users.js';

 const connections = new Map();
 const io = new Server(3000);
 io.use((socket, next) => {
   const { id } = verifySync(socket.handshake.auth.token);
   const own = connections.get(id) ?? new Set();
   if (own.size >= 3) return next(new Error('limit'));
   connections.set(id, own.add(socket.conn));
+  socket.conn.once('close', () => {
+    own.delete(socket.conn);
+    if (own.size === 0) connections.delete(id);
+  });
   next();
 });
 io.on('connection', (socket) => socket.emit('welcome'));`,
  'TypeScript, in a class': ` import { WebSocketServer, WebSocket } from 'ws';
 import type { IncomingMessage } from 'node:http';
 import { verifySync } from './users.js';

 export class Chat {
 \tprivate readonly open = new Map<string, number>();

 \tlisten(wss: WebSocketServer) {
 \t\twss.on('connection', (ws: WebSocket, request: IncomingMessage) => {
 \t\t\tconst id: string = verifySync(request.headers.authorization).id;
 \t\t\tconst count = this.open.get(id) ?? 0;
 \t\t\tif (count >= 3) return ws.terminate();
 \t\t\tthis.open.set(id, count + 1);
+\t\t\tws.once('close', () => {
+\t\t\t\tconst left = (this.open.get(id) ?? 1) - 1;
+\t\t\t\tif (left > 0) this.open.set(id, left);
+\t\t\t\telse this.open.delete(id);
+\t\t\t});
 \t\t});
 \t}
 }
 new Chat().listen(new WebSocketServer({ port: 8080 }));`,
});

testSuggestion(RULE, 'deleteEmpty', 'keyGrowth', {
  'a listener that is an expression': withWs(`${TAKE}
-  ws.on('close', () => own.delete(ws));
+  ws.on('close', () => {
+    own.delete(ws);
+    if (own.size === 0) connections.delete(id);
+  });`),
  'a block': withWs(`${TAKE}
   ws.on('close', () => {
     own.delete(ws);
+    if (own.size === 0) connections.delete(id);
   });`),
  'asked for once more': withWs(`${TAKE}
   ws.on('close', () => {
     connections.get(id)?.delete(ws);
+    if (connections.get(id)?.size === 0) connections.delete(id);
   });`),
  'an object of Sets': withWs(`
   users[id] ??= new Set();
   if (users[id].size >= 3) return ws.terminate();
   users[id].add(ws);
-  ws.on('close', () => users[id].delete(ws));
+  ws.on('close', () => {
+    users[id].delete(ws);
+    if (users[id].size === 0) delete users[id];
+  });`, 'const users = {};'),
  'a list': withWs(`
   const own = connections.get(id) ?? [];
   if (own.length >= 3) return ws.terminate();
   connections.set(id, [...own, ws]);
   ws.on('close', () => {
     connections.set(id, connections.get(id).filter((one) => one !== ws));
+    if (connections.get(id)?.length === 0) connections.delete(id);
   });`),
  'a number': withWs(`${COUNT}
   connections.set(id, count + 1);
-  ws.on('close', () => connections.set(id, connections.get(id) - 1));
+  ws.on('close', () => {
+    connections.set(id, connections.get(id) - 1);
+    if (connections.get(id) === 0) connections.delete(id);
+  });`),
});

testSuggestion(RULE, 'deleteOwn', 'doubleRelease', {
  'an expression': withWs(`
   const old = connections.get(id);
   if (old) old.close(1000);
   connections.set(id, ws);
-  ws.on('close', () => connections.delete(id));
+  ws.on('close', () => {
+    if (connections.get(id) === ws) connections.delete(id);
+  });`),
  'a block': withWs(`
   connections.get(id)?.close(1000);
   connections.set(id, ws);
   ws.on('close', () => {
-    connections.delete(id);
+    if (connections.get(id) === ws) connections.delete(id);
     console.log(id);
   });`),
  'an object': withWs(`
   if (connections[id]) connections[id].close(1000);
   connections[id] = ws;
   ws.on('close', () => {
-    delete connections[id];
+    if (connections[id] === ws) delete connections[id];
   });`, 'const connections = {};'),
});

testSuggestion(RULE, 'releaseOwn', 'doubleRelease', {
  'a Set': withWs(`${TAKE}
-  ws.on('close', () => connections.delete(id));
+  ws.on('close', () => {
+    own.delete(ws);
+    if (own.size === 0) connections.delete(id);
+  });`),
  'a counter': withWs(`${COUNT}
   connections.set(id, count + 1);
   ws.on('close', () => {
-    connections.delete(id);
+    const left = (connections.get(id) ?? 1) - 1;
+    if (left > 0) connections.set(id, left);
+    else connections.delete(id);
   });`),
  'a Set without a name': withWs(`
   if ((connections.get(id)?.size ?? 0) >= 3) return ws.terminate();
   connections.set(id, (connections.get(id) ?? new Set()).add(ws));
-  ws.on('close', () => connections.delete(id));
+  ws.on('close', () => {
+    const own = connections.get(id);
+    own?.delete(ws);
+    if (own?.size === 0) connections.delete(id);
+  });`),
});

const LOWER = `
     const left = connections.get(id) - 1;
     if (left > 0) connections.set(id, left);
     else connections.delete(id);`;

testSuggestion(RULE, 'attachBehindCheck', 'doubleRelease', {
  'a counter': withWs(`
-  ws.on('close', () => {${LOWER.replaceAll('\n ', '\n-')}
-  });${COUNT}
   connections.set(id, count + 1);
+  ws.on('close', () => {${LOWER.replaceAll('\n ', '\n+')}
+  });`),
  'with a comment': withWs(`
-  // Gone.
-  ws.once('close', () => {${LOWER.replaceAll('\n ', '\n-')}
-  });${COUNT}
   connections.set(id, count + 1);
+  // Gone.
+  ws.once('close', () => {${LOWER.replaceAll('\n ', '\n+')}
+  });
   ws.send('welcome');`),
  'between the count and the check': withWs(`
   const count = connections.get(id) ?? 0;
-  ws.on('close', () => {${LOWER.replaceAll('\n ', '\n-')}
-  });
   if (count >= 3) return ws.terminate();
   connections.set(id, count + 1);
+  ws.on('close', () => {${LOWER.replaceAll('\n ', '\n+')}
+  });`),
});

testSuggestion(RULE, 'releaseOnce', 'doubleRelease', {
  'an arrow function': withWs(`${COUNT}
   connections.set(id, count + 1);
-  const release = () => {
+  let isReleased = false;
+  const release = () => {
+    if (isReleased) return;
+    isReleased = true;${LOWER}
   };
   ws.on('close', release);
   ws.on('error', release);`),
  'a function declaration': withWs(`${COUNT}
   connections.set(id, count + 1);
-  function release() {
+  let isReleased = false;
+  function release() {
+    if (isReleased) return;
+    isReleased = true;${LOWER}
   }
   ws.once('close', release);
   ws.once('error', release);`),
  'a name that is taken': withWs(`
   const isReleased = isAllowed(id);${COUNT}
   connections.set(id, count + 1);
-  const release = () => {
+  let isGivenBack = false;
+  const release = () => {
+    if (isGivenBack) return;
+    isGivenBack = true;${LOWER}
   };
   ws.on('close', release);
   ws.on('error', release);
   ws.send(isReleased);`),
});

const LISTENER = `
   ws.on('close', () => {
     own.delete(ws);
     if (own.size === 0) connections.delete(id);
   });`;
const AFTER = LISTENER.replaceAll('\n ', '\n+');
const BEFORE = LISTENER.replaceAll('\n ', '\n-');

testSuggestion(RULE, 'attachFirst', 'releaseUnreachable', {
  'an await': withWs(`${TAKE}${AFTER}
   ws.profile = await profile(id);${BEFORE}
   ws.send('welcome');`, undefined, 'async '),
  'a return': withWs(`${TAKE}${AFTER}
   if (!isAllowed(id)) {
     ws.close(1008);
     return;
   }${BEFORE}`),
  'a throw': withWs(`${TAKE}${AFTER}
   if (!isAllowed(id)) throw new Error('not allowed');${BEFORE}`),
  'a callback': withWs(`${TAKE}${AFTER}
   profile(id).then((user) => {
     ws.profile = user;${BEFORE.replaceAll('\n-', '\n-  ')}
   });`),
});

const withMiddleware = (body: string, before = ''): string => ` import { Server } from 'socket.io';
 import { verify, verifySync } from './users.js';

 const connections = new Map();
 const io = new Server(3000);${before}
 io.use((socket, next) => {
   const { id } = verifySync(socket.handshake.auth.token);
   const own = connections.get(id) ?? new Set();${body}
   next();
 });
 io.on('connection', (socket) => socket.emit('welcome'));`;

testSuggestion(RULE, 'hearTransport', 'notOnAbort', {
  'the socket was kept': withMiddleware(`
   if (own.size >= 3) return next(new Error('limit'));
-  connections.set(id, own.add(socket));
-  socket.on('disconnect', () => {
-    own.delete(socket);
+  connections.set(id, own.add(socket.conn));
+  socket.conn.once('close', () => {
+    own.delete(socket.conn);
     if (own.size === 0) connections.delete(id);
   });`),
  'the transport was kept': withMiddleware(`
   if (own.size >= 3) return next(new Error('limit'));
   connections.set(id, own.add(socket.conn));
-  socket.on('disconnect', () => {
+  socket.conn.once('close', () => {
     own.delete(socket.conn);
     if (own.size === 0) connections.delete(id);
   });`),
  'once': withMiddleware(`
   if (own.size >= 3) return next(new Error('limit'));
-  own.add(socket);
+  own.add(socket.conn);
   connections.set(id, own);
-  socket.once("disconnect", () => {
-    own.delete(socket);
+  socket.conn.once('close', () => {
+    own.delete(socket.conn);
     if (own.size === 0) connections.delete(id);
   });`),
});

const OPEN = `
   connections.set(id, own.add(socket.conn));
   socket.conn.once('close', () => {
     own.delete(socket.conn);
     if (own.size === 0) connections.delete(id);
   });`;

testSuggestion(RULE, 'askWhetherOpen', 'notOnAbort', {
  'an awaited user': waiting(`
   const own = connections.get(id) ?? new Set();
-  if (own.size >= 3) return ws.terminate();
+  if (ws.readyState !== ws.OPEN || own.size >= 3) return ws.terminate();
   connections.set(id, own.add(ws));${LISTENER}`),
  'a condition with parentheses to come': waiting(`
   const own = connections.get(id) ?? new Set();
-  if (own.size > 2 ? true : false) return ws.terminate();
+  if (ws.readyState !== ws.OPEN || (own.size > 2 ? true : false)) return ws.terminate();
   connections.set(id, own.add(ws));${LISTENER}`),
  'a middleware behind one that waits': withMiddleware(`
-  if (own.size >= 3) return next(new Error('limit'));
+  if (socket.conn.readyState !== 'open' || own.size >= 3) return next(new Error('limit'));${OPEN}`, `
 io.use(async (socket, next) => {
   socket.data.user = await verify(socket.handshake.auth.token);
   next();
 });`),
});

testNoSuggestion(RULE, 'neverReleased', {
  'something is given back, on another event': plain(withWs(`${TAKE}
   ws.on('message', (data) => { if (String(data) === 'logout') own.delete(ws); });`)),
  'a helper takes the slot': plain(withWs(`
   if (!take(id)) return ws.terminate();
   ws.send('welcome');`, `const connections = new Map();
 function take(id) {
   const count = connections.get(id) ?? 0;
   if (count >= 3) return false;
   connections.set(id, count + 1);
   return true;
 }`)),
  'something else than the connection is kept': plain(withWs(`
   if (connections.has(id)) return ws.terminate();
   const name = request.headers.host;
   connections.set(id, name);`)),
  'the key is of the whole server, and set again': plain(withWs(`
   user = id;
   if ((connections.get(user) ?? 0) >= 3) return ws.terminate();
   connections.set(user, (connections.get(user) ?? 0) + 1);`, `const connections = new Map();
 let user;`)),
  'the key is set again when the client logs out': plain(withWs(`
   ws.userId = id;
   if ((connections.get(ws.userId) ?? 0) >= 3) return ws.terminate();
   connections.set(ws.userId, (connections.get(ws.userId) ?? 0) + 1);
   ws.on('message', () => { ws.userId = undefined; });`)),
  'only some connections are added': plain(withWs(`${COUNT}
   if (isAllowed(id)) connections.set(id, count + 1);`)),
  'the user is computed each time': plain(withWs(`
   if ((connections.get(keyOf(id)) ?? 0) >= 3) return ws.terminate();
   connections.set(keyOf(id), (connections.get(keyOf(id)) ?? 0) + 1);`, `const connections = new Map();
 const keyOf = (id) => 'user:' + id;`)),
});

testNoSuggestion(RULE, 'keyGrowth', {
  // The Set would be in no tracker any more when the connection is put into it.
  'something is awaited between the look at the tracker and the addition': plain(withWs(`
   if (!connections.has(id)) connections.set(id, new Set());
   const own = connections.get(id);
   if (own.size >= 3) return ws.terminate();
   ws.profile = await profile(id);
   own.add(ws);
   ws.on('close', () => own.delete(ws));`, undefined, 'async ')),
  'the listener has another user of that name': plain(withWs(`${TAKE}
   ws.on('close', () => {
     const id = ws.name;
     own.delete(ws);
     console.log(id);
   });`)),
  'a helper that gives back, whose result may be used': plain(withWs(`${TAKE}
   ws.on('close', () => leave(id, ws));`, `const connections = new Map();
 const leave = (id, ws) => connections.get(id).delete(ws);`)),
});

testNoSuggestion(RULE, 'doubleRelease', {
  'the listener does more than that': plain(withWs(`
   const timer = setInterval(() => ws.ping(), 30_000);
   ws.on('close', () => {
     clearInterval(timer);${LOWER}
   });${COUNT}
   connections.set(id, count + 1);`)),
  'the listener tells somebody': plain(withWs(`
   ws.on('close', () => {
     console.log(id);${LOWER}
   });${COUNT}
   connections.set(id, count + 1);`)),
  'two functions': plain(withWs(`${COUNT}
   connections.set(id, count + 1);
   ws.on('close', () => {${LOWER}
   });
   ws.on('error', () => {${LOWER}
   });`)),
});

testNoSuggestion(RULE, 'releaseUnreachable', {
  'what the listener uses is known later': plain(withWs(`${TAKE}
   const user = await profile(id);
   ws.on('close', () => {
     own.delete(ws);
     if (own.size === 0) connections.delete(user.id);
   });`, undefined, 'async ')),
  'another function attaches it': plain(withWs(`${TAKE}
   serve(ws, id, own);`, `const connections = new Map();
 async function serve(ws, id, own) {
   ws.profile = await profile(id);${LISTENER}
 }`)),
});

testNoSuggestion(RULE, 'notOnAbort', {
  'the sockets are used for more': plain(withMiddleware(`
   if (own.size >= 3) return next(new Error('limit'));
   for (const other of own) other.emit('joined');
   connections.set(id, own.add(socket));
   socket.on('disconnect', () => {
     own.delete(socket);
     if (own.size === 0) connections.delete(id);
   });`)),
  'a counter, which a client that joins again would raise': plain(withMiddleware(`
   if ((connections.get(id) ?? 0) >= 3) return next(new Error('limit'));
   connections.set(id, (connections.get(id) ?? 0) + 1);
   socket.on('disconnect', () => {${LOWER}
   });`).replace("\n   const own = connections.get(id) ?? new Set();", '')),
  'the listener tells others of the reason': plain(withMiddleware(`
   if (own.size >= 3) return next(new Error('limit'));
   connections.set(id, own.add(socket));
   socket.on('disconnect', (reason) => {
     own.delete(socket);
     if (own.size === 0) connections.delete(id);
     console.log(reason);
   });`)),
  'the condition of the check does more than to look': plain(waiting(`
   const own = connections.get(id) ?? new Set();
   let asked = 0;
   if (own.size >= 3 || (asked += 1) > 9) return ws.terminate();
   connections.set(id, own.add(ws));${LISTENER}`)),
  'the refusal is written down': plain(waiting(`
   const own = connections.get(id) ?? new Set();
   if (own.size >= 3) {
     isAllowed(id, 'too many');
     return ws.terminate();
   }
   connections.set(id, own.add(ws));${LISTENER}`)),
});
