import { enforced, example, fails, testExamples } from './examples.js';

/** The count and the test, between the user and the end of the handler. */
const ws = (body: string, state = 'const open = new Map();'): string => `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const wss = new WebSocketServer({ port: 8080 });
${state}

wss.on('connection', async (ws, req) => {
  const { sub } = await verify(req.headers.authorization);
${body}
});
`;

export const examples = [
  example('a Set, made when it is not there', enforced(3), ws(`
  if (!open.has(sub)) open.set(sub, new Set());
  const mine = open.get(sub);
  if (mine.size >= 3) {
    ws.close(4003);
    return;
  }
  mine.add(ws);
  ws.on('close', () => mine.delete(ws));`)),
  example('a Set with ||', enforced(3), ws(`
  const mine = open.get(sub) || new Set();
  if (mine.size >= 3) return ws.close(4003);
  open.set(sub, mine.add(ws));
  ws.on('close', () => mine.delete(ws));`)),
  example('a Set that may be missing, with ?. and ??', enforced(3), ws(`
  if ((open.get(sub)?.size ?? 0) >= 3) return ws.close(4003);
  open.set(sub, (open.get(sub) ?? new Set()).add(ws));
  ws.on('close', () => open.get(sub)?.delete(ws));`)),
  example('a Set that is asked for before its size', enforced(3), ws(`
  const mine = open.get(sub);
  if (mine && mine.size >= 3) return ws.close(4003);
  if (mine) mine.add(ws);
  else open.set(sub, new Set([ws]));
  ws.on('close', () => open.get(sub).delete(ws));`)),
  example('a Set that is compared with undefined in play', enforced(3), ws(`
  const mine = open.get(sub);
  if (mine?.size >= 3) return ws.terminate();
  if (mine === undefined) open.set(sub, new Set([ws]));
  else mine.add(ws);
  ws.on('close', () => open.get(sub).delete(ws));`)),
  example('a Set, by a helper that makes it', enforced(3), ws(`
  const mine = setFor(sub);
  if (mine.size >= 3) return ws.close(4003);
  mine.add(ws);
  ws.on('close', () => mine.delete(ws));`, `const open = new Map();
function setFor(key) {
  let found = open.get(key);
  if (!found) {
    found = new Set();
    open.set(key, found);
  }
  return found;
}`)),
  example('a Map of Maps', enforced(3), ws(`
  const mine = open.get(sub) ?? new Map();
  if (mine.size >= 3) return ws.close(4003);
  const id = crypto.randomUUID();
  mine.set(id, ws);
  open.set(sub, mine);
  ws.on('close', () => mine.delete(id));`)),
  example('a Map of arrays', enforced(3), ws(`
  const mine = open.get(sub) ?? [];
  if (mine.length >= 3) return ws.close(4003);
  open.set(sub, [...mine, ws]);
  ws.on('close', () => open.set(sub, open.get(sub).filter((other) => other !== ws)));`)),
  example('a number in a Map', enforced(3), ws(`
  const n = open.get(sub) ?? 0;
  if (n >= 3) return ws.close(4003);
  open.set(sub, n + 1);
  ws.on('close', () => {
    const left = open.get(sub) - 1;
    if (left === 0) open.delete(sub);
    else open.set(sub, left);
  });`)),
  example('a number in a Map, with ||', enforced(3), ws(`
  if ((open.get(sub) || 0) >= 3) return ws.close(4003);
  open.set(sub, (open.get(sub) || 0) + 1);
  ws.on('close', () => open.set(sub, Math.max(0, (open.get(sub) || 0) - 1)));`)),
  example('a record with a number', enforced(3), ws(`
  const entry = open.get(sub) ?? { count: 0, first: Date.now() };
  if (entry.count >= 3) return ws.close(4003);
  entry.count++;
  open.set(sub, entry);
  ws.on('close', () => {
    if (--entry.count === 0) open.delete(sub);
  });`)),
  example('a record with sockets', enforced(3), ws(`
  const entry = open.get(sub) ?? { sockets: new Set(), name: sub };
  if (entry.sockets.size >= 3) return ws.close(4003);
  entry.sockets.add(ws);
  open.set(sub, entry);
  ws.on('close', () => entry.sockets.delete(ws));`)),
  example('a Set of records, one of which counts something else before', enforced(3), ws(`
  if (!open.has(sub)) open.set(sub, new Set());
  const mine = open.get(sub);
  for (const other of mine) {
    if (other.device === request.headers['x-device']) {
      other.attempts++;
      return ws.close(4009);
    }
  }
  if (mine.size >= 3) return ws.close(4003);
  const entry = { ws, device: request.headers['x-device'], attempts: 0 };
  mine.add(entry);
  ws.on('close', () => mine.delete(entry));`)),
  example('an instance of a class under each user', enforced(3), ws(`
  const member = open.get(sub) ?? new Member();
  open.set(sub, member);
  if (member.isFull()) return ws.close(4003);
  member.enter(ws);
  ws.on('close', () => member.leave(ws));`, `class Member {
  sockets = [];
  isFull() { return this.sockets.length >= 3; }
  enter(ws) { this.sockets.push(ws); }
  leave(ws) { this.sockets = this.sockets.filter((other) => other !== ws); }
}
const open = new Map();`)),
  example('a Map that is made per connection counts nothing', fails('missing'), ws(`
  const mine = new Map();
  mine.set(sub, (mine.get(sub) ?? 0) + 1);
  if (mine.get(sub) > 3) return ws.close(4003);
  ws.on('close', () => mine.delete(sub));`, '')),
  example('a Map and a Set of globalThis', enforced(3), ws(`
  const mine = open.get(sub) ?? new globalThis.Set();
  if (mine.size >= 3) return ws.close(4003);
  open.set(sub, mine.add(ws));
  ws.on('close', () => mine.delete(ws));`, 'class Map {}\nclass Set {}\nconst open = new globalThis.Map();')),
  example('a class that extends Map of globalThis', enforced(3), ws(`
  if ((open.get(sub) ?? 0) >= 3) return ws.close(4003);
  open.set(sub, (open.get(sub) ?? 0) + 1);
  ws.on('close', () => open.set(sub, open.get(sub) - 1));`, 'class Counts extends globalThis.Map {}\nconst open = new Counts();')),
  example('the size of the whole Map is no count of the user', fails('globalOnly'), ws(`
  if (open.size >= 3) return ws.close(4003);
  open.set(sub, ws);
  ws.on('close', () => open.delete(sub));`)),
  example('nobody is ever put into the Set', fails('missing'), ws(`
  if (open.get(sub)?.size >= 3) return ws.close(4003);
  ws.on('close', () => open.delete(sub));`)),
  example('a Map of another thing', fails('missing'), ws(`
  const orders = open.get(sub) ?? [];
  if (orders.length >= 3) return ws.close(4003);
  ws.on('message', (data) => open.set(sub, [...orders, data]));`)),
];

testExamples('counts in Maps', examples);
