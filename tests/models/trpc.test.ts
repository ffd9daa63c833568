import { readFileSync } from 'node:fs';
import * as adapter from '@trpc/server/adapters/ws';
import { describe, expect, it } from 'vitest';
import { enforced as enforces, lintProgram, untrusted } from '../link/program.js';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';
import { memberNames } from './declared-names.js';

describe('@trpc/server as it is installed', () => {
  it('exports the functions', () => {
    expect(adapter).toMatchObject({ applyWSSHandler: expect.any(Function) as unknown, getWSConnectionHandler: expect.any(Function) as unknown });
  });

  it('has these options and types', () => {
    const dist = new URL('../../node_modules/@trpc/server/dist/', import.meta.url);
    const entry = readFileSync(new URL('adapters/ws.d.mts', dist), 'utf8');
    const [, chunk = ''] = /from "\.\.\/(ws-[^"]+)\.mjs"/u.exec(entry) ?? [];
    const text = readFileSync(new URL(`${chunk}.d.mts`, dist), 'utf8');
    expect(text).toMatch(/type CreateWSSContextFnOptions = NodeHTTPCreateContextFnOptions<IncomingMessage, WebSocket>/u);
    expect(memberNames(text, 'WSSHandlerOptions')).toContain('wss');
  });
});

const count = (refusal: string, key = 'user.id'): string => `async ({ req, res, info }) => {
  const user = await authenticate(req);
  const mine = open.get(${key}) ?? new Set();
  if (mine.size >= 3) ${refusal};
  open.set(${key}, mine.add(res));
  res.once('close', () => mine.delete(res));
  return { user };
}`;
const refused = "throw new TRPCError({ code: 'TOO_MANY_REQUESTS' })";

const server = (createContext: string, rest = ''): string => `
import { TRPCError } from '@trpc/server';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { WebSocketServer } from 'ws';
import { appRouter } from './router.js';
import { authenticate } from './authenticate.js';

const open = new Map();
const wss = new WebSocketServer({ port: 3001 });
const trpc = applyWSSHandler({
  wss,
  router: appRouter,
  createContext: ${createContext},
});
${rest}
`;
const AT = 'const trpc = applyWSSHandler';
const fromServer = (name: string, expected: ReturnType<typeof fails>, code: string): ReturnType<typeof example> => {
  const { at: _at, line = AT, ...rest } = expected;
  return example(name, { ...rest, line }, code);
};

const imported = "import * as adapter from '@trpc/server/adapters/ws';\n";

testExamples('sites of tRPC', [
  example('a server of ws', fails('missing', 'adapter.applyWSSHandler'), `${imported}import { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 80 });\nadapter.applyWSSHandler({ wss, router });`),
  example('CommonJS', fails('missing', 'ws.applyWSSHandler'), "const ws = require('@trpc/server/adapters/ws');\nconst { Server } = require('ws');\nconst wss = new Server({ port: 80 });\nws.applyWSSHandler({ wss, router });"),
  example('a server that is not known', fails('missing', 'adapter.applyWSSHandler'), `${imported}export const attach = (wss) => adapter.applyWSSHandler({ wss, router });`),
  example('options with a getter', fails('missing', 'adapter.applyWSSHandler'), `${imported}import { WebSocketServer } from 'ws';\nlet wss = new WebSocketServer({ port: 80 });\nconst options = {\n  get wss() {\n    return wss;\n  },\n  router,\n};\nadapter.applyWSSHandler(options);`),
  example('the server of Fastify', fails('missing', 'adapter.applyWSSHandler'), `${imported}import fastify from 'fastify';\nimport websocket from '@fastify/websocket';\nconst app = fastify();\nawait app.register(websocket);\nadapter.applyWSSHandler({ wss: app.websocketServer, router });`),
  example(
    'a listener before it is the site',
    fails('missing', "wss.on('connection'"),
    `${imported}import { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 80 });\nwss.on('connection', (ws) => ws.send('hi'));\nadapter.applyWSSHandler({ wss, router });`,
  ),
  example('a handler for a listener', fails('missing', "wss.on('connection'"), `${imported}import { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 80 });\nwss.on('connection', adapter.getWSConnectionHandler({ router }));`),
  example('the HTTP server', [], "import { createHTTPServer } from '@trpc/server/adapters/standalone';\ncreateHTTPServer({ router, createContext: ({ req, res }) => ({ req }) }).listen(80);"),
  example('the client', [], "import { createWSClient, wsLink } from '@trpc/client';\nconst client = createWSClient({ url: 'ws://localhost' });\nexport const link = wsLink({ client });"),
]);

testExamples('guards of tRPC', [
  fromServer('throws', enforced(3), server(count(refused))),
  fromServer('closes the socket', enforced(3), server(count('return res.close(1008)'))),
  fromServer('returns nothing', fails('notRejected'), server(count('return null'))),
  fromServer('counts addresses', fails('perAddressOnly'), server(count(refused, 'req.socket.remoteAddress'))),
  fromServer('counts all', fails('globalOnly'), server(`({ req }) => {\n  if (wss.clients.size > 100) ${refused};\n  return { req };\n}`)),
  fromServer('in a listener', { ...enforced(3), line: "wss.on('connection'" }, server("({ req }) => ({ req })", `wss.on('connection', (ws, req) => {
  const mine = open.get(req.user.id) ?? new Set();
  if (mine.size >= 3) return ws.close(1008);
  open.set(req.user.id, mine.add(ws));
  ws.on('close', () => mine.delete(ws));
});`)),
  example(
    'in a handler for a listener',
    enforced(3, "wss.on('connection'"),
    `${imported}import { WebSocketServer } from 'ws';\nconst open = new Map();\nconst wss = new WebSocketServer({ port: 80 });\nwss.on('connection', adapter.getWSConnectionHandler({ router, createContext: ${count(refused)} }));`,
  ),
  example(
    'in a handler that a route calls',
    enforced(3, "app.get('/trpc'"),
    `${imported}import fastify from 'fastify';\nconst open = new Map();\nconst app = fastify();\nconst connected = adapter.getWSConnectionHandler({ router, createContext: ${count(refused)} });\napp.get('/trpc', { websocket: true }, (socket, req) => {\n  connected(socket, req.raw);\n});`,
  ),
]);

describe('tRPC in several files', () => {
  const main = "import { applyWSSHandler } from '@trpc/server/adapters/ws';\nimport { WebSocketServer } from 'ws';\nimport { createContext } from './context';\napplyWSSHandler({ wss: new WebSocketServer({ port: 80 }), router, createContext });";

  it('finds a guard in createContext', () => {
    const context = `import type { CreateWSSContextFnOptions } from '@trpc/server/adapters/ws';\nconst open = new Map();\nexport const createContext = ${count(refused)};`.replace('({ req, res, info })', '({ req, res, info }: CreateWSSContextFnOptions)');
    expect(lintProgram({ 'server.ts': main, 'context.ts': context })).toEqual([enforces(3)]);
  });

  it('names what a client supplies', () => {
    const context = `const open = new Map();\nexport const createContext = ${count(refused, 'info.connectionParams.userId')};`;
    expect(lintProgram({ 'server.ts': main.replace("import { createContext } from './context';", context) })).toEqual([untrusted('clientSupplied'), enforces(3)]);
  });
});
