import { enforced, evicts, example, fails, testExamples } from './examples.js';

const io = (body: string, before = 'io.use(authenticate);'): string => `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
${before}
io.on('connection', async (socket) => {
  const { userId } = socket.data;
${body}
});
`;

const ws = (body: string): string => `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws, req) => {
  ws.userId = verify(req.headers.authorization).sub;
${body}
});
`;

export const examples = [
  example('the size of the room of the user, before joining', enforced(3), io(`
  const room = io.sockets.adapter.rooms.get(\`user:\${userId}\`);
  if (room && room.size >= 3) return socket.disconnect(true);
  socket.join(\`user:\${userId}\`);`)),
  example('the size of the room of the user, after joining', enforced(3), io(`
  socket.join(userId);
  if (io.of('/').adapter.rooms.get(userId).size > 3) socket.disconnect(true);`)),
  example('joined in the middleware', enforced(2), io('', `io.use(authenticate);
io.use((socket, next) => {
  const size = io.sockets.adapter.rooms.get(socket.data.userId)?.size ?? 0;
  if (size >= 2) return next(new Error('limit'));
  socket.join(socket.data.userId);
  next();
});`)),
  example('the room by the adapter of the namespace of the socket', enforced(3), io(`
  const { size = 0 } = socket.nsp.adapter.rooms.get(userId) ?? {};
  if (size >= 3) return socket.disconnect(true);
  await socket.join(userId);`)),
  example('fetchSockets of the room of the user', enforced(4), io(`
  const others = await io.in(userId).fetchSockets();
  if (others.length >= 4) {
    socket.disconnect(true);
    return;
  }
  socket.join(userId);`)),
  example('fetchSockets after joining', enforced(4), io(`
  await socket.join(userId);
  const all = await io.to(userId).fetchSockets();
  if (all.length > 4) socket.disconnect(true);`)),
  example('fetchSockets of everybody, filtered', enforced(3), io(`
  const all = await io.fetchSockets();
  const mine = all.filter((other) => other.data.userId === userId);
  if (mine.length > 3) socket.disconnect(true);`)),
  example('fetchSockets of everybody, in a middleware', enforced(3), io('', `io.use(authenticate);
io.use(async (socket, next) => {
  const all = await io.fetchSockets();
  const mine = all.filter((other) => other.data.userId === socket.data.userId);
  next(mine.length >= 3 ? new Error('limit') : undefined);
});`)),
  example('all sockets of the namespace, filtered', enforced(3), io(`
  const mine = [...io.sockets.sockets.values()].filter((other) => other.data.userId === userId);
  if (mine.length > 3) socket.disconnect(true);`)),
  example('all sockets of the namespace but this one', enforced(3), io(`
  const mine = [...io.sockets.sockets.values()].filter((other) => other.id !== socket.id && other.data.userId === userId);
  if (mine.length >= 3) socket.disconnect(true);`)),
  example('all sockets of the namespace in a loop, and the first one goes', evicts(1), io(`
  for (const [id, other] of io.sockets.sockets) {
    if (id !== socket.id && other.data.userId === userId) other.disconnect(true);
  }`)),
  example('the other sockets of the room go', evicts(1), io(`
  io.in(userId).disconnectSockets(true);
  socket.join(userId);`)),
  example('everybody', fails('globalOnly'), io(`
  if (io.engine.clientsCount > 500) socket.disconnect(true);
  socket.join(userId);`)),
  example('everybody in the namespace', fails('globalOnly'), io(`
  if (io.sockets.sockets.size > 500) return socket.disconnect(true);
  socket.join(userId);`)),
  example('everybody, asked of all processes', fails('globalOnly'), io(`
  const all = await io.fetchSockets();
  if (all.length > 500) return socket.disconnect(true);
  socket.join(userId);`)),
  example('a room that is the same for all', fails('perRoomOnly'), io(`
  const { channel } = socket.handshake.query;
  if ((await io.in(channel).fetchSockets()).length >= 20) return socket.disconnect(true);
  socket.join(channel);`)),
  example('clients of ws, filtered', enforced(3), ws(`
  const mine = [...wss.clients].filter((client) => client.userId === ws.userId);
  if (mine.length > 3) ws.close(1008);`)),
  example('clients of ws but this one', enforced(3), ws(`
  let n = 0;
  wss.clients.forEach((client) => {
    if (client !== ws && client.userId === ws.userId) n++;
  });
  if (n >= 3) ws.close(1008);`)),
  example('clients of ws in a loop, this one included', enforced(2), ws(`
  let n = 0;
  for (const client of wss.clients) {
    if (client.readyState === client.OPEN && client.userId === ws.userId) n += 1;
  }
  if (n > 2) {
    ws.close(1008);
    return;
  }`)),
  example('clients of ws, and the others of the user go', evicts(1), ws(`
  wss.clients.forEach((client) => {
    if (client !== ws && client.userId === ws.userId) client.close(4001);
  });`)),
  example('clients of ws, all of them', fails('globalOnly'), ws(`
  if (wss.clients.size >= 100) ws.close(1013);`)),
  example('clients of ws before the upgrade is accepted', enforced(3), `
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { authenticate } from './auth.js';

const server = createServer();
const wss = new WebSocketServer({ noServer: true });

server.on('upgrade', async (req, socket, head) => {
  const user = await authenticate(req);
  const mine = Array.from(wss.clients).filter((client) => client.user.id === user.id);
  if (mine.length >= 3) {
    socket.write('HTTP/1.1 429 Too Many Requests\\r\\n\\r\\n');
    socket.destroy();
    return;
  }
  wss.handleUpgrade(req, socket, head, (ws) => {
    ws.user = user;
    wss.emit('connection', ws, req);
  });
});
wss.on('connection', (ws) => ws.send(ws.user.name));
server.listen(8080);
`),
];

testExamples('counts of the library', examples);
