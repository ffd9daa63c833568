import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { enforced as enforcedIn, fails as failsIn, lintProgram, untrusted } from '../link/program.js';
import { enforced, example, fails, idle, testExamples } from '../rules/guards/examples.js';
import { declares } from './declared.js';
import { type GuardPlace, guardCases, programWith, userOf } from './guard-cases.js';

const require = createRequire(import.meta.url);

describe('the package has what the model names', () => {
  interface Wss {
    readonly options: Record<string, unknown>;
    emit(event: string, ...args: unknown[]): void;
  }
  const { Server } = require('rpc-websockets') as { Server: new (options: object) => { readonly wss: Wss; on(event: string, listener: (...args: unknown[]) => void): unknown; setAuth(fn: () => boolean): void } };

  it('a server that hands its options to one of ws', () => {
    const verifyClient = (): boolean => true;
    const server = new Server({ noServer: true, verifyClient });
    expect(server.wss.options['verifyClient']).toBe(verifyClient);
    expect(server.on('connection', () => undefined)).toBe(server);
    expect(typeof server.setAuth).toBe('function');
  });

  it('tells of a connection, whose name the client may choose, and of its end', () => {
    const server = new Server({ noServer: true });
    const listeners: Record<string, () => void> = {};
    const socket = { on: (event: string, listener: () => void) => { listeners[event] = listener; } };
    const seen: unknown[] = [];
    server.on('connection', (...args) => seen.push(args));
    server.on('disconnection', (...args) => seen.push(args));
    const request = { url: '/?socket_id=mine' };
    server.wss.emit('connection', socket, request);
    listeners['close']?.();
    expect(seen).toEqual([[socket, request], [socket]]);
    expect(socket).toHaveProperty('_id', 'mine');
  });

  it('the types', () => {
    for (const text of ['wss: InstanceType<typeof WebSocketServer>', 'interface IClientWebSocket extends NodeWebSocket', 'declare class Server extends EventEmitter']) expect(declares('rpc-websockets/dist/index.d.ts', text), text).toBe(true);
  });
});

const listener: GuardPlace = {
  name: 'listener',
  program: (guard) => `import { Server } from 'rpc-websockets';\nconst server = new Server({ port: 8080 });\nserver.register('sum', ([a, b]) => a + b);\nserver.on('connection', (socket, request) => {\n  ${guard}\n});`,
  at: "server.on('connection'",
  headers: 'request.headers',
  kept: 'socket',
  end: 'close',
  refuse: "socket.close(1008, 'limit')",
  address: 'request.socket.remoteAddress',
  connection: 'socket._id',
};
const below: GuardPlace = {
  ...listener,
  name: 'listener of the server below',
  program: (guard) => listener.program(guard).replace('server.on', 'server.wss.on'),
  at: "server.wss.on('connection'",
  connection: "request.headers['sec-websocket-key']",
};
const verify: GuardPlace = {
  ...below,
  name: 'verifyClient',
  program: (guard) => `import { Server } from 'rpc-websockets';\nconst server = new Server({ port: 8080, verifyClient: ({ req }, done) => {\n  ${guard}\n  done(true);\n} });\nserver.register('sum', ([a, b]) => a + b);`,
  headers: 'req.headers',
  kept: 'req.socket',
  refuse: "done(false, 429, 'limit')",
  address: 'req.socket.remoteAddress',
  connection: "req.headers['sec-websocket-key']",
};

const plain = "server.register('sum', ([a, b]) => a + b).public();";
const at = 'new Server';

testExamples('rpc-websockets', [
  ...guardCases(listener),
  ...guardCases(below),
  ...guardCases(verify).map((item) => ({ ...item, expected: item.expected.map(({ at: _, ...expected }) => ({ ...expected, line: 'new Server({ port: 8080' })) })),
  example('terminated', enforced(3, listener.at), programWith(listener, userOf(listener), 'socket.terminate()')),
  example('what is thrown leaves the connection open', fails('notRejected', listener.at), programWith(listener, userOf(listener), "throw new Error('limit')")),
  example('counted down where the library tells of the end', enforced(3, listener.at), `import { verify } from './token.js';\nimport { Server } from 'rpc-websockets';\nconst open = new Map();\nconst server = new Server({ port: 8080 });\nserver.on('connection', (socket, request) => {\n  socket.user = verify(request.headers.authorization).sub;\n  const count = open.get(socket.user) ?? 0;\n  if (count >= 3) return socket.terminate();\n  open.set(socket.user, count + 1);\n});\nserver.on('disconnection', (socket) => open.set(socket.user, open.get(socket.user) - 1));`),
  example('who may not log in stays', fails('missing', at), "import { Server } from 'rpc-websockets';\nconst open = new Map();\nconst server = new Server({ port: 8080 });\nserver.setAuth(({ user }) => (open.get(user) ?? 0) < 3);"),
  example('an option that the server below has not', [fails('configuredOnly', at), idle('ignoredOption', 'maxConnections')], `import { Server } from 'rpc-websockets';\nconst server = new Server({\n  port: 8080,\n  maxConnections: 5,\n});\n${plain}`),
  example('no listener', fails('missing', at), `import { Server } from 'rpc-websockets';\nconst server = new Server({ port: 8080 });\n${plain}`),
  example('require, member', fails('missing', 'new WebSocketServer'), `const WebSocketServer = require('rpc-websockets').Server;\nconst server = new WebSocketServer({ port: 8080 });\n${plain}`),
  example('require, destructured', fails('missing', at), `const { Server } = require('rpc-websockets');\nconst server = new Server({ port: 8080 });\n${plain}`),
  example('namespace import', fails('missing', 'new rpc.Server'), `import * as rpc from 'rpc-websockets';\nconst server = new rpc.Server({ port: 8080 });\n${plain}`),
  example('a typed parameter', fails('missing', "server.on('connection'"), "import type { Server } from 'rpc-websockets';\nexport function register(server: Server): void {\n  server.on('connection', (socket) => socket.send('hi'));\n}"),
  example('a class that extends it', fails('missing', "this.on('connection'"), "import { Server } from 'rpc-websockets';\nexport class Api extends Server {\n  constructor() {\n    super({ port: 8080 });\n    this.on('connection', (socket) => socket.send('hi'));\n  }\n}"),
  example('in a class', fails('missing', "this.rpc.on('connection'"), "import { Server } from 'rpc-websockets';\nexport class Api {\n  constructor() {\n    this.rpc = new Server({ port: 8080 });\n    this.rpc.on('connection', this.greet.bind(this));\n  }\n  greet(socket) {\n    socket.send('hi');\n  }\n}"),
  example('a client', [], "import { Client } from 'rpc-websockets';\nconst client = new Client('ws://localhost:8080');\nclient.on('open', () => client.call('sum', [5, 3]));\nclient.on('connection', () => client.close());"),
  example('an event of the application', [], "import { Client } from 'rpc-websockets';\nimport { Server } from './server.js';\nconst server = new Server();\nserver.register('sum', ([a, b]) => a + b);\nexport const client = new Client('ws://localhost:8080');"),
]);

describe('rpc-websockets, over several files', () => {
  it('the handler lies in another file', () => {
    const main = "import { Server } from 'rpc-websockets';\nimport { connected } from './connected.js';\nconst server = new Server({ port: 8080 });\nserver.on('connection', connected);\n";
    const connected = (guard: string): string =>
      `import { verify } from './token.js';\nconst open = new Map();\nexport function connected(socket, request) {\n  const { sub } = verify(request.headers.authorization);\n  const mine = open.get(sub) ?? new Set();\n  ${guard}\n  open.set(sub, mine.add(socket));\n  socket.on('close', () => mine.delete(socket));\n}\n`;
    expect(lintProgram({ 'main.js': main, 'connected.js': connected('if (mine.size >= 3) return socket.close();') })).toContain(enforcedIn(3));
    expect(lintProgram({ 'main.js': main, 'connected.js': connected('') })).toEqual([failsIn('missing')]);
  });

  it('the server is made in one file, and has its listener in another', () => {
    const files = {
      'server.js': "import { Server } from 'rpc-websockets';\nexport const server = new Server({ port: 8080 });\n",
      'main.js': "import { server } from './server.js';\nserver.on('connection', (socket) => socket.send('hi'));\n",
    };
    expect(lintProgram(files, 'main.js')).toEqual([failsIn('missing')]);
    expect(lintProgram(files, 'server.js')).toEqual([]);
  });

  it('a key that the client chooses', () => {
    expect(lintProgram({ 'main.js': programWith(listener, 'request.url') })).toContain(untrusted('clientSupplied'));
  });
});
