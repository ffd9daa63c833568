import { readFileSync } from 'node:fs';
import { ExpressPeerServer, PeerServer } from 'peer';
import { expect, it } from 'vitest';
import { enforced, example, fails, passes, testExamples } from '../rules/guards/examples.js';

it('is what the package has', () => {
  expect(typeof PeerServer).toBe('function');
  expect(typeof ExpressPeerServer).toBe('function');
  const types = readFileSync(new URL('../../node_modules/peer/dist/peer.d.ts', import.meta.url), 'utf8');
  for (const part of ['interface PeerServerEvents', 'interface IClient', 'on(event: "connection", listener: (client: IClient)', 'on(event: "disconnect"', 'getId()', 'getToken()', 'getSocket(): WebSocket', 'concurrent_limit: number']) expect(types).toContain(part);
});

const guard = (key: string, refuse = 'client.getSocket().close(4029)'): string => `import { PeerServer } from 'peer';
import { userOf } from './users.js';
const open = new Map();
const server = PeerServer({ port: 9000 });
server.on('connection', (client) => {
  const user = userOf(client);
  const mine = open.get(${key}) ?? new Set();
  if (mine.size >= 3) return ${refuse};
  open.set(${key}, mine.add(client));
});
server.on('disconnect', (client) => open.get(${key})?.delete(client));`;

testExamples('PeerJS', [
  example('a server without a listener', { ...fails('missing'), line: 'PeerServer({' }, "import { PeerServer } from 'peer';\nPeerServer({ port: 9000 });"),
  example('required', { ...fails('missing'), line: 'PeerServer({' }, "const { PeerServer } = require('peer');\nPeerServer({ port: 9000 });"),
  example('a member', fails('missing', 'peer.PeerServer'), "const peer = require('peer');\npeer.PeerServer({ port: 9000 });"),
  example('in Express', { ...fails('missing'), line: 'ExpressPeerServer(server' }, "import express from 'express';\nimport { ExpressPeerServer } from 'peer';\nconst app = express();\nconst server = app.listen(9000);\napp.use('/peer', ExpressPeerServer(server, { path: '/' }));"),
  example('with a listener', fails('missing', "server.on('connection'"), "import { PeerServer } from 'peer';\nconst server = PeerServer({ port: 9000 });\nserver.on('connection', (client) => console.log(client.getId()));"),
  example('a limit for all', { ...fails('globalOnly'), line: 'PeerServer({' }, "import { PeerServer } from 'peer';\nPeerServer({ port: 9000, concurrent_limit: 100 });"),
  example('a guard', enforced(3), guard('user.id')),
  example('a guard that refuses nobody', fails('notRejected'), guard('user.id', 'client.send({ type: "ERROR" })')),
  example('a guard by what the client chose passes', passes(), guard('client.getId()')),
  example('a client', [], "import { Peer } from 'peerjs';\nconst peer = new Peer();\npeer.on('connection', (connection) => connection.send('hi'));"),
]);
