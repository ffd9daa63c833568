import { enforced, type Example, type Expected, example, fails, testExamples } from './examples.js';

const io = (name: string, expected: Expected | readonly Expected[], handler: string, outside = ''): Example =>
  example(
    name,
    expected,
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
${outside}

io.use(authenticate);
io.on('connection', (socket) => {
  const { userId } = socket.data;
${handler}
});
`,
  );

export const examples = [
  io('messages of a socket are limited', fails('missing'), `
  let messages = 0;
  const timer = setInterval(() => { messages = 0; }, 1000);
  socket.on('message', (text) => {
    if (++messages > 10) return socket.disconnect(true);
    io.emit('message', text);
  });
  socket.on('disconnect', () => clearInterval(timer));`),
  io('messages of a user are limited', fails('missing'), `
  socket.on('message', (text) => {
    const sent = connectionLimiter.get(userId) ?? 0;
    if (sent >= 5) {
      socket.disconnect(true);
      return;
    }
    connectionLimiter.set(userId, sent + 1);
    io.emit('message', text);
  });`, 'const connectionLimiter = new Map();\nsetInterval(() => connectionLimiter.clear(), 1000);'),
  io('packets of a socket are limited', fails('missing'), `
  let tokens = 20;
  socket.use((packet, next) => {
    if (tokens <= 0) return next(new Error('rate limit'));
    tokens -= 1;
    next();
  });`),
  io('rooms of a socket are limited', fails('missing'), `
  socket.on('join', (room) => {
    if (socket.rooms.size >= 5) return socket.emit('error', 'too many rooms');
    socket.join(room);
  });`),
  io('players of a game are limited, and told', fails('missing'), `
  socket.on('join', (room) => {
    const size = io.sockets.adapter.rooms.get(room)?.size ?? 0;
    if (size >= 4) {
      socket.emit('room-full', room);
      return;
    }
    socket.join(room);
    io.to(room).emit('joined', userId);
  });`),
  io('players of a game in a Map', fails('missing'), `
  socket.on('join', (gameId) => {
    const players = games.get(gameId) ?? [];
    if (players.length >= MAX_PLAYERS) return socket.emit('full');
    games.set(gameId, [...players, userId]);
  });`, 'const MAX_PLAYERS = 4;\nconst games = new Map();'),
  io('subscriptions of a connection are limited', fails('missing'), `
  const subscriptions = new Set();
  socket.on('subscribe', (topic) => {
    if (subscriptions.size >= MAX_SUBSCRIPTIONS) {
      socket.emit('error', { code: 'TOO_MANY_SUBSCRIPTIONS' });
      return;
    }
    subscriptions.add(topic);
  });`, 'const MAX_SUBSCRIPTIONS = 50;'),
  io('subscriptions of a user are limited, and the connection is closed', fails('missing'), `
  socket.on('subscribe', (topic) => {
    const mine = topics.get(userId) ?? new Set();
    if (mine.size >= 50) return socket.disconnect(true);
    topics.set(userId, mine.add(topic));
  });`, 'const topics = new Map();'),
  io('the size of the list of users is sent', fails('missing'), `
  online.set(userId, (online.get(userId) ?? 0) + 1);
  io.emit('online', online.size);
  socket.on('disconnect', () => {
    const left = online.get(userId) - 1;
    if (left <= 0) online.delete(userId);
    else online.set(userId, left);
    io.emit('online', online.size);
  });`, 'const online = new Map();'),
  io('the last connection of a user makes a difference', fails('missing'), `
  const mine = online.get(userId) ?? new Set();
  online.set(userId, mine.add(socket.id));
  if (mine.size === 1) io.emit('came', userId);
  socket.on('disconnect', () => {
    mine.delete(socket.id);
    if (mine.size === 0) io.emit('left', userId);
  });`, 'const online = new Map();'),
  io('uploads of a user are limited', fails('missing'), `
  socket.on('upload', async (file, done) => {
    const running = uploads.get(userId) ?? 0;
    if (running >= 2) return done({ error: 'too many uploads' });
    uploads.set(userId, running + 1);
    await store(file);
    uploads.set(userId, uploads.get(userId) - 1);
    done({});
  });`, "import { store } from './store.js';\nconst uploads = new Map();"),
  io('a wrong password is counted', fails('missing'), `
  socket.on('login', (password) => {
    const failures = (attempts.get(userId) ?? 0) + 1;
    attempts.set(userId, failures);
    if (failures > 3) socket.disconnect(true);
  });`, 'const attempts = new Map();'),
  io('the pool of the database has a limit', fails('missing'), `
  pool.query('INSERT INTO visits VALUES (?)', [userId]);`, "import mysql from 'mysql2/promise';\nconst pool = mysql.createPool({ host: 'db', connectionLimit: 10, maxIdle: 10 });"),
  io('another client is limited in how often it reconnects', fails('missing'), `
  upstream.emit('seen', userId);`, "import { io as connect } from 'socket.io-client';\nconst upstream = connect('http://upstream', { reconnectionAttempts: 5, reconnectionDelayMax: 5000 });"),
  io('a credit that is used up', fails('missing'), `
  if (account(userId).credit <= 0) {
    socket.disconnect(true);
    return;
  }
  socket.emit('hello');`, "import { account } from './accounts.js';"),
  io('a user who is not active', fails('missing'), `
  if (socket.data.user.status !== 'active') return socket.disconnect(true);
  socket.emit('hello');`),
  io('a version of the client that is too old', fails('missing'), `
  if (Number(socket.handshake.query.version) < 3) return socket.disconnect(true);
  socket.emit('hello');`),
  io('a heartbeat that is missed', fails('missing'), `
  let missed = 0;
  const timer = setInterval(() => {
    missed += 1;
    if (missed > 3) socket.disconnect(true);
    socket.emit('beat');
  }, 5000);
  socket.on('beat', () => { missed = 0; });
  socket.on('disconnect', () => clearInterval(timer));`),
  io('limits on messages beside a limit on connections', enforced(3), `
  const mine = tabs.get(userId) ?? new Set();
  if (mine.size >= 3) return socket.disconnect(true);
  tabs.set(userId, mine.add(socket));
  let messages = 0;
  socket.on('message', () => {
    if (++messages > 100) socket.disconnect(true);
  });
  socket.on('disconnect', () => mine.delete(socket));`, 'const tabs = new Map();'),
];

testExamples('what is no guard in Socket.IO', examples);
