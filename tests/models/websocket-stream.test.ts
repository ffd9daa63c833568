import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { refusingUpgrade } from '../../src/models/guard-texts.js';
import { BUILT_IN } from '../../src/models/index.js';
import { enforced as enforcedIn, fails as failsIn, lintProgram, untrusted } from '../link/program.js';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';
import { declares } from './declared.js';
import { type GuardPlace, guardCases, programWith, userOf } from './guard-cases.js';

const require = createRequire(import.meta.url);

describe.each(['websocket-stream', '@httptoolkit/websocket-stream'])('%s has what the model names', (name) => {
  interface Stream {
    readonly socket: object;
    destroy(): void;
    end(): void;
  }
  const library = require(name) as { (socket: object): Stream; Server: new (options: object) => object; createServer: (options: object, listener?: () => void) => { on(event: string, listener: () => void): unknown; listenerCount(event: string): number } };

  it('a server that tells of streams', () => {
    const listener = (): void => undefined;
    const server = library.createServer({ noServer: true }, listener);
    expect(server).toBeInstanceOf(library.Server);
    expect(server.listenerCount('stream')).toBe(1);
    expect(server.on('connection', listener)).toBe(server);
    for (const method of ['handleUpgrade', 'emit', 'clients']) expect(method in server, method).toBe(true);
    expect(require(`${name}/server`)).toEqual({ Server: library.Server, createServer: library.createServer });
  });

  it('a stream around a connection, which it closes', async () => {
    let closed = 0;
    const socket = { readyState: 1, OPEN: 1, addEventListener: () => undefined, close: () => { closed += 1; } };
    const stream = library(socket);
    expect(stream.socket).toBe(socket);
    stream.end();
    await new Promise(setImmediate);
    expect(closed).toBeGreaterThan(0);
    expect(typeof stream.destroy).toBe('function');
  });

  it('the types', () => {
    for (const text of ['class Server extends WebSocket.Server', 'type WebSocketDuplex', "on(event: 'stream'"]) expect(declares(`${name}/index.d.ts`, text), text).toBe(true);
  });
});

it('no guard for a connection of ws is written for a stream', () => {
  expect(BUILT_IN.roleChain('websocket-stream:server').flatMap(({ guards = [] }) => guards)).toEqual([refusingUpgrade]);
});

const given: GuardPlace = {
  name: 'the function that the server is made with',
  program: (guard) => `import websocket from 'websocket-stream';\nconst wss = websocket.createServer({ server }, (stream, request) => {\n  ${guard}\n  stream.pipe(stream);\n});`,
  at: 'websocket.createServer({ server }',
  headers: 'request.headers',
  kept: 'stream',
  end: 'close',
  refuse: 'stream.destroy()',
  address: 'request.socket.remoteAddress',
  connection: "request.headers['sec-websocket-key']",
};
const listener: GuardPlace = {
  ...given,
  name: 'listener',
  program: (guard) => `import websocket from 'websocket-stream';\nconst wss = websocket.createServer({ server });\nwss.on('stream', (stream, request) => {\n  ${guard}\n  stream.pipe(stream);\n});`,
  at: "wss.on('stream'",
  refuse: "stream.socket.close(1008, 'limit')",
};
const wrapped: GuardPlace = {
  ...given,
  name: 'a stream around a connection of ws',
  program: (guard) => `import websocket from 'websocket-stream';\nimport { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 80 });\nwss.on('connection', (ws, request) => {\n  const stream = websocket(ws);\n  ${guard}\n  stream.pipe(stream);\n});`,
  at: "wss.on('connection'",
};
const verify: GuardPlace = {
  ...given,
  name: 'verifyClient',
  program: (guard) => `import websocket from 'websocket-stream';\nwebsocket.createServer({ server, verifyClient: ({ req }, done) => {\n  ${guard}\n  done(true);\n} }, (stream) => stream.pipe(stream));`,
  headers: 'req.headers',
  kept: 'req.socket',
  refuse: "done(false, 429, 'limit')",
  address: 'req.socket.remoteAddress',
  connection: "req.headers['sec-websocket-key']",
};

const plain = 'createServer({ server }, (stream) => stream.pipe(stream))';
const at = 'websocket.createServer({ server }';

testExamples('websocket-stream', [
  ...guardCases(given),
  ...guardCases(listener),
  ...guardCases(wrapped),
  ...guardCases(verify).map((item) => ({ ...item, expected: item.expected.map(({ at: _, ...expected }) => ({ ...expected, line: 'websocket.createServer({ server, verifyClient' })) })),
  example('ended', enforced(3, at), programWith(given, userOf(given), 'stream.end()')),
  example('terminated', enforced(3, at), programWith(given, userOf(given), 'stream.socket.terminate()')),
  example('a message says so, and the stream goes on', fails('notRejected', at), programWith(given, userOf(given), "stream.write('limit')")),
  example('before the upgrade', enforced(3, "http.on('upgrade'"), `import { verify } from './token.js';\nimport { createServer } from 'node:http';\nimport websocket from 'websocket-stream';\nconst http = createServer();\nconst open = new Map();\nconst wss = new websocket.Server({ noServer: true });\nhttp.on('upgrade', (request, socket, head) => {\n  const { sub } = verify(request.headers.authorization);\n  const mine = open.get(sub) ?? new Set();\n  if (mine.size >= 3) return socket.destroy();\n  open.set(sub, mine.add(socket));\n  socket.on('close', () => mine.delete(socket));\n  wss.handleUpgrade(request, socket, head, (ws) => websocket(ws).pipe(process.stdout));\n});`),
  example('all together, by the list of the library', fails('globalOnly', at), "import websocket from 'websocket-stream';\nconst wss = websocket.createServer({ server }, (stream) => {\n  if (wss.clients.size > 100) stream.destroy();\n});"),
  example('the handler of a broker', fails('missing', at), "const aedes = require('aedes')();\nconst websocket = require('websocket-stream');\nwebsocket.createServer({ server }, aedes.handle);"),
  example('the fork', fails('missing', at), `import websocket from '@httptoolkit/websocket-stream';\nwebsocket.${plain};`),
  example('named import', { ...fails('missing'), line: 'createServer({ server }' }, `import { createServer } from 'websocket-stream';\n${plain};`),
  example('namespace import', fails('missing', at), `import * as websocket from 'websocket-stream';\nwebsocket.${plain};`),
  example('a file of the package', { ...fails('missing'), line: 'createServer({ server }' }, `const { createServer } = require('websocket-stream/server');\n${plain};`),
  example('constructed', fails('missing', "wss.on('stream'"), "const websocket = require('websocket-stream');\nconst wss = new websocket.Server({ server });\nwss.on('stream', (stream) => stream.pipe(stream));"),
  example('a typed parameter', fails('missing', "wss.on('stream'"), "import type { Server } from 'websocket-stream';\nexport function register(wss: Server): void {\n  wss.on('stream', (stream) => stream.pipe(stream));\n}"),
  example('in a class', fails('missing', "this.wss.on('stream'"), "import { Server } from 'websocket-stream';\nexport class Broker {\n  constructor(server) {\n    this.wss = new Server({ server });\n    this.wss.on('stream', this.handle.bind(this));\n  }\n  handle(stream) {\n    stream.pipe(stream);\n  }\n}"),
  example('a client', [], "import websocket from 'websocket-stream';\nconst stream = websocket('ws://localhost:1883', { binary: true });\nstream.on('connect', () => process.stdin.pipe(stream));"),
  example('a server of the runtime', [], "import websocket from 'websocket-stream';\nimport net from 'node:net';\nnet.createServer((stream) => stream.end());\nnet.createServer().on('stream', (stream) => stream.end());\nexport const connect = () => websocket('ws://localhost:1883');"),
]);

describe('websocket-stream, over several files', () => {
  it('the handler lies in another file', () => {
    const main = "import websocket from 'websocket-stream';\nimport { handle } from './handle.js';\nwebsocket.createServer({ port: 80 }, handle);\n";
    const handle = (guard: string): string =>
      `import { verify } from './token.js';\nconst open = new Map();\nexport function handle(stream, request) {\n  const { sub } = verify(request.headers.authorization);\n  const mine = open.get(sub) ?? new Set();\n  ${guard}\n  open.set(sub, mine.add(stream));\n  stream.on('close', () => mine.delete(stream));\n}\n`;
    expect(lintProgram({ 'main.js': main, 'handle.js': handle('if (mine.size >= 3) return stream.destroy();') })).toContain(enforcedIn(3));
    expect(lintProgram({ 'main.js': main, 'handle.js': handle('') })).toEqual([failsIn('missing')]);
  });

  it('a key that the client chooses', () => {
    expect(lintProgram({ 'main.js': programWith(given, 'request.url') })).toContain(untrusted('clientSupplied'));
  });
});
