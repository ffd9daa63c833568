import { describe, expect, it } from 'vitest';
import { enforced, fails, type Files, lintProgram, range, untrusted } from './program.js';

/** Counts by `key`, in the program's own middleware; who comes before says what that is. */
const io = (key: string, before = '', imports = ''): string => `
import { Server } from 'socket.io';
${imports}
const open = new Map();
const io = new Server(3000);
${before}
io.use((socket, next) => {
  const key = ${key};
  const mine = open.get(key) ?? new Set();
  if (mine.size >= 3) return next(new Error('too many connections'));
  open.set(key, mine.add(socket.conn));
  socket.conn.once('close', () => mine.delete(socket.conn));
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`;
/** The same for ws. */
const wss = (key: string, imports = '', limit = '3'): string => `
import { WebSocketServer } from 'ws';
${imports}
const open = new Map();
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', (ws, request) => {
  const key = ${key};
  const mine = open.get(key) ?? new Set();
  if (mine.size >= ${limit}) return ws.close(1013);
  open.set(key, mine.add(ws));
  ws.on('close', () => mine.delete(ws));
});
`;
const USE = 'io.use(authenticate);';
const IMPORT = `import { authenticate } from './auth.js';`;
const middleware = (assignments: string, head = `import jwt from 'jsonwebtoken';`): string => `
${head}
export async function authenticate(socket, next) {
  try {
    ${assignments}
    next();
  } catch (error) {
    next(error);
  }
}
`;
const VERIFIED = `const claims = jwt.verify(socket.handshake.auth.token, process.env.SECRET);`;

/** A function that hands what it makes of a token to a callback, later; and middleware that asks it. */
const ANSWERS = (name: string): string => `export function ${name}(token, done) {\n  setTimeout(() => done(null, { id: token }), 5);\n}`;
const ASKED = (name: string): string => `import { ${name} } from './users.js';`;
const BY_CALLBACK = (name: string): string =>
  `io.use((socket, next) => {\n  ${name}(socket.handshake.auth.token, (error, user) => {\n    socket.data.user = user;\n    next(error);\n  });\n});`;

function testKeys(theme: string, cases: readonly (readonly [name: string, expected: readonly string[], files: Files])[]): void {
  describe(theme, () => {
    it.each(cases)('%s', (_, expected, files) => {
      expect(lintProgram(files).sort()).toEqual([...expected].sort());
    });
  });
}

testKeys('a key that middleware in another file puts on the connection', [
  ['from a token that is verified', [enforced(3)], { 'server.js': io('socket.data.userId', USE, IMPORT), 'auth.js': middleware(`${VERIFIED}\n    socket.data.userId = claims.sub;`) }],
  ['as a field of the socket', [enforced(3)], { 'server.js': io('socket.user.id', USE, IMPORT), 'auth.js': middleware(`${VERIFIED}\n    socket.user = { id: claims.sub, name: claims.name };`) }],
  ['as a user from the database', [enforced(3)], { 'server.js': io('socket.data.user.id', USE, IMPORT), 'auth.js': middleware(`${VERIFIED}\n    socket.data.user = await users.findById(claims.sub);`, `import jwt from 'jsonwebtoken';\nimport { users } from './users.js';`), 'users.js': `export const users = { findById: async (id) => ({ id }) };` }],
  ['with Object.assign', [enforced(3)], { 'server.js': io('socket.data.userId', USE, IMPORT), 'auth.js': middleware(`${VERIFIED}\n    Object.assign(socket.data, { userId: claims.sub, role: claims.role });`) }],
  ['from what the client says', [untrusted('clientSupplied'), enforced(3)], { 'server.js': io('socket.data.userId', USE, IMPORT), 'auth.js': middleware(`socket.data.userId = socket.handshake.auth.userId;`) }],
  ['from a token that is decoded only', [untrusted('clientSupplied'), enforced(3)], { 'server.js': io('socket.data.userId', USE, IMPORT), 'auth.js': middleware(`socket.data.userId = jwt.decode(socket.handshake.auth.token).sub;`) }],
  ['from its address', [fails('perAddressOnly')], { 'server.js': io('socket.data.key', USE, IMPORT), 'auth.js': middleware(`socket.data.key = socket.handshake.address;`) }],
  ['from a fresh id', [fails('perConnection')], { 'server.js': io('socket.data.key', USE, IMPORT), 'auth.js': middleware(`socket.data.key = randomUUID();`, `import { randomUUID } from 'node:crypto';`) }],
  ['from the id of the connection', [fails('perConnection')], { 'server.js': io('socket.data.key', USE, IMPORT), 'auth.js': middleware(`socket.data.key = socket.id;`) }],
  ['from a session that middleware for HTTP made', [enforced(3)], { 'server.js': io('socket.request.session.userId', `io.engine.use(session);`, `import { session } from './session.js';`), 'session.js': `import expressSession from 'express-session';\nexport const session = expressSession({ secret: process.env.SECRET });` }],
]);

testKeys('a key that a helper in another file computes', [
  ['from a token that it verifies', [enforced(3)], { 'server.js': wss('userOf(request)', `import { userOf } from './auth.js';`), 'auth.js': `import jwt from 'jsonwebtoken';\nexport const userOf = (request) => jwt.verify(request.headers.authorization, process.env.SECRET).sub;` }],
  ['from a token that a helper of its own verifies', [enforced(3)], {
    'server.js': wss('userOf(request)', `import { userOf } from './auth.js';`),
    'auth.js': `import { read } from './token.js';\nexport function userOf(request) {\n  const { sub } = read(request.headers.authorization);\n  return sub;\n}`,
    'token.js': `import jwt from 'jsonwebtoken';\nexport function read(header) {\n  return jwt.verify(header.slice(7), process.env.SECRET);\n}`,
  }],
  ['from a token, as a method of a service', [enforced(3)], { 'server.js': wss('auth.userOf(request)', `import { Auth } from './auth.js';\nconst auth = new Auth();`), 'auth.js': `import jwt from 'jsonwebtoken';\nexport class Auth {\n  userOf({ headers }) {\n    return jwt.verify(headers.authorization, process.env.SECRET).sub;\n  }\n}` }],
  ['from the address', [fails('perAddressOnly')], { 'server.js': wss('keyOf(request)', `import { keyOf } from './key.js';`), 'key.js': `export function keyOf(request) {\n  return request.headers['x-forwarded-for'] ?? request.socket.remoteAddress;\n}` }],
  ['from the address, hashed', [fails('perAddressOnly')], { 'server.js': wss('keyOf(request)', `import { keyOf } from './key.js';`), 'key.js': `import { createHash } from 'node:crypto';\nexport function keyOf(request) {\n  return createHash('sha256').update(request.socket.remoteAddress).digest('hex');\n}` }],
  ['from the room', [fails('perRoomOnly')], { 'server.js': wss('keyOf(request)', `import { keyOf } from './key.js';`), 'key.js': `export function keyOf(request) {\n  const { searchParams } = new URL(request.url, 'http://localhost');\n  return searchParams.get('roomId');\n}` }],
  ['from what a verifying function says to its callback', [enforced(3)], { 'server.js': io('socket.data.user.id', BY_CALLBACK('verifyToken'), ASKED('verifyToken')), 'users.js': ANSWERS('verifyToken') }],
  ['from what another function says to its callback', [untrusted('clientSupplied'), enforced(3)], { 'server.js': io('socket.data.user.id', BY_CALLBACK('wrap'), ASKED('wrap')), 'users.js': ANSWERS('wrap') }],
  ['from the query', [untrusted('clientSupplied'), enforced(3)], { 'server.js': wss('keyOf(request)', `import { keyOf } from './key.js';`), 'key.js': `export function keyOf(request) {\n  const { searchParams } = new URL(request.url, 'http://localhost');\n  return searchParams.get('userId');\n}` }],
  ['as one for all', [fails('globalOnly')], { 'server.js': wss('keyOf(request)', `import { keyOf } from './key.js';`), 'key.js': `export const keyOf = () => 'everybody';` }],
  ['as a prefix and the user', [enforced(3)], { 'server.js': wss('keyFor(jwt.verify(request.headers.authorization, KEY).sub)', `import { keyFor } from './key.js';`), 'key.js': 'export const keyFor = (id) => `user:${id}`;' }],
  ['as a prefix and the address', [fails('perAddressOnly')], { 'server.js': wss('keyFor(request.socket.remoteAddress)', `import { keyFor } from './key.js';`), 'key.js': 'export const keyFor = (id) => `user:${id}`;' }],
  ['from a table of sessions', [enforced(3)], { 'server.js': wss('userOf(request)', `import { userOf } from './sessions.js';`), 'sessions.js': `const sessions = new Map();\nexport const signIn = (id, user) => sessions.set(id, user);\nexport function userOf(request) {\n  return sessions.get(request.headers.cookie)?.userId;\n}` }],
]);

const KEY = `jwt.verify(request.headers.authorization, SECRET).sub`;
const limited = (imports: string, limit: string, files: Files): Files => ({ 'server.js': wss(KEY, imports, limit), ...files });

testKeys('a limit from another file', [
  ['as a constant', [enforced(4)], limited(`import { MOST } from './config.js';`, 'MOST', { 'config.js': 'export const MOST = 4;' })],
  ['as a constant through a barrel', [enforced(4)], limited(`import { MOST } from './config/index.js';`, 'MOST', { 'config/index.js': `export * from './limits.js';`, 'config/limits.js': 'export const MOST = 2 * 2;' })],
  ['as a member of an object', [enforced(5)], limited(`import { config } from './config.js';`, 'config.sockets.perUser', { 'config.js': 'export const config = { port: 80, sockets: { perUser: 5 } };' })],
  ['as a member of a default object', [enforced(5)], limited(`import config from './config.js';`, 'config.perUser', { 'config.js': 'export default Object.freeze({ perUser: 5 });' })],
  ['as a member of module.exports', [enforced(5)], { 'server.cjs': wss(KEY, `const config = require('./config');`, 'config.perUser').replace(/import (.*) from ('ws');/u, 'const $1 = require($2);'), 'config.js': 'module.exports = { perUser: 5 };' }],
  ['as a static field', [enforced(6)], limited(`import { Limits } from './limits.js';`, 'Limits.perUser', { 'limits.js': 'export class Limits {\n  static perUser = 6;\n}' })],
  ['as a field of an instance', [enforced(6)], limited(`import { limits } from './limits.js';`, 'limits.perUser', { 'limits.js': 'class Limits {\n  perUser = 6;\n}\nexport const limits = new Limits();' })],
  ['as an option of the constructor', [enforced(7)], limited(`import { Limits } from './limits.js';\nconst limits = new Limits({ perUser: 7 });`, 'limits.perUser', { 'limits.js': 'export class Limits {\n  constructor({ perUser = 2 } = {}) {\n    this.perUser = perUser;\n  }\n}' })],
  ['as a default of the constructor', [enforced(2)], limited(`import { Limits } from './limits.js';\nconst limits = new Limits();`, 'limits.perUser', { 'limits.js': 'export class Limits {\n  constructor({ perUser = 2 } = {}) {\n    this.perUser = perUser;\n  }\n}' })],
  ['as an enum', [enforced(8)], { 'server.ts': wss(KEY, `import { Limit } from './limits.js';`, 'Limit.PerUser'), 'limits.ts': 'export enum Limit {\n  PerUser = 8,\n}' }],
  ['from a function', [enforced(4)], limited(`import { most } from './config.js';`, 'most()', { 'config.js': 'export function most() {\n  return 4;\n}' })],
  ['from the environment, with a default', [enforced(5)], limited(`import { config } from './config.js';`, 'config.perUser', { 'config.js': `export const config = { perUser: Number(process.env.PER_USER ?? 5) };` })],
  ['from the environment, with a helper that has a default', [enforced(5)], limited(`import { config } from './config.js';`, 'config.perUser', {
    'config.js': `import { integer } from './env.js';\nexport const config = { perUser: integer('PER_USER', 5) };`,
    'env.js': `export function integer(name, fallback) {\n  const text = process.env[name];\n  return text === undefined ? fallback : Number.parseInt(text, 10);\n}`,
  })],
  ['from a schema', [enforced(5)], limited(`import { env } from './env.js';`, 'env.PER_USER', { 'env.js': `import { z } from 'zod';\nexport const env = z.object({ PER_USER: z.coerce.number().default(5) }).parse(process.env);` })],
  ['by the plan of the user', [enforced('2 or 8')], limited(`import { mostFor } from './plans.js';`, `mostFor(user)`, { 'plans.js': `export function mostFor(user) {\n  return user.isPaying ? 8 : 2;\n}` })],
  ['that is not known', [enforced('config.perUser')], limited(`import { config } from './config.js';`, 'config.perUser', { 'config.js': `import { load } from 'somewhere';\nexport const config = load();` })],
  ['whose file is missing', [enforced('MOST')], limited(`import { MOST } from './config.js';`, 'MOST', {})],
  ['that may be no number', [range('notANumber')], limited(`import { MOST } from './config.js';`, 'MOST', { 'config.js': 'export const MOST = Number(process.env.PER_USER);' })],
]);

const REGISTRY = `
export class Registry {
  constructor(most = 3) {
    this.most = most;
    this.open = new Map();
  }
  admit(user, ws) {
    const mine = this.open.get(user) ?? new Set();
    if (mine.size >= this.most) return false;
    this.open.set(user, mine.add(ws));
    ws.on('close', () => mine.delete(ws));
    return true;
  }
}
`;
const asking = (registry: string, imports: string): string => `
import { WebSocketServer } from 'ws';
${imports}
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', (ws, request) => {
  if (!${registry}.admit(${KEY}, ws)) ws.close(1013);
});
`;
const made = (most: string): Files => ({ 'server.js': asking('users', `import { Registry } from './registry.js';\nconst rooms = new Registry(5);\nconst users = new Registry(${most});`), 'registry.js': REGISTRY });

testKeys('a limit that a helper in another file compares', [
  ['as given', [enforced(7)], made('7')],
  ['by default', [enforced(3)], made('')],
  ['that is too high', [range('tooHigh'), enforced(100)], made('100')],
  ['that is none', [range('unbounded')], made('Infinity')],
  ['that may be no number', [range('notANumber')], made('Number(process.env.PER_USER)')],
  ['and that is given in a third', [range('tooHigh'), enforced(50)], { 'server.js': asking('users', `import { users } from './registries.js';`), 'registries.js': `import { Registry } from './registry.js';\nexport const rooms = new Registry(5);\nexport const users = new Registry(50);`, 'registry.js': REGISTRY }],
]);
