import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { nodejsWebsocket } from '../../src/models/nodejs-websocket.js';
import { enforced as enforcedIn, fails as failsIn, lintProgram, untrusted } from '../link/program.js';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';
import { type GuardPlace, guardCases, programWith, userOf } from './guard-cases.js';

const require = createRequire(import.meta.url);

describe('the package has what the model names', () => {
  interface Made {
    readonly connections: unknown[];
    on(event: string, listener: () => void): unknown;
    listenerCount(event: string): number;
  }
  const { createServer } = require('nodejs-websocket') as { createServer: (...args: unknown[]) => Made };
  const listener = (): void => undefined;

  it('a server with its list, and a listener that it is given', () => {
    const server = createServer({ secure: false }, listener);
    expect(server.connections).toEqual([]);
    expect(server.listenerCount('connection')).toBe(1);
    expect(createServer(listener).listenerCount('connection')).toBe(1);
    expect(server.on('connection', listener)).toBe(server);
    for (const method of Object.keys(nodejsWebsocket.roles['nodejs-websocket:server']?.methods ?? {})) expect(typeof Reflect.get(server, method), method).toBe('function');
  });

  it('methods of a connection, which tells of its end at once', () => {
    const Connection = require('nodejs-websocket/Connection') as { prototype: { close(this: object, code: number): void } };
    for (const method of Object.keys(nodejsWebsocket.roles['nodejs-websocket:connection']?.methods ?? {})) expect(typeof Reflect.get(Connection.prototype, method), method).toBe('function');
    const told: unknown[] = [];
    Connection.prototype.close.call({ OPEN: 1, readyState: 3, CLOSED: 3, emit: (...args: unknown[]) => told.push(args) }, 1008);
    expect(told).toEqual([['close', 1008, undefined]]);
  });
});

const given: GuardPlace = {
  name: 'the function that the server is made with',
  program: (guard) => `import ws from 'nodejs-websocket';\nconst server = ws.createServer((conn) => {\n  ${guard}\n  conn.on('text', (text) => conn.sendText(text));\n}).listen(8001);`,
  at: 'ws.createServer',
  headers: 'conn.headers',
  kept: 'conn',
  end: 'close',
  refuse: "conn.close(1008, 'limit')",
  address: 'conn.socket.remoteAddress',
  connection: 'conn.key',
};
const listener: GuardPlace = {
  ...given,
  name: 'listener',
  program: (guard) => `import ws from 'nodejs-websocket';\nconst server = ws.createServer();\nserver.on('connection', (conn) => {\n  ${guard}\n});`,
  at: "server.on('connection'",
};
const plain = 'ws.createServer((conn) => conn.sendText("hi"))';

testExamples('nodejs-websocket', [
  ...guardCases(given),
  ...guardCases(listener),
  example('the raw connection is destroyed', enforced(3, given.at), programWith(given, userOf(given), 'conn.socket.destroy()')),
  example('with options', { ...enforced(3), line: 'createServer({' }, programWith({ ...given, program: (guard) => given.program(guard).replace('createServer(', 'createServer({ secure: true, cert, key: pem }, ') }, userOf(given))),
  example('with options that are made before', { ...enforced(3), line: 'createServer(options' }, programWith({ ...given, program: (guard) => `const options = { secure: true };\n${given.program(guard).replace('createServer(', 'createServer(options, ')}` }, userOf(given))),
  example('by the list of the library', enforced(3, given.at), `import { verify } from './token.js';\nimport ws from 'nodejs-websocket';\nconst server = ws.createServer((conn) => {\n  const { sub } = verify(conn.headers.authorization);\n  if (server.connections.filter((one) => one.userId === sub).length >= 3) return conn.close(1008);\n  conn.userId = sub;\n});`),
  example('all connections, by the list of the library', fails('globalOnly', given.at), "import ws from 'nodejs-websocket';\nconst server = ws.createServer((conn) => {\n  if (server.connections.length > 100) conn.close();\n});"),
  example('in the choice of a protocol nobody is refused', fails('missing', given.at), `import { verify } from './token.js';\nimport ws from 'nodejs-websocket';\nconst open = new Map();\nws.createServer({\n  selectProtocol(conn) {\n    if ((open.get(verify(conn.headers.authorization).sub)?.size ?? 0) >= 3) return undefined;\n    return 'chat';\n  },\n}, (conn) => conn.sendText('hi'));`),
  example('require', fails('missing', 'ws.createServer'), `const ws = require('nodejs-websocket');\nconst server = ${plain};\nserver.listen(8001);`),
  example('named import', { ...fails('missing'), line: 'createServer((conn)' }, `import { createServer } from 'nodejs-websocket';\n${plain.replace('ws.', '')}.listen(8001);`),
  example('namespace import', fails('missing', 'ws.createServer'), `import * as ws from 'nodejs-websocket';\n${plain}.listen(8001);`),
  example('a listener on what `listen` gives back', fails('missing', "ws.createServer().listen(8001).on('connection'"), "import ws from 'nodejs-websocket';\nws.createServer().listen(8001).on('connection', (conn) => conn.sendText('hi'));"),
  example('a typed parameter', fails('missing', "server.on('connection'"), "import type { Server, Connection } from 'nodejs-websocket';\nexport function register(server: Server): void {\n  server.on('connection', (conn: Connection) => conn.sendText('hi'));\n}"),
  example('in a class', fails('missing', 'ws.createServer'), "import ws from 'nodejs-websocket';\nexport class Feed {\n  constructor() {\n    this.server = ws.createServer((conn) => this.greet(conn)).listen(6999);\n  }\n  greet(conn) {\n    conn.on('text', (text) => conn.sendText(text));\n  }\n}"),
  example('a client', [], "import ws from 'nodejs-websocket';\nconst conn = ws.connect('ws://localhost:8001', {}, () => conn.send('hi'));\nconn.on('text', (text) => console.log(text));"),
  example('a server of the runtime, in a file that imports the library', [], "import ws from 'nodejs-websocket';\nimport net from 'node:net';\nnet.createServer((socket) => socket.end());\nnet.createServer().on('connection', (socket) => socket.end());\nexport const connect = () => ws.connect('ws://localhost:8001');"),
]);

describe('nodejs-websocket, over several files', () => {
  it('the handler lies in another file', () => {
    const main = "import ws from 'nodejs-websocket';\nimport { connected } from './connected.js';\nws.createServer(connected).listen(8001);\n";
    const connected = (guard: string): string =>
      `import { verify } from './token.js';\nconst open = new Map();\nexport function connected(conn) {\n  const { sub } = verify(conn.headers.authorization);\n  const mine = open.get(sub) ?? new Set();\n  ${guard}\n  open.set(sub, mine.add(conn));\n  conn.on('close', () => mine.delete(conn));\n}\n`;
    expect(lintProgram({ 'main.js': main, 'connected.js': connected("if (mine.size >= 3) return conn.close(1008, 'limit');") })).toContain(enforcedIn(3));
    expect(lintProgram({ 'main.js': main, 'connected.js': connected('') })).toEqual([failsIn('missing')]);
  });

  it('a key that the client chooses', () => {
    expect(lintProgram({ 'main.js': programWith(given, 'conn.path') })).toContain(untrusted('clientSupplied'));
  });
});
