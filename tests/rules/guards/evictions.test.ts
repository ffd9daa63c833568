import { evicts, type Expected, type Example, example, fails, testExamples } from './examples.js';

const io = (name: string, expected: Expected, body: string, helpers = ''): Example =>
  example(
    name,
    expected,
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
const open = new Map();
${helpers}

io.use(authenticate);
io.on('connection', (socket) => {
  const { userId } = socket.data;
${body}
});
`,
  );

const set = `
  const mine = open.get(userId) ?? new Set();
  open.set(userId, mine);
  socket.on('disconnect', () => mine.delete(socket));`;
const list = `
  const mine = open.get(userId) ?? [];
  open.set(userId, mine);
  socket.on('disconnect', () => mine.splice(mine.indexOf(socket), 1));`;

export const examples = [
  io('the first of the Set', evicts(3), `${set}
  if (mine.size >= 3) {
    const oldest = mine.values().next().value;
    oldest.disconnect(true);
    mine.delete(oldest);
  }
  mine.add(socket);`),
  io('the first of the Set, as an array', evicts(3), `${set}
  mine.add(socket);
  if (mine.size > 3) Array.from(mine)[0].disconnect(true);`),
  io('the first of the Set, taken apart', evicts(2), `${set}
  if (mine.size >= 2) {
    const [oldest] = mine;
    oldest.disconnect();
  }
  mine.add(socket);`),
  io('the first of the list', evicts(3), `${list}
  if (mine.length >= 3) mine[0].disconnect(true);
  mine.push(socket);`),
  io('shift', evicts(3), `${list}
  if (mine.length === 3) {
    const oldest = mine.shift();
    oldest.emit('replaced');
    oldest.disconnect(true);
  }
  mine.push(socket);`),
  io('shift after push', evicts(5), `${list}
  mine.push(socket);
  if (mine.length > 5) mine.shift()?.disconnect(true);`),
  io('by time', evicts(3), `
  const mine = open.get(userId) ?? [];
  mine.push({ socket, at: Date.now() });
  open.set(userId, mine);
  socket.on('disconnect', () => open.set(userId, open.get(userId).filter((entry) => entry.socket !== socket)));
  if (mine.length > 3) {
    const [oldest] = [...mine].sort((a, b) => a.at - b.at);
    oldest.socket.disconnect(true);
  }`),
  io('by its id', evicts(3), `
  const ids = open.get(userId) ?? [];
  if (ids.length >= 3) {
    const oldest = ids.shift();
    io.sockets.sockets.get(oldest)?.disconnect(true);
  }
  ids.push(socket.id);
  open.set(userId, ids);
  socket.on('disconnect', () => open.set(userId, open.get(userId).filter((id) => id !== socket.id)));`),
  io('by its id, as a room', evicts(2), `
  const ids = open.get(userId) ?? new Set();
  if (ids.size >= 2) io.in([...ids][0]).disconnectSockets(true);
  ids.add(socket.id);
  open.set(userId, ids);
  socket.on('disconnect', () => ids.delete(socket.id));`),
  io('all the earlier ones', evicts(1), `${set}
  for (const other of mine) other.disconnect(true);
  mine.add(socket);`),
  io('all the earlier ones, with forEach', evicts(1), `${set}
  mine.forEach((other) => other.disconnect(true));
  mine.clear();
  mine.add(socket);`),
  io('the earlier one', evicts(1), `
  const earlier = open.get(userId);
  if (earlier && earlier.id !== socket.id) earlier.disconnect(true);
  open.set(userId, socket);
  socket.on('disconnect', () => {
    if (open.get(userId) === socket) open.delete(userId);
  });`),
  io('the earlier one, a little later', evicts(1), `
  const earlier = open.get(userId);
  if (earlier) {
    earlier.emit('replaced');
    setTimeout(() => earlier.disconnect(true), 10_000);
  }
  open.set(userId, socket);
  socket.on('disconnect', () => {
    if (open.get(userId) === socket) open.delete(userId);
  });`),
  io('a helper that trims', evicts(3), `
  add(userId, socket);
  trim(userId);
  socket.on('disconnect', () => remove(userId, socket));`, `function add(id, socket) {
  open.set(id, [...(open.get(id) ?? []), socket]);
}
function remove(id, socket) {
  open.set(id, (open.get(id) ?? []).filter((other) => other !== socket));
}
function trim(id) {
  const all = open.get(id);
  while (all.length > 3) all.shift().disconnect(true);
}`),
  io('a helper that trims in a loop', evicts(3), `
  add(userId, socket);
  trim(userId);
  socket.on('disconnect', () => open.get(userId).delete(socket));`, `const MOST = 3;
function add(id, socket) {
  if (!open.has(id)) open.set(id, new Set());
  open.get(id).add(socket);
}
function trim(id) {
  const all = open.get(id);
  for (const socket of all) {
    if (all.size <= MOST) break;
    socket.disconnect(true);
    all.delete(socket);
  }
}`),
  io('the earlier one is only told', fails('missing'), `
  const earlier = open.get(userId);
  if (earlier) earlier.emit('replaced');
  open.set(userId, socket);
  socket.on('disconnect', () => open.delete(userId));`),
  io('the oldest is forgotten and stays open', fails('notRejected'), `${list}
  if (mine.length >= 3) mine.shift();
  mine.push(socket);`),
  io('the oldest is told to go', fails('notRejected'), `${list}
  if (mine.length >= 3) mine.shift().emit('please-leave');
  mine.push(socket);`),
  example(
    'all sockets that are idle are closed, whosever they are',
    fails('missing'),
    `
import { WebSocketServer } from 'ws';

const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws) => {
  ws.isAlive = true;
  ws.on('pong', () => { ws.isAlive = true; });
});
setInterval(() => {
  for (const client of wss.clients) {
    if (!client.isAlive) {
      client.terminate();
      continue;
    }
    client.isAlive = false;
    client.ping();
  }
}, 30_000);
`,
  ),
];

testExamples('eviction', examples);
