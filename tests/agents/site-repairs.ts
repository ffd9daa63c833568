import { added, GUARD, kept, type Repair, removed, withSocketIo, withWs } from './repair.js';

const RULE = 'require-per-user-connection-limit';
const COUNT = 'Count the open connections of each authenticated user, refuse the handshake at 3, and take a connection out of the count however it ends.';
const CHAT = "io.on('connection', (socket) => socket.emit('welcome'));";
const NEW_MAP = '+const connections = new Map();';

/** A guard on the way in that does not count per user stays; one that does is put behind it. */
const besides = (id: string, body: string, above = ''): Repair => ({
  finding: `${RULE}/${id}`,
  says: COUNT,
  diff: withSocketIo(`${kept(body)}\n${added(GUARD)}\n${kept(CHAT)}`, `${above === '' ? '' : `${kept(above)}\n`}${NEW_MAP}`),
});

export const siteRepairs: readonly Repair[] = [
  { finding: `${RULE}/missing`, says: COUNT, diff: withSocketIo(`${added(GUARD)}\n${kept(CHAT)}`, NEW_MAP) },
  {
    finding: `${RULE}/configuredOnly`,
    says: COUNT,
    beside: ['no-unenforced-limit-config/neverRead'],
    diff: withSocketIo(`${added(GUARD.replace('3', 'MAX_CONNECTIONS_PER_USER'))}\n${kept(CHAT)}`, ` const MAX_CONNECTIONS_PER_USER = 3;\n${NEW_MAP}`),
  },
  besides('globalOnly', "io.use((socket, next) => next(io.engine.clientsCount > 1000 ? new Error('Server is full') : undefined));"),
  besides(
    'perAddressOnly',
    `
io.use((socket, next) => {
  const { address } = socket.handshake;
  const open = addresses.get(address) ?? 0;
  if (open >= 20) {
    next(new Error('Too many connections from your network'));
    return;
  }
  addresses.set(address, open + 1);
  socket.conn.once('close', () => addresses.set(address, addresses.get(address) - 1));
  next();
});`,
    'const addresses = new Map();',
  ),
  besides(
    'perRoomOnly',
    `
io.use((socket, next) => {
  const { room } = socket.handshake.query;
  const members = rooms.get(room) ?? new Set();
  if (members.size >= 50) {
    next(new Error('Room is full'));
    return;
  }
  rooms.set(room, members.add(socket.conn));
  socket.conn.once('close', () => members.delete(socket.conn));
  next();
});`,
    'const rooms = new Map();',
  ),
  besides(
    'rateOnly',
    `
io.use((socket, next) => {
  const count = (attempts.get(socket.data.userId) ?? 0) + 1;
  attempts.set(socket.data.userId, count);
  next(count > 5 ? new Error('Try again later') : undefined);
});`,
    'const attempts = new Map();\nsetInterval(() => attempts.clear(), 60_000);',
  ),
  {
    finding: `${RULE}/perConnection`,
    says: "Count under the authenticated user's id instead, and refuse the handshake at 3.",
    diff: withSocketIo(`
 io.use((socket, next) => {
   const { conn } = socket;
-  const key = socket.id;
+  const key = socket.data.userId;
   const own = connections.get(key) ?? new Set();
   if (own.size >= 3) {
     next(new Error('Connection limit reached'));
     return;
   }
   connections.set(key, own.add(conn));
   conn.once('close', () => {
     own.delete(conn);
     if (own.size === 0) connections.delete(key);
   });
   next();
 });
${kept(CHAT)}`),
  },
  {
    finding: `${RULE}/notRejected`,
    says: 'Where the limit is reached, refuse the connection, in the handshake if the user is known there, or else close it, and do not count it.',
    diff: withSocketIo(
      kept(GUARD)
        .replace("     next(new Error('Connection limit reached'));\n     return;", "-    socket.emit('warning', 'Connection limit reached');\n+    next(new Error('Connection limit reached'));\n+    return;")
        .concat(`\n${kept(CHAT)}`),
    ),
  },
  {
    finding: `${RULE}/uncovered`,
    says: "(server.js:14, server.js:15), and /admin goes round it. Put the same guard on this way in, with the same tracker, so that the budget is the user's.",
    diff: withSocketIo(`${removed('io.use((socket, next) => {')}
${added('const limit = (socket, next) => {')}
${kept(GUARD.split('\n').slice(2, -1).join('\n'))}
${removed('});')}
${added('};\nio.use(limit);')}
${kept(CHAT)}
 const admin = io.of('/admin');
 admin.use((socket, next) => {
   socket.data.userId = authenticate(socket.handshake.auth.token).id;
   next();
 });
+admin.use(limit);
 admin.on('connection', (socket) => socket.emit('welcome'));`),
  },
  {
    finding: `${RULE}/uncovered`,
    says: 'and connectionStateRecovery goes round it. Set `skipMiddlewares: false` in it',
    diff: withSocketIo(`${kept(GUARD)}\n${kept(CHAT)}`).replace(
      ' const io = new Server(3000);',
      '-const io = new Server(3000, { connectionStateRecovery: {} });\n+const io = new Server(3000, { connectionStateRecovery: { skipMiddlewares: false } });',
    ),
  },
  {
    finding: `${RULE}/overwritten`,
    says: 'Keep a Set of connections under each user, compare its size, and take out of it the connection that ends.',
    diff: withWs(`
-  const own = [...connections.keys()].filter((user) => user === id);
-  if (own.length >= 3) {
+  const own = connections.get(id) ?? new Set();
+  if (own.size >= 3) {
     ws.terminate();
     return;
   }
-  connections.set(id, ws);
-  ws.on('close', () => connections.delete(id));
+  connections.set(id, own.add(ws));
+  ws.on('close', () => {
+    own.delete(ws);
+    if (own.size === 0) connections.delete(id);
+  });`),
  },
  {
    finding: `${RULE}/unverifiable`,
    says: "If it does, declare it in the ESLint configuration: settings['websocket-limits'].guards = [{ module, name, limit }].",
    diff: withSocketIo(`${kept('io.use(limitConnections);')}\n${kept(CHAT)}`, " import { limitConnections } from '@example/limits';"),
    settings: { guards: [{ module: '@example/limits', name: 'limitConnections', limit: 3 }] },
  },
  {
    finding: `${RULE}/unverifiable`,
    says: 'If it does not, count the open connections of each authenticated user here.',
    diff: withSocketIo(`${kept('io.use(limitConnections);')}\n${added(GUARD)}\n${kept(CHAT)}`, ` import { limitConnections } from '@example/limits';\n${NEW_MAP}`),
  },
];
