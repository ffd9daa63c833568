import { enforced, type Example, type Expected, example, testExamples } from './examples.js';

/** What is refused and then let in: a second answer undoes the first in Socket.IO (tried with 4.8.4), and in ws it does not. */
const io = (name: string, expected: Expected, refusal: string): Example =>
  example(
    name,
    expected,
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const io = new Server(3000);
const open = new Map();

io.use(authenticate);
io.use((socket, next) => {
  const mine = open.get(socket.data.userId) ?? new Set();
  ${refusal}
  open.set(socket.data.userId, mine.add(socket));
  socket.conn.once('close', () => mine.delete(socket));
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`,
  );

const upgrade = (name: string, refusal: string): Example =>
  example(
    name,
    enforced(3),
    `
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const server = createServer();
const wss = new WebSocketServer({ noServer: true });
const open = new Map();

server.on('upgrade', (req, socket, head) => {
  const { sub } = verify(req.headers.authorization);
  const mine = open.get(sub) ?? new Set();
  ${refusal}
  open.set(sub, mine.add(socket));
  socket.once('close', () => mine.delete(socket));
  wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req));
});
wss.on('connection', (ws) => ws.send('hello'));
server.listen(80);
`,
  );

export const examples = [
  io('next with an error, and no more', enforced(3), "if (mine.size >= 3) {\n    next(new Error('limit'));\n    return;\n  }"),
  io('the transport is closed, and next', enforced(3), 'if (mine.size >= 3) socket.conn.close();'),
  upgrade('destroyed, and taken over', 'if (mine.size >= 3) socket.destroy();'),
  upgrade('ended, and taken over', "if (mine.size >= 3) socket.end('HTTP/1.1 429 Too Many Requests\\\\r\\\\n\\\\r\\\\n');"),
];

testExamples('a refusal and an acceptance', examples);
