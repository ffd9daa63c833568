import { enforced, example, fails, passes, testExamples } from './examples.js';

const socketIo = (key: string, before = ''): string => `
import { Server } from 'socket.io';
import { verifyToken } from './auth.js';

const io = new Server(3000);
const open = new Map();
${before}
io.on('connection', (socket) => {
  const k = ${key};
  const n = open.get(k) ?? 0;
  if (n >= 3) {
    socket.disconnect(true);
    return;
  }
  open.set(k, n + 1);
  socket.on('disconnect', () => open.set(k, open.get(k) - 1));
});
`;

const user = 'io.use((socket, next) => {\n  socket.data.user = verifyToken(socket.handshake.auth.token);\n  next();\n});';

export const examples = [
  example('the user, or else the address', passes(), socketIo('socket.data.user?.id ?? socket.handshake.address', user)),
  example('the user, or else the socket', passes(), socketIo('socket.data.user?.id || socket.id', user)),
  example('the user, or else everybody', passes(), socketIo("socket.data.user?.id ?? 'anonymous'", user)),
  example('the user, the address, the socket', passes(), socketIo('socket.data.user?.id || socket.handshake.address || socket.id', user)),
  example('a choice', passes(), socketIo('socket.data.user ? `u:${socket.data.user.id}` : `a:${socket.handshake.address}`', user)),
  example('the address, or else the socket', fails('perAddressOnly'), socketIo('socket.handshake.address ?? socket.id')),
  example(
    'an address put where the user should be',
    fails('perAddressOnly'),
    socketIo('socket.data.user.id', 'io.use((socket, next) => {\n  socket.data.user = { id: socket.handshake.address };\n  next();\n});'),
  ),
  example(
    'a socket id put where the user should be',
    fails('perConnection'),
    socketIo('socket.data.userId', 'io.use((socket, next) => {\n  socket.data.userId = socket.id;\n  next();\n});'),
  ),
  example(
    'the settings say that it is the user',
    enforced(3),
    socketIo('socket.account.ref', 'io.use((socket, next) => {\n  socket.account = { ref: socket.handshake.address };\n  next();\n});'),
    { settings: { identity: ['socket.account.ref'] } },
  ),
  example(
    'the settings say that something else is the user',
    fails('perAddressOnly'),
    socketIo('socket.account.ref', 'io.use((socket, next) => {\n  socket.account = { ref: socket.handshake.address };\n  next();\n});'),
    { settings: { identity: ['socket.data.user.id'] } },
  ),
  example(
    'a nested record: user, then connection',
    enforced(3),
    `
import { randomUUID } from 'node:crypto';
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const wss = new WebSocketServer({ port: 8080 });
const tabs = {};

wss.on('connection', (ws, req) => {
  const { sub } = verify(req.headers.authorization);
  const tab = randomUUID();
  tabs[sub] ??= {};
  if (Object.keys(tabs[sub]).length >= 3) {
    ws.close(4009);
    return;
  }
  tabs[sub][tab] = ws;
  ws.on('close', () => { delete tabs[sub][tab]; });
});
`,
  ),
  example(
    'room, then user: counted within the room by user',
    passes(),
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const wss = new WebSocketServer({ port: 8080 });
const rooms = new Map();

wss.on('connection', (ws, req) => {
  const { sub } = verify(req.headers.authorization);
  const room = new URL(req.url, 'http://x').searchParams.get('room');
  const people = rooms.get(room) ?? new Map();
  rooms.set(room, people);
  const n = people.get(sub) ?? 0;
  if (n >= 2) return ws.close(4009);
  people.set(sub, n + 1);
  ws.on('close', () => people.set(sub, people.get(sub) - 1));
});
`,
  ),
  example(
    'the user of a message after the connection was accepted',
    enforced(2),
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const wss = new WebSocketServer({ port: 8080 });
const open = new Map();

wss.on('connection', (ws) => {
  let who;
  ws.on('message', async (data) => {
    const message = JSON.parse(data);
    if (message.type !== 'auth') return;
    const user = await verify(message.token);
    const mine = open.get(user.id) ?? new Set();
    if (mine.size >= 2) {
      ws.close(4009, 'limit');
      return;
    }
    who = user.id;
    open.set(who, mine.add(ws));
  });
  ws.on('close', () => open.get(who)?.delete(ws));
});
`,
  ),
  example(
    'an account number from the first message, unchecked',
    passes(),
    `
const { Server } = require('socket.io');

const io = new Server(3000);
const open = {};

io.on('connection', (socket) => {
  socket.on('join', ({ account }) => {
    open[account] = open[account] || [];
    if (open[account].length >= 4) return socket.disconnect(true);
    open[account].push(socket.id);
    socket.data.account = account;
  });
  socket.on('disconnect', () => {
    const list = open[socket.data.account] || [];
    open[socket.data.account] = list.filter((id) => id !== socket.id);
  });
});
`,
  ),
];

testExamples('keys with several parts', examples);
