import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { enforced as enforcedIn, fails as failsIn, lintProgram, untrusted } from '../link/program.js';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';
import { declares } from './declared.js';
import { type GuardPlace, guardCases, programWith, userOf } from './guard-cases.js';

const require = createRequire(import.meta.url);

describe('the package has what the model names', () => {
  const Server = require('simple-websocket/server') as new (options: object) => { on(event: string, listener: () => void): unknown; _server: { options: Record<string, unknown> } };

  it('a server that hands its options on, without a list of connections', () => {
    const verifyClient = (): boolean => true;
    const server = new Server({ noServer: true, verifyClient });
    expect(server.on('connection', () => undefined)).toBe(server);
    expect(server._server.options['verifyClient']).toBe(verifyClient);
    for (const declared of ['clients', 'handleUpgrade']) {
      expect(declares('@types/simple-websocket/server.d.ts', declared), declared).toBe(true);
      expect(declared in server, declared).toBe(false);
    }
  });

  it('a connection, which tells of its end at once', () => {
    const Socket = require('simple-websocket') as new (options: object) => { _ws: object; _id: string; destroy(): void; end(): void; on(event: string, listener: () => void): void };
    let closed = 0;
    const socket = { readyState: 1, close: () => { closed += 1; } };
    const connection = new Socket({ socket });
    expect(connection._ws).toBe(socket);
    expect(typeof connection._id).toBe('string');
    let told = 0;
    connection.on('close', () => { told += 1; });
    connection.destroy();
    expect([closed, told]).toEqual([1, 1]);
    expect(typeof connection.end).toBe('function');
    expect('close' in connection).toBe(false);
  });

  it('the types', () => {
    for (const text of ['declare class SocketServer extends EventEmitter', 'on(event: "connection", cb: (socket: Socket, request: http.IncomingMessage) => void)']) expect(declares('@types/simple-websocket/server.d.ts', text), text).toBe(true);
  });
});

const listener: GuardPlace = {
  name: 'listener',
  program: (guard) => `import Server from 'simple-websocket/server.js';\nconst server = new Server({ port: 8456 });\nserver.on('connection', (socket, request) => {\n  ${guard}\n  socket.on('data', (data) => socket.write(data));\n});`,
  at: "server.on('connection'",
  headers: 'request.headers',
  kept: 'socket',
  end: 'close',
  refuse: 'socket.destroy()',
  address: 'request.socket.remoteAddress',
  connection: 'socket._id',
};
const verify: GuardPlace = {
  ...listener,
  name: 'verifyClient',
  program: (guard) => `import Server from 'simple-websocket/server.js';\nconst server = new Server({ port: 8456, verifyClient: ({ req }, done) => {\n  ${guard}\n  done(true);\n} });\nserver.on('connection', (socket) => socket.write('hi'));`,
  headers: 'req.headers',
  kept: 'req.socket',
  refuse: "done(false, 429, 'limit')",
  address: 'req.socket.remoteAddress',
  connection: "req.headers['sec-websocket-key']",
};

const plain = "server.on('connection', (socket) => socket.write('hi'));";
const at = "server.on('connection'";

testExamples('simple-websocket/server', [
  ...guardCases(listener),
  ...guardCases(verify),
  example('ended', enforced(3, at), programWith(listener, userOf(listener), 'socket.end()')),
  example('what it is around is closed', enforced(3, at), programWith(listener, userOf(listener), 'socket._ws.terminate()')),
  example('a message says so, and the connection stays', fails('notRejected', at), programWith(listener, userOf(listener), "socket.send('limit')")),
  example('a connection has no such method', fails('notRejected', at), programWith(listener, userOf(listener), 'socket.terminate()')),
  example('require', fails('missing', at), `const Server = require('simple-websocket/server');\nconst server = new Server({ port: 8456 });\n${plain}`),
  example('import without the ending', fails('missing', at), `import Server from 'simple-websocket/server';\nconst server = new Server({ server: http });\n${plain}`),
  example('namespace import', fails('missing', at), `import * as Server from 'simple-websocket/server';\nconst server = new Server({ port: 8456 });\n${plain}`),
  example('import in the way of TypeScript', fails('missing', at), `import Server = require('simple-websocket/server');\nconst server = new Server({ port: 8456 });\n${plain}`),
  example('a typed parameter', fails('missing', at), `import type Server from 'simple-websocket/server';\nexport function register(server: Server): void {\n  ${plain}\n}`),
  example('addListener', fails('missing', "server.addListener('connection'"), `import Server from 'simple-websocket/server';\nconst server = new Server({ port: 8456 });\n${plain.replace('.on', '.addListener')}`),
  example('in a class', fails('missing', "this.server.on('connection'"), "import Server from 'simple-websocket/server';\nexport class Feed {\n  constructor(port) {\n    this.server = new Server({ port });\n    this.server.on('connection', this.greet.bind(this));\n  }\n  greet(socket) {\n    socket.write('hi');\n  }\n}"),
  example('a class that extends it', fails('missing', "this.on('connection'"), "import Server from 'simple-websocket/server';\nexport class Feed extends Server {\n  constructor(options) {\n    super(options);\n    this.on('connection', (socket) => socket.write('hi'));\n  }\n}"),
  example('a client', [], "import Socket from 'simple-websocket';\nconst socket = new Socket('wss://tracker.example.org');\nsocket.on('connect', () => socket.send('hi'));\nsocket.on('connection', () => socket.destroy());"),
  example('a client beside the server that it is imported with', [], "import Server from 'simple-websocket/server';\nimport Socket from 'simple-websocket';\nconst socket = new Socket('wss://tracker.example.org');\nsocket.on('connection', () => socket.send('hi'));\nexport { Server };"),
]);

describe('simple-websocket/server, over several files', () => {
  it('the handler lies in another file', () => {
    const main = "import Server from 'simple-websocket/server.js';\nimport { connected } from './connected.js';\nconst server = new Server({ port: 8456 });\nserver.on('connection', connected);\n";
    const connected = (guard: string): string =>
      `import { verify } from './token.js';\nconst open = new Map();\nexport function connected(socket, request) {\n  const { sub } = verify(request.headers.authorization);\n  const mine = open.get(sub) ?? new Set();\n  ${guard}\n  open.set(sub, mine.add(socket));\n  socket.on('close', () => mine.delete(socket));\n}\n`;
    expect(lintProgram({ 'main.js': main, 'connected.js': connected('if (mine.size >= 3) return socket.destroy();') })).toContain(enforcedIn(3));
    expect(lintProgram({ 'main.js': main, 'connected.js': connected('') })).toEqual([failsIn('missing')]);
  });

  it('a key that the client chooses', () => {
    expect(lintProgram({ 'main.js': programWith(listener, 'request.url') })).toContain(untrusted('clientSupplied'));
  });
});
