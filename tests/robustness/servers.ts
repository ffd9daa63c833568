import type { Filename } from './lint.js';

/** Servers as people write them, to be damaged. */
export interface Server {
  readonly name: string;
  readonly filename: Filename;
  readonly code: string;
}

const socketIo: Server = {
  name: 'Socket.IO with a guard in a middleware',
  filename: 'server.js',
  code: `import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { verify } from './tokens.js';

const MAX_CONNECTIONS_PER_USER = Number(process.env.MAX_CONNECTIONS ?? 3);
const io = new Server(createServer(), { cors: { origin: '*' }, maxConnections: 5 });
const open = new Map();

io.use(async (socket, next) => {
  try {
    const { id, roles = [] } = await verify(socket.handshake.auth?.token);
    socket.data.user = { id, isAdmin: roles.includes('admin') };
    const mine = open.get(id) ?? new Set();
    if (mine.size >= MAX_CONNECTIONS_PER_USER && !socket.data.user.isAdmin) {
      next(new Error(\`\${id} has too many connections\`));
      return;
    }
    open.set(id, mine.add(socket.id));
    next();
  } catch (error) {
    next(error);
  }
});

for (const name of ['/chat', '/news']) {
  io.of(name).on('connection', (socket) => {
    let count = 0;
    socket.on('message', ({ text, room }, done) => {
      if (++count > 100) socket.disconnect(true);
      else if (room) socket.to(room).emit('message', text);
      done?.({ count });
    });
    socket.once('disconnect', () => {
      const mine = open.get(socket.data.user.id);
      mine?.delete(socket.id);
      if (mine && mine.size === 0) open.delete(socket.data.user.id);
    });
  });
}
`,
};

const upgrades: Server = {
  name: 'ws with a tracker class and upgrades',
  filename: 'server.ts',
  code: `import http, { type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

interface Options { readonly wss?: WebSocketServer; limits: { perUser: number } | null }
type Client = WebSocket & { userId?: string };
enum Limit { PerUser = 3, PerAddress }

class Tracker<C extends WebSocket = Client> {
  static readonly shared = new Tracker();
  readonly #open = new Map<string, Set<C>>();
  private total = 0;
  constructor(private readonly max: number = Limit.PerUser) {}
  has(user: string): boolean { return this.#open.has(user); }
  add(user: string, client: C): boolean {
    const mine = this.#open.get(user) ?? new Set<C>();
    switch (true) {
      case mine.size >= this.max:
        return false;
      case this.total > 1000:
        throw new RangeError('full');
    }
    this.#open.set(user, mine.add(client));
    this.total += 1;
    client.once('close', () => this.remove(user, client));
    return true;
  }
  private remove(user: string, client: C): void {
    if (this.#open.get(user)?.delete(client)) this.total--;
  }
}

export function attach(server: http.Server, { wss = new WebSocketServer({ noServer: true }), limits }: Options): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    void (async () => {
      const user = await userOf(request);
      if (!user || [...wss.clients].filter((client) => (client as Client).userId === user).length >= (limits?.perUser ?? 5)) {
        socket.end('HTTP/1.1 429 Too Many Requests\\r\\n\\r\\n');
        return;
      }
      wss.handleUpgrade(request, socket, head, (client) => wss.emit('connection', client, request, user));
    })();
  });
  wss.on('connection', (client: Client, _request: IncomingMessage, user: string) => {
    client.userId = user;
    if (!Tracker.shared.add(user, client)) client.close(1008, 'Too many connections');
  });
}
declare function userOf(request: IncomingMessage): Promise<string | undefined>;
`,
};

const redis: Server = {
  name: 'CommonJS with Redis and two servers',
  filename: 'server.cjs',
  code: `const WebSocket = require('ws');
const redis = require('redis').createClient();
const io = require('socket.io')(3000);
const wss = new WebSocket.Server({ port: 8080, verifyClient: ({ req }, done) => done(!!req.headers.cookie, 401) });
const counts = {};

wss.on('connection', function (ws, req) {
  const ip = req.headers['x-forwarded-for'] || req.socket.remoteAddress;
  counts[ip] = (counts[ip] || 0) + 1;
  if (counts[ip] > 10) return ws.terminate();
  ws.on('close', () => { if (!--counts[ip]) delete counts[ip]; });
  for (const other of wss.clients) if (other !== ws && other.readyState === WebSocket.OPEN) other.send('hello');
});

io.sockets.on('connection', async (socket) => {
  const key = 'open:' + socket.handshake.query.user;
  const count = await redis.incr(key);
  if (count > parseInt(process.env.LIMIT, 10)) {
    await redis.decr(key);
    return socket.disconnect();
  }
  const others = (await io.in(key).fetchSockets()).slice(0, -3);
  others.forEach((other) => other.disconnect(true));
  await socket.join(key);
  socket.on('disconnect', () => redis.decr(key).catch(console.error));
});
module.exports = { wss, io, limit: counts };
`,
};

export const SERVERS: readonly Server[] = [socketIo, upgrades, redis];
