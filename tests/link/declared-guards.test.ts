import { afterAll, beforeAll, expect, test } from 'vitest';
import { enforced, fails, Program } from './program.js';

/** Limiters of the repository that are found by a name at run time: what they do cannot be seen, so the settings say it. */
const FILES = {
  'registry.js': 'export const pick = (name) => globalThis[name];\n',
  'limits.js': "import { pick } from './registry.js';\nexport const limitConnections = pick('limiter');\nexport class Limits {\n  admit(user) {\n    return pick('admit')(user);\n  }\n}\nexport const limits = pick('limits');\n",
};
const server = (imported: string, use: string): string => `import { Server } from 'socket.io';
import { authenticate } from './auth.js';
import ${imported} from './limits.js';

const io = new Server(3000);
io.use(authenticate);
${use}
io.on('connection', (socket) => socket.emit('welcome'));
`;
const refusing = (call: string): string => `io.use((socket, next) => {
  next(${call} ? undefined : new Error('Connection limit reached'));
});`;

const SERVERS: readonly (readonly [how: string, guard: string, text: string])[] = [
  ['middleware', 'limitConnections', server('{ limitConnections }', 'io.use(limitConnections);')],
  ['middleware that is made', 'limitConnections', server('{ limitConnections }', 'io.use(limitConnections(3));')],
  ['a function that answers', 'limitConnections', server('{ limitConnections }', refusing('limitConnections(socket.data.userId)'))],
  ['a function under another name', 'limitConnections', server('{ limitConnections as hasRoom }', refusing('hasRoom(socket.data.userId)'))],
  ['a method of an instance', 'Limits.admit', server('{ Limits }', `const own = new Limits();\n${refusing('own.admit(socket.data.userId)')}`)],
  ['a method of an object', 'limits.admit', server('{ limits }', refusing('limits.admit(socket.data.userId)'))],
];

let program: Program;
beforeAll(() => {
  program = new Program(FILES);
});
afterAll(() => {
  program.delete();
});

const lint = (text: string, guards: object[] = []): string[] => program.lint('server.js', { guards }, text);

test.each(SERVERS)('%s of a file that is read counts as it is declared, and not otherwise', (_how, name, text) => {
  expect(lint(text)).not.toContain(enforced(3));
  expect(lint(text, [{ module: './limits.js', name, limit: 3 }])).toEqual([enforced(3)]);
  expect(lint(text, [{ module: 'limits', name, limit: 3 }])).toEqual([enforced(3)]);
  expect(lint(text, [{ module: './other.js', name, limit: 3 }])).toEqual(lint(text));
  expect(lint(text, [{ module: './limits.js', name: `${name}Else`, limit: 3 }])).toEqual(lint(text));
});

test('a guard that is read is believed before what is declared of it', () => {
  const own = new Program({
    'limits.js': "const open = new Map();\nexport function admit(user, socket) {\n  const mine = open.get(user) ?? new Set();\n  if (mine.size >= 5) return false;\n  open.set(user, mine.add(socket));\n  socket.conn.once('close', () => mine.delete(socket));\n  return true;\n}\n",
    'server.js': server('{ admit }', refusing('admit(socket.data.userId, socket)')),
  });
  expect(own.lint('server.js', { guards: [{ module: './limits.js', name: 'admit', limit: 3 }] })).toEqual([enforced(5)]);
  own.delete();
});

test('a function that is handed to something else is no guard, though it is declared', () => {
  expect(lint(server('{ limitConnections }', "process.on('exit', limitConnections);"), [{ module: './limits.js', name: 'limitConnections', limit: 3 }])).toEqual([fails('missing')]);
});
