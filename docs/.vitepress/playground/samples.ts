import type { SourceFile } from './protocol.js';

export interface Sample {
  readonly id: string;
  readonly title: string;
  readonly files: readonly SourceFile[];
}

const SOCKET_IO = `import { Server } from 'socket.io';
import { verifyToken } from './auth.js';

const io = new Server(3000);

io.use(async (socket, next) => {
  try {
    const user = await verifyToken(socket.handshake.auth.token);
    socket.data.userId = user.id;
    next();
  } catch (error) {
    next(error);
  }
});

io.on('connection', (socket) => {
  socket.on('message', (text) => io.emit('message', socket.data.userId, text));
});
`;

const WS = `import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { verifyToken } from './auth.js';

const server = createServer();
const wss = new WebSocketServer({ noServer: true });

server.on('upgrade', (request, socket, head) => {
  const user = verifyToken(request.headers.authorization);
  if (!user) {
    socket.end('HTTP/1.1 401 Unauthorized\\r\\n\\r\\n');
    return;
  }
  wss.handleUpgrade(request, socket, head, (ws) => {
    wss.emit('connection', ws, request, user.id);
  });
});

wss.on('connection', (ws, request, userId) => {
  ws.on('message', (text) => {
    for (const client of wss.clients) client.send(\`\${userId}: \${text}\`);
  });
});

server.listen(8080);
`;

const NEST = `import { type OnGatewayConnection, SubscribeMessage, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import type { Server, Socket } from 'socket.io';
import { TokenService } from './token.service';

@WebSocketGateway()
export class ChatGateway implements OnGatewayConnection {
  @WebSocketServer() private readonly server!: Server;

  constructor(private readonly tokens: TokenService) {}

  async handleConnection(client: Socket): Promise<void> {
    const user = await this.tokens.verify(client.handshake.auth.token);
    if (!user) {
      client.disconnect(true);
      return;
    }
    client.data.userId = user.id;
  }

  @SubscribeMessage('message')
  onMessage(client: Socket, text: string): void {
    this.server.emit('message', { from: client.data.userId, text });
  }
}
`;

const GUARDED = `import { Server } from 'socket.io';
import { verifyToken } from './auth.js';

const MAX_CONNECTIONS_PER_USER = 3;
const connectionsPerUser = new Map();
const io = new Server(3000);

io.use(async (socket, next) => {
  const user = await verifyToken(socket.handshake.auth.token);
  socket.data.userId = user.id;
  next();
});

io.use((socket, next) => {
  const { conn } = socket;
  const { userId } = socket.data;
  const connections = connectionsPerUser.get(userId) ?? new Set();
  if (conn.readyState !== 'open' || connections.size >= MAX_CONNECTIONS_PER_USER) {
    next(new Error('Connection limit reached'));
    return;
  }
  connectionsPerUser.set(userId, connections.add(conn));
  conn.once('close', () => {
    connections.delete(conn);
    if (connections.size === 0) connectionsPerUser.delete(userId);
  });
  next();
});

io.on('connection', (socket) => {
  socket.emit('welcome', socket.data.userId);
});
`;

const LEAKY = `import { WebSocketServer } from 'ws';
import { verifyToken } from './auth.js';

const connectionsPerUser = new Map();
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (ws, request) => {
  const { userId } = verifyToken(request.headers.authorization);
  const connections = connectionsPerUser.get(userId) ?? new Set();
  if (connections.size >= 3) {
    ws.close(1008, 'Connection limit reached');
    setTimeout(() => ws.terminate(), 1000).unref();
    return;
  }
  connectionsPerUser.set(userId, connections.add(ws));
  // The connection is given back. The user's empty Set is not.
  ws.once('close', () => connections.delete(ws));
});
`;

const TWO_FILES: readonly SourceFile[] = [
  {
    path: 'server.js',
    text: `import { Server } from 'socket.io';
import { verifyToken } from './auth.js';
import { admit } from './connections.js';

const io = new Server(3000);

io.use(async (socket, next) => {
  const user = await verifyToken(socket.handshake.auth.token);
  socket.data.userId = user.id;
  next();
});

io.use((socket, next) => {
  next(admit(socket) ? undefined : new Error('Connection limit reached'));
});

io.on('connection', (socket) => {
  socket.emit('welcome', socket.data.userId);
});
`,
  },
  {
    path: 'connections.js',
    text: `const connections = new Map();

export function admit({ conn, data, handshake }) {
  // An address is no user: count by data.userId instead, and look at server.js again.
  const key = handshake.address;
  const own = connections.get(key) ?? new Set();
  if (conn.readyState !== 'open' || own.size >= 3) return false;
  connections.set(key, own.add(conn));
  conn.once('close', () => {
    own.delete(conn);
    if (own.size === 0) connections.delete(key);
  });
  return true;
}
`,
  },
];

const FIRST: Sample = { id: 'socket-io', title: 'Socket.IO without a limit', files: [{ path: 'server.js', text: SOCKET_IO }] };

export const SAMPLES: readonly [Sample, ...Sample[]] = [
  FIRST,
  { id: 'ws', title: 'ws without a limit', files: [{ path: 'server.js', text: WS }] },
  { id: 'nestjs', title: 'NestJS gateway without a limit (TypeScript)', files: [{ path: 'chat.gateway.ts', text: NEST }] },
  { id: 'guarded', title: 'Socket.IO with a guard', files: [{ path: 'server.js', text: GUARDED }] },
  { id: 'leaky', title: 'ws with a guard that leaks', files: [{ path: 'server.js', text: LEAKY }] },
  { id: 'two-files', title: 'Two files: a guard with the wrong key', files: TWO_FILES },
];
