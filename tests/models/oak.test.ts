import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';

// Published on JSR alone; what is said of it was read in version 17.

testExamples('Oak', [
  example(
    'a route',
    fails('missing', 'ctx.upgrade'),
    `
import { Application, Router } from 'jsr:@oak/oak@^17';
const router = new Router();
router.get('/ws', async (ctx) => {
  const ws = await ctx.upgrade();
  ws.onmessage = (m) => ws.send(m.data);
});
`,
    { language: 'ts' },
  ),
  example(
    'thrown by the context, from an address with a version',
    enforced(3, 'ctx.upgrade'),
    `
import { Application, Router } from 'https://deno.land/x/oak@v12.6.1/mod.ts';
import { verify } from './token.ts';
const open = new Map<string, Set<WebSocket>>();
const router = new Router();
router.get('/', (ctx) => { ctx.response.body = 'x'; }).get('/ws', async (ctx) => {
  const { sub } = await verify(ctx.cookies.get('token'));
  const mine = open.get(sub) ?? new Set();
  if (mine.size >= 3) ctx.throw(429);
  const ws = ctx.upgrade();
  ws.onopen = () => open.set(sub, mine.add(ws));
  ws.onclose = () => { mine.delete(ws); };
});
`,
    { language: 'ts' },
  ),
  example(
    'a context by its type, by address',
    fails('perAddressOnly', 'ctx.upgrade'),
    `
import type { Context } from '@oak/oak';
const open = new Map<string, number>();
export async function handler(ctx: Context) {
  const n = open.get(ctx.request.ip) ?? 0;
  if (n >= 3) { ctx.response.status = 429; return; }
  open.set(ctx.request.ip, n + 1);
  const ws = await ctx.upgrade();
  ws.addEventListener('close', () => open.set(ctx.request.ip, open.get(ctx.request.ip)! - 1));
}
`,
    { language: 'ts' },
  ),
  example(
    'packages with a prefix and a version',
    fails('missing', "wss.on('connection'"),
    `
import { WebSocketServer } from 'npm:ws@8.18.0';
const wss = new WebSocketServer({ port: 1 });
wss.on('connection', (ws) => ws.send('x'));
`,
    { language: 'ts' },
  ),
]);
