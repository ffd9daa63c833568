import { enforced, type Example, type Expected, example, fails, testExamples } from './examples.js';

const io = (name: string, expected: Expected, body: string, imports = ''): Example =>
  example(
    name,
    expected,
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';
${imports}

const io = new Server(3000);
const open = new Map();

${body}
io.on('connection', (socket) => socket.emit('hello'));
`,
  );

const limit = `const limit = (socket, next) => {
  const mine = open.get(socket.data.userId) ?? new Set();
  if (mine.size >= 3) return next(new Error('limit'));
  open.set(socket.data.userId, mine.add(socket));
  socket.conn.once('close', () => mine.delete(socket));
  next();
};`;

const use = (body: string): string => `io.use(authenticate);
io.use(async (socket, next) => {
  const id = socket.data.userId;
  const key = \`open:\${id}\`;
${body}
  next();
});`;

const count = (refusal: string): string => `
  const mine = open.get(id) ?? new Set();
  if (mine.size >= 3) ${refusal}
  open.set(id, mine.add(socket));
  socket.conn.once('close', () => mine.delete(socket));`;

export const examples = [
  io('a list of middleware', enforced(3), `${limit}
[authenticate, limit].forEach((middleware) => io.use(middleware));`),
  io('a loop over middleware', enforced(3), `${limit}
const chain = [authenticate, limit];
for (const middleware of chain) io.use(middleware);`),
  io('a wrapper of another package', enforced(3), `io.use(authenticate);
${limit}
io.use(wrap(limit));`, "import { wrap } from './wrap.js';"),
  io('a handler in a wrapper of another package', enforced(3), `io.use(authenticate);
io.on('connection', safely(async (socket) => {
  const mine = open.get(socket.data.userId) ?? new Set();
  if (mine.size >= 3) return socket.disconnect(true);
  open.set(socket.data.userId, mine.add(socket));
  socket.on('disconnect', () => mine.delete(socket));
}));`, "import { safely } from './safely.js';"),
  io('an error with more in it', enforced(3), use(count("return next(Object.assign(new Error('limit'), { data: { code: 429 } }));"))),
  io('an error of the module', enforced(3), `const LIMIT = new Error('limit');\n${use(count('return next(LIMIT);'))}`),
  io('two things at once', enforced(5), use(`
  const [profile, n] = await Promise.all([loadProfile(id), redis.scard(key)]);
  socket.data.profile = profile;
  if (n >= 5) return next(new Error('limit'));
  await redis.sadd(key, socket.id);
  socket.conn.once('close', () => redis.srem(key, socket.id));`), "import Redis from 'ioredis';\nimport { loadProfile } from './profiles.js';\nconst redis = new Redis();"),
  io('a callback of Redis', enforced(5), `io.use(authenticate);
io.use((socket, next) => {
  const key = 'open:' + socket.data.userId;
  client.incr(key, (error, n) => {
    if (error) return next(error);
    socket.conn.once('close', () => client.decr(key));
    if (n > 5) return next(new Error('limit'));
    next();
  });
});`, "import redis from 'redis';\nconst client = redis.createClient();"),
  io('rows of a database', enforced(5), use(`
  const n = await prisma.connection.count({ where: { userId: id } });
  if (n >= 5) return next(new Error('limit'));
  const row = await prisma.connection.create({ data: { userId: id } });
  socket.conn.once('close', () => prisma.connection.delete({ where: { id: row.id } }));`), "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();"),
  io('documents of a database', enforced(5), use(`
  const n = await Connection.countDocuments({ user: id });
  if (n >= 5) return next(new Error('limit'));
  await Connection.create({ user: id, socket: socket.id });
  socket.conn.once('close', () => Connection.deleteOne({ socket: socket.id }));`), "import { Connection } from './models.js';"),
  io('a cache', enforced(3), use(`
  const n = cache.get(id) ?? 0;
  if (n >= 3) return next(new Error('limit'));
  cache.set(id, n + 1);
  socket.conn.once('close', () => cache.set(id, cache.get(id) - 1));`), "import { LRUCache } from 'lru-cache';\nconst cache = new LRUCache({ max: 10_000 });"),
  io('another cache', enforced(3), use(`
  const n = cache.get(key) || 0;
  if (n >= 3) return next(new Error('limit'));
  cache.set(key, n + 1);
  socket.conn.once('close', () => cache.set(key, cache.get(key) - 1));`), "import NodeCache from 'node-cache';\nconst cache = new NodeCache();"),
  io('functions of lodash', enforced(3), `const mine = {};
${use(`
  if (_.size(mine[id]) >= 3) return next(new Error('limit'));
  mine[id] = [...(mine[id] ?? []), socket.id];
  socket.conn.once('close', () => { mine[id] = _.without(mine[id], socket.id); });`)}`, "import _ from 'lodash';"),
  io('a property that is a symbol', enforced(3), `const USER = Symbol('user');
${use(`
  socket[USER] = id;
  const mine = [...io.sockets.sockets.values()].filter((other) => other[USER] === id);
  if (mine.length >= 3) return next(new Error('limit'));`)}`),
  io('the rest of the arguments', enforced(3), `io.use(authenticate);\n${limit}\nio.use((...args) => limit(...args));`),
  io('the rest of the arguments, applied', enforced(3), `io.use(authenticate);\n${limit}\nio.use((...args) => limit.apply(null, args));`),
  io('the rest of the arguments, by their places', enforced(3), `io.use(authenticate);\n${limit}\nio.use((...args) => limit(args[0], args[1]));`),
  io('the rest of the arguments, taken apart', enforced(3), `io.use(authenticate);\n${limit}\nio.use((...[socket, next]) => limit(socket, next));`),
  io('the rest of the arguments behind the first', enforced(3), `io.use(authenticate);\n${limit}\nio.use((socket, ...others) => limit(socket, ...others));`),
  io('the rest of the arguments in a wrapper', enforced(3), `io.use(authenticate);\n${limit}\nconst traced = (run) => (...args) => {\n  console.log('run');\n  return run(...args);\n};\nio.use(traced(limit));`),
  io('all arguments, applied', enforced(3), `io.use(authenticate);\n${limit}\nio.use(function () {\n  return limit.apply(this, arguments);\n});`),
  io('a list of arguments that is written down', enforced(3), `io.use(authenticate);\n${limit}\nio.use((socket, next) => {\n  const args = [socket, next];\n  limit(...args);\n});`),
  io('the rest of the arguments, for an address', fails('perAddressOnly'), `${limit.replaceAll('socket.data.userId', 'socket.handshake.address')}\nio.use((...args) => limit(...args));`),
  io('a refusal that is bound', enforced(3), use(`
  const refuse = next.bind(null, new Error('limit'));${count('return refuse();')}`)),
  io('a refusal that is called with call', enforced(3), use(count("return next.call(null, new Error('limit'));"))),
  io('a refusal that is applied', enforced(3), use(count("return next.apply(null, [new Error('limit')]);"))),
  io('a refusal that is bound, and called on', fails('notRejected'), use(`
  const refuse = next.bind(null, new Error('limit'));${count('refuse();')}`)),
  io('an acceptance that is bound', fails('notRejected'), use(`
  const accept = next.bind(null, undefined);${count('return accept();')}`)),
  io('a method that is bound', enforced(3), use(`
  const hangUp = socket.conn.close.bind(socket.conn);${count('return hangUp();')}`)),
  io('a function with its first arguments bound', enforced(3), use(`
  const refuse = deny.bind(null, next, 'limit');${count('return refuse();')}`), 'function deny(next, text) {\n  next(new Error(text));\n}'),
  io('state that is made anew', enforced(3), `let state = {};
${use(`
  const n = state[id] ?? 0;
  if (n >= 3) return next(new Error('limit'));
  state = { ...state, [id]: n + 1 };
  socket.conn.once('close', () => { state = { ...state, [id]: state[id] - 1 }; });`)}`),
  io('state that is made anew, with lists in it', enforced(3), `const state = { open: {} };
${use(`
  const mine = state.open[id] ?? [];
  if (mine.length >= 3) return next(new Error('limit'));
  state.open = { ...state.open, [id]: [...mine, socket] };
  socket.conn.once('close', () => {
    state.open = { ...state.open, [id]: state.open[id].filter((other) => other !== socket) };
  });`)}`),
  io('state that is made anew, and left without the user', enforced(3), `let state = {};
${use(`
  if ((state[id]?.length ?? 0) >= 3) return next(new Error('limit'));
  state = { ...state, [id]: [...(state[id] ?? []), socket] };
  socket.conn.once('close', () => {
    const { [id]: mine, ...others } = state;
    state = mine.length > 1 ? { ...others, [id]: mine.filter((other) => other !== socket) } : others;
  });`)}`),
  io('state that is made anew, with one socket a user', fails('overwritten'), `let state = {};
${use(`
  if (Object.keys(state).filter((key) => key === id).length >= 3) return next(new Error('limit'));
  state = { ...state, [id]: socket };
  socket.conn.once('close', () => { state = { ...state, [id]: undefined }; });`)}`),
  io('state that is made anew for an address', fails('perAddressOnly'), `let state = {};
${use(`
  const host = socket.handshake.address;
  const n = state[host] ?? 0;
  if (n >= 3) return next(new Error('limit'));
  state = { ...state, [host]: n + 1 };
  socket.conn.once('close', () => { state = { ...state, [host]: state[host] - 1 }; });`)}`),
];

testExamples('unusual guards', examples);
