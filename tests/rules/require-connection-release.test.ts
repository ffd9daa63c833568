import { bad, good, type Program, testPrograms } from './faults.js';

const RULE = 'require-connection-release';
const ADD = 'own.add(ws)';

/** A server on which the user is known at once. */
const withWs = (body: string, head = ''): string => `
import { WebSocketServer } from 'ws';
import { verifySync, profile, isAllowed } from './users.js';
${head}
const connections = new Map();
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws, request) => {
  const { id } = verifySync(request.headers.authorization);
${body}
});
`;
const withSocketIo = (guard: string, rest = ''): string => `
import { Server } from 'socket.io';
import { verifySync, profile } from './users.js';

const connections = new Map();
const io = new Server(3000);

io.use((socket, next) => {
  socket.data.userId = verifySync(socket.handshake.auth.token).id;
  next();
});
${guard}
io.on('connection', (socket) => {
  socket.emit('welcome');
${rest}
});
`;
const inMiddleware = (body: string, rest = ''): string => withSocketIo(`
io.use((socket, next) => {
  const id = socket.data.userId;
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return next(new Error('limit'));
${body}
  next();
});`, rest);

/** A counter in Redis, with something else beside it. */
const inRedis = (beside: string, head = ''): string => `
import { WebSocketServer } from 'ws';
import Redis from 'ioredis';
import { verify } from './users.js';
${head}
const redis = new Redis();
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', async (ws, request) => {
  const { id } = await verify(request.headers.authorization);
  const count = await redis.incr('open:' + id);
  ${beside}
  ws.on('close', () => redis.decr('open:' + id));
  if (count > 3) ws.close(1013);
});`;

const never: readonly Program[] = [
  bad('a Set that only grows', `neverReleased: ${ADD}`, withWs(`
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));`)),
  bad('a number that only grows', 'neverReleased: connections.set(id, count + 1)', withWs(`
  const count = connections.get(id) ?? 0;
  if (count >= 3) return ws.close(1013);
  connections.set(id, count + 1);`)),
  bad('given back on a message only', `neverReleased: ${ADD}`, withWs(`
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
  ws.on('message', (data) => { if (String(data) === 'logout') own.delete(ws); });`)),
  bad('given back under the id of the socket', 'neverReleased: connections.set(socket.data.userId, count + 1)', withSocketIo('', `
  const count = connections.get(socket.data.userId) ?? 0;
  if (count >= 3) return socket.disconnect(true);
  connections.set(socket.data.userId, count + 1);
  socket.on('disconnect', () => connections.delete(socket.id));`)),
  bad('a counter in Redis that a crash leaves as it is', "neverReleased: redis.incr('open:' + id)", `
import { WebSocketServer } from 'ws';
import Redis from 'ioredis';
import { verify } from './users.js';

const redis = new Redis();
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', async (ws, request) => {
  const { id } = await verify(request.headers.authorization);
  const count = await redis.incr('open:' + id);
  ws.on('close', () => redis.decr('open:' + id));
  if (count > 3) ws.close(1013);
});`),
  bad('a counter in Redis that is set with options from elsewhere', "neverReleased: redis.incr('open:' + id)", inRedis('await redis.set(`seen:${id}`, 1, { ...OPTIONS });')),
  bad('the function that gives back is called by nobody', `neverReleased: ${ADD}`, `
const { WebSocketServer } = require('ws');
const { verifySync } = require('./users');

const connections = new Map();
const wss = new WebSocketServer({ port: 8080 });
function remove(id, ws) {
  connections.get(id)?.delete(ws);
  if (connections.get(id)?.size === 0) connections.delete(id);
}
wss.on('connection', (ws, request) => {
  const { id } = verifySync(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
});`),
  bad('a class that forgets nobody', 'neverReleased: (this.open.get(id) ?? new Set()).add(client)', `
import { WebSocketGateway, OnGatewayConnection } from '@nestjs/websockets';
import { Socket } from 'socket.io';
import { verifySync } from './users.js';

@WebSocketGateway()
export class ChatGateway implements OnGatewayConnection {
  private readonly open = new Map<string, Set<Socket>>();

  handleConnection(client: Socket) {
    const { id } = verifySync(client.handshake.auth.token);
    if ((this.open.get(id)?.size ?? 0) >= 3) return client.disconnect(true);
    this.open.set(id, (this.open.get(id) ?? new Set()).add(client));
  }
}`),
];

const aborted: readonly Program[] = [
  bad('taken in the middleware, given back on disconnect', 'notOnAbort: own.add(socket)', inMiddleware(`
  connections.set(id, own.add(socket));
  socket.on('disconnect', () => {
    own.delete(socket);
    if (own.size === 0) connections.delete(id);
  });`)),
  bad('taken in the middleware, given back in the listener', 'notOnAbort: own.add(socket)', inMiddleware(`
  connections.set(id, own.add(socket));`, `
  socket.on('disconnect', () => {
    const own = connections.get(socket.data.userId);
    own.delete(socket);
    if (own.size === 0) connections.delete(socket.data.userId);
  });`)),
  bad('a middleware before it waits', 'notOnAbort: own.add(socket.conn)', `
import { Server } from 'socket.io';
import { verify } from './users.js';

const connections = new Map();
const io = new Server(3000);
io.use(async (socket, next) => {
  socket.data.userId = (await verify(socket.handshake.auth.token)).id;
  next();
});
io.use((socket, next) => {
  const id = socket.data.userId;
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return next(new Error('limit'));
  connections.set(id, own.add(socket.conn));
  socket.conn.once('close', () => {
    own.delete(socket.conn);
    if (own.size === 0) connections.delete(id);
  });
  next();
});
io.on('connection', (socket) => socket.emit('welcome'));`),
  bad('taken in the upgrade, given back by the WebSocket', 'notOnAbort: own.add(socket)', `
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { verifySync } from './users.js';

const connections = new Map();
const server = createServer();
const wss = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => {
  const { id } = verifySync(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return socket.destroy();
  connections.set(id, own.add(socket));
  wss.handleUpgrade(request, socket, head, (ws) => {
    ws.on('close', () => {
      own.delete(socket);
      if (own.size === 0) connections.delete(id);
    });
  });
});`),
  bad('the user is waited for in the listener', `notOnAbort: ${ADD}`, `
import { WebSocketServer } from 'ws';
import { verify } from './users.js';

const connections = new Map();
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', async (ws, request) => {
  const { id } = await verify(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
  ws.on('close', () => {
    own.delete(ws);
    if (own.size === 0) connections.delete(id);
  });
});`),
];

const unreachable: readonly Program[] = [
  bad('an await before the listener', `releaseUnreachable: ${ADD}`, `
import { WebSocketServer } from 'ws';
import { verifySync, profile } from './users.js';

const connections = new Map();
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', async (ws, request) => {
  const { id } = verifySync(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
  ws.profile = await profile(id);
  ws.on('close', () => {
    own.delete(ws);
    if (own.size === 0) connections.delete(id);
  });
});`),
  bad('a return before the listener', `releaseUnreachable: ${ADD}`, withWs(`
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
  if (!isAllowed(id)) {
    ws.close(1008);
    return;
  }
  ws.on('close', () => {
    own.delete(ws);
    if (own.size === 0) connections.delete(id);
  });`)),
  bad('a throw before the listener', `releaseUnreachable: ${ADD}`, withWs(`
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
  if (!isAllowed(id)) throw new Error('not allowed');
  ws.on('close', () => {
    own.delete(ws);
    if (own.size === 0) connections.delete(id);
  });`)),
  bad('the listener is attached in a callback', `releaseUnreachable: ${ADD}`, withWs(`
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
  profile(id).then((user) => {
    ws.profile = user;
    ws.on('close', () => {
      own.delete(ws);
      if (own.size === 0) connections.delete(id);
    });
  });`)),
  bad('a function that waits before it attaches the listener', `releaseUnreachable: ${ADD}`, withWs(`
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
  serve(ws, id, own);`, `
async function serve(ws, id, own) {
  ws.profile = await profile(id);
  ws.on('close', () => {
    own.delete(ws);
    if (own.size === 0) connections.delete(id);
  });
}`)),
];

const both: readonly Program[] = [
  bad('something is waited for before the slot is taken, and once more before the listener', [`releaseUnreachable: ${ADD}`, `notOnAbort: ${ADD}`], `
import { WebSocketServer } from 'ws';
import { verify, profile } from './users.js';

const connections = new Map();
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', async (ws, request) => {
  const { id } = await verify(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
  ws.profile = await profile(id);
  ws.on('close', () => {
    own.delete(ws);
    if (own.size === 0) connections.delete(id);
  });
});`),
];

const growing: readonly Program[] = [
  bad('an empty Set stays', `keyGrowth: ${ADD}`, withWs(`
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
  ws.on('close', () => own.delete(ws));`)),
  bad('an empty list stays', 'keyGrowth: own.push(socket)', withSocketIo('', `
  const id = socket.data.userId;
  const own = connections.get(id) ?? [];
  if (own.length >= 3) return socket.disconnect(true);
  own.push(socket);
  connections.set(id, own);
  socket.on('disconnect', () => connections.set(id, connections.get(id).filter((one) => one !== socket)));`)),
  bad('an object of Sets', `keyGrowth: users[id].add(ws)`, withWs(`
  users[id] ??= new Set();
  if (users[id].size >= 3) return ws.close(1013);
  users[id].add(ws);
  ws.on('close', () => users[id].delete(ws));`, 'const users = {};')),
];

const twice: readonly Program[] = [
  bad('the listener is attached before the check', 'doubleRelease: connections.set(id, count + 1)', withWs(`
  ws.on('close', () => {
    const left = connections.get(id) - 1;
    if (left > 0) connections.set(id, left);
    else connections.delete(id);
  });
  const count = connections.get(id) ?? 0;
  if (count >= 3) return ws.close(1013);
  connections.set(id, count + 1);`)),
  bad('close and error both lower the number', 'doubleRelease: connections.set(id, count + 1)', withWs(`
  const count = connections.get(id) ?? 0;
  if (count >= 3) return ws.close(1013);
  connections.set(id, count + 1);
  const release = () => {
    const left = connections.get(id) - 1;
    if (left > 0) connections.set(id, left);
    else connections.delete(id);
  };
  ws.on('close', release);
  ws.on('error', release);`)),
  bad('the older connection deletes the entry of the newer one', 'doubleRelease: connections.set(id, ws)', withWs(`
  const old = connections.get(id);
  if (old) old.close(1000);
  connections.set(id, ws);
  ws.on('close', () => connections.delete(id));`)),
  bad('the entry of the one connection goes with one that was refused', 'doubleRelease: connections.set(id, ws)', withWs(`
  ws.on('close', () => connections.delete(id));
  if (connections.has(id)) return ws.close(1013);
  connections.set(id, ws);`)),
  bad('the whole entry goes with one connection', `doubleRelease: ${ADD}`, withWs(`
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
  ws.on('close', () => connections.delete(id));`)),
  bad('a gateway on ws gives back what a refused client never took', 'doubleRelease: this.open.set(id, count + 1)', `
import { WebSocketGateway } from '@nestjs/websockets';
import { WebSocket } from 'ws';
import { IncomingMessage } from 'node:http';
import { verifySync } from './users.js';

@WebSocketGateway()
export class ChatGateway {
  private readonly open = new Map<string, number>();

  handleConnection(client: WebSocket, request: IncomingMessage) {
    const { id } = verifySync(request.headers.authorization);
    client.userId = id;
    const count = this.open.get(id) ?? 0;
    if (count >= 3) return client.close(1013);
    this.open.set(id, count + 1);
  }

  handleDisconnect(client: WebSocket) {
    const left = (this.open.get(client.userId) ?? 0) - 1;
    if (left > 0) this.open.set(client.userId, left);
    else this.open.delete(client.userId);
  }
}`),
];

const holding: readonly Program[] = [
  good('a Set, given back on close', withWs(`
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
  ws.on('close', () => {
    own.delete(ws);
    if (own.size === 0) connections.delete(id);
  });`)),
  good('a number, given back on close', withWs(`
  const count = connections.get(id) ?? 0;
  if (count >= 3) return ws.close(1013);
  connections.set(id, count + 1);
  ws.on('close', () => {
    const left = (connections.get(id) ?? 1) - 1;
    if (left > 0) connections.set(id, left);
    else connections.delete(id);
  });`)),
  good('the transport, in the middleware', inMiddleware(`
  connections.set(id, own.add(socket.conn));
  socket.conn.once('close', () => {
    own.delete(socket.conn);
    if (own.size === 0) connections.delete(id);
  });`)),
  good('behind a middleware that waits, with a look at the transport', `
import { Server } from 'socket.io';
import { verify } from './users.js';

const connections = new Map();
const io = new Server(3000);
io.use(async (socket, next) => {
  socket.data.userId = (await verify(socket.handshake.auth.token)).id;
  next();
});
io.use((socket, next) => {
  const id = socket.data.userId;
  const own = connections.get(id) ?? new Set();
  if (socket.conn.readyState !== 'open' || own.size >= 3) return next(new Error('limit'));
  connections.set(id, own.add(socket.conn));
  socket.conn.once('close', () => {
    own.delete(socket.conn);
    if (own.size === 0) connections.delete(id);
  });
  next();
});
io.on('connection', (socket) => socket.emit('welcome'));`),
  good('middleware waits, and the listener counts: it is not called for clients that are gone', `
import { Server } from 'socket.io';
import { verify } from './users.js';

const connections = new Map();
const io = new Server(3000);
io.use(async (socket, next) => {
  socket.data.userId = (await verify(socket.handshake.auth.token)).id;
  next();
});
io.on('connection', (socket) => {
  const id = socket.data.userId;
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return socket.disconnect(true);
  connections.set(id, own.add(socket));
  socket.on('disconnect', () => {
    own.delete(socket);
    if (own.size === 0) connections.delete(id);
  });
});`),
  good('the user is waited for, and then the state of the connection is asked', `
import { WebSocketServer } from 'ws';
import { verify } from './users.js';

const connections = new Map();
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', async (ws, request) => {
  const { id } = await verify(request.headers.authorization);
  if (ws.readyState !== ws.OPEN) return;
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
  ws.on('close', () => {
    own.delete(ws);
    if (own.size === 0) connections.delete(id);
  });
});`),
  good('its end is noted from the start', `
import { WebSocketServer } from 'ws';
import { verify } from './users.js';

const connections = new Map();
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', async (ws, request) => {
  let isGone = false;
  let own;
  let id;
  ws.on('close', () => {
    isGone = true;
    own?.delete(ws);
    if (own?.size === 0) connections.delete(id);
  });
  ({ id } = await verify(request.headers.authorization));
  if (isGone) return;
  own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
});`),
  good('the raw socket of the upgrade', `
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { verifySync } from './users.js';

const connections = new Map();
const server = createServer();
const wss = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => {
  const { id } = verifySync(request.headers.authorization);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return socket.destroy();
  connections.set(id, own.add(socket));
  socket.once('close', () => {
    own.delete(socket);
    if (own.size === 0) connections.delete(id);
  });
  wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, request));
});
wss.on('connection', (ws) => ws.send('welcome'));`),
  good('a synchronous verifyClient: what it lets pass is accepted', `
import { WebSocketServer } from 'ws';
import { verifySync } from './users.js';

const connections = new Map();
const wss = new WebSocketServer({
  port: 8080,
  verifyClient: ({ req }) => {
    req.userId = verifySync(req.headers.authorization).id;
    const own = connections.get(req.userId) ?? new Set();
    if (own.size >= 3) return false;
    connections.set(req.userId, own.add(req));
    return true;
  },
});
wss.on('connection', (ws, request) => {
  ws.on('close', () => {
    const own = connections.get(request.userId);
    own.delete(request);
    if (own.size === 0) connections.delete(request.userId);
  });
});`),
  good('connections of the library are counted, and nothing is kept', withWs(`
  ws.userId = id;
  if ([...wss.clients].filter((client) => client.userId === id).length > 3) ws.close(1013);`)),
  good('a room is left by itself', withSocketIo('', `
  const room = 'user:' + socket.data.userId;
  if ((io.sockets.adapter.rooms.get(room)?.size ?? 0) >= 3) return socket.disconnect(true);
  socket.join(room);`)),
  good('an early return that gives back first', withWs(`
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
  if (!isAllowed(id)) {
    own.delete(ws);
    ws.close(1008);
    return;
  }
  ws.on('close', () => {
    own.delete(ws);
    if (own.size === 0) connections.delete(id);
  });`)),
  good('an early return before anything is taken', withWs(`
  if (!isAllowed(id)) return ws.close(1008);
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
  ws.on('close', () => {
    own.delete(ws);
    if (own.size === 0) connections.delete(id);
  });`)),
  good('the listener first, and a Set: a refused one deletes nothing', withWs(`
  const own = connections.get(id) ?? new Set();
  ws.on('close', () => {
    own.delete(ws);
    if (own.size === 0) connections.delete(id);
  });
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));`)),
  good('the listener first, and a number with a flag', withWs(`
  let isCounted = false;
  ws.on('close', () => {
    if (!isCounted) return;
    const left = connections.get(id) - 1;
    if (left > 0) connections.set(id, left);
    else connections.delete(id);
  });
  const count = connections.get(id) ?? 0;
  if (count >= 3) return ws.close(1013);
  connections.set(id, count + 1);
  isCounted = true;`)),
  good('two events, and a flag that lets the first one through', withWs(`
  const count = connections.get(id) ?? 0;
  if (count >= 3) return ws.close(1013);
  connections.set(id, count + 1);
  let isReleased = false;
  const release = () => {
    if (isReleased) return;
    isReleased = true;
    const left = connections.get(id) - 1;
    if (left > 0) connections.set(id, left);
    else connections.delete(id);
  };
  ws.on('close', release);
  ws.on('error', release);`)),
  good('counted first, refused then: the refused one has taken a slot as well', withWs(`
  const count = (connections.get(id) ?? 0) + 1;
  connections.set(id, count);
  ws.on('close', () => {
    const left = connections.get(id) - 1;
    if (left > 0) connections.set(id, left);
    else connections.delete(id);
  });
  if (count > 3) ws.close(1013);`)),
  good('the entry is deleted if it still holds this connection', withWs(`
  const old = connections.get(id);
  if (old) old.close(1000);
  connections.set(id, ws);
  ws.on('close', () => { if (connections.get(id) === ws) connections.delete(id); });`)),
  good('Socket.IO tells of the end before disconnect returns', withSocketIo('', `
  const id = socket.data.userId;
  const old = connections.get(id);
  if (old) old.disconnect(true);
  connections.set(id, socket);
  socket.on('disconnect', () => connections.delete(id));`)),
  good('a timer looks after the tracker', withWs(`
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));`, `
setInterval(() => {
  for (const [id, own] of connections) {
    for (const ws of own) if (ws.readyState !== 1) own.delete(ws);
    if (own.size === 0) connections.delete(id);
  }
}, 5000);`)),
  good('a function of another package is given the tracker', withWs(`
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));`, `
import { sweep } from 'sweeper';
sweep(connections);`)),
  good('a class whose method for it is called from elsewhere', `
import { WebSocketServer } from 'ws';
import { verifySync } from './users.js';

export class Connections {
  open = new Map();
  listen(wss) {
    wss.on('connection', (ws, request) => {
      const { id } = verifySync(request.headers.authorization);
      const own = this.open.get(id) ?? new Set();
      if (own.size >= 3) return ws.close(1013);
      this.open.set(id, own.add(ws));
    });
  }
  remove(id, ws) {
    this.open.get(id)?.delete(ws);
    if (this.open.get(id)?.size === 0) this.open.delete(id);
  }
}
new Connections().listen(new WebSocketServer({ port: 8080 }));`),
  good('a counter in Redis with an expiry', `
import { WebSocketServer } from 'ws';
import Redis from 'ioredis';
import { verify } from './users.js';

const redis = new Redis();
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', async (ws, request) => {
  const { id } = await verify(request.headers.authorization);
  const count = await redis.incr('open:' + id);
  await redis.expire('open:' + id, 60);
  ws.on('close', () => redis.decr('open:' + id));
  if (count > 3) ws.close(1013);
});`),
  good('a key in Redis with an expiry among its options', inRedis("await redis.set('open:' + id, count, { EX: 60 });")),
  good('a key in Redis with an expiry as a word', inRedis("await redis.set('open:' + id, count, 'EX', 60);")),
  good('a script that gives the key an end', inRedis("await redis.eval(SCRIPT, 1, 'open:' + id);", "const SCRIPT = \"redis.call('EXPIRE', KEYS[1], 60)\";")),
  good('something cleans up by the clock', inRedis('', "setInterval(() => redis.decr('open:' + lost.pop()), 60_000);")),
  good("an emitter of the application's own tells of the end", `
import { EventEmitter } from 'node:events';
import { WebSocketServer } from 'ws';
import { verifySync } from './users.js';

const players = new Map();
class Player extends EventEmitter {
  constructor(id, ws) {
    super();
    this.id = id;
    ws.on('close', () => this.emit('gone', this));
  }
}
function admit(player) {
  if (players.has(player.id)) return false;
  players.set(player.id, player);
  player.once('gone', (one) => players.delete(one.id));
  return true;
}
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', (ws, request) => {
  const { id } = verifySync(request.headers.authorization);
  if (!admit(new Player(id, ws))) ws.close(1008);
});`),
  good('a number in the entry is raised, and takes no slot', withWs(`
  const own = connections.get(id) ?? [];
  for (const one of own) one.seen++;
  if (own.length >= 3) return ws.close(1013);
  const entry = { ws, seen: 0 };
  own.push(entry);
  connections.set(id, own);
  ws.on('close', () => {
    const left = connections.get(id).filter((one) => one !== entry);
    if (left.length > 0) connections.set(id, left);
    else connections.delete(id);
  });`)),
  good('the first message says who it is, and comes while the connection is there', `
import { WebSocketServer } from 'ws';
import { verifySync } from './users.js';

const connections = new Map();
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', (ws) => {
  let id;
  ws.on('message', (data) => {
    if (id !== undefined) return;
    id = verifySync(String(data)).id;
    const own = connections.get(id) ?? new Set();
    if (own.size >= 3) return ws.close(1013);
    connections.set(id, own.add(ws));
  });
  ws.on('close', () => {
    connections.get(id)?.delete(ws);
    if (connections.get(id)?.size === 0) connections.delete(id);
  });
});`),
  good('what is left is asked for by its truth', withWs(`
  const own = connections.get(id) ?? new Set();
  if (own.size >= 3) return ws.close(1013);
  connections.set(id, own.add(ws));
  ws.on('close', () => {
    own.delete(ws);
    if (own.size) return;
    connections.delete(id);
  });`)),
  good('the user is looked up under the connection that has ended', withWs(`
  const old = connections.get(id);
  if (old && old !== ws) return ws.close(1013);
  connections.set(id, ws);
  users.set(ws, id);
  ws.on('close', () => {
    const ended = users.get(ws);
    if (connections.get(ended) === ws) connections.delete(ended);
  });`, 'const users = new WeakMap();')),
  good('a function of another package runs the handler', `
import { WebSocketServer } from 'ws';
import { runSafely } from 'safely';
import { verifySync } from './users.js';

const connections = new Map();
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', (ws, request) => {
  runSafely(() => {
    const { id } = verifySync(request.headers.authorization);
    const own = connections.get(id) ?? new Set();
    if (own.size >= 3) return ws.close(1013);
    connections.set(id, own.add(ws));
    ws.on('close', () => {
      own.delete(ws);
      if (own.size === 0) connections.delete(id);
    });
  });
});`),
  good('a return where the slot was not taken', `
import { Server } from 'socket.io';
import { verifySync } from './users.js';

class Connections {
  constructor() { this.perUser = new Map(); }
  acquire(id) {
    const count = this.perUser.get(id) ?? 0;
    if (count >= 5) return false;
    this.perUser.set(id, count + 1);
    return true;
  }
  release(id) {
    const left = this.perUser.get(id) - 1;
    if (left > 0) this.perUser.set(id, left);
    else this.perUser.delete(id);
  }
}
const connections = new Connections();
const io = new Server(3000);
io.on('connection', (socket) => {
  const { id } = verifySync(socket.handshake.auth.token);
  const isFree = connections.acquire(id);
  if (!isFree) {
    socket.disconnect(true);
    return;
  }
  socket.on('disconnect', () => connections.release(id));
});`),
  good('uWebSockets.js: open and close belong together', `
const uWS = require('uWebSockets.js');
const { verifySync } = require('./users');

const open = new Map();
uWS.App().ws('/*', {
  upgrade: (res, req, context) => {
    const user = verifySync(req.getHeader('authorization'));
    res.upgrade({ id: user.id }, req.getHeader('sec-websocket-key'), req.getHeader('sec-websocket-protocol'), req.getHeader('sec-websocket-extensions'), context);
  },
  open: (ws) => {
    const { id } = ws.getUserData();
    const own = open.get(id) ?? new Set();
    if (own.size >= 3) return ws.end(1013);
    open.set(id, own.add(ws));
  },
  close: (ws) => {
    const { id } = ws.getUserData();
    open.get(id)?.delete(ws);
    if (open.get(id)?.size === 0) open.delete(id);
  },
});`),
];

testPrograms(RULE, 'never', never);
testPrograms(RULE, 'not for those who go before', aborted);
testPrograms(RULE, 'not on every path', unreachable);
testPrograms(RULE, 'two defects of one guard', both);
testPrograms(RULE, 'entries that stay', growing);
testPrograms(RULE, 'more than was taken', twice);
testPrograms(RULE, 'what holds', holding);
