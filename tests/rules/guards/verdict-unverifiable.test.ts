import { enforced, example, fails, passes, testExamples } from './examples.js';

const io = (imports: string, body: string): string => `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';
${imports}

const io = new Server(3000);
io.use(authenticate);
${body}
io.on('connection', (socket) => socket.emit('hello'));
`;

export const examples = [
  example(
    'a function that is named for it',
    fails('unverifiable', undefined, 'checkConnectionLimit'),
    io(
      `import { checkConnectionLimit } from './limits.js';`,
      `io.use(async (socket, next) => {
  if (!(await checkConnectionLimit(socket.data.userId))) {
    return next(new Error('Too many connections'));
  }
  next();
});`,
    ),
  ),
  example(
    'the name that counts is the imported one',
    fails('unverifiable', undefined, 'checkConnectionLimit'),
    io(
      `import { checkConnectionLimit as ok } from './presence.js';`,
      `io.use(async (socket, next) => {
  next((await ok(socket.data.userId)) ? undefined : new Error('no'));
});`,
    ),
  ),
  example(
    'a module that is named for it',
    fails('unverifiable'),
    io(
      `import { check } from './connection-limiter.js';`,
      `io.use((socket, next) => {
  const verdict = check(socket.data.userId);
  if (verdict.allowed) next();
  else next(new Error(verdict.reason));
});`,
    ),
  ),
  example(
    'an object that is handed in',
    fails('unverifiable', undefined, 'tryEnter'),
    `
import type { Server } from 'socket.io';
import type { Quota } from './types';

export function install(io: Server, connectionQuota: Quota): void {
  io.use(async (socket, next) => {
    const entered = await connectionQuota.tryEnter(socket.data.userId);
    if (!entered) {
      next(new Error('quota'));
      return;
    }
    socket.conn.once('close', () => connectionQuota.leave(socket.data.userId));
    next();
  });
  io.on('connection', (socket) => socket.emit('hello'));
}
`,
  ),
  example(
    'a middleware that is made elsewhere',
    fails('unverifiable', undefined, 'limitConnections'),
    io(`import { limitConnections } from '@acme/sockets';`, `io.use(limitConnections({ perUser: 5 }));`),
  ),
  example(
    'a name that says nothing',
    fails('missing'),
    io(
      `import { allowed } from './acl.js';`,
      `io.use(async (socket, next) => {
  if (!(await allowed(socket.data.userId))) return next(new Error('forbidden'));
  next();
});`,
    ),
  ),
  example(
    'a result that leads to nothing',
    fails('missing'),
    io(
      `import { checkConnectionLimit } from './limits.js';
import { log } from './log.js';`,
      `io.use(async (socket, next) => {
  const fine = await checkConnectionLimit(socket.data.userId);
  if (!fine) log.warn('over the limit');
  next();
});`,
    ),
  ),
  example(
    'a promise of the function',
    fails('unverifiable', undefined, 'hasCapacity'),
    `
const { WebSocketServer } = require('ws');
const sessions = require('./session-quota');

const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws, req) => {
  sessions.hasCapacity(req.user).then((free) => {
    if (!free) {
      ws.close(1013);
      return;
    }
    ws.send('welcome');
  });
});
`,
  ),
  example(
    'better an unreadable limiter than a cap on addresses',
    fails('unverifiable', undefined, 'maxConnectionsReached'),
    io(
      `import { maxConnectionsReached } from './limits.js';
const hosts = new Map();`,
      `io.use(async (socket, next) => {
  const n = hosts.get(socket.handshake.address) ?? 0;
  if (n >= 20) return next(new Error('address'));
  hosts.set(socket.handshake.address, n + 1);
  socket.conn.once('close', () => hosts.set(socket.handshake.address, hosts.get(socket.handshake.address) - 1));
  if (await maxConnectionsReached(socket.data.userId)) return next(new Error('user'));
  next();
});`,
    ),
  ),
  example(
    'the settings declare the function, with its limit',
    enforced(5),
    io(
      `import { checkConnectionLimit } from './limits.js';`,
      `io.use(async (socket, next) => {
  if (!(await checkConnectionLimit(socket.data.userId))) return next(new Error('Too many connections'));
  next();
});`,
    ),
    { settings: { guards: [{ module: './limits.js', name: 'checkConnectionLimit', limit: 5 }] } },
  ),
  example(
    'the settings declare a middleware without a limit',
    passes(),
    io(`import { limitConnections } from '@acme/sockets';`, `io.use(limitConnections());`),
    { settings: { guards: [{ module: '@acme/sockets', name: 'limitConnections' }] } },
  ),
  example(
    'the settings declare another function',
    fails('unverifiable'),
    io(`import { limitConnections } from '@acme/sockets';`, `io.use(limitConnections());`),
    { settings: { guards: [{ module: '@acme/sockets', name: 'limitRooms', limit: 5 }] } },
  ),
];

testExamples('limiters out of reach', examples);
