import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { websocket, websocketParts } from '../../src/models/websocket.js';
import { fails as failsIn, enforced as enforcedIn, lintProgram, untrusted } from '../link/program.js';
import { enforced, example, fails, idle, testExamples } from '../rules/guards/examples.js';
import { type GuardPlace, guardCases, programWith, userOf } from './guard-cases.js';

const require = createRequire(import.meta.url);

describe('the package has what the model names', () => {
  const library = require('websocket') as Record<string, { prototype: object }>;
  const has = (name: string, ...methods: string[]): void => {
    for (const method of methods) expect(typeof Reflect.get(library[name]?.prototype ?? {}, method), `${name}.${method}`).toBe('function');
  };

  it('its exports and methods', () => {
    expect(Object.keys(library)).toEqual(expect.arrayContaining(Object.keys(websocket.exports).filter((name) => name !== 'default' && name !== '*')));
    has('server', 'on', 'once', 'mount');
    has('router', 'mount', 'attachServer');
    has('request', 'accept', 'reject');
    has('connection', 'close', 'drop');
  });

  it('the files that are imported by themselves', () => {
    for (const { specifiers } of websocketParts) for (const specifier of specifiers) expect(typeof require(specifier)).toBe('function');
  });

  it('its options, and no other', () => {
    const Server = library['server'] as unknown as new (options: object) => { config: object; connections: unknown[] };
    const made = new Server({ httpServer: createServer() });
    expect(Array.isArray(made.connections)).toBe(true);
    // `ignoreXForwardedFor`, `parseCookies` and `parseExtensions` are among the defaults as well.
    expect(Object.keys(made.config).sort()).toEqual([...(websocket.roles['websocket:server']?.options ?? [])].sort());
  });
});

const server = "import websocket from 'websocket';\nconst wsServer = new websocket.server({ httpServer });\n";
const request: GuardPlace = {
  name: 'request',
  program: (guard) => `${server}wsServer.on('request', (request) => {\n  ${guard}\n  request.accept(null, request.origin);\n});`,
  at: "wsServer.on('request'",
  headers: 'request.httpRequest.headers',
  kept: 'request.socket',
  end: 'close',
  refuse: "request.reject(429, 'Connection limit reached')",
  address: 'request.remoteAddress',
  connection: 'request.key',
};
const accepted: GuardPlace = {
  ...request,
  name: 'behind accept',
  program: (guard) => `${server}wsServer.on('request', (request) => {\n  const connection = request.accept(null, request.origin);\n  ${guard}\n});`,
  kept: 'connection',
  refuse: 'connection.drop(1008)',
};
const connect: GuardPlace = {
  ...accepted,
  name: 'connect',
  program: (guard) => `import websocket from 'websocket';\nconst wsServer = new websocket.server({ httpServer, autoAcceptConnections: true });\nwsServer.on('connect', (connection) => {\n  ${guard}\n});`,
  at: "wsServer.on('connect'",
  headers: 'connection.headers',
  refuse: 'connection.close(1008)',
  address: 'connection.remoteAddress',
};

const plain = "wsServer.on('request', (request) => request.accept(null, request.origin));";
const at = "wsServer.on('request'";

testExamples('websocket', [
  ...guardCases(request),
  ...guardCases(accepted),
  ...guardCases({ ...connect, connection: '{}' }).filter(({ name }) => !name.endsWith('per connection')),
  example('named imports', fails('missing', at), `import { server as WebSocketServer } from 'websocket';\nconst wsServer = new WebSocketServer({ httpServer });\n${plain}`),
  example('require, member', fails('missing', at), `const WebSocketServer = require('websocket').server;\nconst wsServer = new WebSocketServer({ httpServer });\n${plain}`),
  example('require, the module', fails('missing', at), `var websocket = require('websocket');\nvar wsServer = new websocket.server({ httpServer: server });\n${plain}`),
  example('a file of the package', fails('missing', at), `const WebSocketServer = require('websocket/lib/WebSocketServer');\nconst wsServer = new WebSocketServer({ httpServer });\n${plain}`),
  example('namespace import', fails('missing', at), `import * as websocket from 'websocket';\nconst wsServer = new websocket.server({ httpServer });\n${plain}`),
  example('mounted later', fails('missing', at), `import { server as WebSocketServer } from 'websocket';\nconst wsServer = new WebSocketServer();\nwsServer.mount({ httpServer });\n${plain}`),
  example('a typed parameter', fails('missing', at), `import type { server } from 'websocket';\nexport function register(wsServer: server): void {\n  ${plain}\n}`),
  example('a class', fails('missing', "this.server.on('request'"), "import { server as WebSocketServer } from 'websocket';\nexport class Feed {\n  constructor(httpServer) {\n    this.server = new WebSocketServer({ httpServer });\n    this.server.on('request', this.handle.bind(this));\n  }\n  handle(request) {\n    request.accept(null, request.origin);\n  }\n}"),
  example('a router', fails('missing', "router.mount('*'"), "const { server: WebSocketServer, router: WebSocketRouter } = require('websocket');\nconst wsServer = new WebSocketServer({ httpServer });\nconst router = new WebSocketRouter();\nrouter.attachServer(wsServer);\nrouter.mount('*', 'chat', (request) => {\n  request.accept(request.origin);\n});"),
  example('a server that accepts by itself asks no request listener', fails('missing', at), programWith(request, userOf(request)).replace('{ httpServer }', '{ httpServer, autoAcceptConnections: true }')),
  example('a server that does not', enforced(3, at), programWith(request, userOf(request)).replace('{ httpServer }', '{ httpServer, autoAcceptConnections: false }')),
  example('a request that gets no answer is held, and not accepted', fails('missing', at), `${server}wsServer.on('request', (request) => {\n  if (!request.origin) return;\n  request.accept(null, request.origin);\n});`),
  example('an option that the server has not', [fails('configuredOnly', at), idle('ignoredOption', 'maxConnections')], `import { server as WebSocketServer } from 'websocket';\nconst wsServer = new WebSocketServer({\n  httpServer,\n  maxConnections: 5,\n});\n${plain}`),
  example('all connections, by the list of the library', fails('globalOnly', at), `${server}wsServer.on('request', (request) => {\n  if (wsServer.connections.length >= 100) return request.reject(503);\n  request.accept(null, request.origin);\n});`),
  example('the connections of a user, among all', enforced(3, at), `import { verify } from './token.js';\n${server}wsServer.on('request', (request) => {\n  const { sub } = verify(request.httpRequest.headers.authorization);\n  const mine = wsServer.connections.filter((connection) => connection.userId === sub);\n  if (mine.length >= 3) return request.reject(429);\n  const connection = request.accept(null, request.origin);\n  connection.userId = sub;\n});`),
  example('a client', [], "const { client: WebSocketClient, w3cwebsocket: W3CWebSocket } = require('websocket');\nconst client = new WebSocketClient();\nclient.on('connect', (connection) => connection.sendUTF('hi'));\nclient.connect('wss://example.org');\nnew W3CWebSocket('wss://example.org').onopen = () => {};"),
  example('an HTTP server has requests, too', [], "import { server as WebSocketServer } from 'websocket';\nimport { createServer } from 'node:http';\nconst http = createServer();\nhttp.on('request', (request, response) => response.end());\nexport { WebSocketServer };"),
]);

describe('websocket, over several files', () => {
  it('the handler lies in another file', () => {
    const handler = (guard: string): string =>
      `import { verify } from './token.js';\nconst open = new Map();\nexport function handle(request) {\n  const { sub } = verify(request.httpRequest.headers.authorization);\n  const mine = open.get(sub) ?? new Set();\n  ${guard}\n  const connection = request.accept(null, request.origin);\n  open.set(sub, mine.add(connection));\n  connection.on('close', () => mine.delete(connection));\n}\n`;
    const main = `import { handle } from './handle.js';\n${server}wsServer.on('request', handle);\n`;
    expect(lintProgram({ 'main.js': main, 'handle.js': handler('if (mine.size >= 3) return request.reject(429);') })).toContain(enforcedIn(3));
    expect(lintProgram({ 'main.js': main, 'handle.js': handler('') })).toEqual([failsIn('missing')]);
  });

  it('the server is given to a callback', () => {
    const files = {
      'main.js': "const { prepare } = require('./prepare');\nprepare((error, wsServer) => {\n  wsServer.on('request', (request) => request.accept(null, request.origin));\n});\n",
      'prepare.js': "const { server: WebSocketServer } = require('websocket');\nmodule.exports = {\n  prepare(callback) {\n    const wsServer = new WebSocketServer({ httpServer });\n    httpServer.listen(80, (error) => callback(error, wsServer));\n  },\n};\n",
    };
    expect(lintProgram(files)).toEqual([failsIn('missing')]);
  });

  it('a key that the client chooses', () => {
    expect(lintProgram({ 'main.js': programWith(request, 'request.resourceURL.query.user') })).toContain(untrusted('clientSupplied'));
  });

  it('the files of the package itself are the library', () => {
    const files = {
      'examples/echo.js': "const WebSocketServer = require('../lib/WebSocketServer');\nconst wsServer = new WebSocketServer({ httpServer });\nwsServer.on('request', (request) => request.accept(null, request.origin));\n",
      'lib/WebSocketServer.js': 'module.exports = class WebSocketServer {};\n',
      'index.js': "module.exports = { server: require('./lib/WebSocketServer') };\n",
      'package.json': '{ "name": "websocket" }',
    };
    expect(lintProgram(files)).toEqual([failsIn('missing')]);
  });
});
