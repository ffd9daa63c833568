import { enforced, example, fails, passes, testExamples } from './examples.js';

const socketIo = (key: string, imports = '', identify = ''): string => `
import { Server } from 'socket.io';
${imports}
const io = new Server(3000);
const open = new Map();
${identify}
io.use(async (socket, next) => {
  const k = ${key};
  const mine = open.get(k) ?? new Set();
  if (mine.size >= 3) return next(new Error('limit'));
  open.set(k, mine.add(socket));
  socket.conn.once('close', () => mine.delete(socket));
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`;

export const examples = [
  example('a verified token', enforced(3), socketIo('jwt.verify(socket.handshake.auth.token, process.env.SECRET).sub', "import jwt from 'jsonwebtoken';")),
  example('a token verified by a library that waits', enforced(3), socketIo('(await jwtVerify(socket.handshake.auth.token, secret)).payload.sub', "import { jwtVerify } from 'jose';\nimport { secret } from './keys.js';")),
  example('a session', enforced(3), socketIo('socket.request.session.userId', "import { sessionMiddleware } from './session.js';", 'io.engine.use(sessionMiddleware);')),
  example('the user of passport', enforced(3), socketIo('socket.request.user._id.toString()', "import passport from 'passport';", 'io.engine.use(passport.session());')),
  example('a ticket that is consumed', enforced(3), socketIo('(await tickets.consume(socket.handshake.query.ticket)).owner', "import { tickets } from './tickets.js';")),
  example('a session looked up by a cookie', enforced(3), socketIo('(await getSession(parse(socket.handshake.headers.cookie).sid)).user.id', "import { parse } from 'cookie';\nimport { getSession } from './sessions.js';")),
  example('a token in the query string that is verified', enforced(3), socketIo('verifyToken(socket.handshake.query.token).id', "import { verifyToken } from './auth.js';")),
  example('a number or text of it', enforced(3), socketIo('String((await authenticate(socket)).id)', "import { authenticate } from './auth.js';")),
  example('a prefix before it', enforced(3), socketIo('`user:${(await authenticate(socket)).id}`', "import { authenticate } from './auth.js';")),
  example('the user within an application', enforced(3), socketIo("[user.appId, user.id].join('/')".replaceAll('user', '(await authenticate(socket))'), "import { authenticate } from './auth.js';")),
  example('what nobody can trace counts as the user', enforced(3), socketIo('resolve(socket)', "import { resolve } from './who.js';")),
  example('a parameter counts as the user', enforced(3, "io.on('connection'"), `
import type { Server, Socket } from 'socket.io';

export function protect(io: Server, who: (socket: Socket) => string): void {
  const open = new Map<string, number>();
  io.use((socket, next) => {
    const n = open.get(who(socket)) ?? 0;
    if (n >= 3) return next(new Error('limit'));
    open.set(who(socket), n + 1);
    socket.conn.once('close', () => open.set(who(socket), (open.get(who(socket)) ?? 1) - 1));
    next();
  });
  io.on('connection', (socket) => socket.emit('hello'));
}
`),
  example('what the client says counts, and another rule has a word on it', passes(), socketIo('socket.handshake.query.userId')),
  example('an auth payload', passes(), socketIo('socket.handshake.auth.userId')),
  example('a header', passes(), socketIo("socket.handshake.headers['x-user-id']")),
  example('a token that is decoded only', passes(), socketIo('jwt.decode(socket.handshake.auth.token).sub', "import jwt from 'jsonwebtoken';")),
  example('a session token', passes(), socketIo('verifyToken(socket.handshake.auth.token).sessionId', "import { verifyToken } from './auth.js';")),
  example('a device of the user', passes(), socketIo('verifyToken(socket.handshake.auth.token).deviceId', "import { verifyToken } from './auth.js';")),
  example('the address of the handshake', fails('perAddressOnly'), socketIo('socket.handshake.address')),
  example('the address of the transport', fails('perAddressOnly'), socketIo('socket.conn.remoteAddress')),
  example('the address of the raw request', fails('perAddressOnly'), socketIo('socket.request.connection.remoteAddress')),
  example('an address without its prefix', fails('perAddressOnly'), socketIo("(socket.handshake.headers['cf-connecting-ip'] || socket.handshake.address).replace('::ffff:', '')")),
  example('a hash of the address', fails('perAddressOnly'), socketIo("createHash('sha1').update(socket.handshake.address).digest('hex')", "import { createHash } from 'node:crypto';")),
  example('the socket', fails('perConnection'), socketIo('socket')),
  example('the id of the socket', fails('perConnection'), socketIo('socket.id')),
  example('the id of the engine connection', fails('perConnection'), socketIo('socket.conn.id')),
  example('a random id', fails('perConnection'), socketIo('nanoid()', "import { nanoid } from 'nanoid';")),
  example('a time', fails('perConnection'), socketIo('`c-${Date.now()}`')),
  example('a constant', fails('globalOnly'), socketIo("'all'")),
  example('the workspace of the token', fails('perRoomOnly'), socketIo('verifyToken(socket.handshake.auth.token).workspaceId', "import { verifyToken } from './auth.js';")),
  example('the room of the query', fails('perRoomOnly'), socketIo('socket.handshake.query.roomId')),
];

testExamples('where a key comes from', examples);
