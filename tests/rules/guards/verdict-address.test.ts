import { enforced, example, fails, testExamples } from './examples.js';

export const examples = [
  example(
    'a counter per remote address',
    fails('perAddressOnly'),
    `
const WebSocket = require('ws');

const wss = new WebSocket.Server({ port: 8080 });
const perHost = new Map();

wss.on('connection', (ws, req) => {
  const host = req.socket.remoteAddress;
  const n = perHost.get(host) || 0;
  if (n >= 10) {
    ws.close(1008, 'Too many connections');
    return;
  }
  perHost.set(host, n + 1);
  ws.on('close', () => perHost.set(host, perHost.get(host) - 1));
});
`,
  ),
  example(
    'the first forwarded address, beside a user who is known',
    fails('perAddressOnly'),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

export function attach(httpServer) {
  const io = new Server(httpServer);
  const origins = {};

  io.use(authenticate);
  io.use((socket, next) => {
    const forwarded = socket.handshake.headers['x-forwarded-for'];
    const source = forwarded ? forwarded.split(',')[0].trim() : socket.handshake.address;
    origins[source] ??= new Set();
    if (origins[source].size >= 5) return next(new Error('Too many connections'));
    origins[source].add(socket.id);
    socket.conn.on('close', () => origins[source].delete(socket.id));
    next();
  });
  io.on('connection', (socket) => socket.join(socket.data.user.id));
  return io;
}
`,
  ),
  example(
    'an address from a helper of a package',
    fails('perAddressOnly'),
    `
import { WebSocketServer } from 'ws';
import requestIp from 'request-ip';

const wss = new WebSocketServer({ port: 8080 });
const seen = {};

wss.on('connection', (ws, req) => {
  const key = requestIp.getClientIp(req);
  seen[key] = (seen[key] ?? 0) + 1;
  ws.on('close', () => { seen[key] -= 1; });
  if (seen[key] > 4) ws.terminate();
});
`,
  ),
  example(
    'a helper that is named for the account and counts addresses',
    fails('perAddressOnly'),
    `
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const server = createServer();
const wss = new WebSocketServer({ noServer: true });
const accounts = new Map();

function userKey(request) {
  return request.headers['x-real-ip'] ?? request.socket.remoteAddress;
}

function checkMultiAccount(userId) {
  return (accounts.get(userId) ?? 0) < 3;
}

server.on('upgrade', (request, socket, head) => {
  const userId = userKey(request);
  if (!checkMultiAccount(userId)) {
    socket.write('HTTP/1.1 429 Too Many Requests\\r\\n\\r\\n');
    socket.destroy();
    return;
  }
  wss.handleUpgrade(request, socket, head, (ws) => {
    accounts.set(userId, (accounts.get(userId) ?? 0) + 1);
    ws.on('close', () => accounts.set(userId, accounts.get(userId) - 1));
    wss.emit('connection', ws, request);
  });
});
wss.on('connection', (ws) => ws.send('welcome'));
server.listen(8080);
`,
  ),
  example(
    'a scan of all sockets for the same address',
    fails('perAddressOnly'),
    `
import { Server, type Socket } from 'socket.io';

const io = new Server(3000);

io.on('connection', (socket: Socket) => {
  const twins = [...io.sockets.sockets.values()].filter((other) => other.handshake.address === socket.handshake.address);
  if (twins.length > 6) {
    socket.disconnect(true);
    return;
  }
  socket.on('ping', () => socket.emit('pong'));
});
`,
  ),
  example(
    'nonsense names for an address',
    fails('perAddressOnly'),
    `
import { WebSocketServer } from 'ws';

const aa = new WebSocketServer({ port: 1 });
const bb = new Map();

aa.on('connection', (cc, { socket: dd }) => {
  const ee = dd.remoteAddress;
  const ff = (bb.get(ee) ?? 0) + 1;
  bb.set(ee, ff);
  cc.on('close', () => bb.set(ee, bb.get(ee) - 1));
  if (ff > 3) cc.close();
});
`,
  ),
  example(
    'address or user, whichever is full first',
    enforced(3),
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const wss = new WebSocketServer({ port: 8080 });
const byAddress = new Map();
const byAccount = new Map();
const of = (map, key) => map.get(key) ?? 0;
const bump = (map, key, by) => map.set(key, of(map, key) + by);

wss.on('connection', async (ws, req) => {
  const address = req.socket.remoteAddress;
  const account = (await verify(req.headers.authorization)).sub;
  if (of(byAddress, address) >= 20 || of(byAccount, account) >= 3) {
    ws.close(1013);
    return;
  }
  bump(byAddress, address, 1);
  bump(byAccount, account, 1);
  ws.once('close', () => {
    bump(byAddress, address, -1);
    bump(byAccount, account, -1);
  });
});
`,
  ),
  example(
    'address first, then user, in two statements',
    enforced(2),
    `
import { Server } from 'socket.io';
import { verifyToken } from './auth.js';

const io = new Server(3000);
const addresses = new Map();
const users = new Map();

io.use(async (socket, next) => {
  const perAddress = addresses.get(socket.handshake.address) ?? new Set();
  if (perAddress.size >= 50) return next(new Error('address is busy'));
  const { uid } = await verifyToken(socket.handshake.auth.token);
  const perUser = users.get(uid) ?? new Set();
  if (perUser.size >= 2) return next(new Error('user is busy'));
  addresses.set(socket.handshake.address, perAddress.add(socket.id));
  users.set(uid, perUser.add(socket.id));
  socket.conn.once('close', () => {
    perAddress.delete(socket.id);
    perUser.delete(socket.id);
  });
  next();
});
io.on('connection', (socket) => socket.emit('ready'));
`,
  ),
];

testExamples('a guard on the address', examples);
