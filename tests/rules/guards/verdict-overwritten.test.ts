import { enforced, evicts, example, fails, testExamples } from './examples.js';

const ws = (handler: string, state = 'const clients = new Map();'): string => `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const wss = new WebSocketServer({ port: 8080 });
${state}

wss.on('connection', async (ws, req) => {
  const { sub: userId } = await verify(req.headers.authorization);
${handler}
});
`;

export const examples = [
  example(
    'keys of a Map of users are counted',
    fails('overwritten'),
    ws(`
  const open = [...clients.keys()].filter((id) => id === userId).length;
  if (open >= 3) {
    ws.close(1008, 'Too many connections');
    return;
  }
  clients.set(userId, ws);
  ws.on('close', () => clients.delete(userId));`),
  ),
  example(
    'keys of an object are counted',
    fails('overwritten'),
    ws(
      `
  if (Object.keys(sessions).filter((key) => key === userId).length > 2) {
    ws.terminate();
    return;
  }
  sessions[userId] = ws;
  ws.on('close', () => { delete sessions[userId]; });`,
      'const sessions = {};',
    ),
  ),
  example(
    'a number that is always one',
    fails('overwritten'),
    ws(`
  if ((clients.get(userId) ?? 0) >= 3) return ws.close(4000);
  clients.set(userId, 1);
  ws.on('close', () => clients.delete(userId));`),
  ),
  example(
    'a new Set each time',
    fails('overwritten'),
    ws(`
  if (clients.get(userId)?.size >= 3) return ws.close(4000);
  clients.set(userId, new Set([ws]));
  ws.on('close', () => clients.delete(userId));`),
  ),
  example(
    'a record with one socket',
    fails('overwritten'),
    ws(`
  let n = 0;
  for (const [id] of clients) if (id === userId) n++;
  if (n >= 5) return ws.close(4000);
  clients.set(userId, { socket: ws, since: Date.now() });
  ws.on('close', () => clients.delete(userId));`),
  ),
  example(
    'the user is added, and not the connection',
    fails('overwritten'),
    ws(`
  const mine = clients.get(userId) ?? new Set();
  if (mine.size >= 3) return ws.close(1013);
  clients.set(userId, mine.add(userId));
  ws.on('close', () => mine.delete(userId));`),
  ),
  example(
    'the user is added to a Set that is made first',
    fails('overwritten'),
    ws(`
  if (!clients.has(userId)) clients.set(userId, new Set());
  const mine = clients.get(userId);
  if (mine.size >= 3) return ws.close(1013);
  mine.add(userId);
  ws.on('close', () => mine.delete(userId));`),
  ),
  example(
    'another name of the user is added',
    fails('overwritten'),
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const wss = new WebSocketServer({ port: 8080 });
const open = new Map();

wss.on('connection', async (ws, req) => {
  const { id, email } = verify(req.headers.authorization);
  const mine = open.get(id) ?? new Set();
  if (mine.size >= 3) return ws.close(1013);
  open.set(id, mine.add(email));
  ws.on('close', () => mine.delete(email));
});
`,
  ),
  example(
    'the connection is added to a Set that is put back',
    enforced(3),
    ws(`
  const mine = clients.get(userId) ?? new Set();
  if (mine.size >= 3) return ws.close(1013);
  clients.set(userId, mine.add(ws));
  ws.on('close', () => mine.delete(ws));`),
  ),
  example(
    'a random name of the connection is added',
    enforced(3),
    ws(`
  const name = crypto.randomUUID();
  const mine = clients.get(userId) ?? new Set();
  if (mine.size >= 3) return ws.close(1013);
  clients.set(userId, mine.add(name));
  ws.on('close', () => mine.delete(name));`),
  ),
  example(
    'a Set that is kept',
    enforced(3),
    ws(`
  if (clients.get(userId)?.size >= 3) return ws.close(4000);
  if (clients.has(userId)) clients.get(userId).add(ws);
  else clients.set(userId, new Set([ws]));
  ws.on('close', () => clients.get(userId)?.delete(ws));`),
  ),
  example(
    'one entry a user is right for a cap of one',
    enforced(1),
    ws(`
  if (clients.has(userId)) return ws.close(4000, 'already connected');
  clients.set(userId, ws);
  ws.on('close', () => clients.delete(userId));`),
  ),
  example(
    'one entry a user is right where the previous one is closed',
    evicts(1),
    ws(`
  clients.get(userId)?.close(4001, 'replaced');
  clients.set(userId, ws);
  ws.on('close', () => {
    if (clients.get(userId) === ws) clients.delete(userId);
  });`),
  ),
  example(
    'one entry a connection, with the user in it, is scanned well',
    enforced(5),
    ws(`
  const open = [...clients.values()].filter((id) => id === userId).length;
  if (open >= 5) return ws.close(4000);
  clients.set(ws, userId);
  ws.on('close', () => clients.delete(ws));`),
  ),
];

testExamples('a tracker that each connection overwrites', examples);
