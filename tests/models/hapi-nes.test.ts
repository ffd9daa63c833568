import { readFileSync } from 'node:fs';
import * as Nes from '@hapi/nes';
import { expect, it } from 'vitest';
import { enforced, example, fails, outOfRange, testExamples } from '../rules/guards/examples.js';

it('is what the package has', () => {
  expect(Nes).toHaveProperty('plugin');
  const types = readFileSync(new URL('../../node_modules/@hapi/nes/lib/index.d.ts', import.meta.url), 'utf8');
  for (const part of ['onConnection?: (socket: Socket', 'onDisconnection?: (socket: Socket', 'onMessage?:', 'maxConnectionsPerUser?: number | false', 'maxConnections?: number | false', 'disconnect(): Promise<void>', 'remoteAddress: string', "'x-forwarded-for'?: string"]) expect(types).toContain(part);
  const code = readFileSync(new URL('../../node_modules/@hapi/nes/lib/index.js', import.meta.url), 'utf8');
  expect(code).toContain("maxConnectionsPerUser: Validate.number().integer().min(1).allow(false).when('index', { is: true");
});

const server = (plugin: string, start = "import Hapi from '@hapi/hapi';\nimport Nes from '@hapi/nes';"): string => `${start}\nconst server = Hapi.server({ port: 3000 });\nawait server.register(${plugin});\nawait server.start();`;
const guard = (key: string): string => server(`{ plugin: Nes, options: { onConnection } }`).replace('const server', `const open = new Map();
async function onConnection(socket) {
  const key = ${key};
  const mine = open.get(key) ?? new Set();
  if (mine.size >= 3) return socket.disconnect();
  open.set(key, mine.add(socket));
}
const server`);

testExamples('Nes', [
  example('the plugin alone', fails('missing', 'server.register'), server('Nes')),
  example('with options', fails('missing', 'server.register'), server('{ plugin: Nes, options: {} }')),
  example('in a list', fails('missing', 'server.register'), server('[{ plugin: Nes }, Inert]')),
  example('a namespace import', fails('missing', 'server.register'), server('Nes', "import * as Nes from '@hapi/nes';\nimport { server as make } from '@hapi/hapi';").replace('Hapi.server', 'make')),
  example('required', fails('missing', 'server.register'), "const Nes = require('@hapi/nes');\nexports.start = async (server) => {\n  await server.register(Nes);\n};"),
  example('required at once', fails('missing', 'server.register'), "exports.start = async (server) => {\n  await server.register({ plugin: require('nes') });\n};"),
  example("the library's own limit", enforced(3, 'server.register'), server('{ plugin: Nes, options: { auth: { index: true, maxConnectionsPerUser: 3 } } }')),
  example("the library's own limit, too high", [enforced(50, 'server.register'), outOfRange('tooHigh', '50')], server('{ plugin: Nes, options: { auth: { index: true, maxConnectionsPerUser: 50 } } }')),
  example("the library's own limit, switched off", fails('missing', 'server.register'), server('{ plugin: Nes, options: { auth: { index: true, maxConnectionsPerUser: false } } }')),
  example('a limit for all', fails('globalOnly', 'server.register'), server('{ plugin: Nes, options: { maxConnections: 100 } }')),
  example('a guard', enforced(3, 'server.register'), guard('socket.auth.credentials.user.id')),
  example('a guard by the address', fails('perAddressOnly', 'server.register'), guard('socket.info.remoteAddress')),
  example('a guard by the connection', fails('perConnection', 'server.register'), guard('socket.id')),
  example('another plugin', [], server('{ plugin: Inert }', "import Hapi from '@hapi/hapi';\nimport Inert from '@hapi/inert';")),
  example('a client', [], "import Nes from '@hapi/nes';\nconst client = new Nes.Client('ws://localhost');\nawait client.connect();\nclient.register('x');"),
]);
