import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { enforced, example, fails, testExamples } from '../rules/guards/examples.js';

const require = createRequire(import.meta.url);

describe('isomorphic-ws', () => {
  it('is ws under Node.js', () => {
    expect(require('isomorphic-ws')).toBe(require('ws'));
  });
});

const plain = "wss.on('connection', (ws) => ws.send('hi'));";
const guarded = `
wss.on('connection', (ws, req) => {
  const { sub } = verify(req.headers.authorization);
  const mine = open.get(sub) ?? new Set();
  if (mine.size >= 3) return ws.close(1008);
  open.set(sub, mine.add(ws));
  ws.on('close', () => mine.delete(ws));
});`;

// lws and restify have no sockets of their own.
testExamples('ws, by other names and on the servers of others', [
  example('isomorphic-ws', fails('missing'), `import WebSocket from 'isomorphic-ws';\nconst wss = new WebSocket.Server({ port: 8080 });\n${plain}`),
  example('isomorphic-ws, require', fails('missing'), `const WebSocket = require('isomorphic-ws');\nconst wss = new WebSocket.Server({ port: 8080 });\n${plain}`),
  example('isomorphic-ws, guarded', enforced(3), `import WebSocket from 'isomorphic-ws';\nimport { verify } from './token.js';\nconst open = new Map();\nconst wss = new WebSocket.Server({ port: 8080 });${guarded}`),
  example('isomorphic-ws, a client', [], "import WebSocket from 'isomorphic-ws';\nconst ws = new WebSocket('wss://example.org');\nws.onopen = () => ws.send('hi');"),
  example('lws', fails('missing'), `import Lws from 'lws';\nimport { WebSocketServer } from 'ws';\nconst lws = Lws.create({ port: 8000 });\nconst wss = new WebSocketServer({ server: lws.server });\n${plain}`),
  example('restify', fails('missing'), `const restify = require('restify');\nconst { WebSocketServer } = require('ws');\nconst server = restify.createServer();\nconst wss = new WebSocketServer({ server: server.server });\n${plain}`),
  example('restify, an upgrade that a route claims', { ...fails('missing'), anywhere: true }, "const restify = require('restify');\nconst WebSocket = require('ws');\nconst server = restify.createServer({ handleUpgrades: true });\nconst wss = new WebSocket.Server({ noServer: true });\nserver.get('/chat', (req, res, next) => {\n  const upgrade = res.claimUpgrade();\n  wss.handleUpgrade(req, upgrade.socket, upgrade.head, (ws) => ws.send('hi'));\n  next(false);\n});"),
  example('restify, guarded', enforced(3), `const restify = require('restify');\nconst { WebSocketServer } = require('ws');\nconst { verify } = require('./token');\nconst open = new Map();\nconst server = restify.createServer();\nconst wss = new WebSocketServer({ server: server.server });${guarded}`),
]);
