import { enforced, type Example, example, testExamples } from './examples.js';

/** A Set in the Map is counted before the connection is added. */
const before = (test: string): string => `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const MAX = 4;
const io = new Server(3000);
const tabs = new Map();

io.use(authenticate);
io.use((socket, next) => {
  const mine = tabs.get(socket.data.userId) ?? new Set();
  const count = mine.size;
  if (${test}) {
    next(new Error('limit'));
    return;
  }
  tabs.set(socket.data.userId, mine.add(socket));
  socket.conn.once('close', () => mine.delete(socket));
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`;

/** The connection is added first. */
const after = (test: string): string => `
const WebSocket = require('ws');
const { verify } = require('./token');

const MAX = 4;
const wss = new WebSocket.Server({ port: 8080 });
const tabs = new Map();

wss.on('connection', function connected(ws, req) {
  const { sub } = verify(req.headers.authorization);
  if (!tabs.has(sub)) tabs.set(sub, []);
  const mine = tabs.get(sub);
  mine.push(ws);
  ws.on('close', () => {
    tabs.set(sub, tabs.get(sub).filter((other) => other !== ws));
  });
  if (${test}) ws.close(1013);
});
`;

/** The test lets the connection in. */
const admitted = (test: string): string => `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const MAX = 4;
const io = new Server(3000);
const tabs = new Map();

io.use(authenticate);
io.use((socket, next) => {
  const count = tabs.get(socket.data.userId) ?? 0;
  if (${test}) {
    tabs.set(socket.data.userId, count + 1);
    socket.conn.once('close', () => tabs.set(socket.data.userId, tabs.get(socket.data.userId) - 1));
    next();
  } else {
    next(new Error('limit'));
  }
});
io.on('connection', (socket) => socket.emit('hello'));
`;

const table = (what: string, program: (test: string) => string, rows: Readonly<Record<string, number>>): Example[] =>
  Object.entries(rows).map(([test, limit]) => example(`${what}: ${test}`, enforced(limit), program(test)));

export const examples = [
  ...table('counted before adding', before, {
    'mine.size >= MAX': 4,
    'mine.size > MAX': 5,
    'mine.size === MAX': 4,
    'count == MAX': 4,
    'MAX <= mine.size': 4,
    'MAX < count': 5,
    'MAX === mine.size': 4,
    '!(mine.size < MAX)': 4,
    '!(count <= MAX)': 5,
    '!(MAX > count)': 4,
    'mine.size + 1 > MAX': 4,
    '1 + count > MAX': 4,
    'count + 1 >= MAX': 3,
    'MAX < mine.size + 1': 4,
    'mine.size > MAX - 1': 4,
    'count - MAX >= 0': 4,
    'MAX - count <= 0': 4,
    'MAX - mine.size < 1': 4,
    'count >= MAX === true': 4,
    '(mine.size >= MAX) === true': 4,
    'Boolean(mine.size >= MAX)': 4,
    '!!(count >= MAX)': 4,
  }),
  ...table('counted after adding', after, {
    'mine.length > MAX': 4,
    'mine.length >= MAX': 3,
    'tabs.get(sub).length > MAX': 4,
    'MAX < mine.length': 4,
    'mine.length - 1 >= MAX': 4,
    '!(mine.length <= MAX)': 4,
    'mine.length === MAX + 1': 4,
  }),
  ...table('let in', admitted, {
    'count < MAX': 4,
    'count <= MAX': 5,
    'count + 1 <= MAX': 4,
    'MAX > count': 4,
    'MAX >= count + 1': 4,
    '!(count >= MAX)': 4,
    'count !== MAX': 4,
    'count <= MAX - 1': 4,
    'MAX - count > 0': 4,
  }),
];

testExamples('operators and their order', examples);
