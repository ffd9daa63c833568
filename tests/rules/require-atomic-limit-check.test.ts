import { bad, good, type Program, testPrograms } from './faults.js';

const RULE = 'require-atomic-limit-check';

const withWs = (body: string, head = ''): string => `
import { WebSocketServer } from 'ws';
import { audit, verify, profile } from './users.js';
${head}
const connections = new Map();
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', async (ws, request) => {
${body}
});
`;
const withSocketIo = (body: string): string => `
import { Server } from 'socket.io';
import { verify, profile } from './users.js';

const connections = new Map();
const io = new Server(3000);

io.use(async (socket, next) => {
  socket.data.userId = (await verify(socket.handshake.auth.token)).id;
  next();
});
${body}
`;

const awaiting: readonly Program[] = [
  bad('an await between the check and the Set', 'awaitBetween: own.size >= 3', withWs(`
  const { id } = await verify(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  ws.profile = await profile(id);
  connections.set(id, own.add(ws));
  ws.on('close', () => own.delete(ws));`)),
  bad('an await between the check and the counter', 'awaitBetween: (connections.get(id) ?? 0) >= 3', withWs(`
  const { id } = await verify(request.headers.authorization);
  if ((connections.get(id) ?? 0) >= 3) return ws.close(1013);
  const user = await profile(id);
  connections.set(id, (connections.get(id) ?? 0) + 1);
  ws.send(user.name);`)),
  bad('the count is kept in a name before the await', 'awaitBetween: count >= 3', withWs(`
  const { id } = await verify(request.headers.authorization);
  const count = connections.get(id)?.size ?? 0;
  const user = await profile(id);
  if (count >= 3) return ws.close(1013);
  connections.set(id, (connections.get(id) ?? new Set()).add(ws));
  ws.send(user.name);`)),
  bad('the check is in a function of its own', 'awaitBetween: (connections.get(id)?.size ?? 0) < 3', withWs(`
  const { id } = await verify(request.headers.authorization);
  if (!canConnect(id)) return ws.close(1013);
  await audit(id);
  add(id, ws);
`, `
function canConnect(id) { return (connections.get(id)?.size ?? 0) < 3; }
function add(id, ws) { connections.set(id, (connections.get(id) ?? new Set()).add(ws)); }`)),
  bad('the function that adds waits first', 'awaitBetween: own.size >= 3', withWs(`
  const { id } = await verify(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  await register(id, ws);
`, `
async function register(id, ws) {
  await audit(id);
  connections.set(id, (connections.get(id) ?? new Set()).add(ws));
}`)),
  bad('checked in the middleware, added in the listener after an await', 'awaitBetween: (connections.get(socket.data.userId)?.size ?? 0) >= 3', withSocketIo(`
io.use((socket, next) => {
  if ((connections.get(socket.data.userId)?.size ?? 0) >= 3) return next(new Error('limit'));
  next();
});
io.on('connection', async (socket) => {
  await profile(socket.data.userId);
  const own = connections.get(socket.data.userId) ?? new Set();
  connections.set(socket.data.userId, own.add(socket));
});`)),
  bad('checked in the middleware, and another middleware waits', 'awaitBetween: (connections.get(socket.data.userId)?.size ?? 0) >= 3', withSocketIo(`
io.use((socket, next) => {
  if ((connections.get(socket.data.userId)?.size ?? 0) >= 3) return next(new Error('limit'));
  next();
});
io.use(async (socket, next) => {
  socket.data.profile = await profile(socket.data.userId);
  next();
});
io.on('connection', (socket) => {
  const own = connections.get(socket.data.userId) ?? new Set();
  connections.set(socket.data.userId, own.add(socket));
});`)),
  bad('a room, asked for over all processes', "awaitBetween: (await io.in(room).fetchSockets()).length >= 3", withSocketIo(`
io.on('connection', async (socket) => {
  const room = 'user:' + socket.data.userId;
  if ((await io.in(room).fetchSockets()).length >= 3) return socket.disconnect(true);
  socket.join(room);
});`)),
  bad('a room, asked for over all processes, in a name', 'awaitBetween: others.length >= 3', withSocketIo(`
io.on('connection', async (socket) => {
  const room = 'user:' + socket.data.userId;
  const others = await io.in(room).fetchSockets();
  if (others.length >= 3) return socket.disconnect(true);
  socket.join(room);
});`)),
  bad('an older connection is closed, and the new one kept after an await', 'awaitBetween: old', withWs(`
  const { id } = await verify(request.headers.authorization);
  const old = connections.get(id);
  if (old) old.close(1000);
  await profile(id);
  connections.set(id, ws);
  ws.on('close', () => { if (connections.get(id) === ws) connections.delete(id); });`)),
];

const calledBack: readonly Program[] = [
  bad('a promise is waited for with then', 'callbackBetween: own.size >= 3', withWs(`
  const { id } = await verify(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  profile(id).then((user) => {
    ws.profile = user;
    connections.set(id, own.add(ws));
  });`)),
  bad('a query with a callback', 'callbackBetween: own.size >= 3', withWs(`
  const { id } = await verify(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  db.query('select 1 from users where id = $1', [id], (error, rows) => {
    if (error) return ws.close(1011);
    connections.set(id, own.add(ws));
  });
`, "import { db } from './db.js';")),
  bad('a timer', 'callbackBetween: own.size >= 3', withWs(`
  const { id } = await verify(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  setTimeout(() => connections.set(id, own.add(ws)), 10);`)),
  bad('only the first message adds', 'callbackBetween: (connections.get(user.id)?.size ?? 0) >= 3', withWs(`
  const user = await verify(request.headers.authorization);
  if ((connections.get(user.id)?.size ?? 0) >= 3) return ws.close(1013);
  ws.on('message', () => {
    connections.set(user.id, (connections.get(user.id) ?? new Set()).add(ws));
  });
  ws.on('close', () => connections.get(user.id)?.delete(ws));`)),
];

const redis = (body: string): string => `
import { WebSocketServer } from 'ws';
import { createClient } from 'redis';
import { verify } from './users.js';

const redis = createClient();
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', async (ws, request) => {
  const { id } = await verify(request.headers.authorization);
${body}
});
`;
const stored: readonly Program[] = [
  bad('a client that is connected where it is made', "readThenWrite: Number(await redis.get('c:' + id)) >= 3", redis(`
  if (Number(await redis.get('c:' + id)) >= 3) return ws.close(1013);
  await redis.incr('c:' + id);
  ws.on('close', () => redis.decr('c:' + id));`).replace('createClient()', 'await createClient().on("error", console.error).connect()')),
  bad('GET, then INCR', "readThenWrite: Number(await redis.get('c:' + id)) >= 3", redis(`
  if (Number(await redis.get('c:' + id)) >= 3) return ws.close(1013);
  await redis.incr('c:' + id);
  ws.on('close', () => redis.decr('c:' + id));`)),
  bad('SCARD, then SADD', 'readThenWrite: count >= 3', redis(`
  const count = await redis.sCard('c:' + id);
  if (count >= 3) return ws.close(1013);
  await redis.sAdd('c:' + id, request.headers['sec-websocket-key']);
  ws.on('close', () => redis.sRem('c:' + id, request.headers['sec-websocket-key']));`)),
  bad('rows of a table', 'readThenWrite: (await sessions.countOpen(id)) >= 3', `
import { WebSocketServer } from 'ws';
import { sessions } from './sessions.js';
import { verify } from './users.js';

const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', async (ws, request) => {
  const { id } = await verify(request.headers.authorization);
  if ((await sessions.countOpen(id)) >= 3) return ws.close(1013);
  const session = await sessions.create({ user: id });
  ws.on('close', () => sessions.remove(session));
});`),
];

const holding: readonly Program[] = [
  good('an await before the check', withWs(`
  const { id } = await verify(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
  ws.profile = await profile(id);`)),
  good('added first, then counted', withWs(`
  const { id } = await verify(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  connections.set(id, own.add(ws));
  await profile(id);
  if (own.size > 3) { own.delete(ws); ws.close(1013); }`)),
  good('an await where the connection is refused', withWs(`
  const { id } = await verify(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) {
    await audit(id);
    return ws.close(1013);
  }
  connections.set(id, own.add(ws));`)),
  good('an await in a function that waits for nothing', withWs(`
  const { id } = await verify(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  await greet(ws);
  connections.set(id, own.add(ws));
`, "async function greet(ws) { ws.send('welcome'); }")),
  good('looked at early, and once more right before it is added', withWs(`
  const { id } = await verify(request.headers.authorization);
  if ((connections.get(id)?.size ?? 0) >= 3) return ws.close(1013);
  await profile(id);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));`)),
  good('checked in the middleware, added in the listener, at once', withSocketIo(`
io.use((socket, next) => {
  if ((connections.get(socket.data.userId)?.size ?? 0) >= 3) return next(new Error('limit'));
  next();
});
io.on('connection', (socket) => {
  const own = connections.get(socket.data.userId) ?? new Set();
  connections.set(socket.data.userId, own.add(socket));
});`)),
  good('a room of this process', withSocketIo(`
io.on('connection', (socket) => {
  const room = 'user:' + socket.data.userId;
  if ((io.sockets.adapter.rooms.get(room)?.size ?? 0) >= 3) return socket.disconnect(true);
  socket.join(room);
});`)),
  good('the callback of handleUpgrade runs at once', `
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { verify } from './users.js';

const connections = new Map();
const server = createServer();
const wss = new WebSocketServer({ noServer: true });
server.on('upgrade', async (request, socket, head) => {
  const { id } = await verify(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return socket.destroy();
  wss.handleUpgrade(request, socket, head, (ws) => {
    connections.set(id, own.add(ws));
    ws.on('close', () => own.delete(ws));
  });
});`),
  good('uWebSockets.js goes from upgrade to open at once', `
const uWS = require('uWebSockets.js');
const { verify } = require('./users');

const open = new Map();
uWS.App().ws('/*', {
  upgrade: (res, req, context) => {
    const user = verify(req.getHeader('authorization'));
    if ((open.get(user.id) ?? 0) >= 3) {
      res.writeStatus('429 Too Many Requests').end();
      return;
    }
    res.upgrade({ id: user.id }, req.getHeader('sec-websocket-key'), req.getHeader('sec-websocket-protocol'), req.getHeader('sec-websocket-extensions'), context);
  },
  open: (ws) => open.set(ws.getUserData().id, (open.get(ws.getUserData().id) ?? 0) + 1),
  close: (ws) => open.set(ws.getUserData().id, open.get(ws.getUserData().id) - 1),
});`),
  good('one after the other, under a lock', withWs(`
  const { id } = await verify(request.headers.authorization);
  await mutex.runExclusive(async () => {
    const own = connections.get(id) ?? new Set();
    if (own.size >= 3) return ws.close(1013);
    await profile(id);
    connections.set(id, own.add(ws));
  });
`, "import { mutex } from './mutex.js';")),
  good('a lock that is acquired and released', withWs(`
  const { id } = await verify(request.headers.authorization);
  const release = await userLock.acquire(id);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) { release(); return ws.close(1013); }
  await profile(id);
  connections.set(id, own.add(ws));
  release();
`, "import { userLock } from './mutex.js';")),
  good('INCR, compared afterwards', redis(`
  const count = await redis.incr('c:' + id);
  ws.on('close', () => redis.decr('c:' + id));
  if (count > 3) return ws.close(1013);`)),
  good('SET with NX', redis(`
  const isFree = await redis.set('c:' + id, '1', { NX: true, EX: 60 });
  if (!isFree) return ws.close(1013);
  ws.on('close', () => redis.del('c:' + id));`)),
  good('a Lua script', redis(`
  const allowed = await redis.eval(SCRIPT, { keys: ['c:' + id], arguments: ['3'] });
  if (allowed !== 1) return ws.close(1013);
  ws.on('close', () => redis.decr('c:' + id));`)),
  good('a list of connections is mapped over, at once', withWs(`
  const { id } = await verify(request.headers.authorization);
  const own = connections.get(id) ?? [];
  if (own.length >= 3) return ws.close(1013);
  [ws].forEach((one) => connections.set(id, [...own, one]));`)),
];

/** Counted in a middleware, and added when the connection is there. */
const inMiddleware = (body: string): string => `
io.use(async (socket, next) => {${body}
});
io.on('connection', (socket) => {
  const own = connections.get(socket.data.userId) ?? new Set();
  connections.set(socket.data.userId, own.add(socket));
});`;

const branches: readonly Program[] = [
  bad('the function that counts waits before it answers', 'awaitBetween: (connections.get(id)?.size ?? 0) < 3', withWs(`
  const { id } = await verify(request.headers.authorization);
  if (!(await canConnect(id))) return ws.close(1013);
  connections.set(id, (connections.get(id) ?? new Set()).add(ws));
`, `
async function canConnect(id) {
  const isFree = (connections.get(id)?.size ?? 0) < 3;
  await audit(id);
  return isFree;
}`)),
  good('a middleware that counts, and waits where it says no', withSocketIo(inMiddleware(`
  if ((connections.get(socket.data.userId)?.size ?? 0) >= 3) {
    await profile(socket.data.userId);
    return next(new Error('limit'));
  }
  next();`))),
  bad('a middleware that counts, and waits where it says yes', 'awaitBetween: (connections.get(socket.data.userId)?.size ?? 0) >= 3', withSocketIo(inMiddleware(`
  if ((connections.get(socket.data.userId)?.size ?? 0) >= 3) return next(new Error('limit'));
  await profile(socket.data.userId);
  next();`))),
  good('a middleware that counts, says yes, and waits for something else then', withSocketIo(inMiddleware(`
  if ((connections.get(socket.data.userId)?.size ?? 0) >= 3) return next(new Error('limit'));
  next();
  await profile(socket.data.userId);`))),
  bad('a middleware that counts, and waits whatever it says', 'awaitBetween: (connections.get(socket.data.userId)?.size ?? 0) >= 3', withSocketIo(inMiddleware(`
  const isFull = (connections.get(socket.data.userId)?.size ?? 0) >= 3;
  await profile(socket.data.userId);
  next(isFull ? new Error('limit') : undefined);`))),
  good('the function that adds waits where it does not add', withWs(`
  const { id } = await verify(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  register(id, ws);
`, `
async function register(id, ws) {
  if (ws.isGuest) {
    await audit(id);
    return;
  }
  connections.set(id, (connections.get(id) ?? new Set()).add(ws));
}`)),
];

/** What is given a function that adds the connection, with something for it. */
const calling = (call: string, head = ''): string => withWs(`
  const { id } = await verify(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  ${call}
`, head);
const atOnce: readonly Program[] = [
  good('what a promise is made of', calling('new Promise((resolve) => { connections.set(id, own.add(ws)); resolve(); });')),
  bad('what another object is made of', 'callbackBetween: own.size >= 3', calling('new Task((done) => { connections.set(id, own.add(ws)); done(); });', "import { Task } from './task.js';")),
  bad('what a function out of reach is given, with an argument', 'callbackBetween: own.size >= 3', calling('profile(id, (user) => connections.set(user.id, own.add(ws)));')),
  good('what a function out of reach is given, without one', calling('audit(() => connections.set(id, own.add(ws)));')),
  bad('what an immediate is given', 'callbackBetween: own.size >= 3', calling('setImmediate(() => connections.set(id, own.add(ws)));')),
];

/** Between the check and the Set. */
const waiting = (operand: string, head = ''): string => calling(`await ${operand};
  connections.set(id, own.add(ws));`, head);
const operands: readonly Program[] = [
  good('a promise that is kept at once', waiting('Promise.resolve(id)')),
  bad('several promises', 'awaitBetween: own.size >= 3', waiting('Promise.all([profile(id), audit(id)])')),
  good('a plain function of the language', waiting('JSON.parse(id)')),
  good('an operation on a Map', waiting('connections.get(id)')),
  bad('a function in reach that gives a promise of another', 'awaitBetween: own.size >= 3', waiting('look(id)', 'const look = (id) => profile(id);')),
  good('a function in reach that gives a text', waiting('look(id)', 'const look = (id) => `user ${id}`;')),
  good('a function that calls itself, and waits for nothing else', waiting('look(3)', 'async function look(n) { if (n > 0) await look(n - 1); }')),
  bad('what is no call', 'awaitBetween: own.size >= 3', waiting('ws.ready')),
];

testPrograms(RULE, 'an await on a branch', branches);
testPrograms(RULE, 'a function that is called at once, or later', atOnce);
testPrograms(RULE, 'what is waited for', operands);
testPrograms(RULE, 'an await', awaiting);
testPrograms(RULE, 'a callback', calledBack);
testPrograms(RULE, 'a store', stored);
testPrograms(RULE, 'what holds', holding);
