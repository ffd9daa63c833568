import { Elysia, status } from 'elysia';
import { ElysiaWS } from 'elysia/ws';
import { describe, expect, it } from 'vitest';
import { elysia } from '../../src/models/elysia.js';
import { enforced as enforcedIn, fails as failsIn, lintProgram } from '../link/program.js';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';

describe('elysia: names', () => {
  it('exist in the package', () => {
    const app = new Elysia();
    for (const method of Object.keys(elysia.roles['elysia:app']?.methods ?? {})) expect(app, method).toHaveProperty(method);
    expect(status).toBeTypeOf('function');
    const socket = Object.create(ElysiaWS.prototype) as object;
    expect(Object.getOwnPropertyNames(ElysiaWS.prototype).length + Object.keys(socket).length).toBeGreaterThan(0);
  });
});

const IMPORTS = "import { Elysia } from 'elysia';\nimport { verify } from './token.js';\nconst open = new Map();\n";
const FULL = '(open.get(user) ?? 0) >= 3';
const RESERVE = 'open.set(user, (open.get(user) ?? 0) + 1);';
const SITE = "app.ws('/ws'";
const PLAIN = "app.ws('/ws', { message(ws, message) { ws.send(message); } });";

testExamples('elysia: imports', [
  example('named', fails('missing', SITE), `import { Elysia } from 'elysia';\nconst app = new Elysia();\n${PLAIN}`),
  example('default, in a chain', fails('missing', ".ws('/ws'"), "import Elysia from 'elysia';\nexport default new Elysia()\n  .get('/', () => 'hi')\n  .ws('/ws', { message() {} })\n  .listen(3000);"),
  example('require', fails('missing', SITE), `const { Elysia } = require('elysia');\nconst app = new Elysia();\n${PLAIN}`),
  example('by its type', fails('missing', SITE), `import type { Elysia } from 'elysia';\nexport function chat(app: Elysia): void {\n  ${PLAIN}\n}`),
  example('in a plugin that is a function', fails('missing', SITE), `import { Elysia } from 'elysia';\nconst chat = (app) => ${PLAIN}\nnew Elysia().use(chat).listen(3000);`),
  example('in a group', fails('missing', SITE), `import { Elysia } from 'elysia';\nnew Elysia().group('/v1', (app) => ${PLAIN.slice(0, -1)});`),
  example('an app that nothing says more of', fails('missing', SITE), "export default (app) => {\n  app.ws('/ws', { beforeHandle() {}, message() {} });\n};"),
]);

const guarded = (name: string, code: string, expected = enforced(3, SITE)) => example(name, expected, `${IMPORTS}${code}`);
const CHECK = `const user = verify(headers.authorization).sub;\n    if (${FULL}) return status(429, 'full');\n    ${RESERVE}`;
const route = (options: string): string => `const app = new Elysia();\napp.ws('/ws', {\n  ${options}\n});`;
const opening = (answer: string, key = 'ws.data.user'): string => `open(ws) { const user = ${key}; if (${FULL}) ${answer} ${RESERVE} },\n  close(ws) { open.delete(ws.data.user); },`;

testExamples('elysia: guards', [
  guarded('before the handler', route(`beforeHandle({ headers, status }) {\n    ${CHECK}\n  },\n  message() {},`)),
  guarded('one of several before the handler', route(`beforeHandle: [({ headers, status }) => {\n    ${CHECK}\n  }],\n  message() {},`)),
  guarded('before the handler, thrown', route(`beforeHandle({ headers }) {\n    ${CHECK.replace("return status(429, 'full')", 'throw new Error()')}\n  },\n  message() {},`)),
  guarded('before the handler, with a text', route(`beforeHandle({ headers, set }) {\n    ${CHECK.replace("return status(429, 'full')", "{ set.status = 429; return 'full'; }")}\n  },`)),
  guarded('before the handler, the status alone', route(`beforeHandle({ headers, set }) {\n    ${CHECK.replace("return status(429, 'full')", 'set.status = 429')}\n  },`), fails('notRejected', SITE)),
  guarded('on opening', route(opening('{ ws.close(1008); return; }'))),
  guarded('on opening, only told', route(opening("ws.send('full');")), fails('notRejected', SITE)),
  guarded('a hook of the app', `const app = new Elysia();\napp.onBeforeHandle(({ headers, status }) => {\n    ${CHECK}\n});\n${PLAIN}`),
  guarded('resolve of the app', `const app = new Elysia();\napp.resolve(({ headers, status }) => {\n    ${CHECK}\n    return { user };\n});\n${PLAIN}`),
  guarded('a guard around the routes', `const app = new Elysia();\napp.guard({ beforeHandle({ headers, status }) {\n    ${CHECK}\n} });\n${PLAIN}`),
  guarded('a hook behind the route', `const app = new Elysia();\n${PLAIN}\napp.onBeforeHandle(({ headers, status }) => {\n    ${CHECK}\n});`, fails('uncovered', SITE)),
  guarded('a hook of the plugin alone', `const limit = new Elysia().onBeforeHandle(({ headers, status }) => {\n    ${CHECK}\n});\nconst app = new Elysia().use(limit);\n${PLAIN}`, fails('uncovered', SITE)),
  guarded('a hook of the plugin for all', `const limit = new Elysia().onBeforeHandle({ as: 'global' }, ({ headers, status }) => {\n    ${CHECK}\n});\nconst app = new Elysia().use(limit);\n${PLAIN}`),
  guarded('a hook of the app for its plugin', `const app = new Elysia();\nconst chat = new Elysia();\nchat.ws('/ws', { message() {} });\napp.onBeforeHandle(({ headers, status }) => {\n    ${CHECK}\n});\napp.use(chat);`, enforced(3, "chat.ws('/ws'")),
  guarded('by an id of the connection', route(opening('{ ws.close(); return; }', 'ws.id')), fails('perConnection', SITE)),
  guarded('by an address', route(opening('{ ws.terminate(); return; }', 'ws.remoteAddress')), fails('perAddressOnly', SITE)),
  guarded('by an address that a hook found', `const app = new Elysia().derive(({ ip }) => ({ from: ip }));\n${route(opening('{ ws.close(); return; }', 'ws.data.from')).replace('const app = new Elysia();\n', '')}`, fails('perAddressOnly', SITE)),
  guarded('all together', `let count = 0;\n${route('open(ws) { if (count >= 9) { ws.close(); return; } count += 1; },\n  close() { count -= 1; },')}`, fails('globalOnly', SITE)),
]);

testExamples('elysia: look-alikes', [
  example('an app without connections', [], "import { Elysia } from 'elysia';\nnew Elysia().get('/', () => 'hi').listen(3000);"),
  example('a client', [], "import { treaty } from '@elysiajs/eden';\nconst api = treaty('localhost:3000');\nconst chat = api.ws.subscribe();\nchat.on('message', console.log);"),
]);

describe('elysia: files', () => {
  it('the guard from elsewhere', () => {
    const files = {
      'app.js': "import { Elysia } from 'elysia';\nimport { limit } from './limit.js';\nexport const app = new Elysia().ws('/ws', { beforeHandle: limit, message() {} });\n",
      'limit.js': `import { verify } from './token.js';\nconst open = new Map();\nexport const limit = ({ headers, status }) => {\n  ${CHECK}\n};\n`,
    };
    expect(lintProgram(files)).toEqual([enforcedIn(3)]);
    expect(lintProgram({ ...files, 'limit.js': 'export const limit = () => {};\n' })).toEqual([failsIn('missing')]);
  });
});
