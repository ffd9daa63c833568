import { enforced, type Expected, type Example, example, fails, testExamples } from './examples.js';

/** What a manager of the same file answers, and what the handler makes of it. */
const ws = (name: string, expected: Expected, manager: string, handler: string): Example =>
  example(
    name,
    expected,
    `
import { WebSocketServer, type WebSocket } from 'ws';
import { verify } from './token';

class Connections {
  private readonly byUser = new Map<string, Set<WebSocket>>();

  private mine(user: string): Set<WebSocket> {
    const found = this.byUser.get(user) ?? new Set<WebSocket>();
    this.byUser.set(user, found);
    return found;
  }
${manager}
  release(user: string, ws: WebSocket): void {
    const mine = this.mine(user);
    mine.delete(ws);
    if (mine.size === 0) this.byUser.delete(user);
  }
}

const connections = new Connections();
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', async (ws, req) => {
  const { sub } = await verify(req.headers.authorization);
${handler}
  ws.on('close', () => connections.release(sub, ws));
});
`,
    { language: 'ts' },
  );

export const examples = [
  ws('a truth, then a separate add', enforced(3), `
  isFull(user: string): boolean {
    return this.mine(user).size >= 3;
  }
  hold(user: string, ws: WebSocket): void {
    this.mine(user).add(ws);
  }`, `
  if (connections.isFull(sub)) {
    ws.close(1013);
    return;
  }
  connections.hold(sub, ws);`),
  ws('a truth, checked and added', enforced(3), `
  tryHold(user: string, ws: WebSocket): boolean {
    const mine = this.mine(user);
    if (mine.size >= 3) {
      return false;
    }
    mine.add(ws);
    return true;
  }`, `
  if (!connections.tryHold(sub, ws)) {
    ws.close(1013);
    return;
  }`),
  ws('an object with allowed', enforced(3), `
  hold(user: string, ws: WebSocket): { allowed: boolean; reason?: string } {
    const mine = this.mine(user);
    if (mine.size >= 3) return { allowed: false, reason: 'limit' };
    mine.add(ws);
    return { allowed: true };
  }`, `
  const result = connections.hold(sub, ws);
  if (!result.allowed) return ws.close(1013, result.reason);`),
  ws('an object taken apart', enforced(3), `
  hold(user: string, ws: WebSocket): { ok: boolean; count: number } {
    const mine = this.mine(user);
    const ok = mine.size < 3;
    if (ok) mine.add(ws);
    return { ok, count: mine.size };
  }`, `
  const { ok } = connections.hold(sub, ws);
  if (!ok) return ws.close(1013);`),
  ws('an object with an error', enforced(3), `
  hold(user: string, ws: WebSocket): { error?: Error } {
    const mine = this.mine(user);
    if (mine.size >= 3) return { error: new Error('limit') };
    mine.add(ws);
    return {};
  }`, `
  const { error } = connections.hold(sub, ws);
  if (error) {
    ws.close(1013, error.message);
    return;
  }`),
  ws('an object with the count', enforced(3), `
  hold(user: string, ws: WebSocket): { open: number } {
    const mine = this.mine(user);
    mine.add(ws);
    return { open: mine.size };
  }`, `
  const { open } = connections.hold(sub, ws);
  if (open > 3) ws.close(1013);`),
  ws('a handle or null', enforced(3), `
  hold(user: string, ws: WebSocket): { release(): void } | null {
    const mine = this.mine(user);
    if (mine.size >= 3) return null;
    mine.add(ws);
    return { release: () => mine.delete(ws) };
  }`, `
  const handle = connections.hold(sub, ws);
  if (handle === null) {
    ws.terminate();
    return;
  }`),
  ws('a function that gives the slot back, or undefined', enforced(3), `
  hold(user: string, ws: WebSocket): (() => void) | undefined {
    const mine = this.mine(user);
    if (mine.size >= 3) return undefined;
    mine.add(ws);
    return () => mine.delete(ws);
  }`, `
  const release = connections.hold(sub, ws);
  if (!release) return ws.close(1013);`),
  ws('words', enforced(3), `
  hold(user: string, ws: WebSocket): 'ok' | 'full' {
    const mine = this.mine(user);
    if (mine.size >= 3) return 'full';
    mine.add(ws);
    return 'ok';
  }`, `
  if (connections.hold(sub, ws) === 'full') return ws.close(1013);`),
  ws('words in a switch', enforced(3), `
  hold(user: string, ws: WebSocket): 'ok' | 'full' {
    const mine = this.mine(user);
    if (mine.size >= 3) return 'full';
    mine.add(ws);
    return 'ok';
  }`, `
  switch (connections.hold(sub, ws)) {
    case 'full':
      ws.close(1013);
      return;
    case 'ok':
      break;
  }`),
  ws('a close code or zero', enforced(3), `
  hold(user: string, ws: WebSocket): number {
    const mine = this.mine(user);
    if (mine.size >= 3) return 4429;
    mine.add(ws);
    return 0;
  }`, `
  const code = connections.hold(sub, ws);
  if (code !== 0) return ws.close(code);`),
  ws('a reason or undefined', enforced(3), `
  refusal(user: string, ws: WebSocket): string | undefined {
    const mine = this.mine(user);
    if (mine.size >= 3) return 'limit of connections';
    mine.add(ws);
  }`, `
  const reason = connections.refusal(sub, ws);
  if (reason !== undefined) return ws.close(1013, reason);`),
  ws('an error that is thrown', enforced(3), `
  hold(user: string, ws: WebSocket): void {
    const mine = this.mine(user);
    if (mine.size >= 3) throw new RangeError('limit');
    mine.add(ws);
  }`, `
  try {
    connections.hold(sub, ws);
  } catch (error) {
    ws.close(error instanceof RangeError ? 4429 : 1011);
    return;
  }`),
  ws('a promise', enforced(3), `
  async hold(user: string, ws: WebSocket): Promise<boolean> {
    const mine = this.mine(user);
    if (mine.size >= 3) return false;
    mine.add(ws);
    return true;
  }`, `
  if (!(await connections.hold(sub, ws))) {
    ws.close(1013);
    return;
  }`),
  ws('a promise with then', enforced(3), `
  hold(user: string, ws: WebSocket): Promise<boolean> {
    const mine = this.mine(user);
    if (mine.size >= 3) return Promise.resolve(false);
    mine.add(ws);
    return Promise.resolve(true);
  }`, `
  connections.hold(sub, ws).then((held) => {
    if (!held) ws.close(1013);
  });`),
  ws('nothing: it closes inside', enforced(3), `
  hold(user: string, ws: WebSocket): void {
    const mine = this.mine(user);
    if (mine.size >= 3) {
      ws.close(1013);
      return;
    }
    mine.add(ws);
  }`, `
  connections.hold(sub, ws);`),
  ws('a truth that is the other way round', fails('notRejected'), `
  hold(user: string, ws: WebSocket): { allowed: boolean } {
    const mine = this.mine(user);
    if (mine.size >= 3) return { allowed: false };
    mine.add(ws);
    return { allowed: true };
  }`, `
  const { allowed } = connections.hold(sub, ws);
  console.log(allowed);`),
  ws('an object is always true', fails('notRejected'), `
  hold(user: string, ws: WebSocket): { allowed: boolean } {
    const mine = this.mine(user);
    if (mine.size >= 3) return { allowed: false };
    mine.add(ws);
    return { allowed: true };
  }`, `
  if (!connections.hold(sub, ws)) {
    ws.close(1013);
    return;
  }`),
];

testExamples('what a check answers', examples);
