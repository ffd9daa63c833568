import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';

// The runtime is on no registry with its types; what is said of it was tried with 2.9.
const UPGRADE = 'Deno.upgradeWebSocket(req';

testExamples('Deno', [
  example(
    'Deno.serve',
    fails('missing', UPGRADE),
    `
Deno.serve((req) => {
  if (req.headers.get('upgrade') !== 'websocket') return new Response(null, { status: 501 });
  const { socket, response } = Deno.upgradeWebSocket(req);
  socket.onmessage = (e) => socket.send(e.data);
  return response;
});
`,
    { language: 'ts' },
  ),
  example(
    'before the upgrade, released by onclose',
    enforced(3, UPGRADE),
    `
import { verify } from './token.ts';
const open = new Map<string, Set<WebSocket>>();
Deno.serve(async (req) => {
  const { sub } = await verify(req.headers.get('authorization'));
  const mine = open.get(sub) ?? new Set();
  if (mine.size >= 3) return new Response('Too many', { status: 429 });
  const { socket, response } = Deno.upgradeWebSocket(req);
  socket.onopen = () => open.set(sub, mine.add(socket));
  socket.onclose = () => { mine.delete(socket); };
  return response;
});
`,
    { language: 'ts' },
  ),
  example(
    'in onopen, a handler by name',
    enforced(3, UPGRADE),
    `
import { verify } from './token.ts';
const open = new Map<string, Set<WebSocket>>();
async function handler(req: Request): Promise<Response> {
  const { sub } = await verify(req.headers.get('authorization'));
  const { socket, response } = Deno.upgradeWebSocket(req);
  socket.onopen = () => {
    const mine = open.get(sub) ?? new Set();
    if (mine.size >= 3) { socket.close(1008, 'limit'); return; }
    open.set(sub, mine.add(socket));
  };
  socket.addEventListener('close', () => { open.get(sub)?.delete(socket); });
  return response;
}
Deno.serve({ port: 8000 }, handler);
`,
    { language: 'ts' },
  ),
  example(
    'in a listener for open, served by the standard library',
    enforced(3, UPGRADE),
    `
import { serve } from 'https://deno.land/std@0.200.0/http/server.ts';
import { verify } from './token.ts';
const open = new Map<string, number>();
serve(async (req) => {
  const { sub } = await verify(req.headers.get('authorization'));
  const { socket, response } = Deno.upgradeWebSocket(req);
  socket.addEventListener('open', () => {
    const n = (open.get(sub) ?? 0) + 1;
    if (n > 3) return socket.close(1008, 'limit');
    open.set(sub, n);
  });
  socket.addEventListener('close', () => { open.set(sub, (open.get(sub) ?? 1) - 1); });
  return response;
});
`,
    { language: 'ts' },
  ),
  example(
    'all connections',
    fails('globalOnly', UPGRADE),
    `
let count = 0;
Deno.serve((req) => {
  if (count >= 100) return new Response('full', { status: 503 });
  const { socket, response } = Deno.upgradeWebSocket(req);
  socket.onopen = () => { count++; };
  socket.onclose = () => { count--; };
  return response;
});
`,
    { language: 'ts' },
  ),
  example(
    'by address',
    fails('perAddressOnly', UPGRADE),
    `
const open = new Map<string, number>();
Deno.serve((req, info) => {
  const ip = info.remoteAddr.hostname;
  if ((open.get(ip) ?? 0) >= 5) return new Response('full', { status: 429 });
  const { socket, response } = Deno.upgradeWebSocket(req);
  socket.onopen = () => { open.set(ip, (open.get(ip) ?? 0) + 1); };
  socket.onclose = () => { open.set(ip, open.get(ip)! - 1); };
  return response;
});
`,
    { language: 'ts' },
  ),
  example(
    'by what the client says: passes here, and another rule reports it',
    enforced(5, UPGRADE),
    `
const open = new Map<string, number>();
Deno.serve((req) => {
  const user = new URL(req.url).searchParams.get('user')!;
  if ((open.get(user) ?? 0) >= 5) return new Response('full', { status: 429 });
  const { socket, response } = Deno.upgradeWebSocket(req);
  socket.onopen = () => { open.set(user, (open.get(user) ?? 0) + 1); };
  socket.onclose = () => { open.set(user, open.get(user)! - 1); };
  return response;
});
`,
    { language: 'ts' },
  ),
  example(
    'only logged',
    fails('notRejected', UPGRADE),
    `
import { verify } from './token.ts';
const open = new Map<string, Set<WebSocket>>();
Deno.serve(async (req) => {
  const { sub } = await verify(req.headers.get('authorization'));
  const mine = open.get(sub) ?? new Set();
  if (mine.size >= 3) console.warn('many');
  const { socket, response } = Deno.upgradeWebSocket(req);
  socket.onopen = () => { open.set(sub, mine.add(socket)); };
  socket.onclose = () => { mine.delete(socket); };
  return response;
});
`,
    { language: 'ts' },
  ),
]);
