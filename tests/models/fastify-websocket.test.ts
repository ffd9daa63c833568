import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { enforced as inProgram, fails as failing, lintProgram } from '../link/program.js';
import { enforced, example, fails, passes, testExamples } from '../rules/guards/examples.js';

it('is what the package declares', () => {
  const types = readFileSync(new URL('../../node_modules/@fastify/websocket/types/index.d.ts', import.meta.url), 'utf8');
  for (const part of ['websocketServer: WebSocket.Server', 'wsHandler?:', 'websocket: true', 'type WebsocketHandler', 'options?:']) expect(types).toContain(part);
});

const app = (rest: string, register = 'await app.register(websocket);'): string => `import Fastify from 'fastify';\nimport websocket from '@fastify/websocket';\nimport { verify } from './token.js';\nconst app = Fastify();\nconst open = new Map();\n${register}\n${rest}`;
const route = "app.get('/feed', { websocket: true }, (socket) => socket.send('hi'));";
const SITE = "app.get('/feed'";
const check = (refuse: string, key = 'id'): string => `const { id } = verify(request.headers.authorization);
  const mine = open.get(${key}) ?? new Set();
  if (mine.size >= 3) ${refuse}
  open.set(${key}, mine.add(request.raw.socket));`;
const hook = (refuse: string, name = 'preValidation', key = 'id'): string => `app.addHook('${name}', async (request, reply) => {\n  ${check(refuse, key)}\n});\n${route}`;
const onRoute = (hooks: string): string => `async function limit(request, reply) {\n  ${check('return reply.code(429).send();')}\n}\napp.get('/feed', { websocket: true, ${hooks} }, (socket) => socket.send('hi'));`;

testExamples('@fastify/websocket', [
  example('a route', fails('missing', SITE), app(route)),
  example('in a plugin', fails('missing', "app.get('/feed'"), "export default async function routes(app) {\n  app.get('/feed', { websocket: true }, (socket) => socket.send('hi'));\n}"),
  example('required', fails('missing', SITE), `const app = require('fastify')();\napp.register(require('@fastify/websocket'));\napp.register(async (app) => {\n  ${route}\n});`),
  example('a hook that answers', enforced(3, SITE), app(hook('return reply.code(429).send();'))),
  example('a hook that throws', enforced(3, SITE), app(hook("throw Object.assign(new Error('full'), { statusCode: 429 });", 'onRequest'))),
  example('a hook that only logs', fails('notRejected', SITE), app(hook("request.log.warn('full');"))),
  example('a hook that runs too late', fails('missing|notRejected', SITE), app(hook('return reply.code(429).send();', 'onResponse'))),
  example('a hook by the address', fails('perAddressOnly', SITE), app(hook('return reply.code(429).send();', 'onRequest', 'request.ip'))),
  example('a hook by the request', fails('perConnection', SITE), app(hook('return reply.code(429).send();', 'onRequest', 'request.id'))),
  example('a hook by what the client sends passes', passes(SITE), app(hook('return reply.code(429).send();', 'onRequest', 'request.query.user'))),
  example('a hook of the route', enforced(3, "app.get('/feed'"), app(onRoute('preValidation: limit'))),
  example('hooks of the route', enforced(3, "app.get('/feed'"), app(onRoute('onRequest: [authenticate, limit]').replace('async function limit', 'async function authenticate(request) {\n  await request.jwtVerify();\n}\nasync function limit'))),
  example('the handler', enforced(3, "app.get('/feed'"), app(`app.get('/feed', { websocket: true }, (socket, request) => {\n  ${check('return socket.close(1008);')}\n});`)),
  example('the handler of the first versions', enforced(3, "app.get('/feed'"), app(`app.get('/feed', { websocket: true }, (connection, request) => {\n  ${check('return connection.socket.close(1008);')}\n});`)),
  example('verifyClient', enforced(3, SITE), app(route, "await app.register(websocket, { options: { verifyClient: (info, done) => {\n  const { id } = verify(info.req.headers.authorization);\n  const mine = open.get(id) ?? 0;\n  if (mine >= 3) return done(false, 429);\n  open.set(id, mine + 1);\n  done(true);\n} } });")),
  example('another route of the same method', [], "import Fastify from 'fastify';\nconst app = Fastify();\napp.get('/feed', { schema: {} }, async () => 'hi');"),
]);

it('is guarded by hooks of the application that it is given', () => {
  const routes = "import type { FastifyInstance } from 'fastify';\nexport async function routes(app: FastifyInstance): Promise<void> {\n  app.get('/feed', { websocket: true }, (socket) => socket.send('hi'));\n}";
  const plugin = `import fp from 'fastify-plugin';\nimport { verify } from './token.js';\nconst open = new Map();\nexport default fp(async (app) => {\n  app.addHook('onRequest', async (request, reply) => {\n    ${check('return reply.code(429).send();')}\n  });\n});`;
  const main = "import Fastify from 'fastify';\nimport websocket from '@fastify/websocket';\nimport limits from './limits.js';\nimport { routes } from './routes.js';\nconst app = Fastify();\napp.register(websocket);\napp.register(limits);\napp.register(routes);";
  expect(lintProgram({ 'routes.ts': routes, 'limits.js': plugin, 'app.ts': main })).toEqual([inProgram(3)]);
  expect(lintProgram({ 'routes.ts': routes, 'limits.js': plugin, 'app.ts': main.replace('app.register(limits);\n', '') })).not.toContain(inProgram(3));
  expect(lintProgram({ 'routes.ts': routes, 'limits.js': plugin.replace('return reply.code(429).send();', '{}'), 'app.ts': main })).toEqual([failing('notRejected')]);
});
