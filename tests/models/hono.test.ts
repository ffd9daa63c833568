import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as bare from 'hono';
import { createMiddleware } from 'hono/factory';
import { defineWebSocketHelper } from 'hono/ws';
import { createNodeWebSocket } from '@hono/node-ws';
import { describe, expect, it } from 'vitest';
import { honoWebsocket } from '../../src/models/hono-websocket.js';
import { hono } from '../../src/models/hono.js';
import { enforced as enforcedIn, fails as failsIn, lintProgram } from '../link/program.js';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';

const require = createRequire(import.meta.url);

describe('hono: names', () => {
  it('exist in the packages', () => {
    const app = new bare.Hono();
    for (const method of Object.keys(hono.roles['hono:app']?.methods ?? {})) if (method !== 'openapi') expect(app, method).toHaveProperty(method);
    expect(createMiddleware).toBeTypeOf('function');
    expect(defineWebSocketHelper).toBeTypeOf('function');
    expect(Object.keys(createNodeWebSocket({ app })).sort()).toEqual(['injectWebSocket', 'upgradeWebSocket', 'wss']);
    const types = readFileSync(require.resolve('hono/ws').replace(/dist\/(?:cjs\/)?helper/u, 'dist/types/helper').replace(/\.js$/u, '.d.ts'), 'utf8');
    for (const name of ['UpgradeWebSocket', 'WSContext', 'onOpen', 'onMessage', 'onClose']) expect(types).toMatch(new RegExp(String.raw`\b${name}\b`, 'u'));
    for (const specifier of honoWebsocket.specifiers) if (specifier.startsWith('hono/')) expect(require.resolve(specifier), specifier).toBeTypeOf('string');
  });
});

const IMPORTS = "import { Hono } from 'hono';\nimport { upgradeWebSocket } from 'hono/bun';\nimport { verify } from './token.js';\nconst app = new Hono();\nconst open = new Map();\n";
const HANDLER = 'upgradeWebSocket(() => ({ onMessage(event, ws) { ws.send(event.data); } }))';
const FULL = '(open.get(user) ?? 0) >= 3';
const RESERVE = 'open.set(user, (open.get(user) ?? 0) + 1);';
const RELEASE = 'open.set(user, open.get(user) - 1);';
const SITE = 'upgradeWebSocket(';

/** The call's name, where it is called; the first argument is a function over several lines. */
const missing = (name: string, code: string, at = 'upgradeWebSocket') => example(name, { ...fails('missing'), line: at }, code);

testExamples('hono: imports', [
  ...['bun', 'deno', 'cloudflare-workers'].map((adapter) => missing(adapter, `import { Hono } from 'hono';\nimport { upgradeWebSocket as accept } from 'hono/${adapter}';\nconst app = new Hono();\napp.get('/ws', accept(() => ({ onMessage() {} })));\nexport default app;`, "app.get('/ws', accept(")),
  missing('node-ws', `import { Hono } from 'hono';\nimport { createNodeWebSocket } from '@hono/node-ws';\nconst app = new Hono();\nconst { injectWebSocket, upgradeWebSocket } = createNodeWebSocket({ app });\napp.get('/ws', ${HANDLER});`, "app.get('/ws'"),
  missing('createBunWebSocket', `import { createBunWebSocket } from 'hono/bun';\nconst { upgradeWebSocket, websocket } = createBunWebSocket();\nexport const chat = ${HANDLER};\nBun.serve({ fetch, websocket });`, 'export const chat'),
  missing('the server itself', `import { upgradeWebSocket } from '@hono/node-server';\nexport const chat = ${HANDLER};`, 'export const chat'),
  missing('by its type', "import type { UpgradeWebSocket } from 'hono/ws';\nexport function chat(upgrade: UpgradeWebSocket) {\n  return upgrade(() => ({ onMessage(): void {} }));\n}", 'return upgrade('),
  missing('by the type of a part', "import type { NodeWebSocket } from '@hono/node-ws';\nexport const chat = (upgrade: NodeWebSocket['upgradeWebSocket']) => upgrade(() => ({ onMessage(): void {} }));", 'export const chat'),
  missing('as a part of options', "import type { UpgradeWebSocket } from 'hono/ws';\nexport function rpc(c: string, options?: { upgradeWebSocket?: UpgradeWebSocket }) {\n  return options.upgradeWebSocket(() => ({ onOpen() {} }))(c);\n}", 'return options'),
  missing('called in a handler', "import { Hono } from 'hono';\nimport { upgradeWebSocket } from 'hono/deno';\nnew Hono().get('/ws', (c) => {\n  return upgradeWebSocket(c, { onMessage() {} });\n});", 'return upgradeWebSocket(c'),
  missing('given to Bun by hand', `import { upgradeWebSocket, websocket } from 'hono/bun';\nexport const chat = ${HANDLER};\nexport default { fetch: () => new Response(), websocket };`, 'export const chat'),
]);

const guarded = (name: string, code: string, expected = enforced(3, SITE)) => example(name, { ...expected, line: SITE }, `${IMPORTS}${code}`);
const middleware = (answer: string): string => `app.use(async (c, next) => {
  const user = verify(c.req.header('authorization')).sub;
  if (${FULL}) ${answer}
  ${RESERVE}
  await next();
});
`;
const opening = (answer: string, user = "verify(c.req.header('authorization')).sub"): string => `app.get('/ws', upgradeWebSocket((c) => {
  const user = ${user};
  return {
    onOpen(event, ws) {
      if (${FULL}) ${answer}
      ${RESERVE}
    },
    onClose() { ${RELEASE} },
  };
}));`;
const on = (code: string): string => code.replaceAll("'hono/bun'", "'hono/cloudflare-workers'");

testExamples('hono: guards', [
  guarded('middleware of the app', `${middleware("return c.text('full', 429);")}app.get('/ws', ${HANDLER});`),
  guarded('middleware that throws', `${middleware('throw new Error();')}app.get('/ws', ${HANDLER});`),
  guarded('middleware of the route', `const limit = async (c, next) => {\n  const user = verify(c.req.header('authorization')).sub;\n  if (${FULL}) return new Response(null, { status: 429 });\n  ${RESERVE}\n  return next();\n};\napp.get('/ws', limit, ${HANDLER});`),
  guarded('on opening', opening('return ws.close(1008);')),
  guarded('in the handler', `app.get('/ws', (c) => {\n  const user = verify(c.req.header('authorization')).sub;\n  if (${FULL}) return c.json({}, 429);\n  ${RESERVE}\n  return upgradeWebSocket(c, { onClose() { ${RELEASE} } });\n});`),
  guarded('a throw before the upgrade', `app.get('/ws', upgradeWebSocket((c) => {\n  const user = verify(c.req.header('authorization')).sub;\n  if (${FULL}) throw new Error('full');\n  ${RESERVE}\n  return { onClose() { ${RELEASE} } };\n}));`),
  guarded('what middleware left on the request', `app.use(async (c, next) => { c.set('user', verify(c.req.header('authorization')).sub); await next(); });\n${opening('return ws.close(1008);', "c.get('user')")}`),
  guarded('an address', opening('return ws.close(1008);', "c.env.incoming.socket.remoteAddress"), fails('perAddressOnly', SITE)),
  guarded('an address that was left on the request', `app.use(async (c, next) => { c.set('from', c.env.incoming.socket.remoteAddress); await next(); });\n${opening('return ws.close(1008);', "c.get('from')")}`, fails('perAddressOnly', SITE)),
  guarded('only told', opening("ws.send('full');"), fails('notRejected', SITE)),
  guarded('goes on without a word', `${middleware('console.warn(user);')}app.get('/ws', ${HANDLER});`, fails('notRejected', SITE)),
  guarded('middleware behind the route', `app.get('/ws', ${HANDLER});\n${middleware("return c.text('full', 429);")}`, fails('uncovered', SITE)),
  guarded('middleware of another path', `${middleware("return c.text('full', 429);").replace('app.use(', "app.use('/admin/*', ")}app.get('/ws', ${HANDLER});`, fails('uncovered', SITE)),
  guarded('middleware of the path', `${middleware("return c.text('full', 429);").replace('app.use(', "app.use('/ws/*', ")}app.get('/ws', ${HANDLER});`),
  guarded('middleware of the app that it is mounted on', `${middleware("return c.text('full', 429);")}const chat = new Hono();\nchat.get('/ws', ${HANDLER});\napp.route('/chat', chat);`),
  guarded('what an upgrade returns refuses nobody', `app.get('/ws', upgradeWebSocket((c) => {\n  const user = verify(c.req.header('authorization')).sub;\n  if (${FULL}) return {};\n  ${RESERVE}\n  return { onClose() { ${RELEASE} } };\n}));`, fails('notRejected', SITE)),
  example('onOpen never runs on Workers', { ...fails('notRejected|missing'), line: SITE }, on(`${IMPORTS}${opening('return ws.close(1008);')}`)),
]);

testExamples('hono: look-alikes', [
  example('an app without connections', [], "import { Hono } from 'hono';\nconst app = new Hono();\napp.get('/', (c) => c.text('hi'));\nexport default app;"),
  example('a function of that name', [], "import { upgradeWebSocket } from './client.js';\nupgradeWebSocket(() => ({ onOpen() {} }));"),
]);

describe('hono: files', () => {
  it('the upgrade function and the guard from elsewhere', () => {
    const files = {
      'chat.js': "import { Hono } from 'hono';\nimport { upgradeWebSocket } from './ws.js';\nimport { limit } from './limit.js';\nexport const chat = new Hono().get('/ws', limit, upgradeWebSocket(() => ({ onMessage() {} })));\n",
      'ws.js': "import { createNodeWebSocket } from '@hono/node-ws';\nimport { app } from './app.js';\nexport const { injectWebSocket, upgradeWebSocket } = createNodeWebSocket({ app });\n",
      'app.js': "import { Hono } from 'hono';\nexport const app = new Hono();\n",
      'limit.js': `import { createMiddleware } from 'hono/factory';\nimport { verify } from './token.js';\nconst open = new Map();\nexport const limit = createMiddleware(async (c, next) => {\n  const user = verify(c.req.header('authorization')).sub;\n  if (${FULL}) return c.text('full', 429);\n  ${RESERVE}\n  await next();\n});\n`,
    };
    expect(lintProgram(files)).toEqual([enforcedIn(3)]);
    expect(lintProgram({ ...files, 'limit.js': 'export const limit = (c, next) => next();\n' })).toEqual([failsIn('missing')]);
  });
});
