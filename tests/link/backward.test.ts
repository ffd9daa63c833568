import { describe, expect, it } from 'vitest';
import { type Case, enforced, fails, type Files, lintProgram, lintWithAndWithout } from './program.js';

/** The guards and the user, as the file that makes the server finds them. */
const GUARDS = `
import jwt from 'jsonwebtoken';
const open = new Map();
function reserve(user, conn) {
  const mine = open.get(user) ?? new Set();
  if (mine.size >= 3) return false;
  open.set(user, mine.add(conn));
  conn.once('close', () => mine.delete(conn));
  return true;
}
export function userOf(request) {
  return jwt.verify(request.headers.authorization, process.env.SECRET).sub;
}
export function limit(socket, next) {
  const user = userOf(socket.request);
  if (!reserve(user, socket.conn)) return next(new Error('too many connections'));
  socket.data.user = user;
  next();
}
export function allowRequest(request, callback) {
  if (!reserve(userOf(request), request.socket)) return callback('too many connections', false);
  callback(null, true);
}
export function verifyClient({ req }, done) {
  if (!reserve(userOf(req), req.socket)) return done(false, 429, 'too many connections');
  done(true);
}
export function upgrade(wss) {
  return (request, socket, head) => {
    if (!reserve(userOf(request), socket)) {
      socket.end('HTTP/1.1 429 Too Many Requests\\r\\n\\r\\n');
      return;
    }
    wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, request));
  };
}
`;
const IO = (lines: string): string => `import { Server } from 'socket.io';\nimport { limit, allowRequest } from './guards.js';\n${lines}`;
const WSS = (lines: string): string => `import { createServer } from 'node:http';\nimport { WebSocketServer } from 'ws';\nimport { upgrade, verifyClient } from './guards.js';\n${lines}`;
/** The handler's file comes first: it is the one that is linted. */
const program = (name: string, handlers: string, files: Files): Case => [name, { [/: \w/u.test(handlers) && handlers.includes('import type') ? 'chat.ts' : 'chat.js']: handlers, 'guards.js': GUARDS, ...files }];

function testBoth(theme: string, cases: readonly Case[]): void {
  describe(theme, () => {
    it.each(cases)('%s', (_, files) => {
      expect(lintWithAndWithout(files)).toEqual([[enforced(3)], [fails('missing')]]);
    });
  });
}

const CHAT = `(socket) => {
    socket.on('say', (text) => io.emit('said', text));
  }`;

testBoth('a handler that gets its server', [
  program('as a parameter', `export function chat(io) {\n  io.on('connection', ${CHAT});\n}`, { 'server.js': IO(`import { chat } from './chat.js';\nconst io = new Server(3000);\nio.use(limit);\nchat(io);`) }),
  program('as a parameter, guarded after the call', `export function chat(io) {\n  io.on('connection', ${CHAT});\n}`, { 'server.js': IO(`import { chat } from './chat.js';\nconst io = new Server(3000);\nchat(io);\nio.use(limit);`) }),
  program('as a parameter of the default export', `export default (io) => {\n  io.on('connection', ${CHAT});\n};`, { 'server.js': IO(`import setUp from './chat.js';\nconst io = new Server(3000).use(limit);\nsetUp(io);`) }),
  program('in an object', `export function chat({ io, log }) {\n  log.info('ready');\n  io.on('connection', ${CHAT});\n}`, { 'server.js': IO(`import { chat } from './chat.js';\nconst io = new Server(3000);\nio.use(limit);\nchat({ io, log: console });`) }),
  program('through two files', `export function chat(io) {\n  io.on('connection', ${CHAT});\n}`, {
    'handlers.js': `import { chat } from './chat.js';\nexport function register(io) {\n  chat(io);\n}`,
    'server.js': IO(`import { register } from './handlers.js';\nconst io = new Server(3000);\nio.use(limit);\nregister(io);`),
  }),
  program('from a list of handlers', `export function chat(io) {\n  io.on('connection', ${CHAT});\n}`, {
    'server.js': IO(`import { chat } from './chat.js';\nconst io = new Server(3000);\nio.use(limit);\nfor (const register of [chat]) register(io);`),
  }),
  program('through a barrel', `export function chat(io) {\n  io.on('connection', ${CHAT});\n}`, {
    'handlers/index.js': `export * from '../chat.js';`,
    'server.js': IO(`import * as handlers from './handlers/index.js';\nconst io = new Server(3000);\nio.use(limit);\nhandlers.chat(io);`),
  }),
  program('by import', `import { io } from './io.js';\nio.on('connection', ${CHAT});`, { 'io.js': IO(`export const io = new Server(3000);\nio.use(limit);`) }),
  program('by import of the default', `import io from './io.js';\nio.on('connection', ${CHAT});`, { 'io.js': IO(`const io = new Server(3000);\nio.use(limit);\nexport default io;`) }),
  program('from an accessor', `import { getIO } from './io.js';\nconst io = getIO();\nio.on('connection', ${CHAT});`, {
    'io.js': `import { Server } from 'socket.io';\nlet io;\nexport function init(httpServer) {\n  io = new Server(httpServer);\n  return io;\n}\nexport function getIO() {\n  if (!io) throw new Error('not initialised');\n  return io;\n}`,
    'server.js': IO(`import { init } from './io.js';\ninit(3000).use(limit);`),
  }),
  program('as a field', `export class Chat {\n  constructor(io) {\n    this.io = io;\n  }\n  start() {\n    const { io } = this;\n    io.on('connection', ${CHAT});\n  }\n}`, {
    'server.js': IO(`import { Chat } from './chat.js';\nconst io = new Server(3000);\nio.use(limit);\nnew Chat(io).start();`),
  }),
  program('as a field of another object', `export class Chat {\n  constructor(app) {\n    this.app = app;\n  }\n  start() {\n    const { io } = this.app;\n    io.on('connection', ${CHAT});\n  }\n}`, {
    'app.js': IO(`import { Chat } from './chat.js';\nexport class App {\n  constructor(port) {\n    this.io = new Server(port);\n    this.io.use(limit);\n    this.chat = new Chat(this);\n    this.chat.start();\n  }\n}`),
  }),
  program('from a base class', `import { Base } from './base.js';\nexport class Chat extends Base {\n  start() {\n    const { io } = this;\n    io.on('connection', ${CHAT});\n  }\n}`, {
    'base.js': IO(`export class Base {\n  constructor(port) {\n    this.io = new Server(port);\n    this.io.use(limit);\n  }\n}`),
  }),
  program('under a name of the application', `export function chat(app) {\n  const io = app.get('io');\n  io.on('connection', ${CHAT});\n}`, {
    'server.js': IO(`import express from 'express';\nimport { chat } from './chat.js';\nconst app = express();\nconst io = new Server(3000);\nio.use(limit);\napp.set('io', io);\nchat(app);`),
  }),
  program('with a type that another file names', `import type { ChatServer } from './types.js';\nexport function chat(io: ChatServer): void {\n  io.on('connection', ${CHAT});\n}`, {
    'types.ts': `import type { Server } from 'socket.io';\nexport interface Events {\n  said: (text: string) => void;\n}\nexport type ChatServer = Server<Events, Events>;`,
    'server.ts': IO(`import { chat } from './chat.js';\nimport type { ChatServer } from './types.js';\nconst io: ChatServer = new Server(3000);\nio.use(limit);\nchat(io);`),
  }),
  program('as a parameter property', `import type { Server } from 'socket.io';\nexport class Chat {\n  constructor(private readonly io: Server) {}\n  start(): void {\n    const { io } = this;\n    io.on('connection', ${CHAT});\n  }\n}`, {
    'server.ts': IO(`import { Chat } from './chat.js';\nconst io = new Server(3000);\nio.use(limit);\nnew Chat(io).start();`),
  }),
  program('as an exported variable that is set later', `import { io } from './io.js';\nexport function start() {\n  io.on('connection', ${CHAT});\n}`, {
    'io.js': IO(`export let io;\nexport function init(httpServer) {\n  io = new Server(httpServer);\n  io.use(limit);\n}`),
  }),
  program('as a static field', `import { Sockets } from './sockets.js';\nexport function start() {\n  const { io } = Sockets;\n  io.on('connection', ${CHAT});\n}`, {
    'sockets.js': IO(`export class Sockets {\n  static io;\n  static init(httpServer) {\n    Sockets.io = new Server(httpServer);\n    Sockets.io.use(limit);\n  }\n}`),
  }),
  program('as a namespace', `export default (io) => {\n  io.on('connection', ${CHAT});\n};`, { 'server.js': IO(`import chat from './chat.js';\nconst io = new Server(3000);\nconst nsp = io.of('/chat');\nnsp.use(limit);\nchat(nsp);`) }),
  [
    'in CommonJS, from an object with init and getIO',
    {
      'chat.cjs': `const socket = require('./socket.cjs');\nexports.start = () => {\n  const io = socket.getIO();\n  io.on('connection', ${CHAT});\n};`,
      'socket.cjs': `const { Server } = require('socket.io');\nlet io;\nmodule.exports = {\n  init: (httpServer) => {\n    io = new Server(httpServer);\n    return io;\n  },\n  getIO: () => {\n    if (!io) throw new Error('not initialised');\n    return io;\n  },\n};`,
      'app.cjs': `const { limit } = require('./guards.js');\nrequire('./socket.cjs').init(3000).use(limit);\nrequire('./chat.cjs').start();`,
      'guards.js': GUARDS,
    },
  ],
  [
    'in CommonJS, as module.exports',
    {
      'chat.cjs': `module.exports = function (io) {\n  io.on('connection', ${CHAT});\n};`,
      'server.cjs': `const { Server } = require('socket.io');\nconst { limit } = require('./guards.js');\nconst io = new Server(3000);\nio.use(limit);\nrequire('./chat.cjs')(io);`,
      'guards.js': GUARDS,
    },
  ],
]);

const ON_WS = `wss.on('connection', (ws) => ws.on('message', (data) => ws.send(data)));`;
testBoth('a guard where the server was made', [
  program('as middleware in the file that made it', `export const chat = (io) => io.on('connection', ${CHAT});`, { 'server.js': IO(`import { chat } from './chat.js';\nconst io = new Server(3000);\nio.use(limit);\nchat(io);`) }),
  program('as middleware in a third file', `import { io } from './io.js';\nio.on('connection', ${CHAT});`, {
    'io.js': `import { Server } from 'socket.io';\nexport const io = new Server(3000);`,
    'security.js': `import { io } from './io.js';\nimport { limit } from './guards.js';\nio.use(limit);`,
    'main.js': `import './security.js';\nimport './chat.js';`,
  }),
  program('as middleware put on by a third file that is given the server', `export const chat = (io) => io.on('connection', ${CHAT});`, {
    'security.js': `import { limit } from './guards.js';\nexport function secure(io) {\n  io.use(limit);\n}`,
    'server.js': `import { Server } from 'socket.io';\nimport { chat } from './chat.js';\nimport { secure } from './security.js';\nconst io = new Server(3000);\nsecure(io);\nchat(io);`,
  }),
  program('as allowRequest', `export const chat = (io) => io.on('connection', ${CHAT});`, { 'server.js': IO(`import { chat } from './chat.js';\nchat(new Server(3000, { allowRequest }));`) }),
  program('as allowRequest in options from another file', `export const chat = (io) => io.on('connection', ${CHAT});`, {
    'options.js': `import { allowRequest } from './guards.js';\nexport const options = { cors: { origin: '*' }, allowRequest };`,
    'server.js': `import { Server } from 'socket.io';\nimport { chat } from './chat.js';\nimport { options } from './options.js';\nchat(new Server(3000, options));`,
  }),
  program('as verifyClient', `export function chat(wss) {\n  ${ON_WS}\n}`, { 'server.js': WSS(`import { chat } from './chat.js';\nconst wss = new WebSocketServer({ port: 8080, verifyClient });\nchat(wss);`) }),
  program('as an upgrade handler', `export function chat(wss) {\n  ${ON_WS}\n}`, {
    'server.js': WSS(`import { chat } from './chat.js';\nconst server = createServer();\nconst wss = new WebSocketServer({ noServer: true });\nserver.on('upgrade', upgrade(wss));\nchat(wss);\nserver.listen(8080);`),
  }),
  program('as an upgrade handler in a third file', `import { wss } from './wss.js';\n${ON_WS}`, {
    'wss.js': `import { WebSocketServer } from 'ws';\nexport const wss = new WebSocketServer({ noServer: true });`,
    'server.js': `import { createServer } from 'node:http';\nimport { upgrade } from './guards.js';\nimport { wss } from './wss.js';\nimport './chat.js';\nconst server = createServer();\nserver.on('upgrade', upgrade(wss));\nserver.listen(8080);`,
  }),
  program('as a listener of its own', `export function chat(wss) {\n  ${ON_WS}\n}`, {
    'server.js': WSS(`import { chat } from './chat.js';\nimport { guard } from './closing.js';\nconst wss = new WebSocketServer({ port: 8080 });\nguard(wss);\nchat(wss);`),
    'closing.js': `import { userOf } from './guards.js';\nconst counts = new Map();\nexport function guard(wss) {\n  wss.on('connection', (ws, request) => {\n    const user = userOf(request);\n    const n = counts.get(user) ?? 0;\n    if (n >= 3) return ws.close(1013);\n    counts.set(user, n + 1);\n    ws.on('close', () => counts.set(user, counts.get(user) - 1));\n  });\n}`,
  }),
]);

describe('a key that is handed on by emit, to a listener in another file', () => {
  it.each([
    ['the user', 'userOf(request)', enforced(3)],
    ['the address', 'request.socket.remoteAddress', fails('perAddressOnly')],
  ])('%s', (_, key, expected) => {
    const [, tree] = program('', `import { admit } from './open.js';\nexport function chat(wss) {\n  wss.on('connection', (ws, request, key) => {\n    if (!admit(key, ws)) ws.close(1013);\n  });\n}`, {
      'open.js': `const counts = new Map();\nexport function admit(key, ws) {\n  const n = counts.get(key) ?? 0;\n  if (n >= 3) return false;\n  counts.set(key, n + 1);\n  ws.on('close', () => counts.set(key, counts.get(key) - 1));\n  return true;\n}`,
      'server.js': WSS(`import { userOf } from './guards.js';\nimport { chat } from './chat.js';\nconst wss = new WebSocketServer({ noServer: true });\nchat(wss);\nconst server = createServer();\nserver.on('upgrade', (request, socket, head) => {\n  const key = ${key};\n  wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, request, key));\n});`),
    });
    expect(lintProgram(tree)).toEqual([expected]);
  });
});

describe('a guard that the connections of a handler do not pass', () => {
  const chat = `export const chat = (io) => io.on('connection', ${CHAT});`;
  it.each<[string, string, string, Files]>([
    ['on another namespace', 'uncovered', chat, { 'server.js': IO(`import { chat } from './chat.js';\nconst io = new Server(3000);\nio.of('/admin').use(limit);\nchat(io);`) }],
    ['on another server', 'uncovered', chat, { 'server.js': IO(`import { chat } from './chat.js';\nconst admin = new Server(3001);\nadmin.use(limit);\nadmin.on('connection', (socket) => socket.emit('hello'));\nconst io = new Server(3000);\nchat(io);`) }],
    ['that nobody puts on', 'missing', chat, { 'server.js': IO(`import { chat } from './chat.js';\nconst io = new Server(3000);\nchat(io);`) }],
    ['in a program of its own', 'missing', chat, { 'server.js': `import { Server } from 'socket.io';\nimport { chat } from './chat.js';\nchat(new Server(3000));`, 'admin/server.js': `import { Server } from 'socket.io';\nimport { limit } from '../guards.js';\nconst io = new Server(3001);\nio.use(limit);` }],
  ])('%s', (_, messageId, handlers, files) => {
    const [, tree] = program('', handlers, files);
    expect(lintProgram(tree)).toEqual([fails(messageId)]);
  });

  it('where one of two servers that get the handler has it', () => {
    const [, tree] = program('', chat, { 'server.js': IO(`import { chat } from './chat.js';\nconst io = new Server(3000);\nio.use(limit);\nchat(io);\nchat(new Server(3001));`) });
    expect(lintProgram(tree)).toEqual([fails('uncovered')]);
  });
});

it('a server that is fetched by a name is the nearest, where many services have one of that name', () => {
  const server = (lines: string): string => `import { Server } from 'socket.io';\nimport { limit } from './guards.js';\nconst io = new Server(3000);\n${lines}\nglobalThis.app.set('io', io);`;
  const others = Array.from({ length: 12 }, (_, at) => [`services/a${String(at)}/server.js`, server('').replace(/^.*guards.*\n/mu, '')]);
  const files: Files = {
    'services/chat/chat.js': `const io = globalThis.app.get('io');\nio.on('connection', ${CHAT});`,
    'services/chat/server.js': server('io.use(limit);'),
    'services/chat/guards.js': GUARDS,
    ...(Object.fromEntries(others) as Files),
  };
  expect(lintProgram(files)).toEqual([enforced(3)]);
});
