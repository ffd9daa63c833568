import { enforced, example, fails, testExamples } from './examples.js';

export const examples = [
  example(
    'a limit that is read from a table of settings',
    fails('globalOnly'),
    `
import { WebSocketServer } from 'ws';

class Config {
  static values = {};
  static get(name) {
    if (!(name in Config.values)) Config.values[name] = Number(process.env[name] ?? 10);
    return Config.values[name];
  }
}
class Limiter {
  constructor() {
    this.connected = 0;
  }
  enter(ws) {
    if (this.connected > Config.get('CONNECTION_LIMIT')) {
      ws.close(1013);
      return;
    }
    this.connected++;
    ws.on('close', () => { this.connected--; });
  }
}
const limiter = new Limiter();
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', (ws) => limiter.enter(ws));
`,
  ),
  example(
    'the size of the set of clients',
    fails('globalOnly'),
    `
import { WebSocketServer } from 'ws';

const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws) => {
  if (wss.clients.size > 100) {
    ws.close(1013, 'Server is full');
    return;
  }
  ws.on('message', (data) => ws.send(data));
});
`,
  ),
  example(
    'the number of engine connections, in a middleware',
    fails('globalOnly'),
    `
const { Server } = require('socket.io');

const io = new Server(3000);
const userLimit = 500;

io.use((socket, next) => {
  if (io.engine.clientsCount >= userLimit) return next(new Error('server is full'));
  next();
});
io.on('connection', (socket) => {
  socket.on('disconnect', () => console.log('bye'));
});
`,
  ),
  example(
    'a plain counter',
    fails('globalOnly'),
    `
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { authenticate } from './auth.js';

const MAX_CLIENTS = 200;
let active = 0;

const server = createServer();
const wss = new WebSocketServer({ noServer: true });

server.on('upgrade', async (req, socket, head) => {
  const user = await authenticate(req);
  if (!user || active >= MAX_CLIENTS) {
    socket.end('HTTP/1.1 503 Service Unavailable\\r\\n\\r\\n');
    return;
  }
  wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req, user));
});

wss.on('connection', (ws, req, user) => {
  active++;
  ws.on('close', () => active--);
  ws.send(user.name);
});
server.listen(80);
`,
  ),
  example(
    'a cap on distinct users lets each of them in without end',
    fails('globalOnly'),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
const users = new Map();

io.use(authenticate);
io.use((socket, next) => {
  const { userId } = socket.data;
  if (!users.has(userId) && users.size >= 100) return next(new Error('full'));
  if (!users.has(userId)) users.set(userId, new Set());
  users.get(userId).add(socket.id);
  socket.conn.once('close', () => {
    users.get(userId)?.delete(socket.id);
    if (users.get(userId)?.size === 0) users.delete(userId);
  });
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`,
  ),
  example(
    'a sum over all users',
    fails('globalOnly'),
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const wss = new WebSocketServer({ port: 8080 });
const sockets = new Map();

wss.on('connection', async (ws, req) => {
  const { id } = await verify(req.headers.cookie);
  let total = 0;
  for (const set of sockets.values()) total += set.size;
  if (total >= 1000) return ws.close(1013);
  const set = sockets.get(id) ?? new Set();
  sockets.set(id, set.add(ws));
  ws.on('close', () => set.delete(ws));
});
`,
  ),
  example(
    'total or user, in one condition',
    enforced(4),
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const wss = new WebSocketServer({ port: 8080 });
const sockets = new Map();

wss.on('connection', async (ws, req) => {
  const { id } = await verify(req.headers.cookie);
  const set = sockets.get(id) ?? new Set();
  if (wss.clients.size > 1000 || set.size >= 4) return ws.close(1013);
  sockets.set(id, set.add(ws));
  ws.on('close', () => set.delete(ws));
});
`,
  ),
  example(
    'total or user, told apart inside',
    enforced(3),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
const TOTAL = 300;
const EACH = 3;
const everyone = new Set();
const each = new Map();

io.use(authenticate);
io.on('connection', (socket) => {
  const { userId } = socket.data;
  const mine = each.get(userId) ?? new Set();
  if (everyone.size >= TOTAL || mine.size >= EACH) {
    if (mine.size >= EACH) {
      socket.emit('refused', 'you have ' + EACH + ' already');
    } else {
      socket.emit('refused', 'full');
    }
    socket.disconnect(true);
    return;
  }
  everyone.add(socket.id);
  each.set(userId, mine.add(socket.id));
  socket.on('disconnect', () => {
    everyone.delete(socket.id);
    mine.delete(socket.id);
  });
});
`,
  ),
  example(
    'nonsense names for a total',
    fails('globalOnly'),
    `
import { Server } from 'socket.io';

const q = new Server(1);
const r = new Set();
q.on('connection', (s) => {
  if (r.size >= 9) return s.disconnect(true);
  r.add(s);
  s.on('disconnect', () => r.delete(s));
});
`,
  ),
];

testExamples('a guard on the total', examples);
