import { readFileSync } from 'node:fs';
import { SubscriptionServer } from 'subscriptions-transport-ws';
import { describe, expect, it } from 'vitest';
import { enforced as enforces, lintProgram, untrusted } from '../link/program.js';
import { enforced, type Expected, type Example, example, fails, testExamples } from '../rules/guards/examples.js';
import { memberNames } from './declared-names.js';

describe('subscriptions-transport-ws as it is installed', () => {
  it('exports the class', () => {
    expect(SubscriptionServer).toHaveProperty('create', expect.any(Function));
  });

  it('has these options and members', () => {
    const text = readFileSync(new URL('../../node_modules/subscriptions-transport-ws/dist/server.d.ts', import.meta.url), 'utf8');
    expect(memberNames(text, 'ServerOptions')).toEqual(expect.arrayContaining(['onConnect', 'onDisconnect']));
    expect(memberNames(text, 'ConnectionContext')).toEqual(expect.arrayContaining(['socket', 'request']));
  });
});

const counting = (refusal: string, key = 'user.id'): string => `async onConnect(connectionParams, webSocket, context) {
    const user = await verifyToken(connectionParams.authToken);
    const key = ${key};
    const mine = open.get(key) ?? new Set();
    if (mine.size >= 3) ${refusal};
    open.set(key, mine.add(webSocket));
    context.key = key;
    return { user };
  },
  onDisconnect(webSocket, context) {
    open.get(context.key)?.delete(webSocket);
  },`;
const server = (hooks: string): string => `
import { createServer } from 'node:http';
import { execute, subscribe } from 'graphql';
import { SubscriptionServer } from 'subscriptions-transport-ws';
import { schema } from './schema.js';
import { verifyToken } from './token.js';

const open = new Map();
const server = createServer();
new SubscriptionServer({
  schema, execute, subscribe,
  ${hooks}
}, { server, path: '/graphql' });
`;
const guard = (name: string, expected: Expected, hooks: string): Example => example(name, { ...expected, at: 'new SubscriptionServer' }, server(hooks));

testExamples('sites of subscriptions-transport-ws', [
  guard('options of a server', fails('missing'), ''),
  example('create', fails('missing', 'SubscriptionServer.create'), "import { SubscriptionServer } from 'subscriptions-transport-ws';\nSubscriptionServer.create({ schema, execute, subscribe }, { server });"),
  example('a server of ws', fails('missing', 'new ws.SubscriptionServer'), "const ws = require('subscriptions-transport-ws');\nconst { Server } = require('ws');\nconst wss = new Server({ port: 80 });\nnew ws.SubscriptionServer({ schema, execute, subscribe }, wss);"),
  example(
    'a listener before it is the site',
    fails('missing', "wss.on('connection'"),
    "import { SubscriptionServer } from 'subscriptions-transport-ws';\nimport { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 80 });\nwss.on('connection', (ws) => ws.send('hi'));\nSubscriptionServer.create({ schema, execute, subscribe }, wss);",
  ),
  example('Apollo Server', fails('missing', 'new ApolloServer'), "const { ApolloServer } = require('apollo-server');\nnew ApolloServer({ typeDefs, subscriptions: { path: '/graphql' } }).listen();"),
  example('Apollo Server on an HTTP server', fails('missing', 'server.installSubscriptionHandlers(http'), "import { ApolloServer } from 'apollo-server-express';\nconst server = new ApolloServer({ typeDefs });\nserver.installSubscriptionHandlers(http);"),
  example('Apollo Server, both', fails('missing', 'new ApolloServer'), "const { ApolloServer } = require('apollo-server-express');\nconst server = new ApolloServer({ typeDefs, subscriptions: { onConnect() {} } });\nserver.installSubscriptionHandlers(http);"),
  example('Apollo Server without subscriptions', [], "import { ApolloServer } from 'apollo-server';\nnew ApolloServer({ typeDefs, subscriptions: false }).listen();"),
  example('the client', [], "import { SubscriptionClient } from 'subscriptions-transport-ws';\nexport const client = new SubscriptionClient('ws://localhost', { connectionCallback() {} });"),
  example('another SubscriptionServer', [], "import { SubscriptionServer } from './server.js';\nnew SubscriptionServer({ onConnect: () => false }, { server });"),
]);

testExamples('guards of subscriptions-transport-ws', [
  guard('returns false', enforced(3), counting('return false')),
  guard('throws', enforced(3), counting("throw new Error('Too many')")),
  guard('closes the socket', enforced(3), counting('return webSocket.close(1008)')),
  guard('closes the socket of the context', enforced(3), counting('return context.socket.close(1008)')),
  guard('returns a context', fails('notRejected'), counting('return { isFull: true }')),
  guard('counts addresses', fails('perAddressOnly'), counting('return false', 'context.request.socket.remoteAddress')),
  guard('counts addresses of the socket', fails('perAddressOnly'), counting('return false', 'webSocket.upgradeReq.socket.remoteAddress')),
  guard('counts tenants', fails('perRoomOnly'), counting('return false', 'user.tenantId')),
  example('of Apollo Server', enforced(3, 'new ApolloServer'), `const { ApolloServer } = require('apollo-server');\nconst { verifyToken } = require('./token');\nconst open = new Map();\nnew ApolloServer({\n  typeDefs,\n  subscriptions: {\n  ${counting("throw new Error('Too many')")}\n  },\n}).listen();`),
]);

describe('subscriptions-transport-ws in several files', () => {
  it('finds a guard in a handler of another file', () => {
    const [hook = ''] = counting('return false').split('\n  },');
    const files = {
      'server.js': "import { SubscriptionServer } from 'subscriptions-transport-ws';\nimport { onConnect } from './limit.js';\nSubscriptionServer.create({ schema, onConnect }, { server });",
      'limit.js': `const open = new Map();\nexport ${hook.replace('async ', 'async function ')}\n}`,
    };
    expect(lintProgram(files)).toEqual([enforces(3)]);
  });

  it('names what a client supplies', () => {
    expect(lintProgram({ 'server.js': server(counting('return false', 'connectionParams.userId')) })).toEqual([enforces(3), untrusted('clientSupplied')]);
  });
});
