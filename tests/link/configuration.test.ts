import { describe, expect, it } from 'vitest';
import { type Files, idle, lintProgram } from './program.js';

/** A server that authenticates its users; what it does with a limit is the case's. */
const server = (imports: string, body: string): string => `import { Server } from 'socket.io';
import { authenticate } from './auth.js';
${imports}
const io = new Server(3000);
const open = new Map();
io.use(authenticate);
io.use((socket, next) => {
  const mine = open.get(socket.data.userId) ?? new Set();
  ${body}
  open.set(socket.data.userId, mine.add(socket));
  socket.conn.once('close', () => mine.delete(socket));
  next();
});
io.on('connection', (socket) => socket.emit('hello'));
`;
const refused = (limit: string): string => `if (mine.size >= ${limit}) return next(new Error('limit'));`;

/** The file with the limit comes first: it is the one that is linted. */
type Case = readonly [name: string, expected: readonly string[], files: Files];

const limits: readonly Case[] = [
  ['a constant that a server compares with', [], {
    'limits.js': 'export const MAX_CONNECTIONS_PER_USER = 3;\n',
    'server.js': server("import { MAX_CONNECTIONS_PER_USER } from './limits.js';", refused('MAX_CONNECTIONS_PER_USER')),
  }],
  ['a constant that nobody reads', [idle('neverRead')], {
    'limits.js': 'export const MAX_CONNECTIONS_PER_USER = 3;\nexport const MAX_MESSAGE_BYTES = 100;\n',
    'server.js': server("import { MAX_MESSAGE_BYTES } from './limits.js';", 'if (socket.handshake.query.bytes > MAX_MESSAGE_BYTES) return;'),
  }],
  ['a constant that is logged at the start, and no more', [idle('readNotEnforced')], {
    'limits.js': 'export const MAX_CONNECTIONS_PER_USER = 3;\n',
    'server.js': server("import { MAX_CONNECTIONS_PER_USER } from './limits.js';", 'console.log(MAX_CONNECTIONS_PER_USER);'),
  }],
  ['a config object that a server compares with', [], {
    'config.js': 'export const config = { port: 3000, limits: { maxConnectionsPerUser: 3 } };\n',
    'server.js': server("import { config } from './config.js';", refused('config.limits.maxConnectionsPerUser')),
  }],
  ['a config object whose limit nobody reads', [idle('neverRead')], {
    'config.js': 'export const config = { port: 3000, limits: { maxConnectionsPerUser: 3 } };\n',
    'server.js': server("import { config } from './config.js';", 'if (config.port === 80) console.log(mine.size);'),
  }],
  ['a default export that a helper in a third file compares with', [], {
    'config.js': 'export default { maxConnectionsPerUser: 3 };\n',
    'limiter.js': "import config from './config.js';\nexport const isFull = (sockets) => sockets.size >= config.maxConnectionsPerUser;\n",
    'server.js': server("import { isFull } from './limiter.js';", "if (isFull(mine)) return next(new Error('limit'));"),
  }],
  ['CommonJS settings that a server compares with', [], {
    'config.cjs': 'module.exports = { maxConnectionsPerUser: 3 };\n',
    'server.js': server("import config from './config.cjs';", refused('config.maxConnectionsPerUser')),
  }],
  ['CommonJS settings whose limit nobody reads', [idle('neverRead')], {
    'config.cjs': 'module.exports = { port: 3000, maxConnectionsPerUser: 3 };\n',
    'server.js': server("import config from './config.cjs';", 'if (config.port === 80) console.log(mine.size);'),
  }],
  ['a limit of the environment that a server compares with', [], {
    'env.js': 'export const env = { MAX_CONNECTIONS_PER_USER: Number(process.env.MAX_CONNECTIONS_PER_USER ?? 3) };\n',
    'server.js': server("import { env } from './env.js';", refused('env.MAX_CONNECTIONS_PER_USER')),
  }],
  ['a limit of the environment that nobody reads', [idle('neverRead')], {
    'env.js': 'export const env = { MAX_CONNECTIONS_PER_USER: Number(process.env.MAX_CONNECTIONS_PER_USER ?? 3) };\n',
    'server.js': server("import { env } from './env.js';", 'if (env.DEBUG) console.log(mine.size);'),
  }],
  ['a schema whose limit a server compares with', [], {
    'env.js': "import { z } from 'zod';\nexport const env = z.object({ MAX_CONNECTIONS_PER_USER: z.coerce.number().default(3) }).parse(process.env);\n",
    'server.js': server("import { env } from './env.js';", refused('env.MAX_CONNECTIONS_PER_USER')),
  }],
  ['a schema whose limit nobody reads', [idle('neverRead')], {
    'env.js': "import { z } from 'zod';\nexport const env = z.object({ MAX_CONNECTIONS_PER_USER: z.coerce.number().default(3) }).parse(process.env);\n",
    'server.js': server("import { env } from './env.js';", 'if (env.DEBUG) console.log(mine.size);'),
  }],
  ['a limit of a package that others import', [], {
    'package.json': '{ "name": "limits", "main": "limits.js", "type": "module" }',
    'limits.js': 'export const MAX_CONNECTIONS_PER_USER = 3;\n',
    'server.js': server('', ''),
  }],
  ['a limit in a project without a server', [], { 'limits.js': 'export const MAX_CONNECTIONS_PER_USER = 3;\n' }],
];

const LIMITER = `const MAX_CONNECTIONS_PER_USER = 3;
const connections = new Map();
export function checkLimit(userId, socket) {
  const mine = connections.get(userId) ?? new Set();
  if (mine.size >= MAX_CONNECTIONS_PER_USER) return false;
  connections.set(userId, mine.add(socket));
  socket.conn.once('close', () => mine.delete(socket));
  return true;
}
`;
const limiters: readonly Case[] = [
  ['a limiter that a server asks', [], {
    'limiter.js': LIMITER,
    'server.js': server("import { checkLimit } from './limiter.js';", "if (!checkLimit(socket.data.userId, socket)) return next(new Error('limit'));"),
  }],
  ['a limiter that nobody imports', [idle('unusedGuard')], { 'limiter.js': LIMITER, 'server.js': server('', '') }],
  ['a limiter that is imported and not called', [idle('unusedGuard')], { 'limiter.js': LIMITER, 'server.js': server("import { checkLimit } from './limiter.js';", '') }],
];

const named = ([name, , files]: Case): string => `${name} (${Object.keys(files).find((path) => path !== 'package.json') ?? ''})`;
const lint = ([, , files]: Case): string[] => lintProgram(files, Object.keys(files).find((path) => path !== 'package.json'));

describe('a configured limit in a file of its own', () => {
  it.each(limits.map((item) => [named(item), item] as const))('%s', (_, item) => {
    expect(lint(item)).toEqual(item[1]);
  });
});

describe('a limiter in a file of its own', () => {
  it.each(limiters.map((item) => [named(item), item] as const))('%s', (_, item) => {
    expect(lint(item)).toEqual(item[1]);
  });
});
