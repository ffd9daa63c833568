import { enforced, type Example, type Expected, example, fails, idle, testExamples } from './examples.js';

const LIMIT = 'MAX_CONNECTIONS_PER_USER';

/** A server that does not enforce; what is declared before it, and what the handler does with it. */
const io = (name: string, expected: readonly Expected[], declarations: string, handler = '', options = ''): Example =>
  example(
    name,
    expected,
    `
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { authenticate } from './auth.js';

${declarations}
const http = createServer();
const io = new Server(http${options});
const tabs = new Map();

io.use(authenticate);
io.on('connection', (socket) => {
  const { userId } = socket.data;
  tabs.set(userId, (tabs.get(userId) ?? 0) + 1);
  socket.on('disconnect', () => tabs.set(userId, tabs.get(userId) - 1));
${handler}
});
http.listen(3000);
`,
  );

const configuredOnly = (subject = LIMIT): Expected => fails('configuredOnly', undefined, subject);

export const examples = [
  io('a constant that nobody reads', [configuredOnly(), idle('neverRead', `const ${LIMIT}`, LIMIT)], `const ${LIMIT} = 5;`),
  io('a constant of the environment that nobody reads', [configuredOnly(), idle('neverRead', `const ${LIMIT}`)], `const ${LIMIT} = Number(process.env.MAX_CONNECTIONS ?? 5);`),
  io('a member that nobody reads', [configuredOnly('maxConnectionsPerUser'), idle('neverRead', 'maxConnectionsPerUser: 5')], 'const config = {\n  name: "chat",\n  maxConnectionsPerUser: 5,\n};', '  socket.emit("name", config.name);'),
  io('a member of a member that nobody reads', [configuredOnly('maxSocketsPerUser'), idle('neverRead', 'maxSocketsPerUser: 5')], 'const config = { chat: { name: "chat" }, limits: { maxSocketsPerUser: 5 } };', '  socket.emit("name", config.chat.name);'),
  io('a static field that nobody reads', [configuredOnly('MAX_SOCKETS_PER_USER'), idle('neverRead', 'static MAX_SOCKETS_PER_USER')], 'class Limits {\n  static MAX_SOCKETS_PER_USER = 5;\n  static MESSAGE_SIZE = 1000;\n}', '  socket.emit("size", Limits.MESSAGE_SIZE);'),
  io('a constant that is only logged', [configuredOnly(), idle('readNotEnforced', `const ${LIMIT}`)], `const ${LIMIT} = 5;\nconsole.log('at most', ${LIMIT}, 'connections');`),
  io('a constant that is only told', [configuredOnly(), idle('readNotEnforced', `const ${LIMIT}`)], `const ${LIMIT} = 5;`, `  socket.emit('hello', { most: ${LIMIT} });`),
  io('a constant in a text', [configuredOnly(), idle('readNotEnforced', `const ${LIMIT}`)], `const ${LIMIT} = 5;`, `  socket.emit('notice', \`You may open \${${LIMIT}} tabs\`);`),
  io('a constant that is compared with something else', [configuredOnly(), idle('readNotEnforced', `const ${LIMIT}`)], `const ${LIMIT} = 5;`, `  socket.on('say', (text) => {\n    if (text.length > ${LIMIT}) return;\n    io.emit('said', text);\n  });`),
  io('an exported constant may be read elsewhere', [configuredOnly()], `export const ${LIMIT} = 5;`),
  io('an option that the library does not have', [configuredOnly('maxConnections'), idle('ignoredOption', 'maxConnections: 5', 'socket.io')], '', '', ', { cors: {}, maxConnections: 5 }'),
  io('an option per user that the library does not have', [configuredOnly('maxConnectionsPerUser'), idle('ignoredOption', 'maxConnectionsPerUser: 5', 'maxConnectionsPerUser')], '', '', ', {\n  pingTimeout: 5000,\n  maxConnectionsPerUser: 5,\n}'),
  io('an option in a variable', [configuredOnly('maxConnections'), idle('ignoredOption', 'maxConnections: 5')], 'const options = { cors: {}, maxConnections: 5 };', '', ', options'),
  io('options that the library has', [fails('missing')], '', '', ', { maxHttpBufferSize: 1e6, pingTimeout: 5000, connectTimeout: 10_000, transports: ["websocket"] }'),
  io('options that the library does not have and that are about something else', [fails('missing')], '', '', ', { maxRooms: 5, maxPlayersPerRoom: 4, maxMessageRate: 10 }'),
  example(
    'an option of ws that it does not have',
    [configuredOnly('maxConnections'), idle('ignoredOption', 'maxConnections: 5', 'ws')],
    `
const { WebSocketServer } = require('ws');

const wss = new WebSocketServer({
  port: 8080,
  maxPayload: 64 * 1024,
  maxConnections: 5,
});
wss.on('connection', (ws) => ws.send('hi'));
`,
  ),
  example(
    'an option that the server does not have and that the guard reads',
    enforced(5),
    `
import { WebSocketServer } from 'ws';
import { verify } from './token.js';

const options = { port: 8080, maxConnections: 5 };
const wss = new WebSocketServer(options);
const open = new Map();

wss.on('connection', (ws, req) => {
  const { sub } = verify(req.headers.authorization);
  const mine = open.get(sub) ?? new Set();
  if (mine.size >= options.maxConnections) return ws.close(1013);
  open.set(sub, mine.add(ws));
  ws.on('close', () => mine.delete(ws));
});
`,
  ),
  example(
    'a field that an option sets and that nobody reads',
    [configuredOnly('maxConnectionsPerUser'), idle('neverRead', 'this.maxConnectionsPerUser')],
    `
import { WebSocketServer } from 'ws';

class Feed {
  constructor(options) {
    this.maxConnectionsPerUser = options.perUser ?? 5;
    this.wss = new WebSocketServer({ port: options.port });
    this.wss.on('connection', (ws) => ws.send('hi'));
  }
}
new Feed({ port: 8080 });
`,
  ),
];

testExamples('limits that are configured', examples);
