// What is linted in editors and commits: chat servers of a few lines.

/** Everybody is authenticated, so the fix knows by what to count. */
export const CHAT = `import { Server } from 'socket.io';
import jwt from 'jsonwebtoken';

const io = new Server(3000);

io.use((socket, next) => {
  const claims = jwt.verify(socket.handshake.auth.token, process.env.SECRET);
  socket.data.userId = claims.sub;
  next();
});

io.on('connection', (socket) => {
  socket.emit('welcome');
});
`;
export const TYPED_CHAT = CHAT.replace('import jwt from', 'import jwt, { type JwtPayload } from').replace(
  'jwt.verify(socket.handshake.auth.token, process.env.SECRET)',
  'jwt.verify(String(socket.handshake.auth.token), String(process.env.SECRET)) as JwtPayload',
);
/** Nobody is: the guard is a suggestion. */
export const ANONYMOUS = `import { Server } from 'socket.io';

const io = new Server(3000);

io.on('connection', (socket) => {
  socket.emit('welcome');
});
`;
/** With `connections` beside it, as connections.js. */
export const IN_TWO_FILES = `import { Server } from 'socket.io';
import { admit } from './connections.js';

const io = new Server(3000);

io.on('connection', (socket) => {
  if (!admit(socket.data.userId, socket)) socket.disconnect(true);
});
`;
export const connections = (guard: string): string => `const connections = new Map();

export function admit(user, socket) {
  const own = connections.get(user) ?? new Set();
  ${guard}
  connections.set(user, own.add(socket));
  socket.on('disconnect', () => {
    own.delete(socket);
    if (own.size === 0) connections.delete(user);
  });
  return true;
}
`;
export const GUARD = 'if (own.size >= 3) return false;';
export const GUARDED = IN_TWO_FILES.replace("import { admit } from './connections.js';\n", connections(GUARD).replace('export ', ''));
export const UNGUARDED = GUARDED.replace(GUARD, '');
export const CLIENT_CHOOSES = GUARDED.replace('socket.data.userId', 'socket.handshake.query.user');

/** Gets its server from another file, with a guard on it or without. */
export const HANDLER = `export function chat(io) {
  io.on('connection', (socket) => {
    socket.emit('welcome');
  });
}
`;
export const serverOf = (guard: string): string => `import { Server } from 'socket.io';
import { admit } from './connections.js';
import { chat } from './chat.js';

const io = new Server(3000);
${guard}
chat(io);
`;
export const MIDDLEWARE = "io.use((socket, next) => next(admit(socket.data.userId, socket) ? undefined : new Error('Connection limit reached')));";

/** Keys, limits and users that are written over several lines are quoted in messages. */
export const SEVERAL_LINES = `import { Server } from 'socket.io';
import { config } from './config.js';

const io = new Server(3000);
const open = new Map();

io.use((socket, next) => {
  const own = open.get(socket
    .handshake
    .query['user' +
      'Name']) ?? new Set();
  if (own.size >= config
    .limits // per user
    .sockets) return next(new Error('Connection limit reached'));
  open.set(socket
    .handshake
    .query['user' +
      'Name'], own.add(socket.conn));
  next();
});
io.on('connection', (socket) => socket.emit('welcome'));
io.of(
  '/news',
).on('connection', (socket) => socket.emit('welcome'));
`;
