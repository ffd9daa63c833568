import { enforced, example, fails, passes, testExamples } from './examples.js';

const io = (body: string, client = "import Redis from 'ioredis';\nconst redis = new Redis(process.env.REDIS_URL);"): string => `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';
${client}

const io = new Server(3000);
io.use(authenticate);
io.use(async (socket, next) => {
  const key = \`open:\${socket.data.userId}\`;
${body}
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`;

const nodeRedis = "import { createClient } from 'redis';\nconst redis = createClient();\nawait redis.connect();";

const promisified = (...commands: readonly string[]): string => `import { promisify } from 'node:util';
import redis from 'redis';
const client = redis.createClient();
${commands.map((command) => `const ${command} = promisify(client.${command}).bind(client);`).join('\n')}`;

export const examples = [
  example('INCR, then greater', enforced(5), io(`
  const n = await redis.incr(key);
  socket.conn.once('close', () => redis.decr(key));
  if (n > 5) return next(new Error('limit'));`)),
  example('INCR, then greater or equal lets one fewer in', enforced(4), io(`
  const n = await redis.incr(key);
  socket.conn.once('close', () => redis.decr(key));
  if (n >= 5) return next(new Error('limit'));`)),
  example('INCR of node-redis, given back at once', enforced(5), io(`
  if ((await redis.incr(key)) > 5) {
    await redis.decr(key);
    return next(new Error('limit'));
  }
  socket.conn.once('close', () => void redis.decr(key));`, nodeRedis)),
  example('INCRBY one', enforced(3), io(`
  const n = await redis.incrBy(key, 1);
  socket.conn.once('close', () => redis.decrBy(key, 1));
  if (n > 3) return next(new Error('limit'));`, nodeRedis)),
  example('a field of a hash', enforced(3), io(`
  const n = await redis.hincrby('open', socket.data.userId, 1);
  socket.conn.once('close', () => redis.hincrby('open', socket.data.userId, -1));
  if (n > 3) return next(new Error('limit'));`)),
  example('SCARD before SADD', enforced(5), io(`
  if ((await redis.scard(key)) >= 5) return next(new Error('limit'));
  await redis.sadd(key, socket.id);
  socket.conn.once('close', () => redis.srem(key, socket.id));`)),
  example('SADD before SCARD', enforced(5), io(`
  await redis.sAdd(key, socket.id);
  socket.conn.once('close', () => redis.sRem(key, socket.id));
  if ((await redis.sCard(key)) > 5) return next(new Error('limit'));`, nodeRedis)),
  example('the length of SMEMBERS', enforced(5), io(`
  const members = await redis.smembers(key);
  if (members.length >= 5) return next(new Error('limit'));
  await redis.sadd(key, socket.id);
  socket.conn.once('close', () => redis.srem(key, socket.id));`)),
  example('ZCARD', enforced(5), io(`
  await redis.zremrangebyscore(key, 0, Date.now() - 90_000);
  const n = await redis.zcard(key);
  if (n >= 5) return next(new Error('limit'));
  await redis.zadd(key, Date.now(), socket.id);
  socket.conn.once('close', () => redis.zrem(key, socket.id));`)),
  example('GET as a number, then INCR', enforced(4), io(`
  const n = Number((await redis.get(key)) ?? 0);
  if (n >= 4) return next(new Error('limit'));
  await redis.incr(key);
  socket.conn.once('close', () => redis.decr(key));`)),
  example('parseInt of GET', enforced(4), io(`
  const n = parseInt((await redis.get(key)) || '0', 10);
  if (n >= 4) return next(new Error('limit'));
  await redis.incr(key);
  socket.conn.once('close', () => redis.decr(key));`)),
  example('SET NX', enforced(1), io(`
  const ok = await redis.set(key, socket.id, 'EX', 60, 'NX');
  if (!ok) return next(new Error('already connected'));
  socket.conn.once('close', () => redis.del(key));`)),
  example('SET with options', enforced(1), io(`
  const reply = await redis.set(key, socket.id, { NX: true, EX: 60 });
  if (reply !== 'OK') return next(new Error('already connected'));
  socket.conn.once('close', () => redis.del(key));`, nodeRedis)),
  example('SETNX', enforced(1), io(`
  if ((await redis.setnx(key, socket.id)) === 0) return next(new Error('already connected'));
  socket.conn.once('close', () => redis.del(key));`)),
  example('a script of Lua that is given the limit', enforced(5), io(`
  const ok = await redis.eval(SCRIPT, 1, key, socket.id, 5);
  if (ok !== 1) return next(new Error('limit'));
  socket.conn.once('close', () => redis.srem(key, socket.id));`, `import Redis from 'ioredis';
const redis = new Redis();
const SCRIPT = \`
  if redis.call('SCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
  redis.call('SADD', KEYS[1], ARGV[1])
  return 1
\`;`)),
  example('a script of Lua with the number inside', passes(), io(`
  const allowed = await redis.eval("local n = redis.call('INCR', KEYS[1]) if n > 5 then redis.call('DECR', KEYS[1]) return 0 end return 1", 1, key);
  if (!allowed) return next(new Error('limit'));
  socket.conn.once('close', () => redis.decr(key));`)),
  example('a client in a class that is handed in', enforced(6), `
import type { Redis } from 'ioredis';
import type { Server } from 'socket.io';

export class Slots {
  constructor(private readonly store: Redis, private readonly most = 6) {}

  async enter(user: string): Promise<boolean> {
    const n = await this.store.incr('slots:' + user);
    if (n > this.most) {
      await this.store.decr('slots:' + user);
      return false;
    }
    return true;
  }

  leave(user: string): Promise<number> {
    return this.store.decr('slots:' + user);
  }
}

export function attach(io: Server, store: Redis): void {
  const slots = new Slots(store);
  io.use(async (socket, next) => {
    if (!(await slots.enter(socket.data.userId))) return next(new Error('limit'));
    socket.conn.once('close', () => void slots.leave(socket.data.userId));
    next();
  });
  io.on('connection', (socket) => socket.emit('hello'));
}
`),
  example('a key of the address', fails('perAddressOnly'), io(`
  const n = await redis.incr('host:' + socket.handshake.address);
  socket.conn.once('close', () => redis.decr('host:' + socket.handshake.address));
  if (n > 5) return next(new Error('limit'));`)),
  example('a key for all', fails('globalOnly'), io(`
  const n = await redis.incr('open');
  socket.conn.once('close', () => redis.decr('open'));
  if (n > 500) return next(new Error('limit'));`)),
  example('a key of the room', fails('perRoomOnly'), io(`
  const n = await redis.incr('room:' + socket.handshake.query.room);
  socket.conn.once('close', () => redis.decr('room:' + socket.handshake.query.room));
  if (n > 5) return next(new Error('limit'));`)),
  example('a ban in Redis is no count', fails('missing'), io(`
  if (await redis.sismember('banned', socket.data.userId)) return next(new Error('banned'));`)),
  example('a profile in Redis is no count', fails('missing'), io(`
  const profile = await redis.hget('profiles', socket.data.userId);
  if (!profile) return next(new Error('unknown user'));`)),
  example('a transaction of ioredis', enforced(5), io(`
  const [[, n]] = await redis.multi().incr(key).expire(key, 3600).exec();
  socket.conn.once('close', () => redis.decr(key));
  if (n > 5) return next(new Error('limit'));`)),
  example('a transaction of node-redis', enforced(5), io(`
  const [n] = await redis.multi().incr(key).expire(key, 3600).exec();
  socket.conn.once('close', () => redis.decr(key));
  if (n > 5) return next(new Error('limit'));`, nodeRedis)),
  example('a transaction of ioredis that is read as one of node-redis', fails('missing'), io(`
  const [n] = await redis.multi().incr(key).expire(key, 3600).exec();
  socket.conn.once('close', () => redis.decr(key));
  if (n > 5) return next(new Error('limit'));`)),
  example('a pipeline that is filled bit by bit', enforced(5), io(`
  const pipeline = redis.pipeline();
  pipeline.zremrangebyscore(key, 0, 1);
  pipeline.scard(key);
  pipeline.sadd(key, socket.id);
  const results = await pipeline.exec();
  socket.conn.once('close', () => redis.srem(key, socket.id));
  if (results[1][1] >= 5) return next(new Error('limit'));`)),
  example('a transaction that adds before it counts', enforced(5), io(`
  const results = await redis.multi().sAdd(key, socket.id).sCard(key).exec();
  socket.conn.once('close', () => redis.sRem(key, socket.id));
  if (Number(results[1]) > 5) return next(new Error('limit'));`, nodeRedis)),
  example('a transaction with a callback', enforced(5), io(`
  redis.multi().incr(key).expire(key, 60).exec((error, replies) => {
    if (error || replies[0] > 5) return next(new Error('limit'));
    socket.conn.once('close', () => redis.decr(key));
    next();
  });
  return;`, "import { createClient } from 'redis';\nconst redis = createClient();")),
  example('a transaction of a client from elsewhere', enforced(5), io(`
  const results = await redis.multi().incr(key).exec();
  socket.conn.once('close', () => redis.decr(key));
  if (results[0][1] > 5) return next(new Error('limit'));`, "import { redis } from './redis.js';")),
  example('a transaction that counts for a time is a rate', fails('rateOnly'), io(`
  const [[, n]] = await redis.multi().incr(key).expire(key, 60).exec();
  if (n > 5) return next(new Error('limit'));`)),
  example('a transaction for an address', fails('perAddressOnly'), io(`
  const host = 'host:' + socket.handshake.address;
  const [[, n]] = await redis.multi().incr(host).expire(host, 60).exec();
  socket.conn.once('close', () => redis.decr(host));
  if (n > 5) return next(new Error('limit'));`)),
  example('another answer of a transaction is no count', fails('missing'), io(`
  const [, [, isSet]] = await redis.multi().incr(key).expire(key, 60).exec();
  socket.conn.once('close', () => redis.decr(key));
  if (isSet > 5) return next(new Error('limit'));`)),
  example('a promise made of INCR', enforced(5), io(`
  const n = await incr(key);
  socket.conn.once('close', () => client.decr(key));
  if (n > 5) return next(new Error('limit'));`, promisified('incr'))),
  example('promises made of SCARD and SADD', enforced(5), io(`
  if ((await scard(key)) >= 5) return next(new Error('limit'));
  await sadd(key, socket.id);
  socket.conn.once('close', () => srem(key, socket.id));`, promisified('scard', 'sadd', 'srem'))),
  example('a promise made of SETNX', enforced(1), io(`
  if ((await setnx(key, socket.id)) === 0) return next(new Error('already connected'));
  socket.conn.once('close', () => del(key));`, promisified('setnx', 'del'))),
  example('a promise made of INCR, and one of EXPIRE, are a rate', fails('rateOnly'), io(`
  const n = await incr(key);
  await expire(key, 60);
  if (n > 5) return next(new Error('limit'));`, promisified('incr', 'expire'))),
];

testExamples('counts in Redis', examples);
