import { enforced, evicts, example, fails, testExamples } from './examples.js';

const io = (body: string, state = 'const sockets = new Map();'): string => `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
${state}

io.use(authenticate);
io.on('connection', (socket) => {
  const { userId } = socket.data;
${body}
});
`;

const keep = `
  sockets.set(userId, socket);
  socket.on('disconnect', () => sockets.delete(userId));`;

export const examples = [
  example('has', enforced(1), io(`
  if (sockets.has(userId)) return socket.disconnect(true);${keep}`)),
  example('get', enforced(1), io(`
  const other = sockets.get(userId);
  if (other) return socket.disconnect(true);${keep}`)),
  example('get, compared with undefined', enforced(1), io(`
  if (sockets.get(userId) !== undefined) {
    socket.emit('duplicate');
    socket.disconnect(true);
    return;
  }${keep}`)),
  example('get, and the other way round', enforced(1), io(`
  if (!sockets.get(userId)) {${keep}
  } else {
    socket.disconnect(true);
  }`)),
  example('get, and it is still connected', enforced(1), io(`
  if (sockets.get(userId)?.connected) return socket.disconnect(true);${keep}`)),
  example('a Set of users', enforced(1), io(`
  if (users.has(userId)) return socket.disconnect(true);
  users.add(userId);
  socket.on('disconnect', () => users.delete(userId));`, 'const users = new Set();')),
  example('in', enforced(1), io(`
  if (userId in sockets) return socket.disconnect(true);
  sockets[userId] = socket.id;
  socket.on('disconnect', () => delete sockets[userId]);`, 'const sockets = {};')),
  example('truth of a field', enforced(1), io(`
  if (sockets[userId]) {
    socket.disconnect(true);
    return;
  }
  sockets[userId] = true;
  socket.on('disconnect', () => { sockets[userId] = false; });`, 'const sockets = {};')),
  example('includes', enforced(1), io(`
  if (users.includes(userId)) return socket.disconnect(true);
  users.push(userId);
  socket.on('disconnect', () => { users = users.filter((id) => id !== userId); });`, 'let users = [];')),
  example('indexOf', enforced(1), io(`
  if (users.indexOf(userId) > -1) return socket.disconnect(true);
  users.push(userId);
  socket.on('disconnect', () => users.splice(users.indexOf(userId), 1));`, 'const users = [];')),
  example('in the middleware', enforced(1), `
const { Server } = require('socket.io');
const { authenticate } = require('./auth');

const io = new Server(3000);
const here = new Set();

io.use(authenticate);
io.use((socket, next) => {
  if (here.has(socket.userId)) {
    const err = new Error('duplicate');
    err.data = { code: 409 };
    next(err);
  } else {
    here.add(socket.userId);
    socket.conn.once('close', () => here.delete(socket.userId));
    next();
  }
});
io.on('connection', (socket) => socket.emit('hello'));
`),
  example('the other one goes instead', evicts(1), io(`
  if (sockets.has(userId)) sockets.get(userId).disconnect(true);${keep}`)),
  example('the other one goes, by its id', evicts(1), io(`
  const other = sockets.get(userId);
  if (other) io.sockets.sockets.get(other)?.disconnect(true);
  sockets.set(userId, socket.id);
  socket.on('disconnect', () => {
    if (sockets.get(userId) === socket.id) sockets.delete(userId);
  });`)),
  example('a list of banned users', fails('missing'), io(`
  if (banned.has(userId)) return socket.disconnect(true);
  socket.emit('welcome');`, "const banned = new Set(['mallory']);")),
  example('a list of banned users that messages fill', fails('missing'), io(`
  if (banned.has(userId)) return socket.disconnect(true);
  let warnings = 0;
  socket.on('say', (text) => {
    if (/spam/.test(text) && ++warnings > 3) {
      banned.add(userId);
      socket.disconnect(true);
    }
  });`, 'const banned = new Set();')),
  example('a list of who may come in', fails('missing'), io(`
  if (!members.includes(userId)) return socket.disconnect(true);
  socket.emit('welcome');`, "const members = ['ann', 'bob'];")),
  example('who has been here before is let in', fails('missing'), io(`
  if (!sockets.has(userId)) {
    io.emit('new', userId);
  }${keep}`)),
  example('a user that is not in the Map is sent away', fails('missing'), io(`
  const profile = profiles.get(userId);
  if (!profile) {
    socket.disconnect(true);
    return;
  }
  profile.seen = Date.now();`, 'const profiles = new Map();')),
];

testExamples('a cap of one without a number', examples);
