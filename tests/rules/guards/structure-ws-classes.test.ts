import { enforced, evicts, example, fails, testExamples } from './examples.js';

/** An object for each connection, and one for all. */
const sessions = (registry: string): string => `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

class Session {
  messages = 0;
  constructor(ws) { this.ws = ws; }
}
class Registry {
  open = new Map();
  admit(user, ws) {
    const mine = this.open.get(user) ?? new Set();
    if (mine.size >= 3) return false;
    this.open.set(user, mine.add(ws));
    ws.once('close', () => mine.delete(ws));
    return true;
  }
}
${registry === 'registry' ? 'const registry = new Registry();' : ''}
const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', (ws, request) => {
  const { sub } = verify(request.headers.authorization);
  const session = new Session(ws);
  if (!${registry}.admit(sub, ws)) ws.close(1013);
  ws.on('message', () => { session.messages += 1; });
});
`;

export const examples = [
  example('a tracker in an object for all, beside an object for each connection', enforced(3), sessions('registry')),
  example('a tracker in an object for each connection', fails('missing'), sessions('new Registry()')),
  example(
    'a handler that is a method, in an arrow',
    enforced(3),
    `
import { WebSocketServer, type WebSocket } from 'ws';
import type { IncomingMessage } from 'node:http';
import { verify } from './token';

class ChatServer {
  private readonly wss = new WebSocketServer({ port: 8080 });
  private counts: Record<string, number> = {};

  start(): void {
    this.wss.on('connection', (ws, req) => this.accept(ws, req));
  }

  private accept(ws: WebSocket, req: IncomingMessage): void {
    const { sub } = verify(req.headers.authorization ?? '');
    if (this.count(sub) >= 3) {
      ws.close(1013);
      return;
    }
    this.change(sub, 1);
    ws.on('close', () => this.change(sub, -1));
  }

  private count(user: string): number {
    return this.counts[user] ?? 0;
  }

  private change(user: string, by: number): void {
    this.counts[user] = this.count(user) + by;
  }
}

new ChatServer().start();
`,
  ),
  example(
    'a handler that is an arrow in a field',
    enforced(3),
    `
import { WebSocketServer, type WebSocket } from 'ws';
import type { IncomingMessage } from 'node:http';
import { verify } from './token';

export class Feed {
  private open = new Map<string, WebSocket[]>();

  constructor(wss: WebSocketServer) {
    wss.on('connection', this.onConnection);
  }

  private onConnection = async (ws: WebSocket, req: IncomingMessage): Promise<void> => {
    const { sub } = await verify(req.headers.authorization ?? '');
    const mine = this.open.get(sub) ?? [];
    if (mine.length >= 3) return ws.close(1013);
    this.open.set(sub, mine.concat(ws));
    ws.on('close', () => this.open.set(sub, (this.open.get(sub) ?? []).filter((other) => other !== ws)));
  };
}
`,
  ),
  example(
    'a method that is bound in the constructor',
    enforced(3),
    `
const WebSocket = require('ws');
const { verify } = require('./token');

class Hub {
  constructor(server) {
    this.open = {};
    this.handle = this.handle.bind(this);
    this.wss = new WebSocket.Server({ server });
    this.wss.on('connection', this.handle);
  }

  handle(ws, req) {
    const { id } = verify(req.headers.cookie);
    const mine = (this.open[id] = this.open[id] || []);
    if (mine.length >= 3) {
      ws.close(1013);
      return;
    }
    mine.push(ws);
    ws.on('close', () => mine.splice(mine.indexOf(ws), 1));
  }
}

module.exports = (server) => new Hub(server);
`,
  ),
  example(
    'a manager that is a singleton',
    enforced(3),
    `
import { WebSocketServer, type WebSocket } from 'ws';
import { verify } from './token';

class Manager {
  private static instance: Manager | undefined;
  private readonly open = new Map<string, Set<WebSocket>>();

  static get(): Manager {
    return (Manager.instance ??= new Manager());
  }

  add(user: string, ws: WebSocket): boolean {
    const mine = this.open.get(user) ?? new Set<WebSocket>();
    if (mine.size >= 3) return false;
    this.open.set(user, mine.add(ws));
    return true;
  }

  remove(user: string, ws: WebSocket): void {
    this.open.get(user)?.delete(ws);
  }
}

const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', (ws, req) => {
  const { sub } = verify(req.headers.authorization);
  if (!Manager.get().add(sub, ws)) {
    ws.close(1013);
    return;
  }
  ws.on('close', () => Manager.get().remove(sub, ws));
});
`,
  ),
  example(
    'a base class with the guard',
    enforced(3),
    `
import { WebSocketServer, type WebSocket } from 'ws';
import type { IncomingMessage } from 'node:http';
import { verify } from './token';

abstract class Limited {
  private readonly open = new Map<string, number>();
  protected abstract readonly most: number;

  protected admit(user: string, ws: WebSocket): boolean {
    const n = this.open.get(user) ?? 0;
    if (n >= this.most) {
      ws.close(1013);
      return false;
    }
    this.open.set(user, n + 1);
    ws.once('close', () => this.open.set(user, (this.open.get(user) ?? 1) - 1));
    return true;
  }
}

class Chat extends Limited {
  protected readonly most = 3;

  constructor(wss: WebSocketServer) {
    super();
    wss.on('connection', (ws, req) => this.connected(ws, req));
  }

  private connected(ws: WebSocket, req: IncomingMessage): void {
    const { sub } = verify(req.headers.authorization ?? '');
    if (!this.admit(sub, ws)) return;
    ws.send('welcome');
  }
}

new Chat(new WebSocketServer({ port: 8080 }));
`,
  ),
  example(
    'a manager that is handed in, declared by its class',
    evicts(2),
    `
import { WebSocketServer, type WebSocket } from 'ws';
import { verify } from './token';

class Sockets {
  private readonly lists = new Map<string, WebSocket[]>();

  join(user: string, ws: WebSocket): void {
    const list = this.lists.get(user) ?? [];
    while (list.length >= 2) list.shift()?.close(4001, 'replaced');
    this.lists.set(user, [...list, ws]);
  }

  leave(user: string, ws: WebSocket): void {
    this.lists.set(user, (this.lists.get(user) ?? []).filter((other) => other !== ws));
  }
}

class Server {
  constructor(private readonly sockets: Sockets) {}

  listen(port: number): void {
    const wss = new WebSocketServer({ port });
    wss.on('connection', (ws, req) => {
      const { sub } = verify(req.headers.authorization);
      this.sockets.join(sub, ws);
      ws.on('close', () => this.sockets.leave(sub, ws));
    });
  }
}

new Server(new Sockets()).listen(8080);
`,
  ),
];

testExamples('guards of ws in classes', examples);
