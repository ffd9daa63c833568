import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { enforced as enforcedIn, fails as failsIn, lintProgram, untrusted } from '../link/program.js';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';
import { type GuardPlace, guardCases, programWith, userOf } from './guard-cases.js';

const require = createRequire(import.meta.url);

describe('the package has what the model names', () => {
  it('an application with routes for sockets', () => {
    const express = require('express') as () => { ws?: unknown };
    const expressWs = require('express-ws') as (app: object) => { app: unknown; getWss: () => { clients: unknown }; applyTo: (router: object) => void };
    const app = express();
    const instance = expressWs(app);
    expect(instance.app).toBe(app);
    expect(typeof app.ws).toBe('function');
    expect(instance.getWss().clients).toBeInstanceOf(Set);
    const router: { get: () => void; ws?: unknown } = { get: () => undefined };
    instance.applyTo(router);
    expect(typeof router.ws).toBe('function');
  });
});

const app = "import express from 'express';\nimport expressWs from 'express-ws';\nconst instance = expressWs(express());\nconst { app } = instance;\n";
const route: GuardPlace = {
  name: 'route',
  program: (guard) => `${app}app.ws('/chat', (ws, req) => {\n  ${guard}\n  ws.send('hi');\n});`,
  at: "app.ws('/chat'",
  headers: 'req.headers',
  kept: 'ws',
  end: 'close',
  refuse: "ws.close(1008, 'limit')",
  address: 'req.ip',
  connection: "req.headers['sec-websocket-key']",
};
const verify: GuardPlace = {
  ...route,
  name: 'verifyClient',
  program: (guard) => `import express from 'express';\nimport expressWs from 'express-ws';\nconst { app } = expressWs(express(), undefined, { wsOptions: {\n  verifyClient: ({ req }, done) => {\n  ${guard}\n  done(true);\n} } });\napp.ws('/chat', (ws) => ws.send('hi'));`,
  kept: 'req.socket',
  refuse: "done(false, 429, 'limit')",
  address: 'req.socket.remoteAddress',
};
const plain = "app.ws('/chat', (ws) => ws.send('hi'));";
const at = "app.ws('/chat'";

testExamples('express-ws', [
  ...guardCases(route),
  ...guardCases(verify),
  example('two handlers of one route', enforced(3, at), programWith(route, userOf(route)).replace("ws.send('hi');\n}", "next();\n}, (ws) => {\n  ws.send('hi');\n}").replace('(ws, req)', '(ws, req, next)')),
  example('an answer of middleware closes what was accepted', enforced(3, at), programWith({ ...route, program: (guard) => `${app}app.use((req, res, next) => {\n  ${guard}\n  next();\n});\n${plain}`, kept: 'req.socket', refuse: 'res.status(429).end()' }, userOf(route))),
  example('middleware that only goes no further', fails('notRejected', at), programWith({ ...route, program: (guard) => `${app}app.use((req, res, next) => {\n  ${guard}\n  next();\n});\n${plain}`, kept: 'req.socket', refuse: 'res.locals.full = true' }, userOf(route))),
  example('what an asynchronous handler throws leaves the socket open', fails('notRejected', at), programWith(route, userOf(route), "throw new Error('limit')").replace('(ws, req) =>', 'async (ws, req) =>')),
  example('require, called', fails('missing', at), `const express = require('express');\nconst app = express();\nrequire('express-ws')(app);\n${plain}`),
  example('the application that was given', fails('missing', at), `import express from 'express';\nimport expressWs from 'express-ws';\nconst app = express();\nexpressWs(app);\n${plain}`),
  example('a typed parameter', fails('missing', at), `import type { Application } from 'express-ws';\nexport function register(app: Application): void {\n  ${plain}\n}`),
  example('a router that is mounted', fails('missing', "router.ws('/chat'"), `const express = require('express');\nconst app = express();\nrequire('express-ws')(app);\nconst router = express.Router();\nrouter.ws('/chat', (ws) => ws.send('hi'));\napp.use('/v1', router);`),
  example('verifyClient stands before routers, too', enforced(3, "router.ws('/chat'"), programWith(verify, userOf(verify)).replace(plain, "const router = express.Router();\nrouter.ws('/chat', (ws) => ws.send('hi'));\napp.use('/v1', router);")),
  example('applyTo', enforced(3, "router.ws('/chat'"), programWith(verify, userOf(verify)).replace('const { app } =', 'const instance =').replace(plain, "const router = express.Router();\ninstance.applyTo(router);\nrouter.ws('/chat', (ws) => ws.send('hi'));")),
  example('a guard for one route says nothing of another', [enforced(3, at), fails('uncovered', "app.ws('/open'")], `${programWith(route, userOf(route))}\napp.ws('/open', (ws) => ws.send('hi'));`),
  example('the sockets of the server', fails('globalOnly', at), `${app}app.ws('/chat', (ws) => {\n  if (instance.getWss().clients.size > 100) ws.close();\n});`),
  example('pages', [], "import express from 'express';\nimport 'express-ws';\nconst app = express();\napp.get('/ws', (req, res) => res.end());"),
]);

describe('express-ws, over several files', () => {
  it('the handler lies in another file', () => {
    const main = `import { chat } from './chat.js';\n${app}app.ws('/chat', chat);\n`;
    const handler = "import { verify } from './token.js';\nconst open = new Map();\nexport function chat(ws, req) {\n  const { sub } = verify(req.headers.cookie);\n  const mine = open.get(sub) ?? new Set();\n  if (mine.size >= 3) return ws.close(1013);\n  open.set(sub, mine.add(ws));\n  ws.on('close', () => mine.delete(ws));\n}\n";
    expect(lintProgram({ 'main.js': main, 'chat.js': handler })).toContain(enforcedIn(3));
    expect(lintProgram({ 'main.js': main, 'chat.js': handler.replace('if (mine.size >= 3) return ws.close(1013);', '') })).toEqual([failsIn('missing')]);
  });

  it('a key that the client chooses', () => {
    expect(lintProgram({ 'main.js': programWith(route, 'req.query.user') })).toContain(untrusted('clientSupplied'));
  });
});
