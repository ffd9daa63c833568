import { enforced, evicts, example, fails, testExamples } from './examples.js';

export const examples = [
  example(
    'a room from the query string',
    fails('perRoomOnly'),
    `
import { WebSocketServer } from 'ws';

const wss = new WebSocketServer({ port: 8080 });
const rooms = new Map();

wss.on('connection', (ws, req) => {
  const name = new URL(req.url, 'http://localhost').searchParams.get('room');
  const members = rooms.get(name) ?? new Set();
  if (members.size >= 8) {
    ws.close(4001, 'room is full');
    return;
  }
  rooms.set(name, members.add(ws));
  ws.on('close', () => members.delete(ws));
});
`,
  ),
  example(
    'a tenant from a verified token',
    fails('perRoomOnly'),
    `
import { Server } from 'socket.io';
import jwt from 'jsonwebtoken';

const io = new Server(3000);
const seats = new Map();

io.use((socket, next) => {
  const claims = jwt.verify(socket.handshake.auth.token, process.env.JWT_SECRET);
  const used = seats.get(claims.tenantId) ?? 0;
  if (used >= 10) {
    next(new Error('no seats left'));
    return;
  }
  seats.set(claims.tenantId, used + 1);
  socket.conn.once('close', () => seats.set(claims.tenantId, seats.get(claims.tenantId) - 1));
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`,
  ),
  example(
    'a document of an editor',
    fails('perRoomOnly'),
    `
const http = require('http');
const { WebSocketServer } = require('ws');
const { parse } = require('url');

const server = http.createServer();
const wss = new WebSocketServer({ server });
const documents = {};

wss.on('connection', (conn, req) => {
  const { docId } = parse(req.url, true).query;
  const doc = (documents[docId] ||= { conns: [] });
  if (doc.conns.length >= 10) {
    conn.close(1013, 'too many editors');
    return;
  }
  doc.conns.push(conn);
  conn.on('close', () => { doc.conns = doc.conns.filter((other) => other !== conn); });
});
server.listen(1234);
`,
  ),
  example(
    'the size of a room of the library',
    fails('perRoomOnly'),
    `
import { Server } from 'socket.io';

const io = new Server(3000);

io.on('connection', (socket) => {
  const { roomId } = socket.handshake.query;
  if ((io.sockets.adapter.rooms.get(roomId)?.size ?? 0) >= 4) {
    socket.disconnect(true);
    return;
  }
  socket.join(roomId);
});
`,
  ),
  example(
    'the same expression for a room named by the user',
    enforced(4),
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);

io.use(authenticate);
io.on('connection', (socket) => {
  const { userId } = socket.data;
  if ((io.sockets.adapter.rooms.get(userId)?.size ?? 0) >= 4) {
    socket.disconnect(true);
    return;
  }
  socket.join(userId);
});
`,
  ),
  example(
    'the user within the tenant',
    enforced(6),
    `
import { Server } from 'socket.io';
import jwt from 'jsonwebtoken';

const io = new Server(3000);
const seats = new Map();

io.use((socket, next) => {
  const claims = jwt.verify(socket.handshake.auth.token, process.env.JWT_SECRET);
  const seat = \`\${claims.tenantId}:\${claims.sub}\`;
  const used = seats.get(seat) ?? 0;
  if (used >= 6) {
    next(new Error('no seats left'));
    return;
  }
  seats.set(seat, used + 1);
  socket.conn.once('close', () => seats.set(seat, seats.get(seat) - 1));
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`,
  ),
  example(
    'a room cap and a user cap',
    evicts(2),
    `
import { WebSocketServer } from 'ws';
import { getSession } from './session.js';

const wss = new WebSocketServer({ port: 8080 });
const channels = new Map();
const people = new Map();

wss.on('connection', async (ws, req) => {
  const session = await getSession(req);
  const channel = new URL(req.url, 'ws://x').searchParams.get('channel');
  const members = channels.get(channel) ?? new Set();
  if (members.size >= 30) return ws.close(4001);
  channels.set(channel, members.add(ws));

  const mine = people.get(session.userId) ?? [];
  mine.push(ws);
  people.set(session.userId, mine);
  if (mine.length > 2) mine.shift().close(4000, 'moved');
  ws.on('close', () => {
    members.delete(ws);
    people.set(session.userId, mine.filter((x) => x !== ws));
  });
});
`,
  ),
];

testExamples('a guard on the room', examples);
