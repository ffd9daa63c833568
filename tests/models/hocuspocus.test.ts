import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { enforced as enforces, fails as failing, lintProgram, untrusted } from '../link/program.js';
import { enforced, type Expected, type Example, example, fails, testExamples } from '../rules/guards/examples.js';
import { memberNames } from './declared-names.js';

describe('@hocuspocus/server as it is installed', () => {
  // It needs a newer Node.js than the oldest that is supported here: its text is read.
  const text = readFileSync(new URL('../../node_modules/@hocuspocus/server/dist/index.d.ts', import.meta.url), 'utf8');

  it('exports the classes and types', () => {
    const names = ['Server', 'Hocuspocus', 'Connection', 'onUpgradePayload', 'onConnectPayload', 'onAuthenticatePayload', 'connectedPayload', 'onDisconnectPayload'];
    const exported = /export \{([^}]*)\}/u.exec(text)?.[1]?.split(',').map((name) => name.trim().replace('type ', ''));
    expect(exported).toEqual(expect.arrayContaining(names));
  });

  it.each([
    ['Extension', ['onUpgrade', 'onConnect', 'onAuthenticate', 'connected', 'onDisconnect']],
    ['Configuration', ['extensions']],
    ['onUpgradePayload', ['request', 'socket']],
    ['onConnectPayload', ['context', 'documentName', 'request', 'requestHeaders', 'requestParameters', 'socketId']],
    ['onAuthenticatePayload', ['token']],
    ['connectedPayload', ['connection']],
    ['Connection', ['webSocket', 'socketId']],
    ['Hocuspocus', ['handleConnection', 'getConnectionsCount']],
    ['Server', ['hocuspocus']],
  ])('%s has the members', (name, members) => {
    expect(memberNames(text, name)).toEqual(expect.arrayContaining(members));
  });
});

const counting = (hook: string, effect: string, key = 'data.context.user.id'): string => `async ${hook}(data) {
    const mine = open.get(${key}) ?? new Set();
    if (mine.size >= 3) ${effect};
    open.set(${key}, mine.add(data.socketId));
  },
  async onDisconnect(data) {
    open.get(${key})?.delete(data.socketId);
  },`;
const inUpgrade = `async onUpgrade({ request, socket }) {
    const { sub } = await verify(request.headers.authorization);
    if ((open.get(sub)?.size ?? 0) >= 3) {
      socket.end('HTTP/1.1 429 Too Many Requests');
      return Promise.reject();
    }
    const mine = open.get(sub) ?? new Set();
    open.set(sub, mine.add(socket));
    socket.once('close', () => mine.delete(socket));
  },`;
const server = (hooks: string): string => `
import { Server } from '@hocuspocus/server';
import { verify } from './token.js';

const open = new Map();
const server = new Server({
  port: 1234,
  ${hooks}
});
server.listen();
`;
const guard = (name: string, expected: Expected, hooks: string): Example => example(name, { ...expected, at: 'new Server' }, server(hooks));

testExamples('sites of Hocuspocus', [
  guard('a server', fails('missing'), "async onConnect() { console.log('hi'); },"),
  example('a server without options', fails('missing', 'new hocuspocus.Server'), "import * as hocuspocus from '@hocuspocus/server';\nnew hocuspocus.Server().listen();"),
  example('two servers', [fails('missing', "new Server({ name: 'a'".slice(0, 10)), fails('missing', 'new Second')], "import { Server, Server as Second } from '@hocuspocus/server';\nnew Server({ name: 'a' }).listen();\nnew Second({ name: 'b' }).listen();"),
  example('the instance of version 1', fails('missing', 'Server.configure'), "import { Server } from '@hocuspocus/server';\nconst server = Server.configure({ port: 1234 });\nserver.listen();"),
  example('the class of version 1', fails('missing', 'new Hocuspocus'), "const { Hocuspocus } = require('@hocuspocus/server');\nconst server = new Hocuspocus({ port: 1234 });\nserver.listen(() => console.log('hi'));"),
  example(
    'connections of another server',
    fails('missing', "wss.on('connection'"),
    "import { Hocuspocus } from '@hocuspocus/server';\nimport { WebSocketServer } from 'ws';\nconst hocuspocus = new Hocuspocus({ name: 'docs' });\nconst wss = new WebSocketServer({ port: 80 });\nwss.on('connection', (ws, req) => hocuspocus.handleConnection(ws, req));",
  ),
  example(
    'the instance of version 1, for connections of another server',
    fails('missing', "app.ws('/docs'"),
    "import { Server } from '@hocuspocus/server';\nimport express from 'express';\nimport expressWs from 'express-ws';\nconst { app } = expressWs(express());\nconst server = Server.configure({ async onAuthenticate() {} });\napp.ws('/docs', (ws, req) => {\n  server.handleConnection(ws, req);\n});",
  ),
  example('another Server', [], "import { Server } from './server.js';\nnew Server({ port: 1234, async onConnect() {} }).listen();"),
  example('the client', [], "import { HocuspocusProvider } from '@hocuspocus/provider';\nnew HocuspocusProvider({ url: 'ws://localhost', name: 'a', onConnect() {}, onClose() {} });"),
]);

testExamples('guards of Hocuspocus', [
  guard('refuses the upgrade', enforced(3), inUpgrade),
  guard('throws in onUpgrade', enforced(3), inUpgrade.replace(/\{\n\s*socket\.end[\s\S]*?\n {4}\}/u, 'throw null;')),
  guard('closes the socket', enforced(3), counting('connected', 'data.connection.webSocket.close(1008)')),
  // The document is kept from the client, and the socket stays open.
  guard('throws in onConnect', fails('notRejected'), counting('onConnect', "throw new Error('Too many')")),
  guard('throws in onAuthenticate', fails('notRejected'), counting('onAuthenticate', "throw new Error('Too many')")),
  guard('closes the document', fails('notRejected'), counting('connected', 'data.connection.close()')),
  guard('counts addresses', fails('perAddressOnly'), inUpgrade.replace('const { sub } = await verify(request.headers.authorization);', 'const sub = request.socket.remoteAddress;')),
  guard('counts documents', fails('perRoomOnly'), counting('connected', 'data.connection.webSocket.close(1008)', 'data.documentName')),
  guard('counts sockets', fails('perConnection'), counting('connected', 'data.connection.webSocket.close(1008)', 'data.socketId')),
  guard('counts all', fails('globalOnly'), 'async connected({ connection }) {\n    if (server.getConnectionsCount() > 100) connection.webSocket.close(1013);\n  },'),
  guard('in an extension', enforced(3), `extensions: [{\n  ${inUpgrade}\n  }],`),
  example(
    'in an extension that is a class',
    enforced(3, 'new Server'),
    `import { Server } from '@hocuspocus/server';\nimport { verify } from './token.js';\nconst open = new Map();\nclass Limit {\n  ${inUpgrade.slice(0, -1)}\n}\nconst extensions = [new Limit()];\nnew Server({ extensions }).listen();`,
  ),
  example(
    'in hooks for connections of another server',
    enforced(3, "wss.on('connection'"),
    `import { Hocuspocus } from '@hocuspocus/server';\nimport { WebSocketServer } from 'ws';\nconst open = new Map();\nconst hocuspocus = new Hocuspocus({\n  ${counting('connected', 'data.connection.webSocket.close(1008)')}\n});\nconst wss = new WebSocketServer({ port: 80 });\nwss.on('connection', (ws, req) => hocuspocus.handleConnection(ws, req));`,
  ),
  example(
    'before the connection is handed on',
    enforced(3, "server.on('upgrade'"),
    `import crossws from 'crossws/adapters/node';\nimport { Hocuspocus } from '@hocuspocus/server';\nimport { createServer } from 'node:http';\nconst open = new Map();\nconst hocuspocus = new Hocuspocus({});\nconst ws = crossws({\n  hooks: {\n    open(peer) {\n      const mine = open.get(peer.context.userId) ?? new Set();\n      if (mine.size >= 3) return peer.close(1008);\n      open.set(peer.context.userId, mine.add(peer));\n      peer.client = hocuspocus.handleConnection(peer.websocket, peer.request);\n    },\n    close(peer) {\n      open.get(peer.context.userId)?.delete(peer);\n    },\n  },\n});\nconst server = createServer();\nserver.on('upgrade', (request, socket, head) => {\n  ws.handleUpgrade(request, socket, head);\n});`,
  ),
]);

describe('Hocuspocus in several files', () => {
  const limit = `import type { Extension, onUpgradePayload } from '@hocuspocus/server';\nimport { verify } from 'jsonwebtoken';\nconst open = new Map();\nexport class Limit implements Extension {\n  ${inUpgrade.slice(0, -1).replace('{ request, socket }', '{ request, socket }: onUpgradePayload')}\n}`;

  it('finds a guard in an extension', () => {
    const files = { 'server.ts': "import { Server } from '@hocuspocus/server';\nimport { Limit } from './limit';\nnew Server({ extensions: [new Limit()] }).listen();", 'limit.ts': limit };
    expect(lintProgram(files)).toEqual([enforces(3)]);
    expect(lintProgram({ ...files, 'limit.ts': limit.replace('>= 3', '>= Infinity - 1') })).not.toEqual([failing('missing')]);
  });

  it('names what a client supplies', () => {
    const code = server(counting('connected', 'data.connection.webSocket.close(1008)', "data.requestParameters.get('user')"));
    expect(lintProgram({ 'server.js': code })).toEqual([enforces(3), untrusted('clientSupplied')]);
  });
});
