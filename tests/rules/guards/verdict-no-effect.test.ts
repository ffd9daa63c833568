import { enforced, evicts, example, fails, testExamples } from './examples.js';

const io = (handler: string): string => `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
const tabs = new Map();

io.use(authenticate);
${handler}
`;

export const examples = [
  example(
    'an argument that is no error lets the socket in',
    fails('notRejected'),
    io(`
io.use((socket, next) => {
  const mine = tabs.get(socket.data.userId) ?? new Set();
  if (mine.size >= 3) return next(false);
  tabs.set(socket.data.userId, mine.add(socket.id));
  socket.conn.once('close', () => mine.delete(socket.id));
  next();
});
io.on('connection', (socket) => socket.emit('ready'));`),
  ),
  example(
    'listeners are taken off, the connection is kept',
    fails('notRejected'),
    io(`
io.on('connection', (socket) => {
  const mine = tabs.get(socket.data.userId) ?? new Set();
  if (mine.size >= 3) {
    socket.removeAllListeners();
    socket.leave('lobby');
    return;
  }
  tabs.set(socket.data.userId, mine.add(socket.id));
  socket.on('disconnect', () => mine.delete(socket.id));
});`),
  ),
  example(
    'only a metric goes up',
    fails('notRejected'),
    io(`
import { metrics } from './metrics.js';
io.on('connection', (socket) => {
  const { userId } = socket.data;
  const n = (tabs.get(userId) ?? 0) + 1;
  tabs.set(userId, n);
  if (n > 3) metrics.increment('connections.over');
  socket.on('disconnect', () => tabs.set(userId, tabs.get(userId) - 1));
});`),
  ),
  example(
    'the result of a check is stored, and read by nobody',
    fails('notRejected'),
    io(`
const isFull = (id) => (tabs.get(id)?.size ?? 0) >= 4;
io.on('connection', (socket) => {
  const { userId } = socket.data;
  socket.data.full = isFull(userId);
  if (!tabs.has(userId)) tabs.set(userId, new Set());
  tabs.get(userId).add(socket.id);
  socket.on('disconnect', () => tabs.get(userId).delete(socket.id));
});`),
  ),
  example(
    'a stored result that is read by the next handler',
    enforced(4),
    io(`
const isFull = (id) => (tabs.get(id)?.size ?? 0) >= 4;
io.use((socket, next) => {
  socket.data.full = isFull(socket.data.userId);
  next();
});
io.use((socket, next) => {
  if (socket.data.full) return next(new Error('full'));
  const { userId } = socket.data;
  if (!tabs.has(userId)) tabs.set(userId, new Set());
  tabs.get(userId).add(socket.id);
  socket.conn.on('close', () => tabs.get(userId).delete(socket.id));
  next();
});
io.on('connection', (socket) => socket.emit('ready'));`),
  ),
  example(
    'one of several sockets of a group is closed: another one of the same user',
    evicts(3),
    io(`
io.on('connection', (socket) => {
  const mine = tabs.get(socket.data.userId) ?? new Set();
  if (mine.size >= 3) {
    const [first] = mine;
    first.disconnect(true);
    mine.delete(first);
  }
  tabs.set(socket.data.userId, mine.add(socket));
  socket.on('disconnect', () => mine.delete(socket));
});`),
  ),
  example(
    'an unrelated socket is closed',
    fails('notRejected'),
    io(`
const monitors = new Set();
io.of('/monitor');
io.on('connection', (socket) => {
  const mine = tabs.get(socket.data.userId) ?? new Set();
  if (mine.size >= 3) {
    for (const monitor of monitors) monitor.end('limit');
  }
  tabs.set(socket.data.userId, mine.add(socket));
  socket.on('disconnect', () => mine.delete(socket));
});`),
  ),
  example(
    'the close waits for something that has nothing to do with it',
    enforced(3),
    io(`
io.on('connection', (socket) => {
  const mine = tabs.get(socket.data.userId) ?? new Set();
  if (mine.size >= 3) {
    socket.emit('limit');
    setTimeout(() => socket.disconnect(true), 500);
    return;
  }
  tabs.set(socket.data.userId, mine.add(socket));
  socket.on('disconnect', () => mine.delete(socket));
});`),
  ),
];

testExamples('a branch and what it does', examples);
