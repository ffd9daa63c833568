import { createServer } from 'node:http';
import * as library from 'engine.io';
import { describe, expect, it } from 'vitest';
import { engineIo } from '../../src/models/engine-io.js';
import { enforced as enforcedIn, lintProgram, untrusted } from '../link/program.js';
import { enforced, example, fails, idle, testExamples } from '../rules/guards/examples.js';
import { type GuardPlace, guardCases, programWith, userOf } from './guard-cases.js';

describe('the package has what the model names', () => {
  const names = Object.keys(engineIo.exports).filter((name) => name !== 'default' && name !== '*' && name !== 'BaseServer');
  const server = library.attach(createServer(), {});

  it('its exports', () => {
    expect(Object.keys(library)).toEqual(expect.arrayContaining(names));
  });

  it('methods and members of a server', () => {
    for (const method of ['on', 'once', 'use', 'attach']) expect(typeof Reflect.get(server, method), method).toBe('function');
    for (const member of Object.keys(engineIo.roles['engine.io:server']?.collections ?? {})) expect(member in server, member).toBe(true);
  });

  it('its options', () => {
    // The others have no default: allowRequest, cookie, cors and initialPacket, and those of `attach`.
    expect(engineIo.roles['engine.io:server']?.options).toEqual(expect.arrayContaining(Object.keys(Reflect.get(server, 'opts') as object)));
  });

  it('methods of a connection', () => {
    expect(typeof Reflect.get(library.Socket.prototype, 'close')).toBe('function');
  });
});

const connection: GuardPlace = {
  name: 'connection',
  program: (guard) => `import { attach } from 'engine.io';\nconst engine = attach(httpServer);\nengine.on('connection', (socket) => {\n  ${guard}\n  socket.send('hi');\n});`,
  at: "engine.on('connection'",
  headers: 'socket.request.headers',
  kept: 'socket',
  end: 'close',
  refuse: 'socket.close(true)',
  address: 'socket.remoteAddress',
  connection: 'socket.id',
};
const allow: GuardPlace = {
  ...connection,
  name: 'allowRequest',
  program: (guard) => `import { Server } from 'engine.io';\nconst engine = new Server({\n  allowRequest: (req, callback) => {\n  ${guard}\n  callback(null, true);\n} });\nengine.attach(httpServer);\nengine.on('connection', (socket) => socket.send('hi'));`,
  headers: 'req.headers',
  kept: 'req.socket',
  refuse: "callback('limit', false)",
  address: 'req.socket.remoteAddress',
  connection: "req.headers['sec-websocket-key']",
};
const middleware: GuardPlace = {
  ...allow,
  name: 'middleware',
  program: (guard) => `import { Server } from 'engine.io';\nconst engine = new Server();\nengine.use((req, res, next) => {\n  ${guard}\n  next();\n});\nengine.on('connection', (socket) => socket.send('hi'));`,
  refuse: "next(new Error('limit'))",
};

const plain = "engine.on('connection', (socket) => socket.send('hi'));";
const at = "engine.on('connection'";

testExamples('engine.io', [
  ...guardCases(connection),
  ...guardCases(allow),
  ...guardCases(middleware),
  example('require, attach', fails('missing', at), `const engine = require('engine.io').attach(server);\n${plain}`),
  example('require, listen', fails('missing', at), `const eio = require('engine.io');\nconst engine = eio.listen(3000);\n${plain}`),
  example('require, Server', fails('missing', at), `const { Server } = require('engine.io');\nconst engine = new Server();\n${plain}`),
  example('require, called', fails('missing', at), `const engine = require('engine.io')(server);\n${plain}`),
  example('a typed parameter', fails('missing', at), `import type { Server } from 'engine.io';\nexport function register(engine: Server): void {\n  ${plain}\n}`),
  example('attached with options', enforced(3, at), programWith(allow, userOf(allow)).replace('new Server({', 'attach(httpServer, {').replace('{ Server }', '{ attach }').replace('engine.attach(httpServer);\n', '')),
  example('allowRequest that lets everybody in', fails('notRejected', at), programWith(allow, userOf(allow), 'callback(null, true)')),
  example('all connections, by the number of the library', fails('globalOnly', at), "import { attach } from 'engine.io';\nconst engine = attach(httpServer);\nengine.on('connection', (socket) => {\n  if (engine.clientsCount > 100) socket.close();\n});"),
  example('an option that the server has not', [fails('configuredOnly', at), idle('ignoredOption', 'maxConnections')], `import { Server } from 'engine.io';\nconst engine = new Server({\n  maxConnections: 5,\n});\n${plain}`),
  example('a client', [], "import { Socket } from 'engine.io-client';\nconst socket = new Socket('ws://localhost');\nsocket.on('open', () => socket.send('hi'));"),
]);

describe('engine.io, over several files', () => {
  it('the handler lies in another file', () => {
    const files = {
      'main.js': "import { attach } from 'engine.io';\nimport { connected } from './connected.js';\nconst engine = attach(httpServer);\nengine.on('connection', connected);\n",
      'connected.js': "import { verify } from './token.js';\nconst open = new Map();\nexport function connected(socket) {\n  const { sub } = verify(socket.request.headers.cookie);\n  const mine = open.get(sub) ?? new Set();\n  if (mine.size >= 3) return socket.close();\n  open.set(sub, mine.add(socket));\n  socket.once('close', () => mine.delete(socket));\n}\n",
    };
    expect(lintProgram(files)).toContain(enforcedIn(3));
  });

  it('a key that the client chooses', () => {
    expect(lintProgram({ 'main.js': programWith(connection, 'socket.request._query.user') })).toContain(untrusted('clientSupplied'));
  });
});
