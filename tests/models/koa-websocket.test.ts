import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { enforced as enforcedIn, fails as failsIn, lintProgram, untrusted } from '../link/program.js';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';
import { type GuardPlace, guardCases, programWith, userOf } from './guard-cases.js';

const require = createRequire(import.meta.url);

describe('the package has what the model names', () => {
  it('an application with a list of middleware for sockets', () => {
    const Koa = require('koa') as new () => object;
    const websockify = require('koa-websocket') as (app: object) => { ws: { use: (fn: () => void) => unknown; middleware: unknown[] } };
    const app = new Koa();
    const made = websockify(app);
    expect(made).toBe(app);
    const middleware = (): void => undefined;
    expect(made.ws.use(middleware)).toBe(made.ws);
    expect(made.ws.middleware).toEqual([middleware]);
  });
});

const app = "import Koa from 'koa';\nimport websockify from 'koa-websocket';\nconst app = websockify(new Koa());\n";
const middleware: GuardPlace = {
  name: 'middleware',
  program: (guard) => `${app}app.ws.use((ctx, next) => {\n  ${guard}\n  ctx.websocket.send('hi');\n  return next(ctx);\n});`,
  at: 'app.ws.use',
  headers: 'ctx.headers',
  kept: 'ctx.websocket',
  end: 'close',
  refuse: "ctx.websocket.close(1008, 'limit')",
  address: 'ctx.ip',
  connection: "ctx.req.headers['sec-websocket-key']",
};
const route: GuardPlace = {
  ...middleware,
  name: 'koa-route',
  program: (guard) => `${app.replace("import Koa", "import route from 'koa-route';\nimport Koa")}app.ws.use(route.all('/chat', (ctx) => {\n  ${guard}\n  ctx.websocket.send('hi');\n}));`,
};
const router: GuardPlace = {
  ...middleware,
  name: '@koa/router',
  program: (guard) => `${app.replace("import Koa", "import Router from '@koa/router';\nimport Koa")}const router = new Router();\nrouter.all('/chat', async (ctx) => {\n  ${guard}\n  ctx.websocket.send('hi');\n});\napp.ws.use(router.routes()).use(router.allowedMethods());`,
};
const verify: GuardPlace = {
  ...middleware,
  name: 'verifyClient',
  program: (guard) => `import Koa from 'koa';\nimport websockify from 'koa-websocket';\nconst app = websockify(new Koa(), {\n  verifyClient: ({ req }, done) => {\n  ${guard}\n  done(true);\n} });\napp.ws.use((ctx) => ctx.websocket.send('hi'));`,
  headers: 'req.headers',
  kept: 'req.socket',
  refuse: "done(false, 429, 'limit')",
  address: 'req.socket.remoteAddress',
  connection: "req.headers['sec-websocket-key']",
};

const plain = "app.ws.use((ctx) => ctx.websocket.send('hi'));";
const at = 'app.ws.use';

testExamples('koa-websocket', [
  ...guardCases(middleware),
  ...guardCases(route).map((item) => ({ ...item, expected: item.expected.map((expected) => ({ ...expected, at: "app.ws.use(route.all('/chat'" })) })).map(({ expected, ...item }) => ({ ...item, expected: expected.map(({ at: _, ...rest }) => ({ ...rest, line: "app.ws.use(route.all('/chat'" })) })),
  ...guardCases(router).map(({ expected, ...item }) => ({ ...item, expected: expected.map(({ at: _, ...rest }) => ({ ...rest, line: 'app.ws.use(router.routes()' })) })),
  ...guardCases(verify),
  example('what is thrown leaves the socket open', fails('notRejected', at), programWith(middleware, userOf(middleware), 'ctx.throw(429)')),
  example('a status leaves the socket open', fails('notRejected', at), programWith(middleware, userOf(middleware), 'ctx.status = 429')),
  example('an error leaves the socket open', fails('notRejected', at), programWith(middleware, userOf(middleware), "throw new Error('limit')")),
  example('middleware for pages does not run for sockets', fails('missing', at), `${programWith(middleware, userOf(middleware)).replace('app.ws.use', 'app.use')}\n${plain}`),
  example('terminated', enforced(3, at), programWith(middleware, userOf(middleware), 'ctx.websocket.terminate()')),
  example('require', fails('missing', at), `const Koa = require('koa'),\n  websockify = require('koa-websocket');\nconst app = websockify(new Koa(), {});\n${plain}`),
  example('the application that was given', fails('missing', at), `const Koa = require('koa');\nconst app = new Koa();\nrequire('koa-websocket')(app);\n${plain}`),
  example('namespace import', fails('missing', at), `import * as Koa from 'koa';\nimport * as websockify from 'koa-websocket';\nconst app = websockify(new Koa());\n${plain}`),
  example('a typed parameter', fails('missing', at), `import type KoaWebsocket from 'koa-websocket';\nexport function register(app: KoaWebsocket.App): void {\n  ${plain}\n}`),
  example(
    'a guard for one route says nothing of another',
    [{ ...enforced(3), line: "'/chat'" }, { ...fails('uncovered'), line: "'/open'" }],
    `${programWith(route, userOf(route))}\napp.ws.use(route.all('/open', (ctx) => {\n  ctx.websocket.send('hi');\n}));`,
  ),
  example(
    'a guard before all routes',
    [enforced(3, at), { ...enforced(3), line: "'/chat'" }],
    `import route from 'koa-route';\n${programWith(middleware, userOf(middleware))}\napp.ws.use(route.all('/chat', (ctx) => {\n  ctx.websocket.send('hi');\n}));`,
  ),
  example('an application of Koa alone', [], "import Koa from 'koa';\nimport 'koa-websocket';\nconst app = new Koa();\napp.use((ctx) => { ctx.body = 'hi'; });"),
  example('another object that has such a member', [], "import { api } from './api.js';\napi.ws.use((message) => console.log(message));"),
]);

describe('koa-websocket, over several files', () => {
  const guarded = "import { verify } from './token.js';\nconst open = new Map();\nexport async function chat(ctx, next) {\n  const { sub } = verify(ctx.headers.authorization);\n  const mine = open.get(sub) ?? new Set();\n  if (mine.size >= 3) return ctx.websocket.close(4029);\n  open.set(sub, mine.add(ctx.websocket));\n  ctx.websocket.on('close', () => mine.delete(ctx.websocket));\n  await next();\n}\n";

  it('the middleware lies in another file', () => {
    const main = `import { chat } from './chat.js';\n${app}app.ws.use(chat);\n`;
    expect(lintProgram({ 'main.js': main, 'chat.js': guarded })).toContain(enforcedIn(3));
    expect(lintProgram({ 'main.js': main, 'chat.js': guarded.replace('if (mine.size >= 3) return ctx.websocket.close(4029);', '') })).toEqual([failsIn('missing')]);
  });

  it('the router lies in another file', () => {
    const main = `import router from './router.js';\n${app}app.ws.use(router.routes());\n`;
    const routes = "import Router from '@koa/router';\nimport { chat } from './chat.js';\nconst router = new Router();\nrouter.get('/chat', chat);\nexport default router;\n";
    expect(lintProgram({ 'main.js': main, 'router.js': routes, 'chat.js': guarded })).toContain(enforcedIn(3));
    expect(lintProgram({ 'main.js': main, 'router.js': routes, 'chat.js': guarded.replace('if (mine.size >= 3) return ctx.websocket.close(4029);', '') })).toEqual([failsIn('missing')]);
  });

  it('a key that the client chooses', () => {
    expect(lintProgram({ 'main.js': programWith(middleware, 'ctx.query.user') })).toContain(untrusted('clientSupplied'));
  });
});
