import { describe, expect, it } from 'vitest';
import { type Case, enforced, evicts, fails, type Files, lintProgram, lintWithAndWithout, untrusted } from './program.js';

/** Who connects: a token that is verified. */
const AUTH = `
import jwt from 'jsonwebtoken';
export function userOf(request) {
  return jwt.verify(new URL(request.url, 'http://localhost').searchParams.get('token'), process.env.SECRET).sub;
}
export function authenticate(socket, next) {
  try {
    socket.data.userId = jwt.verify(socket.handshake.auth.token, process.env.SECRET).sub;
    next();
  } catch {
    next(new Error('unauthorized'));
  }
}
`;
const AUTH_CJS = `${AUTH.replace("import jwt from 'jsonwebtoken'", "const jwt = require('jsonwebtoken')").replaceAll('export ', '')}module.exports = { userOf, authenticate };\n`;

/** Counts and decides, for ws. */
const ADMIT = `
const open = new Map();
function admit(user, ws) {
  const mine = open.get(user) ?? new Set();
  if (mine.size >= 3) return false;
  open.set(user, mine.add(ws));
  ws.on('close', () => {
    mine.delete(ws);
    if (mine.size === 0) open.delete(user);
  });
  return true;
}
`;
/** The same as a class. */
const REGISTRY = `
class Registry {
  open = new Map();
  admit(user, ws) {
    const mine = this.open.get(user) ?? new Set();
    if (mine.size >= 3) return false;
    this.open.set(user, mine.add(ws));
    ws.on('close', () => mine.delete(ws));
    return true;
  }
}
`;
/** Counts and decides, as middleware for socket.io. */
const LIMIT = `
const open = new Map();
export function limit(socket, next) {
  const { userId } = socket.data;
  const mine = open.get(userId) ?? new Set();
  if (mine.size >= 3) return next(new Error('too many connections'));
  open.set(userId, mine.add(socket.conn));
  socket.conn.once('close', () => mine.delete(socket.conn));
  next();
}
`;
/** A handler that asks and closes. */
const handler = (call: string): string => `${call.includes('await') ? 'async ' : ''}(ws, request) => {
  const user = userOf(request);
  if (!${call}(user, ws)) {
    ws.close(1013, 'too many connections');
    return;
  }
  ws.on('message', (data) => ws.send(data));
}`;
const server = (imports: string, call: string): string => `
import { WebSocketServer } from 'ws';
import { userOf } from './auth.js';
${imports}
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', ${handler(call)});
`;
const serverCjs = (imports: string, call: string): string => `
const { WebSocketServer } = require('ws');
const { userOf } = require('./auth');
${imports}
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', ${handler(call)});
`;
const esm = (name: string, imports: string, call: string, files: Files): Case => [name, { 'server.js': server(imports, call), 'auth.js': AUTH, ...files }];
const cjs = (name: string, imports: string, call: string, files: Files): Case => [name, { 'server.cjs': serverCjs(imports, call), 'auth.js': AUTH_CJS, ...files }];

function testBoth(theme: string, cases: readonly Case[]): void {
  describe(theme, () => {
    it.each(cases)('%s', (_, files) => {
      expect(lintWithAndWithout(files)).toEqual([[enforced(3)], [fails('missing')]]);
    });
  });
}

testBoth('a guard that is exported', [
  esm('by its name', `import { admit } from './limit.js';`, 'admit', { 'limit.js': ADMIT.replace('function', 'export function') }),
  esm('under another name', `import { tryOpen as admit } from './limit.js';`, 'admit', { 'limit.js': `${ADMIT}export { admit as tryOpen };` }),
  esm('as the default', `import mayOpen from './limit.js';`, 'mayOpen', { 'limit.js': ADMIT.replace('function', 'export default function') }),
  esm('as the default, by its name', `import mayOpen from './limit.js';`, 'mayOpen', { 'limit.js': `${ADMIT}export default admit;` }),
  esm('as a namespace', `import * as limits from './limit.js';`, 'limits.admit', { 'limit.js': ADMIT.replace('function', 'export function') }),
  esm('in a default object', `import limits from './limit.js';`, 'limits.admit', { 'limit.js': `${ADMIT}export default { admit };` }),
  esm('through a barrel', `import { admit } from './limits/index.js';`, 'admit', { 'limits/index.js': `export * from './users.js';`, 'limits/users.js': ADMIT.replace('function', 'export function') }),
  esm('through a barrel of two that both hand on everything', `import { admit } from './limits/index.js';`, 'admit', {
    'limits/index.js': `export * from './rooms.js';\nexport * from './users.js';`,
    'limits/rooms.js': `export const rooms = new Map();`,
    'limits/users.js': ADMIT.replace('function', 'export function'),
  }),
  esm('through barrels that rename it', `import { mayOpen } from './limits/index.js';`, 'mayOpen', {
    'limits/index.js': `export { tryOpen as mayOpen } from './users.js';`,
    'limits/users.js': `export { default as tryOpen } from './one.js';`,
    'limits/one.js': ADMIT.replace('function', 'export default function'),
  }),
  esm('through a barrel as a namespace', `import { users } from './limits/index.js';`, 'users.admit', { 'limits/index.js': `export * as users from './users.js';`, 'limits/users.js': ADMIT.replace('function', 'export function') }),
  esm('through a module that imports and exports it', `import { admit } from './limits.js';`, 'admit', { 'limits.js': `import { admit } from './users.js';\nexport { admit };`, 'users.js': ADMIT.replace('function', 'export function') }),
  esm('and imported when the program runs', `const { admit } = await import('./limit.js');`, 'admit', { 'limit.js': ADMIT.replace('function', 'export function') }),
  cjs('in module.exports', `const { admit } = require('./limit');`, 'admit', { 'limit.js': `${ADMIT}module.exports = { admit };` }),
  cjs('in module.exports under another name', `const limits = require('./limit');`, 'limits.mayOpen', { 'limit.js': `${ADMIT}module.exports = { mayOpen: admit };` }),
  cjs('as module.exports', `const admit = require('./limit');`, 'admit', { 'limit.js': ADMIT.replace('function admit', 'module.exports = function') }),
  cjs('as a member of exports', `const limits = require('./limit');`, 'limits.admit', { 'limit.js': `${ADMIT}exports.admit = admit;` }),
  cjs('as a member of module.exports', `const { admit: mayOpen } = require('./limit');`, 'mayOpen', { 'limit.js': `${ADMIT}module.exports.admit = admit;` }),
  cjs('and required where it is called', '', `require('./limit').admit`, { 'limit.js': `${ADMIT}module.exports = { admit };` }),
  cjs('through a folder', `const { admit } = require('./limits');`, 'admit', { 'limits/index.js': `module.exports = { ...require('./users') };`, 'limits/users.js': `${ADMIT}exports.admit = admit;` }),
  cjs('by an ES module, and imported', `const limits = import('./limit.mjs');`, '(await limits).admit', { 'limit.mjs': ADMIT.replace('function', 'export function') }),
]);

testBoth('a guard that is a method', [
  esm('of an instance made here', `import { Registry } from './registry.js';\nconst registry = new Registry();`, 'registry.admit', { 'registry.js': REGISTRY.replace('class', 'export class') }),
  esm('of an exported instance', `import { registry } from './registry.js';`, 'registry.admit', { 'registry.js': `${REGISTRY}export const registry = new Registry();` }),
  esm('of an instance that is the default export', `import registry from './registry.js';`, 'registry.admit', { 'registry.js': `${REGISTRY}export default new Registry();` }),
  esm('of an instance that an accessor makes once', `import { getRegistry } from './registry.js';`, 'getRegistry().admit', {
    'registry.js': `${REGISTRY}let one;\nexport function getRegistry() {\n  if (!one) one = new Registry();\n  return one;\n}`,
  }),
  esm('of a static instance', `import { Registry } from './registry.js';`, 'Registry.instance().admit', {
    'registry.js': REGISTRY.replace('class Registry {', 'export class Registry {\n  static #one;\n  static instance() {\n    return (Registry.#one ??= new Registry());\n  }'),
  }),
  esm('of the class itself', `import { Registry } from './registry.js';`, 'Registry.admit', { 'registry.js': REGISTRY.replace('class', 'export class').replace('open =', 'static open =').replace('admit(', 'static admit(') }),
  esm('of an object that a factory returns', `import { createRegistry } from './registry.js';\nconst registry = createRegistry();`, 'registry.admit', {
    'registry.js': `export function createRegistry() {${ADMIT}  return { admit };\n}`,
  }),
  esm('of an object that a factory returns, taken apart', `import { createRegistry } from './registry.js';\nconst { admit } = createRegistry();`, 'admit', {
    'registry.js': `export const createRegistry = () => {${ADMIT}  return { admit, clear: () => open.clear() };\n};`,
  }),
  esm('inherited from a class in another file', `import { UserRegistry } from './users.js';\nconst registry = new UserRegistry();`, 'registry.admit', {
    'users.js': `import { Registry } from './registry.js';\nexport class UserRegistry extends Registry {\n  size() {\n    return this.open.size;\n  }\n}`,
    'registry.js': REGISTRY.replace('class', 'export class'),
  }),
  esm('that calls the one it overrides', `import { UserRegistry } from './users.js';\nconst registry = new UserRegistry();`, 'registry.admit', {
    'users.js': `import { Registry } from './registry.js';\nexport class UserRegistry extends Registry {\n  admit(user, ws) {\n    return super.admit(user, ws);\n  }\n}`,
    'registry.js': REGISTRY.replace('class', 'export class'),
  }),
  esm('of a field that the constructor makes', `import { Hub } from './hub.js';\nconst hub = new Hub();`, 'hub.registry.admit', {
    'hub.js': `import { Registry } from './registry.js';\nexport class Hub {\n  constructor() {\n    this.registry = new Registry();\n  }\n}`,
    'registry.js': REGISTRY.replace('class', 'export class'),
  }),
  cjs('of a class that is module.exports', `const Registry = require('./registry');\nconst registry = new Registry();`, 'registry.admit', { 'registry.js': `${REGISTRY}module.exports = Registry;` }),
  cjs('of an instance that is module.exports', `const registry = require('./registry');`, 'registry.admit', { 'registry.js': `${REGISTRY}module.exports = new Registry();` }),
]);

/** The guard and the handler in one, for handlers that lie in another file. */
const CHAT = `
import { userOf } from './auth.js';
${ADMIT}
export function onConnection(ws, request) {
  const user = userOf(request);
  if (!admit(user, ws)) return ws.close(1013, 'too many connections');
  ws.on('message', (data) => ws.send(data));
}
`;
const CHAT_CLASS = `
import { userOf } from './auth.js';
export class Chat {
  open = new Map();
  handle(ws, request) {
    const user = userOf(request);
    const mine = this.open.get(user) ?? new Set();
    if (mine.size >= 3) {
      ws.close(1013, 'too many connections');
      return;
    }
    this.open.set(user, mine.add(ws));
    ws.on('close', () => mine.delete(ws));
  }
}
`;
const listening = (imports: string, registration: string): string => `
import { WebSocketServer } from 'ws';
${imports}
const wss = new WebSocketServer({ port: 8080 });
${registration}
`;
const elsewhere = (name: string, imports: string, registration: string, files: Files): Case => [name, { 'server.js': listening(imports, registration), 'auth.js': AUTH, ...files }];

testBoth('a handler in another file', [
  elsewhere('by reference', `import { onConnection } from './chat.js';`, `wss.on('connection', onConnection);`, { 'chat.js': CHAT }),
  elsewhere('called', `import { onConnection } from './chat.js';`, `wss.on('connection', (ws, request) => onConnection(ws, request));`, { 'chat.js': CHAT }),
  elsewhere('in an object of handlers', `import { handlers } from './chat.js';`, `wss.on('connection', handlers.connection);`, {
    'chat.js': `${CHAT}export const handlers = { connection: onConnection, error: (error) => console.error(error) };`,
  }),
  elsewhere('in an object of handlers, one for each event', `import handlers from './chat.js';`, `for (const [event, handler] of Object.entries(handlers)) console.log(event, handler);\nwss.on('connection', handlers['connection']);`, {
    'chat.js': `${CHAT}export default { connection: onConnection };`,
  }),
  elsewhere('as a bound method', `import { Chat } from './chat.js';\nconst chat = new Chat();`, `wss.on('connection', chat.handle.bind(chat));`, { 'chat.js': CHAT_CLASS }),
  elsewhere('as an arrow field', `import { Chat } from './chat.js';`, `wss.on('connection', new Chat().handle);`, { 'chat.js': CHAT_CLASS.replace('handle(ws, request) {', 'handle = (ws, request) => {') }),
  elsewhere('as a method bound in its constructor', `import { Chat } from './chat.js';`, `wss.on('connection', new Chat().handle);`, {
    'chat.js': CHAT_CLASS.replace('handle(', 'constructor() {\n    this.handle = this.handle.bind(this);\n  }\n  handle('),
  }),
  elsewhere('made by a function', `import { chat } from './chat.js';`, `wss.on('connection', chat(console));`, {
    'chat.js': CHAT.replace('export function onConnection(ws, request) {', 'export const chat = (log) => (ws, request) => {\n  log.info(request.url);').replace(/\}\n$/u, '};\n'),
  }),
  [
    'of a class that is given the server',
    {
      'chat.js': CHAT_CLASS.replace('  handle(', "  constructor(wss) {\n    this.wss = wss;\n  }\n  start() {\n    this.wss.on('connection', (ws, request) => this.handle(ws, request));\n  }\n  handle("),
      'server.js': listening(`import { Chat } from './chat.js';`, 'new Chat(wss).start();'),
      'auth.js': AUTH,
    },
  ],
  [
    'of a base class that is given the server by super()',
    {
      'hub.js': `
export class Hub {
  constructor(wss, log) {
    this.wss = wss;
    this.log = log;
  }
  start() {
    this.wss.on('connection', (ws, request) => this.handle(ws, request));
  }
}
`,
      'chat.js': CHAT_CLASS.replace('class Chat', 'class Chat extends Hub').replace('export', `import { Hub } from './hub.js';\nexport`).replace('  handle(', '  constructor(log, wss) {\n    super(wss, log);\n  }\n  handle('),
      'server.js': listening(`import { Chat } from './chat.js';`, 'new Chat(console, wss).start();'),
      'auth.js': AUTH,
    },
  ],
]);

/** Express and the servers on it, the way tutorials write it. */
const IO = (rest: string): string => `
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { authenticate } from './auth.js';
${rest}`;
const socketIo = (name: string, imports: string, use: string, files: Files): Case => [
  name,
  {
    'server.js': IO(`${imports}
const io = new Server(createServer().listen(3000));
io.use(authenticate);
${use}
io.on('connection', (socket) => socket.on('say', (text) => io.emit('said', text)));
`),
    'auth.js': AUTH,
    ...files,
  },
];

testBoth('a hook in another file', [
  socketIo('by reference', `import { limit } from './limit.js';`, 'io.use(limit);', { 'limit.js': LIMIT }),
  socketIo('made by a function', `import { limitPerUser } from './limit.js';`, 'io.use(limitPerUser());', { 'limit.js': `${LIMIT}export const limitPerUser = () => limit;` }),
  socketIo('put on the server by a function that gets it', `import { protect } from './limit.js';`, 'protect(io);', { 'limit.js': `${LIMIT}export function protect(server) {\n  server.use(limit);\n}` }),
  socketIo('put on by a function that gets it in an object', `import { protect } from './limit.js';`, 'protect({ io, log: console });', { 'limit.js': `${LIMIT}export function protect({ io }) {\n  io.use(limit);\n}` }),
  socketIo('put on by a class that gets the server', `import { Protection } from './limit.js';`, 'new Protection(io).install();', {
    'limit.js': `${LIMIT}export class Protection {\n  constructor(io) {\n    this.io = io;\n  }\n  install() {\n    this.io.use(limit);\n  }\n}`,
  }),
  socketIo('put on by the constructor of a class', `import { Protection } from './limit.js';`, 'new Protection(io);', { 'limit.js': `${LIMIT}export class Protection {\n  constructor(io) {\n    io.use(limit);\n  }\n}` }),
  socketIo('in a list that is put on one by one', `import { middleware } from './limit.js';`, 'for (const each of middleware) io.use(each);', { 'limit.js': `${LIMIT}export const middleware = [limit];` }),
  socketIo('in a list that is put on with forEach', `import { middleware } from './limit.js';`, 'middleware.forEach((each) => io.use(each));', { 'limit.js': `${LIMIT}export const middleware = [limit];` }),
  socketIo('wrapped by a function in a third file', `import { limit } from './limit.js';\nimport { wrap } from './wrap.js';`, 'io.use(wrap(limit));', {
    'limit.js': LIMIT,
    'wrap.js': `export const wrap = (middleware) => (socket, next) => {\n  Promise.resolve(middleware(socket, next)).catch(next);\n};`,
  }),
  socketIo('two files away', `import { protect } from './protect.js';`, 'protect(io);', { 'protect.js': `import { limit } from './limit.js';\nexport const protect = (io) => io.use(limit);`, 'limit.js': LIMIT }),
  socketIo('a method of an exported instance', `import { limiter } from './limit.js';`, 'io.use(limiter.middleware);', {
    'limit.js': `class Limiter {
  #open = new Map();
  middleware = (socket, next) => {
    const mine = this.#open.get(socket.data.userId) ?? new Set();
    if (mine.size >= 3) return next(new Error('too many connections'));
    this.#open.set(socket.data.userId, mine.add(socket.conn));
    socket.conn.once('close', () => mine.delete(socket.conn));
    next();
  };
}
export const limiter = new Limiter();`,
  }),
  socketIo('a getter that makes the middleware', `import { Limiter } from './limit.js';\nconst limiter = new Limiter();`, 'io.use(limiter.middleware);', {
    'limit.js': `export class Limiter {
  open = new Map();
  get middleware() {
    return (socket, next) => {
      const mine = this.open.get(socket.data.userId) ?? new Set();
      if (mine.size >= 3) return next(new Error('too many connections'));
      this.open.set(socket.data.userId, mine.add(socket.conn));
      socket.conn.once('close', () => mine.delete(socket.conn));
      next();
    };
  }
}`,
  }),
]);

/** A gateway on a plain class that is given its services: by the type, as containers do. */
const REGISTRY_TS = `
import type { WebSocket } from 'ws';
export class Registry {
  private readonly open = new Map<string, Set<WebSocket>>();
  admit(user: string, ws: WebSocket): boolean {
    const mine = this.open.get(user) ?? new Set<WebSocket>();
    if (mine.size >= 3) return false;
    this.open.set(user, mine.add(ws));
    ws.on('close', () => mine.delete(ws));
    return true;
  }
}
`;
const gateway = (head: string, fields: string, registry: string, imports = ''): Files => ({
  'gateway.ts': `
import { WebSocketServer, type WebSocket } from 'ws';
import type { IncomingMessage } from 'node:http';
import { userOf } from './auth.js';
import { Registry } from './registry.js';
${imports}
${head}
export class Gateway {
  ${fields}
  listen(port: number): void {
    const wss = new WebSocketServer({ port });
    wss.on('connection', (ws, request) => this.accept(ws, request));
  }
  private accept(ws: WebSocket, request: IncomingMessage): void {
    if (!this.${registry}.admit(userOf(request), ws)) ws.close(1013, 'too many connections');
  }
}
`,
  'auth.js': AUTH,
  'registry.ts': REGISTRY_TS,
});

testBoth('a service that a class is given', [
  ['as a parameter property, NestJS style', gateway('@Injectable()', 'constructor(private readonly registry: Registry) {}', 'registry', `import { Injectable } from '@nestjs/common';`)],
  ['as a parameter property, tsyringe style', gateway('@singleton()', 'constructor(private registry: Registry, private readonly log: Console) {}', 'registry', `import { singleton } from 'tsyringe';`)],
  ['with a token, inversify style', gateway('@injectable()', 'constructor(@inject(TYPES.Registry) private readonly users: Registry) {}', 'users', `import { inject, injectable } from 'inversify';\nimport { TYPES } from './types.js';`)],
  ['as a property, inversify style', gateway('@injectable()', '@inject(Registry) private readonly users!: Registry;', 'users', `import { inject, injectable } from 'inversify';`)],
  ['and assigns it', gateway('', 'private readonly users: Registry;\n  constructor(users: Registry) {\n    this.users = users;\n  }', 'users')],
  ['in an object', gateway('', 'private readonly users: Registry;\n  constructor({ registry }: { registry: Registry }) {\n    this.users = registry;\n  }', 'users')],
  ['as a field that makes it', gateway('', 'private readonly users = new Registry();', 'users')],
  ['from a container', gateway('', 'private readonly users = container.resolve(Registry);', 'users', `import { container } from 'tsyringe';`)],
  ['by inject()', gateway('', 'private readonly users = inject(Registry);', 'users', `import { inject } from './container.js';`)],
  [
    'by plain JavaScript, from the file that makes both',
    {
      'gateway.js': `
import { WebSocketServer } from 'ws';
import { userOf } from './auth.js';
export class Gateway {
  constructor(registry) {
    this.registry = registry;
  }
  listen(port) {
    const wss = new WebSocketServer({ port });
    wss.on('connection', ${handler('this.registry.admit')});
  }
}
`,
      'main.js': `import { Gateway } from './gateway.js';\nimport { Registry } from './registry.js';\nnew Gateway(new Registry()).listen(8080);`,
      'registry.js': REGISTRY.replace('class', 'export class'),
      'auth.js': AUTH,
    },
  ],
  [
    'in an object of options, from the file that makes both',
    {
      'chat.js': `
import { WebSocketServer } from 'ws';
import { userOf } from './auth.js';
export function createChat({ port, limiter }) {
  const wss = new WebSocketServer({ port });
  wss.on('connection', ${handler('limiter.admit')});
}
`,
      'main.js': `import { createChat } from './chat.js';\nimport { limiter } from './limiter.js';\ncreateChat({ port: 8080, limiter });`,
      'limiter.js': `${ADMIT}export const limiter = { admit };`,
      'auth.js': AUTH,
    },
  ],
  [
    'whose interface is all that it knows',
    {
      'gateway.ts': `
import { WebSocketServer } from 'ws';
import { userOf } from './auth.js';
import type { Admission } from './admission.js';
export class Gateway {
  constructor(private readonly admission: Admission) {}
  listen(port: number): void {
    const wss = new WebSocketServer({ port });
    wss.on('connection', ${handler('this.admission.admit')});
  }
}
`,
      'admission.ts': `import type { WebSocket } from 'ws';\nexport interface Admission {\n  admit(user: string, ws: WebSocket): boolean;\n}`,
      'main.ts': `import { Gateway } from './gateway.js';\nimport { Registry } from './registry.js';\nnew Gateway(new Registry()).listen(8080);`,
      'registry.ts': REGISTRY_TS,
      'auth.js': AUTH,
    },
  ],
  [
    'by its base class in another file',
    {
      'gateway.ts': `
import { WebSocketServer } from 'ws';
import { Base } from './base.js';
export class Gateway extends Base {
  listen(port: number): void {
    const wss = new WebSocketServer({ port });
    wss.on('connection', (ws, request) => this.accept(ws, request));
  }
}
`,
      'base.ts': `
import type { WebSocket } from 'ws';
import type { IncomingMessage } from 'node:http';
import { userOf } from './auth.js';
import { Registry } from './registry.js';
export abstract class Base {
  protected readonly registry = new Registry();
  protected accept(ws: WebSocket, request: IncomingMessage): void {
    if (!this.registry.admit(userOf(request), ws)) ws.close(1013);
  }
}
`,
      'registry.ts': REGISTRY_TS,
      'auth.js': AUTH,
    },
  ],
]);

/** What a limiter gives, and what its caller makes of it. `ignored` is a caller that does nothing with it. */
interface Contract {
  readonly name: string;
  readonly functions: Readonly<Record<string, string>>;
  readonly use: string;
  readonly ignored: string;
  readonly verdict?: string;
}
const close = `ws.close(1013, 'too many connections')`;
const RELEASE = `ws.on('close', () => mine.delete(ws));`;
const CONTRACTS: readonly Contract[] = [
  {
    name: 'a predicate, then tracking',
    functions: {
      mayOpen: `(user, ws) {\n  return (open.get(user)?.size ?? 0) < 3;\n}`,
      track: `(user, ws) {\n  const mine = open.get(user) ?? new Set();\n  open.set(user, mine.add(ws));\n  ${RELEASE}\n}`,
    },
    use: `if (!limits.mayOpen(user, ws)) return ${close};\n  limits.track(user, ws);`,
    ignored: `limits.mayOpen(user, ws);\n  limits.track(user, ws);`,
  },
  {
    name: 'check and add',
    functions: { tryAdd: `(user, ws) {\n  const mine = open.get(user) ?? new Set();\n  if (mine.size >= 3) return false;\n  open.set(user, mine.add(ws));\n  ${RELEASE}\n  return true;\n}` },
    use: `if (!limits.tryAdd(user, ws)) return ${close};`,
    ignored: `limits.tryAdd(user, ws);`,
  },
  {
    name: 'a result object',
    functions: {
      admit: `(user, ws) {\n  const mine = open.get(user) ?? new Set();\n  if (mine.size >= 3) return { ok: false, reason: 'too many connections' };\n  open.set(user, mine.add(ws));\n  ${RELEASE}\n  return { ok: true };\n}`,
    },
    use: `const result = limits.admit(user, ws);\n  if (!result.ok) {\n    ws.close(1013, result.reason);\n    return;\n  }`,
    ignored: `const result = limits.admit(user, ws);\n  console.log(result.reason);`,
  },
  {
    name: 'a result object, taken apart',
    functions: {
      check: `(user, ws) {\n  const mine = open.get(user) ?? new Set();\n  const allowed = mine.size < 3;\n  if (allowed) {\n    open.set(user, mine.add(ws));\n    ${RELEASE}\n  }\n  return { allowed, open: mine.size };\n}`,
    },
    use: `const { allowed } = limits.check(user, ws);\n  if (!allowed) return ${close};`,
    ignored: `const { allowed } = limits.check(user, ws);\n  ws.send(JSON.stringify({ allowed }));`,
  },
  {
    name: 'a slot or null',
    functions: {
      take: `(user, ws) {\n  const mine = open.get(user) ?? new Set();\n  if (mine.size >= 3) return null;\n  open.set(user, mine.add(ws));\n  ${RELEASE}\n  return { release: () => mine.delete(ws) };\n}`,
    },
    use: `const slot = limits.take(user, ws);\n  if (slot === null) return ${close};`,
    ignored: `const slot = limits.take(user, ws);\n  ws.on('close', () => slot?.release());`,
  },
  {
    name: 'a reason, or nothing',
    functions: {
      refusal: `(user, ws) {\n  const mine = open.get(user) ?? new Set();\n  if (mine.size >= 3) return { code: 1013, reason: 'too many connections' };\n  open.set(user, mine.add(ws));\n  ${RELEASE}\n  return undefined;\n}`,
    },
    use: `const refused = limits.refusal(user, ws);\n  if (refused) return ws.close(refused.code, refused.reason);`,
    ignored: `const refused = limits.refusal(user, ws);\n  if (refused) ws.send(refused.reason);`,
  },
  {
    name: 'an error',
    functions: { acquire: `(user, ws) {\n  const mine = open.get(user) ?? new Set();\n  if (mine.size >= 3) throw new Error('too many connections');\n  open.set(user, mine.add(ws));\n  ${RELEASE}\n}` },
    use: `try {\n    limits.acquire(user, ws);\n  } catch (error) {\n    ws.close(1013, error.message);\n    return;\n  }`,
    ignored: `try {\n    limits.acquire(user, ws);\n  } catch (error) {\n    console.error(error);\n  }`,
  },
  {
    name: 'a promise that is awaited',
    functions: {
      admit: `(user, ws) {\n  const mine = open.get(user) ?? new Set();\n  if (mine.size >= 3) return Promise.resolve(false);\n  open.set(user, mine.add(ws));\n  ${RELEASE}\n  return Promise.resolve(true);\n}`,
    },
    use: `if (!(await limits.admit(user, ws))) return ${close};`,
    ignored: `await limits.admit(user, ws);`,
  },
  {
    name: 'a promise with a callback',
    functions: {
      admit: `(user, ws) {\n  const mine = open.get(user) ?? new Set();\n  if (mine.size >= 3) return Promise.resolve(false);\n  open.set(user, mine.add(ws));\n  ${RELEASE}\n  return Promise.resolve(true);\n}`,
    },
    use: `limits.admit(user, ws).then((ok) => {\n    if (!ok) ${close};\n  });`,
    ignored: `limits.admit(user, ws).then((ok) => {\n    if (!ok) console.warn('too many');\n  });`,
  },
  {
    name: 'a promise that fails',
    functions: {
      admit: `(user, ws) {\n  const mine = open.get(user) ?? new Set();\n  if (mine.size >= 3) return Promise.reject(new Error('too many connections'));\n  open.set(user, mine.add(ws));\n  ${RELEASE}\n  return Promise.resolve();\n}`,
    },
    use: `limits.admit(user, ws).catch((error) => ws.close(1013, error.message));`,
    ignored: `limits.admit(user, ws).catch((error) => console.error(error));`,
  },
  {
    name: 'nothing, and it closes the connection itself',
    functions: { register: `(user, ws) {\n  const mine = open.get(user) ?? new Set();\n  if (mine.size >= 3) {\n    ${close};\n    return;\n  }\n  open.set(user, mine.add(ws));\n  ${RELEASE}\n}` },
    use: `limits.register(user, ws);`,
    ignored: '',
    verdict: 'missing',
  },
];

/** A limiter that is reached through `hops` files. */
function hopping({ functions }: Contract, hops: number): Files {
  const names = Object.keys(functions);
  const handing = Array.from({ length: hops - 1 }, (_, index): [string, string] => [
    `limits${index + 1}.js`,
    [`import * as next from './limits${index + 2}.js';`, ...names.map((name) => `export function ${name}(id, connection) {\n  return next.${name}(id, connection);\n}`)].join('\n'),
  ]);
  const last = [`const open = new Map();`, ...Object.entries(functions).map(([name, text]) => `export function ${name}${text}`)].join('\n');
  return { ...Object.fromEntries(handing), [`limits${hops}.js`]: last };
}
function calling(use: string, files: Files): Files {
  return {
    'server.js': `
import { WebSocketServer } from 'ws';
import { userOf } from './auth.js';
import * as limits from './limits1.js';
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', ${use.includes('await') ? 'async ' : ''}(ws, request) => {
  const user = userOf(request);
  ${use}
  ws.on('message', (data) => ws.send(data));
});
`,
    'auth.js': AUTH,
    ...files,
  };
}

describe.each(CONTRACTS)('a limiter that gives $name', (contract) => {
  it.each([1, 2, 3, 4])('%i files away', (hops) => {
    expect(lintProgram(calling(contract.use, hopping(contract, hops)))).toEqual([enforced(3)]);
  });

  it('and is not heard, two files away', () => {
    expect(lintProgram(calling(contract.ignored, hopping(contract, 2)))).toEqual([fails(contract.verdict ?? 'notRejected')]);
  });
});

describe('a limiter that adds, then closes the oldest', () => {
  const trim = (closes: string): Files => ({
    'limits1.js': `
import { trim } from './trim.js';
export const open = new Map();
export function add(user, ws) {
  const mine = open.get(user) ?? [];
  mine.push(ws);
  open.set(user, mine);
  ws.on('close', () => mine.splice(mine.indexOf(ws), 1));
  trim(mine);
}
`,
    'trim.js': `export function trim(list) {\n  while (list.length > 3) {\n    const oldest = list.shift();\n    ${closes}\n  }\n}`,
  });
  it('two files away', () => {
    expect(lintProgram(calling('limits.add(user, ws);', trim(`oldest.close(4409, 'opened elsewhere');`)))).toEqual([evicts(3)]);
  });
  it('but only forgets it', () => {
    expect(lintProgram(calling('limits.add(user, ws);', trim('console.log(oldest);')))).toEqual([fails('notRejected')]);
  });
});

describe('one helper, called by two servers', () => {
  const COUNTER = `
export function createCounter() {
  const open = new Map();
  return function admit(key, ws, most = 3) {
    const mine = open.get(key) ?? new Set();
    if (mine.size >= most) return false;
    open.set(key, mine.add(ws));
    ws.on('close', () => mine.delete(ws));
    return true;
  };
}
export const admit = createCounter();
`;
  const chat = (call: string): string => `
import { WebSocketServer } from 'ws';
import { admit } from './counter.js';
import { userOf } from './auth.js';
export const chat = new WebSocketServer({ port: 8080 });
chat.on('connection', (ws, request) => {
  if (!${call}) ws.close(1013);
});
`;
  const feed = (call: string): string => `
import { WebSocketServer } from 'ws';
import { admit } from './counter.js';
const feed = new WebSocketServer({ port: 8081 });
feed.on('connection', (ws, request) => {
  if (!${call}) ws.close(1013);
});
`;
  const both: Files = { 'chat.js': chat('admit(userOf(request), ws)'), 'feed.js': feed('admit(request.socket.remoteAddress, ws, 50)'), 'counter.js': COUNTER, 'auth.js': AUTH };
  it.each([
    ['with the user as the key', 'chat.js', [enforced(3)]],
    ['with the address as the key', 'feed.js', [fails('perAddressOnly')]],
  ])('%s', (_, path, expected) => {
    expect(lintProgram(both, path)).toEqual(expected);
  });
  it.each([
    ['another number', 'admit(userOf(request), ws, 5)', [enforced(5)]],
    ['a constant of the caller', 'admit(userOf(request), ws, MOST)', [enforced(2)]],
    ['what the client says', `admit(new URL(request.url, 'http://a').searchParams.get('user'), ws)`, [untrusted('clientSupplied'), enforced(3)]],
    ['the room', `admit(request.params.roomId, ws)`, [fails('perRoomOnly')]],
    ['one key for all', `admit('all', ws)`, [fails('globalOnly')]],
  ])('with %s', (_, call, expected) => {
    const reports = lintProgram({ ...both, 'chat.js': `${chat(call)}const MOST = 2;` });
    expect([...reports].sort()).toEqual([...expected].sort());
  });
  it('in the same file', () => {
    const files = { 'servers.js': `${chat('admit(userOf(request), ws)')}${feed('admit(request.socket.remoteAddress, ws, 50)').replace(/^import .*$/gmu, '')}`, 'counter.js': COUNTER, 'auth.js': AUTH };
    expect(lintProgram(files)).toEqual([enforced(3), fails('perAddressOnly')]);
  });
});

describe('what only looks like the guard of a server', () => {
  const base = `export class Base {\n  admit(user, ws) {\n    return this.check(user, ws);\n  }\n}`;
  const guarded = `import { Base } from './base.js';\n${ADMIT}export class Guarded extends Base {\n  check(user, ws) {\n    return admit(user, ws);\n  }\n}`;
  const open = `import { Base } from './base.js';\nexport class Open extends Base {\n  check(user, ws) {\n    return ws.readyState === ws.OPEN;\n  }\n}`;
  it.each([
    ['a function of the same name in another file', esm('', `import { admit } from './open.js';`, 'admit', { 'limit.js': `${ADMIT}export { admit };`, 'open.js': `import './limit.js';\nexport const admit = (user, ws) => ws.readyState === ws.OPEN;` }), fails('missing')],
    ['a service of another type than the one that is given', [
      '',
      {
        ...gateway('', 'constructor(private readonly registry: Admission) {}', 'registry', `import type { Admission } from './admission.js';`),
        'admission.ts': `export interface Admission {\n  admit(user: string, ws: unknown): boolean;\n}`,
        'open.js': `export class Open {\n  admit(user, ws) {\n    return ws.readyState === ws.OPEN;\n  }\n}`,
        'main.ts': `import { Gateway } from './gateway.js';\nimport { Open } from './open.js';\nimport { Registry } from './registry.js';\nexport const unused = new Registry();\nnew Gateway(new Open()).listen(8080);`,
      },
    ] as const, fails('missing')],
    ['a sister class', esm('', `import { Open } from './open.js';\nconst registry = new Open();`, 'registry.admit', { 'base.js': base, 'open.js': open, 'guarded.js': guarded, 'other.js': `import { Guarded } from './guarded.js';\nnew Guarded().admit('a');` }), fails('missing')],
    ['the class itself, which passes', esm('', `import { Guarded } from './guarded.js';\nconst registry = new Guarded();`, 'registry.admit', { 'base.js': base, 'open.js': open, 'guarded.js': guarded }), enforced(3)],
  ] as const)('%s', (_, [, files], expected) => {
    expect(lintProgram(files)).toEqual([expected]);
  });
});
