import type { Files } from '../link/program.js';

/** A server that counts in another file, and refuses in the handshake. */
export const GUARDED: Files = {
  'apps/chat/package.json': '{ "name": "chat" }',
  'apps/chat/server.js': `import { Server } from 'socket.io';
import { admit } from './connections.js';
import { authenticate } from './auth.js';

const io = new Server(3000);

io.use(authenticate);
io.use((socket, next) => {
  next(admit(socket) ? undefined : new Error('Connection limit reached'));
});

io.on('connection', (socket) => {
  socket.emit('welcome');
});
`,
  'apps/chat/auth.js': `import jwt from 'jsonwebtoken';

export function authenticate(socket, next) {
  socket.data.userId = jwt.verify(socket.handshake.auth.token, process.env.SECRET).sub;
  next();
}
`,
  'apps/chat/connections.js': `const MAX_CONNECTIONS = 3;
const connections = new Map();

export function admit(socket) {
  const { conn } = socket;
  const user = socket.data.userId;
  const own = connections.get(user) ?? new Set();
  if (conn.readyState !== 'open' || own.size >= MAX_CONNECTIONS) return false;
  connections.set(user, own.add(conn));
  conn.once('close', () => {
    own.delete(conn);
    if (own.size === 0) connections.delete(user);
  });
  return true;
}
`,
};

/** Two sites without a limit, of one server, and a limit that nobody reads. */
export const OPEN: Files = {
  'apps/feed/package.json': '{ "name": "feed" }',
  'apps/feed/config.js': `export const limits = { maxConnectionsPerUser: 5 };
`,
  'apps/feed/main.js': `import { WebSocketServer } from 'ws';
import { limits } from './config.js';
import { listen } from './admin.js';

const wss = new WebSocketServer({ port: 8080 });
const clients = new Set();

wss.on('connection', (ws) => {
  clients.add(ws);
  ws.on('close', () => clients.delete(ws));
});
listen(new WebSocketServer({ port: 8081, path: '/admin' }));
`,
  'apps/feed/admin.js': `export function listen(wss) {
  wss.on('connection', (ws) => ws.send('hello'));
}
`,
};

/** One file whose guard is of the kind that is asked for. */
export function wsServer(guard: string, tracker = 'const open = new Map();'): string {
  return `import { WebSocketServer } from 'ws';
import { verify } from './verify.js';

const wss = new WebSocketServer({ port: 8080 });
${tracker}

wss.on('connection', (ws, request) => {
  const user = verify(request.headers.cookie).id;
  const own = open.get(user) ?? new Set();
${guard}
  open.set(user, own.add(ws));
  ws.on('close', () => {
    own.delete(ws);
    if (own.size === 0) open.delete(user);
  });
});
`;
}

export const closing = (limit: string): string => `  if (own.size >= ${limit}) {
    ws.terminate();
    return;
  }`;
