import { enforced, type Example, type Expected, example, fails, idle, testExamples } from './examples.js';

const address = `
  const host = req.socket.remoteAddress;
  const perHost = hosts.get(host) ?? new Set();
  if (perHost.size >= 20) return ws.close(1013);
  hosts.set(host, perHost.add(ws));
  ws.on('close', () => perHost.delete(ws));`;
const room = `
  const name = new URL(req.url, 'http://x').searchParams.get('room');
  const perRoom = rooms.get(name) ?? new Set();
  if (perRoom.size >= 30) return ws.close(1013);
  rooms.set(name, perRoom.add(ws));
  ws.on('close', () => perRoom.delete(ws));`;
const total = `
  if (wss.clients.size > 500) return ws.close(1013);`;
const connection = `
  const tries = (perSocket.get(ws) ?? 0) + 1;
  perSocket.set(ws, tries);
  if (tries > 3) return ws.close(1013);`;
const told = `
  const n = (users.get(sub) ?? 0) + 1;
  users.set(sub, n);
  ws.on('close', () => users.set(sub, users.get(sub) - 1));
  if (n > 3) ws.send('too many');`;
const overwritten = `
  if ([...last.keys()].filter((id) => id === sub).length >= 3) return ws.close(1013);
  last.set(sub, ws);
  ws.on('close', () => last.delete(sub));`;
const user = `
  const mine = users.get(sub) ?? new Set();
  if (mine.size >= 3) return ws.close(1013);
  users.set(sub, mine.add(ws));
  ws.on('close', () => mine.delete(ws));`;
const foreign = `
  if (!(await quota.tryAcquire(sub))) return ws.close(1013);`;

const STATE: Readonly<Record<string, string>> = {
  hosts: 'const hosts = new Map();',
  rooms: 'const rooms = new Map();',
  perSocket: 'const perSocket = new Map();',
  users: 'const users = new Map();',
  last: 'const last = new Map();',
  quota: "import { quota } from './connection-quota.js';",
};

const both = (name: string, expected: Expected | readonly Expected[], parts: readonly string[], before = ''): Example => {
  const body = parts.join('\n');
  const state = Object.entries(STATE).flatMap(([word, declaration]) => (new RegExp(`\\b${word}\\.`, 'u').test(body) ? [declaration] : []));
  return example(
    name,
    expected,
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';
${[...state, before].join('\n')}

const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', async (ws, req) => {
  const { sub } = await verify(req.headers.authorization);${body}
  ws.send('welcome');
});
`,
  );
};

const LIMIT = 'const MAX_CONNECTIONS_PER_USER = 5;';
const idleLimit = idle('neverRead', LIMIT);

export const examples = [
  both('user before address', enforced(3), [address, user]),
  both('user before unreadable', enforced(3), [foreign, user]),
  both('user before total', enforced(3), [total, user]),
  both('user before overwritten', enforced(3), [overwritten, user]),
  both('user before a message to the user', enforced(3), [user.replace('const mine', 'if ((users.get(sub)?.size ?? 0) >= 2) ws.send("one left");\n  const mine')]),
  both('unreadable before address', fails('unverifiable'), [address, foreign]),
  both('unreadable before total', fails('unverifiable'), [total, foreign]),
  both('unreadable before a comparison without an effect', fails('unverifiable'), [told, foreign]),
  both('address before room', fails('perAddressOnly'), [room, address]),
  both('address before total', fails('perAddressOnly'), [total, address]),
  both('room before total', fails('perRoomOnly'), [total, room]),
  both('total before connection', fails('globalOnly'), [connection, total]),
  both('total before a comparison without an effect', fails('globalOnly'), [told, total]),
  both('address before a comparison without an effect', fails('perAddressOnly'), [told, address]),
  both('connection before a comparison without an effect', fails('perConnection'), [connection, told]),
  both('a comparison without an effect before overwritten', fails('notRejected'), [overwritten, told]),
  both('total before overwritten', fails('globalOnly'), [overwritten, total]),
  both('address before what is configured', [fails('perAddressOnly'), idleLimit], [address], LIMIT),
  both('total before what is configured', [fails('globalOnly'), idleLimit], [total], LIMIT),
  both('a comparison without an effect before what is configured', [fails('notRejected'), idleLimit], [told], LIMIT),
  both('overwritten before what is configured', [fails('overwritten'), idleLimit], [overwritten], LIMIT),
  both('what is configured before nothing', [fails('configuredOnly'), idleLimit], [], LIMIT),
  both('nothing', fails('missing'), []),
];

testExamples('the best of what is found decides', examples);
