import { enforced, type Expected, type Example, example, passes, testExamples } from './examples.js';

const io = (name: string, expected: Expected, inside: string, expression: string, outside = ''): Example =>
  example(
    name,
    expected,
    `
import { Server } from 'socket.io';
import { authenticate } from './auth.js';
${outside}

const io = new Server(3000);
const tabs = new Map();

io.use(authenticate);
io.use(async (socket, next) => {
  const { user } = socket.data;
  ${inside}
  const mine = tabs.get(user.id) ?? new Set();
  if (mine.size >= ${expression}) return next(new Error('limit'));
  tabs.set(user.id, mine.add(socket));
  socket.conn.once('close', () => mine.delete(socket));
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`,
  );

export const examples = [
  io('one of two', enforced('5 or 8'), 'const most = user.premium ? 8 : 5;', 'most'),
  io('one of two in the condition', enforced('5 or 8'), '', '(user.premium ? 8 : 5)'),
  io('one of two constants', enforced('3 or 10'), 'const most = user.plan === "pro" ? PRO : FREE;', 'most', 'const FREE = 3;\nconst PRO = 10;'),
  io('one of three', enforced('2, 4 or 6'), 'const most = user.plan === "team" ? 6 : user.plan === "pro" ? 4 : 2;', 'most'),
  io('a correction', enforced('5 or 8'), 'let most = 5;\n  if (user.premium) most = 8;', 'most'),
  io('a helper with several answers', enforced('2, 4 or 6'), '', 'limitFor(user)', 'function limitFor({ plan }) {\n  if (plan === "team") return 6;\n  if (plan === "pro") return 4;\n  return 2;\n}'),
  io('a helper with a switch', enforced('2 or 4'), '', 'limitFor(user)', 'function limitFor(user) {\n  switch (user.plan) {\n    case "pro":\n      return 4;\n    default:\n      return 2;\n  }\n}'),
  io('a table by plan', enforced('2, 4 or 6'), '', 'LIMITS[user.plan]', 'const LIMITS = { free: 2, pro: 4, team: 6 };'),
  io('a table with a fallback', enforced('2 or 4'), '', '(LIMITS[user.plan] ?? 2)', 'const LIMITS = { free: 2, pro: 4 };'),
  io('twice the same', enforced(5), 'const most = user.premium ? 5 : 5;', 'most'),
  io('a number of the user that has a fallback', enforced(4), '', '(user.maxTabs ?? 4)'),
  io('an imported constant', enforced('`MAX_TABS`'), '', 'MAX_TABS', "import { MAX_TABS } from './limits.js';"),
  io('a member of an imported object', enforced('`config.maxSockets`'), '', 'config.maxSockets', "import { config } from './config.js';"),
  io('a member of a member', enforced('`config.ws.tabs`'), '', 'config.ws.tabs', "import config from './config.js';"),
  io('a service of the configuration', enforced('`config.get(…)`'), '', "config.get('ws.tabs')", "import config from 'config';"),
  io('a number of the user', enforced('`socket.data.user.plan.tabs`'), '', 'socket.data.user.plan.tabs'),
  io('a number of the database', passes(), "const settings = await db.settings.findOne({ app: 'chat' });", 'settings.tabs', "import { db } from './db.js';"),
  io('what the database says, or else a constant', enforced(3), 'const row = await db.users.findById(user.id);\n  const most = row.tabs ?? MOST;', 'most', "import { db } from './db.js';\nconst MOST = 3;"),
];

testExamples('several limits, and unknown ones', examples);
