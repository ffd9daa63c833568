import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';

const code = (file: string): string => readFileSync(new URL(`../../node_modules/socketcluster-server/${file}.js`, import.meta.url), 'utf8');

it('is what the package has', () => {
  const module = createRequire(import.meta.url)('socketcluster-server') as Record<string, { MIDDLEWARE_HANDSHAKE?: string; prototype?: object }>;
  for (const name of ['attach', 'listen', 'AGServer', 'AGServerSocket']) expect(module).toHaveProperty(name);
  expect(module['AGServer']?.MIDDLEWARE_HANDSHAKE).toBe('handshake');
  expect(module['AGServer']?.prototype).toHaveProperty('setMiddleware');
  for (const name of ['disconnect', 'listener']) expect(module['AGServerSocket']?.prototype).toHaveProperty(name);
  expect(code('serversocket')).toContain("this.server.emit('connection', {");
  expect(code('server')).toContain('this.clientsCount');
  for (const name of ['this.id =', 'this.request =', 'this.authToken =', 'this.remoteAddress =', 'this.forwardedForAddress =']) expect(code('serversocket')).toContain(name);
  expect(code('action')).toContain('this.block = (error)');
});

const start = "const http = require('http');\nconst socketClusterServer = require('socketcluster-server');\nconst { verify } = require('./token');\nconst httpServer = http.createServer();\nconst agServer = socketClusterServer.attach(httpServer);\nconst open = new Map();\n";
const loop = (body: string): string => `${start}(async () => {\n  for await (let { socket } of agServer.listener('connection')) {\n${body}\n  }\n})();`;
const guard = (key: string, refuse = "socket.disconnect(4029, 'full');\n      continue;"): string => loop(`    const user = verify(socket.request.headers.cookie);
    const mine = open.get(${key}) ?? new Set();
    if (mine.size >= 3) {
      ${refuse}
    }
    open.set(${key}, mine.add(socket));
    (async () => {
      await socket.listener('disconnect').once();
      mine.delete(socket);
    })();`);
const blocking = (answer: string): string => `${start}agServer.setMiddleware(agServer.MIDDLEWARE_HANDSHAKE, async (stream) => {
  for await (let action of stream) {
    if (action.type === action.HANDSHAKE_SC) {
      const { id } = action.socket.authToken;
      const mine = open.get(id) ?? 0;
      if (mine >= 3) {
        ${answer}
        continue;
      }
      open.set(id, mine + 1);
    }
    action.allow();
  }
});
(async () => {\n  for await (let { socket } of agServer.listener('connection')) {\n    console.log(socket.id);\n  }\n})();`;
const SITE = "agServer.listener('connection'";
const old = (hook: string): string => `const SCWorker = require('socketcluster/scworker');\nconst open = new Map();\nclass Worker extends SCWorker {\n  run() {\n    const scServer = this.scServer;\n${hook}    scServer.on('connection', (socket) => {\n      socket.emit('hi');\n    });\n  }\n}\nnew Worker();`;

testExamples('SocketCluster', [
  example('a loop', fails('missing', SITE), loop("    console.log(socket.id);")),
  example('a loop over a named event', fails('missing', SITE), `${start}(async () => {\n  for await (const event of agServer.listener('connection')) event.socket.transmit('hi', {});\n})();`),
  example('an import', fails('missing', SITE), loop('    console.log(socket.id);').replace("const socketClusterServer = require('socketcluster-server');", "import * as socketClusterServer from 'socketcluster-server';")),
  example('taken apart', fails('missing', SITE), loop('    console.log(socket.id);').replace("const socketClusterServer = require('socketcluster-server');", "const { attach } = require('socketcluster-server');").replace('socketClusterServer.attach', 'attach')),
  example('a guard in the loop', enforced(3, SITE), guard('user.id')),
  example('a guard in the loop that only tells', fails('notRejected', SITE), guard('user.id', "socket.transmit('full', {});")),
  example('a guard by the connection', fails('perConnection', SITE), guard('socket.id')),
  example('a guard by the address', fails('perAddressOnly', SITE), guard('socket.remoteAddress')),
  example('a guard for all', fails('globalOnly', SITE), loop('    if (agServer.clientsCount > 100) socket.disconnect();')),
  example('a guard in the middleware', enforced(3, SITE), blocking("action.block(new Error('full'));")),
  example('a guard in the middleware that lets pass', fails('notRejected', SITE), blocking('action.allow();')),
  example('a worker of the old versions', fails('missing', "scServer.on('connection'"), old('')),
  example('a guard of the old versions', enforced(3, "scServer.on('connection'"), old("    scServer.addMiddleware(scServer.MIDDLEWARE_HANDSHAKE_SC, (request, next) => {\n      const { id } = request.socket.authToken;\n      const mine = open.get(id) ?? 0;\n      if (mine >= 3) return next(new Error('full'));\n      open.set(id, mine + 1);\n      next();\n    });\n")),
  example('a hook for what is published', fails('missing', "scServer.on('connection'"), old("    scServer.addMiddleware(scServer.MIDDLEWARE_PUBLISH_IN, (request, next) => next());\n")),
  example('a stream of something else', [], "const { listener } = require('./events');\nconst socketcluster = 'socketcluster-client';\n(async () => {\n  for await (const { socket } of listener('connection')) socket.disconnect();\n})();"),
]);
