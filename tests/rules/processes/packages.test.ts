import { describe, expect, it } from 'vitest';
import type { Files } from '../../link/program.js';
import { found, ioServer, wsServer } from './programs.js';

const ADAPTER = "import { createAdapter } from '@socket.io/redis-adapter';";
const WS = "import { WebSocketServer } from 'ws';";
const GATEWAY = `
import { WebSocketGateway, OnGatewayConnection, OnGatewayDisconnect } from '@nestjs/websockets';
import { Socket } from 'socket.io';
@WebSocketGateway()
export class ChatGateway implements OnGatewayConnection, OnGatewayDisconnect {
  private readonly open = new Map<string, number>();
  constructor(private readonly auth: AuthService) {}
  async handleConnection(client: Socket) {
    const user = await this.auth.verify(client.handshake.auth.token);
    const count = this.open.get(user.id) ?? 0;
    if (count >= 3) return client.disconnect(true);
    client.data.userId = user.id;
    this.open.set(user.id, count + 1);
  }
  handleDisconnect(client: Socket) {
    this.open.set(client.data.userId, this.open.get(client.data.userId) - 1);
  }
}
`;
const NEST_ADAPTER = `
import { IoAdapter } from '@nestjs/platform-socket.io';
import { createAdapter } from '@socket.io/redis-adapter';
export class RedisIoAdapter extends IoAdapter {
  createIOServer(port: number, options: object) {
    const server = super.createIOServer(port, options);
    server.adapter(createAdapter(pub, sub));
    return server;
  }
}
`;
const nest: Files = {
  'src/chat.gateway.ts': GATEWAY,
  'src/redis-io.adapter.ts': NEST_ADAPTER,
  'src/app.module.ts': "import { ChatGateway } from './chat.gateway';\n@Module({ providers: [ChatGateway] })\nexport class AppModule {}\n",
  'src/main.ts': "import { AppModule } from './app.module';\nimport { RedisIoAdapter } from './redis-io.adapter';\nconst app = await NestFactory.create(AppModule);\napp.useWebSocketAdapter(new RedisIoAdapter(app));\n",
};

describe('no-process-local-limit, packages', () => {
  it.each<[string, Files, string[]]>([
    ['an adapter that is set', { 'server.js': ioServer(ADAPTER).replace('io.use(authenticate);', 'io.adapter(createAdapter(pub, sub));\nio.use(authenticate);') }, ['new Map() | server.js: io.adapter(createAdapter(pub, sub));']],
    ['an adapter in the options', { 'server.js': ioServer(ADAPTER, undefined, '{ adapter: createAdapter(pub, sub) }') }, ['new Map() | server.js: const io = new Server(3000, { adapter: createAdapter(pub, sub) });']],
    ['an adapter of old, in CommonJS', { 'server.cjs': ioServer().replace("import { Server } from 'socket.io';", "const { Server } = require('socket.io');").replace("import { authenticate } from './auth.js';", "const { authenticate } = require('./auth.js');").replace('io.use(authenticate);', "io.adapter(require('socket.io-redis')({ host: 'redis' }));\nio.use(authenticate);") }, ["new Map() | server.cjs: io.adapter(require('socket.io-redis')({ host: 'redis' }));"]],
    ['an adapter that is set in another file', { 'server.js': `${ioServer()}\nexport { io };`, 'main.js': "import { createAdapter } from '@socket.io/cluster-adapter';\nimport { io } from './server.js';\nio.adapter(createAdapter());\n" }, ['new Map() | main.js: io.adapter(createAdapter());']],
    ['an adapter for gateways', nest, ['new Map<string, number>() | src/redis-io.adapter.ts: server.adapter(createAdapter(pub, sub));']],
    ['throng', { 'server.js': wsServer('throng({ workers: os.cpus().length, start: () => serve(createServer()) });', `${WS}\nimport throng from 'throng';`) }, ['new Map() | server.js: throng({ workers: os.cpus().length, start: () => serve(createServer()) });']],
    ['throng in the file that imports the server', { 'server.js': `${wsServer('')}\nexport { serve };`, 'main.js': "import throng from 'throng';\nimport { serve } from './server.js';\nthrong(() => serve(createServer()));\n" }, ['new Map() | main.js: throng(() => serve(createServer()));']],
    ['sticky sessions', { 'server.cjs': wsServer('const server = createServer();\nif (sticky.listen(server, 3000)) serve(server);', "const { WebSocketServer } = require('ws');\nconst sticky = require('sticky-session');") }, ['new Map() | server.cjs: if (sticky.listen(server, 3000)) serve(server);']],
    ['the sticky part of a worker', { 'server.js': ioServer("import { setupWorker } from '@socket.io/sticky';").replace('io.use(authenticate);', 'setupWorker(io);\nio.use(authenticate);') }, ['new Map() | server.js: setupWorker(io);']],
  ])('reports %s', (_name, files, expected) => {
    expect(found(files)).toEqual(expected);
  });

  it.each<[string, Files]>([
    ['the adapter that is there by default', { 'server.js': ioServer("import { Adapter } from 'socket.io-adapter';").replace('io.use(authenticate);', 'io.adapter(Adapter);\nio.use(authenticate);') }],
    ['an adapter is imported, and not used', { 'server.js': ioServer(ADAPTER) }],
    ['an emitter for other programs', { 'server.js': ioServer("import { Emitter } from '@socket.io/redis-emitter';\nconst emitter = new Emitter(redis);") }],
    ['with an adapter, all processes are asked', { 'server.js': ioServer(ADAPTER, "if ((await io.in(socket.data.userId).fetchSockets()).length >= 3) return next(new Error('limit'));", '{ adapter: createAdapter(pub, sub) }') }],
    ['with an adapter, the count is in Redis', { 'server.js': ioServer(ADAPTER, "if (await redis.scard(`user:${socket.data.userId}`) >= 3) return next(new Error('limit'));", '{ adapter: createAdapter(pub, sub) }') }],
    ['throng with one worker', { 'server.js': wsServer('throng({ workers: 1, start: () => serve(createServer()) });', `${WS}\nimport throng from 'throng';`) }],
    ['throng(1)', { 'server.js': wsServer('throng(1, () => serve(createServer()));', `${WS}\nimport throng from 'throng';`) }],
    ['throng starts another program of the package', { 'server.js': wsServer(), 'jobs.js': "import throng from 'throng';\nthrong(() => work());\n" }],
    ['an adapter of another server in the package', { 'a/server.js': ioServer(), 'b/server.js': ioServer(ADAPTER, undefined, '{ adapter: createAdapter(pub, sub) }') }],
    ['a test sets an adapter', { 'server.js': `${ioServer()}\nexport { io };`, 'tests/setup.js': "import { createAdapter } from '@socket.io/cluster-adapter';\nimport { io } from '../server.js';\nio.adapter(createAdapter());\n" }],
    ['the application is an object of the edge, which lives in one place', { 'worker.js': "import { DurableObject } from 'cloudflare:workers';\nimport { createAdapter } from '@socket.io/redis-adapter';\ncreateAdapter(pub, sub);\nexport class Chat extends DurableObject {\n  open = new Map();\n  async fetch(request) {\n    const { sub } = await verifyToken(request.headers.get('authorization'));\n    if ((this.open.get(sub) ?? 0) >= 3) return new Response('limit', { status: 429 });\n    this.open.set(sub, (this.open.get(sub) ?? 0) + 1);\n    const [client, server] = Object.values(new WebSocketPair());\n    this.ctx.acceptWebSocket(server);\n    return new Response(null, { status: 101, webSocket: client });\n  }\n}\n" }],
  ])('is silent: %s', (_name, files) => {
    expect(found(files)).toEqual([]);
  });
});
