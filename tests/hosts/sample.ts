import plugin from '../../src/index.js';

/** A server whose users are known; `keep` is where the middleware puts them. */
const server = (keep: string): string => `import { Server } from 'socket.io';
import { verifyToken } from './auth.js';

const io = new Server(3000);

io.use(async (socket, next) => {
  try {
    const user = await verifyToken(socket.handshake.auth.token);
    ${keep}
    next();
  } catch (error) {
    next(error);
  }
});

io.on('connection', (socket) => {
  socket.emit('welcome');
});
`;

/** A guard with this limit, that waits before it counts the connection if told. */
const guarded = (limit: number, wait = ''): string => `import { WebSocketServer } from 'ws';
import { verifyToken, greet } from './auth.js';

const connectionsPerUser = new Map();
const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', async (ws, request) => {
  const { userId } = verifyToken(request.headers.authorization);
  const connections = connectionsPerUser.get(userId) ?? new Set();
  if (connections.size >= ${limit}) {
    ws.close(1008, 'Connection limit reached');
    setTimeout(() => ws.terminate(), 1000).unref();
    return;
  }${wait}
  connectionsPerUser.set(userId, connections.add(ws));
  ws.once('close', () => {
    connections.delete(ws);
    if (connections.size === 0) connectionsPerUser.delete(userId);
  });
});
`;
const LATE = guarded(3, '\n  await greet(ws);');

/** A program in four files: the handler is given its server, and the guard is in a module of its own. */
export const ACROSS_FILES = {
  'across/index.js': `import { Server } from 'socket.io';
import { authenticate } from './authenticate.js';
import { chat } from './chat.js';
import { admit } from './connections.js';

const io = new Server(3000);

io.use(authenticate);
io.use((socket, next) => {
  next(admit(socket) ? undefined : new Error('Connection limit reached'));
});
chat(io);
`,
  'across/authenticate.js': `import jwt from 'jsonwebtoken';

export function authenticate(socket, next) {
  try {
    const claims = jwt.verify(socket.handshake.auth.token, process.env.SECRET);
    socket.data.userId = claims.sub;
    next();
  } catch (error) {
    next(error);
  }
}
`,
  'across/chat.js': `export function chat(io) {
  io.on('connection', (socket) => socket.emit('welcome'));
}
`,
  'across/connections.js': `const connections = new Map();

export function admit(socket) {
  const key = socket.data.userId;
  const own = connections.get(key) ?? new Set();
  if (own.size >= 4) return false;
  connections.set(key, own.add(socket.conn));
  socket.conn.once('close', () => {
    own.delete(socket.conn);
    if (own.size === 0) connections.delete(key);
  });
  return true;
}
`,
};

export const SERVER = server('socket.data.userId = user.id;');
const HIGH_LIMIT = guarded(100);

/** What is linted. A folder has the configuration of its name. */
export const SAMPLE = {
  'server.js': SERVER,
  'limit.js': HIGH_LIMIT,
  ...ACROSS_FILES,
  'options/server.js': SERVER,
  'options/limit.js': guarded(11),
  'settings/server.js': server('socket.session = await user.load();'),
};
const OPTIONS = {
  'websocket-limits/require-per-user-connection-limit': ['error', { limit: 5, fix: 'suggest' }],
  // Without max, which then is the default.
  'websocket-limits/max-connections-per-user': ['error', { min: 2 }],
};
const SETTINGS = { 'websocket-limits': { identity: ['socket.session.account'] } };

/** Accepts, and closes then. */
const AFTER = `import { Server } from 'socket.io';
import { authenticate } from './auth.js';

const connections = new Map();
const io = new Server(3000);

io.use(authenticate);
io.on('connection', (socket) => {
  const { userId } = socket.handshake.auth;
  const own = connections.get(userId) ?? new Set();
  if (own.size >= 3) {
    socket.disconnect(true);
    return;
  }
  connections.set(userId, own.add(socket));
  socket.on('disconnect', () => {
    own.delete(socket);
    if (own.size === 0) connections.delete(userId);
  });
});
`;

/** For the three configs: the same servers in a folder for each. */
export const LEVELS = Object.fromEntries(
  Object.keys(plugin.configs).flatMap((name) => [
    [`levels/${name}/late.js`, LATE],
    [`levels/${name}/after.js`, AFTER],
  ]),
);

export const TYPED = {
  'typed.ts': `import { type DefaultEventsMap, Server } from 'socket.io';
import { verifyToken } from './auth.js';

interface SocketData {
  userId: string;
}
const io = new Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>(3000);

io.use((socket, next) => {
  const user = verifyToken(socket.handshake.auth['token'] as string);
  socket.data.userId = user.id satisfies string;
  next();
});

io.on('connection', (socket) => {
  socket.emit('welcome');
});
`,
};

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** In the folders of these names; others than the right ones are wrong. */
interface Given {
  readonly options?: object;
  readonly settings?: object;
}
type Text = (parser: Parser, given?: Given) => Record<string, string>;

const flatEntries = (parser: string, { options = OPTIONS, settings = SETTINGS }: Given): string => `[
  plugin.configs.audit,
  { files: ['**/*.js', '**/*.ts'], languageOptions: { ${parser} } },
  { files: ['options/**'], rules: ${json(options)} },
  { files: ['settings/**'], settings: ${json(settings)} },
  { files: ['levels/**'], rules: ${json(Object.fromEntries(Object.keys(plugin.configs.audit.rules ?? {}).map((rule) => [rule, 'off'])))} },
  ...['recommended', 'strict', 'audit'].map((name) => ({ ...plugin.configs[name], files: ['levels/' + name + '/**'] })),
]`;

export type Parser = 'espree' | '@typescript-eslint/parser' | '@babel/eslint-parser';
const parserOptions = (parser: Parser): object => (parser === '@babel/eslint-parser' ? { requireConfigFile: false } : {});
const flatOptions = (parser: Parser): string => (parser === 'espree' ? '' : `parser, parserOptions: ${json(parserOptions(parser))}`);

export type Format = 'a CommonJS config' | 'an ESM config' | 'an .eslintrc';
/** The configuration, in each form that there is: its file and its text. */
export const FORMATS: Readonly<Record<Format, Text>> = {
  'a CommonJS config': (parser, given = {}) => ({
    'eslint.config.cjs': `const plugin = require('eslint-plugin-websocket-limits');
const parser = require('${parser}');
module.exports = ${flatEntries(flatOptions(parser), given)};
`,
  }),
  'an ESM config': (parser, given = {}) => ({
    'eslint.config.mjs': `import plugin from 'eslint-plugin-websocket-limits';
import * as parser from '${parser}';
export default ${flatEntries(flatOptions(parser), given)};
`,
  }),
  'an .eslintrc': (parser, { options = OPTIONS, settings = SETTINGS } = {}) => ({
    '.eslintrc.json': json({
      root: true,
      plugins: ['websocket-limits'],
      parser,
      parserOptions: { ecmaVersion: 2022, sourceType: 'module', ...parserOptions(parser) },
      rules: plugin.configs.audit.rules,
      overrides: [
        { files: ['*.ts'], rules: {} },
        { files: ['options/**'], rules: options },
        { files: ['settings/**'], settings },
      ],
    }),
  }),
};
