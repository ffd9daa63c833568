import { enforced, type Expected, type Example, example, outOfRange, testExamples } from './examples.js';

const io = (name: string, expected: Expected | readonly Expected[], declaration: string, test = 'mine.size >= MAX'): Example =>
  example(
    name,
    expected,
    `
const { Server } = require('socket.io');
const { authenticate } = require('./auth');
${declaration}

const io = new Server(3000);
const open = new Map();

io.use(authenticate);
io.use((socket, next) => {
  const mine = open.get(socket.data.userId) ?? new Set();
  if (${test}) {
    next(new Error('limit'));
    return;
  }
  open.set(socket.data.userId, mine.add(socket));
  socket.conn.once('close', () => mine.delete(socket));
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`,
  );

export const examples = [
  io('ten is fine', enforced(10), 'const MAX = 10;'),
  io('one is fine', enforced(1), 'const MAX = 1;'),
  io('twenty is too high', [enforced(20), outOfRange('tooHigh', '20')], 'const MAX = 20;'),
  io('eleven is too high', [enforced(11), outOfRange('tooHigh', '11')], '', 'mine.size >= 11'),
  io('more than ten lets eleven in', [enforced(11), outOfRange('tooHigh', '10')], 'const MAX = 10;', 'mine.size > MAX'),
  io('ten, the new one included', enforced(10), 'const MAX = 10;', 'mine.size + 1 > MAX'),
  io('zero lets nobody in', [enforced(0), outOfRange('tooLow', '0')], 'const MAX = 0;'),
  io('more than zero lets one in', enforced(1), 'const MAX = 0;', 'mine.size > MAX'),
  io('a default that is too high', [enforced(50), outOfRange('tooHigh', '50')], 'const MAX = Number(process.env.MAX_TABS ?? 50);'),
  io('a text that is too high', [enforced(25), outOfRange('tooHigh', "'25'")], "const MAX = parseInt(process.env.MAX_TABS || '25', 10);"),
  io('a member that is too high', [enforced(100), outOfRange('tooHigh', '100')], 'const limits = { rooms: 20, tabs: 100 };', 'mine.size >= limits.tabs'),
  io('one of two that is too high', [enforced('5 or 50'), outOfRange('tooHigh', '50')], 'const limitOf = (user) => (user.premium ? 50 : 5);', 'mine.size >= limitOf(socket.data.user)'),
  io('a number of the environment without a default', outOfRange('notANumber'), 'const MAX = Number(process.env.MAX_TABS);'),
  io('parseInt without a default', outOfRange('notANumber'), 'const MAX = parseInt(process.env.MAX_TABS, 10);'),
  io('a text of the environment', outOfRange('notANumber'), 'const MAX = process.env.MAX_TABS;'),
  io('a plus without a default', outOfRange('notANumber'), 'const MAX = +process.env.MAX_TABS;'),
  io('a clamp does not mend NaN', outOfRange('notANumber'), 'const MAX = Math.max(1, Number(process.env.MAX_TABS));'),
  io('a ?? behind the conversion does not mend NaN', outOfRange('notANumber'), 'const MAX = Number(process.env.MAX_TABS) ?? 5;'),
  io('undefined', outOfRange('notANumber'), 'const MAX = Number(undefined);'),
  io('Infinity', outOfRange('unbounded'), 'const MAX = Infinity;'),
  io('Number.POSITIVE_INFINITY', outOfRange('unbounded'), 'const MAX = Number.POSITIVE_INFINITY;'),
  io('Infinity as a default', outOfRange('unbounded'), 'const MAX = Number(process.env.MAX_TABS ?? Infinity);'),
];

testExamples('limits out of range', examples);
