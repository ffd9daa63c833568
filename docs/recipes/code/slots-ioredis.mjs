import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';

const MAX_CONNECTIONS_PER_USER = 3;
const LEASE_MS = 60_000;

// KEYS[1]: the slots of one user, each with the time at which it expires. ARGV: the slot, its lease, the limit.
const RESERVE = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
  if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
  redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 1
`;
const RENEW = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 1
`;

/** The slots that this process holds: the id of each, and the user's key. */
const held = new Map();

const redis = new Redis(process.env.REDIS_URL ?? 'redis://127.0.0.1:6379', {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
});
redis.on('error', (error) => console.error('Redis:', error.message));
redis.on('ready', renewAll);
await new Promise((resolve) => redis.once('ready', resolve));
setInterval(renewAll, LEASE_MS / 3).unref();

/** Gives a function that gives the slot back, or undefined when the user has none left. Throws when Redis is down. */
export async function reserve(userId) {
  const key = `connections:${userId}`;
  const id = randomUUID();
  const answer = await redis.eval(RESERVE, 1, key, id, LEASE_MS, MAX_CONNECTIONS_PER_USER);
  if (answer === 0) return undefined;
  held.set(id, key);
  return () => void release(id, key);
}

/** For the end of the process, which does not wait long for it. */
export async function releaseAll() {
  for (const [id, key] of held) void release(id, key);
  // Answers when everything before it is done.
  await Promise.race([redis.quit().catch(() => undefined), delay(2000)]);
}

async function release(id, key) {
  held.delete(id);
  // A slot that cannot be given back now expires.
  await redis.zrem(key, id).catch(() => undefined);
}

async function renewAll() {
  const renewals = Array.from(held, ([id, key]) => redis.eval(RENEW, 1, key, id, LEASE_MS));
  const failed = (await Promise.allSettled(renewals)).filter(({ status }) => status === 'rejected');
  if (failed.length > 0) console.error(`Redis: ${failed.length} slots are not renewed`);
}
