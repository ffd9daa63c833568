import { enforced, example, fails, idle, testExamples } from './examples.js';

export const examples = [
  example(
    'an echo server',
    fails('missing'),
    `
import { WebSocketServer } from 'ws';

const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws) => {
  ws.on('error', console.error);
  ws.on('message', (data) => ws.send(data));
});
`,
  ),
  example(
    'authentication alone',
    fails('missing'),
    `
const { Server } = require('socket.io');
const jwt = require('jsonwebtoken');

const io = new Server(3000, { maxHttpBufferSize: 1e6 });

io.use((socket, next) => {
  try {
    socket.data.user = jwt.verify(socket.handshake.auth.token, process.env.SECRET);
    next();
  } catch (error) {
    next(new Error('unauthorized'));
  }
});

io.on('connection', (socket) => {
  socket.join(socket.data.user.sub);
  socket.on('disconnect', () => console.log('gone'));
});
`,
  ),
  example(
    'who is online is kept, and never compared',
    fails('missing'),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
const online = new Map();

io.use(authenticate);
io.on('connection', (socket) => {
  const { userId } = socket.data;
  if (!online.has(userId)) {
    online.set(userId, new Set());
    io.emit('online', userId);
  }
  online.get(userId).add(socket.id);
  socket.on('disconnect', () => {
    const mine = online.get(userId);
    mine.delete(socket.id);
    if (mine.size === 0) {
      online.delete(userId);
      io.emit('offline', userId);
    }
  });
});
`,
  ),
  example(
    'a constant beside a tracker',
    [fails('configuredOnly', undefined, 'MAX_CONNECTIONS_PER_USER'), idle('neverRead', 'const MAX_CONNECTIONS_PER_USER', 'MAX_CONNECTIONS_PER_USER')],
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const MAX_CONNECTIONS_PER_USER = 5;
const io = new Server(3000);
const connections = new Map();

io.use(authenticate);
io.on('connection', (socket) => {
  const mine = connections.get(socket.data.userId) ?? new Set();
  mine.add(socket.id);
  connections.set(socket.data.userId, mine);
  socket.on('disconnect', () => mine.delete(socket.id));
});
`,
  ),
  example(
    'a limit on the total counts as configured',
    [fails('configuredOnly', undefined, 'maxConnections'), idle('neverRead', 'maxConnections: 100')],
    `
import { WebSocketServer } from 'ws';

const config = {
  port: 8080,
  heartbeat: 30_000,
  maxConnections: 100,
};
const wss = new WebSocketServer({ port: config.port });

wss.on('connection', (ws) => {
  const timer = setInterval(() => ws.ping(), config.heartbeat);
  ws.on('close', () => clearInterval(timer));
});
`,
  ),
  example(
    'the constant is used',
    enforced(5),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const MAX_CONNECTIONS_PER_USER = 5;
const io = new Server(3000);
const connections = new Map();

io.use(authenticate);
io.on('connection', (socket) => {
  const mine = connections.get(socket.data.userId) ?? new Set();
  if (mine.size >= MAX_CONNECTIONS_PER_USER) {
    socket.disconnect(true);
    return;
  }
  mine.add(socket.id);
  connections.set(socket.data.userId, mine);
  socket.on('disconnect', () => mine.delete(socket.id));
});
`,
  ),
  example(
    'many listeners are one report, at the first',
    fails('missing', "io.on('connection'"),
    `
import { Server } from 'socket.io';

const io = new Server(3000);

io.on('connection', (socket) => {
  socket.on('chat', (text) => io.emit('chat', text));
});
io.on('connection', (socket) => {
  socket.on('typing', () => socket.broadcast.emit('typing'));
});
io.sockets.on('connect', (socket) => {
  console.log(socket.id);
});
`,
  ),
  example(
    'a server that is made anew is reported at its own listener',
    [fails('missing', "current.on('connection'"), fails('missing', "getServer().on('connection'")],
    `
import { WebSocketServer } from 'ws';

let current = new WebSocketServer({ port: 3000 });
const getServer = () => current;

current.on('connection', (ws) => ws.send('first'));

export function restart() {
  current.close();
  current = new WebSocketServer({ port: 3000 });
  getServer().on('connection', (ws) => ws.send('second'));
}
`,
  ),
  example(
    'two servers that share a function with the listener are one report',
    fails('missing', "server.on('connection'"),
    `
import { WebSocketServer } from 'ws';

function listen(server) {
  server.on('connection', (ws) => ws.send('welcome'));
}

listen(new WebSocketServer({ port: 3000 }));
listen(new WebSocketServer({ port: 3001 }));
`,
  ),
  example(
    'the guard may be in the second listener',
    enforced(2),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
const open = {};

io.use(authenticate);
io.on('connection', (socket) => {
  socket.on('chat', (text) => io.emit('chat', text));
});
io.on('connection', (socket) => {
  const { userId } = socket.data;
  open[userId] = (open[userId] ?? 0) + 1;
  socket.on('disconnect', () => {
    open[userId] -= 1;
  });
  if (open[userId] > 2) socket.disconnect(true);
});
`,
  ),
];

testExamples('nothing limits connections', examples);
