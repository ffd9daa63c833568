import { enforced, evicts, type Example, type Expected, example, testExamples } from './examples.js';

const ws = (name: string, expected: Expected, body: string, state = 'const open = new Map();'): Example =>
  example(
    name,
    expected,
    `
import { WebSocketServer } from 'ws';
import { verify, profile } from './token.js';

const wss = new WebSocketServer({ port: 8080 });
${state}

wss.on('connection', async (ws, req) => {
  const { id } = await verify(req.headers.authorization);
${body}
});
`,
  );

export const examples = [
  ws('nothing is given back', enforced(3), `
  const n = open.get(id) ?? 0;
  if (n >= 3) return ws.close(1013);
  open.set(id, n + 1);`),
  ws('a wait between counting and adding', enforced(3), `
  const mine = open.get(id) ?? new Set();
  if (mine.size >= 3) return ws.close(1013);
  ws.profile = await profile(id);
  open.set(id, mine.add(ws));
  ws.on('close', () => mine.delete(ws));`),
  ws('a wait between adding and the listener', enforced(3), `
  const mine = open.get(id) ?? new Set();
  if (mine.size >= 3) return ws.close(1013);
  open.set(id, mine.add(ws));
  ws.profile = await profile(id);
  ws.on('close', () => mine.delete(ws));`),
  ws('given back twice', enforced(3), `
  const n = open.get(id) ?? 0;
  if (n >= 3) return ws.close(1013);
  open.set(id, n + 1);
  const release = () => open.set(id, open.get(id) - 1);
  ws.on('close', release);
  ws.on('error', release);`),
  ws('refused ones are given back as well', enforced(3), `
  ws.on('close', () => open.set(id, (open.get(id) ?? 0) - 1));
  const n = open.get(id) ?? 0;
  if (n >= 3) return ws.close(1013);
  open.set(id, n + 1);`),
  ws('everything of the user is forgotten when one goes', enforced(3), `
  const mine = open.get(id) ?? new Set();
  if (mine.size >= 3) return ws.close(1013);
  open.set(id, mine.add(ws));
  ws.on('close', () => open.delete(id));`),
  ws('given back under another key', enforced(3), `
  const mine = open.get(id) ?? new Set();
  if (mine.size >= 3) return ws.close(1013);
  open.set(id, mine.add(ws));
  ws.on('close', () => open.get(String(id))?.delete(ws));`),
  ws('given back on something else', enforced(3), `
  const mine = open.get(id) ?? new Set();
  if (mine.size >= 3) return ws.close(1013);
  open.set(id, mine.add(ws));
  ws.on('message', (data) => { if (String(data) === 'bye') mine.delete(ws); });`),
  ws('the closed one is added all the same', enforced(3), `
  const mine = open.get(id) ?? new Set();
  if (mine.size >= 3) ws.close(1013);
  open.set(id, mine.add(ws));
  ws.on('close', () => mine.delete(ws));`),
  ws('added in a later handler', enforced(3), `
  const mine = open.get(id) ?? new Set();
  if (mine.size >= 3) return ws.close(1013);
  ws.once('message', () => open.set(id, mine.add(ws)));
  ws.on('close', () => mine.delete(ws));`),
  ws('the close of the evicted one forgets the new one', evicts(1), `
  open.get(id)?.close(4001);
  open.set(id, ws);
  ws.on('close', () => open.delete(id));`),
  ws('dead ones are swept by a timer', enforced(3), `
  const mine = open.get(id) ?? new Set();
  if (mine.size >= 3) return ws.close(1013);
  open.set(id, mine.add(ws));`, `const open = new Map();
setInterval(() => {
  for (const [id, mine] of open) {
    for (const ws of mine) if (ws.readyState !== ws.OPEN) mine.delete(ws);
    if (mine.size === 0) open.delete(id);
  }
}, 10_000);`),
  ws('a count that an imported service keeps', enforced(3), `
  const n = await presence.countFor(id);
  if (n >= 3) return ws.close(1013);
  await presence.add(id, ws);
  ws.on('close', () => presence.remove(id, ws));`, "import { presence } from './presence.js';"),
];

testExamples('guards that have a fault, and count per user', examples);
