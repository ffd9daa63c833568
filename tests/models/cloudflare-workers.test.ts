import { describe, expect, it } from 'vitest';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';
import { declares } from './declared.js';

const PAIR = 'new WebSocketPair';

testExamples('Cloudflare Workers', [
  example(
    'a worker',
    fails('missing', PAIR),
    `
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (request.headers.get('Upgrade') !== 'websocket') return new Response('no', { status: 426 });
    const pair = new WebSocketPair();
    const [client, server] = Object.values(pair);
    server.accept();
    server.addEventListener('message', (e) => server.send(e.data));
    return new Response(null, { status: 101, webSocket: client });
  },
};
`,
    { language: 'ts' },
  ),
  example(
    'a worker comes and goes: what it counts in memory is no limit',
    fails('missing', PAIR),
    `
import { verify } from './token';
const open = new Map<string, Set<WebSocket>>();
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { sub } = await verify(request.headers.get('authorization'));
    const mine = open.get(sub) ?? new Set();
    if (mine.size >= 3) return new Response('no', { status: 429 });
    const { 0: client, 1: server } = new WebSocketPair();
    server.accept();
    open.set(sub, mine.add(server));
    server.addEventListener('close', () => mine.delete(server));
    return new Response(null, { status: 101, webSocket: client });
  },
};
`,
    { language: 'ts' },
  ),
  example(
    'a declaration of what the runtime has',
    fails('missing', PAIR),
    `
declare const WebSocketPair: any;
export const upgrade = async (request: Request) => {
  const pair = new WebSocketPair();
  pair[1].accept();
  return new Response(null, { status: 101, webSocket: pair[0] });
};
`,
    { language: 'ts' },
  ),
  example(
    'a worker of the older kind',
    fails('missing', PAIR),
    `
addEventListener('fetch', (event) => event.respondWith(handle(event.request)));
async function handle(request) {
  const [client, server] = Object.values(new WebSocketPair());
  server.accept();
  return new Response(null, { status: 101, webSocket: client });
}
`,
    { language: 'esm' },
  ),
  example(
    'a store outside of the worker',
    enforced(3, PAIR),
    `
import Redis from 'ioredis';
const redis = new Redis();
export default {
  async fetch(request) {
    const user = new URL(request.url).searchParams.get('user');
    const n = await redis.incr(\`open:\${user}\`);
    if (n > 3) return new Response('Too many', { status: 429 });
    const [client, server] = Object.values(new WebSocketPair());
    server.accept();
    return new Response(null, { status: 101, webSocket: client });
  }
}
`,
    { language: 'esm' },
  ),
  example(
    'a class of the program with that name',
    [],
    `
class WebSocketPair {}
const x = () => new WebSocketPair();
`,
    { language: 'esm' },
  ),
  example(
    'a client',
    [],
    `
const ws = new WebSocket('wss://x'); ws.onopen = () => ws.close();
`,
    { language: 'esm' },
  ),
]);

describe('Cloudflare Workers, as declared', () => {
  it.each(['declare const WebSocketPair', '0: WebSocket;', '1: WebSocket;', 'accept(', 'close(code?: number'])('%s', (text) => {
    expect(declares('@cloudflare/workers-types/index.d.ts', text)).toBe(true);
  });
});
