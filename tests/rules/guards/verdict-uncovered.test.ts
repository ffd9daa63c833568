import { enforced, example, fails, passes, testExamples } from './examples.js';

const bare = (body: string, options = ''): string => `
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const http = createServer();
const io = new Server(http${options});
const open = new Map();
${body}
http.listen(3000);
`;

const program = (body: string, options = ''): string =>
  bare(
    `
const limitTabs = (socket, next) => {
  const { userId } = socket.data;
  const mine = open.get(userId) ?? new Set();
  if (mine.size >= 3) return next(new Error('Connection limit reached'));
  open.set(userId, mine.add(socket.conn));
  socket.conn.once('close', () => mine.delete(socket.conn));
  next();
};
${body}`,
    options,
  );

export const examples = [
  example(
    'a namespace beside the guarded one',
    [enforced(3), fails('uncovered', "io.of('/admin').on('connection'", '/admin')],
    program(`
io.use(authenticate);
io.use(limitTabs);
io.on('connection', (socket) => socket.emit('hello'));
io.of('/admin').on('connection', (socket) => socket.emit('secrets'));`),
  ),
  example(
    'only the main namespace is guarded, and nobody connects there',
    fails('uncovered', "chat.on('connection'"),
    program(`
const chat = io.of('/chat');
io.use(authenticate);
io.use(limitTabs);
chat.on('connection', (socket) => chat.emit('joined', socket.id));`),
  ),
  example(
    'each namespace has the guard',
    [passes("chat.on('connection'"), passes("news.on('connection'")],
    program(`
const chat = io.of('/chat');
const news = io.of('/news');
chat.use(authenticate).use(limitTabs);
news.use(authenticate).use(limitTabs);
chat.on('connection', (socket) => chat.emit('joined', socket.id));
news.on('connection', (socket) => socket.emit('headlines', []));`),
  ),
  example(
    'a loop puts the guard on each namespace',
    [enforced(3, "chat.on('connection'"), enforced(3, "news.on('connection'")],
    program(`
const chat = io.of('/chat');
const news = io.of('/news');
for (const nsp of [chat, news]) {
  nsp.use(authenticate);
  nsp.use(limitTabs);
}
chat.on('connection', (socket) => chat.emit('joined', socket.id));
news.on('connection', (socket) => socket.emit('headlines', []));`),
  ),
  example(
    'namespaces that are made later get the guard when they are made',
    [enforced(3, "io.on('connection'"), enforced(3, "io.of('/chat').on('connection'")],
    program(`
io.use(limitTabs);
io.on('new_namespace', (namespace) => {
  namespace.use(limitTabs);
});
io.on('connection', (socket) => socket.emit('hello'));
io.of('/chat').on('connection', (socket) => socket.emit('hello'));`),
  ),
  example(
    'a namespace that existed before is not new',
    fails('uncovered', "io.of('/chat').on('connection'"),
    program(`
io.of('/chat').on('connection', (socket) => socket.emit('hello'));
io.use(limitTabs);
io.on('new_namespace', (namespace) => {
  namespace.use(limitTabs);
});`),
  ),
  example(
    'a recovered session skips the middleware',
    fails('uncovered', "io.on('connection'", 'connectionStateRecovery'),
    program(
      `
io.use(authenticate);
io.use(limitTabs);
io.on('connection', (socket) => socket.emit('hello'));`,
      ', { connectionStateRecovery: { maxDisconnectionDuration: 120_000 } }',
    ),
  ),
  example(
    'a recovered session that is told to run the middleware',
    enforced(3),
    program(
      `
io.use(authenticate);
io.use(limitTabs);
io.on('connection', (socket) => socket.emit('hello'));`,
      ', { connectionStateRecovery: { skipMiddlewares: false } }',
    ),
  ),
  example(
    'options in a variable, with the skip asked for',
    fails('uncovered', "io.on('connection'", 'connectionStateRecovery'),
    program(
      `
io.use(authenticate);
io.use(limitTabs);
io.on('connection', (socket) => socket.emit('hello'));`,
    ).replace('const io = new Server(http)', 'const options = { cors: {}, connectionStateRecovery: { skipMiddlewares: true } };\nconst io = new Server(http, options)'),
  ),
  example(
    'a connection handler runs for recovered sessions, too',
    enforced(2),
    bare(
      `
io.use(authenticate);
io.on('connection', (socket) => {
  const mine = open.get(socket.data.userId) ?? new Set();
  if (mine.size >= 2) return socket.disconnect(true);
  open.set(socket.data.userId, mine.add(socket));
  socket.on('disconnect', () => mine.delete(socket));
});`,
      ', { connectionStateRecovery: {} }',
    ),
  ),
  example(
    'engine connections are those of every namespace',
    [enforced(4, "io.of('/a').on('connection'"), enforced(4, "io.of('/b').on('connection'")],
    bare(
      `
io.engine.on('connection', (conn) => {
  const { user } = conn.request.session;
  const mine = open.get(user.id) ?? new Set();
  if (mine.size >= 4) {
    conn.close();
    return;
  }
  open.set(user.id, mine.add(conn));
  conn.once('close', () => mine.delete(conn));
});
io.of('/a').on('connection', (socket) => socket.emit('a'));
io.of('/b').on('connection', (socket) => socket.emit('b'));`,
      ', { connectionStateRecovery: {} }',
    ),
  ),
  example(
    'two servers of ws, one without',
    [enforced(2, "wss.on('connection'"), fails('uncovered', "feed.on('connection'")],
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const wss = new WebSocketServer({ port: 8080 });
const feed = new WebSocketServer({ port: 8081 });
const open = new Map();

wss.on('connection', (ws, req) => {
  const { sub } = verify(req.headers.cookie);
  const n = open.get(sub) ?? 0;
  if (n >= 2) return ws.close(1008);
  open.set(sub, n + 1);
  ws.on('close', () => open.set(sub, open.get(sub) - 1));
});
feed.on('connection', (ws, req) => {
  const { sub } = verify(req.headers.cookie);
  ws.send('hello ' + sub);
});
`,
  ),
  example(
    'one upgrade handler in front of two servers',
    [enforced(3, "chat.on('connection'"), enforced(3, "ticker.on('connection'")],
    `
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { authenticate } from './auth.js';

const server = createServer();
const chat = new WebSocketServer({ noServer: true });
const ticker = new WebSocketServer({ noServer: true });
const open = new Map();

server.on('upgrade', async (req, socket, head) => {
  const user = await authenticate(req);
  const mine = open.get(user.id) ?? new Set();
  if (mine.size >= 3) {
    socket.end('HTTP/1.1 429 Too Many Requests\\r\\n\\r\\n');
    return;
  }
  open.set(user.id, mine.add(socket));
  socket.once('close', () => mine.delete(socket));
  if (req.url.startsWith('/chat')) {
    chat.handleUpgrade(req, socket, head, (ws) => chat.emit('connection', ws, req));
  } else {
    ticker.handleUpgrade(req, socket, head, (ws) => ticker.emit('connection', ws, req));
  }
});
chat.on('connection', (ws) => ws.send('chat'));
ticker.on('connection', (ws) => ws.send('ticker'));
server.listen(8080);
`,
  ),
  example(
    'an upgrade handler that guards one path',
    [enforced(3, "chat.on('connection'"), fails('uncovered', "ticker.on('connection'")],
    `
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { authenticate } from './auth.js';

const server = createServer();
const chat = new WebSocketServer({ noServer: true });
const ticker = new WebSocketServer({ noServer: true });
const open = new Map();

server.on('upgrade', async (req, socket, head) => {
  const user = await authenticate(req);
  if (req.url.startsWith('/chat')) {
    const mine = open.get(user.id) ?? new Set();
    if (mine.size >= 3) {
      socket.end('HTTP/1.1 429 Too Many Requests\\r\\n\\r\\n');
      return;
    }
    open.set(user.id, mine.add(socket));
    socket.once('close', () => mine.delete(socket));
    chat.handleUpgrade(req, socket, head, (ws) => chat.emit('connection', ws, req));
  } else {
    ticker.handleUpgrade(req, socket, head, (ws) => ticker.emit('connection', ws, req));
  }
});
chat.on('connection', (ws) => ws.send('chat'));
ticker.on('connection', (ws) => ws.send('ticker'));
server.listen(8080);
`,
  ),
];

testExamples('ways round a guard', examples);
