import { describe, expect, it } from 'vitest';
import { lintProgram, untrusted } from '../link/program.js';
import { type Language, lint } from './lint.js';

const RULE = 'no-untrusted-limit-key';
const found = (code: string, language?: Language): string[] =>
  lint(code, language, {}, [RULE]).map(({ messageId, line, column, endColumn }) => `${messageId} ${(code.split('\n')[line - 1] ?? '').slice(column - 1, endColumn - 1)}`);

interface Parts {
  /** Statements at the beginning of the function that counts. */
  readonly before?: string;
  /** Statements outside. */
  readonly outside?: string;
  readonly imports?: string;
}

/** Counts by `key` in a listener. */
const ws = (key: string, { before = '', outside = '', imports = '' }: Parts = {}): string => `
import { WebSocketServer } from 'ws';
import { verifyToken, authenticate } from './auth.js';
import jwt from 'jsonwebtoken';
${imports}
const wss = new WebSocketServer({ port: 8080 });
const open = new Map();
${outside}
wss.on('connection', async (ws, request) => {
  ${before}
  const mine = open.get(${key}) ?? new Set();
  if (mine.size >= 3) {
    ws.close(4029);
    return;
  }
  open.set(${key}, mine.add(ws));
  ws.on('close', () => mine.delete(ws));
});
`;
/** The same in middleware. */
const io = (key: string, { before = '', outside = '', imports = '' }: Parts = {}): string => `
const { Server } = require('socket.io');
const { verifyToken, authenticate } = require('./auth');
const jwt = require('jsonwebtoken');
${imports}
const io = new Server(3000);
const open = new Map();
${outside}
io.use(async (socket, next) => {
  ${before}
  const mine = open.get(${key}) ?? new Set();
  if (mine.size >= 3) return next(new Error('limit'));
  open.set(${key}, mine.add(socket.conn));
  socket.conn.once('close', () => mine.delete(socket.conn));
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`;
const fastify = (key: string, before = ''): string => `
import Fastify from 'fastify';
import websocket from '@fastify/websocket';
import { verifyToken } from './auth.js';

const app = Fastify();
app.register(websocket);
const open = new Map<string, Set<unknown>>();
app.get('/live', { websocket: true }, (socket, request) => {
  ${before}
  const mine = open.get(${key}) ?? new Set();
  if (mine.size >= 3) return socket.close(4029);
  open.set(${key}, mine.add(socket));
  socket.on('close', () => mine.delete(socket));
});
`;
const bun = (key: string): string => `
const open = new Map();
Bun.serve({
  fetch(request, server) {
    server.upgrade(request, { data: { key: ${key} } });
  },
  websocket: {
    open(ws) {
      const mine = open.get(ws.data.key) ?? new Set();
      if (mine.size >= 3) return ws.close(4029);
      open.set(ws.data.key, mine.add(ws));
    },
    message() {},
    close(ws) {
      open.get(ws.data.key)?.delete(ws);
    },
  },
});
`;
const skipping = (condition: string, before: string, otherwise = ''): string => `
import { WebSocketServer } from 'ws';
import { verifyToken, authenticate } from './auth.js';
import jwt from 'jsonwebtoken';

const wss = new WebSocketServer({ port: 8080 });
const open = new Map();
const perAddress = new Map();
wss.on('connection', async (ws, request) => {
  ${before}
  if (${condition}) {
    const mine = open.get(userId) ?? new Set();
    if (mine.size >= 3) return ws.close(4029);
    open.set(userId, mine.add(ws));
    ws.on('close', () => mine.delete(ws));
  }${otherwise}
});
`;

type Case = readonly [name: string, code: string, report: string, language?: Language];
type Silent = readonly [name: string, code: string, language?: Language];

const bad: readonly Case[] = [
  ['a query', ws('user', { before: "const user = new URL(request.url, 'http://x').searchParams.get('user');" }), 'clientSupplied user'],
  ['an auth payload', io('socket.handshake.auth.userId'), 'clientSupplied socket.handshake.auth.userId', 'cjs'],
  ['a path parameter', fastify('request.params.user'), 'clientSupplied request.params.user', 'ts'],
  ['a header that no proxy sets', ws("request.headers['x-nickname']"), "clientSupplied request.headers['x-nickname']"],
  ['a token that is decoded alone', ws('user.sub', { before: 'const user = jwt.decode(request.headers.authorization);' }), 'clientSupplied user.sub'],
  ['a query beside a header of a proxy', io("socket.handshake.headers['x-user-id'] ?? socket.handshake.query.user"), "clientSupplied socket.handshake.headers['x-user-id'] ?? socket.handshake.query.user", 'cjs'],
  ['a query whose token alone is verified', io('userId', { before: 'const { token, userId } = socket.handshake.query;\n  await verifyToken(token);' }), 'clientSupplied userId', 'cjs'],

  ['x-user-id', ws("request.headers['x-user-id']"), "forwardedHeader request.headers['x-user-id']"],
  ['x-forwarded-user of a handshake', io("socket.handshake.headers['x-forwarded-user']"), "forwardedHeader socket.handshake.headers['x-forwarded-user']", 'cjs'],
  ['a destructured header', fastify('user', "const { 'x-auth-request-email': user } = request.headers;"), 'forwardedHeader user', 'ts'],
  ['a header of the Fetch standard', bun("request.headers.get('X-Authenticated-User')"), 'forwardedHeader ws.data.key'],
  ['a name that is a constant', ws('user', { outside: "const HEADER = 'Remote-User';", before: 'const user = request.headers[HEADER.toLowerCase()];' }), 'forwardedHeader user'],
  ['one of several', ws('user', { before: "const raw = request.headers['x-goog-authenticated-user-email'];\n  const user = Array.isArray(raw) ? raw[0] : raw;" }), 'forwardedHeader user'],
  ['either of two', ws('user', { before: "const user = request.headers['x-user-id'] || request.headers['x-forwarded-user'];" }), 'forwardedHeader user'],

  ['the address instead', io('socket.data.user?.id ?? socket.handshake.address', { before: 'socket.data.user = await authenticate(socket);' }), 'optionalKey socket.data.user?.id ?? socket.handshake.address', 'cjs'],
  ['the socket instead', io('key', { before: 'const user = await authenticate(socket);\n  const key = user?.id || socket.id;' }), 'optionalKey user?.id || socket.id', 'cjs'],
  ['who says nothing is not verified', ws('id', { before: "let id = request.socket.remoteAddress;\n  if (request.headers.authorization) id = jwt.verify(request.headers.authorization, 'k').sub;" }), 'optionalKey request.socket.remoteAddress'],
  ['who says nothing is let through', ws('user.id ?? request.socket.remoteAddress', { before: "if (!request.headers.authorization) return ws.send('hello');\n  const user = jwt.verify(request.headers.authorization, 'k');" }), 'optionalKey user.id ?? request.socket.remoteAddress'],
  ['everybody together', ws('key', { before: "const payload = jwt.verify(request.headers.authorization, 'k');\n  const key = payload.userId ?? 'anonymous';" }), "optionalKey payload.userId ?? 'anonymous'"],
  ['a choice', fastify('key', 'const user = verifyToken(request.headers.authorization);\n  const key = user ? `u:${user.id}` : `a:${request.ip}`;'), 'optionalKey user ? `u:${user.id}` : `a:${request.ip}`', 'ts'],
  ['a helper', ws('keyOf(user, request)', { outside: "function keyOf(user, request) {\n  if (user) return user.id;\n  return request.socket.remoteAddress;\n}", before: 'const user = await authenticate(request);' }), 'optionalKey request.socket.remoteAddress'],
  ['a guard for those who have logged in', skipping('userId', 'const userId = (await authenticate(request))?.id;'), 'optionalKey userId'],
  ['a failed verification that is swallowed', skipping('userId !== undefined', "let userId;\n  try { userId = jwt.verify(request.headers.authorization, 'k').sub; } catch {}"), 'optionalKey userId'],
  ['a listener that is left', ws('user.id', { before: 'const user = await authenticate(request);\n  if (!user) return;' }), 'optionalKey user.id'],
  ['middleware that lets strangers through', io('user.id', { before: 'const user = await authenticate(socket);\n  if (!user) return next();' }), 'optionalKey user.id', 'cjs'],
  ['one condition with the count', ws('userId', { before: 'const userId = (await authenticate(request))?.id;' }).replace('mine.size >= 3', 'userId !== undefined && mine.size >= 3'), 'optionalKey userId'],

  ['a session of the token', io('user.sessionId', { before: 'const user = await verifyToken(socket.handshake.auth.token);' }), 'narrowerThanUser user.sessionId', 'cjs'],
  ['the user, and a device that the client names', ws("`${user.id}:${new URL(request.url, 'http://x').searchParams.get('deviceId')}`", { before: 'const user = await verifyToken(request.headers.authorization);' }), "narrowerThanUser `${user.id}:${new URL(request.url, 'http://x').searchParams.get('deviceId')}`"],
  ['the user, and a tab that the client names, in a list', ws("[user.id, socketTab].join()", { before: "const user = await verifyToken(request.headers.authorization);\n  const socketTab = new URL(request.url, 'http://x').searchParams.get('tab_id');" }), 'narrowerThanUser [user.id, socketTab].join()'],
  ['the session of the middleware', ws('request.sessionID'), 'narrowerThanUser request.sessionID'],
  ['the token that is verified', ws('token', { before: "const token = new URL(request.url, 'http://x').searchParams.get('token');\n  const user = await verifyToken(token);\n  if (!user) return ws.close(4001);" }), 'narrowerThanUser token'],
  ['a device of the token', fastify('deviceId', 'const { deviceId } = verifyToken(request.headers.authorization);'), 'narrowerThanUser deviceId', 'ts'],
  ['user and device', ws('`${user.id}:${user.deviceId}`', { before: 'const user = await verifyToken(request.headers.authorization);' }), 'narrowerThanUser `${user.id}:${user.deviceId}`'],
];

const good: readonly Silent[] = [
  ['a verified token', ws('user.id', { before: 'const user = await verifyToken(request.headers.authorization);' })],
  ['a token of the query that is verified', io('verifyToken(socket.handshake.query.token).id'), 'cjs'],
  ['what the client says, compared with the token', io('userId', { before: "const { token, userId } = socket.handshake.auth;\n  const claims = await verifyToken(token);\n  if (claims.sub !== userId) return next(new Error('forbidden'));" }), 'cjs'],
  ['what the client says, verified together with the password', io('name', { before: "const { name, password } = socket.handshake.auth;\n  if (!(await verifyPassword(name, password))) return next(new Error('forbidden'));", imports: "const { verifyPassword } = require('./passwords');" }), 'cjs'],
  ['what the client says, verified as part of an object', io('userId', { before: "const { token, userId } = socket.handshake.auth;\n  if (!(await verifyTicket({ token, userId }))) return next(new Error('forbidden'));", imports: "const { verifyTicket } = require('./tickets');" }), 'cjs'],
  ['something out of reach', fastify('lookUp(request)'), 'ts'],

  ['an address of a proxy is the matter of another rule', ws("request.headers['x-forwarded-for']")],
  ['a token in a header of a proxy, verified', ws('user.id', { before: "const user = await verifyToken(request.headers['x-user-token']);" })],
  ['a header of a proxy that is verified', ws('user.sub', { before: "const user = await verifyToken(request.headers['x-amzn-oidc-identity']);" })],
  ['a header of a proxy that is compared with the token', ws('user', { before: "const user = request.headers['x-user-id'];\n  const claims = await verifyToken(request.headers.authorization);\n  if (claims.sub !== user) return ws.close(4003);" })],
  ['a field of a verified token by the name of a header', ws("claims['x-user-id']", { before: 'const claims = await verifyToken(request.headers.authorization);' })],

  ['refused before', ws('key', { before: "const user = await authenticate(request);\n  if (!user) return ws.close(4001);\n  const key = user.id ?? 'anonymous';" })],
  ['refused in an earlier hook', io('socket.data.user?.id ?? socket.handshake.address', { outside: "io.use(async (socket, next) => {\n  const user = await authenticate(socket);\n  if (!user) return next(new Error('unauthorized'));\n  socket.data.user = user;\n  next();\n});" }), 'cjs'],
  ['refused afterwards', skipping('userId', 'const userId = (await authenticate(request))?.id;', '\n  if (!userId) ws.close(4001);')],
  ['refused in the other branch', skipping('userId', 'const userId = (await authenticate(request))?.id;', ' else {\n    ws.close(4001);\n  }')],
  ['strangers are counted by address', skipping('userId', 'const userId = (await authenticate(request))?.id;\n  const ip = request.socket.remoteAddress;', ' else {\n    const theirs = perAddress.get(ip) ?? 0;\n    if (theirs >= 3) return ws.close(4029);\n    perAddress.set(ip, theirs + 1);\n    ws.on("close", () => perAddress.set(ip, perAddress.get(ip) - 1));\n  }')],
  ['a failed verification is refused', skipping('userId', "let userId = null;\n  try { userId = jwt.verify(request.headers.authorization, 'k').sub; } catch { ws.close(4001); return; }")],
  ['a verification that throws', skipping('userId', "const userId = jwt.verify(request.headers.authorization, 'k').sub;")],
  ['a verification that throws, behind a look at what others lack', ws('user.id ?? request.socket.remoteAddress', { before: "if (!request.headers.authorization) return ws.close(4001);\n  const user = jwt.verify(request.headers.authorization, 'k');" })],
  ['a verified id is there, whatever the code expects', ws('user.id ?? request.socket.remoteAddress', { before: "const user = jwt.verify(request.headers.authorization, 'k');" })],
  ['refused by the type', ws('userId', { before: "const userId = (await authenticate(request))?.id ?? 'nobody';\n  if (typeof userId !== 'string' || userId === 'nobody') return ws.close(4001);" })],
  ['the callback of a verification refuses', io("user.id ?? 'nobody'", { before: '' }).replace("  const mine", "  jwt.verify(socket.handshake.auth.token, 'k', (error, user) => {\n  if (error) return next(error);\n  const mine").replace("  next();\n});\nio.on", "  next();\n  });\n});\nio.on"), 'cjs'],
  ['a hook out of reach may refuse', io('socket.data.userId ?? socket.id', { imports: "const { requireUser } = require('./require-user');", outside: 'io.use(requireUser);' }), 'cjs'],
  ['two names of one id', ws('payload.sub ?? payload.userId', { before: 'const payload = await verifyToken(request.headers.authorization);' })],
  ['nothing was fallen back to', ws('userId', { before: 'const user = await verifyToken(request.headers.authorization);\n  const userId = user.id ?? null;' })],
  ['who has not said anything is no user yet', `
import { WebSocketServer } from 'ws';
import { authenticate } from './auth.js';

const wss = new WebSocketServer({ port: 8080 });
const open = new Map();
wss.on('connection', (ws) => {
  ws.on('message', async (data) => {
    const user = await authenticate(JSON.parse(data).token);
    if (user) {
      const mine = open.get(user.id) ?? new Set();
      if (mine.size >= 3) return ws.close(4029);
      open.set(user.id, mine.add(ws));
      ws.on('close', () => mine.delete(ws));
    }
  });
});
`],

  ['user and tenant', ws('`${user.tenantId}:${user.id}`', { before: 'const user = await verifyToken(request.headers.authorization);' })],
  ['user and the tenant of the query', ws('`${user.id}:${tenant}`', { before: "const user = await verifyToken(request.headers.authorization);\n  const tenant = new URL(request.url, 'http://x').searchParams.get('tenant');" })],
  ['the user with a prefix', io('`user:${user.id}`', { before: 'const user = await verifyToken(socket.handshake.auth.token);' }), 'cjs'],
  ['the user of a session', ws('request.session.userId')],
  ['a session that nobody in reach sets may be a room', ws('ws.sessionId')],
  ['a client id that nobody in reach sets may be the customer', ws('ws.clientId')],
  ['the user of a session that is looked up by its token', ws('session.userId', { before: 'const session = await authenticate(request.headers.authorization);' })],
];

describe('keys that are told of', () => {
  it.each(bad.map((item) => [item[0], item] as const))('%s', (_name, [, code, report, language]) => {
    expect(found(code, language)).toEqual([report]);
  });
});

describe('keys that are fine', () => {
  it.each(good.map((item) => [item[0], item] as const))('%s', (_name, [, code, language]) => {
    expect(found(code, language)).toEqual([]);
  });
});

describe('across files', () => {
  const limiter = (key: string): string => `
const open = new Map();
export function protect(io) {
  io.use((socket, next) => {
    const mine = open.get(${key}) ?? new Set();
    if (mine.size >= 3) return next(new Error('limit'));
    open.set(${key}, mine.add(socket.conn));
    socket.conn.once('close', () => mine.delete(socket.conn));
    next();
  });
  io.on('connection', (socket) => socket.emit('hello'));
}
`;
  const files = (key: string, hook: string): Record<string, string> => ({
    'server.mjs': `
import { Server } from 'socket.io';
import { protect } from './limiter.mjs';
import { identify } from './identify.mjs';

const io = new Server(3000);
io.use(identify);
protect(io);
`,
    'limiter.mjs': limiter(key),
    'identify.mjs': `
import { verifyToken } from 'some-tokens';

export async function identify(socket, next) {
${hook}
  next();
}
`,
  });
  const header = files('socket.data.userId', "  socket.data.userId = socket.handshake.headers['x-user-id'];");
  const device = files('socket.data.device', '  const { deviceId } = await verifyToken(socket.handshake.auth.token);\n  socket.data.device = deviceId;');
  const optional = files('socket.data.user?.id ?? socket.id', '  socket.data.user = await verifyToken(socket.handshake.auth.token);');
  const refused = files('socket.data.user?.id ?? socket.id', "  const user = await verifyToken(socket.handshake.auth.token);\n  if (!user) return next(new Error('unauthorized'));\n  socket.data.user = user;");

  it.each([
    ['a header of a proxy', header, 'forwardedHeader'],
    ['a device', device, 'narrowerThanUser'],
    ['another key', optional, 'optionalKey'],
  ] as const)('%s is told of where the key stands', (_name, program, id) => {
    expect(lintProgram(program, 'limiter.mjs')).toContain(untrusted(id));
    expect(lintProgram(program, 'server.mjs').filter((report) => report.startsWith(RULE))).toEqual([]);
  });

  it('who is refused in another file needs no key', () => {
    expect(lintProgram(refused, 'limiter.mjs').filter((report) => report.startsWith(RULE))).toEqual([]);
  });
});

describe('one defect', () => {
  it('is told of once, though two namespaces have it', () => {
    const code = io('socket.handshake.auth.userId').replace('io.use(async', 'const guard = async').replace("  next();\n});\nio.on", "  next();\n};\nio.use(guard);\nio.of('/chat').use(guard);\nio.of('/chat').on('connection', (socket) => socket.emit('chat'));\nio.on");
    expect(found(code, 'cjs')).toEqual(['clientSupplied socket.handshake.auth.userId']);
  });
});
