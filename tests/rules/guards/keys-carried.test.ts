import { enforced, type Example, example, fails, testExamples } from './examples.js';

/** The same program twice: what is carried is the user, and the address. */
function pair(how: string, program: (key: (request: string) => string) => string): Example[] {
  return [
    example(`the user, ${how}`, enforced(3), program((request) => `tokens.verify(${request}.headers.authorization).sub`)),
    example(`the address, ${how}`, fails('perAddressOnly'), program((request) => `${request}.socket.remoteAddress`)),
  ];
}

const socketIo = (body: string): string => `
import { Server } from 'socket.io';
import * as tokens from './tokens.js';

const io = new Server(3000);
const open = new Map();
${body}
`;

const ws = (body: string): string => `
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import * as tokens from './tokens.js';

const server = createServer();
const wss = new WebSocketServer({ noServer: true });
const open = new Map();
${body}
server.listen(8080);
`;

const count = (key: string): string => `
  const mine = open.get(${key}) ?? new Set();
  if (mine.size >= 3) {
    socket.disconnect(true);
    return;
  }
  open.set(${key}, mine.add(socket));
  socket.on('disconnect', () => mine.delete(socket));`;

const countWs = (key: string): string => `
  const mine = open.get(${key}) ?? new Set();
  if (mine.size >= 3) {
    ws.close(4003);
    return;
  }
  open.set(${key}, mine.add(ws));
  ws.on('close', () => mine.delete(ws));`;

export const examples = [
  ...pair('on socket.data', (key) =>
    socketIo(`
io.use((socket, next) => {
  socket.data.k = ${key('socket.request')};
  next();
});
io.on('connection', (socket) => {${count('socket.data.k')}
});`),
  ),
  ...pair('in an object on socket.data, destructured', (key) =>
    socketIo(`
io.use((socket, next) => {
  const k = ${key('socket.request')};
  socket.data = { session: { owner: k } };
  next();
});
io.on('connection', (socket) => {
  const { session: { owner: k } } = socket.data;${count('k')}
});`),
  ),
  ...pair('on the socket itself', (key) =>
    socketIo(`
io.use((socket, next) => {
  socket.k = ${key('socket.request')};
  next();
});
io.on('connection', function (socket) {${count('socket.k')}
});`),
  ),
  ...pair('on the request', (key) =>
    socketIo(`
io.engine.use((req, res, next) => {
  req.k = ${key('req')};
  next();
});
io.on('connection', (socket) => {${count('socket.request.k')}
});`),
  ),
  ...pair('in a WeakMap by socket', (key) =>
    socketIo(`
const keys = new WeakMap();
io.use((socket, next) => {
  keys.set(socket, ${key('socket.request')});
  next();
});
io.on('connection', (socket) => {
  const k = keys.get(socket);${count('k')}
});`),
  ),
  ...pair('by Object.assign', (key) =>
    socketIo(`
io.use((socket, next) => {
  Object.assign(socket.data, { k: ${key('socket.request')} });
  next();
});
io.on('connection', (socket) => {${count('socket.data.k')}
});`),
  ),
  ...pair('as an extra argument of emit', (key) =>
    ws(`
server.on('upgrade', (req, socket, head) => {
  const k = ${key('req')};
  wss.handleUpgrade(req, socket, head, (ws) => {
    wss.emit('connection', ws, req, k);
  });
});
wss.on('connection', (ws, req, k) => {${countWs('k')}
});`),
  ),
  ...pair('in an object as an extra argument', (key) =>
    ws(`
server.on('upgrade', (req, socket, head) => {
  wss.handleUpgrade(req, socket, head, (ws) => {
    wss.emit('connection', ws, req, { k: ${key('req')}, at: Date.now() });
  });
});
wss.on('connection', (ws, _req, { k }) => {${countWs('k')}
});`),
  ),
  ...pair('on the request of the upgrade', (key) =>
    ws(`
server.on('upgrade', (req, socket, head) => {
  req.k = ${key('req')};
  wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req));
});
wss.on('connection', (ws, req) => {${countWs('req.k')}
});`),
  ),
  ...pair('on the socket in the callback of the upgrade', (key) =>
    ws(`
server.on('upgrade', (req, socket, head) => {
  const k = ${key('req')};
  wss.handleUpgrade(req, socket, head, (client) => {
    client.k = k;
    wss.emit('connection', client, req);
  });
});
wss.on('connection', (ws) => {${countWs('ws.k')}
});`),
  ),
  ...pair('by verifyClient', (key) => `
import { WebSocketServer } from 'ws';
import * as tokens from './tokens.js';

const open = new Map();
const wss = new WebSocketServer({
  port: 8080,
  verifyClient(info, done) {
    info.req.k = ${key('info.req')};
    done(true);
  },
});
wss.on('connection', (ws, req) => {${countWs('req.k')}
});
`),
  ...pair('in the field of a class', (key) => `
import { WebSocketServer, type WebSocket } from 'ws';
import type { IncomingMessage } from 'node:http';
import * as tokens from './tokens';

class Client {
  readonly k: string;
  constructor(readonly ws: WebSocket, req: IncomingMessage) {
    this.k = ${key('req')};
  }
}

const clients = new Set<Client>();
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', (ws, req) => {
  const client = new Client(ws, req);
  const twins = [...clients].filter((other) => other.k === client.k);
  if (twins.length >= 3) {
    client.ws.close(4003);
    return;
  }
  clients.add(client);
  ws.on('close', () => clients.delete(client));
});
`),
  ...pair('in a record in a Map, under the connection', (key) =>
    socketIo(`
const sessions = new Map();
io.use((socket, next) => {
  sessions.set(socket, { k: ${key('socket.request')} });
  next();
});
io.on('connection', (socket) => {
  const { k } = sessions.get(socket);${count('k')}
});`),
  ),
  ...pair('in a nested record in a Map, under the id of the connection', (key) =>
    socketIo(`
const sessions = new Map();
io.use((socket, next) => {
  sessions.set(socket.id, { owner: { k: ${key('socket.request')} } });
  next();
});
io.on('connection', (socket) => {${count('sessions.get(socket.id).owner.k')}
});`),
  ),
  ...pair('in a record in an object', (key) =>
    socketIo(`
const sessions = {};
io.use((socket, next) => {
  sessions[socket.id] = { k: ${key('socket.request')} };
  next();
});
io.on('connection', (socket) => {${count('sessions[socket.id].k')}
});`),
  ),
  ...pair('in an object, under the id of the connection', (key) =>
    socketIo(`
const keys = {};
io.use((socket, next) => {
  keys[socket.id] = ${key('socket.request')};
  next();
});
io.on('connection', (socket) => {${count('keys[socket.id]')}
});`),
  ),
  ...pair('put later into a record in a Map', (key) =>
    socketIo(`
const sessions = new Map();
io.use((socket, next) => {
  sessions.set(socket, { k: null });
  next();
});
io.use((socket, next) => {
  sessions.get(socket).k = ${key('socket.request')};
  next();
});
io.on('connection', (socket) => {${count('sessions.get(socket).k')}
});`),
  ),
  example(
    'a user who is looked up under what the client says',
    enforced(3),
    socketIo(`
const sessions = new Map();
export const login = (token, name) => sessions.set(token, { name });
io.on('connection', (socket) => {
  const { name } = sessions.get(socket.handshake.auth.token);${count('name')}
});`),
  ),
  example(
    'a record that nothing in reach puts there',
    enforced(3),
    socketIo(`
const sessions = new WeakMap();
tokens.fill(sessions);
io.on('connection', (socket) => {${count('sessions.get(socket).k')}
});`),
  ),
  ...["'all'.trim()", "'ALL'.toLowerCase()", "['all', 'users'].join(':')", "'all:'.concat('users')", "`all`.padEnd(5)"].map((text) =>
    example(
      `one text for all: ${text}`,
      fails('globalOnly'),
      socketIo(`
io.on('connection', (socket) => {
  const k = ${text};${count('k')}
});`),
    ),
  ),
  example(
    'the user, added to a text',
    enforced(3),
    socketIo(`
io.on('connection', (socket) => {
  const k = 'user:'.concat(tokens.verify(socket.request.headers.authorization).sub);${count('k')}
});`),
  ),
  ...pair('through a promise', (key) =>
    socketIo(`
const keyOf = async (request) => ${key('request')};
io.on('connection', (socket) => {
  keyOf(socket.request).then((k) => {${count('k').replaceAll('\n', '\n  ')}
  });
});`),
  ),
];

testExamples('a key that is carried', examples);
