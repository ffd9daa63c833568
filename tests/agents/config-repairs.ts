import { added, GUARD, kept, type Repair, withSocketIo, withWs } from './repair.js';

const CHAT = "io.on('connection', (socket) => socket.emit('welcome'));";
const SITE = 'require-per-user-connection-limit/configuredOnly';
const LIMITED = GUARD.replace('3', 'MAX_CONNECTIONS_PER_USER');

const guarded = (body = CHAT): string => `${added(LIMITED)}\n${kept(body)}`;

const configRepairs: readonly Repair[] = [
  {
    finding: 'no-unenforced-limit-config/neverRead',
    says: 'Compare the number of open connections of a user with it in the handshake, and refuse when it is reached;',
    beside: [SITE],
    diff: withSocketIo(guarded(), ' const MAX_CONNECTIONS_PER_USER = 3;\n+const connections = new Map();'),
  },
  {
    finding: 'no-unenforced-limit-config/readNotEnforced',
    says: 'Refuse the handshake when a user has that many open.',
    beside: [SITE],
    diff: withSocketIo(guarded(), ' const MAX_CONNECTIONS_PER_USER = 3;\n console.log(`At most ${MAX_CONNECTIONS_PER_USER} connections per user`);\n+const connections = new Map();'),
  },
  {
    finding: 'no-unenforced-limit-config/unusedGuard',
    says: 'Call it in the handshake or else in the connection handler, and refuse the connection when it says so;',
    beside: [SITE],
    diff: withSocketIo(
      `
 io.use((socket, next) => {
   const { conn } = socket;
   const { userId } = socket.data;
+  if (isFull(userId)) {
+    next(new Error('Connection limit reached'));
+    return;
+  }
   connections.set(userId, (connections.get(userId) ?? new Set()).add(conn));
   conn.once('close', () => {
     connections.get(userId)?.delete(conn);
     if (connections.get(userId)?.size === 0) connections.delete(userId);
   });
   next();
 });
${kept(CHAT)}`,
      kept(`
const MAX_CONNECTIONS_PER_USER = 3;
const connections = new Map();
const isFull = (userId) => (connections.get(userId)?.size ?? 0) >= MAX_CONNECTIONS_PER_USER;`),
    ),
  },
  {
    finding: 'no-unenforced-limit-config/ignoredOption',
    says: 'Remove it, and count the open connections of each authenticated user and refuse the handshake instead.',
    beside: [SITE],
    diff: withSocketIo(guarded(), '+const MAX_CONNECTIONS_PER_USER = 3;\n+const connections = new Map();').replace(
      ' const io = new Server(3000);',
      '-const io = new Server(3000, { maxConnections: 3 });\n+const io = new Server(3000);',
    ),
  },
];

/** A guard of ws that compares with a limit. */
const comparing = (limit: string, comparison = 'own.size >= MAX_CONNECTIONS_PER_USER'): string =>
  withWs(
    kept(`
  const own = connections.get(id) ?? new Set();
  if (${comparison}) {
    ws.terminate();
    return;
  }
  connections.set(id, own.add(ws));
  ws.once('close', () => {
    own.delete(ws);
    if (own.size === 0) connections.delete(id);
  });`),
    `${limit.replace(/^\n/u, '')}\n const connections = new Map();`,
  );

const rangeRepairs: readonly Repair[] = [
  {
    finding: 'max-connections-per-user/tooHigh',
    says: 'Set it to 3 to 5:',
    diff: comparing('-const MAX_CONNECTIONS_PER_USER = 100;\n+const MAX_CONNECTIONS_PER_USER = 5;'),
  },
  {
    finding: 'max-connections-per-user/tooLow',
    says: 'Set it to 3 to 5.',
    diff: comparing('-const MAX_CONNECTIONS_PER_USER = 0;\n+const MAX_CONNECTIONS_PER_USER = 3;'),
  },
  {
    finding: 'max-connections-per-user/notANumber',
    says: 'Give what is converted a default, as in `Number(process.env.LIMIT ?? 3)`: behind the conversion it comes too late.',
    diff: comparing('-const MAX_CONNECTIONS_PER_USER = Number(process.env.MAX_CONNECTIONS);\n+const MAX_CONNECTIONS_PER_USER = Number(process.env.MAX_CONNECTIONS ?? 3);'),
  },
  {
    finding: 'max-connections-per-user/unbounded',
    says: 'Set it to 3 to 5.',
    diff: comparing('-const MAX_CONNECTIONS_PER_USER = Infinity;\n+const MAX_CONNECTIONS_PER_USER = 4;'),
  },
];

export const numberRepairs: readonly Repair[] = [...configRepairs, ...rangeRepairs];
