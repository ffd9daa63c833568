import { enforced, example, fails, testExamples, type Example } from './examples.js';

const missing = (name: string, at: string | { line: string } | undefined, code: string): Example =>
  example(name, typeof at === 'object' ? { ...fails('missing'), ...at } : fails('missing', at), code);

export const examples = [
  missing('named import', undefined, "import { Server } from 'socket.io';\nconst io = new Server(3000);\nio.on('connection', (socket) => socket.emit('hi'));"),
  missing('named import under another name', undefined, "import { Server as SocketServer } from 'socket.io';\nconst realtime = new SocketServer();\nrealtime.on('connection', (socket) => socket.emit('hi'));\nrealtime.listen(3000);"),
  missing('namespace import', undefined, "import * as SocketIO from 'socket.io';\nconst io = new SocketIO.Server(3000);\nio.on('connection', (socket) => socket.emit('hi'));"),
  missing('default import, called', undefined, "import socketio from 'socket.io';\nconst io = socketio(3000);\nio.on('connection', (socket) => socket.emit('hi'));"),
  missing('default import, member', undefined, "import socketio from 'socket.io';\nconst io = new socketio.Server(3000);\nio.on('connection', (socket) => socket.emit('hi'));"),
  missing('import by assignment', undefined, "import socketio = require('socket.io');\nimport http = require('http');\nconst server: http.Server = http.createServer();\nconst io = new socketio.Server(server);\nio.on('connection', (socket) => socket.emit('hi'));\nexport {};"),
  missing('dynamic import', undefined, "export async function start(http) {\n  const { Server } = await import('socket.io');\n  const io = new Server(http);\n  io.on('connection', (socket) => socket.emit('hi'));\n}"),
  missing('require, called at once', undefined, "const http = require('http').createServer();\nconst io = require('socket.io')(http, { cors: { origin: '*' } });\nio.on('connection', (socket) => socket.emit('hi'));"),
  missing('require, listen of version 2', undefined, "const io = require('socket.io').listen(3000);\nio.sockets.on('connection', function (socket) {\n  socket.emit('hi');\n});"),
  missing('require, called later', undefined, "const socketIo = require('socket.io');\nlet io;\nfunction start(server) {\n  io = socketIo(server);\n  io.on('connection', onConnection);\n}\nfunction onConnection(socket) {\n  socket.emit('hi');\n}\nmodule.exports = { start };"),
  missing('require, taken apart', undefined, "const { Server } = require('socket.io');\nconst io = new Server(3000);\nio.on('connection', (socket) => socket.emit('hi'));"),
  missing('require, member of it', undefined, "const Server = require('socket.io').Server;\nconst io = new Server(3000);\nio.on('connection', (socket) => socket.emit('hi'));"),
  missing('the event by its other name', "io.on('connect'", "import { Server } from 'socket.io';\nconst io = new Server(3000);\nio.on('connect', (socket) => socket.emit('hi'));"),
  missing('the event in a constant', 'io.on(EVENT', "import { Server } from 'socket.io';\nconst EVENT = 'connection';\nconst io = new Server(3000);\nio.on(EVENT, (socket) => socket.emit('hi'));"),
  missing('the event in a template', 'io.on(`connection`', "import { Server } from 'socket.io';\nconst io = new Server(3000);\nio.on(`connection`, (socket) => socket.emit('hi'));"),
  missing('a typed parameter', "io.on('connection'", "import type { Server } from 'socket.io';\nexport function register(io: Server): void {\n  io.on('connection', (socket) => socket.emit('hi'));\n}"),
  missing('a typed parameter with generics', "server.on('connection'", "import { type DefaultEventsMap, Server } from 'socket.io';\nexport default (server: Server<DefaultEventsMap, DefaultEventsMap>): void => {\n  server.on('connection', (socket) => socket.emit('hi'));\n};"),
  missing('a typed field', "this.io.on('connection'", "import { Server } from 'socket.io';\nexport class Realtime {\n  private io?: Server;\n  start(http: object): void {\n    this.io = new Server(http);\n    this.io.on('connection', (socket) => socket.emit('hi'));\n  }\n}"),
  missing('a typed variable that is set elsewhere', "io.on('connection'", "import type { Server } from 'socket.io';\nimport { app } from './app';\nconst io: Server = app.get('io');\nio.on('connection', (socket) => socket.emit('hi'));"),
  missing('a parameter of a constructor', "this.io.on('connection'", "import { Namespace, Server } from 'socket.io';\nexport class Chat {\n  constructor(private readonly io: Server | Namespace) {\n    this.io.on('connection', (socket) => socket.emit('hi'));\n  }\n}"),
  missing('a type of version 2', "io.on('connection'", "import * as socketIo from 'socket.io';\nexport function register(io: SocketIO.Server): void {\n  io.on('connection', (socket: SocketIO.Socket) => socket.emit('hi'));\n}\nexport default socketIo;"),
  missing('a subclass', "this.on('connection'", "import { Server } from 'socket.io';\nexport class Chat extends Server {\n  constructor(port: number) {\n    super(port);\n    this.on('connection', (socket) => socket.emit('hi'));\n  }\n}"),
  missing('an instance of a subclass', "chat.on('connection'", "import { Server } from 'socket.io';\nclass Chat extends Server {}\nconst chat = new Chat(3000);\nchat.on('connection', (socket) => socket.emit('hi'));"),
  missing('a chain', "new Server(3000).on('connection'", "import { Server } from 'socket.io';\nnew Server(3000).on('connection', (socket) => socket.emit('hi'));"),
  missing('after attach', "new Server().attach(http).on('connection'", "import { Server } from 'socket.io';\nimport { http } from './http.js';\nnew Server().attach(http).on('connection', (socket) => socket.emit('hi'));"),
  missing('a namespace', "io.of('/chat').on('connection'", "import { Server } from 'socket.io';\nconst io = new Server(3000);\nio.of('/chat').on('connection', (socket) => socket.emit('hi'));"),
  missing('a namespace with its handler', "io.of('/chat'", "import { Server } from 'socket.io';\nconst io = new Server(3000);\nio.of('/chat', (socket) => socket.emit('hi'));"),
  missing('a namespace of an expression', 'io.of(/^\\/room-\\d+$/).on(\'connection\'', "import { Server } from 'socket.io';\nconst io = new Server(3000);\nio.of(/^\\/room-\\d+$/).on('connection', (socket) => socket.emit('hi'));"),
  missing('a namespace of a function', "rooms.on('connection'", "import { Server } from 'socket.io';\nconst io = new Server(3000);\nconst rooms = io.of((name, auth, next) => next(null, name.startsWith('/r-')));\nrooms.on('connection', (socket) => socket.emit('hi'));"),
  missing('the namespace of io.sockets', "io.sockets.on('connection'", "import { Server } from 'socket.io';\nconst io = new Server(3000);\nio.sockets.on('connection', (socket) => socket.emit('hi'));"),
  missing('once', "io.once('connection'", "import { Server } from 'socket.io';\nconst io = new Server(3000);\nio.once('connection', (socket) => socket.emit('hi'));"),
  missing('a chain over several lines', { line: ".on('connection'" }, "import { Server } from 'socket.io';\nconst io = new Server(3000);\nio\n  .of('/chat')\n  .on('connection', (socket) => socket.emit('hi'));"),
  example(
    'the main namespace by three names is one emitter',
    fails('missing', "io.sockets.on('connection'"),
    "import { Server } from 'socket.io';\nconst io = new Server(3000);\nio.sockets.on('connection', (socket) => socket.emit('a'));\nio.of('/').on('connection', (socket) => socket.emit('b'));\nio.on('connection', (socket) => socket.emit('c'));",
  ),
  example(
    'each namespace is an emitter of its own',
    [fails('missing', "io.on('connection'"), fails('missing', "io.of('/a').on('connection'"), fails('missing', "b.on('connection'")],
    "import { Server } from 'socket.io';\nconst io = new Server(3000);\nconst b = io.of('/b');\nio.on('connection', (socket) => socket.emit('x'));\nio.of('/a').on('connection', (socket) => socket.emit('a'));\nb.on('connection', (socket) => socket.emit('b'));\nio.of('/a').on('connection', (socket) => socket.emit('again'));",
  ),
  example(
    'the same namespace, asked for twice, shares its guard',
    enforced(3, "io.of('/a').on('connection'"),
    "import { Server } from 'socket.io';\nimport { authenticate } from './auth.js';\nconst io = new Server(3000);\nconst open = new Map();\nio.of('/a').use(authenticate);\nio.of('/a').use((socket, next) => {\n  const mine = open.get(socket.data.userId) ?? new Set();\n  if (mine.size >= 3) return next(new Error('limit'));\n  open.set(socket.data.userId, mine.add(socket));\n  socket.conn.once('close', () => mine.delete(socket));\n  next();\n});\nio.of('/a').on('connection', (socket) => socket.emit('a'));",
  ),
  example(
    'two servers',
    [fails('missing', "first.on('connection'"), fails('missing', "second.on('connection'")],
    "import { Server } from 'socket.io';\nconst first = new Server(3000);\nconst second = new Server(3001);\nfirst.on('connection', (socket) => socket.emit('a'));\nsecond.on('connection', (socket) => socket.emit('b'));",
  ),
];

testExamples('servers of Socket.IO', examples);
