import { type Example, example, fails, enforced, testExamples, type Expected } from './examples.js';

/** What looks like a guard at a glance, and limits nothing. */
const ws = (name: string, expected: string | Expected, body: string, state = 'const open = new Map();'): Example =>
  example(
    name,
    typeof expected === 'string' ? fails(expected) : expected,
    `
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const server = createServer();
const wss = new WebSocketServer({ server });
${state}

wss.on('connection', (ws, req) => {
  const { id } = verify(req.headers.authorization);
${body}
});
server.listen(8080);
`,
  );

const io = (name: string, expected: string | Expected, body: string, state = 'const open = new Map();'): Example =>
  example(
    name,
    typeof expected === 'string' ? fails(expected) : expected,
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
${state}

io.use(authenticate);
${body}
`,
  );

const track = `
  const mine = open.get(id) ?? new Set();
  open.set(id, mine.add(ws));
  ws.on('close', () => mine.delete(ws));`;

const middleware = (refusal: string): string => `
io.use((socket, next) => {
  const mine = open.get(socket.data.userId) ?? new Set();
  if (mine.size >= 3) ${refusal}
  open.set(socket.data.userId, mine.add(socket));
  socket.conn.once('close', () => mine.delete(socket));
  next();
});
io.on('connection', (socket) => socket.emit('hello'));`;

export const examples = [
  ws('those who have few are turned away', 'notRejected|missing', `${track}
  if (mine.size < 3) ws.close(1013);`),
  ws('the server is closed', 'notRejected', `${track}
  if (mine.size > 3) server.close();`),
  ws('a method that is not called', 'notRejected', `${track}
  if (mine.size > 3) ws.close;`),
  ws('a handler of the error that closes', 'notRejected', `${track}
  if (mine.size > 3) ws.on('error', () => ws.close());`),
  ws('the length of a Set', 'missing|notRejected', `
  if (open.get(id)?.length >= 3) return ws.close(1013);${track}`),
  ws('the size of a list', 'missing|notRejected', `
  const mine = open.get(id) ?? [];
  if (mine.size >= 3) return ws.close(1013);
  open.set(id, [...mine, ws]);
  ws.on('close', () => open.set(id, open.get(id).filter((other) => other !== ws)));`),
  ws('the Set itself', 'missing|notRejected', `
  if (open.get(id) >= 3) return ws.close(1013);${track}`),
  ws('the keys of a Map as of an object', 'missing|notRejected|globalOnly', `
  if (Object.keys(open).length >= 3) return ws.close(1013);${track}`),
  ws('counted under the user, added under the connection', 'missing|notRejected|perConnection|overwritten', `
  if ((open.get(id)?.size ?? 0) >= 3) return ws.close(1013);
  const key = crypto.randomUUID();
  open.set(key, new Set([ws]));
  ws.on('close', () => open.delete(key));`),
  ws('only for those who send something', 'missing|notRejected', `${track}
  ws.on('message', () => {
    if (mine.size > 3) ws.send('too many');
  });`),
  ws('once a minute', 'missing|notRejected', track, `const open = new Map();
setInterval(() => {
  for (const mine of open.values()) {
    if (mine.size > 3) console.warn('too many');
  }
}, 60_000);`),
  ws('headers cannot be refused', 'missing|notRejected', track, `const open = new Map();
wss.on('headers', (headers, req) => {
  const mine = open.get(verify(req.headers.authorization).id);
  if (mine?.size >= 3) headers.push('HTTP/1.1 429 Too Many Requests');
});`),
  ws('requests of HTTP are no upgrades', 'missing|notRejected', track, `const open = new Map();
server.on('request', (req, res) => {
  const mine = open.get(verify(req.headers.authorization).id);
  if (mine?.size >= 3) {
    res.writeHead(429);
    res.end();
    return;
  }
  res.end('ok');
});`),
  example('an error is truth', fails('notRejected'), `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const open = new Map();
const wss = new WebSocketServer({
  port: 8080,
  verifyClient({ req }) {
    req.user = verify(req.headers.authorization);
    if ((open.get(req.user.id) ?? 0) >= 3) return new Error('limit');
    return true;
  },
});
wss.on('connection', (ws, req) => {
  open.set(req.user.id, (open.get(req.user.id) ?? 0) + 1);
  ws.on('close', () => open.set(req.user.id, open.get(req.user.id) - 1));
});
`),
  io('the error is the second argument', 'notRejected', middleware("return next(null, new Error('limit'));")),
  io('undefined is no error', 'notRejected', middleware('return next(undefined);')),
  io('packets are refused, and not connections', 'notRejected|missing', `
io.on('connection', (socket) => {
  const mine = open.get(socket.data.userId) ?? new Set();
  open.set(socket.data.userId, mine.add(socket));
  socket.on('disconnect', () => mine.delete(socket));
  socket.use((packet, next) => {
    if (mine.size > 3) return next(new Error('limit'));
    next();
  });
});`),
  io('only the room is left', 'notRejected', `
io.on('connection', (socket) => {
  const mine = open.get(socket.data.userId) ?? new Set();
  open.set(socket.data.userId, mine.add(socket));
  socket.on('disconnect', () => mine.delete(socket));
  socket.join('lobby');
  if (mine.size > 3) socket.leave('lobby');
});`),
  io('the disconnect of a client that is asked for', 'notRejected', `
io.on('connection', (socket) => {
  const mine = open.get(socket.data.userId) ?? new Set();
  open.set(socket.data.userId, mine.add(socket));
  socket.on('disconnect', () => mine.delete(socket));
  if (mine.size > 3) socket.emit('disconnect-please');
});`),
  io('a guard for the first connection of all', 'notRejected|missing', `
io.on('connection', (socket) => socket.emit('hello'));
io.once('connection', (socket) => {
  const mine = open.get(socket.data.userId) ?? new Set();
  if (mine.size >= 3) return socket.disconnect(true);
  open.set(socket.data.userId, mine.add(socket));
  socket.on('disconnect', () => mine.delete(socket));
});`),
  io('compared with a text that is a number', enforced(3), middleware("return next(new Error('limit'));").replace('>= 3', ">= '3'")),
];

testExamples('what is almost a guard', examples);
