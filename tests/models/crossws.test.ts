import { readFileSync } from 'node:fs';
import * as crossws from 'crossws';
import nodeAdapter from 'crossws/adapters/node';
import * as server from 'crossws/server';
import { describe, expect, it } from 'vitest';
import { enforced as enforces, fails as failing, lintProgram, untrusted } from '../link/program.js';
import { enforced, type Example, example, fails, testExamples } from '../rules/guards/examples.js';
import { countingIn, countingInOpen, PLAIN_HOOKS, REFUSED } from './crossws-hooks.js';
import { memberNames } from './declared-names.js';

const FUNCTION = expect.any(Function) as unknown;

const declarations = (file: string): string => readFileSync(new URL(`../../node_modules/crossws/dist/${file}`, import.meta.url), 'utf8');

describe('crossws as it is installed', () => {
  it('exports what the models name', () => {
    expect(crossws).toMatchObject({ defineHooks: FUNCTION });
    expect(server).toMatchObject({ serve: FUNCTION, plugin: FUNCTION });
    expect(nodeAdapter({ hooks: {} })).toMatchObject({ handleUpgrade: FUNCTION });
  });

  it('has these hooks and members', () => {
    const text = declarations('_chunks/adapter.d.mts');
    expect(memberNames(declarations('adapters/bun.d.mts'), 'BunAdapter')).toEqual(['websocket', 'handleUpgrade']);
    expect(memberNames(text, 'Hooks')).toEqual(expect.arrayContaining(['upgrade', 'open', 'message', 'close', 'error']));
    const peer = ['context', 'id', 'remoteAddress', 'request', 'websocket', 'peers', 'namespace', 'close', 'terminate'];
    expect(memberNames(text, 'Peer')).toEqual(expect.arrayContaining(peer));
  });
});

const AT = "server.on('upgrade'";

function node(hooks: string, upgrade = 'ws.handleUpgrade', adapter = "import crossws from 'crossws/adapters/node';"): string {
  return `
import { createServer } from 'node:http';
${adapter}

const open = new Map();
const ws = crossws({ hooks: ${hooks} });
const server = createServer();
server.on('upgrade', ${upgrade});
server.listen(80);
`;
}

const inNode = (name: string, expected: Example['expected'][number], hooks: string): Example => example(name, { ...expected, at: AT }, node(hooks));

testExamples('sites of crossws', [
  inNode('handed over', fails('missing'), PLAIN_HOOKS),
  example('handed over, bound', fails('missing', AT), node(PLAIN_HOOKS, 'ws.handleUpgrade.bind(ws)')),
  example('called', fails('missing', AT), node(PLAIN_HOOKS, '(req, socket, head) => ws.handleUpgrade(req, socket, head)')),
  example('the adapter by its name', fails('missing', AT), node(PLAIN_HOOKS, 'ws.handleUpgrade', "import { default as crossws } from 'crossws/adapters/node';")),
  example('hooks that are defined elsewhere', fails('missing', AT), node('hooks', 'ws.handleUpgrade', `import crossws from 'crossws/adapters/node';\nimport { defineHooks } from 'crossws';\nconst hooks = defineHooks(${PLAIN_HOOKS});`)),
  example('hooks for a server that is elsewhere', fails('missing', 'crossws.defineHooks'), `import * as crossws from 'crossws';\nexport const websocket = { hooks: crossws.defineHooks(${PLAIN_HOOKS}) };`),
  example('an adapter for a server that is elsewhere', fails('missing', 'crossws.default'), `import * as crossws from 'crossws/adapters/uws';\nexport const ws = crossws.default({ hooks: ${PLAIN_HOOKS} });`),
  example(
    'Bun has one emitter',
    fails('missing', 'Bun.serve'),
    `import crossws from 'crossws/adapters/bun';\nconst ws = crossws({ hooks: ${PLAIN_HOOKS} });\nBun.serve({\n  websocket: ws.websocket,\n  fetch(request, server) {\n    if (request.headers.get('upgrade') === 'websocket') return ws.handleUpgrade(request, server);\n    return new Response('hi');\n  },\n});`,
  ),
  example(
    'Bun, with a guard in the hooks',
    enforced(3, 'Bun.serve'),
    `import crossws from 'crossws/adapters/bun';\nconst open = new Map();\nconst ws = crossws({ hooks: ${countingIn(REFUSED)} });\nBun.serve({\n  websocket: ws.websocket,\n  fetch: (request, server) => ws.handleUpgrade(request, server),\n});`,
  ),
  example(
    'Deno',
    fails('missing', 'ws.handleUpgrade(request'),
    `import crossws from 'crossws/adapters/deno';\nconst ws = crossws({ hooks: ${PLAIN_HOOKS} });\nDeno.serve({ port: 80 }, (request, info) => {\n  if (request.headers.get('upgrade') === 'websocket') return ws.handleUpgrade(request, info);\n  return new Response('hi');\n});`,
  ),
  example(
    'Cloudflare',
    fails('missing', 'ws.handleUpgrade(request'),
    `import crossws from 'crossws/adapters/cloudflare';\nconst ws = crossws({ hooks: ${PLAIN_HOOKS} });\nexport default {\n  fetch(request, env, context) {\n    return ws.handleUpgrade(request, env, context);\n  },\n};`,
  ),
  example('its own server', fails('missing', 'server.serve'), `import * as server from 'crossws/server';\nserver.serve({ fetch: () => new Response('hi'), websocket: ${PLAIN_HOOKS} });`),
  example('the plugin of its own server', fails('missing', 'sockets.plugin'), `import * as sockets from 'crossws/server';\nimport { serve } from 'srvx';\nserve({ fetch: () => new Response('hi'), plugins: [sockets.plugin(${PLAIN_HOOKS})] });`),
  example('its own server without sockets', [], `import { serve } from 'crossws/server';\nserve({ fetch: () => new Response('hi') });`),
]);

testExamples('guards of crossws', [
  inNode('throws in upgrade', enforced(3), countingIn(REFUSED)),
  inNode('returns a response in upgrade', enforced(3), countingIn(REFUSED.replace('throw', 'return'))),
  inNode('throws an error in upgrade', enforced(3), countingIn("throw new Error('Too many')")),
  inNode('asynchronous', enforced(3), countingIn(REFUSED.replace('throw', 'return')).replace('upgrade(', 'async upgrade(')),
  inNode('closes in open', enforced(3), countingInOpen()),
  inNode('terminates in open', enforced(3), countingInOpen('peer.context.user.id', 'return peer.terminate()')),
  inNode('closes the socket itself', enforced(3), countingInOpen('peer.context.user.id', 'return peer.websocket.close(1008)')),
  inNode('counts what upgrade hands over', enforced(3), countingInOpen('peer.context.account').replace('{\n', '{\n  async upgrade(request) {\n    const { sub } = await verifyToken(request);\n    return { context: { account: sub } };\n  },\n')),
  inNode('counts addresses that upgrade hands over', fails('perAddressOnly'), countingInOpen('peer.context.account').replace('{\n', "{\n  upgrade: (request) => ({ context: { account: request.headers.get('x-real-ip') } }),\n")),
  inNode('throws in open', fails('notRejected'), countingInOpen('peer.context.userId', "throw new Error('Too many')")),
  inNode('returns headers in upgrade', fails('notRejected'), countingIn("return { headers: { 'x-full': '1' } }")),
  inNode('counts addresses', fails('perAddressOnly'), countingInOpen('peer.remoteAddress')),
  inNode('counts forwarded addresses', fails('perAddressOnly'), countingInOpen("peer.request.headers.get('X-Forwarded-For')")),
  inNode('counts peers', fails('perConnection'), countingInOpen('peer.id')),
  inNode('counts namespaces', fails('perRoomOnly'), countingInOpen('peer.namespace')),
  inNode('counts all', fails('globalOnly'), '{ open(peer) { if (peer.peers.size > 100) peer.close(1013); } }'),
  example(
    'with the adapter around the guard',
    enforced(3, AT),
    node('hooks', '(req, socket, head) => { ws.handleUpgrade(req, socket, head); }', `import { defineHooks } from 'crossws';\nimport crossws from 'crossws/adapters/node';\nconst hooks = defineHooks(${countingIn(REFUSED)});`),
  ),
  example(
    'before the upgrade',
    enforced(3, AT),
    node(countingIn('console.log(1)'), "(req, socket, head) => {\n  if ((open.get(req.user.id)?.size ?? 0) >= 3) return socket.destroy();\n  ws.handleUpgrade(req, socket, head);\n}"),
  ),
]);

describe('crossws in several files', () => {
  const server = "import crossws from 'crossws/adapters/node';\nimport { createServer } from 'node:http';\nimport { hooks } from './hooks.js';\nconst ws = crossws({ hooks });\ncreateServer().on('upgrade', ws.handleUpgrade);";

  it.each([
    ['defined', `import { defineHooks } from 'crossws';\nconst open = new Map();\nexport const hooks = defineHooks(${countingIn(REFUSED)});`],
    ['plain', `const open = new Map();\nexport const hooks = ${countingIn(REFUSED)};`],
  ])('finds a guard in hooks of another file: %s', (_name, hooks) => {
    expect(lintProgram({ 'server.js': server, 'hooks.js': hooks })).toEqual([enforces(3)]);
  });

  it('reports a server, and not the hooks that it is given', () => {
    const files = { 'server.js': server, 'hooks.js': `import { defineHooks } from 'crossws';\nexport const hooks = defineHooks(${PLAIN_HOOKS});` };
    expect(lintProgram(files)).toEqual([failing('missing')]);
    expect(lintProgram(files, 'hooks.js')).toEqual([]);
  });

  it('names what a client supplies', () => {
    const code = node(countingInOpen("new URL(peer.request.url).searchParams.get('user')"));
    expect(lintProgram({ 'server.js': code })).toEqual([untrusted('clientSupplied'), enforces(3)]);
  });
});

testExamples('nothing of crossws', [
  example('other hooks', [], "import { defineHooks } from './hooks.js';\nexport const hooks = defineHooks({ open(peer) { peer.close(); } });"),
  example('the client', [], "import WebSocket from 'crossws/websocket';\nconst ws = new WebSocket('ws://localhost');\nws.addEventListener('open', () => ws.send('hi'));"),
  example('another handleUpgrade', [], "import { proxy } from './proxy.js';\nimport { defineHooks } from 'crossws';\nexport { defineHooks };\nserver.on('upgrade', proxy.handleUpgrade);"),
]);
