import { enforced, example, fails, testExamples } from './examples.js';

export const examples = [
  example(
    'the user and the id of the socket',
    fails('perConnection'),
    `
import { Server } from 'socket.io';
import { verify } from './token.js';

const io = new Server(3000);
const connections = new Map();

io.on('connection', (socket) => {
  const key = \`\${verify(socket.handshake.auth.token).id}:\${socket.id}\`;
  const count = (connections.get(key) ?? 0) + 1;
  if (count > 3) {
    socket.disconnect(true);
    return;
  }
  connections.set(key, count);
  socket.on('disconnect', () => connections.delete(key));
});
`,
  ),
  example(
    'the id of the socket',
    fails('perConnection'),
    `
import { Server } from 'socket.io';

const io = new Server(3000);
const connections = new Map();

io.on('connection', (socket) => {
  const count = (connections.get(socket.id) ?? 0) + 1;
  if (count > 3) {
    socket.disconnect(true);
    return;
  }
  connections.set(socket.id, count);
  socket.on('disconnect', () => connections.delete(socket.id));
});
`,
  ),
  example(
    'a fresh uuid that is called a user id',
    fails('perConnection'),
    `
import { randomUUID } from 'node:crypto';
import { WebSocketServer } from 'ws';

const wss = new WebSocketServer({ port: 8080 });
const userConnections = new Map();

wss.on('connection', (ws) => {
  const userId = randomUUID();
  const mine = userConnections.get(userId) ?? new Set();
  if (mine.size >= 5) {
    ws.close(1008);
    return;
  }
  userConnections.set(userId, mine.add(ws));
  ws.on('close', () => userConnections.delete(userId));
});
`,
  ),
  example(
    'an id put on the socket by an earlier handler',
    fails('perConnection'),
    `
const { Server } = require('socket.io');
const { v4: uuid } = require('uuid');

const io = new Server(3000);
const perUser = {};

io.use((socket, next) => {
  socket.userId = uuid();
  next();
});
io.use((socket, next) => {
  if ((perUser[socket.userId] || 0) >= 3) return next(new Error('limit'));
  perUser[socket.userId] = (perUser[socket.userId] || 0) + 1;
  socket.conn.on('close', () => { perUser[socket.userId] -= 1; });
  next();
});
io.on('connection', (socket) => socket.emit('hi'));
`,
  ),
  example(
    'the connection itself',
    fails('perConnection'),
    `
import { WebSocketServer, type WebSocket } from 'ws';

const wss = new WebSocketServer({ port: 8080 });
const open = new WeakMap<WebSocket, number>();

wss.on('connection', (ws: WebSocket) => {
  const times = open.get(ws) ?? 0;
  if (times >= 3) {
    ws.terminate();
    return;
  }
  open.set(ws, times + 1);
});
`,
  ),
  example(
    'the key of the websocket handshake',
    fails('perConnection'),
    `
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const server = createServer();
const wss = new WebSocketServer({ noServer: true });
const inUse = new Map();

server.on('upgrade', (req, socket, head) => {
  const key = req.headers['sec-websocket-key'];
  const n = inUse.get(key) ?? 0;
  if (n >= 2) {
    socket.destroy();
    return;
  }
  inUse.set(key, n + 1);
  socket.once('close', () => inUse.delete(key));
  wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req));
});
wss.on('connection', (ws) => ws.send('hi'));
server.listen(8080);
`,
  ),
  example(
    'socket ids under a user are fine',
    enforced(3),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
const connections = new Map();

io.use(authenticate);
io.on('connection', (socket) => {
  const mine = connections.get(socket.data.user.id) ?? new Map();
  if (mine.size >= 3) {
    socket.disconnect(true);
    return;
  }
  mine.set(socket.id, Date.now());
  connections.set(socket.data.user.id, mine);
  socket.on('disconnect', () => mine.delete(socket.id));
});
`,
  ),
];

testExamples('a guard on the connection itself', examples);
