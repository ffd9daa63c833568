import { describeFixes } from './describe-fixes.js';

const HANDLER = `wss.on('connection', (ws, request) => {
  const user = verifyToken(request.headers.authorization);
  if (!user) return ws.close(4401);
  ws.send(user.id);
});
`;
const ESM = `import { WebSocketServer } from 'ws';
import { verifyToken } from './auth.js';

const wss = new WebSocketServer({ port: 8080 });
`;
const PLAIN = `${ESM}
${HANDLER}`;

describeFixes('style', [
  { name: 'CRLF', language: 'esm', by: 'fix', code: PLAIN.replaceAll('\n', '\r\n') },
  { name: 'tabs', language: 'esm', by: 'fix', code: PLAIN.replaceAll('  ', '\t') },
  { name: 'four spaces', language: 'esm', by: 'fix', code: PLAIN.replaceAll('  ', '    ') },
  { name: 'double quotes, though a comment has apostrophes', language: 'esm', by: 'fix', code: `// it's, don't, won't, can't, let's, that's, he's\n${PLAIN.replaceAll("'", '"')}` },
  { name: 'no semicolons', language: 'esm', by: 'fix', code: PLAIN.replaceAll(';', '') },
  {
    name: 'no semicolons, and a line that begins with a bracket behind the imports',
    language: 'esm',
    by: 'fix',
    code: `import { WebSocketServer } from 'ws'
import { verifyToken } from './auth.js'

;['SIGINT', 'SIGTERM'].forEach((signal) => console.log(signal))

const wss = new WebSocketServer({ port: 8080 })

${HANDLER.replaceAll(';', '')}`,
  },
  {
    name: 'no semicolons, and a line that begins with a bracket behind the check',
    language: 'esm',
    by: 'fix',
    code: `import { WebSocketServer } from 'ws'
import { verifyToken } from './auth.js'

const wss = new WebSocketServer({ port: 8080 })

wss.on('connection', (ws, request) => {
  const user = verifyToken(request.headers.authorization)
  if (!user) return ws.close(4401)
  ;[1, 2].forEach((number) => ws.send(number + user.id))
})
`,
  },
  {
    name: 'names that mean something else',
    language: 'esm',
    by: 'fix',
    code: `${ESM}
const connections = new Set();
const userId = 'server';
const connectionsPerUser = [];
const MAX_CONNECTIONS_PER_USER = 'three';
console.log(connections, userId, connectionsPerUser, MAX_CONNECTIONS_PER_USER);

wss.on('connection', (ws, request) => {
  const user = verifyToken(request.headers.authorization);
  if (!user) return ws.close(4401);
  connections.add(ws);
  ws.send(userId + user.id);
});
`,
  },
  {
    name: 'setTimeout of its own',
    language: 'esm',
    by: 'fix',
    code: `import { setTimeout } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { verifyToken } from './auth.js';

const wss = new WebSocketServer({ port: 8080 });
console.log(setTimeout);

${HANDLER}`,
  },
  {
    name: 'a Map of its own',
    language: 'esm',
    by: 'nothing',
    code: `import { WebSocketServer } from 'ws';
import { Map, verifyToken } from './auth.js';

const wss = new WebSocketServer({ port: 8080 });
console.log(Map);

${HANDLER}`,
  },
  {
    name: 'conn and Error in a Socket.IO file',
    language: 'esm',
    by: 'fix',
    code: `import { Server } from 'socket.io';
import { Error, verifyToken } from './auth.js';

const conn = new Server(3000);

conn.use((socket, next) => {
  const user = verifyToken(socket.handshake.auth.token);
  if (!user) return next(new Error('Unauthorized'));
  socket.data.userId = user.id;
  next();
});
conn.on('connection', (socket) => socket.emit('hello'));
`,
  },
  {
    name: 'a server that is a module name used by the guard',
    language: 'typescript',
    by: 'fix',
    code: `import { Server } from 'socket.io';

declare function verifyToken(token: unknown): { id: string } | undefined;

const socket = new Server(3000);
const authenticate: Parameters<typeof socket.use>[0] = (client, next) => {
  const user = verifyToken(client.handshake.auth.token);
  if (!user) {
    next(new Error('Unauthorized'));
    return;
  }
  (client.data as { userId: string }).userId = user.id;
  next();
};

socket.use(authenticate);
socket.on('connection', (client) => {
  client.emit('hello');
});
`,
  },
  { name: 'another limit', language: 'esm', by: 'fix', options: { limit: 5 }, code: PLAIN },
  { name: 'suggestions only', language: 'esm', by: 'suggestion', options: { fix: 'suggest' }, code: PLAIN },
  { name: 'no fix', language: 'esm', by: 'nothing', options: { fix: 'off' }, code: PLAIN },
]);
