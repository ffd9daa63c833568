import type { OperationModel } from './model.js';

const view: OperationModel = { does: 'view' };
const take: OperationModel = { does: 'take' };
const find: OperationModel = { does: 'find' };

/** What the methods of Map, Set, Array and plain objects do to what they hold, by name: no two of them disagree. */
export const CONTAINER_OPERATIONS: Readonly<Record<string, OperationModel>> = {
  get: { does: 'read', key: 0 },
  at: { does: 'read', key: 0 },
  has: { does: 'exists', key: 0 },
  includes: { does: 'exists', key: 0 },
  indexOf: { does: 'exists', key: 0 },
  set: { does: 'add', key: 0, value: 1 },
  add: { does: 'add', value: 0 },
  push: { does: 'add', value: 0 },
  unshift: { does: 'add', value: 0 },
  delete: { does: 'remove', key: 0 },
  clear: { does: 'remove' },
  splice: take,
  pop: take,
  shift: take,
  values: view,
  keys: view,
  entries: view,
  next: view,
  slice: view,
  concat: view,
  sort: view,
  reverse: view,
  toSorted: view,
  toReversed: view,
  flat: view,
  toArray: view,
  filter: find,
  some: find,
  find: { does: 'find', isOne: true },
  findIndex: find,
  findLast: { does: 'find', isOne: true },
  every: find,
  reduce: { does: 'count' },
  map: { does: 'map' },
  flatMap: { does: 'map' },
  forEach: { does: 'each' },
};

/** Members that say how many a container holds. */
export const SIZE_MEMBERS: ReadonlySet<string> = new Set(['size', 'length']);

/** Static functions that turn a container into another view of it, and the argument that holds it. */
export const VIEWS: Readonly<Record<string, number>> = {
  'Object.keys': 0,
  'Object.values': 0,
  'Object.entries': 0,
  'Array.from': 0,
  'Object.freeze': 0,
  'Object.seal': 0,
  'Promise.resolve': 0,
};

/** Constructors and calls that give an empty container. */
export const CONTAINER_CONSTRUCTORS: ReadonlySet<string> = new Set(['Map', 'Set', 'WeakMap', 'Array', 'Object', 'WeakSet']);

/**
 * Redis commands, as node-redis, ioredis and their promisified forms name them (https://redis.io/docs/latest/commands/).
 * The object they are called on often comes from elsewhere, so the names of the particular ones speak for it.
 */
export const REDIS_OPERATIONS: Readonly<Record<string, OperationModel>> = {
  incr: { does: 'count', key: 0, distinctive: true, atomic: true },
  incrby: { does: 'count', key: 0, distinctive: true, atomic: true },
  hincrby: { does: 'count', key: 1, distinctive: true, atomic: true },
  scard: { does: 'count', key: 0, distinctive: true },
  zcard: { does: 'count', key: 0, distinctive: true },
  hlen: { does: 'count', key: 0, distinctive: true },
  llen: { does: 'count', key: 0, distinctive: true },
  smembers: { does: 'view', key: 0, distinctive: true },
  zrange: { does: 'view', key: 0, distinctive: true },
  lrange: { does: 'view', key: 0, distinctive: true },
  sismember: { does: 'exists', key: 0, distinctive: true },
  setnx: { does: 'exists', key: 0, distinctive: true, atomic: true },
  set: { does: 'add', key: 0, value: 1 },
  exists: { does: 'exists', key: 0 },
  get: { does: 'read', key: 0 },
  hget: { does: 'read', key: 1, distinctive: true },
  sadd: { does: 'add', key: 0, value: 1, distinctive: true },
  zadd: { does: 'add', key: 0, value: 2, distinctive: true },
  hset: { does: 'add', key: 1, value: 2, distinctive: true },
  lpush: { does: 'add', key: 0, value: 1, distinctive: true },
  rpush: { does: 'add', key: 0, value: 1, distinctive: true },
  decr: { does: 'remove', key: 0, distinctive: true },
  decrby: { does: 'remove', key: 0, distinctive: true },
  srem: { does: 'remove', key: 0, distinctive: true },
  zrem: { does: 'remove', key: 0, distinctive: true },
  hdel: { does: 'remove', key: 1, distinctive: true },
  del: { does: 'remove', key: 0 },
};

/** Imports that give a Redis client. */
export const REDIS_PACKAGES: readonly string[] = ['ioredis', 'redis', '@redis/client', 'handy-redis', 'async-redis'];

/** Of these, the ones whose transactions answer with a pair for each command: an error, and the value. */
export const REDIS_PAIRS: readonly string[] = ['ioredis'];

/** Methods that give the client itself, or another like it. */
export const REDIS_SELF: ReadonlySet<string> = new Set(['connect', 'on', 'once', 'duplicate', 'withTypeMapping', 'withCommandOptions', 'setMaxListeners']);

/** Methods that begin a list of commands, and those that send it and give what each of them answers. */
export const REDIS_QUEUES: ReadonlySet<string> = new Set(['multi', 'pipeline', 'batch']);
export const REDIS_ANSWERS: ReadonlySet<string> = new Set(['exec', 'execaspipeline', 'exectyped', 'execaspipelinetyped']);

/** The command that a client's method sends: `sCard`, `scardAsync` and `SCARD` are all `scard`. */
export function redisCommand(method: string): string {
  return method.replace(/Async$/u, '').toLowerCase();
}

/** Commands that run a script. */
export const SCRIPT_COMMANDS: ReadonlySet<string> = new Set(['eval', 'evalsha', 'evalSha']);

/** What gives keys, or members of sorted sets by their scores, an end. */
export const REDIS_EXPIRY = {
  commands: new Set(['expire', 'pexpire', 'expireat', 'pexpireat', 'setex', 'psetex', 'hexpire', 'hpexpire', 'zremrangebyscore', 'getex']),
  options: /^(?:EX|PX|EXAT|PXAT|expiration|ttl)$/u,
  words: /^(?:EX|PX|EXAT|PXAT)$|\b(?:P?EXPIRE(?:AT)?|SETEX|PSETEX|ZREMRANGEBYSCORE)\b/iu,
} as const;

/** What a script of Redis does to a count: Lua, by the commands that it calls. */
export const SCRIPT_COUNTS = /\b(?:SCARD|ZCARD|HLEN|LLEN|INCR|INCRBY|HINCRBY|ZCOUNT|GET|HGET)\b/iu;
export const SCRIPT_INCREMENTS = /\b(?:INCR|INCRBY|HINCRBY)\b/iu;
export const SCRIPT_ADDS = /\b(?:SADD|ZADD)\b/iu;
export const SCRIPT_SIZES = /\b(?:SCARD|ZCARD)\b/iu;
export const SCRIPT_COMPARISON = /(?<operator>>=|<=|>|<)\s*(?:tonumber\(\s*)?(?:ARGV\[(?<argument>\d+)\]|(?<number>\d+))/u;

/**
 * Requests to DynamoDB that read items, as commands and as methods of the clients that came before them, and members of
 * requests that say which: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/
 */
export const TABLE_READS: ReadonlySet<string> = new Set(['QueryCommand', 'ScanCommand', 'GetCommand', 'GetItemCommand', 'query', 'scan', 'get', 'getItem']);
export const TABLE_WRITES: ReadonlySet<string> = new Set([
  ...['UpdateCommand', 'UpdateItemCommand', 'PutCommand', 'PutItemCommand', 'TransactWriteCommand', 'TransactWriteItemsCommand'],
  ...['update', 'updateItem', 'put', 'putItem', 'transactWrite', 'transactWriteItems'],
]);
/** Of a request: the table, the key of an item, and the values that expressions name. */
export const TABLE_REQUEST = { table: 'TableName', key: 'Key', values: 'ExpressionAttributeValues', condition: 'ConditionExpression', item: 'Item', many: 'TransactItems' } as const;
/** A condition that a write fails on when there are too many: `open < :max`, `size(ids) < :max`, `:max > open`. */
export const TABLE_COMPARISON = /[\w#.)\]]\s*(?<below><=?)\s*(?<limit>:\w+)|(?<first>:\w+)\s*(?<above>>=?)\s*[\w#]/u;
