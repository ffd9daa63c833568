import { readFileSync } from 'node:fs';
import * as use from 'graphql-ws/use/ws';
import { describe, expect, it } from 'vitest';
import { enforced as enforces, lintProgram, untrusted } from '../link/program.js';
import { enforced, type Expected, type Example, example, fails, testExamples } from '../rules/guards/examples.js';
import { memberNames } from './declared-names.js';

describe('graphql-ws as it is installed', () => {
  const dist = new URL('../../node_modules/graphql-ws/dist/', import.meta.url);
  const read = (path: string): string => readFileSync(new URL(path, dist), 'utf8');

  it('exports the adapters', () => {
    expect(use).toHaveProperty('useServer', expect.any(Function));
  });

  it.each([
    ['use/@fastify/websocket.d.ts', 'makeHandler'],
    ['use/bun.d.ts', 'makeHandler'],
    ['use/deno.d.ts', 'makeHandler'],
    ['use/uWebSockets.d.ts', 'makeBehavior'],
    ['use/crossws.d.ts', 'makeHooks'],
  ])('%s exports %s', (path, name) => {
    expect(read(path)).toMatch(new RegExp(String.raw`export \{[^}]*\b${name}\b`, 'u'));
  });

  it('has these options and members', () => {
    const [, chunk = ''] = /from '\.\.\/(server-[^']+)\.js'/u.exec(read('use/ws.d.ts')) ?? [];
    const server = read(`${chunk}.d.ts`);
    expect(memberNames(server, 'ServerOptions')).toEqual(expect.arrayContaining(['onConnect', 'onDisconnect', 'onClose']));
    expect(memberNames(server, 'Context')).toEqual(expect.arrayContaining(['connectionParams', 'extra']));
    expect(memberNames(server, 'Server')).toContain('opened');
    expect(memberNames(read('use/ws.d.ts'), 'Extra')).toEqual(['socket', 'request']);
    expect(memberNames(read('use/uWebSockets.d.ts'), 'UpgradeData')).toEqual(['persistedRequest']);
  });
});

const counting = (refusal: string, key = 'user.id'): string => `{
  schema,
  onConnect: async (ctx) => {
    const user = await authenticate(ctx.connectionParams?.token);
    const key = ${key};
    const mine = open.get(key) ?? new Set();
    if (mine.size >= 3) ${refusal};
    open.set(key, mine.add(ctx));
    ctx.extra.key = key;
  },
  onClose(ctx) {
    open.get(ctx.extra.key)?.delete(ctx);
  },
}`;
const start = "import { schema } from './schema.js';\nimport { authenticate } from './authenticate.js';\n";
const server = (options: string, rest = '', path = 'graphql-ws/use/ws'): string => `
${start}import { useServer } from '${path}';
import { WebSocketServer } from 'ws';

const open = new Map();
const wss = new WebSocketServer({ port: 4000 });
const disposable = useServer(${options}, wss);
${rest}
`;
const LINE = 'const disposable = useServer';
const guard = (name: string, { at: _at, line = LINE, ...expected }: Expected, options: string, rest = ''): Example => example(name, { ...expected, line }, server(options, rest));

testExamples('sites of graphql-ws', [
  guard('a server of ws', fails('missing'), '{ schema }'),
  example('version 5', { ...fails('missing'), line: LINE }, server('{ schema }', '', 'graphql-ws/lib/use/ws')),
  example('CommonJS', fails('missing', 'use.useServer'), "const use = require('graphql-ws/use/ws');\nconst { Server } = require('ws');\nuse.useServer({ schema }, new Server({ port: 80 }));"),
  example('a server that is not known', fails('missing', 'use.useServer'), "import * as use from 'graphql-ws/use/ws';\nexport const attach = (server) => use.useServer({ schema }, server);"),
  example(
    'a listener before it is the site',
    fails('missing', "wss.on('connection'"),
    "import { useServer } from 'graphql-ws/use/ws';\nimport { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 80 });\nwss.on('connection', (ws) => ws.send('hi'));\nuseServer({ schema }, wss);",
  ),
  example(
    'with an upgrade it is one emitter',
    fails('missing', 'use.useServer'),
    "import * as use from 'graphql-ws/use/ws';\nimport { createServer } from 'node:http';\nimport { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ noServer: true });\nconst server = createServer();\nserver.on('upgrade', (req, socket, head) => {\n  wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req));\n});\nuse.useServer({ schema }, wss);",
  ),
  example('a route of Fastify', fails('missing', "app.get('/graphql'"), "import fastify from 'fastify';\nimport { makeHandler } from 'graphql-ws/use/@fastify/websocket';\nconst app = fastify();\napp.get('/graphql', { websocket: true }, makeHandler({ schema }));"),
  example('Bun', fails('missing', 'Bun.serve'), "import { makeHandler } from 'graphql-ws/use/bun';\nBun.serve({ fetch: (request, server) => { server.upgrade(request); }, websocket: makeHandler({ schema }) });"),
  example('crossws', fails('missing', "server.on('upgrade'"), "import crossws from 'crossws/adapters/node';\nimport { makeHooks } from 'graphql-ws/use/crossws';\nimport { createServer } from 'node:http';\nconst ws = crossws({ hooks: makeHooks({ schema }) });\nconst server = createServer();\nserver.on('upgrade', ws.handleUpgrade);"),
  example('the client', [], "import { createClient } from 'graphql-ws';\nexport const client = createClient({ url: 'ws://localhost', on: { connected() {} } });"),
  example('another useServer', [], "import { useServer } from './server.js';\nimport { createClient } from 'graphql-ws';\nuseServer({ schema, onConnect: () => false }, createClient);"),
]);

testExamples('guards of graphql-ws', [
  guard('returns false', enforced(3), counting('return false')),
  guard('throws', enforced(3), counting("throw new Error('Too many')")),
  guard('closes the socket', enforced(3), counting('return ctx.extra.socket.close(4429)')),
  guard('refuses by its result', enforced(3), '{\n  schema,\n  onConnect(ctx) {\n    const mine = open.get(ctx.extra.user.id) ?? new Set();\n    const isFree = mine.size < 3;\n    if (isFree) open.set(ctx.extra.user.id, mine.add(ctx));\n    return isFree;\n  },\n  onClose: (ctx) => open.get(ctx.extra.user.id)?.delete(ctx),\n}'),
  guard('returns nothing', fails('notRejected'), counting('return')),
  guard('returns a context', fails('notRejected'), counting('return { isFull: true }')),
  guard('counts addresses', fails('perAddressOnly'), counting('return false', 'ctx.extra.request.socket.remoteAddress')),
  guard('counts rooms', fails('perRoomOnly'), counting('return false', 'user.tenantId')),
  guard('counts all', fails('globalOnly'), '{ schema, onConnect: () => wss.clients.size < 100 }'),
  guard('in verifyClient', enforced(3), counting('return false').replace('>= 3', '>= 3')),
  guard(
    'in another listener',
    { ...enforced(3), line: "wss.on('connection'" },
    '{ schema }',
    "wss.on('connection', (ws, req) => {\n  const mine = open.get(req.user.id) ?? new Set();\n  if (mine.size >= 3) return ws.close(1008);\n  open.set(req.user.id, mine.add(ws));\n  ws.on('close', () => mine.delete(ws));\n});",
  ),
  example('for a route of Fastify', enforced(3, "app.get('/graphql'"), `${start}import fastify from 'fastify';\nimport { makeHandler } from 'graphql-ws/use/@fastify/websocket';\nconst open = new Map();\nconst app = fastify();\napp.get('/graphql', { websocket: true }, makeHandler(${counting('return false')}));`),
  example('for Bun', enforced(3, 'Bun.serve'), `${start}import { makeHandler } from 'graphql-ws/use/bun';\nconst open = new Map();\nconst websocket = makeHandler(${counting('return false')});\nBun.serve({ fetch: (request, server) => { server.upgrade(request); }, websocket });`),
  example('for crossws', enforced(3, "server.on('upgrade'"), `${start}import crossws from 'crossws/adapters/node';\nimport { makeHooks } from 'graphql-ws/use/crossws';\nimport { createServer } from 'node:http';\nconst open = new Map();\nconst ws = crossws({ hooks: makeHooks(${counting('return false')}) });\nconst server = createServer();\nserver.on('upgrade', ws.handleUpgrade);`),
  example('for a server of its own', enforced(3, "wss.on('connection'"), `${start}import { makeServer } from 'graphql-ws';\nimport { WebSocketServer } from 'ws';\nconst open = new Map();\nconst graphql = makeServer(${counting('return false')});\nconst wss = new WebSocketServer({ port: 80 });\nwss.on('connection', (socket, request) => {\n  const closed = graphql.opened({ send: (data) => socket.send(data), close: (code) => socket.close(code) }, { socket, request });\n  socket.once('close', (code) => closed(code));\n});`),
]);

describe('graphql-ws in several files', () => {
  it('finds a guard in a handler of another file', () => {
    const files = {
      'server.ts': "import { useServer } from 'graphql-ws/use/ws';\nimport { WebSocketServer } from 'ws';\nimport { connected, closed } from './limit';\nuseServer({ schema, onConnect: connected, onClose: closed }, new WebSocketServer({ port: 80 }));",
      'limit.ts': "import type { Context } from 'graphql-ws';\nconst open = new Map();\nexport async function connected(ctx: Context) {\n  const user = await authenticate(ctx);\n  const mine = open.get(user.id) ?? new Set();\n  if (mine.size >= 3) return false;\n  open.set(user.id, mine.add(ctx));\n}\nexport function closed(ctx: Context) {\n  for (const mine of open.values()) mine.delete(ctx);\n}",
    };
    expect(lintProgram(files)).toEqual([enforces(3)]);
  });

  it('names what a client supplies', () => {
    expect(lintProgram({ 'server.js': server(counting('return false', 'ctx.connectionParams.userId')) })).toEqual([enforces(3), untrusted('clientSupplied')]);
  });
});
