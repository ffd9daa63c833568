import * as h3 from 'h3';
import { describe, expect, it } from 'vitest';
import { enforced as enforces, fails as failing, lintProgram, untrusted } from '../link/program.js';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';
import { countingIn, countingInOpen, PLAIN_HOOKS, REFUSED } from './crossws-hooks.js';

describe('h3 as it is installed', () => {
  it.each(['defineWebSocketHandler', 'defineWebSocket', 'eventHandler', 'defineEventHandler'])('exports %s', (name) => {
    expect(h3).toHaveProperty(name, expect.any(Function));
  });
});

const AT = 'defineWebSocketHandler';

testExamples('sites of h3 and Nitro', [
  example('imported', fails('missing', 'h3.defineWebSocketHandler'), `import * as h3 from 'h3';\nexport default h3.defineWebSocketHandler(${PLAIN_HOOKS});`),
  example('imported from Nitro', fails('missing', 'nitro.defineWebSocketHandler'), `import * as nitro from 'nitro';\nexport default nitro.defineWebSocketHandler(${PLAIN_HOOKS});`),
  example('imported by Nuxt', fails('missing', 'nuxt.defineWebSocketHandler'), `import * as nuxt from '#imports';\nexport default nuxt.defineWebSocketHandler(${PLAIN_HOOKS});`),
  example('a global', fails('missing', AT), `export default defineWebSocketHandler(${PLAIN_HOOKS});`),
  example('hooks that a function returns', fails('missing', AT), `export default defineWebSocketHandler((event) => (${PLAIN_HOOKS}));`),
  example('hooks that are defined before', fails('missing', 'defineWebSocketHandler'), `const hooks = defineWebSocket(${PLAIN_HOOKS});\nexport default defineWebSocketHandler(hooks);`),
  example('an event handler with hooks', fails('missing', 'eventHandler'), `export default eventHandler({\n  handler: () => 'hi',\n  websocket: ${PLAIN_HOOKS},\n});`),
  example('another name of it', fails('missing', 'defineEventHandler'), `export default defineEventHandler({\n  handler: () => 'hi',\n  websocket: ${PLAIN_HOOKS},\n});`),
  example('with a server that asks it for the hooks', fails('missing', 'h3.defineWebSocketHandler'), `import { plugin } from 'crossws/server';\nimport * as h3 from 'h3';\nconst app = new h3.H3();\napp.get('/', h3.defineWebSocketHandler(${PLAIN_HOOKS}));\nh3.serve(app, { plugins: [plugin({ resolve: async (request) => (await app.fetch(request)).crossws })] });`),
  example('on a router', fails('missing', 'defineWebSocketHandler'), `export default defineNitroPlugin((nitroApp) => {\n  nitroApp.router.use('/_ws', defineWebSocketHandler(${PLAIN_HOOKS}));\n});`),
  example('two routes', [fails('missing', 'one.defineWebSocketHandler'), fails('missing', 'two.defineWebSocketHandler')], `import { a, b } from './hooks.js';\nimport * as one from 'h3';\nimport * as two from 'h3';\nrouter.use('/a', one.defineWebSocketHandler(a));\nrouter.use('/b', two.defineWebSocketHandler(b));`),
  example('an event handler without hooks', [], "export default defineEventHandler({ handler: () => 'hi' });"),
  example('an event handler that is a function', [], 'export default defineEventHandler((event) => event.context);'),
  example('one of its own', [], `function defineWebSocketHandler(hooks) {\n  return hooks;\n}\nexport default defineWebSocketHandler(${PLAIN_HOOKS});`),
]);

testExamples('guards of h3 and Nitro', [
  example('refuses in upgrade', enforced(3, AT), `const open = new Map();\nexport default defineWebSocketHandler(${countingIn(REFUSED)});`),
  example('refuses with an error of h3', enforced(3, AT), `const open = new Map();\nexport default defineWebSocketHandler(${countingIn('throw createError({ statusCode: 429 })')});`),
  example('closes in open', enforced(3, AT), `const open = new Map();\nexport default defineWebSocketHandler(${countingInOpen()});`),
  example('of hooks that a function returns', enforced(3, AT), `const open = new Map();\nexport default defineWebSocketHandler(async (event) => (${countingIn(REFUSED)}));`),
  example('of an event handler', enforced(3, 'eventHandler'), `const open = new Map();\nexport default eventHandler({\n  handler: () => 'hi',\n  websocket: ${countingInOpen()},\n});`),
  example('only says so', fails('notRejected', AT), `const open = new Map();\nexport default defineWebSocketHandler(${countingInOpen('peer.context.userId', "peer.send('Too many')")});`),
  example('counts addresses', fails('perAddressOnly', AT), `const open = new Map();\nexport default defineWebSocketHandler(${countingInOpen('peer.remoteAddress')});`),
  example('counts rooms', fails('perRoomOnly', AT), `const open = new Map();\nexport default defineWebSocketHandler(${countingInOpen('peer.context.roomId')});`),
]);

describe('h3 in several files', () => {
  it('finds a guard behind an import', () => {
    const files = {
      'server/routes/ws.ts': `import { register } from '../limits';\nexport default defineWebSocketHandler({\n  open(peer) {\n    if (!register(peer.context.userId, peer)) peer.close(1008);\n  },\n  close(peer) {\n    drop(peer);\n  },\n});`,
      'server/limits.ts': 'const open = new Map<string, Set<unknown>>();\nexport function register(user: string, peer: unknown): boolean {\n  const mine = open.get(user) ?? new Set();\n  if (mine.size >= 3) return false;\n  open.set(user, mine.add(peer));\n  return true;\n}',
    };
    expect(lintProgram(files)).toEqual([enforces(3)]);
    expect(lintProgram({ ...files, 'server/limits.ts': 'export const register = () => true;' })).toEqual([failing('missing')]);
  });

  it('names what a client supplies', () => {
    const code = `const open = new Map();\nexport default defineWebSocketHandler(${countingInOpen("peer.request.headers.get('authorization')")});`;
    expect(lintProgram({ 'ws.js': code })).toEqual([enforces(3), untrusted('clientSupplied')]);
  });
});
