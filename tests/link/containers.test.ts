import { describe, expect, it } from 'vitest';
import { type Case, enforced, fails, type Files, lintProgram, lintWithAndWithout } from './program.js';

const GUARD = `
import jwt from 'jsonwebtoken';
const open = new Map();
export function limit(socket, next) {
  const user = jwt.verify(socket.handshake.auth.token, process.env.SECRET).sub;
  const mine = open.get(user) ?? new Set();
  if (mine.size >= 3) return next(new Error('too many connections'));
  open.set(user, mine.add(socket.conn));
  socket.conn.once('close', () => mine.delete(socket.conn));
  next();
}
`;
const SAY = `(socket) => {\n  socket.on('say', (text) => socket.broadcast.emit('said', text));\n}`;
/** Makes a server with the guard. */
const CREATE = `
import { Server } from 'socket.io';
import { limit } from './limit.js';
export function createSocketServer(http) {
  const io = new Server(http);
  io.use(limit);
  return io;
}
`;
const MADE = CREATE.replace('export function', 'function');
const fetched = (name: string, chat: string, setUp: string): Case => [name, { 'chat.js': chat, 'app.js': setUp, 'limit.js': GUARD }];

function testBoth(theme: string, cases: readonly Case[]): void {
  describe(theme, () => {
    it.each(cases)('%s', (_, files) => {
      expect(lintWithAndWithout(files)).toEqual([[enforced(3)], [fails('missing')]]);
    });
  });
}

const chat = (server: string): string => `export function chat(container) {\n  const io = ${server};\n  io.on('connection', ${SAY});\n}`;

testBoth('a server that a container gives', [
  fetched('by a key, left as it is', chat(`container.get('socketServer')`), `${MADE}export const setUp = (container) => container.register('socketServer', createSocketServer(3000));`),
  fetched('by a key, made by a factory', chat(`container.resolve('socketServer')`), `${MADE}export const setUp = (container) => container.register('socketServer', createSocketServer);`),
  fetched('by a key, made by a factory that is written there', chat(`container.make('socketServer')`), `${MADE}export const setUp = (container) => container.singleton('socketServer', () => createSocketServer(3000));`),
  fetched('by a key, wrapped by its package', chat(`container.resolve('socketServer')`), `import { asFunction } from 'awilix';\n${MADE}export const setUp = (container) => container.register('socketServer', asFunction(createSocketServer));`),
  fetched('by a key, wrapped in an object of many', chat(`container.resolve('socketServer')`), `import { asFunction, asValue } from 'awilix';\n${MADE}export const setUp = (container) => container.register({ port: asValue(3000), socketServer: asFunction(createSocketServer) });`),
  fetched('by a key, in an object that says how', chat(`container.resolve('socketServer')`), `${MADE}export const setUp = (container) => container.register('socketServer', { useFactory: createSocketServer });`),
  fetched('by a key, in an object that says what', chat(`container.resolve('socketServer')`), `${MADE}export const setUp = (container) => container.register('socketServer', { useValue: createSocketServer(3000) });`),
  fetched('by a key, in a list with a word', chat(`container.get('socketServer')`), `import { Injector } from 'di';\n${MADE}const modules = [{ port: ['value', 3000], socketServer: ['factory', createSocketServer] }];\nexport const injector = new Injector(modules);`),
  fetched('by a key, a member of it', `export class Chat {\n  start() {\n    const io = this.injector.get('socketServer');\n    io.sockets.on('connection', ${SAY});\n  }\n}`, `import { Injector } from 'di';\n${MADE}export const injector = new Injector([{ socketServer: ['factory', createSocketServer] }]);`),
  fetched('as a member of an object of all', `export function chat({ socketServer }) {\n  socketServer.on('connection', ${SAY});\n}`, `${MADE}export const services = { socketServer: createSocketServer(3000) };`),
  fetched(
    'by a key, that is the program’s own',
    `import { registry } from './registry.js';\nregistry.get('socketServer').on('connection', ${SAY});`,
    `import { registry } from './registry.js';\n${MADE}registry.register('socketServer', createSocketServer(3000));`,
  ),
].map(([name, files]): Case => [name, name.includes('own') ? { ...files, 'registry.js': `class Registry {\n  items = new Map();\n  register(name, item) {\n    this.items.set(name, item);\n  }\n  get(name) {\n    return this.items.get(name);\n  }\n}\nexport const registry = new Registry();` } : files]));

testBoth('a server that a container gives for its class', [
  fetched('which makes it', `import { Sockets } from './app.js';\nexport const chat = (container) => container.get(Sockets).io.on('connection', ${SAY});`, `${MADE}export class Sockets {\n  constructor() {\n    this.io = createSocketServer(3000);\n  }\n}`),
  fetched('which extends it', `import { Sockets } from './app.js';\nexport const chat = (container) => container.resolve(Sockets).on('connection', ${SAY});`, `import { Server } from 'socket.io';\nimport { limit } from './limit.js';\nexport class Sockets extends Server {\n  constructor() {\n    super(3000);\n    this.use(limit);\n  }\n}`),
]);

testBoth('a server that is left on the global object', [
  fetched('and read from it', `globalThis.io.on('connection', ${SAY});`, `${MADE}globalThis.io = createSocketServer(3000);`),
  fetched('and read by its bare name', `io.on('connection', ${SAY});`, `${MADE}globalThis.io = createSocketServer(3000);`),
  fetched('by a file that is imported', `import './app.js';\nglobal.io.on('connection', ${SAY});`, `${MADE}global.io = createSocketServer(3000);`),
]);

/** A manager of plugins, which calls one function of each. */
const manager = (name: string, socket: string, plugins: string): Case => [
  name,
  {
    'chat.js': `exports.plugin = function (app) {\n  app.clients.on('connection', ${SAY});\n};`,
    'app.js': `const Manager = require('manager');\n${plugins}\nmodule.exports = function App() {\n  const app = this;\n  app.plugins = new Manager(plugins);\n  app.io = app.plugins.get('transport')(3000);\n  app.clients = app.io.of('/clients');\n  app.clients.use(require('./limit.js').limit);\n};`,
    'socket.js': socket,
    'limit.js': GUARD.replace('import jwt from', 'const jwt = require(').replace(`'jsonwebtoken'`, `'jsonwebtoken')`).replace('export function', 'exports.limit = function'),
  },
];

testBoth('a server that a plugin makes', [
  manager('in a module of functions', `const { Server } = require('socket.io');\nexports.plugin = function (port) {\n  return new Server(port);\n};\nexports.name = 'socket';`, `const plugins = { transport: require('./socket') };`),
  manager('in an object that is the module', `const { Server } = require('socket.io');\nmodule.exports = { name: 'socket', plugin: (port) => new Server(port) };`, `const plugins = { transport: require('./socket') };`),
  manager('in a function that is the module', `const { Server } = require('socket.io');\nmodule.exports = (port) => new Server(port);`, `const plugins = { transport: require('./socket') };`),
]);

/** The guard comes from the container. */
const guarded = (name: string, use: string, setUp: string, service: string): Case => [
  name,
  {
    'chat.js': `import { Server } from 'socket.io';\nexport function chat(container) {\n  const io = new Server(3000);\n  ${use}\n  io.on('connection', ${SAY});\n}`,
    'app.js': setUp,
    'limit.js': service,
  },
];
const SERVICE = `
import jwt from 'jsonwebtoken';
export class Limiter {
  open = new Map();
  admit(socket) {
    const user = jwt.verify(socket.handshake.auth.token, process.env.SECRET).sub;
    const mine = this.open.get(user) ?? new Set();
    if (mine.size >= 3) return false;
    this.open.set(user, mine.add(socket.conn));
    socket.conn.once('close', () => mine.delete(socket.conn));
    return true;
  }
}
`;
const ASK = `io.use((socket, next) => next(container.get('limiter').admit(socket) ? undefined : new Error('too many connections')));`;

testBoth('a guard that a container gives', [
  guarded('as a function', `io.use(container.get('limit'));`, `import { limit } from './limit.js';\nexport const setUp = (container) => container.register('limit', limit);`, GUARD),
  guarded('as a method of an instance', ASK, `import { Limiter } from './limit.js';\nexport const setUp = (container) => container.set('limiter', new Limiter());`, SERVICE),
  guarded('as a method of an instance that a factory makes', ASK, `import { Limiter } from './limit.js';\nexport const setUp = (container) => container.register('limiter', () => new Limiter());`, SERVICE),
  guarded('as a method of a class', ASK, `import { Limiter } from './limit.js';\nexport const setUp = (container) => container.registerSingleton('limiter', Limiter);`, SERVICE),
  guarded('as a method of a class, by the class', ASK.replace(`'limiter'`, 'Limiter').replace('io.use', `io.use`), `export {};`, SERVICE),
].map(([name, files]): Case => [name, name.includes('by the class') ? { ...files, 'chat.js': `import { Limiter } from './limit.js';\n${files['chat.js'] ?? ''}` } : files]));

describe('nothing of a server', () => {
  const silent = (name: string, file: string, other: string): readonly [string, Files] => [name, { 'chat.js': file, 'app.js': `${CREATE}${other}` }];
  it.each([
    silent('another key', `export const chat = (container) => container.get('database').on('connection', ${SAY});`, `export const setUp = (container) => container.register('socketServer', createSocketServer);`),
    silent('a key of which a list of settings is left', `export const chat = (container) => container.get('server').on('connection', ${SAY});`, `export const setUp = (container) => container.register('server', { port: 3000, create: createSocketServer });`),
    silent('a factory that is read as a member', `export const chat = (app) => app.server.on('connection', ${SAY});`, `export const app = { server: createSocketServer };`),
    silent('a global that nobody makes', `io.on('connection', ${SAY});`, `export const io = createSocketServer(3000);`),
    silent('a member of something else than the global object', `io.on('connection', ${SAY});`, `export const setUp = (app) => (app.io = createSocketServer(3000));`),
    silent('a server of node', `export const chat = (container) => container.get('http').on('connection', (socket) => socket.setNoDelay());`, `import http from 'node:http';\nexport const setUp = (container) => container.register('http', () => http.createServer());`),
  ])('%s', (_, files) => {
    expect(lintProgram(files)).toEqual([]);
  });

  it('a bundle of everything', () => {
    const bundle = `import { Server } from 'socket.io';globalThis.io = new Server(3001);${'globalThis.x = 1;'.repeat(400)}`;
    expect(lintProgram({ 'chat.js': `globalThis.io.on('connection', ${SAY});`, 'bundle.js': bundle })).toEqual([]);
  });

  it('a factory that makes what it is made of ends', () => {
    const files = { 'chat.js': `export const chat = (c) => c.get('io').on('connection', ${SAY});`, 'app.js': `export const setUp = (c) => {\n  const io = () => c.get('io');\n  c.register('io', [io, { useFactory: io }, c.get('io')]);\n};\n` };
    expect(lintProgram(files)).toEqual([]);
  });
});
