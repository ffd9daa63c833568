import { describe, expect, it } from 'vitest';
import { check } from './fuzz/check.js';
import { type Count, fuzz } from './fuzz/fuzz.js';
import type { Program } from './fuzz/seeds.js';

/** Some 15 seconds of work. `npm run fuzz` goes on from there. */
const TEXTS = 150;

describe('programs of real shape, changed at random', () => {
  it('are linted, fixed and audited without fault', () => {
    const count: Count = { passed: 0, skipped: 0 };
    expect(fuzz(20_261_123, TEXTS, count)).toBeUndefined();
    // A test whose programs do not parse tests nothing.
    expect(count.passed).toBeGreaterThan(TEXTS / 3);
  });
});

/** What such programs found. */
const FOUND: readonly (readonly [cause: string, filename: string, code: string])[] = [
  [
    'a handler whose parameter is called like what the guard takes from it',
    'server.js',
    `import { Server } from 'socket.io';
const open = new Map();
const io = new Server(3000);
io.on('connection', (conn) => {
  const user = verify(conn.request.headers.authorization).sub;
  if ((open.get(user)?.size ?? 0) >= 3) console.warn('full');
  open.set(user, (open.get(user) ?? new Set()).add(conn));
});
`,
  ],
  [
    'a guard between two statements of one line',
    'server.js',
    `import { WebSocketServer } from 'ws';const wss = new WebSocketServer({ port: 80 });wss.on('connection', async (ws, req) => {const k = verify(req.headers.authorization).tenantId;const mine = open.get(k) ?? new Set();if (mine.size >= 3) {ws.close(1013);return;}open.set(k, mine.add(ws));});const open = new Map();`,
  ],
  [
    'a guard that refuses something else than what is taken over',
    'server.mjs',
    `import { WebSocketServer } from 'ws';
const wss = new WebSocketServer({ noServer: true });
async function authenticate(request) {
  return { id: token };
}
server.on('upgrade', async (request, socket, head) => {
  const user = await authenticate(request);
  wss.handleUpgrade(request, raw, head, (ws) => {});
});
`,
  ],
];

describe('a program that once had a fault', () => {
  it.each(FOUND)('%s', (_cause, filename, code) => {
    const program: Program = { filename, code, others: {} };
    expect(check(program)).toBe('passed');
  });
});
