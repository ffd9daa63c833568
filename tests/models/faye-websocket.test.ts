import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { fayeWebsocket } from '../../src/models/faye-websocket.js';
import { enforced as enforcedIn, lintProgram, untrusted } from '../link/program.js';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';
import { type GuardPlace, guardCases, programWith, userOf } from './guard-cases.js';

const require = createRequire(import.meta.url);

describe('the package has what the model names', () => {
  const WebSocket = require('faye-websocket') as { prototype: { close(this: object, code: number): void } };

  it('methods of a connection', () => {
    for (const method of Object.keys(fayeWebsocket.roles['faye-websocket:connection']?.methods ?? {})) expect(typeof Reflect.get(WebSocket.prototype, method), method).toBe('function');
  });

  it('it throws for the codes that are not named', () => {
    const state = { readyState: 3, _driver: { close: () => true } };
    const [, [from, to] = [0, 0]] = fayeWebsocket.roles['faye-websocket:connection']?.methods?.['close']?.codes ?? [];
    for (const code of [1000, from, to]) expect(() => { WebSocket.prototype.close.call(state, code); }).not.toThrow();
    for (const code of [1001, 1008, from - 1, to + 1]) expect(() => { WebSocket.prototype.close.call(state, code); }).toThrow();
  });
});

const upgrade: GuardPlace = {
  name: 'before the connection is made',
  program: (guard) => `import { createServer } from 'node:http';\nimport WebSocket from 'faye-websocket';\nconst server = createServer();\nserver.on('upgrade', (request, socket, body) => {\n  ${guard}\n  const ws = new WebSocket(request, socket, body);\n  ws.on('message', (event) => ws.send(event.data));\n});`,
  at: "server.on('upgrade'",
  headers: 'request.headers',
  kept: 'socket',
  end: 'close',
  refuse: String.raw`socket.end('HTTP/1.1 429 Too Many Requests\r\n\r\n')`,
  address: 'request.socket.remoteAddress',
};
const made: GuardPlace = {
  ...upgrade,
  name: 'behind it',
  program: (guard) => `import { createServer } from 'node:http';\nimport WebSocket from 'faye-websocket';\nconst server = createServer();\nserver.on('upgrade', (request, socket, body) => {\n  const ws = new WebSocket(request, socket, body);\n  ${guard}\n});`,
  kept: 'ws',
  refuse: "ws.close(4029, 'limit')",
};

testExamples('faye-websocket', [
  ...guardCases(upgrade),
  ...guardCases(made),
  example('closed without a code', enforced(3, made.at), programWith(made, userOf(made), 'ws.close()')),
  example('closed with a constant', enforced(3, made.at), `const LIMIT_REACHED = 4001;\n${programWith(made, userOf(made), 'ws.close(LIMIT_REACHED)')}`),
  example('a code for which it throws', fails('notRejected', made.at), programWith(made, userOf(made), 'ws.close(1008)')),
  example('require', fails('missing', "server.on('upgrade'"), "const WebSocket = require('faye-websocket');\nconst http = require('http');\nconst server = http.createServer();\nserver.on('upgrade', function (request, socket, body) {\n  if (WebSocket.isWebSocket(request)) {\n    let ws = new WebSocket(request, socket, body);\n    ws.on('close', () => { ws = null; });\n  }\n});"),
  example('addListener', fails('missing', "server.addListener('upgrade'"), "import FayeWebSocket from 'faye-websocket';\nimport { createServer } from 'node:http';\nconst server = createServer();\nserver.addListener('upgrade', (request, socket, head) => {\n  const ws = new FayeWebSocket(request, socket, head);\n  ws.onopen = () => ws.send('hi');\n});"),
  example('a client', [], "import WebSocket from 'faye-websocket';\nconst client = new WebSocket.Client('wss://example.org/');\nclient.on('open', () => client.send('hi'));\nexport const start = () => new WebSocket.Client('wss://example.org/');"),
  example('an event stream', [], "import WebSocket from 'faye-websocket';\nimport { createServer } from 'node:http';\ncreateServer((request, response) => {\n  const stream = new WebSocket.EventSource(request, response);\n  stream.send('hi');\n});"),
]);

describe('faye-websocket, over several files', () => {
  it('the limiter lies in another file', () => {
    const files = {
      'main.js': `import { createServer } from 'node:http';\nimport WebSocket from 'faye-websocket';\nimport { admit } from './limit.js';\nconst server = createServer();\nserver.on('upgrade', (request, socket, body) => {\n  if (!admit(request, socket)) { socket.destroy(); return; }\n  new WebSocket(request, socket, body);\n});\n`,
      'limit.js': "import { verify } from './token.js';\nconst open = new Map();\nexport function admit(request, socket) {\n  const { sub } = verify(request.headers.authorization);\n  const mine = open.get(sub) ?? new Set();\n  if (mine.size >= 3) return false;\n  open.set(sub, mine.add(socket));\n  socket.on('close', () => mine.delete(socket));\n  return true;\n}\n",
    };
    expect(lintProgram(files)).toContain(enforcedIn(3));
  });

  it('a key that the client chooses', () => {
    expect(lintProgram({ 'main.js': programWith(upgrade, "request.headers['x-user']") }).some((report) => report.startsWith(untrusted('')))).toBe(true);
  });
});
