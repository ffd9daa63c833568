import { describe, expect, it } from 'vitest';
import { enforced as enforcedIn, fails as failsIn, lintProgram } from '../link/program.js';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';

/* The names are checked by the servers of tests/runtime, which run in Bun. */

const FETCH = 'fetch(req, server) { if (server.upgrade(req)) return; return new Response(); }';
const SOCKETS = 'websocket: { message(ws, data) { ws.send(data); } }';
const SERVE = { line: 'serve(' };
const missing = (name: string, code: string, at: string) => example(name, { ...fails('missing'), line: at }, code);

testExamples('Bun: where it serves', [
  missing('the global', `Bun.serve({ ${FETCH}, ${SOCKETS} });`, SERVE.line),
  missing('by import', `import { serve } from 'bun';\nserve({ ${FETCH}, ${SOCKETS} });`, 'serve({'),
  missing('the default import', `import Bun from 'bun';\nBun.serve({ ${FETCH}, ${SOCKETS} });`, SERVE.line),
  missing('what a module exports', `export default {\n  port: 3000,\n  ${FETCH},\n  ${SOCKETS},\n};`, 'websocket:'),
  missing('what a module exports by its name', `const server = {\n  ${FETCH},\n  ${SOCKETS},\n};\nexport default server;`, 'websocket:'),
  missing('with routes', `Bun.serve({ routes: { '/ws': (req, server) => server.upgrade(req) }, ${SOCKETS} });`, SERVE.line),
  missing('an upgrade of a server from elsewhere', "import type { Server } from 'bun';\nexport function accept(req: string, server: Server<string>) {\n  return server.upgrade(req);\n}", 'server.upgrade('),
  missing('an upgrade by what it is given', "import type { ServerWebSocket } from 'bun';\nexport const adapter = () => ({\n  handle: (req, server) => server.upgrade(req, { data: { req } }),\n  open(ws: ServerWebSocket<string>) {},\n});", 'server.upgrade('),
]);

testExamples('Bun: look-alikes', [
  example('a server without connections', [], 'Bun.serve({ fetch: () => new Response() });'),
  example('a module for another runtime', [], 'export default { fetch: () => new Response() };'),
  example('another upgrade', [], "import { sql } from 'bun';\nexport const buy = (plan) => plan.upgrade('gold', { data: sql });".replace(', { data: sql }', '')),
]);

const FULL = '(open.get(user) ?? 0) >= 3';
const RESERVE = 'open.set(user, (open.get(user) ?? 0) + 1);';
const HEAD = "import { verify } from './token.js';\nconst open = new Map();\n";
const CLOSE = 'close(ws) { open.delete(ws.data.user); }';
const guarded = (name: string, code: string, expected = enforced(3, 'Bun.serve(')) => example(name, { ...expected, line: 'Bun.serve(' }, `${HEAD}${code}`);
const opening = (key: string, given: string, answer = '{ ws.close(1008); return; }'): string =>
  `Bun.serve({\n  fetch(req, server) {\n    const user = ${given};\n    server.upgrade(req, { data: { user } });\n  },\n  websocket: { open(ws) { const user = ${key}; if (${FULL}) ${answer} ${RESERVE} }, ${CLOSE} },\n});`;

testExamples('Bun: guards', [
  guarded('in fetch', `Bun.serve({\n  fetch(req, server) {\n    const user = verify(req.headers.get('authorization')).sub;\n    if (${FULL}) return new Response(null, { status: 429 });\n    if (server.upgrade(req, { data: { user } })) { ${RESERVE} return; }\n  },\n  websocket: { ${CLOSE} },\n});`),
  guarded('in a route', `Bun.serve({\n  routes: {\n    '/ws': (req, server) => {\n      const user = verify(req.headers.get('authorization')).sub;\n      if (${FULL}) return new Response(null, { status: 429 });\n      if (server.upgrade(req, { data: { user } })) { ${RESERVE} return; }\n    },\n  },\n  websocket: { ${CLOSE} },\n});`),
  guarded('in a helper', `function accept(req, server) {\n  const user = verify(req.headers.get('authorization')).sub;\n  if (${FULL}) return new Response(null, { status: 429 });\n  if (server.upgrade(req, { data: { user } })) { ${RESERVE} return; }\n}\nBun.serve({\n  fetch: (req, server) => accept(req, server),\n  websocket: { ${CLOSE} },\n});`),
  guarded('on opening', opening('ws.data.user', "verify(req.headers.get('authorization')).sub")),
  guarded('on opening, only told', opening('ws.data.user', "verify(req.headers.get('authorization')).sub", "ws.send('full');"), fails('notRejected')),
  guarded('by a kept address', opening('ws.data.user', 'server.requestIP(req).address'), fails('perAddressOnly')),
  guarded('by an address', opening('ws.remoteAddress', "verify(req.headers.get('authorization')).sub"), fails('perAddressOnly')),
  guarded('by a fresh id', opening('ws.data.user', 'crypto.randomUUID()'), fails('perConnection')),
  guarded('methods of a class', `class Chat {\n  start() {\n    Bun.serve({ fetch: this.fetch.bind(this), websocket: { open: this.opened.bind(this), ${CLOSE} } });\n  }\n  fetch(req, server) { server.upgrade(req, { data: { user: verify(req.headers.get('authorization')).sub } }); }\n  opened(ws) { const { user } = ws.data; if (${FULL}) { ws.close(); return; } ${RESERVE} }\n}\nnew Chat().start();`),
]);

describe('Bun: files', () => {
  const files = {
    'server.ts': "import { websocket } from './chat.js';\nimport { accept } from './accept.js';\nBun.serve({ fetch: (req, server) => accept(req, server), websocket });\n",
    'chat.ts': 'export const websocket = { message() {} };\n',
    'accept.ts': `import type { Server } from 'bun';\nimport { verify } from './token.js';\nconst open = new Map();\nexport function accept(req: Request, server: Server<unknown>) {\n  const user = verify(req.headers.get('authorization')).sub;\n  if (${FULL}) return new Response(null, { status: 429 });\n  if (server.upgrade(req)) { ${RESERVE} return; }\n}\n`,
  };

  it('handlers and the guard from elsewhere', () => {
    expect(lintProgram(files)).toEqual([enforcedIn(3)]);
    expect(lintProgram({ ...files, 'accept.ts': files['accept.ts'].replace(/if \(\(open.*/u, '') })).toEqual([failsIn('missing')]);
  });

  it('has one place, where the server is made', () => {
    expect(lintProgram(files, 'accept.ts')).toEqual([]);
  });
});
