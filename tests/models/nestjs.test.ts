import 'reflect-metadata';
import * as common from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { WsAdapter } from '@nestjs/platform-ws';
import * as websockets from '@nestjs/websockets';
import { expect, it } from 'vitest';
import { enforced as inProgram, fails as failing, type Files, lintProgram, withProgram } from '../link/program.js';
import { enforced, example, fails, passes, testExamples } from '../rules/guards/examples.js';

it('is what the packages have', () => {
  expect(websockets).toHaveProperty('WebSocketGateway');
  expect(websockets).toHaveProperty('WebSocketServer');
  expect(common).toHaveProperty('UseGuards');
  expect(typeof IoAdapter.prototype.createIOServer).toBe('function');
  expect(typeof WsAdapter.prototype.create).toBe('function');
});

const head = "import { SubscribeMessage, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';\nimport { Server, Socket } from 'socket.io';\nimport { verify } from './token.js';\n";
const gateway = (body: string, decorator = '@WebSocketGateway()', start = head): string => `${start}\nconst open = new Map<string, Set<string>>();\n${decorator} export class Feed {\n${body}\n}`;
const connecting = `  handleConnection(client: Socket): void {
    const { id } = verify(client.handshake.auth.token);
    const mine = open.get(KEY) ?? new Set();
    if (mine.size >= 3) REFUSE
    open.set(KEY, mine.add(client.id));
  }
  handleDisconnect(client: Socket): void {
    open.get(KEY)?.delete(client.id);
  }`;
const handling = (refuse: string, key = 'id'): string => gateway(connecting.replace('REFUSE', refuse).replaceAll('KEY', key));
const middleware = `.use((socket: Socket, next: (error?: Error) => void) => {
      const { id } = verify(socket.handshake.auth.token);
      const mine = open.get(id) ?? new Set();
      if (mine.size >= 3) return next(new Error('too many'));
      open.set(id, mine.add(socket.id));
      next();
    });`;
const SITE = '@WebSocketGateway() export class Feed';
const ts = { language: 'ts' } as const;
const verifying = (how: string): string => `verifyClient: (info: { req: IncomingMessage }, done: (ok: boolean, code?: number) => void) => {
    const { id } = verify(info.req.headers.authorization);
    const mine = open.get(id) ?? 0;
    if (mine >= 3) return ${how};
    open.set(id, mine + 1);
    done(true);
  }`;

testExamples('NestJS', [
  example('a gateway', fails('missing', SITE), gateway('  handleConnection(client: Socket): void {}'), ts),
  example('a gateway without a handler', fails('missing', SITE), gateway("  @SubscribeMessage('hi') hi(): string {\n    return 'hi';\n  }"), ts),
  example('a namespace import', fails('missing', '@ws.WebSocketGateway() export class Feed'), gateway('  handleConnection(): void {}', '@ws.WebSocketGateway()', "import * as ws from '@nestjs/websockets';\n"), ts),
  example('disconnecting in handleConnection', enforced(3, SITE), handling('return void client.disconnect(true);'), ts),
  example('throwing in handleConnection', fails('notRejected', SITE), handling("throw new WsException('too many');"), ts),
  example('returning in handleConnection', fails('notRejected', SITE), handling('return;'), ts),
  example('a key of the connection', fails('perConnection', SITE), handling('return void client.disconnect(true);', 'client.id'), ts),
  example('an address', fails('perAddressOnly', SITE), handling('return void client.disconnect(true);', 'client.handshake.address'), ts),
  example('what the client sends passes', passes(SITE), handling('return void client.disconnect(true);', 'client.handshake.query.user'), ts),
  example('all of them', fails('globalOnly', SITE), gateway('  @WebSocketServer() server: Server;\n  handleConnection(client: Socket): void {\n    if (this.server.engine.clientsCount > 100) client.disconnect(true);\n  }'), ts),
  example('middleware in afterInit', enforced(3, SITE), gateway(`  afterInit(server: Server): void {\n    server${middleware}\n  }`), ts),
  example('middleware on the injected server', enforced(3, SITE), gateway(`  @WebSocketServer() server: Server;\n  afterInit(): void {\n    this.server${middleware}\n  }`), ts),
]);

const lines = (code: string): Files => ({ 'feed.gateway.ts': code });

it('reads functions in the options of a gateway', () => {
  const options = `{ path: '/feed', ${verifying('done(false, 429)')} }`;
  const start = "import { WebSocketGateway } from '@nestjs/websockets';\nimport type { IncomingMessage } from 'node:http';\nimport { WebSocket } from 'ws';\nimport { verify } from './token.js';\n";
  const body = '  handleConnection(client: WebSocket): void {}';
  const named = `${start}const open = new Map<string, number>();\nconst options = ${options};\n@WebSocketGateway(options)\nexport class Feed {\n${body}\n}`;
  expect(lintProgram(lines(named))).toEqual([inProgram(3)]);
  expect(lintProgram(lines(named.replace(/const options[\s\S]*?\n@WebSocketGateway\(options\)/u, `@WebSocketGateway(8080, ${options})`)))).toEqual([inProgram(3)]);
  expect(lintProgram(lines(named.replace('done(false, 429)', 'done(true)')))).toEqual([failing('notRejected')]);
});

it('takes the guards of a gateway for those of its namespace', () => {
  const first = handling('return void client.disconnect(true);');
  const second = first.replace('class Feed', 'class News').replace(/const open[\s\S]*?\n@/u, '@').replace(/ \{\n[\s\S]*$/u, ' {\n  handleConnection(client: Socket): void {}\n}');
  const module = "import { Module } from '@nestjs/common';\nimport { Feed } from './feed.gateway.js';\nimport { News } from './news.gateway.js';\n@Module({ providers: [Feed, News] })\nexport class App {}";
  const both = (one: string, other: string): Files => ({ 'news.gateway.ts': other, 'feed.gateway.ts': one, 'app.module.ts': module });
  expect(lintProgram(both(first, `import './feed.gateway.js';\n${second}`))).toEqual([inProgram(3)]);
  expect(lintProgram(both(first, `import './feed.gateway.js';\n${second.replace('Gateway()', "Gateway({ namespace: 'news' })")}`))).toContain(failing('uncovered'));
});

const io = `import { IoAdapter } from '@nestjs/platform-socket.io';
import { verify } from './token.js';
const open = new Map();
export class LimitingAdapter extends IoAdapter {
  createIOServer(port, options) {
    const server = super.createIOServer(port, OPTIONS);
    USE
    return server;
  }
}`;
const use = `server.use((socket, next) => {
      const { id } = verify(socket.handshake.auth.token);
      const mine = open.get(id) ?? new Set();
      if (mine.size >= 3) return next(new Error('too many'));
      open.set(id, mine.add(socket.id));
      next();
    });`;
const allow = `{
      ...options,
      allowRequest: (request, allow) => {
        const { id } = verify(request.headers.authorization);
        const mine = open.get(id) ?? 0;
        if (mine >= 3) return allow('too many', false);
        open.set(id, mine + 1);
        allow(null, true);
      },
    }`;
const plain = gateway('  handleConnection(client: Socket): void {}');
const named = plain.replace('Gateway()', "Gateway({ namespace: '/news' })");

it('is guarded by an adapter', () => {
  const middlewares = io.replace('OPTIONS', 'options').replace('USE', use);
  const allowing = io.replace('OPTIONS', allow).replace('USE', '');
  expect(lintProgram({ 'feed.gateway.ts': plain, 'adapter.js': middlewares })).toEqual([inProgram(3)]);
  expect(lintProgram({ 'feed.gateway.ts': plain, 'adapter.js': allowing })).toEqual([inProgram(3)]);
  expect(lintProgram({ 'feed.gateway.ts': named, 'adapter.js': allowing })).toEqual([inProgram(3)]);
  // Middleware of the main namespace does not run for others.
  expect(lintProgram({ 'feed.gateway.ts': named, 'adapter.js': middlewares })).not.toContain(inProgram(3));
});

it('is guarded by an adapter for ws', () => {
  const adapter = `import { WsAdapter } from '@nestjs/platform-ws';\nimport { verify } from './token.js';\nconst open = new Map();\nexport class LimitingAdapter extends WsAdapter {\n  create(port, options) {\n    return super.create(port, { ...options, ${verifying('done(false, 429)').replaceAll(/: (?:\{ req[^}]*\}|\(ok[^)]*\) => void)/gu, '')} });\n  }\n}`;
  expect(lintProgram({ 'feed.gateway.ts': plain, 'adapter.js': adapter })).toEqual([inProgram(3)]);
});

it('is guarded by a service that is handed in, and by a base class', () => {
  const service = "import { Injectable } from '@nestjs/common';\n@Injectable()\nexport class Sessions {\n  private readonly open = new Map<string, Set<string>>();\n  admit(user: string, connection: string): boolean {\n    const mine = this.open.get(user) ?? new Set();\n    if (mine.size >= 3) return false;\n    this.open.set(user, mine.add(connection));\n    return true;\n  }\n}";
  const using = gateway("  constructor(private readonly sessions: Sessions) {}\n  handleConnection(client: Socket): void {\n    const { id } = verify(client.handshake.auth.token);\n    if (!this.sessions.admit(id, client.id)) client.disconnect(true);\n  }").replace("import { verify }", "import { Sessions } from './sessions.js';\nimport { verify }");
  expect(lintProgram({ 'feed.gateway.ts': using, 'sessions.ts': service })).toEqual([inProgram(3)]);
  const base = gateway(connecting.replace('REFUSE', 'return void client.disconnect(true);').replaceAll('KEY', 'id'), '', head.replace('SubscribeMessage, WebSocketGateway, ', '')).replace('export class Feed', 'export abstract class Limited');
  const leaf = "import { WebSocketGateway } from '@nestjs/websockets';\nimport { Limited } from './limited.js';\n@WebSocketGateway()\nexport class Feed extends Limited {}";
  expect(lintProgram({ 'feed.gateway.ts': leaf, 'limited.ts': base })).toEqual([inProgram(3)]);
});

it('tells of guards that do not run for connections', () => {
  const guard = "import { Injectable } from '@nestjs/common';\nimport { Sessions } from './sessions.js';\n@Injectable()\nexport class LimitGuard {\n  constructor(private readonly sessions: Sessions) {}\n  canActivate(context) {\n    const client = context.switchToWs().getClient();\n    return this.sessions.count(client.data.user.id) < 3;\n  }\n}";
  const sessions = "export class Sessions {\n  private readonly open = new Map<string, Set<string>>();\n  add(user: string, connection: string): void {\n    this.open.set(user, (this.open.get(user) ?? new Set()).add(connection));\n  }\n  count(user: string): number {\n    return this.open.get(user)?.size ?? 0;\n  }\n}";
  const using = gateway("  constructor(private readonly sessions: Sessions) {}\n  handleConnection(client: Socket): void {\n    this.sessions.add(client.data.user.id, client.id);\n  }", '@UseGuards(LimitGuard)\n@WebSocketGateway()').replace('import { verify }', "import { UseGuards } from '@nestjs/common';\nimport { LimitGuard } from './limit.guard.js';\nimport { Sessions } from './sessions.js';\nimport { verify }");
  const files = { 'feed.gateway.ts': using, 'limit.guard.ts': guard, 'sessions.ts': sessions };
  expect(lintProgram(files)).toEqual([failing('missing'), 'no-unenforced-limit-config:unusedGuard'].sort((a, b) => b.localeCompare(a)));
  withProgram(files, (program) => {
    expect(program.lint('limit.guard.ts')).toEqual([]);
    expect(program.headsOf('feed.gateway.ts')).toContain('@UseGuards(LimitGuard)');
  });
  const messages = using.replace('@UseGuards(LimitGuard)\n', '').replace('  constructor', "  @UseGuards(LimitGuard) @SubscribeMessage('hi') hi(): void {}\n  constructor");
  expect(lintProgram({ ...files, 'feed.gateway.ts': messages })).toEqual([failing('missing')]);
});
