import { describe, expect, it } from 'vitest';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';
import { enforced as passes, fails as reports, lintProgram } from '../link/program.js';
import { declares } from './declared.js';

const PAIR = 'new WebSocketPair';

testExamples('Durable Objects', [
  example(
    'sockets by tag',
    enforced(3, PAIR),
    `
import { DurableObject } from 'cloudflare:workers';
import { verify } from './token';
export class Chat extends DurableObject<Env> {
  async fetch(request: Request): Promise<Response> {
    const { sub } = await verify(request.headers.get('authorization'));
    if (this.ctx.getWebSockets(\`user:\${sub}\`).length >= 3) return new Response('Too many', { status: 429 });
    const pair = new WebSocketPair();
    this.ctx.acceptWebSocket(pair[1], [\`user:\${sub}\`]);
    return new Response(null, { status: 101, webSocket: pair[0] });
  }
  async webSocketMessage(ws: WebSocket, message: string) { ws.send(message); }
}
`,
    { language: 'ts' },
  ),
  example(
    'all sockets of an object that nothing here asks for',
    fails('globalOnly', PAIR),
    `
import { DurableObject } from 'cloudflare:workers';
export class Chat extends DurableObject<Env> {
  async fetch(request: Request): Promise<Response> {
    if (this.ctx.getWebSockets().length >= 100) return new Response('Too many', { status: 429 });
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
}
`,
    { language: 'ts' },
  ),
  example(
    'all sockets of an object for each room',
    fails('perRoomOnly', PAIR),
    `
import { DurableObject } from 'cloudflare:workers';
export class Chat extends DurableObject<Env> {
  async fetch(request: Request): Promise<Response> {
    if (this.ctx.getWebSockets().length >= 100) return new Response('Too many', { status: 429 });
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
}
export default { async fetch(request: Request, env: Env) {
  const room = new URL(request.url).searchParams.get('room');
  return env.CHAT.get(env.CHAT.idFromName(room)).fetch(request);
} };
`,
    { language: 'ts' },
  ),
  example(
    'all sockets of an object for each user',
    enforced(3, PAIR),
    `
import { DurableObject } from 'cloudflare:workers';
import { verify } from './token';
export class Connections extends DurableObject<Env> {
  async fetch(request: Request): Promise<Response> {
    if (this.ctx.getWebSockets().length >= 3) return new Response('Too many', { status: 429 });
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
}
export default { async fetch(request: Request, env: Env) {
  const { sub } = await verify(request.headers.get('authorization'));
  return env.CHAT.getByName(sub).fetch(request);
} };
`,
    { language: 'ts' },
  ),
  example(
    'a state that is handed in, sockets by their attachments, closed after being accepted',
    enforced(2, PAIR),
    `
import { verify } from './token';
export class Chat {
  constructor(private state: DurableObjectState, private env: Env) {}
  async fetch(request: Request): Promise<Response> {
    const userId = request.headers.get('x-user-id')!;
    const mine = this.state.getWebSockets().filter((ws) => ws.deserializeAttachment().userId === userId);
    const pair = new WebSocketPair();
    const [client, server] = Object.values(pair);
    if (mine.length >= 2) { server.accept(); server.close(1008, 'Too many'); return new Response(null, { status: 101, webSocket: client }); }
    this.state.acceptWebSocket(server);
    server.serializeAttachment({ userId });
    return new Response(null, { status: 101, webSocket: client });
  }
}
`,
    { language: 'ts' },
  ),
  example(
    'turned away between the pair and its acceptance',
    enforced(2, PAIR),
    `
import { DurableObject } from 'cloudflare:workers';
export class Chat extends DurableObject<Env> {
  async fetch(request: Request): Promise<Response> {
    const userId = request.headers.get('x-user-id')!;
    const [client, server] = Object.values(new WebSocketPair());
    if (this.ctx.getWebSockets(userId).length >= 2) return new Response('Too many', { status: 429 });
    this.ctx.acceptWebSocket(server, [userId]);
    return new Response(null, { status: 101, webSocket: client });
  }
}
`,
    { language: 'ts' },
  ),
  example(
    'turned away after its acceptance: the socket stays open on this side',
    fails('notRejected', PAIR),
    `
import { DurableObject } from 'cloudflare:workers';
export class Chat extends DurableObject<Env> {
  async fetch(request: Request): Promise<Response> {
    const userId = request.headers.get('x-user-id')!;
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server, [userId]);
    if (this.ctx.getWebSockets(userId).length >= 2) return new Response('Too many', { status: 429 });
    return new Response(null, { status: 101, webSocket: client });
  }
}
`,
    { language: 'ts' },
  ),
  example(
    'by address',
    fails('perAddressOnly', PAIR),
    `
import { DurableObject } from 'cloudflare:workers';
export class Chat extends DurableObject<Env> {
  async fetch(request: Request): Promise<Response> {
    const ip = request.headers.get('CF-Connecting-IP')!;
    if (this.ctx.getWebSockets(ip).length >= 2) return new Response('Too many', { status: 429 });
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server, [ip]);
    return new Response(null, { status: 101, webSocket: client });
  }
}
`,
    { language: 'ts' },
  ),
  example(
    'by what the client says: passes here, and another rule reports it',
    enforced(2, PAIR),
    `
import { DurableObject } from 'cloudflare:workers';
export class Chat extends DurableObject<Env> {
  async fetch(request: Request): Promise<Response> {
    const userId = new URL(request.url).searchParams.get('userId')!;
    if (this.ctx.getWebSockets(userId).length >= 2) return new Response('Too many', { status: 429 });
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server, [userId]);
    return new Response(null, { status: 101, webSocket: client });
  }
}
`,
    { language: 'ts' },
  ),
  example(
    'by an id of each connection',
    fails('perConnection', PAIR),
    `
import { DurableObject } from 'cloudflare:workers';
export class Chat extends DurableObject<Env> {
  async fetch(request: Request): Promise<Response> {
    const id = crypto.randomUUID();
    if (this.ctx.getWebSockets(id).length >= 2) return new Response('Too many', { status: 429 });
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server, [id]);
    return new Response(null, { status: 101, webSocket: client });
  }
}
`,
    { language: 'ts' },
  ),
  example(
    'a Map in a field, in a method of its own',
    enforced(3, PAIR),
    `
export class Chat implements DurableObject {
  sessions = new Map<string, Set<WebSocket>>();
  constructor(private readonly state: DurableObjectState) {}
  async fetch(request: Request): Promise<Response> {
    const userId = request.headers.get('x-user-id')!;
    const pair = new WebSocketPair();
    await this.handleSession(pair[1], userId);
    return new Response(null, { status: 101, webSocket: pair[0] });
  }
  async handleSession(ws: WebSocket, userId: string) {
    ws.accept();
    const mine = this.sessions.get(userId) ?? new Set();
    if (mine.size >= 3) { ws.close(1008, 'limit'); return; }
    this.sessions.set(userId, mine.add(ws));
    ws.addEventListener('close', () => { mine.delete(ws); });
  }
}
`,
    { language: 'ts' },
  ),
  example(
    'a class without types, known by its methods',
    enforced(3, PAIR),
    `
export class Chat {
  constructor(state, env) { this.state = state; this.env = env; }
  async fetch(request) {
    const userId = request.headers.get('x-user-id');
    if (this.state.getWebSockets(userId).length >= 3) return new Response('Too many', { status: 429 });
    const [client, server] = Object.values(new WebSocketPair());
    this.state.acceptWebSocket(server, [userId]);
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketMessage(ws, m) {}
}
`,
    { language: 'esm' },
  ),
]);

const object = `
import { DurableObject } from 'cloudflare:workers';
export class Connections extends DurableObject {
  async fetch(request) {
    if (this.ctx.getWebSockets().length >= 3) return new Response('Too many', { status: 429 });
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
}
`;
const worker = (name: string): string => `
import { verify } from './token.js';
export { Connections } from './connections.js';
export default {
  async fetch(request, env) {
    const { sub } = await verify(request.headers.get('authorization'));
    const { searchParams } = new URL(request.url);
    return env.CONNECTIONS.get(env.CONNECTIONS.idFromName(${name})).fetch(request);
  },
};
`;

describe('objects of another file', () => {
  it.each([
    ['sub', passes(3)],
    ["searchParams.get('room')", reports('perRoomOnly')],
    ["'all'", reports('globalOnly')],
  ])('asked for by %s', (name, expected) => {
    expect(lintProgram({ 'connections.js': object, 'worker.js': worker(name) }).filter((report) => !report.startsWith('prefer'))).toEqual([expected]);
  });
});

describe('Durable Objects, as declared', () => {
  it.each(['acceptWebSocket(ws: WebSocket, tags?: string[])', 'getWebSockets(tag?: string): WebSocket[]', 'webSocketMessage?(', 'webSocketClose?(', 'webSocketError?(', 'idFromName(name: string)', 'getByName('])('%s', (text) => {
    expect(declares('@cloudflare/workers-types/index.d.ts', text)).toBe(true);
  });
});
