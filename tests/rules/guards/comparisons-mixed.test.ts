import { enforced, type Expected, type Example, example, fails, testExamples } from './examples.js';

const ws = (name: string, expected: Expected | readonly Expected[], test: string, state = ''): Example =>
  example(
    name,
    expected,
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const wss = new WebSocketServer({ port: 8080 });
const open = new Map();
${state}

wss.on('connection', async (ws, req) => {
  const user = await verify(req.headers.authorization);
  const mine = open.get(user.id) ?? new Set();
  if (${test}) {
    ws.close(1013);
    return;
  }
  open.set(user.id, mine.add(ws));
  ws.on('close', () => mine.delete(ws));
});
`,
  );

export const examples = [
  ws('or the total', enforced(3), 'wss.clients.size > 500 || mine.size >= 3'),
  ws('or the total, the other way round', enforced(3), 'mine.size >= 3 || wss.clients.size > 500'),
  ws('or the user is banned', enforced(3), '!user.active || mine.size >= 3'),
  ws('or the server is going down', enforced(3), 'closing || mine.size >= 3', 'let closing = false;\nprocess.on("SIGTERM", () => { closing = true; });'),
  ws('three of them', enforced(3), 'closing || wss.clients.size > 500 || mine.size >= 3', 'let closing = false;\nprocess.on("SIGTERM", () => { closing = true; });'),
  ws('but not for the staff', enforced(3), '!user.isStaff && mine.size >= 3'),
  ws('but not for one account', enforced(3), "mine.size >= 3 && user.id !== 'root'"),
  ws('but not for those on a list', enforced(3), 'mine.size >= 3 && !exempt.has(user.id)', "const exempt = new Set(['root']);"),
  ws('where it is switched on', enforced(3), 'enabled && mine.size >= 3', "const enabled = process.env.LIMIT_TABS !== 'off';"),
  ws('zero switches it off', enforced(3), 'max > 0 && mine.size >= max', 'const max = Number(process.env.MAX_TABS ?? 3);'),
  ws('a limit that is set', enforced(3), 'max && mine.size >= max', 'const max = 3;'),
  ws('a limit that is defined', enforced(3), 'max !== undefined && mine.size >= max', 'const max = 3;'),
  ws('asked twice', enforced(3), 'mine.size >= 3 && mine.size > 2'),
  ws('the lower one of two holds', enforced(3), 'mine.size >= 3 || mine.size >= 8'),
  ws('a helper with the numbers', enforced(3), 'reached(mine.size, 3)', 'const reached = (n, most) => n >= most;'),
  ws('a helper with the Set', enforced(3), 'isFull(mine)', 'function isFull(set) {\n  return set.size >= 3;\n}'),
  ws('a helper with the user', enforced(3), '!hasRoom(user)', 'const hasRoom = ({ id }) => (open.get(id)?.size ?? 0) < 3;'),
  ws('a helper that answers early', enforced(3), '!mayEnter(user.id)', 'function mayEnter(id) {\n  const set = open.get(id);\n  if (!set) return true;\n  if (set.size < 3) return true;\n  return false;\n}'),
  ws('a helper behind a helper', enforced(3), '!mayEnter(user.id)', 'const count = (id) => open.get(id)?.size ?? 0;\nconst left = (id) => 3 - count(id);\nconst mayEnter = (id) => left(id) > 0;'),
  ws('not one of the user', fails('globalOnly'), 'wss.clients.size > 500 && user.isGuest'),
  ws('at least one', fails('missing'), 'mine.size < 0'),
  ws('the first one is turned away and the others come in', fails('missing'), 'mine.size === 0 && !user.active'),
];

testExamples('a comparison among others', examples);
