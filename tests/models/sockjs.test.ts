import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { enforced as enforcedIn, lintProgram, untrusted } from '../link/program.js';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';
import { type GuardPlace, guardCases, programWith, userOf } from './guard-cases.js';

const require = createRequire(import.meta.url);

// websocket-multiplex is not among the installed packages.
describe('the package has what the model names', () => {
  it('its functions, and the methods of a server', () => {
    const sockjs = require('sockjs') as { createServer: (options: object) => Record<string, unknown>; listen: unknown };
    expect(typeof sockjs.listen).toBe('function');
    const server = sockjs.createServer({ prefix: '/echo' });
    for (const method of ['on', 'once', 'addListener', 'installHandlers']) expect(typeof server[method], method).toBe('function');
  });
});

const server = "import sockjs from 'sockjs';\nconst echo = sockjs.createServer({ prefix: '/echo' });\n";
const connection: GuardPlace = {
  name: 'connection',
  program: (guard) => `${server}echo.on('connection', (conn) => {\n  ${guard}\n  conn.write('hi');\n});`,
  at: "echo.on('connection'",
  headers: 'conn.headers',
  kept: 'conn',
  end: 'close',
  refuse: "conn.close(4029, 'limit')",
  address: 'conn.remoteAddress',
  connection: 'conn.id',
};
const channels = (before = ''): string => `${before}import { MultiplexServer } from 'websocket-multiplex';\nconst channels = new MultiplexServer(echo);\nconst news = channels.registerChannel('news');\nnews.on('connection', (conn) => conn.write('hi'));`;
const plain = "echo.on('connection', (conn) => conn.write('hi'));";
const at = "echo.on('connection'";

testExamples('sockjs', [
  ...guardCases(connection),
  ...guardCases({ ...connection, name: 'ended', refuse: 'conn.end()' }),
  example('named import', fails('missing', at), `import { createServer } from 'sockjs';\nconst echo = createServer({ prefix: '/echo' });\n${plain}`),
  example('namespace import', fails('missing', at), `import * as sockjs from 'sockjs';\nconst echo = sockjs.createServer();\n${plain}`),
  example('require', fails('missing', at), `const sockjs = require('sockjs');\nconst echo = sockjs.createServer({ sockjs_url: 'sockjs.min.js' });\n${plain}`),
  example('a typed parameter', fails('missing', at), `import type { Server } from 'sockjs';\nexport function register(echo: Server): void {\n  ${plain}\n}`),
  example('a client', [], "import SockJS from 'sockjs-client';\nconst socket = new SockJS('/echo');\nsocket.onopen = () => socket.send('hi');"),
  example('channels over the server', fails('missing', "news.on('connection'"), channels(server)),
  example('channels, guarded at the server', [enforced(3, at), enforced(3, "news.on('connection'")], `${programWith(connection, userOf(connection))}\n${channels()}`),
  example('what ends a channel leaves the connection open', fails('notRejected', "news.on('connection'"), programWith({ ...connection, program: (guard) => channels(server).replace("(conn) => conn.write('hi')", `(conn) => {\n  ${guard}\n}`), refuse: 'conn.end()' }, "verify(conn.token).sub")),
]);

describe('sockjs, over several files', () => {
  it('the handler lies in another file', () => {
    const files = {
      'main.js': `import { connected } from './connected.js';\n${server}echo.on('connection', connected);\n`,
      'connected.js': "import { verify } from './token.js';\nconst open = new Map();\nexport function connected(conn) {\n  const { sub } = verify(conn.url);\n  const mine = open.get(sub) ?? new Set();\n  if (mine.size >= 3) return conn.close(4029, 'limit');\n  open.set(sub, mine.add(conn));\n  conn.on('close', () => mine.delete(conn));\n}\n",
    };
    expect(lintProgram(files)).toContain(enforcedIn(3));
  });

  it('a key that the client chooses', () => {
    expect(lintProgram({ 'main.js': programWith(connection, 'conn.url') })).toContain(untrusted('clientSupplied'));
  });
});
